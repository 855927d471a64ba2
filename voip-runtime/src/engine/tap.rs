//! A tap and the handler that it starts, without the page's type.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::Engine;
use crate::error::CallError;

/// The generation of a task, which belongs to no tap.
pub(crate) const TASK: u32 = 0;

/// The call of one tap, or a task.
pub(crate) struct Tap {
    pub(crate) engine: Rc<Engine>,
    pub(crate) generation: u32,
}

/// The result of a handler: its joined call, or the error that it stopped with.
pub(crate) type HandlerResult = Result<Tap, Option<CallError>>;

/// A running handler or task.
pub struct Handling(Pin<Box<dyn Running>>);

impl Handling {
    // Inlined, so that it is compiled together with the page and a rebuild compiles nothing else.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "rebuilds are faster")]
    pub(crate) fn new(handler: impl Future<Output: HandlerOutput> + 'static) -> Self {
        Self(Box::pin(handler))
    }

    /// The address of the future.
    #[cfg(feature = "sim")]
    pub(crate) fn address(&self) -> usize {
        (&raw const *self.0).cast::<()>().addr()
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<HandlerResult> {
        self.0.as_mut().poll_to_end(context)
    }
}

impl fmt::Debug for Handling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handling")
    }
}

/// The future of a handler or a task, without the type of its output.
trait Running {
    fn poll_to_end(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<HandlerResult>;
}

impl<R: Future<Output: HandlerOutput>> Running for R {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "rebuilds are faster")]
    fn poll_to_end(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<HandlerResult> {
        match self.poll(context) {
            Poll::Ready(output) => Poll::Ready(output.into_result()),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// The output of a handler's future (an `Outcome` or a `HandlerResult`), or of a task's.
pub(crate) trait HandlerOutput {
    fn into_result(self) -> HandlerResult;
}

impl HandlerOutput for HandlerResult {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it does nothing")]
    fn into_result(self) -> HandlerResult {
        self
    }
}

/// The output of a task: no call, and the error if it failed.
impl HandlerOutput for Result<(), CallError> {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "rebuilds are faster")]
    fn into_result(self) -> HandlerResult {
        Err(self.err())
    }
}
