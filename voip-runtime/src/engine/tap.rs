//! A tap, and the handler that it runs, without the page's type.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::Engine;
use crate::error::CallError;

/// Whose call it is.
pub(crate) struct Tap {
    pub(crate) engine: Rc<Engine>,
    pub(crate) generation: u32,
}

/// What a handler came to: its call, if it was joined, or the error that it stopped with.
pub(crate) type Ended = Result<Tap, Option<CallError>>;

/// A handler at work.
pub struct Handling(Pin<Box<dyn Running>>);

impl Handling {
    // Inlined, it is compiled with the page whose handler it is.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "for the time that a rebuild takes")]
    pub(crate) fn new(handler: impl Future<Output: Ends> + 'static) -> Self {
        Self(Box::pin(handler))
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Ended> {
        self.0.as_mut().poll_to_end(context)
    }
}

impl fmt::Debug for Handling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handling")
    }
}

/// A handler's future, without the types of its outcome.
trait Running {
    fn poll_to_end(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ended>;
}

impl<R: Future<Output: Ends>> Running for R {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "for the time that a rebuild takes")]
    fn poll_to_end(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ended> {
        match self.poll(context) {
            Poll::Ready(outcome) => Poll::Ready(outcome.end()),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// What a handler's future gives.
pub(crate) trait Ends {
    fn end(self) -> Ended;
}

impl Ends for Ended {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is no more than a name")]
    fn end(self) -> Ended {
        self
    }
}
