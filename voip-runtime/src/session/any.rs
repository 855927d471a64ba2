//! A session without the type of its page, so that its code is compiled once, in this crate.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::{String, ToString};

use super::Available;
use super::subscribers::Subscribers;
use crate::address;
use crate::engine::{Engine, Receiving};
use crate::error::CallError;
use crate::event::{Event, Input, Tapped};
use crate::field::{Field, FieldError};
use crate::machine::Machine;
#[cfg(feature = "sim")]
use crate::spec::Fields;
use crate::state::State;
use crate::value::Value;

/// See [`Session`](super::Session), whose methods these are. A clone is another handle to the same session.
#[derive(Clone)]
pub(crate) struct AnySession {
    pub(super) engine: Rc<Engine>,
    subscribers: Rc<Subscribers>,
}

impl AnySession {
    // On a phone, the glue opens pages instead.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn new(engine: Rc<Engine>) -> Self {
        Self { engine, subscribers: Rc::default() }
    }

    pub(crate) fn input(&self, field: &str, value: Value) -> Result<(), FieldError> {
        let index = self.engine.spec.find(field).ok_or_else(|| FieldError::Unknown(field.to_string()))?;
        self.engine.input(index, &value)?;
        self.notify_input(|| Input::Set {
            field: self.engine.spec.fields.get(index).map_or(field, |spec| spec.name).to_string(),
            value,
        });
        Ok(())
    }

    pub(crate) fn load(&self, query: &[(String, String)]) -> Result<(), FieldError> {
        self.notify_input(|| Input::Load { query: query.to_vec() });
        let before = self.engine.page();
        let mut result = Ok(());
        for (index, field) in self.engine.spec.fields.iter().enumerate() {
            let Some(text) = field.query.and_then(|name| address::parameter(query, name)) else { continue };
            let set = self.engine.input(index, &Value::Text(text));
            if result.is_ok() {
                result = set;
            }
        }
        self.engine.notify_differences(before.as_ref());
        // On a phone, the glue keeps the query, and there are no sessions.
        #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
        self.engine.query.replace(query.to_vec());
        if let Some(opening) = self.engine.features.opening {
            self.engine.user(opening.opened);
        }
        result
    }

    pub(crate) fn show(&self) {
        self.notify_input(|| Input::Show);
        if let Some(opening) = self.engine.features.opening {
            self.engine.user(opening.shown);
        }
    }

    pub(crate) fn tap(&self) -> Tapped {
        self.notify_input(|| Input::Tap);
        if self.engine.spec.has_call_button() { self.engine.tap() } else { Tapped::Ignored }
    }

    pub(crate) fn call(&self, contact: usize) -> Tapped {
        self.notify_input(|| Input::Call { contact });
        let contacts = self.engine.features.contacts;
        contacts.map_or(Tapped::Ignored, |contacts| (contacts.tap)(&self.engine, Some(contact)))
    }

    pub(crate) fn set_reachable(&self, on: bool) -> bool {
        self.notify_input(|| if on { Input::MakeReachable } else { Input::MakeUnreachable });
        let Some(Receiving { make_reachable, make_unreachable, .. }) = self.engine.features.receiving else {
            return false;
        };
        self.engine.user(if on { *make_reachable } else { *make_unreachable })
    }

    pub(crate) fn hang_up(&self) -> bool {
        self.notify_input(|| Input::HangUp);
        self.engine.user(Machine::hang_up)
    }

    pub(crate) fn dismiss(&self) -> bool {
        self.notify_input(|| Input::Dismiss);
        self.engine.user(Machine::dismiss)
    }

    pub(crate) fn cancel(&self) -> bool {
        self.notify_input(|| Input::Cancel);
        self.engine.user(Machine::cancel)
    }

    pub(crate) fn leave(&self) {
        // Pending effects are not performed first: leaving discards them.
        self.engine.notify_input(|| Input::Leave);
        self.engine.leave();
    }

    /// Leaves the page on a host that answers nothing any more.
    #[cfg(feature = "sim")]
    pub(crate) fn leave_for_good(&self) {
        self.engine.leave_for_good();
    }

    pub(crate) fn state(&self) -> State {
        self.engine.with(|machine| machine.state())
    }

    pub(super) fn busy(&self) -> bool {
        self.engine.with(|machine| machine.busy())
    }

    pub(crate) fn loading(&self) -> bool {
        self.engine.with(|machine| machine.is_loading())
    }

    pub(super) fn receiving(&self) -> bool {
        self.engine.with(|machine| machine.is_asked_to_be_reachable())
    }

    pub(super) fn reachable(&self) -> bool {
        self.engine.with(|machine| machine.reachable())
    }

    pub(crate) fn connected(&self) -> bool {
        self.engine.with(|machine| machine.connected())
    }

    pub(crate) fn error(&self) -> Option<CallError> {
        self.engine.with(|machine| machine.error())
    }

    pub(super) fn available(&self) -> Available {
        self.engine.with(|machine| Available {
            tap: machine.may_tap() && self.engine.spec.has_call_button(),
            call: machine.may_tap() && self.engine.spec.contacts().is_some(),
            make_reachable: machine.may_set_reachable(self.engine.spec, true),
            make_unreachable: machine.may_set_reachable(self.engine.spec, false),
            hang_up: machine.may_hang_up(),
            dismiss: machine.may_dismiss(self.engine.spec),
            cancel: machine.may_cancel(),
        })
    }

    /// The page, for reading.
    #[cfg(feature = "sim")]
    pub(crate) fn fields(&self) -> Rc<dyn Fields> {
        self.engine.page()
    }

    pub(super) fn value(&self, field: &str) -> Option<Value> {
        let index = self.engine.spec.find(field)?;
        self.engine.page().field(index).map(Field::value)
    }

    pub(crate) fn subscribe(&self, subscriber: Box<dyn Fn(&Event<'_>)>) {
        self.subscribers.add(subscriber);
        let subscribers = self.subscribers.clone();
        self.engine.subscribe(Box::new(move |event| subscribers.notify(event)));
    }

    /// Notifies subscribers of an input, after the pending effects of earlier ones.
    fn notify_input(&self, input: impl FnOnce() -> Input) {
        self.engine.perform_effects();
        self.engine.notify_input(input);
    }
}
