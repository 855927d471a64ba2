//! What happens at a simulated phone outside the page: its person, its app and its network.

use super::SimHost;
use super::screen::Screen;
use crate::spec::Scope;

impl SimHost {
    // --- The person ---

    /// A person attends this phone from now on: what WeChat asks waits for them ([`screen`](Self::screen)).
    ///
    /// A scope that was never asked for brings up the permission dialog, and one that was refused
    /// fails at once, as WeChat does it; [`deny`](Self::deny) has no effect. A call to this phone
    /// rings until it is [answered](Self::pick_up) or [declined](Self::hang_up), or for 60 s, and so
    /// long does one that this phone places. What a script says is answered as it says.
    pub fn make_interactive(&self) {
        self.phone.attended.set(true);
    }

    /// What WeChat shows on this phone above the page.
    pub fn screen(&self) -> Screen {
        Screen { dialog: self.phone.dialog(), call: self.phone.call_window() }
    }

    /// The permission dialog's 允许, or the modal's 去设置; `false` if neither is there.
    pub fn allow(&self) -> bool {
        self.phone.allow()
    }

    /// The permission dialog's 拒绝, or the modal's 取消; `false` if neither is there.
    pub fn refuse(&self) -> bool {
        self.phone.refuse()
    }

    /// A switch in the settings page; `false` if that page is not there, or has no such switch.
    pub fn turn(&self, scope: Scope, on: bool) -> bool {
        self.phone.turn(scope, on)
    }

    /// Back from the settings page to the page; `false` if it is not there.
    pub fn leave_settings(&self) -> bool {
        self.phone.leave_settings()
    }

    /// A call that rings here is answered; `false` if none rings.
    pub fn pick_up(&self) -> bool {
        self.phone.pick_up()
    }

    /// The microphone in WeChat's window, off or on; `false` if there is no call, or one that rings
    /// here.
    pub fn mute(&self, on: bool) -> bool {
        self.phone.mute(on)
    }

    /// The person at this phone ends the call in WeChat's window, or declines one that rings here, or
    /// cancels one that is not answered yet.
    ///
    /// The other side's host says that it ended, if it was answered. The page on this phone is told
    /// nothing, not even of a call that it placed: to it the call goes on until its own 结束.
    pub fn hang_up(&self) {
        self.phone.hang_up();
    }

    /// The person refuses this scope, and leaves it off in the settings page too; for a phone that
    /// nobody [attends](Self::attend).
    pub fn deny(&self, scope: Scope) {
        self.phone.deny(scope);
    }

    /// What WeChat remembers of this scope: allowed, refused, or nothing if no one was asked yet.
    pub fn permission(&self, scope: Scope) -> Option<bool> {
        self.phone.permission(scope.name())
    }

    /// Makes WeChat remember this: allowed, refused, or never asked.
    pub fn set_permission(&self, scope: Scope, allowed: Option<bool>) {
        self.phone.set_permission(scope.name(), allowed);
    }

    // --- The other side ---

    /// The other side answers the call that this phone places, as a phone that nobody simulates
    /// would; without effect if it places none or was answered.
    pub fn other_side_picks_up(&self) {
        self.phone.other_side_picks_up();
    }

    /// The other side hangs up.
    pub fn other_side_hangs_up(&self) {
        self.phone.end_here();
    }

    /// A phone call comes in and cuts the call off.
    pub fn interrupt(&self) {
        self.phone.interrupt();
    }

    /// Whether this phone is in a call, either side of it, ringing or talking.
    pub fn in_call(&self) -> bool {
        self.phone.in_room()
    }

    // --- The network ---

    /// Whether there is a network. Without one a join fails with [`System`](crate::Cause::System), and
    /// so do the handlers' own host calls; nobody can call this phone; and a call that it is in is
    /// lost: both sides' hosts say that it ended, if it was answered.
    pub fn set_online(&self, online: bool) {
        self.phone.set_online(online);
    }

    /// Whether there is a network, as [`set_online`](Self::set_online) left it.
    pub fn is_online(&self) -> bool {
        self.phone.online.get()
    }

    /// Whether the host tells nothing of who is in the call: not that the other side answered, and not
    /// that it hung up.
    pub fn set_silent(&self, silent: bool) {
        self.phone.silent.set(silent);
    }

    // --- The app ---

    /// The mini-program is closed, or killed: nobody answers here, what was on its way to it does not
    /// arrive, and a join on its way places no call.
    ///
    /// Nor does it make host calls any more. The session of its page is for the test to drop, before the
    /// app is started again.
    pub fn close(&self) {
        self.phone.close();
    }

    /// The mini-program is started again, after [`close`](Self::close): WeChat remembers its
    /// permissions, but it cannot be called until it has called `setEnable1v1Chat` in this run.
    pub fn reopen(&self) {
        self.phone.reopen();
    }

    /// Whether the mini-program runs.
    pub fn is_open(&self) -> bool {
        self.phone.open.get()
    }

    /// Whether this phone can be called: the app has called `setEnable1v1Chat` by itself, without its
    /// page, or no more.
    pub fn set_reachable(&self, reachable: bool) {
        self.phone.reachable.set(reachable);
    }

    /// Whether the app has called `setEnable1v1Chat` in this run, by its page or by itself.
    pub fn is_reachable(&self) -> bool {
        self.phone.reachable.get()
    }
}
