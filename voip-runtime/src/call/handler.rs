//! What can be a page's handler, and the handler of a page that declares none.

use core::future::Future;

use super::step::UntypedStep;
use super::{Authorizing, Call, Enabling, Idle, InCall, Joining, Outcome, Page, Transition};
use crate::engine::{Handling, Tap};
use crate::state::State;

/// What can be a page's handler: an `async fn(Call<P, Idle>) -> Outcome<P>`.
#[diagnostic::on_unimplemented(
    message = "this is not a handler of `{P}`",
    label = "expected `async fn(Call<{P}, Idle>) -> Outcome<{P}>`",
    note = "a handler is an `async fn` that takes this page's call and brings it to an end"
)]
pub trait Handler<P: Page> {
    /// Its future.
    #[doc(hidden)]
    type Running: Future<Output = Outcome<P>> + 'static;

    /// Calls it.
    #[doc(hidden)]
    fn call(self, call: Call<P, Idle>) -> Self::Running;
}

#[diagnostic::do_not_recommend]
impl<P, F, R> Handler<P> for F
where
    P: Page,
    F: FnOnce(Call<P, Idle>) -> R,
    R: Future<Output = Outcome<P>> + 'static,
{
    type Running = R;

    #[inline(always)]
    fn call(self, call: Call<P, Idle>) -> R {
        self(call)
    }
}

/// For the macro alone: calls a handler. What it gives has no type of the handler in it, so that a
/// wrong handler is one error, at its path.
#[doc(hidden)]
#[inline(always)]
pub fn run<P: Page, H: Handler<P>>(handler: H, call: Call<P, Idle>) -> Handling {
    Handling::new(handler.call(call))
}

/// For the macro alone: the handler of a page that names none walks the flow.
#[doc(hidden)]
#[inline(always)]
pub fn walk<P>(call: Call<P, Idle>) -> Handling
where
    P: Transition<Idle, Authorizing>
        + Transition<Authorizing, Enabling>
        + Transition<Enabling, Joining>
        + Transition<Joining, InCall>,
{
    walk_untyped(call.tap)
}

/// Apart from the page's type, so that it is compiled once for all pages.
fn walk_untyped(tap: Tap) -> Handling {
    Handling::new(async {
        tap.engine.begin(tap.generation);
        let tap = UntypedStep::new(tap, State::Authorizing, State::Enabling).await?;
        let tap = UntypedStep::new(tap, State::Enabling, State::Joining).await?;
        UntypedStep::new(tap, State::Joining, State::InCall).await
    })
}
