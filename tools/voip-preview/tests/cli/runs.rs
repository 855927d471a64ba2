//! The output and the result of a run.

use voip_preview::{Colours, Status};

use crate::pages::{Plain, Strict};
use crate::{changes, host_calls, preview, run, with};

const JOINED: [&str; 5] = [
    "Idle → Authorizing",
    "Authorizing → Enabling",
    "Enabling → Joining",
    "Joining → InCall",
    "InCall → Idle",
];

#[test]
fn a_run_without_flags_shows_a_call() {
    let report = run(&[]);
    assert_eq!(report.status, Status::Done);
    assert_eq!(report.err, "");
    assert_eq!(changes(&report), JOINED);
    assert_eq!(host_calls(&report), ["authorize", "setEnable1v1Chat", "join1v1Chat"]);
    assert!(report.out.contains("Plain 通话  Plain"), "{}", report.out);
    assert!(
        report.out.contains("doctor 对方openid = \"openid#1\"  (filled in by the preview)"),
        "{}",
        report.out
    );
    assert!(report.out.contains("patient_name = \"caller\"  (filled in by the preview)"), "{}", report.out);
    assert!(report.out.contains("scope: \"scope.record\""), "{}", report.out);
    assert!(report.out.contains("the other side answers"), "{}", report.out);
    assert!(report.out.contains("Next, try: --deny record"), "{}", report.out);
}

#[test]
fn timeline_lines_begin_with_a_time_or_an_indent() {
    let report = run(&["--fail", "join=System"]);
    let lines: Vec<_> = report.out.lines().skip_while(|line| !line.contains(" s ")).collect();
    let timeline = lines.iter().take_while(|line| !line.is_empty());
    for line in timeline {
        assert!(line.get(..13).is_some_and(|time| time.ends_with(" s ") || time.trim().is_empty()), "{line}");
    }
}

#[test]
fn the_summary_shows_the_time_of_the_last_line() {
    for args in [&[][..], &["--deny", "record"], &["--leave-at", "50ms"]] {
        let report = run(args);
        let mut timeline = report.out.lines().filter_map(|line| line.get(..13)?.trim().strip_suffix(" s"));
        let last = timeline.next_back().unwrap();
        assert!(report.out.contains(&format!(" · {last} s\n")), "{last}\n{}", report.out);
    }
}

#[test]
fn a_refused_permission_is_the_last_host_call() {
    let report = run(&["--deny", "record"]);
    assert_eq!(report.status, Status::NotDone);
    assert_eq!(changes(&report), ["Idle → Authorizing", "Authorizing → Failed"]);
    assert_eq!(host_calls(&report), ["authorize"]);
    assert!(report.out.contains("auth deny"), "{}", report.out);
}

#[test]
fn a_refused_permission_takes_the_recovery_edge_once() {
    let report = with::<Strict>(&["--deny", "camera"]);
    assert_eq!(report.status, Status::NotDone);
    let recovered = ["Idle → Authorizing", "Authorizing → Authorizing", "Authorizing → Failed"];
    assert_eq!(changes(&report), recovered);
    assert!(report.out.contains("openSetting"), "{}", report.out);
    assert!(report.out.contains("  toast   no \"rights\"; none"), "{}", report.out);
}

#[test]
fn two_taps_place_one_call() {
    let report = run(&["--taps", "2"]);
    assert_eq!(report.status, Status::Done);
    assert_eq!(changes(&report), JOINED);
    assert_eq!(host_calls(&report).iter().filter(|name| **name == "join1v1Chat").count(), 1);
    assert!(report.out.contains("no effect: a call is in progress"), "{}", report.out);
    assert!(report.out.contains("1 call placed"), "{}", report.out);
}

#[test]
fn a_tap_after_a_failure_places_another_call() {
    // The first call fails after 1.2 s; the sixth tap is at 1.5 s.
    let report = run(&["--taps", "6", "--fail", "authorize=PrivacyRefused"]);
    assert_eq!(report.status, Status::Done);
    assert_eq!(changes(&report).len(), 2 + 1 + JOINED.len(), "{}", report.out);
}

#[test]
fn a_step_without_an_answer_ends_at_its_time_limit() {
    let report = run(&["--never", "join"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.out.contains("Joining → Failed"), "{}", report.out);
    assert!(report.out.contains("Timeout"), "{}", report.out);

    let report = run(&["--never", "authorize"]);
    assert_eq!(report.status, Status::NotDone);
    assert_eq!(changes(&report), ["Idle → Authorizing"]);
    assert!(report.out.contains("authorize is not answered yet"), "{}", report.out);
}

#[test]
fn a_late_answer_counts_within_the_time_limit() {
    let report = run(&["--late", "enable=5s"]);
    assert_eq!(report.status, Status::Done);
    let report = run(&["--late", "enable=2m"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.out.contains("Enabling → Failed"), "{}", report.out);
    assert!(
        report.out.contains("setEnable1v1Chat ok  (no effect: the time limit of 15s had passed)"),
        "{}",
        report.out
    );
}

#[test]
fn the_page_leaves_the_room_of_a_late_join() {
    let report = run(&["--late", "join=90s"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(
        report.out.contains("join1v1Chat ok  (too late: the page leaves the room with exitVoIPChat"),
        "{}",
        report.out
    );
    assert_eq!(host_calls(&report).last(), Some(&"exitVoIPChat"));
}

#[test]
fn a_second_answer_has_no_effect() {
    for step in ["authorize", "enable", "join"] {
        let report = run(&["--twice", step]);
        assert_eq!(report.status, Status::Done);
        assert_eq!(changes(&report), JOINED);
        assert!(report.out.contains("(no effect: this host call was answered before)"), "{}", report.out);
    }
}

#[test]
fn answers_have_the_order_of_the_command_line() {
    let changed = |args: &[&str]| changes(&with::<Strict>(args)).join(", ");
    let first = changed(&["--fail", "join=System", "--never", "join"]);
    assert!(first.ends_with("Joining → Joining, Joining → Failed"), "{first}");
    let second = changed(&["--never", "join", "--fail", "join=System"]);
    assert!(second.ends_with("Enabling → Joining, Joining → Failed"), "{second}");
    let third = with::<Strict>(&["--fail", "join=System", "--fail", "join=-1000", "--fail", "join=System"]);
    assert_eq!(third.out.matches("Joining → Joining").count(), 2, "{}", third.out);
    assert_eq!(third.status, Status::NotDone);
}

#[test]
fn a_recovery_edge_shows_its_cause() {
    let report = with::<Strict>(&["--fail", "join=System"]);
    assert_eq!(report.status, Status::Done);
    assert!(report.out.contains("System (-1000): WeChat had a system error."), "{}", report.out);
    // The call goes on, so there is nothing to do.
    assert!(!report.out.contains("remedy"), "{}", report.out);
}

#[test]
fn leaving_the_page_ends_the_steps() {
    let report = run(&["--leave-at", "1s"]);
    assert_eq!(report.status, Status::NotDone);
    assert_eq!(changes(&report), ["Idle → Authorizing"]);
    assert!(report.out.contains("leaves the page"), "{}", report.out);
    assert!(report.out.contains("authorize ok  (no effect: the page was left before)"), "{}", report.out);
    // A joined call continues in WeChat's own window.
    let report = run(&["--leave-at", "10s"]);
    assert_eq!(report.status, Status::Done);
    assert!(report.out.contains("the user left the page during the call"), "{}", report.out);
}

#[test]
fn the_caller_hangs_up_if_nobody_answers() {
    for listener in ["not-enabled", "closed"] {
        let report = run(&["--listener", listener]);
        assert_eq!(report.status, Status::Done);
        assert_eq!(changes(&report), JOINED);
        assert!(report.out.contains("taps 结束"), "{}", report.out);
        assert!(report.out.contains("nobody answered"), "{}", report.out);
    }
    assert!(!run(&["--listener", "reachable"]).out.contains("taps 结束"));
}

#[test]
fn fields_are_set() {
    let report = run(&[
        "--set",
        "doctor_name=王医生",
        "--set",
        "doctor=abc=d",
        "--full-openids",
        "--set",
        "priority=7",
    ]);
    assert_eq!(report.status, Status::Done);
    assert!(report.out.contains("listener: {nickname: \"王医生\", openid: \"abc=d\"}"), "{}", report.out);
    assert!(report.out.contains("priority 优先级 = \"7\""), "{}", report.out);
    assert!(!report.out.contains("doctor 对方openid = \"abc=d\"  (filled in"), "{}", report.out);
    let report = with::<Strict>(&["--set", "kind=video"]);
    assert!(report.out.contains("roomType: \"video\""), "{}", report.out);
}

#[test]
fn an_empty_field_makes_no_host_call() {
    let report = run(&["--set", "doctor="]);
    assert_eq!(report.status, Status::NotDone);
    assert!(host_calls(&report).is_empty(), "{}", report.out);
    assert!(report.out.contains("shows 请填写对方openid"), "{}", report.out);
}

#[test]
fn messages_of_the_page_are_shown() {
    let report = with::<Strict>(&["--set", "mood=bad"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.out.contains("Idle → Failed"), "{}", report.out);
    assert_eq!(
        report.out.matches("今天不行").count(),
        2,
        "in the timeline and in the summary\n{}",
        report.out
    );
    assert!(!report.out.contains("shows 今天不行"), "{}", report.out);
    let report = with::<Strict>(&["--set", "mood=none"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.out.contains("it was cancelled"), "{}", report.out);
}

#[test]
fn colours_are_used_only_if_enabled() {
    let colours = Colours { out: true, err: true };
    let report = preview::<Plain>(["page".into()], colours);
    assert!(report.out.contains("\u{1b}["), "{}", report.out);
    assert!(!run(&[]).out.contains('\u{1b}'));
    let wrong = preview::<Plain>(["page".into(), "--bogus".into()], colours);
    assert!(wrong.err.contains("\u{1b}["), "{}", wrong.err);
    assert!(!run(&["--bogus"]).err.contains('\u{1b}'));
}

#[test]
fn the_user_can_cancel() {
    let report = run(&["--never", "join", "--cancel-at", "5s"]);
    assert_eq!(report.status, Status::NotDone);
    assert_eq!(changes(&report).last(), Some(&"Joining → Idle"), "{}", report.out);
    assert!(report.out.contains("taps 取消"), "{}", report.out);
    assert!(report.out.contains("The call was not joined: it was cancelled."), "{}", report.out);
}
