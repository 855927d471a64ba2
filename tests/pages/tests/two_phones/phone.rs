//! A phone, its user and the server of its page.

use std::rc::Rc;

use voip_runtime::sim::{Listener, MemberEvents, Pace, Play, SimHost, Step};
use voip_runtime::spec::Scope;
use voip_runtime::value::Value;
use voip_runtime::{CallError, Cause};
use voip_tests::{Rng, millis, secs};

use crate::open_page::{OpenFn, OpenPage, PAGES};

pub(crate) struct Phone {
    pub(crate) host: SimHost,
    open: OpenFn,
    me: &'static str,
    other: &'static str,
    /// Whether the host has reported the end of each call. It does not after a hang-up in its own window.
    reports_ends: bool,
    /// `None` while the mini-program is closed.
    page: Option<Box<dyn OpenPage>>,
    /// The pages that were left or closed.
    earlier: Vec<Box<dyn OpenPage>>,
}

const ALICE: &str = "o-alice-0123456789";
const BOB: &str = "o-bob-0123456789";
const CAUSES: [Cause; 8] = [
    Cause::System,
    Cause::AlreadyInRoom,
    Cause::Network,
    Cause::NotOpen,
    Cause::Denied,
    Cause::LeftWhileJoining,
    Cause::OnCall,
    Cause::Other(-7),
];

impl Phone {
    /// The phones of Alice and Bob, who call each other.
    pub(crate) fn pair(rng: &Rc<Rng>) -> [Self; 2] {
        let (alice, bob) = SimHost::pair(ALICE, BOB);
        if rng.below(4) == 0 {
            for host in [&alice, &bob] {
                host.set_pace(Pace::INSTANT);
            }
        }
        [(alice, ALICE, BOB), (bob, BOB, ALICE)].map(|(host, me, other)| {
            if rng.below(3) == 0 {
                host.make_interactive();
            }
            host.set_listener(*rng.choose(&[Listener::Peer, Listener::Reachable, Listener::Closed]));
            serve(&host, rng, me, other);
            let open = *rng.choose(&PAGES);
            let page = Some(open(&host, me, other, rng));
            Self { host, open, me, other, reports_ends: true, page, earlier: Vec::new() }
        })
    }

    /// The user of this phone, its host or its system does something.
    pub(crate) fn act(&mut self, rng: &Rng) {
        let (host, is_on) = (&self.host, rng.below(2) == 0);
        let scope = *rng.choose(&[Scope::Record, Scope::Camera]);
        match rng.below(44) {
            0 => _ = host.allow(),
            1 => _ = if rng.below(3) == 0 { host.refuse() } else { host.allow() },
            2 => _ = host.turn(scope, is_on),
            3 => _ = host.open_settings(),
            4 => _ = host.leave_settings(),
            5 => _ = host.pick_up(),
            6 => {
                self.reports_ends &= !host.in_call();
                host.hang_up();
            }
            7 => _ = host.mute(is_on) || host.switch_to_voice(),
            8 => host.interrupt(),
            9 => host.set_online(rng.below(4) > 0),
            10 if !host.in_call() => {
                let events =
                    [MemberEvents::Usual, MemberEvents::Early, MemberEvents::Doubled, MemberEvents::Never];
                let events = *rng.choose(&events);
                host.set_member_events(events);
                self.reports_ends &= events != MemberEvents::Never;
            }
            11 => host.set_replaces_calls(is_on),
            12 => host.set_in_foreground(rng.below(3) > 0),
            13 => host.supersede_call(),
            14 => host.set_reachable(is_on),
            15 => host.set_permission(scope, *rng.choose(&[None, Some(true), Some(true), Some(false)])),
            16..=19 => host.play(*rng.choose(&Step::ALL), [answer(rng)]),
            20 if rng.below(3) == 0 => self.close(),
            21 | 22 => self.start(rng),
            23 if rng.below(3) == 0 => {
                self.leave();
                self.start(rng);
            }
            _ => {
                if let Some(page) = &self.page {
                    page.act(rng);
                }
            }
        }
    }

    /// The mini-program is killed.
    fn close(&mut self) {
        self.host.close();
        self.leave();
    }

    /// The mini-program is started, unless it is running.
    fn start(&mut self, rng: &Rng) {
        if self.page.is_none() {
            if !self.host.is_open() {
                self.host.reopen();
            }
            self.page = Some((self.open)(&self.host, self.me, self.other, rng));
        }
    }

    /// The page is left.
    pub(crate) fn leave(&mut self) {
        if let Some(page) = self.page.take() {
            page.leave();
            self.earlier.push(page);
        }
    }

    pub(crate) fn check(&self) {
        self.page.iter().for_each(|page| page.check());
    }

    pub(crate) fn check_at_rest(&self) {
        self.page.iter().for_each(|page| page.check_at_rest(self.reports_ends));
    }

    /// Whether a call may go on after all pages were left.
    pub(crate) fn may_keep_call(&self) -> bool {
        self.earlier.iter().any(|page| page.may_keep_call())
    }

    /// Replays the recordings of all its pages, and returns their records.
    pub(crate) fn finish(self) -> Vec<String> {
        self.earlier.iter().flat_map(|page| page.finish()).collect()
    }
}

fn answer(rng: &Rng) -> Play {
    let play = match rng.below(6) {
        0 => return Play::never(),
        1 => Play::succeed(),
        _ => Play::fail(*rng.choose(&CAUSES)),
    };
    let play = if rng.below(3) == 0 { play.late(secs(rng.below(60))) } else { play };
    match rng.below(12) {
        0 => play.twice(),
        1 => play.then_succeed(),
        2 => play.then_fail(*rng.choose(&CAUSES)),
        _ => play,
    }
}

/// Answers the page's own host calls: as its server would, with made-up data, with other data, or with a failure.
fn serve(host: &SimHost, rng: &Rc<Rng>, me: &str, other: &str) {
    let contact = |openid: &str| {
        Value::object(
            [("openid", openid), ("nickname", "家人"), ("headImage", "")]
                .map(|(name, text)| (name, Value::from(text))),
        )
    };
    let family = Value::List(vec![contact(other), contact(""), contact(me)]);
    let person = |key: &str| if key == "me" { contact(me) } else { contact(other) };
    let data = |members: Vec<(&str, Value)>| {
        Value::object([("data", Value::object(members)), ("statusCode", 200.into())])
    };
    let good = [
        data(vec![("me", person("me")), ("other", person("other"))]),
        data(vec![("client", me.into()), ("lawyer", contact(other))]),
        data(vec![("me", me.into()), ("family", family.clone())]),
        data(vec![("openid", other.into()), ("nickname", "张医生".into())]),
        Value::object([("result", Value::object([("openid", Value::from(me)), ("weekday", 3.into())]))]),
        Value::object([("family", family.clone())]),
        Value::object([("code", "login-code")].map(|(name, code)| (name, Value::from(code)))),
        family,
        Value::Null,
    ];
    let (rng, clock) = (rng.clone(), host.clone());
    host.on_any_request(move |_| {
        // So that the time of some answers differs.
        clock.after(millis(rng.below(3)), || {});
        match rng.below(8) {
            0..=2 => None,
            3 => Some(Err(CallError::new(*rng.choose(&CAUSES), "request:fail"))),
            _ => Some(Ok(rng.choose(&good).clone())),
        }
    });
}
