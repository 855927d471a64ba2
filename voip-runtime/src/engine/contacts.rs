//! Calls to a contact: an element of the field `#[field(contacts)]`.

use alloc::rc::Rc;

use super::Engine;
use super::features::Contacts;
use crate::event::Tapped;
use crate::field::{Contact, Field};
use crate::spec::{Change, Fields, Parties, User};

impl Contacts {
    pub(crate) const SOME: &'static Self = &Self {
        tap,
        chosen,
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        write: crate::wx::glue::options::write_value,
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        drop,
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

/// The contact that the newest tap calls.
fn chosen(engine: &Engine) -> Option<Rc<dyn Fields>> {
    let chosen = &engine.extension().contact;
    let contact = chosen.take();
    chosen.set(contact.clone());
    contact.map(|contact| contact as Rc<dyn Fields>)
}

/// A contact is the listener of a call.
impl Fields for Contact {
    fn field(&self, _: usize) -> Option<&dyn Field> {
        None
    }

    fn field_mut(&mut self, _: usize) -> Option<&mut dyn Field> {
        None
    }

    fn parties(&self) -> Parties<'_> {
        let listener = User::new(&self.nickname, self.openid.as_str()).head_image(&self.head_image);
        Parties { listener, ..Parties::default() }
    }

    fn snapshot(&self) -> Rc<dyn Fields> {
        Rc::new(self.clone())
    }

    fn run(&self, _: usize, _: &Change) {}
}
