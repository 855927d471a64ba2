//! The six states of a call. As types they are in [`call`](crate::call).

use core::fmt;
use core::time::Duration;

use serde::{Deserialize, Serialize};

/// The state of a page's call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// No call is in progress; the page waits for a tap.
    Idle,
    /// The page asks the user to allow the scopes (`wx.authorize`, once per scope).
    Authorizing,
    /// The page switches one-to-one calls on (`wx.setEnable1v1Chat`).
    Enabling,
    /// The page places the call (`wx.join1v1Chat`).
    Joining,
    /// The call is joined: WeChat shows its own call window. The other side rings or has answered.
    InCall,
    /// A step failed; the session holds the [`CallError`](crate::CallError).
    Failed,
}

impl State {
    /// Every state, in the order of a call.
    pub const ALL: [Self; 6] =
        [Self::Idle, Self::Authorizing, Self::Enabling, Self::Joining, Self::InCall, Self::Failed];

    /// The name of the state, as a flow writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "Idle",
            Self::Authorizing => "Authorizing",
            Self::Enabling => "Enabling",
            Self::Joining => "Joining",
            Self::InCall => "InCall",
            Self::Failed => "Failed",
        }
    }

    /// Whether the page makes a host call in this state: Authorizing, Enabling or Joining.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Authorizing | Self::Enabling | Self::Joining)
    }

    /// The time limit of a host call in this state, unless the flow's row has another. Authorizing has none, since
    /// the user needs time to read and decide.
    pub const fn default_limit(self) -> Option<Duration> {
        match self {
            Self::Enabling => Some(Duration::from_secs(15)),
            Self::Joining => Some(Duration::from_secs(60)),
            _ => None,
        }
    }

    /// Equality for `const` code.
    pub(crate) const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
