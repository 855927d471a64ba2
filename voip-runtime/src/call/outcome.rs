//! The outcome of a handler: a joined call, or where it stopped.

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;

use super::{Call, InCall};
use crate::engine::{Ended, Ends};
use crate::error::CallError;

/// What a handler's call comes to: joined, or stopped on the way.
pub type Outcome<P> = Result<Call<P, InCall>, Stopped<P>>;

impl<P> Ends for Outcome<P> {
    #[inline(always)]
    fn end(self) -> Ended {
        match self {
            Ok(call) => Ok(call.tap),
            Err(stopped) => Err(stopped.error),
        }
    }
}

/// A call that was not joined, or not any more, with the error if there is one.
///
/// `fail`, `cancel`, `hang_up` and a step that failed give one, so a handler cannot end half-way. The
/// error of a [host call of the handler's own](super::HostCalls) becomes one by `?`:
///
/// ```
/// # use voip_runtime::prelude::*;
/// # async fn handle<P: Page>(call: Call<P, Idle>) -> Result<String, Stopped<P>> {
/// let code: String = call.host().request("login", &()).await?;
/// # Ok(code)
/// # }
/// ```
pub struct Stopped<P> {
    error: Option<CallError>,
    marker: PhantomData<fn() -> P>,
}

/// Not a function of [`Stopped`]: rustc would suggest it to whoever writes `Stopped {}`.
#[inline(always)]
pub(super) fn stopped<P>(error: Option<CallError>) -> Stopped<P> {
    Stopped { error, marker: PhantomData }
}

impl<P> Stopped<P> {
    /// What went wrong; `None` where the call was cancelled, hung up or led to Idle by its flow.
    pub fn error(&self) -> Option<&CallError> {
        self.error.as_ref()
    }
}

/// An error that `?` in a handler turns into [`Stopped`]: one that converts into a [`CallError`], as the
/// error of [`fail`](Call::fail) does.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into a `CallError`",
    label = "`{Self}` is not a `CallError`: write `.map_err(|error| CallError::app(error.to_string()))?`"
)]
pub trait IntoCallError: Into<CallError> {}
#[diagnostic::do_not_recommend]
impl<E: Into<CallError>> IntoCallError for E {}

/// As [`fail`](Call::fail) has it: the cause is then [`Cause::App`](crate::Cause::App).
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
