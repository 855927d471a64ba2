//! One page of each subject, on a host that answers at once.

use std::cell::Cell;
use std::fmt::Debug;
use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;

use rival_voip::page::PageNumber;
use shared::{Calls, Cause, Join, OnChange, Reply};
use voip_runtime::host::{AppWatch, Host, HostCall};
use voip_runtime::session::Event;
use voip_runtime::value::Value;
use voip_runtime::{CallError, Session};

use crate::measure::{BY_HAND, VOIP};

/// What the user does.
pub(crate) trait Page {
    fn tap(&self);
    fn hang_up(&self);
    #[cfg(test)]
    fn dismiss(&self);
}

/// Who counts what a page does. It is notified of every host call with its options, and of every change.
pub(crate) trait Watcher: 'static {
    fn host_call(&self, name: &str, options: &[&str]);
    fn change(&self, from: &dyn Debug, to: &dyn Debug, failed: bool);
    /// Whether the host refuses the call that it was just notified of.
    fn refuses(&self) -> bool;
}

/// Only counts the changes.
#[derive(Default)]
pub(crate) struct Counter {
    pub(crate) changes: Cell<u64>,
}

impl Watcher for Counter {
    fn host_call(&self, name: &str, options: &[&str]) {
        black_box((name, options));
    }

    fn change(&self, from: &dyn Debug, to: &dyn Debug, failed: bool) {
        black_box((from, to, failed));
        self.changes.set(self.changes.get() + 1);
    }

    fn refuses(&self) -> bool {
        false
    }
}

/// Opens the page of a subject.
pub(crate) type Open<W> = fn(Rc<W>) -> Box<dyn Page>;

/// All subjects.
pub(crate) fn subjects<W: Watcher>() -> [(&'static str, Open<W>); 6] {
    [
        (BY_HAND, hand_written),
        (VOIP, voip),
        ("smlang", smlang),
        ("statig", statig),
        ("rust-fsm", rust_fsm),
        ("statum", statum),
    ]
}

struct InstantHost<W>(Rc<W>);

impl<W: Watcher> InstantHost<W> {
    fn answer(&self, reply: &Reply) {
        reply.answer(if self.0.refuses() { Err(1) } else { Ok(()) });
    }
}

impl<W: Watcher> shared::Host for InstantHost<W> {
    fn authorize(&self, scope: &str, reply: Reply) {
        self.0.host_call("authorize", &[scope]);
        self.answer(&reply);
    }

    fn set_enable_1v1_chat(&self, enable: bool, reply: Reply) {
        self.0.host_call("setEnable1v1Chat", if enable { &["true"] } else { &["false"] });
        self.answer(&reply);
    }

    fn join_1v1_chat(&self, options: &Join<'_>, reply: Reply) {
        let Join { caller, listener, room_type } = options;
        let options = [caller.openid, caller.nickname, listener.openid, listener.nickname, room_type];
        self.0.host_call("join1v1Chat", &options);
        self.answer(&reply);
    }

    fn exit_voip_chat(&self) {
        self.0.host_call("exitVoIPChat", &[]);
    }

    fn show_toast(&self, title: &str, icon: &str) {
        black_box(icon);
        self.0.host_call("showToast", &[title]);
    }
}

impl<W: Watcher> Host for InstantHost<W> {
    fn call(&self, call: HostCall<'_>, reply: voip_runtime::host::Reply) {
        let name = call.name();
        match call {
            HostCall::Authorize(options) => self.0.host_call(name, &[options.scope]),
            HostCall::SetEnable1v1Chat(options) => {
                self.0.host_call(name, if options.enable { &["true"] } else { &["false"] });
            }
            HostCall::Join1v1Chat(options) => {
                let (caller, listener) = (options.caller, options.listener);
                let room_type =
                    if options.room_type == voip_runtime::field::RoomType::Video { "video" } else { "voice" };
                let options = [caller.openid, caller.nickname, listener.openid, listener.nickname, room_type];
                self.0.host_call(name, &options);
            }
            HostCall::ShowToast(options) => return self.0.host_call(name, &[options.title]),
            _ => return self.0.host_call(name, &[]),
        }
        reply.answer(if self.0.refuses() {
            Err(CallError::new(voip_runtime::Cause::System, ""))
        } else {
            Ok(Value::Null)
        });
    }

    fn sleep(&self, _: Duration, _: voip_runtime::host::Reply) {}

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn watch_app(&self, _: AppWatch) {}
}

impl Page for Session<PageNumber> {
    fn tap(&self) {
        Session::tap(self);
    }

    fn hang_up(&self) {
        Session::hang_up(self);
    }

    #[cfg(test)]
    fn dismiss(&self) {
        Session::dismiss(self);
    }
}

fn voip<W: Watcher>(watcher: Rc<W>) -> Box<dyn Page> {
    let session = Session::<PageNumber>::new(InstantHost(watcher.clone()));
    for field in ["listen_openid", "call_openid"] {
        session.input(field, format!("the {field}")).expect("the page has this field");
    }
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            watcher.change(&change.from, &change.to, change.cause.is_some());
        }
    });
    Box::new(session)
}

fn calls<W: Watcher>(watcher: Rc<W>) -> Rc<Calls> {
    let host = Rc::new(InstantHost(watcher.clone()));
    let on_change: OnChange = Box::new(move |from: &dyn Debug, to: &dyn Debug, cause: Option<Cause>| {
        watcher.change(from, to, cause.is_some());
    });
    Calls::new(host, on_change)
}

macro_rules! rivals {
    ($($name:ident: $rival:ident),*) => {$(
        impl Page for Rc<$rival::page::PageNumber> {
            fn tap(&self) {
                $rival::page::PageNumber::tap(self);
            }

            fn hang_up(&self) {
                $rival::page::PageNumber::hang_up(self);
            }

            #[cfg(test)]
            fn dismiss(&self) {
                $rival::page::PageNumber::dismiss(self);
            }
        }

        fn $name<W: Watcher>(watcher: Rc<W>) -> Box<dyn Page> {
            let page = $rival::page::PageNumber::new(calls(watcher));
            page.edit(|fields| {
                fields.listen_openid = "the listen_openid".into();
                fields.call_openid = "the call_openid".into();
            });
            Box::new(page)
        }
    )*};
}

rivals! {
    hand_written: rival_hand_written,
    smlang: rival_smlang,
    statig: rival_statig,
    rust_fsm: rival_rust_fsm,
    statum: rival_statum
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// Writes down everything that a page does.
    #[derive(Default)]
    struct Recorder {
        log: RefCell<Vec<String>>,
        calls: Cell<usize>,
        /// Which host call is refused.
        refused: Option<usize>,
    }

    impl Watcher for Recorder {
        fn host_call(&self, name: &str, options: &[&str]) {
            self.calls.set(self.calls.get() + 1);
            self.log.borrow_mut().push(format!("{name}{options:?}"));
        }

        fn change(&self, from: &dyn Debug, to: &dyn Debug, failed: bool) {
            // The cause is a part of some machines' state.
            let name = |state: &dyn Debug| {
                format!("{state:?}").chars().take_while(char::is_ascii_alphabetic).collect::<String>()
            };
            self.log.borrow_mut().push(format!(
                "{} => {}{}",
                name(from),
                name(to),
                if failed { " !" } else { "" }
            ));
        }

        fn refuses(&self) -> bool {
            self.refused == Some(self.calls.get())
        }
    }

    /// What a page does if the user taps, hangs up, dismisses a failure and does it all again.
    fn log(open: Open<Recorder>, refused: Option<usize>) -> Vec<String> {
        let recorder = Rc::new(Recorder { refused, ..Recorder::default() });
        let page = open(recorder.clone());
        for _ in 0..2 {
            page.tap();
            page.tap();
            page.dismiss();
            page.hang_up();
        }
        drop(page);
        recorder.log.take()
    }

    #[test]
    fn every_page_does_the_same() {
        for refused in [None, Some(1), Some(2), Some(3), Some(4)] {
            let [(_, by_hand), others @ ..] = subjects();
            let by_hand = log(by_hand, refused);
            for (name, open) in others {
                // What is done on a change, such as a toast, comes before or after its notification.
                let (mut one, mut other) = (by_hand.clone(), log(open, refused));
                one.sort();
                other.sort();
                assert_eq!(one, other, "{name}, call {refused:?} is refused");
            }
        }
    }

    #[test]
    fn a_flow_makes_the_host_calls_in_order() {
        for (name, open) in subjects() {
            let log = log(open, None);
            let calls: Vec<&str> = log.iter().filter(|line| line.contains('[')).map(String::as_str).collect();
            let flow = [
                r#"authorize["scope.record"]"#,
                r#"authorize["scope.camera"]"#,
                r#"setEnable1v1Chat["true"]"#,
                r#"join1v1Chat["the call_openid", "caller", "the listen_openid", "listener", "video"]"#,
                "exitVoIPChat[]",
            ];
            assert_eq!(calls, [flow, flow].concat(), "{name}");
        }
    }

    #[test]
    fn the_form_by_hand_has_what_the_form_of_the_macro_has() {
        use voip_runtime::Page as _;

        let (macro_spec, by_hand) = (*PageNumber::SPEC, rival_hand_written::form::SPEC);
        assert_eq!(macro_spec.name, by_hand.name);
        assert_eq!(macro_spec.title, by_hand.title);
        assert_eq!(macro_spec.route, by_hand.route);
        assert_eq!(macro_spec.button, by_hand.button);
        for (one, other) in macro_spec.fields.iter().zip(by_hand.fields) {
            assert_eq!(
                (one.name, one.key, one.label, one.placeholder, one.required_message),
                (other.name, other.data_name, Some(other.label), other.placeholder, other.required_message)
            );
        }
        assert_eq!(macro_spec.fields.len(), by_hand.fields.len());
    }
}
