//! What happens when an edge is taken.

/// An action that runs when an edge is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Show a text (`wx.showToast`).
    Toast {
        /// The text.
        title: &'static str,
        /// How long it is shown, in milliseconds; `None` for the host's default, 1,500.
        duration: Option<u32>,
    },
    /// Run a function of the page's author.
    Run {
        /// The index of the function, for [`Fields::run`](crate::spec::Fields::run).
        hook: usize,
        /// The path of the function, as the flow writes it.
        path: &'static str,
    },
    /// Start an `async` function of the page's author, which runs beside the call.
    Spawn {
        /// The index of the function among those that the flow spawns.
        hook: usize,
        /// The path of the function, as the flow writes it.
        path: &'static str,
    },
}

impl Action {
    /// Shows this text for the host's default time.
    pub const fn toast(title: &'static str) -> Self {
        Self::Toast { title, duration: None }
    }

    /// Shows this text for this many milliseconds.
    pub const fn toast_for(title: &'static str, millis: u32) -> Self {
        Self::Toast { title, duration: Some(millis) }
    }
}
