//! Calls to a contact: an element of the field `#[field(contacts)]`.

use alloc::rc::Rc;

use super::Engine;
use crate::event::Tapped;
use crate::field::Contact;
use crate::spec::User;

/// A contact whose call button was tapped. It is a trait, so that a module whose pages have no contacts does not contain
/// their code.
pub(crate) trait ChosenContact {
    fn user(&self) -> User<'_>;
}

impl ChosenContact for Contact {
    fn user(&self) -> User<'_> {
        User::new(&self.nickname, self.openid.as_str()).head_image(&self.head_image)
    }
}

/// The user taps the call button of the contact with this index. It is copied, so the page may change its list.
pub(crate) fn tap_contact(engine: &Engine, index: usize) -> Tapped {
    let page = engine.page();
    let field = engine.spec.contacts().and_then(|field| page.field(field));
    match field.and_then(|field| field.contact(index)) {
        Some(contact) if !contact.openid.is_empty() => engine.tap_for(Some(Rc::new(contact.clone()))),
        // The button of a contact without an openid is disabled.
        _ => Tapped::Ignored,
    }
}
