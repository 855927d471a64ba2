//! The open pages of a module.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::ptr::null;

use crate::call::Page;
use crate::cause::Cause;
use crate::engine::Engine;
use crate::event::Event;
use crate::machine::Machine;
use crate::spec::{Change, FieldSpec, Spec};
use crate::value::Value;
use crate::wx::glue::host::Wx;
use crate::wx::glue::imports;

/// Opens a page, and returns its address.
pub fn open<P: Page>(spec: &'static Spec) -> *const () {
    connect(Engine::open::<P>(Wx, spec))
}

/// Sends the events of the page to the glue.
fn connect(engine: Rc<Engine>) -> *const () {
    let fields = engine.spec.fields;
    let page = Rc::as_ptr(&engine).cast();
    engine.subscribe(Box::new(move |event| show(page, fields, event)));
    // The glue owns the page by this address, until it closes the page.
    Rc::into_raw(engine).cast()
}

/// Sets a field. Returns `false` if it cannot hold the value; the last text that was built is then its title.
pub(super) fn input(engine: &Engine, index: usize, value: Value) -> bool {
    let is_valid = engine.input(index, &value).is_ok();
    if !is_valid && let Some(field) = engine.spec.fields.get(index) {
        // In a module, the name is the title.
        imports::text(field.name.as_ptr(), field.name.len());
    }
    value.drop_plain();
    is_valid
}

pub(super) fn act(engine: &Engine, act: u32) {
    let input: fn(&mut Machine, &'static Spec) -> bool = match act {
        0 => {
            engine.tap();
            return;
        }
        2 => Machine::hang_up,
        3 => Machine::dismiss,
        4 => Machine::cancel,
        5 => return engine.leave(),
        other => {
            if let Some(act) = engine.features.act {
                act(engine, other);
            }
            return;
        }
    };
    engine.user(input);
}

/// Whether this device reports the members of rooms, which matters only to limits of a call.
pub(super) fn reports_members(engine: &Engine, reports: bool) {
    if let Some(limits) = engine.features.limits {
        (limits.report_members)(engine, reports);
    }
}

/// Notifies the glue of an event.
fn show(page: *const (), fields: &'static [FieldSpec], event: &Event<'_>) {
    match event {
        Event::Change(Change { from, to, cause, message }) => {
            let code = if let Some(Cause::Other(code)) = cause { *code } else { 0 };
            let cause = cause.map_or(0, Cause::number);
            imports::change(page, *from as u32, *to as u32, cause, code, message.as_ptr(), message.len());
        }
        Event::Field(field, value) => {
            if let Some(index) = fields.iter().position(|known| core::ptr::eq(known, *field)) {
                // The engine shows a list of contacts itself.
                match value {
                    Value::Text(text) => imports::text(text.as_ptr(), text.len()),
                    Value::Number(number) => imports::number(*number),
                    Value::Bool(on) => imports::truth(u32::from(*on)),
                    _ => imports::truth(2),
                }
                imports::field(page, index);
            }
        }
        Event::Busy(on) => imports::flag(page, 0, u32::from(*on)),
        Event::Reachable(on) => imports::flag(page, 1, u32::from(*on)),
        Event::Connected(on) => imports::flag(page, 2, u32::from(*on)),
        Event::Error(None) => imports::error(page, 0, null(), 0),
        Event::Error(Some(error)) => {
            let text = error.words().unwrap_or_default();
            imports::error(page, error.described_by().number(), text.as_ptr(), text.len());
        }
        // The glue knows the inputs; the others are shown where they happen, since few pages have them.
        Event::Input(_) | Event::Loading(_) | Event::TaskFailed(..) | Event::SpawnIgnored(_) => {}
    }
}
