//! The six states of a call. As types they are in [`call`](crate::call).

use core::fmt;
use core::time::Duration;

use serde::{Deserialize, Serialize};

/// Where the call of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// Nothing is under way; the page waits for a tap.
    Idle,
    /// The user is asked for the scopes (`wx.authorize`, once per scope).
    Authorizing,
    /// One-to-one calls are switched on (`wx.setEnable1v1Chat`).
    Enabling,
    /// The call is placed (`wx.join1v1Chat`).
    Joining,
    /// The call was joined: WeChat's own call window is up, ringing or talking.
    InCall,
    /// A step failed; the session holds the [`CallError`](crate::CallError).
    Failed,
}

impl State {
    /// Every state, in the order of a call.
    pub const ALL: [Self; 6] =
        [Self::Idle, Self::Authorizing, Self::Enabling, Self::Joining, Self::InCall, Self::Failed];

    /// The state's name, as a flow writes it.
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

    /// Whether a host call is made in this state: Authorizing, Enabling or Joining.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Authorizing | Self::Enabling | Self::Joining)
    }

    /// How long a host call made in this state may take unless the flow's row says otherwise. In
    /// Authorizing a person is reading, so there is no limit.
    pub const fn default_limit(self) -> Option<Duration> {
        match self {
            Self::Enabling => Some(Duration::from_secs(15)),
            Self::Joining => Some(Duration::from_secs(60)),
            _ => None,
        }
    }

    /// Equality that a `const` can use.
    pub(crate) const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
