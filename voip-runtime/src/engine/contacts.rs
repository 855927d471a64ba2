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
        show: |engine, index, field| {
            crate::wx::glue::show_contacts(field);
            crate::wx::glue::imports::field(core::ptr::from_ref(engine).cast(), index);
        },
    };
}

/// A contact whose button was tapped. It is read from the page as it was then, so the page may change its list.
#[derive(Clone)]
pub(super) struct TappedContact {
    page: Rc<dyn Fields>,
    index: usize,
}

impl TappedContact {
    fn contact(&self, spec: &Spec) -> Option<&Contact> {
        self.page.field(spec.contacts()?)?.contact(self.index)
    }
}

/// The user taps the call button of the contact with this index, or that of the page.
fn tap(engine: &Engine, index: Option<usize>) -> Tapped {
    let tapped = index.map(|index| TappedContact { page: engine.page(), index });
    let may_call = match &tapped {
        // The button of a contact without an openid is disabled.
        Some(tapped) => tapped.contact(engine.spec).is_some_and(|contact| !contact.openid.is_empty()),
        None => engine.spec.has_call_button(),
    };
    if !may_call {
        return Tapped::Ignored;
    }
    engine.perform_effects();
    if engine.with(|machine| machine.may_tap()) {
        engine.extension().contact.set(tapped);
    }
    engine.tap_now()
}

/// The page, with the contact whose button was tapped as the listener.
fn calling_page(engine: &Engine) -> Rc<dyn Fields> {
    let page = engine.page();
    let contact = &engine.extension().contact;
    let tapped = contact.take();
    contact.set(tapped.clone());
    match tapped {
        Some(tapped) => Rc::new(Calling { page, spec: engine.spec, tapped }),
        None => page,
    }
}

/// A page that calls a contact. It is only read.
struct Calling {
    page: Rc<dyn Fields>,
    spec: &'static Spec,
    tapped: TappedContact,
}

impl Fields for Calling {
    fn field(&self, index: usize) -> Option<&dyn Field> {
        // The contact stands for all fields of the listener.
        match self.spec.fields.get(index) {
            Some(field) if field.is_of_listener() => Some(&self.tapped.contact(self.spec)?.openid),
            _ => self.page.field(index),
        }
    }

    fn field_mut(&mut self, _: usize) -> Option<&mut dyn Field> {
        None
    }

    fn parties(&self) -> Parties<'_> {
        let mut parties = self.page.parties();
        if let Some(Contact { openid, nickname, head_image }) = self.tapped.contact(self.spec) {
            parties.listener = User::new(nickname, openid.as_str()).head_image(head_image);
        }
        parties
    }

    fn snapshot(&self) -> Rc<dyn Fields> {
        self.page.clone()
    }

    fn run(&self, _: usize, _: &Change) {}
}
