//! A host that does nothing by itself: a test gives each answer, when it likes and as often as it
//! likes, and turns the clock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value as Json;
use voip_runtime::host::{Answer, Host, HostCall, Reply, Watch};
use voip_runtime::value::Value;
use voip_runtime::{CallError, Cause};

/// The host. Cloning gives another handle to it.
#[derive(Clone, Default)]
pub struct ManualHost(Rc<Inner>);

#[derive(Default)]
struct Inner {
    now: Cell<Duration>,
    asked: RefCell<Vec<Asked>>,
    sleepers: RefCell<Vec<(Duration, Reply)>>,
    watches: RefCell<Vec<Watch>>,
    at_once: RefCell<Option<AtOnce>>,
}

type AtOnce = Rc<dyn Fn(&str) -> Vec<Answer>>;

struct Asked {
    name: String,
    options: Json,
    reply: Reply,
}

impl Asked {
    fn told(&self) -> String {
        let word = |key: &str| self.options.get(key).and_then(Json::as_str).unwrap_or_default();
        match self.name.as_str() {
            "authorize" => format!("authorize {}", word("scope")),
            "showToast" => format!("showToast {}", word("title")),
            name => name.to_owned(),
        }
    }
}

impl ManualHost {
    /// From now on host calls are answered while they are being made, with what `answers` gives.
    pub fn answer_at_once(&self, answers: impl Fn(&str) -> Vec<Answer> + 'static) {
        *self.0.at_once.borrow_mut() = Some(Rc::new(answers));
    }

    /// The host calls made so far, with what matters of their options.
    pub fn calls(&self) -> Vec<String> {
        self.0.asked.borrow().iter().map(Asked::told).collect()
    }

    /// The host calls made so far without the toasts.
    pub fn deeds(&self) -> Vec<String> {
        self.calls().into_iter().filter(|call| !call.starts_with("showToast")).collect()
    }

    /// The words of the toasts shown so far.
    pub fn toasts(&self) -> Vec<String> {
        self.calls().iter().filter_map(|call| call.strip_prefix("showToast ").map(str::to_owned)).collect()
    }

    /// How many host calls of this name were made.
    pub fn count(&self, name: &str) -> usize {
        self.0.asked.borrow().iter().filter(|asked| asked.name == name).count()
    }

    /// The place among all host calls of the newest one with this name.
    pub fn last(&self, name: &str) -> usize {
        let place = self.0.asked.borrow().iter().rposition(|asked| asked.name == name);
        place.unwrap_or_else(|| panic!("no {name} among {:?}", self.calls()))
    }

    /// The options of the newest host call with this name.
    pub fn options(&self, name: &str) -> Json {
        let at = self.last(name);
        self.0.asked.borrow()[at].options.clone()
    }

    /// Answers the host call at this place, once more if it was answered already.
    pub fn answer(&self, at: usize, answer: Answer) {
        let reply = self.0.asked.borrow()[at].reply.clone();
        reply.answer(answer);
    }

    /// The newest host call of this name succeeds.
    pub fn ok(&self, name: &str) {
        self.answer(self.last(name), Ok(Value::Null));
    }

    /// The newest host call of this name fails.
    pub fn fail(&self, name: &str, cause: Cause) {
        self.answer(self.last(name), Err(CallError::new(cause, format!("{name}:fail"))));
    }

    /// The newest watch on a joined call.
    pub fn watch(&self) -> Watch {
        self.0.watches.borrow().last().cloned().expect("a joined call")
    }

    /// Whether the page waits for an answer or for a time.
    pub fn is_awaited(&self) -> bool {
        let asked = self.0.asked.borrow();
        asked.iter().any(|asked| asked.reply.is_live())
            || self.0.sleepers.borrow().iter().any(|(_, reply)| reply.is_live())
    }

    /// Lets time pass; who waits for it is woken, in order.
    pub fn advance(&self, duration: Duration) {
        let end = self.0.now.get() + duration;
        loop {
            let mut sleepers = self.0.sleepers.borrow_mut();
            sleepers.retain(|(_, reply)| reply.is_live());
            let first = sleepers.iter().enumerate().min_by_key(|(_, (due, _))| *due).map(|(at, _)| at);
            let Some(first) = first.filter(|at| sleepers[*at].0 <= end) else { break };
            let (due, reply) = sleepers.remove(first);
            drop(sleepers);
            self.0.now.set(due);
            reply.answer(Ok(Value::Null));
        }
        self.0.now.set(end);
    }
}

impl Host for ManualHost {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        let options = serde_json::to_value(call).expect("options are data");
        let name = call.name();
        self.0.asked.borrow_mut().push(Asked { name: name.to_owned(), options, reply: reply.clone() });
        let at_once = self.0.at_once.borrow().clone();
        for answer in at_once.map_or_else(Vec::new, |answers| answers(name)) {
            reply.answer(answer);
        }
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.0.sleepers.borrow_mut().push((self.0.now.get() + duration, reply));
    }

    fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn watch_call(&self, watch: Watch) {
        self.0.watches.borrow_mut().push(watch);
    }
}
