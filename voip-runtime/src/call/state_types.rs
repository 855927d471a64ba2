//! The six states as types.

use crate::state::State;

mod sealed {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a state of a call",
        label = "not a state",
        note = "the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed`; there are no others"
    )]
    pub trait Sealed {}
}

/// One of the six state types. It is sealed: there are no others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a state of a call",
    label = "not a state",
    note = "the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed`; there are no others"
)]
pub trait StateType: sealed::Sealed + 'static {
    /// The state that this type stands for.
    const STATE: State;
}

macro_rules! state_types {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl StateType for $name {
            const STATE: State = State::$name;
        }
    )*};
}

state_types! {
    /// A call that has not begun: [`State::Idle`], as a type.
    Idle
    /// The user is being asked: [`State::Authorizing`], as a type.
    Authorizing
    /// Calls are being switched on: [`State::Enabling`], as a type.
    Enabling
    /// The call is being placed: [`State::Joining`], as a type.
    Joining
    /// The call was joined: [`State::InCall`], as a type.
    InCall
    /// The call failed: [`State::Failed`], as a type.
    Failed
}
