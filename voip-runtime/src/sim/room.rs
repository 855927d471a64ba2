//! Calls between simulated phones, from the join to the end.

use alloc::rc::{Rc, Weak};
use alloc::string::String;
use core::time::Duration;

use super::Listener;
use super::clock::Lifetime;
use super::phone::{MemberEvents, Phone, Room, Window};
use super::screen::{CallWindow, NotRinging};
use super::script::{Play, Step, failure};
use crate::cause::Cause;
use crate::error::CallError;
use crate::field::RoomType;
use crate::flow::Via;
use crate::host::{Join1v1ChatOptions, Reply, Watch};

/// How long a call rings on an interactive phone.
const RING_TIMEOUT: Duration = Duration::from_secs(60);

/// The openid that a join calls, and what the windows of both sides show.
#[derive(Clone)]
struct DialledCall {
    openid: String,
    here: Window,
    there: Window,
}

impl DialledCall {
    fn new(options: &Join1v1ChatOptions<'_>) -> Self {
        let window = |outgoing, name| Window {
            outgoing,
            name: String::from(name),
            room_type: options.room_type,
            background_type: options.background_type.unwrap_or(0),
            muted: false,
            disable_switch_voice: options.disable_switch_voice.unwrap_or(false),
            not_ringing: None,
        };
        Self {
            openid: options.listener.openid.into(),
            here: window(true, options.listener.nickname),
            there: window(false, options.caller.nickname),
        }
    }
}

impl Room {
    /// Whether a page is in this call.
    fn is_held(&self) -> bool {
        self.watch.as_ref().is_some_and(Watch::is_live)
    }
}

impl Phone {
    // --- Host calls ---

    pub(super) fn join(self: &Rc<Self>, options: &Join1v1ChatOptions<'_>, reply: Reply) {
        let pace = self.pace.get().network;
        let name = Step::Join.host_call();
        // A scripted join checks for an open room when its answer is due, any other join checks now.
        let scripted = self.scripted_play(name);
        let is_scripted = scripted.is_some();
        let play = scripted.or_else(|| self.draw(Step::Join)).unwrap_or(Play::succeed());
        if is_scripted || play.never || self.replaces_calls.get() || !self.in_room() {
            let dialled = DialledCall::new(options);
            let watch = reply.watch();
            return self.perform(name, &play, pace, &reply, move |phone| phone.dial(&dialled, &watch));
        }
        self.answer(pace, reply, Err(failure(name, Cause::AlreadyInRoom)));
    }

    pub(super) fn exit(self: &Rc<Self>, reply: &Reply) {
        let play = self.scripted_play(Via::ExitRoom.host_call()).unwrap_or(Play::succeed());
        // A page that ended its own call no longer watches it. So a live watch is that of another page, which keeps its
        // call unless this page waits for the answer, as `via exit_room` does.
        let is_held = self.room.borrow().as_ref().is_some_and(Room::is_held);
        if play.answer.is_ok() && !(is_held && reply.is_ignored()) {
            self.close_room();
        }
        self.perform_via(Via::ExitRoom, &play, self.pace.get().host, reply);
    }

    // --- Ringing ---

    /// Opens the rooms of both phones: the other phone rings.
    fn dial(self: &Rc<Self>, dialled: &DialledCall, watch: &Watch) -> Result<(), Cause> {
        if !self.online.get() {
            return Err(Cause::System);
        }
        if !self.foreground.get() {
            return Err(Cause::NotInForeground);
        }
        if self.in_room() {
            if !self.replaces_calls.get() {
                return Err(Cause::AlreadyInRoom);
            }
            self.close_room();
        }
        let peer = self.called(&dialled.openid);
        let not_ringing = match &peer {
            // A user cannot call their own phone.
            Some(peer) if Rc::ptr_eq(peer, self) => Some(NotRinging::OwnOpenid),
            Some(peer) => peer.make_room(),
            None if self.listener.get() == Listener::Reachable => None,
            None => Some(NotRinging::UnknownOpenid),
        };
        let rings = not_ringing.is_none();
        let peer = peer.filter(|_| rings);
        let peer_is_interactive = peer.as_ref().is_some_and(|peer| peer.interactive.get());
        let there = peer.map_or_else(Weak::new, |peer| {
            let window = Window { background_type: peer.background_type.get(), ..dialled.there.clone() };
            peer.open_room(Rc::downgrade(self), window, None);
            Rc::downgrade(&peer)
        });
        self.open_room(there, Window { not_ringing, ..dialled.here.clone() }, Some(watch.clone()));
        if self.member_events.get() == MemberEvents::Doubled {
            watch.members(1);
        }
        if rings && self.member_events.get() == MemberEvents::Early {
            self.picked_up();
        } else if rings && !peer_is_interactive {
            self.in_room_later(self.pace.get().pick_up, Self::picked_up);
        }
        if peer_is_interactive || self.interactive.get() {
            // The other side does not answer: WeChat's windows close, and the page is not notified.
            self.in_room_later(RING_TIMEOUT, |phone| phone.end_here());
        }
        Ok(())
    }

    /// A call from somebody without a simulated phone.
    pub(super) fn ring(self: &Rc<Self>, nickname: &str) -> bool {
        if self.make_room().is_some() {
            return false;
        }
        let window = Window {
            outgoing: false,
            name: nickname.into(),
            room_type: RoomType::default(),
            background_type: self.background_type.get(),
            muted: false,
            disable_switch_voice: false,
            not_ringing: None,
        };
        self.open_room(Weak::new(), window, None);
        if self.interactive.get() {
            self.in_room_later(RING_TIMEOUT, |phone| phone.end_here());
        } else {
            self.in_room_later(self.pace.get().pick_up, Self::picked_up);
        }
        true
    }

    /// Ends the call that this phone is in, as WeChat does for a new one. Returns why a new one does not ring, if it does not.
    fn make_room(&self) -> Option<NotRinging> {
        self.not_ringing().or_else(|| {
            self.interrupt();
            // A subscriber of the page may have placed a call.
            self.not_ringing()
        })
    }

    /// Why a call to this phone does not ring.
    fn not_ringing(&self) -> Option<NotRinging> {
        let is_ringing = |room: &Room| room.connected.is_none();
        let reasons = [
            (!self.open.get(), NotRinging::Closed),
            (!self.online.get(), NotRinging::Offline),
            (!self.foreground.get(), NotRinging::Background),
            (!self.reachable.get(), NotRinging::NotReachable),
            (self.room.borrow().as_ref().is_some_and(is_ringing), NotRinging::Ringing),
        ];
        reasons.into_iter().find_map(|(holds, reason)| holds.then_some(reason))
    }

    fn open_room(&self, peer: Weak<Self>, window: Window, watch: Option<Watch>) {
        let room = Room { peer, watch, connected: None, window, lifetime: Lifetime::default() };
        *self.room.borrow_mut() = Some(room);
    }

    /// The call in the room ends, and its page and the other side are notified.
    pub(super) fn close_room(&self) {
        let Some(room) = self.room.take() else { return };
        if let Some(peer) = room.peer.upgrade() {
            peer.end_here();
        }
        drop(room.lifetime);
        if let Some(watch) = room.watch.filter(Watch::is_live) {
            watch.ended();
        }
    }

    /// Reports the number of members to the page of a call.
    fn report_members(&self, watch: &Watch, count: usize) {
        let times = match self.member_events.get() {
            MemberEvents::Usual | MemberEvents::Early => 1,
            MemberEvents::Doubled => 2,
            MemberEvents::Never => 0,
        };
        (0..times).for_each(|_| watch.members(count));
    }

    /// Runs `action` after `delay`, unless the call leaves its phase (ringing or answered) before.
    fn in_room_later(self: &Rc<Self>, delay: Duration, action: impl FnOnce(&Rc<Self>) + 'static) {
        let phone = Rc::downgrade(self);
        let room = self.room.borrow();
        let Some(room) = room.as_ref() else { return };
        self.clock().run_in(&room.lifetime, delay, move || {
            if let Some(phone) = phone.upgrade() {
                action(&phone);
            }
        });
    }

    /// The call that this phone places, or that rings on it alone, is answered.
    fn picked_up(self: &Rc<Self>) {
        let now = Some(self.clock().now());
        let (watch, peer) = match self.room.borrow_mut().as_mut() {
            Some(room) => {
                room.connected = now;
                // The call no longer rings: this cancels what was scheduled for the ringing.
                room.lifetime = Lifetime::default();
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
        if let Some(watch) = watch {
            self.report_members(&watch, 2);
        }
    }

    pub(super) fn in_room(&self) -> bool {
        self.room.borrow().is_some()
    }

    // --- The end ---

    /// The other side ends the call. The host reports that only if the call was answered.
    pub(super) fn end_here(&self) {
        let Some(room) = self.room.take() else { return };
        if let Some(peer) = room.peer.upgrade() {
            drop(peer.room.take());
        }
        self.notify_ended(room);
    }

    fn notify_ended(&self, room: Room) {
        // A subscriber may call again and run the clock, so the tasks of this call are cancelled first.
        drop(room.lifetime);
        if let (Some(_), Some(watch)) = (room.connected, room.watch) {
            self.report_members(&watch, 1);
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
        drop(room.lifetime);
        if let Some(watch) = room.watch {
            watch.interrupted(CallError::new(Cause::Interrupted, "onVoIPChatInterrupted"));
        }
    }

    pub(super) fn set_in_foreground(&self, foreground: bool) {
        self.foreground.set(foreground);
        if !foreground {
            self.interrupt();
        }
    }

    pub(super) fn set_online(&self, online: bool) {
        self.online.set(online);
        if online {
            return;
        }
        // The call is lost on both sides.
        let Some(room) = self.room.take() else { return };
        if let Some(peer) = room.peer.upgrade() {
            peer.end_here();
        }
        self.notify_ended(room);
    }

    // --- The users ---

    pub(super) fn pick_up(self: &Rc<Self>) -> bool {
        let caller = match self.room.borrow().as_ref() {
            Some(room) if !room.window.outgoing && room.connected.is_none() => room.peer.upgrade(),
            _ => return false,
        };
        if let Some(caller) = caller {
            return caller.other_side_picks_up();
        }
        self.picked_up();
        true
    }

    /// Returns `false` if this phone has no outgoing call, or if it was answered.
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

    pub(super) fn switch_to_voice(&self) -> bool {
        let peer = match self.room.borrow_mut().as_mut() {
            Some(Room { window, peer, .. })
                if window.room_type == RoomType::Video && !window.disable_switch_voice =>
            {
                window.room_type = RoomType::Voice;
                peer.upgrade()
            }
            _ => return false,
        };
        if let Some(peer) = peer
            && let Some(room) = peer.room.borrow_mut().as_mut()
        {
            room.window.room_type = RoomType::Voice;
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
            disable_switch_voice: window.disable_switch_voice,
            not_ringing: window.not_ringing,
        })
    }
}
