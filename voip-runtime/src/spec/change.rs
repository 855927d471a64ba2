//! A transition of a flow.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::state::State;

/// A transition that was taken.
///
/// ```
/// use voip_runtime::{Cause, Change, State};
///
/// let change = Change {
///     from: State::Authorizing,
///     to: State::Failed,
///     cause: Some(Cause::Denied),
///     message: "authorize:fail auth deny".into(),
/// };
/// assert_eq!(change.to_string(), "Authorizing → Failed (Denied)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change {
    /// The state that was left.
    pub from: State,
    /// The state that was entered. A recovery edge may enter the same state again.
    pub to: State,
    /// The cause, if a failure led to this transition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The host's message (`errMsg`), or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// Writes the states and the cause: `Authorizing → Failed (Denied)`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {}", self.from, self.to)?;
        self.cause.map_or(Ok(()), |cause| write!(f, " ({cause})"))
    }
}
