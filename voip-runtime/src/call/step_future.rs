//! The future of a step.

use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::outcome::stopped;
use super::{Call, Page, StateType, Stopped, typed};
use crate::engine::{HandlerResult, Tap};
use crate::state::State;

/// The future that a step of a call returns. Its output is the call in the state `To`, or [`Stopped`].
///
/// The step makes its host call when it is first polled. If the host call fails, it follows the flow of the page:
/// it may try again, or recover, before it ends. A step that is dropped before its end stops the call.
///
/// ```
/// # use voip_runtime::prelude::*;
/// # async fn handle<P>(call: Call<P, Joining>) -> Outcome<P>
/// # where
/// #     P: Page + Transition<Joining, InCall>,
/// # {
/// let joined = call.join(); // a StepFuture: nothing has happened yet
/// let call: Call<P, InCall> = joined.await?;
/// # Ok(call)
/// # }
/// ```
#[must_use = "a step does nothing until it is awaited: add `.await?`"]
pub struct StepFuture<P, To> {
    untyped: UntypedStep,
    marker: PhantomData<fn() -> (P, To)>,
}

impl<P, To: StateType> StepFuture<P, To> {
    #[inline(always)]
    pub(super) fn new(tap: Tap, from: State) -> Self {
        Self { untyped: UntypedStep::new(tap, from, To::STATE), marker: PhantomData }
    }
}

impl<P: Page, To: StateType> Future for StepFuture<P, To> {
    type Output = Result<Call<P, To>, Stopped<P>>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match Pin::new(&mut Pin::get_mut(self).untyped).poll(context) {
            Poll::Ready(Ok(tap)) => Poll::Ready(Ok(typed(tap))),
            Poll::Ready(Err(error)) => Poll::Ready(Err(stopped(error))),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// A step without type parameters: it does the same for all pages.
pub(super) struct UntypedStep {
    /// `None` when the step has ended.
    tap: Option<Tap>,
    from: State,
    to: State,
    started: bool,
}

impl UntypedStep {
    pub(super) fn new(tap: Tap, from: State, to: State) -> Self {
        Self { tap: Some(tap), from, to, started: false }
    }
}

impl Future for UntypedStep {
    type Output = HandlerResult;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<HandlerResult> {
        let Some(tap) = self.tap.take() else { return Poll::Pending };
        let engine = &tap.engine;
        if !self.started {
            self.started = true;
            engine.start_step(tap.generation, self.from, self.to);
        }
        match engine.step_progress(tap.generation, self.to, context.waker()) {
            Poll::Ready(Ok(())) => Poll::Ready(Ok(tap)),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                self.tap = Some(tap);
                Poll::Pending
            }
        }
    }
}

impl Drop for UntypedStep {
    fn drop(&mut self) {
        if let Some(tap) = self.tap.take() {
            tap.engine.abandon_step(tap.generation);
        }
    }
}

impl<P, To: StateType> fmt::Debug for StepFuture<P, To> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StepFuture<{} → {}>", self.untyped.from, To::STATE)
    }
}
