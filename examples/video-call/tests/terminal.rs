//! Tests the preview as a program, as `cargo run -p video-call` runs it.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

fn video_call(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_video-call"));
    command.args(args);
    command
}

#[test]
fn the_exit_status_reports_the_result() {
    let runs: [(&[&str], i32); 5] = [
        (&[], 0),
        (&["--explore"], 0),
        (&["--deny", "record"], 1),
        (&["--fail", "join=NotOpne"], 2),
        (&["--help"], 0),
    ];
    for (args, status) in runs {
        let output = video_call(args).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{args:?}");
        // The output is a pipe and not a terminal, so there are no colours.
        assert!(!output.stdout.contains(&0x1b), "{args:?}");
        assert_eq!(output.stderr.is_empty(), status != 2, "{args:?}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    // More than a pipe holds, so that the program is still writing when the pipe is closed.
    let name = format!("listen_name={}", "a".repeat(100_000));
    let mut command = video_call(&["--json", "--set", &name]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_scenario_is_compared_with_its_expectation() {
    // A crate whose scenarios are those of this one, and one that is wrong and one that is invalid.
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("scenarios-in-the-terminal");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("scenarios")).unwrap();
    let busy = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/busy.jsonl")).unwrap();
    let write = |name: &str, text: &str| {
        fs::write(folder.join("scenarios").join(format!("{name}.jsonl")), text).unwrap();
    };
    write("busy", &busy);
    write("wrong", &busy.replace(r#""cause":"OnCall""#, r#""cause":"System""#));
    write("broken", &busy.replace("tap", "ta"));
    for (name, status, out, err) in [
        ("busy", 0, "As expected: Failed (OnCall)\n", ""),
        (
            "wrong",
            1,
            "Joining → Failed",
            "the scenario `wrong` is not as expected: line 1: expected Failed (System), found Failed (OnCall)",
        ),
        ("broken", 1, "", "the scenario `broken` is invalid: line 2: invalid input: unknown variant `ta`"),
        ("nobody", 2, "", "no scenario `nobody`: the scenarios in "),
        ("../busy", 2, "", "broken, busy, wrong"),
    ] {
        let output = video_call(&["--scenario", name]).env("CARGO_MANIFEST_DIR", &folder).output().unwrap();
        let [stdout, stderr] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        assert_eq!(output.status.code(), Some(status), "{name}: {stderr}");
        assert!(stdout.contains(out) && stderr.contains(err), "{name}: {stdout}{stderr}");
    }
    // The records, for another program.
    let output =
        video_call(&["--scenario", "busy", "--json"]).env("CARGO_MANIFEST_DIR", &folder).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(r#"{"voip":"#));
    let both = video_call(&["--scenario", "busy", "--explore"]).output().unwrap();
    assert_eq!(both.status.code(), Some(2));
}
