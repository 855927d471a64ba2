//! Tests the preview as a program, as `cargo run -p video-call` runs it.

use std::io::Read as _;
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
