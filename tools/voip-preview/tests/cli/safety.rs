//! Other people's words in our terminal, and files.

use voip_preview::Status;
use voip_runtime::record::Recording;

use crate::pages::Plain;
use crate::run;

const NASTY: &str = "doctor_name=\u{1b}[2J\u{7}\r\n\u{9b}31m\u{202e}\"小明\" 🎉";

#[test]
fn nothing_of_a_nickname_is_obeyed() {
    for args in [&["--set", NASTY][..], &["--set", NASTY, "--json"]] {
        let report = run(args);
        assert_eq!(report.status, Status::Done);
        let obeyed = |letter: char| letter != '\n' && letter.is_control() || letter == '\u{202e}';
        assert!(!report.out.contains(obeyed), "{:?}", report.out);
        assert!(report.out.contains("小明"), "{}", report.out);
        assert!(report.out.contains("🎉"), "{}", report.out);
    }
    assert_eq!(
        run(&["--set", NASTY]).out.lines().count(),
        run(&["--set", "doctor_name=a"]).out.lines().count()
    );
    // It reads back as it was.
    let json = run(&["--set", NASTY, "--json"]).out;
    let recording = Recording::read::<Plain>(&json).unwrap();
    let text = serde_json::to_value(&recording.records).unwrap().to_string();
    let (_, name) = NASTY.split_once('=').unwrap();
    assert!(text.contains(&serde_json::to_string(name).unwrap()), "{text}");
}

#[test]
fn errors_are_as_careful() {
    for args in [["--set", "a\u{1b}[2J=b"], ["--replay", "a\u{1b}[2J"], ["--record", "a\u{1b}[2J/b"]] {
        let report = run(&args);
        assert_ne!(report.status, Status::Done);
        assert!(!report.err.contains('\u{1b}'), "{:?}", report.err);
    }
}

#[test]
fn a_very_long_nickname_is_shortened_on_the_screen_alone() {
    let long = format!("doctor_name={}", "长".repeat(400_000));
    let report = run(&["--set", &long]);
    assert_eq!(report.status, Status::Done);
    assert!(report.out.len() < 10_000);
    assert!(report.out.contains("… (400,000 characters)"), "{}", report.out);
    let json = run(&["--set", &long, "--json"]).out;
    assert!(json.len() > 2 * 1_200_000);
}

#[test]
fn an_openid_may_hold_quotes_and_nul() {
    let report = run(&["--set", "doctor=a\"b\\\0c-long-enough", "--full-openids"]);
    assert_eq!(report.status, Status::Done);
    assert!(report.out.contains("\\u{0}"), "{}", report.out);
}
