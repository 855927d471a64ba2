use std::string::{String, ToString};
use std::vec::Vec;

use super::{dot, json, mermaid};
use crate::cause::Cause;
use crate::field::FieldKind;
use crate::flow::{Action, Edge, Flow, Row, Via};
use crate::spec::{FieldSpec, Receive, Role, Scope, Spec};
use crate::state::State;

const FIELDS: &[FieldSpec] = &[FieldSpec::new("listen_openid", "listenOpenid", FieldKind::OpenId)
    .role(Role::ListenerOpenid)
    .label("对方openid")
    .required_message("请填写对方openid")
    .query("doctor")];

/// Every keyword of an edge.
const FULL: Flow = Flow::new([
    Row::new(&[Edge::to(State::Authorizing)]),
    Row::new(&[
        Edge::to(State::Enabling),
        Edge::to(State::Authorizing).on(&[Cause::Denied]).via(Via::OpenSetting).retry(0, 1),
        Edge::to(State::Failed).then(&[Action::toast("请允许")]),
    ]),
    Row::new(&[
        Edge::to(State::Joining),
        Edge::to(State::Idle).then(&[Action::toast("已取消")]),
        Edge::to(State::Failed),
    ])
    .within(10_000),
    Row::new(&[
        Edge::to(State::InCall),
        Edge::to(State::Joining).on(&[Cause::System, Cause::Other(-5)]).retry(1, 2).after(120_000),
        Edge::to(State::Failed)
            .then(&[Action::toast("失败"), Action::Run { hook: 0, path: "hooks::report" }]),
    ])
    .within(1500),
    Row::new(&[
        Edge::to(State::Idle).then(&[Action::Spawn { hook: 0, path: "hooks::send" }]),
        Edge::to(State::Failed).on(&[Cause::NoAnswer, Cause::Interrupted]),
        Edge::to(State::Idle).on(&[Cause::Timeout]).then(&[Action::toast_for("到时", 5000)]),
    ])
    .ring(45_000)
    .within(1_800_000),
    Row::new(&[Edge::to(State::Authorizing), Edge::to(State::Idle)]),
]);

fn spec() -> Spec {
    Spec {
        name: "Support",
        title: "客服",
        route: "pages/support/index",
        button: "呼叫",
        scopes: &[Scope::Record],
        fields: FIELDS,
        flow: FULL,
        ..Spec::STUB
    }
}

/// A page with this text as its title and its only toast.
fn page_with_text(text: &'static str) -> Spec {
    let actions: &'static [Action] = std::vec![Action::toast(text)].leak();
    let edges = std::vec![Edge::to(State::Enabling), Edge::to(State::Failed).then(actions)].leak();
    let mut spec = Spec { title: text, ..Spec::STUB };
    spec.flow.rows[1] = Row::new(edges);
    spec
}

const NASTY: &str = "a\"b'\nc;d:e\\f#g<b>&amp;%%{}\u{1b}[31m\u{202e}世界🎉";

#[test]
fn mermaid_labels_each_edge_and_draws_parallel_edges_as_one() {
    let lines = mermaid(&spec());
    let expected = "\
---
title: \"客服\"
---
stateDiagram-v2
    [*] --> Idle
    Idle --> Authorizing: tap
    Authorizing --> Enabling: success
    Authorizing --> Authorizing: Denied via open_setting retry 1
    Authorizing --> Failed: any other failure / toast #34;请允许#34;
    Enabling --> Joining: success within 10s
    Enabling --> Idle: cancel / toast #34;已取消#34;
    Enabling --> Failed: failure
    Joining --> InCall: success within 1500ms
    Joining --> Joining: System, -5 retry 2 after 2m
    Joining --> Failed: any other failure / toast #34;失败#34;, run hooks#58;#58;report
    InCall --> Idle: the call ends / spawn hooks#58;#58;send<br/>Timeout within 30m / toast #34;到时#34; 5s
    InCall --> Failed: NoAnswer, Interrupted ring 45s
    Failed --> Authorizing: tap
    Failed --> Idle: dismiss
";
    assert_eq!(lines, expected);
}

#[test]
fn dot_labels_each_edge() {
    let text = dot(&spec());
    assert!(text.starts_with("digraph \"Support\" {\n    label = \"客服\";\n"), "{text}");
    assert!(text.contains("    Idle -> Authorizing [label = \"tap\"];\n"), "{text}");
    assert!(
        text.contains(
            "Joining -> Failed [label = \"any other failure\\ntoast \\\"失败\\\", run hooks::report\"];"
        ),
        "{text}"
    );
    assert!(text.ends_with("}\n"), "{text}");
}

/// The flow of a page that never calls: it has two rows, and Enabling leads to Idle.
const WITHOUT_CALLS: Flow = Flow::new([
    Row::new(&[]),
    Row::new(&[Edge::to(State::Enabling), Edge::to(State::Failed)]),
    Row::new(&[
        Edge::to(State::Idle),
        Edge::to(State::Idle).on(&[Cause::Unsupported]),
        Edge::to(State::Failed),
    ])
    .within(15_000),
    Row::new(&[]),
    Row::new(&[]),
    Row::new(&[]),
]);

#[test]
fn a_page_that_never_calls_begins_in_authorizing() {
    let expected = "\
---
title: \"\"
---
stateDiagram-v2
    [*] --> Authorizing
    Authorizing --> Enabling: success
    Authorizing --> Failed: failure
    Enabling --> Idle: success within 15s<br/>Unsupported
    Enabling --> Failed: any other failure
";
    let receive = Some(Receive { on_show: true, only: true });
    let spec = Spec { receive, flow: WITHOUT_CALLS, ..Spec::STUB };
    assert_eq!(mermaid(&spec), expected);
    assert!(dot(&spec).contains("    start -> Authorizing;\n"));
    let page: serde_json::Value = serde_json::from_str(&json(&spec)).unwrap();
    assert_eq!(page["receive"], serde_json::json!({"on_show": true, "only": true}));
    let states: Vec<_> = page["flow"].as_array().unwrap().iter().map(|row| &row["state"]).collect();
    assert_eq!(states, ["Authorizing", "Enabling"]);
    assert_eq!(page["flow"][1]["edges"][0]["event"], "success");
}

#[test]
fn a_mermaid_label_holds_any_text() {
    let text = mermaid(&page_with_text(NASTY));
    let label = text.lines().find(|line| line.contains("toast")).unwrap();
    let (_, label) = label.split_once(": ").unwrap();
    // Outside the entities there is nothing that ends a label.
    let mut plain = String::new();
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('#') {
        plain.push_str(before);
        let (code, after) = after.split_once(';').unwrap();
        plain.push(char::from_u32(code.parse().unwrap()).unwrap());
        assert!(!before.contains([';', ':', '"', '\\', '<', '%']), "{before}");
        rest = after;
    }
    plain.push_str(rest);
    assert!(!label.contains('\u{1b}'));
    let shown = "a\"b'\\nc;d:e\\f#g<b>&amp;%%{}\\u{1b}[31m\\u{202e}世界🎉";
    assert_eq!(plain, format!("failure / toast \"{shown}\""));
    assert_eq!(text.lines().count(), mermaid(&page_with_text("words")).lines().count());
}

#[test]
fn a_dot_label_holds_any_text() {
    let text = dot(&page_with_text(NASTY));
    assert_eq!(text.lines().count(), dot(&page_with_text("words")).lines().count());
    for line in text.lines().filter(|line| line.contains("label")) {
        let mut open = false;
        let mut letters = line.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => drop(letters.next()),
                '"' => open = !open,
                _ => {}
            }
        }
        assert!(!open, "{line}");
    }
    assert!(text.contains("&amp;amp;"), "{text}");
}

#[test]
fn json_has_the_whole_declaration() {
    let text = json(&spec());
    let page: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(page["name"], "Support");
    assert_eq!(page["route"], "pages/support/index");
    assert_eq!(page["scopes"], serde_json::json!(["scope.record"]));
    let field = &page["fields"][0];
    assert_eq!(field["key"], "listenOpenid");
    assert_eq!(field["role"], "listener.openid");
    assert_eq!(field["label"], "对方openid");
    assert_eq!(field["kind"], "openid");
    assert_eq!(field["required"], true);
    assert_eq!(field["query"], "doctor");
    let rows: Vec<_> = page["flow"].as_array().unwrap().iter().map(|row| row["state"].to_string()).collect();
    assert_eq!(rows.len(), State::ALL.len());
    let joining = &page["flow"][3];
    assert_eq!(joining["within_ms"], 1500);
    assert_eq!(
        joining["edges"][1],
        serde_json::json!({
            "to": "Joining", "event": null, "on": ["System", -5], "via": null, "retry": 2,
            "after_ms": 120_000, "actions": []
        })
    );
    assert_eq!(
        joining["edges"][2]["actions"],
        serde_json::json!([{"toast": "失败"}, {"run": "hooks::report"}])
    );
    let call = &page["flow"][4];
    assert_eq!((&call["ring_ms"], &call["within_ms"]), (&45_000.into(), &1_800_000.into()));
    assert_eq!(call["edges"][0]["actions"], serde_json::json!([{"spawn": "hooks::send"}]));
    assert_eq!(call["edges"][2]["actions"][0]["duration_ms"], 5000);
    assert_eq!(page["flow"][1]["edges"][1]["via"], "open_setting");
    assert_eq!(page["flow"][2]["edges"][1]["event"], "cancel");
    assert_eq!(page["flow"][5]["edges"][1]["event"], "dismiss");
}

#[test]
fn json_holds_any_text() {
    let text = json(&page_with_text(NASTY));
    assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text}");
    let page: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(page["title"], NASTY);
    assert_eq!(page["flow"][0]["edges"][1]["actions"][0]["toast"], NASTY);
}
