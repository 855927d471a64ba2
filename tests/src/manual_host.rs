//! A host that a test answers by hand: at any time, in any order, more than once. The test also sets
//! the time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value as Json;
use voip_runtime::host::{Answer, AppWatch, Host, HostCall, Reply, Watch};
use voip_runtime::value::Value;
use voip_runtime::{CallError, Cause};

/// The host. Cloning gives another handle to it.
#[derive(Clone, Default)]
pub struct ManualHost(Rc<Inner>);

#[derive(Default)]
struct Inner {
    now: Cell<Duration>,
    calls: RefCell<Vec<RecordedCall>>,
    timers: RefCell<Vec<(Duration, Reply)>>,
    pages: RefCell<Vec<AppWatch>>,
    immediate_answers: RefCell<Option<ImmediateAnswers>>,
}

type ImmediateAnswers = Rc<dyn Fn(&str) -> Vec<Answer>>;

struct RecordedCall {
    name: String,
    options: Json,
    reply: Reply,
}

impl RecordedCall {
    /// The name, and the option that tests check.
    fn describe(&self) -> String {
        let text = |key: &str| self.options.get(key).and_then(Json::as_str).unwrap_or_default();
        match self.name.as_str() {
            "authorize" => format!("authorize {}", text("scope")),
            "showToast" => format!("showToast {}", text("title")),
            name => name.to_owned(),
        }
    }
}

impl ManualHost {
    /// From now on, each host call gets the answers that `answers` returns before the call returns.
    pub fn answer_immediately(&self, answers: impl Fn(&str) -> Vec<Answer> + 'static) {
        *self.0.immediate_answers.borrow_mut() = Some(Rc::new(answers));
    }

    /// The host calls so far: the name, and for some the scope or the title.
    pub fn calls(&self) -> Vec<String> {
        self.0.calls.borrow().iter().map(RecordedCall::describe).collect()
    }

    /// The host calls so far, without the toasts.
    pub fn calls_without_toasts(&self) -> Vec<String> {
        self.calls().into_iter().filter(|call| !call.starts_with("showToast")).collect()
    }

    /// The texts of the toasts so far.
    pub fn toasts(&self) -> Vec<String> {
        self.calls().iter().filter_map(|call| call.strip_prefix("showToast ").map(str::to_owned)).collect()
    }

    /// The number of host calls with this name so far.
    pub fn count(&self, name: &str) -> usize {
        self.0.calls.borrow().iter().filter(|call| call.name == name).count()
    }

    /// The index of the last host call with this name.
    pub fn last(&self, name: &str) -> usize {
        let index = self.0.calls.borrow().iter().rposition(|call| call.name == name);
        index.unwrap_or_else(|| panic!("no {name} in {:?}", self.calls()))
    }

    /// The options of the last host call with this name.
    pub fn options(&self, name: &str) -> Json {
        let index = self.last(name);
        self.0.calls.borrow()[index].options.clone()
    }

    /// Answers the host call at this index, even if it already has an answer.
    pub fn answer(&self, index: usize, answer: Answer) {
        let reply = self.0.calls.borrow()[index].reply.clone();
        reply.answer(answer);
    }

    /// The last host call with this name succeeds.
    pub fn ok(&self, name: &str) {
        self.answer(self.last(name), Ok(Value::Null));
    }

    /// The last host call with this name fails.
    pub fn fail(&self, name: &str, cause: Cause) {
        self.answer(self.last(name), Err(CallError::new(cause, format!("{name}:fail"))));
    }

    /// The watch of the call that the last join places.
    pub fn watch(&self) -> Watch {
        self.0.calls.borrow()[self.last("join1v1Chat")].reply.watch()
    }

    /// Notifies the open pages that calls are enabled in the app, or disabled.
    pub fn set_reachable(&self, reachable: bool) {
        let pages = self.0.pages.borrow().clone();
        for page in &pages {
            page.set_reachable(reachable);
        }
    }

    /// Whether the page waits for an answer or a timer.
    pub fn has_pending_requests(&self) -> bool {
        let calls = self.0.calls.borrow();
        calls.iter().any(|call| call.reply.is_live())
            || self.0.timers.borrow().iter().any(|(_, reply)| reply.is_live())
    }

    /// Whether the page waits for the answer to the last host call with this name, and whether it watches a call of it.
    pub fn awaits_and_watches(&self, name: &str) -> (bool, bool) {
        let reply = self.0.calls.borrow()[self.last(name)].reply.clone();
        (reply.is_live(), reply.watch().is_live())
    }

    /// The number of timers that have not fired.
    pub fn timers(&self) -> usize {
        self.0.timers.borrow().len()
    }

    /// The number of pages that have not been dropped.
    pub fn open_pages(&self) -> usize {
        self.0.pages.borrow().iter().filter(|page| page.is_live()).count()
    }

    /// Moves the time forward and fires the timers that are due, in order.
    pub fn advance(&self, duration: Duration) {
        let end = self.0.now.get() + duration;
        loop {
            let mut timers = self.0.timers.borrow_mut();
            timers.retain(|(_, reply)| reply.is_live());
            let first = timers.iter().enumerate().min_by_key(|(_, (due, _))| *due).map(|(at, _)| at);
            let Some(first) = first.filter(|at| timers[*at].0 <= end) else { break };
            let (due, reply) = timers.remove(first);
            drop(timers);
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
        self.0.calls.borrow_mut().push(RecordedCall { name: name.to_owned(), options, reply: reply.clone() });
        let answers = self.0.immediate_answers.borrow().clone();
        for answer in answers.map_or_else(Vec::new, |answers| answers(name)) {
            reply.answer(answer);
        }
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.0.timers.borrow_mut().push((self.0.now.get() + duration, reply));
    }

    fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn watch_app(&self, page: AppWatch) {
        self.0.pages.borrow_mut().push(page);
    }
}
