//! The data of simulated phones, and the world that they share.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::rc::{Rc, Weak};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::time::Duration;

use super::Listener;
use super::clock::{Clock, Lifetime};
use super::own_request::OwnRequest;
use super::response::Response;
use super::screen::NotRinging;
use super::script::{Pace, Play, Step};
use super::tracked::Tracked;
use crate::error::CallError;
use crate::field::RoomType;
use crate::host::{Answer, AppWatch, Reply, SetEnable1v1ChatOptions, Watch};
use crate::value::Value;

/// When the host of a simulated phone reports the members of a call (`onVoIPChatMembersChanged`).
///
/// Real hosts differ, and their documentation does not say. A page should work with each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MemberEvents {
    /// Two members when the other side answers, and one when it hangs up.
    #[default]
    Usual,
    /// The other side answers at once: two members are reported before the answer of the join.
    Early,
    /// Each event twice, and one member as soon as the room is open.
    Doubled,
    /// None: the page is not notified that the other side answers or hangs up.
    Never,
}

/// What phones share: the clock, and the list of phones.
#[derive(Default)]
pub(super) struct World {
    clock: Clock,
    phones: RefCell<Vec<Weak<Phone>>>,
}

pub(super) type Handle = Rc<dyn Fn(&Value) -> Result<Value, CallError>>;
type AnyHandle = Rc<dyn Fn(&OwnRequest<'_>) -> Option<Result<Value, CallError>>>;

pub(super) struct Phone {
    world: Rc<World>,
    pub(super) openid: String,

    // How the phone behaves.
    pub(super) pace: Cell<Pace>,
    pub(super) talk: Cell<Option<Duration>>,
    pub(super) listener: Cell<Listener>,
    pub(super) script: RefCell<BTreeMap<&'static str, VecDeque<Play>>>,
    pub(super) always: RefCell<BTreeMap<&'static str, Play>>,
    pub(super) responses: RefCell<BTreeMap<String, VecDeque<Response>>>,
    pub(super) requests: RefCell<BTreeMap<String, Handle>>,
    pub(super) any_request: RefCell<Option<AnyHandle>>,
    pub(super) denied: RefCell<Vec<&'static str>>,
    pub(super) rng: Cell<Option<u64>>,
    /// Whether WeChat's dialogs wait for the test.
    pub(super) interactive: Cell<bool>,
    pub(super) online: Cell<bool>,
    pub(super) member_events: Cell<MemberEvents>,
    /// Whether a join while a room is open replaces its call.
    pub(super) replaces_calls: Cell<bool>,

    // What WeChat remembers.
    /// Each scope that was asked for, and the decision of the user.
    pub(super) permissions: Tracked<BTreeMap<String, Option<bool>>>,
    pub(super) questions: Tracked<VecDeque<Question>>,
    pub(super) room: Tracked<Option<Room>>,

    // The mini-program.
    /// This run of it. Answers to an earlier run do not arrive.
    pub(super) app: RefCell<Lifetime>,
    pub(super) open: Cell<bool>,
    pub(super) foreground: Cell<bool>,
    pub(super) reachable: Cell<bool>,
    /// Calls were enabled and then disabled.
    pub(super) disabled: Cell<bool>,
    /// The pages that were opened.
    pub(super) pages: RefCell<Vec<AppWatch>>,
    pub(super) background_type: Cell<u8>,
}

/// A question to the user; the decision goes to the reply. The settings page has none if the user has opened it.
pub(super) struct Question {
    pub(super) what: QuestionKind,
    pub(super) reply: Option<Reply>,
}

impl Question {
    /// Whether it is shown: the page that asked is still open.
    pub(super) fn is_live(&self) -> bool {
        self.reply.as_ref().is_none_or(Reply::is_live)
    }

    pub(super) fn answer(&self, answer: Answer) {
        if let Some(reply) = &self.reply {
            reply.answer(answer);
        }
    }
}

pub(super) enum QuestionKind {
    Permission(String),
    AskSettings,
    Settings,
}

/// The call that this phone is in, or that rings on it.
pub(super) struct Room {
    /// The phone of the other side, if it is simulated.
    pub(super) peer: Weak<Phone>,
    pub(super) watch: Option<Watch>,
    /// The time at which it was answered.
    pub(super) connected: Option<Duration>,
    pub(super) window: Window,
    /// The phase of the call: ringing or answered. A new phase has a new lifetime.
    pub(super) lifetime: Lifetime,
}

/// What the call window shows.
#[derive(Clone)]
pub(super) struct Window {
    pub(super) outgoing: bool,
    pub(super) name: String,
    pub(super) room_type: RoomType,
    pub(super) background_type: u8,
    pub(super) muted: bool,
    pub(super) disable_switch_voice: bool,
    pub(super) not_ringing: Option<NotRinging>,
}

impl World {
    pub(super) fn new() -> Rc<Self> {
        Rc::default()
    }

    pub(super) fn phone(self: &Rc<Self>, openid: &str) -> Rc<Phone> {
        let phone = Rc::new(Phone {
            world: self.clone(),
            openid: openid.into(),
            pace: Cell::new(Pace::LIKELY),
            talk: Cell::new(None),
            listener: Cell::default(),
            script: RefCell::default(),
            always: RefCell::default(),
            responses: RefCell::default(),
            requests: RefCell::default(),
            any_request: RefCell::default(),
            denied: RefCell::default(),
            rng: Cell::new(None),
            interactive: Cell::new(false),
            online: Cell::new(true),
            member_events: Cell::default(),
            replaces_calls: Cell::new(false),
            permissions: Tracked::default(),
            questions: Tracked::default(),
            room: Tracked::default(),
            app: RefCell::default(),
            open: Cell::new(true),
            foreground: Cell::new(true),
            reachable: Cell::new(false),
            disabled: Cell::new(false),
            pages: RefCell::default(),
            background_type: Cell::new(0),
        });
        self.phones.borrow_mut().push(Rc::downgrade(&phone));
        phone
    }

    fn find(&self, is_it: impl Fn(&Phone) -> bool) -> Option<Rc<Phone>> {
        self.phones.borrow().iter().filter_map(Weak::upgrade).find(|phone| is_it(phone))
    }
}

impl Phone {
    pub(super) fn clock(&self) -> &Clock {
        &self.world.clock
    }

    /// The simulated phone with this openid, if any.
    pub(super) fn called(&self, openid: &str) -> Option<Rc<Self>> {
        let found = self.world.find(|phone| phone.openid == openid);
        let peer = || self.world.find(|phone| !core::ptr::eq(phone, self));
        found.or_else(|| peer().filter(|_| self.listener.get() == Listener::Peer))
    }

    pub(super) fn enable(self: &Rc<Self>, options: &SetEnable1v1ChatOptions, reply: &Reply) {
        let play = self.scripted(Step::Enable).unwrap_or(Play::succeed());
        let (enable, background_type) = (options.enable, options.background_type.unwrap_or(0));
        self.perform(Step::Enable.host_call(), &play, self.pace.get().host, reply, move |phone| {
            phone.set_reachable(enable);
            phone.background_type.set(background_type);
            Ok(())
        });
    }

    /// Enables or disables calls in the app, and notifies its pages if that is a change.
    pub(super) fn set_reachable(&self, reachable: bool) {
        if self.reachable.replace(reachable) == reachable {
            return;
        }
        self.disabled.set(!reachable);
        for page in self.open_pages() {
            // A subscriber of the page before may have changed it again.
            page.set_reachable(self.reachable.get());
        }
    }

    fn open_pages(&self) -> Vec<AppWatch> {
        self.pages.borrow_mut().retain(AppWatch::is_live);
        self.pages.borrow().clone()
    }

    pub(super) fn set_member_events(&self, events: MemberEvents) {
        let reports = events != MemberEvents::Never;
        if reports != (self.member_events.replace(events) != MemberEvents::Never) {
            self.open_pages().iter().for_each(|page| page.set_reports_members(reports));
        }
    }

    pub(super) fn watch_app(&self, page: AppWatch) {
        if self.reachable.get() || self.disabled.get() {
            page.set_reachable(self.reachable.get());
        }
        if self.member_events.get() == MemberEvents::Never {
            page.set_reports_members(false);
        }
        self.pages.borrow_mut().push(page);
    }

    pub(super) fn sleep(&self, duration: Duration, reply: Reply) {
        self.clock().wake_in(&self.app.borrow(), duration, reply);
    }

    // --- The app ---

    pub(super) fn close(&self) {
        self.open.set(false);
        self.foreground.set(true);
        // The pages are closed with the app.
        self.pages.take();
        self.reachable.set(false);
        self.disabled.set(false);
        self.app.take();
        self.questions.take();
        self.hang_up();
    }

    pub(super) fn reopen(&self) {
        self.open.set(true);
    }
}
