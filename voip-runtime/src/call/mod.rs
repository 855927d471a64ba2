//! A call as its handler sees it: a typestate over the page's flow.
//!
//! The state of a [`Call`] is part of its type. Each step consumes the call and returns it in the next
//! state, so a handler that skips a step, takes one twice or ends too early does not compile.

// A page's crate compiles these few lines for each of its pages. Inlined, they are compiled with the
// page and not in one unit for all pages of the crate, which a change to any of them would rebuild.
#![expect(clippy::inline_always, reason = "for the time that a rebuild takes")]

pub(crate) mod handler;
mod host_calls;
mod outcome;
mod page;
mod state_types;
mod step;
mod step_future;
pub(crate) mod transition;

use alloc::rc::Rc;
use core::fmt;
use core::marker::PhantomData;

pub use self::handler::Handler;
pub use self::host_calls::{HostCalls, Request, Sleep};
use self::outcome::stopped;
pub use self::outcome::{IntoCallError, Outcome, Stopped};
pub use self::page::Page;
pub use self::state_types::{Authorizing, Enabling, Failed, Idle, InCall, Joining, StateType};
#[doc(hidden)]
pub use self::step::step_name;
pub use self::step::{CanAuthorize, CanBegin, CanEnable, CanHangUp, CanJoin};
pub use self::step_future::StepFuture;
pub use self::transition::Transition;
use crate::engine::Tap;
use crate::error::CallError;
use crate::machine::Machine;
use crate::state::State;

/// One call of the page `P`, in the state `S`.
///
/// It is two words: the session, and which of its taps this call belongs to. A call that outlives its
/// tap has no effect: its steps give [`Stopped`].
///
/// ```
/// use voip_runtime::prelude::*;
///
/// #[voip_page(title = "视频通话", handler = handle_call)]
/// pub struct VideoCall {
///     night: bool,
///     // …
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// }
///
/// async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
///     if call.page().night {
///         return call.fail("夜间不能呼叫");
///     }
///     let call = call.begin().authorize().await?; // Call<VideoCall, Enabling>
///     let call = call.enable().await?; // Call<VideoCall, Joining>
///     call.join().await
/// }
/// ```
#[must_use = "a step returns the call in its next state: bind it with `let call = …`"]
pub struct Call<P, S> {
    tap: Tap,
    marker: PhantomData<fn() -> (P, S)>,
}

/// Not a function of [`Call`]: rustc would suggest it to whoever writes `Call {}`.
#[inline(always)]
fn typed<P, S>(tap: Tap) -> Call<P, S> {
    Call { tap, marker: PhantomData }
}

impl<P: Page, S: StateType> Call<P, S> {
    /// Begins: the page goes to Authorizing, and the table's `=> Authorizing` edge is taken.
    #[inline(always)]
    pub fn begin(self) -> Call<P, Authorizing>
    where
        S: CanBegin,
        P: Transition<Idle, Authorizing>,
    {
        let _ = const { P::PROOF };
        self.tap.engine.begin(self.tap.generation);
        typed(self.tap)
    }

    /// Asks the user for the page's scopes, one `wx.authorize` each, and recovers as the flow says.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once the flow leads to Failed or Idle.
    #[inline(always)]
    pub fn authorize(self) -> StepFuture<P, Enabling>
    where
        S: CanAuthorize,
        P: Transition<Authorizing, Enabling>,
    {
        let _ = const { P::PROOF };
        StepFuture::new(self.tap, S::STATE)
    }

    /// Switches one-to-one calls on (`wx.setEnable1v1Chat`), and recovers as the flow says.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once the flow leads to Failed or Idle.
    #[inline(always)]
    pub fn enable(self) -> StepFuture<P, Joining>
    where
        S: CanEnable,
        P: Transition<Enabling, Joining>,
    {
        let _ = const { P::PROOF };
        StepFuture::new(self.tap, S::STATE)
    }

    /// Places the call (`wx.join1v1Chat`), and recovers as the flow says.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once the flow leads to Failed or Idle.
    #[inline(always)]
    pub fn join(self) -> StepFuture<P, InCall>
    where
        S: CanJoin,
        P: Transition<Joining, InCall>,
    {
        let _ = const { P::PROOF };
        StepFuture::new(self.tap, S::STATE)
    }

    /// Ends a joined call, as the user's own 结束 does.
    ///
    /// # Errors
    ///
    /// Always [`Stopped`]: this is the end of the handler's call.
    pub fn hang_up(self) -> Outcome<P>
    where
        S: CanHangUp,
        P: Transition<InCall, Idle>,
    {
        let _ = const { P::PROOF };
        if self.tap.engine.is_current(self.tap.generation) {
            self.tap.engine.user(Machine::hang_up);
        }
        Err(stopped(None))
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
        Err(stopped(Some(error)))
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
        Err(stopped(None))
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
    pub fn has_edge_to(&self, state: State) -> bool {
        P::SPEC.flow.row(S::STATE).edges.iter().any(|edge| edge.to == state)
    }
}

impl<P: Page, S: StateType> fmt::Debug for Call<P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call<{}, {}>", P::SPEC.name, S::STATE)
    }
}

/// A state in which [`Call::fail`] and [`Call::cancel`] are available: each one before the call is joined.
#[diagnostic::on_unimplemented(
    message = "`fail` and `cancel` are not available here: they stop a call before it is joined",
    label = "this call is in state `{Self}`",
    note = "`hang_up` ends a call that is joined"
)]
pub trait Stoppable: StateType {}
#[diagnostic::do_not_recommend]
impl Stoppable for Idle {}
#[diagnostic::do_not_recommend]
impl Stoppable for Authorizing {}
#[diagnostic::do_not_recommend]
impl Stoppable for Enabling {}
#[diagnostic::do_not_recommend]
impl Stoppable for Joining {}
