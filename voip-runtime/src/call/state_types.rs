//! The six states as types.

use super::step_name;
use crate::state::State;

pub(super) mod sealed {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a state of a call",
        label = "expected a state",
        note = "the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed`"
    )]
    pub trait Sealed {
        /// The step that is available in this state, for messages of the compiler.
        type Next;
    }
}

/// One of the six states of a call, as a type.
///
/// It is implemented for [`Idle`], [`Authorizing`], [`Enabling`], [`Joining`], [`InCall`] and [`Failed`], and
/// sealed: there are no others.
///
/// ```
/// use voip_runtime::call::StateType;
/// use voip_runtime::prelude::*;
///
/// /// A call in any state.
/// fn is_joined<P: Page, S: StateType>(_call: &Call<P, S>) -> bool {
///     S::STATE == State::InCall
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a state of a call",
    label = "expected a state",
    note = "the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed`"
)]
pub trait StateType: sealed::Sealed + 'static {
    /// The same state, as a value.
    const STATE: State;
}

macro_rules! state_types {
    ($($(#[$doc:meta])* $name:ident: $next:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        #[diagnostic::do_not_recommend]
        impl sealed::Sealed for $name {
            type Next = step_name::$next;
        }
        #[diagnostic::do_not_recommend]
        impl StateType for $name {
            const STATE: State = State::$name;
        }
    )*};
}

state_types! {
    /// The call has not begun: [`State::Idle`], as a type.
    Idle: begin;
    /// The user is asked for the scopes: [`State::Authorizing`], as a type.
    Authorizing: authorize;
    /// One-to-one calls are switched on: [`State::Enabling`], as a type.
    Enabling: enable;
    /// The call is placed: [`State::Joining`], as a type.
    Joining: join;
    /// The call was joined: [`State::InCall`], as a type.
    InCall: hang_up;
    /// The call failed: [`State::Failed`], as a type.
    Failed: none;
}
