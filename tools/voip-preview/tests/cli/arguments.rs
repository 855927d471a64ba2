//! Errors for wrong arguments, and `--help`.

use voip_preview::{Colours, Status};

use crate::pages::{Plain, Strict};
use crate::{preview, run, with};

/// Asserts that the arguments are wrong, and that the error contains all `parts`.
#[track_caller]
fn wrong(args: &[&str], parts: &[&str]) {
    let report = run(args);
    assert_eq!(report.status, Status::Wrong, "{args:?}\n{}", report.err);
    assert_eq!(report.out, "", "{args:?}");
    for part in parts {
        assert!(report.err.contains(part), "{args:?}: {part}\n{}", report.err);
    }
}

#[test]
fn unknown_flags() {
    wrong(&["--bogus"], &["--bogus"]);
    wrong(&["--explor"], &["--explore"]);
    wrong(&["extra"], &["extra"]);
}

#[test]
fn unknown_values() {
    wrong(&["--deny", "foo"], &["record", "camera"]);
    wrong(&["--never", "foo"], &["authorize", "enable", "join"]);
    wrong(&["--listener", "foo"], &["reachable", "not-enabled", "closed"]);
    wrong(&["--graph", "svg"], &["mermaid", "dot", "json"]);
    wrong(&["--taps", "0"], &["1..=1000"]);
    wrong(&["--taps", "1001"], &["1..=1000"]);
    wrong(&["--taps", "-1"], &["'-1'", "--taps", "1..=1000"]);
    wrong(&["--taps", "two"], &["two"]);
}

#[test]
fn durations() {
    for text in ["5", "1h", "-1s", "1.5s", "", "s", "99999999999999999999m"] {
        wrong(&[&format!("--leave-at={text}")], &["--leave-at"]);
        wrong(&[&format!("--late=join={text}")], &["--late"]);
    }
    wrong(&["--leave-at", "5"], &["expected a whole number with `ms`, `s` or `m`"]);
    wrong(&["--late", "join=8"], &["invalid duration `8`: expected a whole number with `ms`, `s` or `m`"]);
}

#[test]
fn steps_and_causes() {
    wrong(&["--fail", "jion=NotOpen"], &["unknown step `jion`", "`authorize`, `enable` or `join`"]);
    wrong(&["--fail", "join"], &["expected STEP=CAUSE"]);
    wrong(
        &["--fail", "join=Foo"],
        &["unknown cause `Foo`", "NotOpen (-20000)", "System (-1000)", "another code"],
    );
    wrong(&["--fail", "join=Notopen"], &["did you mean `NotOpen`?"]);
    wrong(&["--fail", "join="], &["join can fail with"]);
    wrong(
        &["--fail", "authorize=-20002"],
        &["authorize cannot fail with OnCall", "Denied", "PrivacyRefused"],
    );
    for code in ["2147483648", "-2147483649", "99999999999"] {
        let range = "a whole number from -2147483648 to 2147483647";
        wrong(&["--fail", &format!("join={code}")], &[&format!("invalid code `{code}`"), range]);
    }
    wrong(&["--fail", "join=Foo"], &["another code, a whole number from -2147483648 to 2147483647"]);
    for code in ["2147483647", "-2147483648"] {
        assert_eq!(run(&["--fail", &format!("join={code}")]).status, Status::NotDone);
    }
    wrong(&["--late", "5s"], &["STEP=DURATION"]);
    wrong(&["--late", "foo=5s"], &["`foo`"]);
}

#[test]
fn fields() {
    wrong(&["--set", "nofield=1"], &["no field `nofield`", "doctor_name", "patient", "优先级"]);
    wrong(&["--set", "docter=1"], &["did you mean `doctor`?"]);
    wrong(&["--set", "doctor"], &["FIELD=VALUE"]);
    wrong(&["--set", "priority=300"], &["priority=300", "expected `u8`"]);
    wrong(&["--set", "priority=high"], &["expected `u8`"]);
    wrong(&["--set", "urgent=yes"], &["`true` or `false`"]);
    assert_eq!(with::<Strict>(&["--set", "kind=fax"]).status, Status::Wrong);
}

#[cfg(unix)]
#[test]
fn invalid_utf8_is_reported_with_its_flag() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;

    for (flag, value) in [
        ("--set", &b"doctor=\xff\x1b[2J"[..]),
        ("--fail", b"join=\xff"),
        ("--late", b"join=\xff"),
        ("--leave-at", b"\xff"),
        ("--taps", b"\xff"),
        ("--query", b"a=\xff"),
        ("--call", b"\xff"),
        ("--talk", b"\xff"),
        ("--deny", b"\xff"),
        ("--never", b"\xff"),
        ("--listener", b"\xff"),
        ("--graph", b"\xff"),
    ] {
        let args = [b"page".to_vec(), flag.into(), value.to_vec()].map(OsString::from_vec);
        let report = preview::<Plain>(args, Colours::default());
        assert_eq!(report.status, Status::Wrong, "{flag}");
        assert!(report.err.contains(&format!("for '{flag} <")), "{flag}: {}", report.err);
        assert!(report.err.contains("\u{fffd}"), "{flag}: {}", report.err);
        assert!(!report.err.contains('\u{1b}'), "{:?}", report.err);
        let reasons = ["invalid UTF-8", "possible values"];
        assert!(reasons.iter().any(|reason| report.err.contains(reason)), "{flag}: {}", report.err);
    }
}

#[test]
fn a_scope_that_the_page_does_not_ask_for() {
    wrong(&["--deny", "camera"], &["the page `Plain` asks only for `record`"]);
}

#[test]
fn flags_that_exclude_each_other() {
    let instead: [&[&str]; 3] = [&["--explore"], &["--replay", "x"], &["--graph", "dot"]];
    let of_a_run: [&[&str]; 13] = [
        &["--deny", "record"],
        &["--fail", "join=System"],
        &["--never", "join"],
        &["--late", "join=1s"],
        &["--twice", "join"],
        &["--taps", "2"],
        &["--leave-at", "1s"],
        &["--talk", "1s"],
        &["--query", "a=b"],
        &["--call", "0"],
        &["--listener", "closed"],
        &["--set", "urgent=true"],
        &["--record", "x"],
    ];
    for (index, one) in instead.iter().enumerate() {
        for other in of_a_run.iter().chain(instead.iter().skip(index + 1)) {
            wrong(&[*one, *other].concat(), &["cannot be used with"]);
        }
    }
    for one in ["--json", "--full-openids"] {
        wrong(&["--explore", one], &["cannot be used with"]);
        wrong(&["--graph", "dot", one], &["cannot be used with"]);
    }
    wrong(&["--explore", "--explore"], &["--explore"]);
}

#[test]
fn help_lists_all_flags_and_fields() {
    let report = run(&["--help"]);
    assert_eq!(report.status, Status::Done);
    assert_eq!(report.err, "");
    for flag in [
        "--deny",
        "--fail",
        "--never",
        "--late",
        "--twice",
        "--taps",
        "--leave-at",
        "--talk",
        "--query",
        "--call",
        "--listener",
        "--set",
        "--record",
        "--replay",
        "--json",
        "--graph",
        "--explore",
        "--full-openids",
        "--help",
    ] {
        assert!(report.out.contains(flag), "{flag}");
    }
    assert!(report.out.contains("`Plain` (Plain 通话)"), "{}", report.out);
    assert!(report.out.contains("priority      whole number  优先级"), "{}", report.out);
    assert!(report.out.contains("Exit status"), "{}", report.out);
}
