//! What a phone shows. The history reads it while the page runs, at each entry of the log.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use voip_runtime::field::Field;
use voip_runtime::host::Host as _;
use voip_runtime::sim::{Screen, SimHost};

use super::log::Log;
use crate::pages::{OpenPage, Previewed};
use crate::serve::wire::{self, Failure, PhoneView};

/// What a phone shows.
pub(super) struct Shown {
    host: SimHost,
    log: Rc<Log>,
    /// The page that the mini-program opens.
    page: RefCell<Arc<Previewed>>,
    app: RefCell<Option<App>>,
    /// The required field that was empty at the last tap.
    pub(super) empty_field: Cell<Option<&'static str>>,
}

/// The mini-program, opened on the page.
#[derive(Clone)]
pub(super) struct App {
    pub(super) session: Rc<dyn OpenPage>,
    pub(super) left: bool,
}

impl Shown {
    pub(super) fn new(host: SimHost, log: Rc<Log>, page: Arc<Previewed>) -> Self {
        Self {
            host,
            log,
            page: RefCell::new(page),
            app: RefCell::default(),
            empty_field: Cell::default(),
        }
    }

    pub(super) fn page(&self) -> Arc<Previewed> {
        self.page.borrow().clone()
    }

    pub(super) fn set_page(&self, page: Arc<Previewed>) {
        self.page.replace(page);
    }

    pub(super) fn app(&self) -> Option<App> {
        self.app.borrow().clone()
    }

    /// Replaces the app. The previous one is dropped, which runs its code.
    pub(super) fn set_app(&self, app: Option<App>) {
        drop(self.app.replace(app));
    }

    /// The virtual time, in milliseconds.
    pub(super) fn now(&self) -> u64 {
        u64::try_from(self.host.now().as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) fn view(&self) -> PhoneView {
        let (app, page) = (self.app(), self.page());
        let left = app.as_ref().is_some_and(|app| app.left);
        PhoneView {
            running: app.is_some() && !left,
            left,
            empty_field: self.empty_field.get(),
            last: self.log.last_change(),
            openid: self.host.openid(),
            screen: self.host.screen(),
            permissions: wire::permissions(page.spec().scopes, |scope| self.host.permission(scope)),
            online: self.host.is_online(),
            callable: self.host.is_open() && self.host.is_reachable(),
            ..page_view(&page, app.as_ref().map(|app| &*app.session))
        }
    }
}

/// The state of the page; without a session, of a page that is not open. Everything outside the page has its
/// initial state.
pub(super) fn page_view(page: &Previewed, session: Option<&dyn OpenPage>) -> PhoneView {
    let fields = session.map_or_else(|| page.initial(), OpenPage::fields);
    let now = session.map(OpenPage::state).unwrap_or_default();
    PhoneView {
        page: page.name,
        state: now.state,
        busy: now.busy,
        loading: now.loading,
        receiving: now.receiving,
        reachable: now.reachable,
        connected: now.connected,
        running: session.is_some(),
        left: false,
        error: now.error.as_ref().map(Failure::from),
        available: now.available.into(),
        values: wire::values(page.spec().fields, |index| fields.field(index).map(Field::value)),
        empty_field: None,
        last: None,
        openid: String::new(),
        screen: Screen::default(),
        permissions: BTreeMap::new(),
        online: true,
        callable: true,
    }
}
