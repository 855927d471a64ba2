//! Host calls that a handler makes itself.

use alloc::rc::{Rc, Weak};
use alloc::string::String;
use core::cell::Cell;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Tap;
use crate::api::{AUTHORIZE, EXIT_VOIP_CHAT, JOIN_1V1_CHAT, SET_ENABLE_1V1_CHAT};
use crate::cause::Cause;
use crate::engine::Engine;
use crate::error::CallError;
use crate::event::ChatEvent;
use crate::host::{Answer, BoxedAnswer, HostCall, Reply, ReplyTarget, value};
use crate::value::Value;

/// How long a host call of the handler's own may take, as `wx.request` has it by default.
const REQUEST_LIMIT: Duration = Duration::from_secs(60);

/// The host calls that are a call's own steps: a handler takes the steps instead.
const STEPS: [&str; 4] = [AUTHORIZE, SET_ENABLE_1V1_CHAT, JOIN_1V1_CHAT, EXIT_VOIP_CHAT];

/// What a handler can ask of the host on its way.
#[derive(Clone, Copy)]
pub struct HostCalls<'a> {
    tap: &'a Tap,
}

impl<'a> HostCalls<'a> {
    pub(crate) fn new(tap: &'a Tap) -> Self {
        Self { tap }
    }

    /// Any host call by its name (`login`, `request`, …): options in and result out by serde, as
    /// the host names them.
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
    /// /// Who is on duty. `?` in the page's handler stops the call, and the page shows these words.
    /// async fn on_duty<P: Page>(call: &Call<P, Idle>) -> Result<OpenId, CallError> {
    ///     let options = Options { url: "https://example.com/on-duty" };
    ///     let reply: Result<Reply, _> = call.host().request("request", &options).await;
    ///     Ok(reply.map_err(|error| error.say("没有医生值班"))?.data.openid)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The host's failure with its words; [`Cause::Timeout`] after 60 s; [`Cause::App`] where the
    /// options or the result do not fit their types, the name is one of a call's own steps, or the
    /// call is of an earlier tap or its page was left.
    pub fn request<T: DeserializeOwned>(self, name: &str, options: &impl Serialize) -> Request<T> {
        let ask = if STEPS.contains(&name) {
            Err(CallError::new(Cause::App, "this host call is one of the call's own steps: take the step"))
        } else {
            Value::of(options).map(|options| HandlerOperation::Request(name.into(), options))
        };
        Request { operation: OperationFuture::new(self.tap, ask), result: PhantomData }
    }

    /// Waits; leaving the page ends the wait.
    pub fn sleep(self, duration: Duration) -> Sleep {
        Sleep { operation: OperationFuture::new(self.tap, Ok(HandlerOperation::Sleep(duration))) }
    }

    /// The host's time, since some moment that it chose.
    pub fn now(self) -> Duration {
        self.tap.engine.host.now()
    }
}

impl fmt::Debug for HostCalls<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostCalls")
    }
}

/// A host call of the handler's own, under way.
#[must_use = "a host call is not made until it is awaited"]
pub struct Request<T> {
    operation: OperationFuture,
    result: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Future for Request<T> {
    type Output = Result<T, CallError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.operation.poll(context).map(|answer| answer?.into_type())
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Request")
    }
}

/// A wait of the handler's own.
#[must_use = "a wait does not begin until it is awaited"]
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

/// What the host is asked for.
enum HandlerOperation {
    Request(String, Value),
    Sleep(Duration),
}

struct OperationFuture {
    slot: Rc<Slot>,
    /// What to ask, until it was asked.
    ask: Option<Result<HandlerOperation, CallError>>,
}

impl OperationFuture {
    fn new(tap: &Tap, ask: Result<HandlerOperation, CallError>) -> Self {
        let slot = Slot {
            engine: Rc::downgrade(&tap.engine),
            generation: tap.generation,
            open: Cell::new(false),
            answer: Cell::new(None),
            waker: Cell::new(None),
        };
        Self { slot: Rc::new(slot), ask: Some(ask) }
    }

    fn poll(&mut self, context: &Context<'_>) -> Poll<Answer> {
        match self.ask.take() {
            Some(Err(error)) => return Poll::Ready(Err(error)),
            Some(Ok(operation)) => {
                if let Err(error) = self.slot.ask(operation) {
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

/// Where the answer is left. It is the host's [`Reply`] that points here, weakly.
struct Slot {
    engine: Weak<Engine>,
    /// Whose tap it is.
    generation: u32,
    /// Whether an answer is awaited, and so counted among the engine's pending requests.
    open: Cell<bool>,
    answer: Cell<Option<Answer>>,
    waker: Cell<Option<Waker>>,
}

const ANSWER: u32 = 1;
const TIME_OUT: u32 = 2;

impl Slot {
    fn ask(self: &Rc<Self>, operation: HandlerOperation) -> Result<(), CallError> {
        let engine = self.engine.upgrade().filter(|engine| engine.is_current(self.generation));
        let engine = engine.ok_or_else(|| CallError::new(Cause::App, "this call is over"))?;
        self.open.set(true);
        engine.open_request();
        let weak = Rc::downgrade(self);
        let answer = Reply::new(weak.clone(), ANSWER);
        match operation {
            HandlerOperation::Sleep(duration) => sleep(&engine, duration, answer),
            HandlerOperation::Request(name, options) => {
                engine.host.call(HostCall::Other(&name, &options), answer);
                // The host may have answered, or left the page.
                if self.open.get() && engine.is_current(self.generation) {
                    sleep(&engine, REQUEST_LIMIT, Reply::new(weak, TIME_OUT));
                }
            }
        }
        Ok(())
    }

    /// `true` the first time: then the promise is kept, or nobody waits for it any more.
    fn close(&self) -> bool {
        let was_open = self.open.replace(false);
        if was_open && let Some(engine) = self.engine.upgrade() {
            engine.close_request(self.generation);
        }
        was_open
    }
}

/// A page's own timer is one, and the handler's are many, which a phone must tell apart.
fn sleep(engine: &Engine, duration: Duration, reply: Reply) {
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    engine.host.sleep(duration, reply);
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    engine.host.sleep_for_handler(duration, reply);
}

impl ReplyTarget for Slot {
    fn answer(&self, number: u32, answer: BoxedAnswer) {
        if !self.close() {
            return;
        }
        let answer = if number == TIME_OUT { Err(Cause::Timeout.into()) } else { answer };
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

    fn awaits(&self, _number: u32) -> bool {
        self.open.get()
    }

    fn chat(&self, _number: u32, _event: ChatEvent) {}
}
