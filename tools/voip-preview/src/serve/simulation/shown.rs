//! What a phone shows. The history reads it while the page runs, at each entry of the log.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use voip_runtime::field::Field;
use voip_runtime::host::Host as _;
use voip_runtime::record::Change;
use voip_runtime::sim::{Screen, SimHost};
use voip_runtime::spec::Fields;

use crate::answers::Answers;
use crate::pages::{OpenPage, PageState, Previewed};
use crate::serve::wire::{self, Failure, OwnRequestView, PhoneView};

/// What a phone shows.
pub(super) struct Shown {
    openid: &'static str,
    host: SimHost,
    last_change: LastChange,
    answers: Rc<Answers>,
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

/// The last change of state in the run of a phone. The log sets it. A clone is another handle to it.
#[derive(Clone, Default)]
pub(super) struct LastChange(Rc<RefCell<Option<Rc<Change>>>>);

impl LastChange {
    pub(super) fn set(&self, change: Option<&Change>) {
        self.0.replace(change.cloned().map(Rc::new));
    }

    fn get(&self) -> Option<Rc<Change>> {
        self.0.borrow().clone()
    }
}

impl Shown {
    pub(super) fn new(
        openid: &'static str,
        host: SimHost,
        last_change: LastChange,
        answers: Rc<Answers>,
        page: Arc<Previewed>,
    ) -> Self {
        Self {
            openid,
            host,
            last_change,
            answers,
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

    /// What it shows now. It shares with `before` what has not changed; the page only if `page_is_same`.
    pub(super) fn seen(&self, before: Option<&Seen>, page_is_same: bool) -> Seen {
        let page = before.filter(|_| page_is_same).map(|seen| seen.page.clone());
        let page = page.unwrap_or_else(|| {
            let now = self.seen_page();
            let before = before.map(|seen| &seen.page).filter(|before| now.is_same(before));
            before.map_or_else(|| Rc::new(now), Rc::clone)
        });
        let changes = self.changes();
        let outside =
            before.filter(|seen| self.is_same(seen, changes, &page)).map(|seen| seen.outside.clone());
        Seen { outside: outside.unwrap_or_else(|| Rc::new(self.outside(&page))), changes, page }
    }

    /// How often the screen, the permissions and the requests have changed, at most.
    fn changes(&self) -> [u64; 2] {
        [self.host.screen_changes(), self.answers.seen_changes()]
    }

    fn seen_page(&self) -> SeenPage {
        let app = self.app();
        SeenPage {
            page: self.page(),
            state: app.as_ref().map(|app| app.session.state()),
            fields: app.as_ref().map(|app| app.session.fields()),
            left: app.is_some_and(|app| app.left),
            empty_field: self.empty_field.get(),
            last: self.last_change.get(),
        }
    }

    fn permissions(&self, page: &SeenPage) -> impl Iterator<Item = Option<bool>> {
        page.page.spec().scopes.iter().map(|scope| self.host.permission(*scope))
    }

    fn outside(&self, page: &SeenPage) -> Outside {
        Outside {
            openid: self.openid,
            screen: self.host.screen(),
            permissions: self.permissions(page).collect(),
            online: self.host.is_online(),
            callable: self.is_callable(),
            background: !self.host.is_in_foreground(),
            requests: self.requests(),
        }
    }

    fn is_same(&self, before: &Seen, changes: [u64; 2], page: &SeenPage) -> bool {
        let outside = &*before.outside;
        if outside.online != self.host.is_online()
            || outside.callable != self.is_callable()
            || outside.background == self.host.is_in_foreground()
        {
            return false;
        }
        // A dialog disappears with the page that asked, and another page has other scopes.
        let may_differ = before.changes != changes
            || outside.screen.dialog.is_some()
            || !Arc::ptr_eq(&before.page.page, &page.page);
        !may_differ
            || outside.screen == self.host.screen()
                && outside.requests == self.requests()
                && outside.permissions.iter().copied().eq(self.permissions(page))
    }

    fn requests(&self) -> Vec<OwnRequestView> {
        self.answers.seen().iter().map(OwnRequestView::of).collect()
    }

    fn is_callable(&self) -> bool {
        self.host.is_open() && self.host.is_reachable()
    }

    pub(super) fn view(&self) -> PhoneView {
        self.seen(None, false).view()
    }
}

/// What a phone shows at a moment. It shares the fields with the page, which replaces them when one changes; so it takes
/// less time and memory than a [`PhoneView`].
#[derive(Clone)]
pub(super) struct Seen {
    page: Rc<SeenPage>,
    outside: Rc<Outside>,
    /// See [`Shown::changes`].
    changes: [u64; 2],
}

/// The page of a phone.
struct SeenPage {
    page: Arc<Previewed>,
    /// `None` if the page is not open.
    state: Option<PageState>,
    fields: Option<Rc<dyn Fields>>,
    left: bool,
    empty_field: Option<&'static str>,
    last: Option<Rc<Change>>,
}

/// What is outside the page.
struct Outside {
    openid: &'static str,
    screen: Screen,
    /// For the scopes of the page.
    permissions: Vec<Option<bool>>,
    online: bool,
    callable: bool,
    background: bool,
    requests: Vec<OwnRequestView>,
}

impl SeenPage {
    fn is_same(&self, before: &Self) -> bool {
        let fields = |page: &Self| page.fields.as_ref().map(|fields| Rc::as_ptr(fields).cast::<()>());
        let last = |page: &Self| page.last.as_ref().map(Rc::as_ptr);
        last(self) == last(before)
            && fields(self) == fields(before)
            && self.state == before.state
            && (self.left, self.empty_field) == (before.left, before.empty_field)
            && Arc::ptr_eq(&self.page, &before.page)
    }
}

impl Seen {
    /// Whether the page is open.
    pub(super) fn is_open(&self) -> bool {
        self.page.state.is_some()
    }

    /// Whether nothing has changed since `before`.
    pub(super) fn is_same(&self, before: &Self) -> bool {
        Rc::ptr_eq(&self.page, &before.page) && Rc::ptr_eq(&self.outside, &before.outside)
    }

    pub(super) fn view(&self) -> PhoneView {
        let Self { page, outside, .. } = self;
        let fields = page.fields.clone().unwrap_or_else(|| page.page.initial());
        let scopes = page.page.spec().scopes.iter().map(|scope| scope.name());
        PhoneView {
            running: page.state.is_some() && !page.left,
            left: page.left,
            empty_field: page.empty_field,
            last: page.last.as_deref().cloned(),
            openid: outside.openid.into(),
            screen: outside.screen.clone(),
            permissions: scopes.zip(outside.permissions.iter().copied()).collect(),
            online: outside.online,
            callable: outside.callable,
            background: outside.background,
            requests: outside.requests.clone(),
            ..view_of(&page.page, page.state.clone(), &*fields)
        }
    }
}

/// The state of the page. Everything outside the page has its initial state.
pub(super) fn page_view(page: &Previewed, session: &dyn OpenPage) -> PhoneView {
    view_of(page, Some(session.state()), &*session.fields())
}

fn view_of(page: &Previewed, state: Option<PageState>, fields: &dyn Fields) -> PhoneView {
    let running = state.is_some();
    let now = state.unwrap_or_default();
    PhoneView {
        page: page.name,
        state: now.state,
        busy: now.busy,
        loading: now.loading,
        receiving: now.receiving,
        reachable: now.reachable,
        connected: now.connected,
        running,
        background: false,
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
        requests: Vec::new(),
    }
}
