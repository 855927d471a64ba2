//! Calls to a contact: an element of the field `#[field(contacts)]`.

use alloc::rc::Rc;

use super::{ContactFeature, Engine};
use crate::event::Tapped;
use crate::field::Contact;
use crate::spec::User;

/// For a page with contacts.
pub(crate) const CONTACTS: ContactFeature = ContactFeature {
    tap,
    chosen,
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    write: crate::wx::glue::options::write_value,
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    drop,
};

impl Contact {
    /// As a side of a call.
    pub(crate) fn user(&self) -> User<'_> {
        User::new(&self.nickname, self.openid.as_str()).head_image(&self.head_image)
    }
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
        engine.contact.set(contact.map(|contact| Rc::new(contact) as Rc<dyn core::any::Any>));
    }
    engine.tap_now()
}

/// The contact whose button was tapped.
fn chosen(engine: &Engine) -> Option<Rc<Contact>> {
    let contact = engine.contact.take();
    engine.contact.set(contact.clone());
    contact?.downcast().ok()
}
