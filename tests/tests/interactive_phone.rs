//! A phone that a person attends: what WeChat asks them.

use serde_json::json;
use voip_runtime::flow::Via;
use voip_runtime::prelude::*;
use voip_runtime::sim::{Dialog, Play, Screen, SimHost, Step};
use voip_runtime::spec::Scope;
use voip_runtime::{Host, Session};
use voip_tests::{Plain, Recovering, millis, page_on, ringing, secs};

fn attended() -> SimHost {
    let host = SimHost::new();
    host.make_interactive();
    host
}

fn permission(scope: &str) -> Dialog {
    Dialog::Permission { scope: scope.into() }
}

fn cause(page: &Session<Recovering>) -> Option<Cause> {
    page.error().map(|error| error.cause())
}

#[test]
fn is_asked_for_one_scope_after_another() {
    let host = attended();
    let page = page_on::<Plain>(&host, "o");
    assert_eq!(host.screen(), Screen::default());
    page.tap();
    assert!(host.run() && host.now() == secs(0), "nothing happens until the person decides");
    for scope in [Scope::Record, Scope::Camera] {
        assert_eq!(host.screen().dialog, Some(permission(scope.name())));
        assert_eq!(host.permission(scope), None);
        assert!(!host.turn(scope, true) && !host.leave_settings());
        assert!(host.allow());
        assert_eq!(host.permission(scope), Some(true));
        host.run_for(millis(1));
    }
    assert_eq!((host.screen().dialog, host.allow(), host.refuse()), (None, false, false));
    host.run_for(secs(1));
    assert_eq!(page.state(), State::InCall);
}

#[test]
fn is_asked_only_once() {
    let host = attended();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    assert!(host.refuse());
    assert_eq!((page.state(), host.permission(Scope::Record)), (State::Failed, Some(false)));
    page.tap();
    assert_eq!(host.screen().dialog, None);
    assert!(host.run());
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::Denied));
    assert!(host.now() < secs(1), "at once");
    host.set_permission(Scope::Record, None);
    page.tap();
    assert_eq!(host.screen().dialog, Some(permission("scope.record")));
}

#[test]
fn turns_a_scope_on_in_the_settings_page() {
    let host = attended();
    host.set_permission(Scope::Record, Some(false));
    let page = page_on::<Recovering>(&host, "o");
    page.tap();
    assert!(host.run());
    assert_eq!(host.screen().dialog, Some(Dialog::AskSettings));
    assert!(!host.turn(Scope::Record, true) && host.allow());
    let settings = |on| Some(Dialog::Settings { scopes: vec![("scope.record".into(), on)] });
    assert_eq!(host.screen().dialog, settings(false));
    assert!(!host.turn(Scope::Camera, true), "it was never asked for");
    assert!(!host.allow() && !host.refuse());
    assert!(host.turn(Scope::Record, false) && host.turn(Scope::Record, true));
    assert_eq!(host.screen().dialog, settings(true));
    assert_eq!(page.state(), State::Authorizing);
    assert!(host.leave_settings() && host.run());
    assert_eq!(host.screen().dialog, Some(permission("scope.camera")));
    assert!(host.allow() && host.run_for(secs(1)));
    assert_eq!(page.state(), State::InCall);
}

#[test]
fn who_does_not_go_to_the_settings_is_refused_once_more() {
    for goes in [false, true] {
        let host = attended();
        host.set_permission(Scope::Record, Some(false));
        let page = page_on::<Recovering>(&host, "o");
        page.tap();
        assert!(host.run());
        if goes {
            assert!(host.allow() && host.leave_settings());
        } else {
            assert!(host.refuse());
        }
        assert!(host.run() && host.screen().dialog.is_none());
        assert_eq!((page.state(), cause(&page)), (State::Failed, Some(Cause::Denied)));
    }
}

#[test]
fn a_dialog_goes_with_its_page() {
    let host = attended();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    assert!(host.screen().dialog.is_some());
    page.leave();
    assert_eq!((host.screen().dialog, host.allow()), (None, false));
    let again = page_on::<Plain>(&host, "o");
    again.tap();
    assert!(host.allow());
    assert_eq!(host.screen().dialog, Some(permission("scope.camera")));
}

#[test]
fn a_script_is_not_asked_about() {
    let host = attended();
    host.play(Step::Authorize, [Play::fail(Cause::PrivacyRefused)]);
    let page = page_on::<Recovering>(&host, "o");
    page.tap();
    assert!(host.screen().dialog.is_none() && host.run());
    assert_eq!(cause(&page), Some(Cause::PrivacyRefused));
    host.play_always(Step::Authorize, Some(Play::succeed()));
    host.play_via(Via::OpenSetting, [Play::succeed().late(secs(3))]);
    host.play(Step::Authorize, [Play::fail(Cause::Denied)]);
    let before = host.now();
    page.tap();
    while page.state() != State::InCall {
        assert!(host.screen().dialog.is_none() && host.step(secs(60)));
    }
    assert!(host.now().saturating_sub(before) > secs(3));
}

#[test]
fn the_screen_is_written_as_the_browser_reads_it() {
    let (_alice, bob, _page) = ringing();
    assert_eq!(
        json!(bob.screen()),
        json!({
            "dialog": null,
            "call": {
                "outgoing": false, "name": "caller", "roomType": "video", "backgroundType": 0,
                "connectedAt": null, "muted": false
            }
        })
    );
    let dialogs = [
        (
            Dialog::Permission { scope: "scope.record".into() },
            json!({ "permission": { "scope": "scope.record" } }),
        ),
        (Dialog::AskSettings, json!("askSettings")),
        (
            Dialog::Settings { scopes: vec![("scope.record".into(), true)] },
            json!({ "settings": { "scopes": [["scope.record", true]] } }),
        ),
    ];
    for (dialog, written) in dialogs {
        assert_eq!(json!(dialog), written);
    }
}
