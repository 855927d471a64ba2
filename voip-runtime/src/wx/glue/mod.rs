//! The host of a page on a phone, which the engine calls. It does not depend on the engine.

pub(crate) mod host;
pub(crate) mod imports;
pub(crate) mod memory;
pub(crate) mod options;
pub(crate) mod requests;

use alloc::string::String;

use self::memory::MEMORY;
use self::options::fixed;
use crate::cause::Cause;
use crate::event::Event;
use crate::field::{Contact, Field};

/// The text of this parameter of the page's address.
pub(crate) fn query(page: *const (), name: &str) -> Option<String> {
    if imports::query(page, name.as_ptr(), name.len()) == 0 {
        return None;
    }
    // SAFETY: the glue has written the text into the buffer (BUFFER in `wx/module/exports.rs`).
    #[allow(unsafe_code, reason = "this is the ABI")]
    Some(unsafe { MEMORY.buffer.take_text() })
}

/// Builds the value of a field of contacts, as `Field::value` does elsewhere. It needs no tree of values, whose code would make
/// the module larger.
pub(crate) fn show_contacts(field: &dyn Field) {
    imports::list();
    let mut index = 0;
    while let Some(Contact { openid, nickname, head_image }) = field.contact(index) {
        imports::object();
        for (name, text) in [("nickname", nickname), ("headImage", head_image)] {
            let (at, length) = fixed(name);
            imports::key(at, length);
            imports::text(text.as_ptr(), text.len());
        }
        let (at, length) = fixed("callable");
        imports::key(at, length);
        imports::truth(u32::from(!openid.is_empty()));
        imports::end();
        index += 1;
    }
    imports::end();
}

/// Notifies the glue of an event of a task.
pub(crate) fn show_task(page: *const (), event: &Event<'_>) {
    let (name, error) = match event {
        Event::Loading(on) => return imports::flag(page, 3, u32::from(*on)),
        Event::TaskFailed(name, error) => (name, Some(error)),
        Event::SpawnIgnored(name) => (name, None),
        _ => return,
    };
    let (cause, text) = error.map_or((0, ""), |error| (error.cause().number(), error.message()));
    let code = match error.map(|error| error.cause()) {
        Some(Cause::Other(code)) => code,
        _ => 0,
    };
    imports::task(page, name.as_ptr(), name.len(), cause, code, text.as_ptr(), text.len());
}
