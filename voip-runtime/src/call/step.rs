//! Which step is available in which state, and what else a joined call can do.
//!
//! This is the same for every page. That the flow of a page has the transition of a step is another bound,
//! [`Transition`](super::Transition), so that a call in the wrong state and a type parameter without the bound
//! have a message each.

use super::state_types::sealed::Sealed;
use super::{Authorizing, Enabling, Idle, InCall, Joining, StateType};

// No other crate can implement these traits: it owns neither a state nor the name of a step.
macro_rules! steps {
    ($($(#[$doc:meta])* $Trait:ident for $State:ident: $message:literal $(, $note:literal)?;)*) => {$(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "this call is in state `{Self}`; its next step is `{Next}`",
            note = "the steps in order: `begin` in `Idle`, `authorize` in `Authorizing`, `enable` in `Enabling`, `join` in `Joining`; then `answered`, `ended` or `hang_up` in `InCall`",
            note = "a step returns the call in its next state: bind it with `let call = …`"
            $(, note = $note)?
        )]
        pub trait $Trait<Next = <Self as Sealed>::Next>: StateType {}
        #[diagnostic::do_not_recommend]
        impl<Next> $Trait<Next> for $State {}
    )*};
}

steps! {
    /// A state in which [`Call::begin`](super::Call::begin) is available: [`Idle`].
    CanBegin for Idle: "`begin` is not available here: it takes a call from `Idle` to `Authorizing`";
    /// A state in which [`Call::authorize`](super::Call::authorize) is available: [`Authorizing`].
    CanAuthorize for Authorizing: "`authorize` is not available here: it takes a call from `Authorizing` to `Enabling`";
    /// A state in which [`Call::enable`](super::Call::enable) is available: [`Enabling`].
    CanEnable for Enabling: "`enable` is not available here: it takes a call from `Enabling` to `Joining`";
    /// A state in which [`Call::join`](super::Call::join) is available: [`Joining`].
    CanJoin for Joining: "`join` is not available here: it takes a call from `Joining` to `InCall`";
    /// A state in which [`Call::hang_up`](super::Call::hang_up) is available: [`InCall`].
    CanHangUp for InCall: "`hang_up` is not available here: it takes a call from `InCall` to `Idle`",
        "`fail` and `cancel` stop a call before it is joined";
    /// A state in which [`Call::answered`](super::Call::answered) is available: [`InCall`].
    CanBeAnswered for InCall: "`answered` is not available here: it waits for the answer to a call in `InCall`";
    /// A state in which [`Call::ended`](super::Call::ended) is available: [`InCall`].
    CanEnd for InCall: "`ended` is not available here: it waits for the end of a call in `InCall`";
}
