//! Host calls that a handler makes itself, in addition to the steps of its call.

use alloc::rc::{Rc, Weak};
use alloc::string::String;
use core::cell::Cell;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::Tap;
use crate::api::{AUTHORIZE, EXIT_VOIP_CHAT, JOIN_1V1_CHAT, SET_ENABLE_1V1_CHAT};
use crate::cause::Cause;
use crate::engine::Engine;
use crate::error::CallError;
use crate::event::HostEvent;
#[cfg(feature = "sim")]
use crate::host::AnswerType;
use crate::host::{Answer, BoxedAnswer, HostCall, Reply, ReplyTarget, value};
use crate::value::Value;

/// How long a host call of a handler may take: the default of `wx.request`.
pub(crate) const REQUEST_LIMIT: Duration = Duration::from_secs(60);

/// The host calls that the steps of a call make: a handler cannot make them itself.
const STEP_CALLS: [&str; 4] = [AUTHORIZE, SET_ENABLE_1V1_CHAT, JOIN_1V1_CHAT, EXIT_VOIP_CHAT];

/// The host, for a handler: its calls, its timers and its time. [`Call::host`](super::Call::host) returns it.
///
/// ```
/// use std::time::Duration;
/// use voip_runtime::prelude::*;
///
/// /// Cancels a call after two seconds.
/// async fn cancel_later<P: Page>(call: Call<P, Idle>) -> Outcome<P> {
///     call.host().sleep(Duration::from_secs(2)).await;
///     call.cancel()
/// }
/// ```
#[derive(Clone, Copy)]
pub struct HostCalls<'a> {
    tap: &'a Tap,
}

impl<'a> HostCalls<'a> {
    pub(crate) fn new(tap: &'a Tap) -> Self {
        Self { tap }
    }

    /// Makes a host call by its name (`login`, `request`, …).
    ///
    /// serde converts the options and the result; their fields have the names that the host documents. `()` is a result
    /// that does not matter.
    ///
    /// ```
    /// use serde::{Deserialize, Serialize};
    /// use voip_runtime::prelude::*;
    ///
    /// #[derive(Serialize)]
    /// struct Options<'a> {
    ///     url: &'a str,
    /// }
    ///
    /// #[derive(Deserialize)]
    /// struct Reply {
    ///     data: Doctor,
    /// }
    ///
    /// #[derive(Deserialize)]
    /// struct Doctor {
    ///     openid: OpenId,
    /// }
    ///
    /// /// Who is on duty. If this fails, `?` in the page's handler stops the call, and the page shows the text.
    /// async fn on_duty<P: Page>(call: &Call<P, Idle>) -> Result<OpenId, CallError> {
    ///     let options = Options { url: "https://example.com/on-duty" };
    ///     let reply: Result<Reply, _> = call.host().request("request", &options).await;
    ///     Ok(reply.map_err(|error| error.say("没有医生值班"))?.data.openid)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// - the cause of the host's failure, with its message
    /// - [`Cause::Timeout`] after 60 s
    /// - [`Cause::App`] if the options or the result do not fit their types, if the name is the host call of a
    ///   step, or if the call is over: there was another tap, or the user left the page
    pub fn request<T>(self, name: &str, options: &impl Serialize) -> Request<T>
    where
        // Not `DeserializeOwned`: the error about it does not say that a type can derive `Deserialize`.
        T: for<'de> Deserialize<'de>,
    {
        let operation = if STEP_CALLS.contains(&name) {
            Err(CallError::new(Cause::App, "a step of the call makes this host call: use the step"))
        } else {
            Value::of(options).map(|options| HandlerOperation::Request(name.into(), options))
        };
        let operation = OperationFuture::new(self.tap, operation);
        #[cfg(feature = "sim")]
        operation.slot.answer_type.set(Some(AnswerType::of::<T>()));
        Request { operation, convert: Value::into_type }
    }

    /// Waits for this duration. If the user leaves the page, the handler is dropped, and the wait with it.
    pub fn sleep(self, duration: Duration) -> Sleep {
        Sleep { operation: OperationFuture::new(self.tap, Ok(HandlerOperation::Sleep(duration))) }
    }

    /// The time of the host, since a moment that the host chooses. It is for measuring how long something takes.
    pub fn now(self) -> Duration {
        self.tap.engine.host.now()
    }
}

impl fmt::Debug for HostCalls<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostCalls")
    }
}

/// The future of a host call, from [`HostCalls::request`]. Its output is the result, or the [`CallError`].
#[must_use = "a host call is not made until it is awaited: add `.await`"]
pub struct Request<T> {
    operation: OperationFuture,
    /// Converts the answer. Were this a bound of the future, a type without it would be a second error.
    convert: fn(Value) -> Result<T, CallError>,
}

impl<T> Future for Request<T> {
    type Output = Result<T, CallError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.operation.poll(context).map(|answer| (self.convert)(answer?))
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Request")
    }
}

/// The future of a wait, from [`HostCalls::sleep`].
#[must_use = "a wait does not begin until it is awaited: add `.await`"]
pub struct Sleep {
    operation: OperationFuture,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.operation.poll(context).map(drop)
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sleep")
    }
}

/// What a handler asks the host for.
enum HandlerOperation {
    Request(String, Value),
    Sleep(Duration),
}

struct OperationFuture {
    slot: Rc<AnswerSlot>,
    /// What to start when it is first polled.
    operation: Option<Result<HandlerOperation, CallError>>,
}

impl OperationFuture {
    fn new(tap: &Tap, operation: Result<HandlerOperation, CallError>) -> Self {
        let slot = AnswerSlot {
            engine: Rc::downgrade(&tap.engine),
            generation: tap.generation,
            open: Cell::new(false),
            answer: Cell::new(None),
            #[cfg(feature = "sim")]
            answer_type: Cell::new(None),
            waker: Cell::new(None),
        };
        Self { slot: Rc::new(slot), operation: Some(operation) }
    }

    fn poll(&mut self, context: &Context<'_>) -> Poll<Answer> {
        match self.operation.take() {
            Some(Err(error)) => return Poll::Ready(Err(error)),
            Some(Ok(operation)) => {
                if let Err(error) = self.slot.start(operation) {
                    return Poll::Ready(Err(error));
                }
            }
            None => {}
        }
        if let Some(answer) = self.slot.answer.take() {
            return Poll::Ready(answer);
        }
        self.slot.waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for OperationFuture {
    fn drop(&mut self) {
        self.slot.close();
    }
}

/// Where the host leaves the answer. The [`Reply`] that the host holds points to it weakly.
struct AnswerSlot {
    engine: Weak<Engine>,
    /// The tap that the handler runs for.
    generation: u32,
    /// Whether the answer is pending, and so counted among the pending requests of the engine.
    open: Cell<bool>,
    answer: Cell<Option<Answer>>,
    /// The type of the answer; a sleep has none.
    #[cfg(feature = "sim")]
    answer_type: Cell<Option<AnswerType>>,
    waker: Cell<Option<Waker>>,
}

const ANSWER: u32 = 1;
const TIMEOUT: u32 = 2;

impl AnswerSlot {
    fn start(self: &Rc<Self>, operation: HandlerOperation) -> Result<(), CallError> {
        let engine = self.engine.upgrade().filter(|engine| engine.is_current(self.generation));
        let engine = engine.ok_or_else(|| CallError::new(Cause::App, "this call is over"))?;
        self.open.set(true);
        engine.open_request(self.generation);
        let weak = Rc::downgrade(self);
        let answer = Reply::new(weak.clone(), ANSWER);
        match operation {
            HandlerOperation::Sleep(duration) => sleep(&engine, duration, answer),
            HandlerOperation::Request(name, options) => {
                engine.host.call(HostCall::Other(&name, &options), answer);
                // The host may have answered, or left the page.
                if self.open.get() && engine.is_current(self.generation) {
                    sleep(&engine, REQUEST_LIMIT, Reply::new(weak, TIMEOUT));
                }
            }
        }
        Ok(())
    }

    /// The answer is no longer pending: it has arrived, or the future was dropped. `false` after the first time.
    fn close(&self) -> bool {
        let was_open = self.open.replace(false);
        if was_open && let Some(engine) = self.engine.upgrade() {
            engine.close_request(self.generation);
        }
        was_open
    }
}

/// On a phone, the host calls of a handler are apart from those of the page.
fn sleep(engine: &Engine, duration: Duration, reply: Reply) {
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    engine.host.sleep(duration, reply);
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    engine.host.sleep_for_handler(duration, reply);
}

impl ReplyTarget for AnswerSlot {
    fn answer(&self, number: u32, answer: BoxedAnswer) {
        if !self.close() {
            return;
        }
        let answer = if number == TIMEOUT { Err(Cause::Timeout.into()) } else { answer };
        self.answer.set(Some(answer.map(value)));
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
        if let Some(engine) = self.engine.upgrade() {
            engine.drive();
        }
    }

    #[cfg(feature = "sim")]
    fn is_handlers(&self) -> bool {
        true
    }

    #[cfg(feature = "sim")]
    fn answer_type(&self) -> Option<AnswerType> {
        self.answer_type.get()
    }

    fn awaits(&self, _number: u32) -> bool {
        self.open.get()
    }

    fn event(&self, _number: u32, _event: HostEvent) {}
}
