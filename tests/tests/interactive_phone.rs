//! An interactive phone: the dialogs that WeChat shows to its user.

use serde_json::json;
use voip_runtime::flow::Via;
use voip_runtime::prelude::*;
use voip_runtime::record::RecordKind;
use voip_runtime::sim::{Dialog, Play, Screen, SimHost, Step};
use voip_runtime::spec::Scope;
use voip_runtime::{Host, Session};
use voip_tests::{Plain, Recovering, millis, page_on, recorded, ringing, secs};

fn interactive() -> SimHost {
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
fn the_phone_asks_for_one_scope_after_another() {
    let host = interactive();
    let page = page_on::<Plain>(&host, "o");
    assert_eq!(host.screen(), Screen::default());
    page.tap();
    assert!(host.run() && host.now() == secs(0), "the phone waits for the user");
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
fn the_phone_asks_for_each_scope_only_once() {
    let host = interactive();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    assert!(host.refuse());
    assert_eq!((page.state(), host.permission(Scope::Record)), (State::Failed, Some(false)));
    page.tap();
    assert_eq!(host.screen().dialog, None);
    assert!(host.run());
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::Denied));
    assert!(host.now() < secs(1), "the phone denies it without asking");
    host.set_permission(Scope::Record, None);
    page.tap();
    assert_eq!(host.screen().dialog, Some(permission("scope.record")));
}

#[test]
fn a_user_turns_a_scope_on_in_the_settings() {
    let host = interactive();
    host.set_permission(Scope::Record, Some(false));
    let page = page_on::<Recovering>(&host, "o");
    page.tap();
    assert!(host.run());
    assert_eq!(host.screen().dialog, Some(Dialog::AskSettings));
    assert!(!host.turn(Scope::Record, true) && host.allow());
    let settings = |on| Some(Dialog::Settings { scopes: vec![("scope.record".into(), on)] });
    assert_eq!(host.screen().dialog, settings(false));
    assert!(!host.turn(Scope::Camera, true), "the settings list only scopes that were requested");
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
fn without_a_change_in_the_settings_the_page_fails() {
    for opens_settings in [false, true] {
        let host = interactive();
        host.set_permission(Scope::Record, Some(false));
        let page = page_on::<Recovering>(&host, "o");
        page.tap();
        assert!(host.run());
        if opens_settings {
            assert!(host.allow() && host.leave_settings());
        } else {
            assert!(host.refuse());
        }
        assert!(host.run() && host.screen().dialog.is_none());
        assert_eq!((page.state(), cause(&page)), (State::Failed, Some(Cause::Denied)));
    }
}

#[test]
fn leaving_the_page_closes_its_dialog() {
    let host = interactive();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    assert!(host.screen().dialog.is_some());
    page.leave();
    assert_eq!((host.screen().dialog, host.allow()), (None, false));
    let new_page = page_on::<Plain>(&host, "o");
    new_page.tap();
    assert!(host.allow());
    assert_eq!(host.screen().dialog, Some(permission("scope.camera")));
}

#[test]
fn a_scripted_answer_shows_no_dialog() {
    let host = interactive();
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
fn the_screen_serializes_as_the_browser_expects() {
    let (_alice, bob, _page) = ringing();
    assert_eq!(
        json!(bob.screen()),
        json!({
            "dialog": null,
            "call": {
                "outgoing": false, "name": "caller", "roomType": "video", "backgroundType": 0,
                "connectedAt": null, "muted": false, "disableSwitchVoice": false, "notRinging": null
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
    for (dialog, expected) in dialogs {
        assert_eq!(json!(dialog), expected);
    }
}

#[test]
fn the_user_opens_the_settings_in_the_menu() {
    let host = interactive();
    let page = page_on::<Plain>(&host, "o");
    assert!(host.open_settings() && !host.open_settings());
    assert_eq!(host.screen().dialog, Some(Dialog::Settings { scopes: vec![] }));
    assert!(host.leave_settings());
    page.tap();
    assert!(!host.open_settings(), "another dialog is shown");
    assert!(host.refuse() && host.open_settings());
    assert!(host.turn(Scope::Record, true) && host.leave_settings());
    page.tap();
    host.run_for(secs(1));
    assert_eq!(host.screen().dialog, Some(permission("scope.camera")), "the first scope is allowed now");
}

#[test]
fn a_refused_modal_is_no_success_of_open_setting() {
    let host = interactive();
    let recording = recorded::<Recovering>(&host, |page| {
        page.tap();
        assert!(host.refuse() && host.refuse() && host.run());
        assert_eq!(cause(page), Some(Cause::Denied));
    });
    let opened = recording.records.iter().find_map(|record| match &record.what {
        RecordKind::Call(call) if call.name == "openSetting" => Some(call.number),
        _ => None,
    });
    let answer = recording.records.iter().find_map(|record| match &record.what {
        RecordKind::Answer(answer) if Some(answer.to) == opened => Some(answer.cause),
        _ => None,
    });
    assert_eq!(answer, Some(Some(Cause::Denied)));
}
