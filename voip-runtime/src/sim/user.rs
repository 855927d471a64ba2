//! What happens on a simulated phone outside the page: the user, the other side, the network and the app.

use super::SimHost;
use super::phone::MemberEvents;
use super::screen::Screen;
use crate::spec::Scope;

impl SimHost {
    // --- The user ---

    /// Makes the phone interactive: WeChat's dialogs wait for [`allow`](Self::allow), [`refuse`](Self::refuse) and the
    /// other methods below, and [`screen`](Self::screen) shows them.
    ///
    /// As in WeChat, the dialog appears only for a scope that was never asked for; a refused scope fails at once.
    /// [`deny`](Self::deny) has no effect. A call to this phone rings until it is [answered](Self::pick_up) or
    /// [declined](Self::hang_up), for at most 60 s, and so does a call that this phone places. Scripted answers come
    /// without a dialog.
    ///
    /// ```
    /// # use voip_runtime::prelude::*;
    /// # use voip_runtime::Session;
    /// use voip_runtime::sim::{Dialog, SimHost};
    /// # #[voip_page(title = "Call")]
    /// # struct VideoCall {
    /// #   #[field(listener.openid)] listener: OpenId,
    /// #   #[field(listener.nickname, default = "listener")] listener_name: String,
    /// #   #[field(caller.openid)] caller: OpenId,
    /// #   #[field(caller.nickname, default = "caller")] caller_name: String,
    /// # }
    ///
    /// let host = SimHost::new();
    /// host.make_interactive();
    /// let session = Session::<VideoCall>::new(host.clone());
    /// session.input("listener", "openid-of-the-listener")?;
    /// session.input("caller", "openid-of-the-caller")?;
    /// session.tap();
    /// assert!(matches!(host.screen().dialog, Some(Dialog::Permission { .. })));
    /// assert!(host.refuse());
    /// assert_eq!(session.state(), State::Failed);
    /// # Ok::<(), voip_runtime::field::FieldError>(())
    /// ```
    pub fn make_interactive(&self) {
        self.phone.interactive.set(true);
    }

    /// What WeChat shows above the page.
    pub fn screen(&self) -> Screen {
        Screen { dialog: self.phone.dialog(), call: self.phone.call_window() }
    }

    /// A number that is another one after [`screen`](Self::screen) or a [`permission`](Self::permission) has changed, except
    /// that a dialog also disappears when the page that asked does.
    #[doc(hidden)]
    pub fn screen_changes(&self) -> u64 {
        let phone = &self.phone;
        // Each of them only grows.
        phone.permissions.changes() + phone.questions.changes() + phone.room.changes()
    }

    /// The user taps 允许 in the permission dialog, or 去设置 in the modal. Returns `false` if neither is shown.
    pub fn allow(&self) -> bool {
        self.phone.allow()
    }

    /// The user taps 拒绝 in the permission dialog, or 取消 in the modal. Returns `false` if neither is shown.
    pub fn refuse(&self) -> bool {
        self.phone.refuse()
    }

    /// The user turns a switch in the settings page on or off. Returns `false` if the page is not shown or has no such
    /// switch.
    pub fn turn(&self, scope: Scope, on: bool) -> bool {
        self.phone.turn(scope, on)
    }

    /// The user opens the settings page in the menu ⋯ of the mini-program. Returns `false` if another dialog is shown, or if
    /// the mini-program is closed.
    pub fn open_settings(&self) -> bool {
        self.phone.open_settings()
    }

    /// The user leaves the settings page. Returns `false` if it is not shown.
    pub fn leave_settings(&self) -> bool {
        self.phone.leave_settings()
    }

    /// Somebody with this nickname, who has no simulated phone, calls this phone. Returns `false` if it cannot ring: it is
    /// closed, in the background, offline or not [reachable](Self::is_reachable), or another call rings. As in WeChat, a
    /// call that was answered is [interrupted](Self::interrupt) by that.
    pub fn ring(&self, nickname: &str) -> bool {
        self.phone.ring(nickname)
    }

    /// The user answers a call that rings on this phone. Returns `false` if none rings.
    pub fn pick_up(&self) -> bool {
        self.phone.pick_up()
    }

    /// The user turns the microphone off (`true`) or on in WeChat's call window. Returns `false` if there is no call, or
    /// if it rings on this phone.
    pub fn mute(&self, on: bool) -> bool {
        self.phone.mute(on)
    }

    /// The user switches the video call to voice, on both sides. Returns `false` if there is no video call, or if the page
    /// that placed it has the argument `disable_switch_voice`.
    pub fn switch_to_voice(&self) -> bool {
        self.phone.switch_to_voice()
    }

    /// The user ends the call in WeChat's window: hangs up, declines a call that rings on this phone, or cancels one that
    /// the other side has not answered.
    ///
    /// The host of the other side reports the end if the call was answered. The host of this phone does not, even if its
    /// page placed the call: for the page, the call continues until its own 结束 (hang up).
    pub fn hang_up(&self) {
        self.phone.hang_up();
    }

    /// Makes the user refuse this scope and leave it off in the settings page. It has no effect on an
    /// [interactive](Self::make_interactive) phone.
    pub fn deny(&self, scope: Scope) {
        self.phone.deny(scope);
    }

    /// The decision that WeChat remembers for this scope: allowed, refused, or `None` if the user was never asked.
    pub fn permission(&self, scope: Scope) -> Option<bool> {
        self.phone.permission(scope.name())
    }

    /// Sets the decision that WeChat remembers for this scope: allowed, refused, or `None` for never asked.
    pub fn set_permission(&self, scope: Scope, allowed: Option<bool>) {
        self.phone.set_permission(scope.name(), allowed);
    }

    // --- The other side ---

    /// The other side answers the call that this phone places. It has no effect if there is no such call, or if it was
    /// answered.
    pub fn other_side_picks_up(&self) {
        self.phone.other_side_picks_up();
    }

    /// The other side hangs up.
    pub fn other_side_hangs_up(&self) {
        self.phone.end_here();
    }

    /// A phone call interrupts the call.
    pub fn interrupt(&self) {
        self.phone.interrupt();
    }

    /// Whether this phone has a call, incoming or outgoing, ringing or answered.
    pub fn in_call(&self) -> bool {
        self.phone.in_room()
    }

    // --- The network ---

    /// Switches the network on or off.
    ///
    /// Without a network, joins and the host calls of handlers fail with [`System`](crate::Cause::System), and other
    /// phones cannot call this one. Its current call ends: the hosts of both sides report that if it was answered.
    pub fn set_online(&self, online: bool) {
        self.phone.set_online(online);
    }

    /// Whether there is a network.
    pub fn is_online(&self) -> bool {
        self.phone.online.get()
    }

    /// Sets when the host reports the members of a call.
    pub fn set_member_events(&self, events: MemberEvents) {
        self.phone.set_member_events(events);
    }

    /// Sets whether a join while a room is open replaces the call in it. By default such a join fails with
    /// [`AlreadyInRoom`](crate::Cause::AlreadyInRoom).
    pub fn set_replaces_calls(&self, replaces: bool) {
        self.phone.replaces_calls.set(replaces);
    }

    // --- The app ---

    /// Closes the mini-program, as if the user or the system killed it.
    ///
    /// It no longer answers calls or makes host calls, pending answers do not arrive, and a pending join places no call.
    /// The test must drop the session before it calls [`reopen`](Self::reopen).
    pub fn close(&self) {
        self.phone.close();
    }

    /// Starts the mini-program again after [`close`](Self::close). WeChat remembers its permissions, but the phone is not
    /// reachable until `setEnable1v1Chat` is called again.
    pub fn reopen(&self) {
        self.phone.reopen();
    }

    /// Whether the mini-program is running.
    pub fn is_open(&self) -> bool {
        self.phone.open.get()
    }

    /// The user sends the mini-program to the background (`false`), or back to the foreground (`true`).
    ///
    /// In the background a call is [interrupted](Self::interrupt), joins fail with
    /// [`NotInForeground`](crate::Cause::NotInForeground), and the phone does not ring.
    pub fn set_in_foreground(&self, foreground: bool) {
        self.phone.set_in_foreground(foreground);
    }

    /// Whether the mini-program is in the foreground.
    pub fn is_in_foreground(&self) -> bool {
        self.phone.foreground.get()
    }

    /// Another page of the app places a call, which takes the room: the call of the page that had it is over.
    pub fn supersede_call(&self) {
        self.phone.close_room();
    }

    /// Sets whether this phone is reachable, as if other code of the mini-program called `setEnable1v1Chat`. The open pages
    /// are notified.
    pub fn set_reachable(&self, reachable: bool) {
        self.phone.set_reachable(reachable);
    }

    /// Whether this phone is reachable: the page or other code of the mini-program has switched one-to-one calls on.
    pub fn is_reachable(&self) -> bool {
        self.phone.reachable.get()
    }
}
