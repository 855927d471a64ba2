//! What a page's handler works with: a call, whose state is part of its type.
//!
//! Each step of a [`Call`] consumes the call and returns it in the next state. A handler that skips a step, takes
//! one twice or returns before the call is joined or stopped does not compile.

// The crate of a page compiles these functions for each of its pages. Inlined, they are compiled with the page,
// not in one unit for all pages of the crate, which a change to any page would rebuild.
#![expect(clippy::inline_always, reason = "for the time that a rebuild takes")]

mod context;
mod ended;
pub(crate) mod handler;
mod host_calls;
mod outcome;
mod page;
mod state_types;
mod step;
mod step_future;
mod step_name;
pub(crate) mod transition;

use alloc::rc::Rc;
use core::fmt;
use core::marker::PhantomData;

pub use self::context::{OnLoad, PageContext, Spawned};
pub use self::ended::{AnsweredFuture, Ended, EndedFuture};
pub use self::handler::Handler;
#[cfg(feature = "sim")]
pub(crate) use self::host_calls::REQUEST_LIMIT;
pub use self::host_calls::{HostCalls, Request, Sleep};
use self::outcome::stopped;
pub use self::outcome::{IntoCallError, Outcome, Stopped};
pub use self::page::Page;
pub use self::state_types::{Authorizing, Enabling, Failed, Idle, InCall, Joining, StateType};
pub use self::step::{CanAuthorize, CanBeAnswered, CanBegin, CanEnable, CanEnd, CanHangUp, CanJoin};
pub use self::step_future::StepFuture;
#[doc(hidden)]
pub use self::step_name::{authorize, begin, enable, hang_up, join, none};
pub use self::transition::Transition;
use crate::engine::Tap;
use crate::error::CallError;
use crate::field::Contact;
use crate::machine::Machine;
use crate::spec::User;
use crate::state::State;

/// One call of the page `P`, in the state `S`.
///
/// A handler takes the steps in order. Each is available in one state:
///
/// | step | from | to | host call |
/// | --- | --- | --- | --- |
/// | [`begin`](Self::begin) | [`Idle`] | [`Authorizing`] | |
/// | [`authorize`](Self::authorize) | [`Authorizing`] | [`Enabling`] | `wx.authorize`, once for each scope |
/// | [`enable`](Self::enable) | [`Enabling`] | [`Joining`] | `wx.setEnable1v1Chat` |
/// | [`join`](Self::join) | [`Joining`] | [`InCall`] | `wx.join1v1Chat` |
/// | [`hang_up`](Self::hang_up) | [`InCall`] | [`Idle`] | `wx.exitVoIPChat` |
///
/// [`fail`](Self::fail) and [`cancel`](Self::cancel) stop a call before it is joined. [`answered`](Self::answered) and
/// [`ended`](Self::ended) wait for what becomes of a joined call.
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
///
/// A call belongs to one tap on the page's button. After another tap it has no effect, and its steps return
/// [`Stopped`].
#[must_use = "a step returns the call in its next state: bind it with `let call = …`"]
pub struct Call<P, S> {
    tap: Tap,
    marker: PhantomData<fn() -> (P, S)>,
}

/// Not an associated function: rustc would suggest it for `Call {}` in a handler, where it is private.
#[inline(always)]
fn typed<P, S>(tap: Tap) -> Call<P, S> {
    Call { tap, marker: PhantomData }
}

impl<P: Page, S: StateType> Call<P, S> {
    /// Begins the call: the page is then Authorizing.
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

    /// Asks the user for the page's scopes (`wx.authorize`, once for each), and recovers as the flow says.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the flow leads to Failed or Idle.
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
    /// [`Stopped`] if the flow leads to Failed or Idle.
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
    /// [`Stopped`] if the flow leads to Failed or Idle.
    #[inline(always)]
    pub fn join(self) -> StepFuture<P, InCall>
    where
        S: CanJoin,
        P: Transition<Joining, InCall>,
    {
        let _ = const { P::PROOF };
        StepFuture::new(self.tap, S::STATE)
    }

    /// Waits until the other side has answered.
    ///
    /// Not every phone reports that, so it may never come: put a limit on what depends on it, such as `within` of the row
    /// InCall. Dropping the future hangs up.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the call ends before.
    pub fn answered(self) -> AnsweredFuture<P>
    where
        S: CanBeAnswered,
    {
        AnsweredFuture::new(self.tap)
    }

    /// Waits until the call ends, in whatever way. The output says how.
    ///
    /// What the handler does afterwards no longer belongs to the call: the page is not busy and can call again. Leaving the
    /// page drops the handler. Dropping the future hangs up.
    ///
    /// ```
    /// use serde::Serialize;
    /// use voip_runtime::prelude::*;
    ///
    /// #[derive(Serialize)]
    /// struct Rate {
    ///     url: String,
    /// }
    ///
    /// async fn call_and_rate<P>(call: Call<P, Joining>) -> Outcome<P>
    /// where
    ///     P: Page + Transition<Joining, InCall>,
    /// {
    ///     let ended = call.join().await?.ended().await;
    ///     if let Some(talked) = ended.talked() {
    ///         let url = format!("/pages/rate/index?seconds={}", talked.as_secs());
    ///         ended.host().request::<()>("navigateTo", &Rate { url }).await?;
    ///     }
    ///     ended.finish()
    /// }
    /// ```
    pub fn ended(self) -> EndedFuture<P>
    where
        S: CanEnd,
    {
        EndedFuture::new(self.tap)
    }

    /// Ends a joined call (`wx.exitVoIPChat`), as the button 结束 does.
    ///
    /// # Errors
    ///
    /// Always [`Stopped`], without an error. Return it from the handler.
    pub fn hang_up(self) -> Outcome<P>
    where
        S: CanHangUp,
        P: Transition<InCall, Idle>,
    {
        let _ = const { P::PROOF };
        if self.tap.engine.is_newest(self.tap.generation) {
            self.tap.engine.user(Machine::hang_up);
        }
        Err(stopped(None))
    }

    /// Stops the call: the page is Failed and shows the message of `error`, which may be a text.
    ///
    /// The cause is then [`Cause::App`](crate::Cause::App), even if `error` has another one.
    ///
    /// ```
    /// # use voip_runtime::prelude::*;
    /// # async fn handle<P: Page>(call: Call<P, Idle>) -> Outcome<P> {
    /// call.fail("夜间不能呼叫")
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Always [`Stopped`], with this error. Return it from the handler.
    pub fn fail(self, error: impl Into<CallError>) -> Outcome<P>
    where
        S: Stoppable,
    {
        let error = error.into().by_app();
        self.tap.engine.stop_by_handler(self.tap.generation, Some(error.clone()));
        Err(stopped(Some(error)))
    }

    /// Stops the call: the page is Idle and shows nothing.
    ///
    /// # Errors
    ///
    /// Always [`Stopped`], without an error. Return it from the handler.
    pub fn cancel(self) -> Outcome<P>
    where
        S: Stoppable,
    {
        self.tap.engine.stop_by_handler(self.tap.generation, None);
        Err(stopped(None))
    }

    /// A snapshot of the page: its fields as they are now. The user may change them later. The handler changes them with
    /// [`update`](Self::update).
    pub fn page(&self) -> Rc<P> {
        self.tap.engine.typed_page()
    }

    /// Changes fields of the page, and notifies subscribers of each field whose value is then different.
    ///
    /// `change` changes a copy, which replaces the page when `change` returns.
    ///
    /// ```
    /// # use voip_runtime::prelude::*;
    /// # #[voip_page(title = "视频通话")]
    /// # pub struct VideoCall {
    /// #   #[field(listener.openid)] listener: OpenId,
    /// #   #[field(listener.nickname, default = "listener")] listener_name: String,
    /// #   #[field(caller.openid)] caller: OpenId,
    /// #   #[field(caller.nickname, default = "caller")] caller_name: String,
    /// # }
    /// # fn name(call: &Call<VideoCall, Idle>) {
    /// call.update(|page| page.caller_name = "我".into());
    /// assert_eq!(call.page().caller_name, "我");
    /// # }
    /// ```
    pub fn update(&self, change: impl FnOnce(&mut P)) {
        if self.tap.engine.is_newest(self.tap.generation) {
            self.tap.engine.update(change);
        }
    }

    /// The user who is called: the contact whose button was tapped, or the fields with the role of the listener.
    pub fn listener(&self) -> Contact {
        let page = self.tap.engine.calling_page();
        let User { openid, nickname, head_image } = page.parties().listener;
        Contact { openid: openid.into(), nickname: nickname.into(), head_image: head_image.into() }
    }

    /// The host, for what is not a step: requests, timers and the time.
    pub fn host(&self) -> HostCalls<'_> {
        HostCalls::new(&self.tap)
    }

    /// Whether the page's flow has an edge from the state of this call to `state`.
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
