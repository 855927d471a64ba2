//! A call as its handler sees it: a typestate over the page's flow.
//!
//! A [`Call`] says in its type where it is. Each step consumes it and gives the next one, so a
//! handler cannot skip a step, take one twice or end half-way: it would not compile.

// A page's crate compiles these few lines for each of its pages. Inlined, they are compiled with the
// page and not in one unit for all pages of the crate, which a change to any of them would rebuild.
#![expect(clippy::inline_always, reason = "for the time that a rebuild takes")]

mod host_calls;

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

pub use self::host_calls::{HostCalls, Request, Sleep};
use crate::engine::Engine;
use crate::error::CallError;
use crate::page::Page;
use crate::state::{Authorizing, Enabling, Idle, InCall, Joining, State, StateType, Transition};

/// What a handler's call comes to: joined, or stopped on the way.
pub type Outcome<P> = Result<Call<P, InCall>, Stopped<P>>;

/// One call of the page `P`, in the state `S`.
///
/// It is two words: the session, and which of its taps this call belongs to. A call that outlives its
/// tap has no effect: its steps give [`Stopped`].
#[must_use = "a call is brought to an end: by its steps, or by `fail` or `cancel`"]
pub struct Call<P, S> {
    tap: Tap,
    marker: PhantomData<fn() -> (P, S)>,
}

/// Whose call it is.
pub(crate) struct Tap {
    pub(crate) engine: Rc<Engine>,
    pub(crate) generation: u32,
}

impl<P: Page, S: StateType> Call<P, S> {
    #[inline(always)]
    pub(crate) fn new(tap: Tap) -> Self {
        Self { tap, marker: PhantomData }
    }

    /// Begins: the page goes to Authorizing, and the table's `=> Authorizing` edge is taken.
    #[inline(always)]
    pub fn begin(self) -> Call<P, Authorizing>
    where
        P: Transition<S, Authorizing>,
    {
        let _ = const { P::PROOF };
        self.tap.engine.begin(self.tap.generation);
        Call::new(self.tap)
    }

    /// Asks the user for the page's scopes, one `wx.authorize` each, and recovers as the flow says.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once the flow leads to Failed or Idle.
    #[inline(always)]
    pub fn authorize(self) -> Step<P, Enabling>
    where
        P: Transition<S, Enabling>,
    {
        let _ = const { P::PROOF };
        Step::new(self.tap, S::STATE)
    }

    /// Switches one-to-one calls on (`wx.setEnable1v1Chat`), and recovers as the flow says.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once the flow leads to Failed or Idle.
    #[inline(always)]
    pub fn enable(self) -> Step<P, Joining>
    where
        P: Transition<S, Joining>,
    {
        let _ = const { P::PROOF };
        Step::new(self.tap, S::STATE)
    }

    /// Places the call (`wx.join1v1Chat`), and recovers as the flow says.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once the flow leads to Failed or Idle.
    #[inline(always)]
    pub fn join(self) -> Step<P, InCall>
    where
        P: Transition<S, InCall>,
    {
        let _ = const { P::PROOF };
        Step::new(self.tap, S::STATE)
    }

    /// Ends a joined call, as the user's own 结束 does.
    ///
    /// # Errors
    ///
    /// Always [`Stopped`]: this is the end of the handler's call.
    pub fn hang_up(self) -> Outcome<P>
    where
        P: Transition<S, Idle>,
    {
        let _ = const { P::PROOF };
        if self.tap.engine.is_current(self.tap.generation) {
            self.tap.engine.hang_up();
        }
        Err(Stopped::new(None))
    }

    /// Stops the call: the page is Failed and shows what `error` says, its words if
    /// [`say`](CallError::say) gave any. The cause is then [`Cause::App`](crate::Cause::App).
    ///
    /// # Errors
    ///
    /// Always [`Stopped`], with this error.
    pub fn fail(self, error: impl Into<CallError>) -> Outcome<P>
    where
        S: Stoppable,
    {
        let error = error.into().by_app();
        self.tap.engine.stop_by_handler(self.tap.generation, Some(error.clone()));
        Err(Stopped::new(Some(error)))
    }

    /// Stops the call: the page is Idle, and nothing is shown.
    ///
    /// # Errors
    ///
    /// Always [`Stopped`].
    pub fn cancel(self) -> Outcome<P>
    where
        S: Stoppable,
    {
        self.tap.engine.stop_by_handler(self.tap.generation, None);
        Err(Stopped::new(None))
    }

    /// The page as it is now. It is a snapshot: the user may go on typing.
    pub fn page(&self) -> Rc<P> {
        self.tap.engine.typed_page()
    }

    /// Changes fields of the page; subscribers hear of those that are then different.
    ///
    /// `change` works on a copy, which replaces the page when it returns.
    pub fn update(&self, change: impl FnOnce(&mut P)) {
        if self.tap.engine.is_current(self.tap.generation) {
            self.tap.engine.update(change);
        }
    }

    /// Host calls of the handler's own.
    pub fn host(&self) -> HostCalls<'_> {
        HostCalls::new(&self.tap)
    }

    /// Whether the page's flow has an edge from where this call is to `state`.
    pub fn can(&self, state: State) -> bool {
        P::SPEC.flow.row(S::STATE).edges.iter().any(|edge| edge.to == state)
    }
}

impl<P: Page, S: StateType> fmt::Debug for Call<P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call<{}, {}>", P::SPEC.name, S::STATE)
    }
}

/// A call that is not joined: `fail` and `cancel` stop it.
#[diagnostic::on_unimplemented(
    message = "a call that is `{Self}` cannot be stopped by `fail` or `cancel`",
    label = "this call is `{Self}`",
    note = "`fail` and `cancel` stop a call that is not joined yet; `hang_up` ends a joined one"
)]
pub trait Stoppable: StateType {}
impl Stoppable for Idle {}
impl Stoppable for Authorizing {}
impl Stoppable for Enabling {}
impl Stoppable for Joining {}

/// A call that came to its end without being joined. Only `fail`, `cancel`, `hang_up` and a step
/// that failed give one, so a handler cannot end half-way.
pub struct Stopped<P> {
    error: Option<CallError>,
    marker: PhantomData<fn() -> P>,
}

impl<P> Stopped<P> {
    fn new(error: Option<CallError>) -> Self {
        Self { error, marker: PhantomData }
    }

    /// What went wrong, where the page is Failed.
    pub fn error(&self) -> Option<&CallError> {
        self.error.as_ref()
    }
}

impl<P> fmt::Debug for Stopped<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stopped").field(&self.error).finish()
    }
}

/// A step under way: gives the call in its next state, or [`Stopped`]. It walks the flow's table,
/// recoveries and all, and makes no host call before it is first polled.
#[must_use = "a step does nothing until it is awaited"]
pub struct Step<P, To> {
    untyped: UntypedStep,
    marker: PhantomData<fn() -> (P, To)>,
}

impl<P, To: StateType> Step<P, To> {
    #[inline(always)]
    fn new(tap: Tap, from: State) -> Self {
        Self {
            untyped: UntypedStep { tap: Some(tap), from, to: To::STATE, started: false },
            marker: PhantomData,
        }
    }
}

impl<P: Page, To: StateType> Future for Step<P, To> {
    type Output = Result<Call<P, To>, Stopped<P>>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match Pin::get_mut(self).untyped.poll(context) {
            Poll::Ready(Ok(tap)) => Poll::Ready(Ok(Call::new(tap))),
            Poll::Ready(Err(error)) => Poll::Ready(Err(Stopped { error, marker: PhantomData })),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// A step without its types: what it does is the same for all pages.
struct UntypedStep {
    /// Taken when the step has ended.
    tap: Option<Tap>,
    from: State,
    to: State,
    started: bool,
}

impl UntypedStep {
    fn poll(&mut self, context: &Context<'_>) -> Poll<Result<Tap, Option<CallError>>> {
        let Some(tap) = self.tap.take() else { return Poll::Pending };
        let engine = &tap.engine;
        if !self.started {
            self.started = true;
            engine.start_step(tap.generation, self.from, self.to);
        }
        match engine.step_progress(tap.generation, self.to, context.waker()) {
            Poll::Ready(Ok(())) => Poll::Ready(Ok(tap)),
            Poll::Ready(Err(())) => Poll::Ready(Err(engine.failure_of(tap.generation))),
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

impl<P, To: StateType> fmt::Debug for Step<P, To> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Step<{} → {}>", self.untyped.from, To::STATE)
    }
}

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
    Handling(Box::pin(handler.call(call)))
}

/// A handler at work.
pub struct Handling(Pin<Box<dyn Runs>>);

impl Handling {
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        self.0.as_mut().poll_to_end(context)
    }
}

/// A handler's future, without the types of its outcome.
trait Runs {
    fn poll_to_end(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ended>;
}

impl<R: Future<Output: Ends>> Runs for R {
    #[inline(always)]
    fn poll_to_end(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ended> {
        match self.poll(context) {
            Poll::Ready(outcome) => Poll::Ready(outcome.end()),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// An [`Outcome`], whatever its page.
trait Ends {
    fn end(self) -> Ended;
}

impl<P> Ends for Outcome<P> {
    #[inline(always)]
    fn end(self) -> Ended {
        match self {
            Ok(call) => Ended(Some(call.tap)),
            Err(_) => Ended(None),
        }
    }
}

impl fmt::Debug for Handling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handling")
    }
}

/// What a handler came to, without its types: its call, if it was joined.
pub(crate) struct Ended(pub(crate) Option<Tap>);

/// The handler of a page that names none: it walks the table.
///
/// # Errors
///
/// [`Stopped`] once the flow leads to Failed or Idle.
pub async fn walk<P>(call: Call<P, Idle>) -> Outcome<P>
where
    P: Page
        + Transition<Idle, Authorizing>
        + Transition<Authorizing, Enabling>
        + Transition<Enabling, Joining>
        + Transition<Joining, InCall>,
{
    call.begin().authorize().await?.enable().await?.join().await
}
