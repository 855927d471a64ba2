//! A host that notes what passes through it.

use alloc::collections::VecDeque;
use alloc::rc::{Rc, Weak};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::time::Duration;

use serde::Serialize;

use super::{Chat, HostAnswer, HostCall, Record, What};
use crate::call::Page;
use crate::error::CallError;
use crate::host::{
    Answer, Arrived, AuthorizeOptions, ChatEvent, Host, Join1v1ChatOptions, Receiver, Reply,
    SetEnable1v1ChatOptions, ShowToastOptions, Watch, value,
};
use crate::session::{Event, Session};
use crate::value::Value;

/// How many replies of old host calls are kept for answers that come very late.
const KEPT: usize = 256;

/// A host that passes everything on to another, and notes it.
///
/// A session is made on the recorder, and the recorder listens to the session:
///
/// ```
/// # use voip_runtime::{Session, Page, record::Recorder, sim::SimHost};
/// # fn record<P: Page>() {
/// let recorder = Recorder::new(SimHost::new());
/// let session = Session::<P>::new(recorder.clone());
/// recorder.listen(&session);
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
            records: RefCell::default(),
            watcher: RefCell::default(),
            tees: RefCell::default(),
        };
        Self { log: Rc::new(log) }
    }

    /// Notes what reaches the session and what changes on it.
    pub fn listen<P: Page>(&self, session: &Session<P>) {
        let log = self.log.clone();
        session.subscribe(move |event| {
            let what = match event {
                Event::Input(input) => What::Input((*input).clone()),
                Event::Change(change) => What::Change((*change).clone()),
                Event::Field(field, value) => {
                    What::Field { name: field.name.to_string(), value: (*value).clone() }
                }
                Event::Busy(_) | Event::Reachable(_) | Event::Connected(_) | Event::Error(_) => return,
            };
            log.note(what);
        });
    }

    /// Tells `watcher` of each record as it is made, in place of noting it: nothing is kept.
    pub fn watch(&self, watcher: impl Fn(&Record) + 'static) {
        *self.log.watcher.borrow_mut() = Some(Rc::new(watcher));
    }

    /// Takes what was noted so far.
    pub fn take(&self) -> Vec<Record> {
        self.log.records.take()
    }

    fn call(&self, name: &str, options: &impl Serialize, reply: &Reply) -> Reply {
        let number = self.log.call(name, options);
        let tee = Rc::new(Tee { log: Rc::downgrade(&self.log), number, to: To::Reply(reply.clone()) });
        self.log.keep(&tee);
        Reply::new(Rc::downgrade(&tee) as _, 0)
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("calls", &self.log.calls.get()).finish_non_exhaustive()
    }
}

impl Log {
    fn note(&self, what: What) {
        let at = u64::try_from(self.host.now().as_millis()).unwrap_or(u64::MAX);
        let record = Record { at, what };
        let watcher = self.watcher.borrow().clone();
        match watcher {
            Some(watcher) => watcher(&record),
            None => self.records.borrow_mut().push(record),
        }
    }

    fn call(&self, name: &str, options: &impl Serialize) -> u32 {
        let number = self.calls.replace(self.calls.get() + 1);
        // Options that are no data would have been refused before they came here.
        let options = Value::of(options).unwrap_or_default();
        self.note(What::Call(HostCall { number, name: name.to_string(), options }));
        number
    }

    fn keep(&self, tee: &Rc<Tee>) {
        let mut tees = self.tees.borrow_mut();
        tees.push_back(tee.clone());
        while tees.len() > KEPT && tees.front().is_some_and(|oldest| !oldest.awaits(0)) {
            tees.pop_front();
        }
    }
}

/// Where an answer passes through.
struct Tee {
    /// Which holds this.
    log: Weak<Log>,
    /// The number of the host call.
    number: u32,
    to: To,
}

impl Tee {
    fn note(&self, what: What) {
        if let Some(log) = self.log.upgrade() {
            log.note(what);
        }
    }
}

enum To {
    Reply(Reply),
    Watch(Watch),
}

impl Receiver for Tee {
    fn answer(&self, _: u32, arrived: Arrived) {
        let To::Reply(reply) = &self.to else { return };
        let answer: Answer = arrived.map(value);
        let noted = match &answer {
            Ok(result) => {
                HostAnswer { to: self.number, cause: None, message: String::new(), result: result.clone() }
            }
            Err(error) => HostAnswer {
                to: self.number,
                cause: Some(error.cause()),
                message: error.message().to_string(),
                result: Value::Null,
            },
        };
        self.note(What::Answer(noted));
        reply.answer(answer);
    }

    fn awaits(&self, _: u32) -> bool {
        match &self.to {
            To::Reply(reply) => reply.is_live(),
            To::Watch(watch) => watch.is_live(),
        }
    }

    fn is_handlers(&self) -> bool {
        matches!(&self.to, To::Reply(reply) if reply.is_handlers())
    }

    fn chat(&self, _: u32, event: ChatEvent) {
        let To::Watch(watch) = &self.to else { return };
        self.note(What::Chat(match &event {
            ChatEvent::Connected => Chat::Connected,
            ChatEvent::Ended => Chat::Ended,
            ChatEvent::Interrupted(error) => Chat::Interrupted(error.message().to_string()),
        }));
        watch.tell(event);
    }
}

impl Host for Recorder {
    fn authorize(&self, options: &AuthorizeOptions<'_>, reply: Reply) {
        let reply = self.call("authorize", options, &reply);
        self.log.host.authorize(options, reply);
    }

    fn open_setting(&self, reply: Reply) {
        let reply = self.call("openSetting", &(), &reply);
        self.log.host.open_setting(reply);
    }

    fn set_enable_1v1_chat(&self, options: &SetEnable1v1ChatOptions, reply: Reply) {
        let reply = self.call("setEnable1v1Chat", options, &reply);
        self.log.host.set_enable_1v1_chat(options, reply);
    }

    fn join_1v1_chat(&self, options: &Join1v1ChatOptions<'_>, reply: Reply) {
        let reply = self.call("join1v1Chat", options, &reply);
        self.log.host.join_1v1_chat(options, reply);
    }

    fn exit_voip_chat(&self, reply: Reply) {
        let reply = self.call("exitVoIPChat", &(), &reply);
        self.log.host.exit_voip_chat(reply);
    }

    fn show_toast(&self, options: &ShowToastOptions<'_>) {
        self.log.call("showToast", options);
        self.log.host.show_toast(options);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.log.host.sleep(duration, reply);
    }

    fn now(&self) -> Duration {
        self.log.host.now()
    }

    fn chat_ended(&self, watch: Watch) {
        let tee = Rc::new(Tee { log: Rc::downgrade(&self.log), number: 0, to: To::Watch(watch) });
        self.log.keep(&tee);
        self.log.host.chat_ended(Watch::new(Rc::downgrade(&tee) as _, 0));
    }

    fn request(&self, name: &str, options: &Value, reply: Reply) {
        let reply = self.call(name, options, &reply);
        self.log.host.request(name, options, reply);
    }
}

impl HostAnswer {
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
