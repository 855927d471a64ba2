//! Calls to a contact: an element of the field `#[field(contacts)]`.

use alloc::rc::Rc;

use super::Engine;
use super::features::Contacts;
use crate::event::Tapped;
use crate::field::{Contact, Field};
use crate::spec::{Change, Fields, Parties, Spec, User};

impl Contacts {
    pub(crate) const SOME: &'static Self = &Self {
        tap,
        calling_page,
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        show: |engine, index, value| {
            crate::wx::glue::options::write_value(&value);
            crate::wx::glue::imports::field(core::ptr::from_ref(engine).cast(), index);
        },
    };
}

/// The user taps the call button of the contact with this index, or that of the page. The contact is copied, so the page may
/// change its list.
fn tap(engine: &Engine, index: Option<usize>) -> Tapped {
    let contact = index.and_then(|index| {
        let page = engine.page();
        let field = page.field(engine.spec.contacts()?)?;
        field.contact(index).filter(|contact| !contact.openid.is_empty()).cloned()
    });
    // The button of a contact without an openid is disabled.
    if contact.is_none() && (index.is_some() || !engine.spec.has_call_button()) {
        return Tapped::Ignored;
    }
    engine.perform_effects();
    if engine.with(|machine| machine.may_tap()) {
        engine.extension().contact.set(contact.map(Rc::new));
    }
    engine.tap_now()
}

/// The page, with the contact whose button was tapped as the listener.
fn calling_page(engine: &Engine) -> Rc<dyn Fields> {
    let chosen = &engine.extension().contact;
    let contact = chosen.take();
    chosen.set(contact.clone());
    match contact {
        Some(contact) => Rc::new(Calling { page: engine.page(), spec: engine.spec, contact }),
        None => engine.page(),
    }
}

/// A page that calls a contact.
struct Calling {
    page: Rc<dyn Fields>,
    spec: &'static Spec,
    contact: Rc<Contact>,
}

impl Fields for Calling {
    fn field(&self, index: usize) -> Option<&dyn Field> {
        // The contact stands for all fields of the listener.
        match self.spec.fields.get(index) {
            Some(field) if field.is_of_listener() => Some(&self.contact.openid),
            _ => self.page.field(index),
        }
    }

    fn field_mut(&mut self, _: usize) -> Option<&mut dyn Field> {
        None
    }

    fn parties(&self) -> Parties<'_> {
        let Contact { openid, nickname, head_image } = &*self.contact;
        let listener = User::new(nickname, openid.as_str()).head_image(head_image);
        Parties { listener, ..self.page.parties() }
    }

    fn snapshot(&self) -> Rc<dyn Fields> {
        self.page.snapshot()
    }

    fn run(&self, hook: usize, change: &Change) {
        self.page.run(hook, change);
    }
}
