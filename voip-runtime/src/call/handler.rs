//! What can be a page's handler, and the handler of a page that declares none.

use core::future::Future;

use super::step_future::UntypedStep;
use super::{Authorizing, Call, Enabling, Idle, InCall, Joining, Outcome, Page, Transition};
use crate::engine::{Handling, Tap};
use crate::state::State;

/// What can be a page's handler: an `async fn(Call<P, Idle>) -> Outcome<P>`.
#[diagnostic::on_unimplemented(
    message = "this is not a handler of `{P}`",
    label = "expected `async fn(Call<{P}, Idle>) -> Outcome<{P}>`",
    note = "a handler is an `async fn` that takes this page's call and returns its outcome"
)]
pub trait Handler<P: Page> {
    /// Calls it.
    #[doc(hidden)]
    fn run(self, call: Call<P, Idle>) -> Handling;
}

// A function pointer and not any `FnOnce`: of that, rustc has messages of its own, which do not say what a
// handler is.
#[diagnostic::do_not_recommend]
impl<P, R> Handler<P> for fn(Call<P, Idle>) -> R
where
    P: Page,
    R: Future<Output = Outcome<P>> + 'static,
{
    #[inline(always)]
    fn run(self, call: Call<P, Idle>) -> Handling {
        Handling::new(self(call))
    }
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
