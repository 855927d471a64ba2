//! `--record`, `--replay` and `--json`.

use std::fs;
use std::path::PathBuf;

use voip_preview::Status;
use voip_runtime::record::Recording;

use crate::pages::{Plain, Strict};
use crate::{changes, run, with};

/// An empty directory for one test.
pub(crate) fn directory(test: &str) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

fn files(directory: &PathBuf) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_recording_can_be_replayed() {
    let directory = directory("whatever");
    let file = directory.join("run.jsonl");
    let file = file.to_str().unwrap();
    let plans: [&[&str]; 14] = [
        &[],
        &["--deny", "camera"],
        &["--fail", "join=NotOpen"],
        &["--fail", "join=System", "--fail", "join=System"],
        &["--never", "enable"],
        &["--never", "join"],
        &["--late", "join=90s"],
        &["--late", "join=10s", "--leave-at", "5s"],
        &["--twice", "join", "--twice", "authorize"],
        &["--taps", "20", "--fail", "enable=Internal"],
        &["--listener", "closed"],
        &["--set", "mood=bad"],
        &["--set", "mood=none", "--taps", "3"],
        &["--set", "to="],
    ];
    for plan in plans {
        for more in [&[][..], &["--full-openids"]] {
            let recorded = with::<Strict>(&[plan, &["--record", file], more].concat());
            assert!(recorded.out.contains("Recorded to"), "{plan:?}\n{}{}", recorded.out, recorded.err);
            let replayed = with::<Strict>(&["--replay", file]);
            assert_eq!(replayed.status, Status::Done, "{plan:?}\n{}{}", replayed.out, replayed.err);
            assert_eq!(changes(&replayed), changes(&recorded), "{plan:?}");
            assert!(replayed.out.contains("matches the recording"), "{}", replayed.out);
        }
    }
    assert_eq!(files(&directory), ["run.jsonl"]);
}

#[test]
fn openids_are_aliased_unless_shown_in_full() {
    let secret = "oABCDEFGHIJ-very-personal";
    let set = format!("doctor={secret}");
    let directory = directory("hidden");
    let file = directory.join("run.jsonl");
    let record = ["--set", &set, "--record", file.to_str().unwrap()];
    let report = run(&record);
    assert!(!report.out.contains("oABC"), "{}", report.out);
    assert!(!fs::read_to_string(&file).unwrap().contains("oABC"));
    assert!(!run(&["--set", &set, "--json"]).out.contains("oABC"));
    let full = run(&[&record[..], &["--full-openids"]].concat());
    assert!(full.out.contains(secret), "{}", full.out);
    assert!(fs::read_to_string(&file).unwrap().contains(secret));
    assert!(run(&["--set", &set, "--json", "--full-openids"]).out.contains(secret));
    let replayed = run(&["--replay", file.to_str().unwrap()]);
    assert!(!replayed.out.contains("oABC"), "{}", replayed.out);
}

#[test]
fn json_prints_only_the_recording() {
    let report = run(&["--json"]);
    assert_eq!(report.status, Status::Done);
    let recording = Recording::read::<Plain>(&report.out).unwrap();
    assert!(report.out.lines().all(|line| line.starts_with('{')));
    assert_eq!(report.out.lines().count(), recording.records.len() + 1);
    let failed = run(&["--json", "--deny", "record"]);
    assert_eq!(failed.status, Status::NotDone);
    assert_eq!(failed.err, "");
    Recording::read::<Plain>(&failed.out).unwrap();

    let directory = directory("json");
    let file = directory.join("run.jsonl");
    let both = run(&["--json", "--record", file.to_str().unwrap()]);
    assert_eq!(both.out, fs::read_to_string(&file).unwrap());
    assert_eq!(run(&["--json", "--replay", file.to_str().unwrap()]).out, both.out);
}

/// Asserts that a file is refused with exit status 1, and that the error contains all `parts`.
#[track_caller]
fn refused(args: &[&str], parts: &[&str]) {
    let report = run(args);
    assert_eq!(report.status, Status::NotDone, "{args:?}");
    assert!(report.err.starts_with("error: "), "{}", report.err);
    for part in parts {
        assert!(report.err.contains(part), "{args:?}: {part}\n{}", report.err);
    }
}

#[test]
fn files_that_cannot_be_written_or_are_not_recordings_are_refused() {
    let directory = directory("something-else");
    let path = |name: &str| directory.join(name).to_str().unwrap().to_string();
    refused(&["--record", &path("no/such/run.jsonl")], &["no such directory"]);
    refused(&["--record", &path("")], &["is a directory"]);
    for (name, content) in
        [("notes.txt", "dear diary\n"), ("data.json", "{\"page\":1}\n"), ("binary", "\0\0")]
    {
        fs::write(path(name), content).unwrap();
        refused(&["--record", &path(name)], &[name, "not a recording"]);
        assert_eq!(fs::read_to_string(path(name)).unwrap(), content);
        refused(&["--record", &format!("{}/run.jsonl", path(name))], &[name]);
    }
    assert_eq!(files(&directory).len(), 3);
    // Recordings of any page, and empty files, are overwritten.
    fs::write(path("old.jsonl"), "{\"voip\":1,\"page\":\"Another\"}\n").unwrap();
    fs::write(path("empty"), "").unwrap();
    assert_eq!(run(&["--record", &path("old.jsonl")]).status, Status::Done);
    assert_eq!(run(&["--record", &path("empty")]).status, Status::Done);
    assert_eq!(run(&["--replay", &path("old.jsonl")]).status, Status::Done);
    assert_eq!(files(&directory).len(), 5);
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_devices_stay_devices() {
    use std::os::unix::fs::symlink;

    let directory = directory("links");
    let path = |name: &str| directory.join(name).to_str().unwrap().to_string();
    assert_eq!(run(&["--record", &path("real.jsonl")]).status, Status::Done);
    symlink(path("real.jsonl"), path("link")).unwrap();
    symlink(path("nowhere"), path("dangling")).unwrap();
    symlink("/dev/null", path("null")).unwrap();
    assert_eq!(run(&["--record", &path("link"), "--deny", "record"]).status, Status::NotDone);
    assert!(fs::symlink_metadata(path("link")).unwrap().is_symlink());
    assert!(fs::read_to_string(path("real.jsonl")).unwrap().contains("Denied"));
    refused(&["--record", &path("dangling")], &["a link to a file that does not exist"]);
    refused(&["--record", &path("null")], &["not a regular file"]);
}

#[cfg(unix)]
#[test]
fn special_files_are_not_read() {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    let directory = directory("not-ordinary");
    let path = |name: &str| directory.join(name).to_str().unwrap().to_string();
    symlink("/dev/zero", path("zero")).unwrap();
    assert!(Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    for file in ["/dev/zero", "/dev/null", &path("zero"), &path("pipe")] {
        refused(&["--replay", file], &[file, "cannot read", "not a regular file"]);
    }
    refused(&["--replay", &path("")], &["it is a directory"]);
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let file = directory("too-long").join("run.jsonl");
    fs::File::create(&file).unwrap().set_len(64_000_001).unwrap();
    refused(&["--replay", file.to_str().unwrap()], &["larger than 64 MB"]);
}

#[test]
fn a_recording_that_ends_in_the_middle_of_a_call_gives_a_warning() {
    let file = directory("middle").join("run.jsonl");
    let replayed = |lines: &[&str]| {
        fs::write(&file, format!("{}\n", lines.join("\n"))).unwrap();
        run(&["--replay", file.to_str().unwrap()])
    };
    let warning = "the recording ends in the middle of a call, in ";
    let recorded = run(&["--json"]).out;
    let lines: Vec<_> = recorded.lines().collect();
    for (call, state) in [
        ("\"authorize\"", "Authorizing"),
        ("\"setEnable1v1Chat\"", "Enabling"),
        ("\"join1v1Chat\"", "Joining"),
        ("\"to\":\"InCall\"", "InCall"),
    ] {
        let end = lines.iter().position(|line| line.contains(call)).unwrap();
        let report = replayed(lines.get(..=end).unwrap());
        assert_eq!(report.status, Status::Done, "{call}\n{}{}", report.out, report.err);
        assert!(report.out.contains(&format!("matches the recording: {end} lines")), "{}", report.out);
        assert!(report.out.contains(&format!("{warning}{state}.")), "{call}\n{}", report.out);
        assert!(!report.out.contains('✓'), "{}", report.out);
    }
    // No warning if the call has ended, or if the user has left the page.
    for args in [&["--json"][..], &["--json", "--deny", "record"], &["--json", "--leave-at", "1s"]] {
        let report = replayed(&run(args).out.lines().collect::<Vec<_>>());
        assert_eq!(report.status, Status::Done, "{args:?}");
        assert!(report.out.contains("✓ The page matches the recording"), "{args:?}\n{}", report.out);
        assert!(!report.out.contains(warning), "{args:?}\n{}", report.out);
    }
}

#[test]
fn unreadable_recordings_are_refused() {
    let directory = directory("cannot-be-read");
    let path = |name: &str| directory.join(name).to_str().unwrap().to_string();
    let valid = run(&["--json"]).out;
    refused(&["--replay", &path("missing.jsonl")], &["missing.jsonl", "no such file"]);
    refused(&["--replay", &path("")], &["is a directory"]);
    let cut = valid.get(..valid.len() - 10).unwrap();
    let last = format!("line {}", valid.lines().count());
    let files: [(&str, &[u8], &[&str]); 7] = [
        ("empty", b"", &["line 1", "empty"]),
        ("prose", b"hello\n", &["line 1", "expected the header"]),
        ("cut", cut.as_bytes(), &[&last, "incomplete"]),
        ("newer", b"{\"voip\":5,\"page\":\"Plain\"}\n", &["line 1", "versions up to 4"]),
        (
            "other",
            b"{\"voip\":1,\"page\":\"Strict\"}\n",
            &["line 1", "expected a recording of the page `Plain`", "`Strict`"],
        ),
        ("latin", b"{\"voip\":1,\"page\":\"Plain\"}\n{\"\xe4\":1}\n", &["line 2", "invalid UTF-8"]),
        (
            "back",
            b"{\"voip\":1,\"page\":\"Plain\"}\n{\"at\":5,\"input\":\"tap\"}\n{\"at\":4,\"input\":\"tap\"}\n",
            &["line 3"],
        ),
    ];
    for (name, content, parts) in files {
        fs::write(path(name), content).unwrap();
        refused(&["--replay", &path(name)], parts);
        // The runtime says why.
        if let Ok(text) = std::str::from_utf8(content) {
            let error = Recording::read::<Plain>(text).unwrap_err();
            refused(&["--replay", &path(name)], &[&error.to_string()]);
        }
        assert_eq!(run(&["--replay", &path(name)]).out, "");
    }
}

#[test]
fn a_divergence_is_reported_with_its_line() {
    let directory = directory("diverges");
    let file = directory.join("run.jsonl");
    let valid = run(&["--json"]).out;
    let lines: Vec<_> = valid.lines().collect();
    let joining = lines.iter().position(|line| line.contains("\"to\":\"Joining\"")).unwrap();
    fs::write(&file, valid.replace("\"to\":\"Joining\"", "\"to\":\"InCall\"")).unwrap();
    let args = ["--replay", file.to_str().unwrap()];
    refused(&args, &[&format!("line {}", joining + 1), "does not match the recording"]);
    let report = run(&args);
    assert_eq!(changes(&report), ["Idle → Authorizing", "Authorizing → Enabling"]);
}

/// A recording of a phone: the host gave an errno that the recorded build did not know, and a code that nobody knows.
#[test]
fn a_recording_of_a_phone_is_replayed_and_classified_again() {
    let lines = [
        r#"{"voip":3,"page":"Plain","redacted":true}"#,
        r#"{"note":"show","at":0}"#,
        r#"{"input":{"set":{"field":"doctor","value":"openid#1"}},"at":1}"#,
        r#"{"input":{"set":{"field":"patient","value":"openid#2"}},"at":1}"#,
        r#"{"input":{"set":{"field":"patientName","value":"text#3"}},"at":2}"#,
        r#"{"input":"tap","at":900}"#,
        r#"{"change":{"from":"Idle","to":"Authorizing","message":""},"at":901}"#,
        r#"{"call":{"number":0,"name":"authorize","own":false,"options":{"scope":"scope.record"}},"at":902}"#,
        r#"{"answer":{"to":0,"cause":"Other(103)","message":"authorize:fail","raw":{"errno":103,"errMsg":"authorize:fail"}},"at":990}"#,
        r#"{"change":{"from":"Authorizing","to":"Failed","cause":"Other(103)","message":"authorize:fail"},"at":990}"#,
        r#"{"call":{"number":1,"name":"showToast","own":false,"options":{"title":"唤起授权失败"}},"at":990}"#,
        r#"{"input":"dismiss","at":2000}"#,
        r#"{"change":{"from":"Failed","to":"Idle","message":""},"at":2000}"#,
        r#"{"input":"tap","at":3000}"#,
        r#"{"change":{"from":"Idle","to":"Authorizing","message":""},"at":3000}"#,
        r#"{"call":{"number":2,"name":"authorize","own":false,"options":{"scope":"scope.record"}},"at":3000}"#,
        r#"{"answer":{"to":2,"cause":"Other(-777)","message":"no","raw":{"errCode":-777,"errMsg":"no"}},"at":3100}"#,
        r#"{"change":{"from":"Authorizing","to":"Failed","cause":"Other(-777)","message":"no"},"at":3101}"#,
        r#"{"call":{"number":3,"name":"showToast","own":false,"options":{"title":"唤起授权失败"}},"at":3101}"#,
    ];
    let file = directory("phone").join("phone.jsonl");
    fs::write(&file, lines.join("\n")).unwrap();
    let report = run(&["--replay", file.to_str().unwrap()]);
    assert_eq!(report.status, Status::Done, "{}{}", report.out, report.err);
    let said = |line: &str| report.out.lines().any(|other| other.trim() == line);
    assert!(
        said("line 9: authorize was recorded as Other(103) and is Denied now: errno 103, `authorize:fail`"),
        "{}",
        report.out
    );
    assert!(said("line 17: authorize failed with an unknown cause: errCode -777, `no`"), "{}", report.out);
    // As JSON lines it is still a recording of a phone: it has redacted values, and replays.
    let json = run(&["--replay", file.to_str().unwrap(), "--json"]).out;
    assert!(json.starts_with("{\"voip\":4,\"page\":\"Plain\",\"redacted\":true}\n"), "{json}");
    fs::write(&file, json).unwrap();
    assert_eq!(run(&["--replay", file.to_str().unwrap()]).status, Status::Done);
    assert!(report.out.contains("note    the page is shown"), "{}", report.out);
}

#[test]
fn a_scenario_is_not_overwritten_by_a_recording() {
    let file = directory("scenario").join("kept.jsonl");
    let text = "{\"scenario\":1,\"voip\":4,\"page\":\"Plain\",\"expect\":{\"state\":\"Idle\"}}\n";
    fs::write(&file, text).unwrap();
    let report = run(&["--record", file.to_str().unwrap()]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.err.contains("the file exists and is not a recording"), "{}", report.err);
    assert_eq!(fs::read_to_string(file).unwrap(), text);
}
