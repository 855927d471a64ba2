//! A host that passes everything on to another host and notes it.

use alloc::collections::VecDeque;
use alloc::rc::{Rc, Weak};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::time::Duration;

use super::{Chat, Record, RecordKind, RecordedAnswer, RecordedCall, RecordedTimer};
use crate::call::Page;
use crate::error::CallError;
use crate::event::ChatEvent;
use crate::host::{Answer, BoxedAnswer, Host, HostCall, Reply, ReplyTarget, Watch, value};
use crate::session::{Event, Session};
use crate::value::Value;

/// The most replies of host calls and timers that are kept for answers that come very late; what is still
/// awaited is always kept.
const MAX_LATE_REPLIES: usize = 512;

/// A host that passes everything on to another, and notes it.
///
/// A session is made on the recorder, and the recorder listens to the session:
///
/// ```
/// # use voip_runtime::{Session, Page, record::Recorder, sim::SimHost};
/// # fn record<P: Page>() {
/// let recorder = Recorder::new(SimHost::new());
/// let session = Session::<P>::new(recorder.clone());
/// recorder.observe(&session);
/// # }
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
    noted: Cell<u64>,
    records: RefCell<Vec<Record>>,
    watcher: RefCell<Option<Watcher>>,
    tees: RefCell<VecDeque<Rc<Tee>>>,
}

impl Recorder {
    /// Notes what passes to `host` and back.
    pub fn new(host: impl Host + 'static) -> Self {
        let log = Log {
            host: Rc::new(host),
            calls: Cell::new(0),
            noted: Cell::new(0),
            records: RefCell::default(),
            watcher: RefCell::default(),
            tees: RefCell::default(),
        };
        Self { log: Rc::new(log) }
    }

    /// Notes what reaches the session and what changes on it.
    pub fn observe<P: Page>(&self, session: &Session<P>) {
        let log = self.log.clone();
        session.subscribe(move |event| {
            let what = match event {
                Event::Input(input) => RecordKind::Input((*input).clone()),
                Event::Change(change) => RecordKind::Change((*change).clone()),
                Event::Field(field, value) => {
                    RecordKind::Field { name: field.name.to_string(), value: (*value).clone() }
                }
                Event::Busy(_) | Event::Reachable(_) | Event::Connected(_) | Event::Error(_) => return,
            };
            log.note(what);
        });
    }

    /// Calls `watcher` with each record as it is made. The recorder then keeps none.
    pub fn on_record(&self, watcher: impl Fn(&Record) + 'static) {
        *self.log.watcher.borrow_mut() = Some(Rc::new(watcher));
    }

    /// Takes what was noted so far.
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
    fn note(&self, what: RecordKind) {
        self.noted.set(self.noted.get() + 1);
        let record = Record { at: millis(self.host.now()), what };
        let watcher = self.watcher.borrow().clone();
        match watcher {
            Some(watcher) => watcher(&record),
            None => self.records.borrow_mut().push(record),
        }
    }

    fn call(&self, call: &HostCall<'_>) -> u32 {
        let number = self.calls.replace(self.calls.get() + 1);
        // Options that are no data would have been refused before they came here.
        let options = Value::of(call).unwrap_or_default();
        let own = matches!(call, HostCall::Other(..));
        self.note(RecordKind::Call(RecordedCall { number, name: call.name().to_string(), own, options }));
        number
    }

    /// Where what comes for `to` passes through.
    fn tee(self: &Rc<Self>, to: To) -> Weak<Tee> {
        let tee = Rc::new(Tee { log: Rc::downgrade(self), to });
        let weak = Rc::downgrade(&tee);
        let mut tees = self.tees.borrow_mut();
        tees.push_back(tee);
        if tees.len() > MAX_LATE_REPLIES
            && let Some(oldest) = tees.iter().position(|tee| !tee.awaits(0))
        {
            tees.remove(oldest);
        }
        weak
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Where an answer passes through.
struct Tee {
    /// Which holds this.
    log: Weak<Log>,
    to: To,
}

impl Tee {
    fn note(&self, what: RecordKind) {
        if let Some(log) = self.log.upgrade() {
            log.note(what);
        }
    }
}

enum To {
    /// The host call with this number.
    Call(u32, Reply),
    Timer(RecordedTimer, Reply),
    Watch(Watch),
}

impl ReplyTarget for Tee {
    fn answer(&self, _: u32, arrived: BoxedAnswer) {
        let answer: Answer = arrived.map(value);
        let reply = match &self.to {
            To::Call(number, reply) => {
                self.note(RecordKind::Answer(RecordedAnswer::new(*number, &answer)));
                reply
            }
            To::Timer(timer, reply) => {
                // One that nobody waits for any more brings nothing about.
                if reply.is_live() {
                    self.note(RecordKind::Timer(timer.clone()));
                }
                reply
            }
            To::Watch(_) => return,
        };
        reply.answer(answer);
    }

    fn awaits(&self, _: u32) -> bool {
        match &self.to {
            To::Call(_, reply) | To::Timer(_, reply) => reply.is_live(),
            To::Watch(watch) => watch.is_live(),
        }
    }

    fn is_handlers(&self) -> bool {
        matches!(&self.to, To::Call(_, reply) | To::Timer(_, reply) if reply.is_handlers())
    }

    fn chat(&self, _: u32, event: ChatEvent) {
        let To::Watch(watch) = &self.to else { return };
        self.note(RecordKind::Chat(match &event {
            ChatEvent::Connected => Chat::Connected,
            ChatEvent::Ended => Chat::Ended,
            ChatEvent::Interrupted(error) => Chat::Interrupted(error.message().to_string()),
        }));
        watch.notify(event);
    }
}

impl Host for Recorder {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        let number = self.log.call(&call);
        let reply = if matches!(call, HostCall::ShowToast(_)) {
            reply
        } else {
            Reply::new(self.log.tee(To::Call(number, reply)), 0)
        };
        self.log.host.call(call, reply);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        let timer = RecordedTimer { since: self.log.noted.get(), ms: millis(duration) };
        self.log.host.sleep(duration, Reply::new(self.log.tee(To::Timer(timer, reply)), 0));
    }

    fn now(&self) -> Duration {
        self.log.host.now()
    }

    fn watch_call(&self, watch: Watch) {
        self.log.host.watch_call(Watch::new(self.log.tee(To::Watch(watch)), 0));
    }
}

impl RecordedAnswer {
    fn new(to: u32, answer: &Answer) -> Self {
        match answer {
            Ok(result) => Self { to, cause: None, message: String::new(), result: result.clone() },
            Err(error) => {
                let message = error.message().to_string();
                Self { to, cause: Some(error.cause()), message, result: Value::Null }
            }
        }
    }

    /// The answer, to give it once more.
    ///
    /// # Errors
    ///
    /// The failure, where the host call failed.
    pub fn answer(&self) -> Answer {
        match self.cause {
            None => Ok(self.result.clone()),
            Some(cause) => Err(CallError::new(cause, self.message.clone())),
        }
    }
}
