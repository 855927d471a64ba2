use core::time::Duration;
use std::string::{String, ToString};
use std::vec::Vec;

use super::{dot, json, mermaid};
use crate::cause::Cause;
use crate::field::FieldKind;
use crate::flow::{Action, Edge, Flow, Retry, Row, Via};
use crate::spec::{FieldSpec, Role, Scope, Spec};
use crate::state::State;

const fn edge(to: State) -> Edge {
    Edge { to, on: &[], via: None, retry: None, after: None, actions: &[] }
}

const FIELDS: &[FieldSpec] = &[FieldSpec {
    name: "listen_openid",
    key: "listenOpenid",
    role: Some(Role::ListenerOpenid),
    label: Some("对方openid"),
    placeholder: "",
    required_message: "请填写对方openid",
    optional: false,
    query: Some("doctor"),
    read_only: false,
    max_length: None,
    variants: &[],
    kind: FieldKind::OpenId,
}];

/// Every keyword of an edge.
const FULL: Flow = Flow::new([
    Row::new(&[edge(State::Authorizing)]),
    Row {
        within: None,
        ring: None,
        edges: &[
            edge(State::Enabling),
            Edge {
                on: &[Cause::Denied],
                via: Some(Via::OpenSetting),
                retry: Some(Retry { counter: 0, limit: 1 }),
                ..edge(State::Authorizing)
            },
            Edge { actions: &[Action::toast("请允许")], ..edge(State::Failed) },
        ],
    },
    Row {
        within: Some(Duration::from_secs(10)),
        ring: None,
        edges: &[
            edge(State::Joining),
            Edge { actions: &[Action::toast("已取消")], ..edge(State::Idle) },
            edge(State::Failed),
        ],
    },
    Row {
        within: Some(Duration::from_millis(1500)),
        ring: None,
        edges: &[
            edge(State::InCall),
            Edge {
                on: &[Cause::System, Cause::Other(-5)],
                retry: Some(Retry { counter: 1, limit: 2 }),
                after: Some(Duration::from_secs(120)),
                ..edge(State::Joining)
            },
            Edge {
                actions: &[Action::toast("失败"), Action::Run { hook: 0, path: "hooks::report" }],
                ..edge(State::Failed)
            },
        ],
    },
    Row {
        within: None,
        ring: None,
        edges: &[edge(State::Idle), Edge { on: &[Cause::Interrupted], ..edge(State::Failed) }],
    },
    Row::new(&[edge(State::Authorizing), edge(State::Idle)]),
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
    let action: &'static [Action] = std::vec![Action::toast(text)].leak();
    let failed: &'static [Edge] =
        std::vec![edge(State::Enabling), Edge { actions: action, ..edge(State::Failed) }].leak();
    let mut spec = Spec { title: text, ..Spec::STUB };
    spec.flow.rows[1] = Row::new(failed);
    spec
}

const NASTY: &str = "a\"b'\nc;d:e\\f#g<b>&amp;%%{}\u{1b}[31m\u{202e}世界🎉";

#[test]
fn mermaid_labels_each_edge() {
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
    InCall --> Idle: the call ends
    InCall --> Failed: Interrupted
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
    assert_eq!(page["flow"][1]["edges"][1]["actions"][0]["toast"], NASTY);
}
