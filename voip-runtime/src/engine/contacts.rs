//! Calls to a contact: an element of the field `#[field(contacts)]`.

use alloc::rc::Rc;

use super::Engine;
use super::features::Contacts;
use crate::event::Tapped;
use crate::field::Contact;
use crate::spec::{Parties, User};

impl Contacts {
    pub(crate) const SOME: &'static Self = &Self {
        tap,
        is_chosen,
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
fn chosen(engine: &Engine) -> Option<Rc<Contact>> {
    let chosen = &engine.extension().contact;
    let contact = chosen.take();
    chosen.set(contact.clone());
    contact
}

fn is_chosen(engine: &Engine) -> bool {
    chosen(engine).is_some()
}

/// Uses the parties of the call: those of the page's fields.
pub(crate) fn with_fields(engine: &Engine, use_parties: &mut dyn FnMut(Parties<'_>)) {
    use_parties(engine.page().parties());
}

/// Uses the parties of the call: those of the page's fields, with the contact whose button was tapped.
pub(crate) fn with_contact(engine: &Engine, use_parties: &mut dyn FnMut(Parties<'_>)) {
    let (contact, page) = (chosen(engine), engine.page());
    let mut parties = page.parties();
    if let Some(Contact { openid, nickname, head_image }) = contact.as_deref() {
        parties.listener = User::new(nickname, openid.as_str()).head_image(head_image);
    }
    use_parties(parties);
}
