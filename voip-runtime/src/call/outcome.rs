//! The outcome of a handler: a joined call, or a stopped one.

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;

use super::{Call, InCall};
use crate::engine::{HandlerOutput, HandlerResult};
use crate::error::CallError;

/// The outcome of a handler: the joined call, or [`Stopped`].
///
/// A handler usually ends with a step, or with a method that stops or ends the call. Each returns an outcome:
///
/// ```
/// # use voip_runtime::prelude::*;
/// # async fn handle<P>(call: Call<P, Joining>, is_test: bool) -> Outcome<P>
/// # where
/// #     P: Page + Transition<Joining, InCall> + Transition<InCall, Idle>,
/// # {
/// if is_test {
///     return call.join().await?.hang_up();
/// }
/// call.join().await
/// # }
/// ```
pub type Outcome<P> = Result<Call<P, InCall>, Stopped<P>>;

impl<P> HandlerOutput for Outcome<P> {
    #[inline(always)]
    fn into_result(self) -> HandlerResult {
        match self {
            Ok(call) => Ok(call.tap),
            Err(stopped) => Err(stopped.error),
        }
    }
}

/// A call that has ended, or that stopped before it was joined, with its error if there is one.
///
/// [`fail`](Call::fail), [`cancel`](Call::cancel), [`hang_up`](Call::hang_up) and a step that fails return one.
/// `?` makes one from any error that converts into a [`CallError`]:
///
/// ```
/// # use voip_runtime::prelude::*;
/// # async fn handle<P: Page>(call: Call<P, Idle>) -> Result<(String, u32), Stopped<P>> {
/// let code: String = call.host().request("login", &()).await?;
/// let number: u32 = code.parse().map_err(|_| CallError::app("号码不对"))?;
/// # Ok((code, number))
/// # }
/// ```
///
/// The page is then Failed and shows the message of the error.
pub struct Stopped<P> {
    error: Option<CallError>,
    marker: PhantomData<fn() -> P>,
}

/// Not an associated function: rustc would suggest it for `Stopped {}` in a handler, where it is private.
#[inline(always)]
pub(super) fn stopped<P>(error: Option<CallError>) -> Stopped<P> {
    Stopped { error, marker: PhantomData }
}

impl<P> Stopped<P> {
    /// The error that stopped the call; `None` if the call was cancelled or hung up, or if its flow led to Idle.
    pub fn error(&self) -> Option<&CallError> {
        self.error.as_ref()
    }
}

/// An error that `?` in a handler converts into [`Stopped`]: any type that converts into a [`CallError`].
///
/// It is implemented for each of them. For an error type of your own, implement `From<YourError> for CallError`:
///
/// ```
/// use voip_runtime::prelude::*;
///
/// struct Closed;
///
/// impl From<Closed> for CallError {
///     fn from(_: Closed) -> Self {
///         CallError::app("现在不是服务时间")
///     }
/// }
///
/// fn opening_hours() -> Result<(), Closed> {
///     Err(Closed)
/// }
///
/// async fn handle<P: Page>(call: Call<P, Idle>) -> Outcome<P> {
///     opening_hours()?;
///     call.cancel()
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into a `CallError`",
    label = "`{Self}` is not a `CallError`: write `.map_err(|_| CallError::app(\"…\"))?`"
)]
pub trait IntoCallError: Into<CallError> {}

#[diagnostic::do_not_recommend]
impl<E: Into<CallError>> IntoCallError for E {}

/// As [`fail`](Call::fail) does: the cause is then [`Cause::App`](crate::Cause::App).
impl<P, E: IntoCallError> From<E> for Stopped<P> {
    #[inline(always)]
    fn from(error: E) -> Self {
        stopped(Some(error.into().by_app()))
    }
}

impl<P> fmt::Display for Stopped<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the call was stopped")?;
        self.error.as_ref().map_or(Ok(()), |error| write!(f, ": {error}"))
    }
}

impl<P> fmt::Debug for Stopped<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stopped").field(&self.error).finish()
    }
}

impl<P> Error for Stopped<P> {}
