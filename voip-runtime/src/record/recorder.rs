//! A host that wraps another host and records what passes.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::{Rc, Weak};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::time::Duration;

use super::{Chat, FailedTask, Record, RecordKind, RecordedAnswer, RecordedCall, RecordedTimer};
use crate::call::Page;
use crate::error::CallError;
use crate::event::HostEvent;
use crate::host::{Answer, AnswerType, AppWatch, BoxedAnswer, Host, HostCall, Reply, ReplyTarget, value};
use crate::session::{AnySession, Event, Session};
use crate::value::Value;

/// How many replies the recorder keeps, so that it can record answers that come late. A reply that the page waits for is
/// kept in any case.
const MAX_KEPT_REPLIES: usize = 512;

/// A host that wraps another host and records what passes between it and a page.
///
/// Open the session on the recorder, and let the recorder observe the session:
///
/// ```
/// # use voip_runtime::prelude::*;
/// # use voip_runtime::Session;
/// use voip_runtime::record::{Input, RecordKind, Recorder};
/// use voip_runtime::sim::SimHost;
/// # #[voip_page(title = "Call")]
/// # struct VideoCall {
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// # }
///
/// let recorder = Recorder::new(SimHost::new());
/// let session = Session::<VideoCall>::new(recorder.clone());
/// recorder.observe(&session);
/// session.tap();
/// assert_eq!(recorder.take()[0].what, RecordKind::Input(Input::Tap));
/// ```
#[derive(Clone)]
pub struct Recorder {
    log: Rc<Log>,
}

type Watcher = Rc<dyn Fn(&Record)>;

struct Log {
    host: Rc<dyn Host>,
    calls: Cell<u32>,
    /// How many records were made.
    recorded: Cell<u64>,
    records: RefCell<Vec<Record>>,
    watcher: RefCell<Option<Watcher>>,
    tees: RefCell<VecDeque<Rc<Tee>>>,
}

impl Recorder {
    /// Wraps `host`, and records what passes to it and back.
    pub fn new(host: impl Host + 'static) -> Self {
        let log = Log {
            host: Rc::new(host),
            calls: Cell::new(0),
            recorded: Cell::new(0),
            records: RefCell::default(),
            watcher: RefCell::default(),
            tees: RefCell::default(),
        };
        Self { log: Rc::new(log) }
    }

    /// Records the inputs of the session and its changes too.
    pub fn observe<P: Page>(&self, session: &Session<P>) {
        self.observe_any(session.untyped());
    }

    pub(crate) fn observe_any(&self, session: &AnySession) {
        let log = self.log.clone();
        session.subscribe(Box::new(move |event| {
            let what = match event {
                Event::Input(input) => RecordKind::Input((*input).clone()),
                Event::Change(change) => RecordKind::Change((*change).clone()),
                Event::Field(field, value) => {
                    RecordKind::Field { name: field.name.to_string(), value: (*value).clone() }
                }
                Event::TaskFailed(task, error) => RecordKind::TaskFailed(FailedTask {
                    task: (*task).to_string(),
                    cause: error.cause(),
                    message: error.message().to_string(),
                }),
                Event::SpawnIgnored(path) => RecordKind::SpawnIgnored((*path).to_string()),
                Event::Busy(_)
                | Event::Reachable(_)
                | Event::Connected(_)
                | Event::Error(_)
                | Event::Loading(_) => return,
            };
            log.record(what);
        }));
    }

    /// Calls `watcher` with each record when it is made. From now on the recorder stores none for [`take`](Self::take).
    pub fn on_record(&self, watcher: impl Fn(&Record) + 'static) {
        *self.log.watcher.borrow_mut() = Some(Rc::new(watcher));
    }

    /// Takes the records so far.
    pub fn take(&self) -> Vec<Record> {
        self.log.records.take()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("calls", &self.log.calls.get()).finish_non_exhaustive()
    }
}

impl Log {
    fn record(&self, what: RecordKind) {
        self.recorded.set(self.recorded.get() + 1);
        let record = Record { at: millis(self.host.now()), what };
        let watcher = self.watcher.borrow().clone();
        match watcher {
            Some(watcher) => watcher(&record),
            None => self.records.borrow_mut().push(record),
        }
    }

    fn call(&self, call: &HostCall<'_>) -> u32 {
        let number = self.calls.replace(self.calls.get() + 1);
        // This does not fail: the handler's options are a `Value` already.
        let options = Value::of(call).unwrap_or_default();
        let own = matches!(call, HostCall::Other(..));
        self.record(RecordKind::Call(RecordedCall { number, name: call.name().to_string(), own, options }));
        number
    }

    /// Creates a target that records what passes to `to`.
    fn tee(self: &Rc<Self>, to: Recorded) -> Weak<Tee> {
        let tee = Rc::new(Tee { log: Rc::downgrade(self), to });
        let weak = Rc::downgrade(&tee);
        let mut tees = self.tees.borrow_mut();
        tees.push_back(tee);
        if tees.len() > MAX_KEPT_REPLIES
            && let Some(oldest) = tees.iter().position(|tee| !tee.awaits(0) && !tee.watches(0))
        {
            tees.remove(oldest);
        }
        weak
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Records answers and events, and passes them on.
struct Tee {
    /// Weak, since the log owns the tee.
    log: Weak<Log>,
    to: Recorded,
}

impl Tee {
    fn record(&self, what: RecordKind) {
        if let Some(log) = self.log.upgrade() {
            log.record(what);
        }
    }
}

/// What is recorded: the reply or the watch of the page.
enum Recorded {
    /// The host call with this number.
    Call(u32, Reply),
    Timer(RecordedTimer, Reply),
    App(AppWatch),
}

impl ReplyTarget for Tee {
    fn answer(&self, _: u32, arrived: BoxedAnswer) {
        let answer: Answer = arrived.map(value);
        let reply = match &self.to {
            Recorded::Call(number, reply) => {
                self.record(RecordKind::Answer(RecordedAnswer::new(*number, &answer)));
                reply
            }
            Recorded::Timer(timer, reply) => {
                // A timer that the page no longer waits for has no effect.
                if reply.is_live() {
                    self.record(RecordKind::Timer(timer.clone()));
                }
                reply
            }
            Recorded::App(_) => return,
        };
        reply.answer(answer);
    }

    fn awaits(&self, _: u32) -> bool {
        match &self.to {
            Recorded::Call(_, reply) | Recorded::Timer(_, reply) => reply.is_live(),
            Recorded::App(watch) => watch.is_live(),
        }
    }

    fn watches(&self, _: u32) -> bool {
        matches!(&self.to, Recorded::Call(_, reply) if reply.watch().is_live())
    }

    fn is_handlers(&self) -> bool {
        matches!(&self.to, Recorded::Call(_, reply) | Recorded::Timer(_, reply) if reply.is_handlers())
    }

    fn answer_type(&self) -> Option<AnswerType> {
        match &self.to {
            Recorded::Call(_, reply) => reply.answer_type(),
            _ => None,
        }
    }

    fn is_limit(&self, _: u32) -> bool {
        matches!(&self.to, Recorded::Timer(_, reply) if reply.is_limit())
    }

    fn event(&self, _: u32, event: HostEvent) {
        match &self.to {
            Recorded::Call(_, reply) => {
                let watch = reply.watch();
                // An event of a call that is over for the page has no effect.
                if !watch.is_live() {
                    return;
                }
                self.record(match &event {
                    HostEvent::Members(count) => {
                        RecordKind::Chat(Chat::Members(u32::try_from(*count).unwrap_or(u32::MAX)))
                    }
                    HostEvent::Ended => RecordKind::Chat(Chat::Ended),
                    HostEvent::Interrupted(error) => {
                        RecordKind::Chat(Chat::Interrupted(error.message().to_string()))
                    }
                    HostEvent::Reachable(on) => RecordKind::Reachable(*on),
                    HostEvent::ReportsMembers(on) => RecordKind::ReportsMembers(*on),
                });
                watch.notify(event);
            }
            Recorded::App(watch) => match event {
                HostEvent::Reachable(on) => {
                    self.record(RecordKind::Reachable(on));
                    watch.set_reachable(on);
                }
                HostEvent::ReportsMembers(on) => {
                    self.record(RecordKind::ReportsMembers(on));
                    watch.set_reports_members(on);
                }
                HostEvent::Members(_) | HostEvent::Ended | HostEvent::Interrupted(_) => {}
            },
            Recorded::Timer(..) => {}
        }
    }
}

impl Host for Recorder {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        let number = self.log.call(&call);
        let reply = if matches!(call, HostCall::ShowToast(_)) {
            reply
        } else {
            // The host sees whether the page ignores the answer.
            let awaited = u32::from(!reply.is_ignored());
            Reply::new(self.log.tee(Recorded::Call(number, reply)), awaited)
        };
        self.log.host.call(call, reply);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        let timer = RecordedTimer { since: self.log.recorded.get(), ms: millis(duration) };
        self.log.host.sleep(duration, Reply::new(self.log.tee(Recorded::Timer(timer, reply)), 0));
    }

    fn now(&self) -> Duration {
        self.log.host.now()
    }

    fn watch_app(&self, watch: AppWatch) {
        self.log.host.watch_app(AppWatch::new(self.log.tee(Recorded::App(watch))));
    }
}

impl RecordedAnswer {
    fn new(to: u32, answer: &Answer) -> Self {
        match answer {
            Ok(result) => Self { to, cause: None, message: String::new(), result: result.clone(), raw: None },
            Err(error) => {
                let message = error.message().to_string();
                Self { to, cause: Some(error.cause()), message, result: Value::Null, raw: None }
            }
        }
    }

    /// The answer as a host gives it.
    ///
    /// # Errors
    ///
    /// If the host call failed.
    pub fn answer(&self) -> Answer {
        match self.cause {
            None => Ok(self.result.clone()),
            Some(cause) => Err(CallError::new(cause, self.message.clone())),
        }
    }
}
