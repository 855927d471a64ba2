//! Calls between simulated phones: from the dialling to the end.

use alloc::rc::{Rc, Weak};
use alloc::string::String;
use core::time::Duration;

use super::Listener;
use super::clock::Life;
use super::phone::{Phone, Room, Window};
use super::screen::CallWindow;
use super::script::{Play, Step, failure};
use crate::cause::Cause;
use crate::error::CallError;
use crate::flow::Via;
use crate::host::{Join1v1ChatOptions, Reply, Watch};

/// How long it rings, where a person is to answer.
const RINGS: Duration = Duration::from_secs(60);

/// Whom a join calls, and what the two windows show.
#[derive(Clone)]
struct Dialled {
    openid: String,
    here: Window,
    there: Window,
}

impl Dialled {
    fn new(options: &Join1v1ChatOptions<'_>) -> Self {
        let window = |outgoing, name| Window {
            outgoing,
            name: String::from(name),
            room_type: options.room_type,
            background_type: options.background_type.unwrap_or(0),
            muted: false,
        };
        Self {
            openid: options.listener.openid.into(),
            here: window(true, options.listener.nickname),
            there: window(false, options.caller.nickname),
        }
    }
}

impl Phone {
    // --- Host calls ---

    pub(super) fn join(self: &Rc<Self>, options: &Join1v1ChatOptions<'_>, reply: Reply) {
        let pace = self.pace.get().network;
        let name = Step::Join.host_call();
        // Whatever a script says is done when it says so, and it is then seen whether the room is open.
        let told = self.scripted_play(name);
        let is_told = told.is_some();
        let play = told.or_else(|| self.draw(Step::Join)).unwrap_or(Play::succeed());
        if is_told || play.never || self.room.borrow().is_none() {
            let dialled = Dialled::new(options);
            return self.perform(name, &play, pace, &reply, move |phone| phone.dial(&dialled));
        }
        self.answer(pace, reply, Err(failure(name, Cause::AlreadyInRoom)));
    }

    pub(super) fn exit(self: &Rc<Self>, reply: &Reply) {
        let play = self.scripted_play(Via::ExitRoom.host_call()).unwrap_or(Play::succeed());
        if play.answer.is_ok() {
            let room = self.room.take();
            if let Some(peer) = room.and_then(|room| room.peer.upgrade()) {
                peer.end_here();
            }
        }
        self.perform_via(Via::ExitRoom, &play, self.pace.get().host, reply);
    }

    pub(super) fn watch_call(&self, watch: Watch) {
        if let Some(room) = self.room.borrow_mut().as_mut() {
            room.watch = Some(watch);
        }
    }

    // --- It rings ---

    /// This phone is in a room now, and the other one rings.
    fn dial(self: &Rc<Self>, dialled: &Dialled) -> Result<(), Cause> {
        if !self.online.get() {
            return Err(Cause::System);
        }
        if self.in_room() {
            return Err(Cause::AlreadyInRoom);
        }
        let peer = self.called(&dialled.openid);
        let rings = match &peer {
            // Nobody can call themselves.
            Some(peer) => peer.can_ring() && !Rc::ptr_eq(peer, self),
            None => self.listener.get() == Listener::Reachable,
        };
        let peer = peer.filter(|_| rings);
        let peer_attended = peer.as_ref().is_some_and(|peer| peer.attended.get());
        let there = peer.map_or_else(Weak::new, |peer| {
            let window = Window { background_type: peer.background_type.get(), ..dialled.there.clone() };
            peer.open_room(Rc::downgrade(self), window);
            Rc::downgrade(&peer)
        });
        self.open_room(there, dialled.here.clone());
        if rings && !peer_attended {
            self.in_room_later(self.pace.get().pick_up, Self::picked_up);
        }
        if peer_attended || self.attended.get() {
            // Nobody answers: WeChat's windows close, and the page is told nothing.
            self.in_room_later(RINGS, |phone| phone.end_here());
        }
        Ok(())
    }

    fn can_ring(&self) -> bool {
        self.open.get() && self.online.get() && self.reachable.get() && !self.in_room()
    }

    fn open_room(&self, peer: Weak<Self>, window: Window) {
        let room = Room { peer, watch: None, connected: None, window, life: Life::default() };
        *self.room.borrow_mut() = Some(room);
    }

    /// Unless the call is over by then, or is answered where it was said as it rang.
    fn in_room_later(self: &Rc<Self>, delay: Duration, action: impl FnOnce(&Rc<Self>) + 'static) {
        let phone = Rc::downgrade(self);
        let room = self.room.borrow();
        let Some(room) = room.as_ref() else { return };
        self.clock().do_in(&room.life, delay, move || {
            if let Some(phone) = phone.upgrade() {
                action(&phone);
            }
        });
    }

    /// The call that this phone places is answered.
    fn picked_up(self: &Rc<Self>) {
        let now = Some(self.clock().now());
        let (watch, peer) = match self.room.borrow_mut().as_mut() {
            Some(room) => {
                room.connected = now;
                // That it rings is over, and with it what was to come of that.
                room.life = Life::default();
                (room.watch.clone(), room.peer.upgrade())
            }
            None => return,
        };
        if let Some(peer) = peer
            && let Some(room) = peer.room.borrow_mut().as_mut()
        {
            room.connected = now;
        }
        if let Some(talk) = self.talk.get() {
            self.in_room_later(talk, |phone| phone.end_here());
        }
        if let Some(watch) = watch.filter(|_| !self.silent.get()) {
            watch.connected();
        }
    }

    pub(super) fn in_room(&self) -> bool {
        self.room.borrow().is_some()
    }

    // --- It ends ---

    /// The other side is gone. The host says so only of a call that was answered.
    pub(super) fn end_here(&self) {
        let Some(room) = self.room.take() else { return };
        if let Some(peer) = room.peer.upgrade() {
            drop(peer.room.take());
        }
        self.tell_end(room);
    }

    fn tell_end(&self, room: Room) {
        // Whoever hears of it may call again and let time pass: nothing of this call comes into the next.
        drop(room.life);
        if let (Some(_), Some(watch), false) = (room.connected, room.watch, self.silent.get()) {
            watch.ended();
        }
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
        drop(room.life);
        if let Some(watch) = room.watch {
            watch.interrupted(CallError::new(Cause::Interrupted, "onVoIPChatInterrupted"));
        }
    }

    pub(super) fn set_online(&self, online: bool) {
        self.online.set(online);
        if online {
            return;
        }
        // Neither side hears the other any more.
        let Some(room) = self.room.take() else { return };
        if let Some(peer) = room.peer.upgrade() {
            peer.end_here();
        }
        self.tell_end(room);
    }

    // --- The persons ---

    pub(super) fn pick_up(&self) -> bool {
        let caller = self.room.borrow().as_ref().and_then(|room| {
            let rings_here = !room.window.outgoing && room.connected.is_none();
            room.peer.upgrade().filter(|_| rings_here)
        });
        caller.is_some_and(|caller| caller.other_side_picks_up())
    }

    /// `false` if this phone calls nobody, or was answered already.
    pub(super) fn other_side_picks_up(self: &Rc<Self>) -> bool {
        let is_calling = |room: &Room| room.window.outgoing && room.connected.is_none();
        let calls = self.room.borrow().as_ref().is_some_and(is_calling);
        if calls {
            self.picked_up();
        }
        calls
    }

    pub(super) fn mute(&self, on: bool) -> bool {
        match self.room.borrow_mut().as_mut() {
            Some(room) if room.window.outgoing || room.connected.is_some() => room.window.muted = on,
            _ => return false,
        }
        true
    }

    pub(super) fn call_window(&self) -> Option<CallWindow> {
        self.room.borrow().as_ref().map(|Room { window, connected, .. }| CallWindow {
            outgoing: window.outgoing,
            name: window.name.clone(),
            room_type: window.room_type,
            background_type: window.background_type,
            connected_at: connected.map(|at| u64::try_from(at.as_millis()).unwrap_or(u64::MAX)),
            muted: window.muted,
        })
    }
}
