//! A page that is open on the host of the explorer.

use alloc::boxed::Box;
use alloc::rc::Rc;

use super::explorer_host::ExplorerHost;
use crate::call::Page;
use crate::engine::Engine;
use crate::record::Recorder;
use crate::session::AnySession;
use crate::spec::Spec;

/// Opens a page with this spec on this host.
pub(super) type Open = fn(ExplorerHost, &'static Spec) -> Opened;

/// A page that is open on the host of the explorer, which is notified of its events.
pub(super) struct Opened {
    pub(super) engine: Rc<Engine>,
    /// Whether subscribers are notified of inputs, for a recording.
    pub(super) notes_inputs: bool,
}

pub(super) fn open<P: Page>(host: ExplorerHost, spec: &'static Spec) -> Opened {
    let engine = Engine::open::<P>(Box::new(host.clone()), spec);
    engine.subscribe(Box::new(move |event| host.notified(event)));
    Opened { engine, notes_inputs: false }
}

/// Opens a page whose records the recorder takes.
pub(super) fn open_on<P: Page>(recorder: &Recorder, host: ExplorerHost, spec: &'static Spec) -> Opened {
    let engine = Engine::open::<P>(Box::new(recorder.clone()), spec);
    let session = AnySession::new(engine.clone());
    recorder.observe_any(&session);
    session.subscribe(Box::new(move |event| host.notified(event)));
    Opened { engine, notes_inputs: true }
}
