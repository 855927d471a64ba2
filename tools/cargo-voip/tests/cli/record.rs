//! `--record`: a mini-program that records what happens on the phone.

use serde_json::{Value, json};

use crate::Project;

const PAGE: &str = "out/pages/video-call/index";

fn with(record: &str) -> Project {
    let project = Project::new();
    project.write(
        "Cargo.toml",
        &format!("[package]\nname = \"demo\"\n[package.metadata.voip]\nrecord = {record}\n"),
    );
    project
}

/// What the page declares for the recorder, and the `record` of the report.
fn built(project: &Project, args: &[&str]) -> (Option<String>, Value) {
    let run = project.built(&[&["--out", "out", "--json"], args].concat());
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let script = project.read(&format!("{PAGE}.js"));
    let declared = script.lines().find(|line| line.contains("record:")).map(|line| line.trim().to_owned());
    let has_recorder = project.read("out/voip/voip.js").contains("handleCopyRecording");
    let wxml = project.read(&format!("{PAGE}.wxml"));
    let copies = wxml.lines().filter(|line| line.contains("bindlongpress=\"handleCopyRecording\""));
    let copies: Vec<&str> = copies.filter_map(|line| line.split('"').nth(1)).collect();
    // As a page, and inside another page.
    let expected: &[&str] = if declared.is_some() { &["{{pageDepth}}", "{{!pageDepth}}"] } else { &[] };
    assert_eq!((has_recorder, copies.as_slice()), (declared.is_some(), expected));
    (declared, report["record"].clone())
}

#[test]
fn a_build_records_on_request() {
    let redacted = "record: ['VideoCall', false, 'openid', 'private', 'openid', 'private'],";
    let full = redacted.replace("false", "true");
    assert_eq!(built(&Project::new(), &[]), (None, json!(false)));
    assert_eq!(built(&Project::new(), &["--record"]), (Some(redacted.into()), json!(true)));
    assert_eq!(built(&Project::new(), &["--record=full"]), (Some(full.clone()), json!("full")));
    assert_eq!(built(&with("false"), &[]), (None, json!(false)));
    assert_eq!(built(&with("true"), &[]), (Some(redacted.into()), json!(true)));
    assert_eq!(built(&with("\"full\""), &[]), (Some(full), json!("full")));
    assert_eq!(built(&with("\"full\""), &["--record"]), (Some(redacted.into()), json!(true)));
}

#[test]
fn the_report_says_that_it_records() {
    let plain = Project::new().built(&["--out", "out"]).out;
    assert!(!plain.contains("Recording") && !plain.contains("剪贴板"), "{plain}");
    let redacted = Project::new().built(&["--out", "out", "--record"]).out;
    for text in ["do not release it", "长按", "setClipboardData", "--replay", "are replaced by aliases"] {
        assert!(redacted.contains(text), "{text}: {redacted}");
    }
    let full = Project::new().built(&["--out", "out", "--record=full"]).out;
    assert!(full.contains("it contains what users and servers wrote"), "{full}");
}

#[test]
fn invalid_values() {
    for value in ["\"some\"", "1"] {
        with(value).rejected(&["--out", "out"], &["expected `true`, `false` or `\"full\"` for `record`"]);
    }
    let run = Project::new().build(&["--record=some"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("--record"), "{}", run.err);
}
