//! Untrusted text in the terminal and in files.

use voip_preview::Status;
use voip_runtime::record::Recording;

use crate::pages::Plain;
use crate::run;

const UNSAFE: &str = "doctor_name=\u{1b}[2J\u{7}\r\n\u{9b}31m\u{202e}\"小明\" 🎉";

#[test]
fn unsafe_characters_of_a_nickname_are_escaped() {
    for args in [&["--set", UNSAFE][..], &["--set", UNSAFE, "--json"]] {
        let report = run(args);
        assert_eq!(report.status, Status::Done);
        let is_unsafe = |letter: char| letter != '\n' && letter.is_control() || letter == '\u{202e}';
        assert!(!report.out.contains(is_unsafe), "{:?}", report.out);
        assert!(report.out.contains("小明"), "{}", report.out);
        assert!(report.out.contains("🎉"), "{}", report.out);
    }
    assert_eq!(
        run(&["--set", UNSAFE]).out.lines().count(),
        run(&["--set", "doctor_name=a"]).out.lines().count()
    );
    // Reading the recording gives the original text.
    let json = run(&["--set", UNSAFE, "--json"]).out;
    let recording = Recording::read::<Plain>(&json).unwrap();
    let text = serde_json::to_value(&recording.records).unwrap().to_string();
    let (_, name) = UNSAFE.split_once('=').unwrap();
    assert!(text.contains(&serde_json::to_string(name).unwrap()), "{text}");
}

#[test]
fn unsafe_characters_in_errors_are_escaped() {
    for args in [["--set", "a\u{1b}[2J=b"], ["--replay", "a\u{1b}[2J"], ["--record", "a\u{1b}[2J/b"]] {
        let report = run(&args);
        assert_ne!(report.status, Status::Done);
        assert!(!report.err.contains('\u{1b}'), "{:?}", report.err);
    }
}

#[test]
fn a_long_nickname_is_shortened_in_the_timeline_only() {
    let long = format!("doctor_name={}", "长".repeat(400_000));
    let report = run(&["--set", &long]);
    assert_eq!(report.status, Status::Done);
    assert!(report.out.len() < 10_000);
    assert!(report.out.contains("… (400,000 characters)"), "{}", report.out);
    let json = run(&["--set", &long, "--json"]).out;
    assert!(json.len() > 2 * 1_200_000);
}

#[test]
fn an_openid_can_contain_quotes_and_nul() {
    let report = run(&["--set", "doctor=a\"b\\\0c-long-enough", "--full-openids"]);
    assert_eq!(report.status, Status::Done);
    assert!(report.out.contains("\\u{0}"), "{}", report.out);
}
