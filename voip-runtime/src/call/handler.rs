//! The handler of a page, and the default handler of a page that names none.

use core::future::Future;

use super::step_future::UntypedStep;
use super::{Authorizing, Call, Enabling, Idle, InCall, Joining, Outcome, Page, Transition};
use crate::engine::{HandlerResult, Handling, Tap};
use crate::state::State;

/// The handler of a page: an `async fn(Call<P, Idle>) -> Outcome<P>`.
///
/// It runs once for each tap on the page's button. `#[voip_page(handler = …)]` takes the path of one:
///
/// ```
/// use voip_runtime::prelude::*;
///
/// #[voip_page(title = "视频通话", handler = handle_call)]
/// pub struct VideoCall {
///     // …
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// }
///
/// async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
///     call.begin().authorize().await?.enable().await?.join().await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "this is not a handler of `{P}`",
    label = "expected `async fn(Call<{P}, Idle>) -> Outcome<{P}>`",
    note = "a handler is an `async fn` that takes this page's call and returns its outcome"
)]
pub trait Handler<P: Page> {
    /// Runs the handler on this call.
    #[doc(hidden)]
    fn run(self, call: Call<P, Idle>) -> Handling;
}

// For function pointers, not for any `FnOnce`: rustc describes a function that does not implement `FnOnce` in
// its own words, which do not say what a handler is.
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

/// For the macro only: runs the default handler, which takes each step in order.
#[doc(hidden)]
#[inline(always)]
pub fn default_handler<P>(call: Call<P, Idle>) -> Handling
where
    P: Transition<Idle, Authorizing>
        + Transition<Authorizing, Enabling>
        + Transition<Enabling, Joining>
        + Transition<Joining, InCall>,
{
    default_handler_untyped(call.tap)
}

/// Without the page's type, so that it is compiled once for all pages.
fn default_handler_untyped(tap: Tap) -> Handling {
    Handling::new(async {
        tap.engine.begin(tap.generation);
        let tap = UntypedStep::new(tap, State::Authorizing, State::Enabling).await?;
        let tap = UntypedStep::new(tap, State::Enabling, State::Joining).await?;
        UntypedStep::new(tap, State::Joining, State::InCall).await
    })
}

/// For the macro only: the handler of a page that never calls. It is never started.
#[doc(hidden)]
pub fn no_handler() -> Handling {
    Handling::new(core::future::ready(HandlerResult::Err(None)))
}
