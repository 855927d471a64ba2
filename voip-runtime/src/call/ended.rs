//! What a handler can do after its call was joined: wait until the other side answers, and until the call ends.

use alloc::rc::Rc;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use super::outcome::stopped;
use super::{Call, HostCalls, InCall, Outcome, Page, Stopped, typed};
use crate::engine::{TASK, Tap};
use crate::error::CallError;
use crate::event::CallEnd;
use crate::machine::Machine;

/// A handler that waits for an event of its joined call.
struct Waiting {
    /// `None` when it does not wait any more.
    tap: Option<Tap>,
}

impl Waiting {
    fn new(tap: Tap) -> Self {
        tap.engine.observe_call(tap.generation);
        Self { tap: Some(tap) }
    }

    /// Polls for the event that `read` finds. If the call has stopped, returns its error.
    fn poll<T>(
        &mut self,
        context: &Context<'_>,
        read: impl FnOnce(&Machine) -> Option<T>,
    ) -> Poll<Result<(Tap, T), Option<CallError>>> {
        let Some(tap) = &self.tap else { return Poll::Pending };
        let engine = &tap.engine;
        let happened = if engine.is_current(tap.generation) {
            let found = engine.with(|machine| read(machine));
            if found.is_none() && engine.with(|machine| machine.call_end().is_none()) {
                engine.wake_on_step(context.waker());
                engine.await_call(tap.generation);
                return Poll::Pending;
            }
            found.ok_or_else(|| engine.with(|machine| machine.error()))
        } else {
            Err(None)
        };
        self.close();
        match (happened, self.tap.take()) {
            (Ok(event), Some(tap)) => Poll::Ready(Ok((tap, event))),
            (Ok(_), None) => Poll::Pending,
            (Err(error), _) => Poll::Ready(Err(error)),
        }
    }

    fn close(&self) {
        if let Some(tap) = &self.tap {
            tap.engine.no_longer_await_call(tap.generation);
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.close();
        if let Some(tap) = self.tap.take()
            && tap.engine.is_current(tap.generation)
        {
            tap.engine.user(Machine::hang_up);
        }
    }
}

/// The future that [`Call::answered`] returns. Its output is the call, or [`Stopped`] if it has ended.
#[must_use = "it does nothing until it is awaited: add `.await?`"]
pub struct AnsweredFuture<P> {
    waiting: Waiting,
    marker: PhantomData<fn() -> P>,
}

impl<P> AnsweredFuture<P> {
    pub(super) fn new(tap: Tap) -> Self {
        Self { waiting: Waiting::new(tap), marker: PhantomData }
    }
}

impl<P: Page> Future for AnsweredFuture<P> {
    type Output = Result<Call<P, InCall>, Stopped<P>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let has_answered = |machine: &Machine| machine.connected().then_some(());
        match Pin::get_mut(self).waiting.poll(context, has_answered) {
            Poll::Ready(Ok((tap, ()))) => Poll::Ready(Ok(typed(tap))),
            Poll::Ready(Err(error)) => Poll::Ready(Err(stopped(error))),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<P> fmt::Debug for AnsweredFuture<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnsweredFuture")
    }
}

/// The future that [`Call::ended`] returns. Its output is [`Ended`].
#[must_use = "it does nothing until it is awaited: add `.await`"]
pub struct EndedFuture<P> {
    waiting: Waiting,
    /// The output, while the handler becomes a task: what follows then runs beside the page.
    ended: Option<Ended<P>>,
}

impl<P> EndedFuture<P> {
    pub(super) fn new(tap: Tap) -> Self {
        Self { waiting: Waiting::new(tap), ended: None }
    }
}

impl<P: Page> Future for EndedFuture<P> {
    type Output = Ended<P>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let future = Pin::get_mut(self);
        if let Some(ended) = future.ended.take() {
            return Poll::Ready(ended);
        }
        // A call that has no end is that of an earlier tap or of a page that was left: its handler was dropped.
        let Poll::Ready(Ok((Tap { engine, generation }, how))) =
            future.waiting.poll(context, Machine::call_end)
        else {
            return Poll::Pending;
        };
        let (observed, answered) = engine.observe_call(generation);
        let over = engine.milliseconds();
        engine.detach_handler();
        context.waker().wake_by_ref();
        future.ended = Some(Ended {
            tap: Tap { engine, generation: TASK },
            how,
            observed,
            answered,
            over,
            marker: PhantomData,
        });
        Poll::Pending
    }
}

impl<P> fmt::Debug for EndedFuture<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EndedFuture")
    }
}

/// A call that has ended, from [`Call::ended`].
///
/// What the handler does with it runs beside the page, which is not busy. Leaving the page drops the handler.
#[must_use = "return `ended.finish()` from the handler"]
pub struct Ended<P> {
    tap: Tap,
    how: CallEnd,
    /// When the handler began to observe it, when it was answered (or NaN), and when it was over, in milliseconds.
    observed: f64,
    answered: f64,
    over: f64,
    marker: PhantomData<fn() -> P>,
}

impl<P: Page> Ended<P> {
    /// How the call has ended.
    pub fn how(&self) -> CallEnd {
        self.how
    }

    /// How long it rang: the time from the call of [`answered`](Call::answered) or [`ended`](Call::ended), whichever was first,
    /// to the answer of the other side; without an answer, to the end of the call.
    pub fn rang(&self) -> Duration {
        between(self.observed, if self.answered.is_nan() { self.over } else { self.answered })
    }

    /// The time from the answer of the other side to the end of the call; `None` if no answer was reported. A phone that
    /// does not report members never reports one.
    pub fn talked(&self) -> Option<Duration> {
        (!self.answered.is_nan()).then(|| between(self.answered, self.over))
    }

    /// The time from the call of [`answered`](Call::answered) or [`ended`](Call::ended), whichever was first, to the end of the
    /// call.
    pub fn lasted(&self) -> Duration {
        between(self.observed, self.over)
    }

    /// A snapshot of the page: its fields as they are now.
    pub fn page(&self) -> Rc<P> {
        self.tap.engine.typed_page()
    }

    /// Changes fields of the page, as [`Call::update`] does.
    pub fn update(&self, change: impl FnOnce(&mut P)) {
        if self.tap.engine.is_current(TASK) {
            self.tap.engine.update(change);
        }
    }

    /// The host, for requests, timers and the time.
    pub fn host(&self) -> HostCalls<'_> {
        HostCalls::new(&self.tap)
    }

    /// The outcome of the handler.
    ///
    /// # Errors
    ///
    /// Always [`Stopped`], without an error. Return it from the handler.
    pub fn finish(self) -> Outcome<P> {
        Err(stopped(None))
    }
}

impl<P: Page> fmt::Debug for Ended<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ended").field("page", &P::SPEC.name).field("how", &self.how).finish_non_exhaustive()
    }
}

fn between(start: f64, end: f64) -> Duration {
    Duration::try_from_secs_f64((end - start) / 1000.0).unwrap_or_default()
}
