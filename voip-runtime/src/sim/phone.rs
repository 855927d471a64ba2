//! Simulated phones, and the network between them.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::rc::{Rc, Weak};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::time::Duration;

use super::Listener;
use super::clock::Clock;
use super::script::{Pace, Play, Step, answer_of, failure};
use crate::error::{CallError, Cause};
use crate::host::{Answer, Reply, Watch};
use crate::page::Scope;
use crate::value::Value;

/// Between the first answer and the second, of a host that gives two.
const AGAIN_AFTER: Duration = Duration::from_millis(100);

/// What phones share: time, and each other.
#[derive(Default)]
pub(super) struct World {
    clock: Clock,
    phones: RefCell<Vec<Weak<Phone>>>,
}

type Handle = Rc<dyn Fn(&Value) -> Result<Value, CallError>>;

pub(super) struct Phone {
    world: Rc<World>,
    pub(super) openid: String,
    pub(super) pace: Cell<Pace>,
    pub(super) talk: Cell<Option<Duration>>,
    pub(super) listener: Cell<Listener>,
    script: RefCell<BTreeMap<&'static str, VecDeque<Play>>>,
    requests: RefCell<BTreeMap<String, Handle>>,
    denied: RefCell<Vec<&'static str>>,
    granted: RefCell<Vec<String>>,
    dice: Cell<Option<u64>>,
    open: Cell<bool>,
    reachable: Cell<bool>,
    rooms: Cell<u32>,
    room: RefCell<Option<Room>>,
}

/// A call that this phone is in, or that rings here.
struct Room {
    /// Which of this phone's calls it is.
    number: u32,
    /// The phone at the other end, if one is simulated.
    peer: Weak<Phone>,
    watch: Option<Watch>,
    connected: bool,
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
            requests: RefCell::default(),
            denied: RefCell::default(),
            granted: RefCell::default(),
            dice: Cell::new(None),
            open: Cell::new(true),
            reachable: Cell::new(false),
            rooms: Cell::new(0),
            room: RefCell::new(None),
        });
        self.phones.borrow_mut().push(Rc::downgrade(&phone));
        phone
    }

    fn find(&self, openid: &str) -> Option<Rc<Phone>> {
        self.phones.borrow().iter().filter_map(Weak::upgrade).find(|phone| phone.openid == openid)
    }
}

impl Phone {
    pub(super) fn clock(&self) -> &Clock {
        &self.world.clock
    }

    // --- The script ---

    pub(super) fn play(&self, step: Step, answers: impl IntoIterator<Item = Play>) {
        self.script.borrow_mut().entry(step.host_call()).or_default().extend(answers);
    }

    pub(super) fn on_request(&self, name: &str, answer: Handle) {
        self.requests.borrow_mut().insert(name.into(), answer);
    }

    pub(super) fn deny(&self, scope: Scope) {
        self.denied.borrow_mut().push(scope.name());
    }

    pub(super) fn seed(&self, seed: u64) {
        self.dice.set(Some(seed));
    }

    fn scripted(&self, step: Step) -> Option<Play> {
        let scripted = self.script.borrow_mut().get_mut(step.host_call()).and_then(VecDeque::pop_front);
        scripted.or_else(|| self.draw(step))
    }

    /// Half of the answers are as usual; the others are whatever a host may do.
    fn draw(&self, step: Step) -> Option<Play> {
        if self.roll()? % 2 == 0 {
            return None;
        }
        let possible: Vec<_> =
            Cause::NAMED.iter().filter(|cause| cause.is_possible_in(step.state())).copied().collect();
        let cause = *possible.get(usize::try_from(self.roll()?).ok()? % possible.len().max(1))?;
        let play = match self.roll()? % 6 {
            0 => Play::never(),
            1 => Play::succeed().late(Duration::from_secs(self.roll()? % 120)),
            2 => Play::succeed().then_fail(cause),
            3 => Play::fail(cause).then_succeed(),
            4 => Play::fail(cause).late(Duration::from_secs(self.roll()? % 120)),
            _ => Play::fail(cause),
        };
        Some(play)
    }

    /// The next number of the seed (splitmix64), if there is one.
    fn roll(&self) -> Option<u64> {
        let state = self.dice.get()?.wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.dice.set(Some(state));
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Some((mixed ^ (mixed >> 31)) >> 16)
    }

    // --- Answers ---

    fn later(self: &Rc<Self>, delay: Duration, action: impl FnOnce(&Rc<Self>) + 'static) {
        let phone = Rc::downgrade(self);
        self.clock().do_after(delay, move || {
            if let Some(phone) = phone.upgrade() {
                action(&phone);
            }
        });
    }

    fn answer(self: &Rc<Self>, delay: Duration, reply: Reply, answer: Answer) {
        self.later(delay, move |_| reply.answer(answer));
    }

    /// Answers as `play` says; `on_success` is what a success does to this phone, unless it cannot.
    fn perform(
        self: &Rc<Self>,
        step: Step,
        play: &Play,
        pace: Duration,
        reply: &Reply,
        on_success: impl Fn(&Rc<Self>) -> Result<(), Cause> + Clone + 'static,
    ) {
        if play.never {
            return;
        }
        let mut delay = pace.saturating_add(play.late);
        let (first, on_first) = (reply.clone(), on_success.clone());
        let answer = play.answer;
        self.later(delay, move |phone| {
            first.answer(answer_of(step.host_call(), answer.and_then(|()| on_first(phone))));
        });
        delay = delay.saturating_add(AGAIN_AFTER);
        if let Some(again) = play.again {
            let reply = reply.clone();
            self.later(delay, move |phone| {
                // What a second success can still do has been done, if the first answer was one.
                let _ = again.and_then(|()| on_success(phone));
                reply.answer(answer_of(step.host_call(), again));
            });
        }
    }

    // --- Host calls ---

    pub(super) fn authorize(self: &Rc<Self>, scope: &str, reply: Reply) {
        let scope = String::from(scope);
        if let Some(play) = self.scripted(Step::Authorize) {
            let granted = move |phone: &Rc<Self>| {
                phone.grant(&scope);
                Ok(())
            };
            return self.perform(Step::Authorize, &play, self.pace.get().person, &reply, granted);
        }
        if self.granted.borrow().contains(&scope) {
            return self.answer(self.pace.get().host, reply, Ok(Value::Null));
        }
        if self.denied.borrow().contains(&scope.as_str()) {
            // The person is asked once only, but reads either way in this simulation.
            return self.answer(self.pace.get().person, reply, Err(failure("authorize", Cause::Denied)));
        }
        self.later(self.pace.get().person, move |phone| {
            phone.grant(&scope);
            reply.answer(Ok(Value::Null));
        });
    }

    fn grant(&self, scope: &str) {
        self.granted.borrow_mut().push(scope.into());
    }

    pub(super) fn open_setting(self: &Rc<Self>, reply: Reply) {
        self.answer(self.pace.get().person.saturating_mul(2), reply, Ok(Value::Null));
    }

    pub(super) fn enable(self: &Rc<Self>, enable: bool, reply: &Reply) {
        let play = self.scripted(Step::Enable).unwrap_or(Play::succeed());
        self.perform(Step::Enable, &play, self.pace.get().host, reply, move |phone| {
            phone.reachable.set(enable);
            Ok(())
        });
    }

    pub(super) fn join(self: &Rc<Self>, listener: &str, reply: Reply) {
        let play = self.scripted(Step::Join).unwrap_or(Play::succeed());
        let listener = String::from(listener);
        let pace = self.pace.get().network;
        if play.never || self.room.borrow().is_none() {
            return self.perform(Step::Join, &play, pace, &reply, move |phone| phone.dial(&listener));
        }
        self.answer(pace, reply, Err(failure("join1v1Chat", Cause::AlreadyInRoom)));
    }

    pub(super) fn exit(self: &Rc<Self>, reply: Reply) {
        let room = self.room.take();
        if let Some(peer) = room.and_then(|room| room.peer.upgrade()) {
            peer.end_here();
        }
        self.answer(self.pace.get().host, reply, Ok(Value::Null));
    }

    pub(super) fn watch(&self, watch: Watch) {
        if let Some(room) = self.room.borrow_mut().as_mut() {
            room.watch = Some(watch);
        }
    }

    /// Answers as told, or else with whatever the handler asked for.
    pub(super) fn request(self: &Rc<Self>, name: &str, options: &Value, reply: Reply) {
        let handle = self.requests.borrow().get(name).cloned();
        let answer = handle.map_or(Ok(Value::Any), |handle| handle(options));
        self.answer(self.pace.get().network, reply, answer);
    }

    // --- The call ---

    /// This phone is in a room now, and the other one rings.
    fn dial(self: &Rc<Self>, listener: &str) -> Result<(), Cause> {
        if self.in_room() {
            return Err(Cause::AlreadyInRoom);
        }
        let peer = self.world.find(listener);
        let answers = match &peer {
            Some(peer) => peer.open.get() && peer.reachable.get() && !peer.in_room(),
            None => self.listener.get() == Listener::Reachable,
        };
        let peer = peer.filter(|_| answers).map_or_else(Weak::new, |peer| {
            peer.open_room(Rc::downgrade(self));
            Rc::downgrade(&peer)
        });
        let number = self.open_room(peer);
        if answers {
            self.later(self.pace.get().pick_up, move |phone| phone.picked_up(number));
        }
        Ok(())
    }

    fn open_room(&self, peer: Weak<Self>) -> u32 {
        let number = self.rooms.get() + 1;
        self.rooms.set(number);
        *self.room.borrow_mut() = Some(Room { number, peer, watch: None, connected: false });
        number
    }

    fn is_in(&self, number: u32) -> bool {
        self.room.borrow().as_ref().is_some_and(|room| room.number == number)
    }

    fn picked_up(self: &Rc<Self>, number: u32) {
        if !self.is_in(number) {
            return;
        }
        let watch = self.room.borrow_mut().as_mut().and_then(|room| {
            room.connected = true;
            room.watch.clone()
        });
        if let Some(watch) = watch {
            watch.connected();
        }
        if let Some(talk) = self.talk.get() {
            self.later(talk, move |phone| {
                if phone.is_in(number) {
                    phone.end_here();
                }
            });
        }
    }

    /// The other side is gone. The host says so only of a call that was answered.
    pub(super) fn end_here(&self) {
        let Some(room) = self.room.take() else { return };
        if let Some(peer) = room.peer.upgrade() {
            drop(peer.room.take());
        }
        if let (true, Some(watch)) = (room.connected, room.watch) {
            watch.ended();
        }
    }

    pub(super) fn in_room(&self) -> bool {
        self.room.borrow().is_some()
    }

    pub(super) fn hang_up(&self) {
        let peer = self.room.borrow().as_ref().and_then(|room| room.peer.upgrade());
        match peer {
            Some(peer) => peer.end_here(),
            None => drop(self.room.take()),
        }
    }

    pub(super) fn interrupt(&self) {
        let Some(room) = self.room.take() else { return };
        if let Some(peer) = room.peer.upgrade() {
            peer.end_here();
        }
        if let Some(watch) = room.watch {
            watch.interrupted(CallError::new(Cause::Interrupted, "onVoIPChatInterrupted"));
        }
    }

    pub(super) fn close(&self) {
        self.open.set(false);
        self.reachable.set(false);
        self.hang_up();
    }
}
