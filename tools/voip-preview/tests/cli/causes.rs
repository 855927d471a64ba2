//! `--fail join=CODE`: every documented code shows its cause, sentence and remedy.

use voip_preview::Status;
use voip_runtime::Cause;
use voip_runtime::sim::Step;

use crate::{changes, run};

fn shows(args: &[&str], cause: Cause) {
    let report = run(args);
    assert_eq!(report.status, Status::NotDone);
    assert_eq!(changes(&report).last(), Some(&"Joining → Failed"), "{}", report.out);
    for text in [cause.name(), cause.english(), cause.chinese(), cause.remedy(), cause.remedy_chinese()] {
        assert!(report.out.contains(text), "{text}\n{}", report.out);
    }
}

#[test]
fn documented_codes_work_by_number_and_by_name() {
    for cause in Cause::NAMED {
        let Some(code) = cause.code() else { continue };
        shows(&["--fail", &format!("join={code}")], *cause);
        shows(&["--fail", &format!("join={cause}")], *cause);
    }
}

#[test]
fn an_undocumented_code_is_shown() {
    shows(&["--fail", "join=-4711"], Cause::Other(-4711));
    assert!(run(&["--fail", "join=-4711"]).out.contains("Other(-4711)"));
}

#[test]
fn every_step_fails_with_its_causes_and_no_others() {
    for step in Step::ALL {
        let (step, state) = (step.name(), step.state());
        for cause in Cause::NAMED {
            let report = run(&["--fail", &format!("{step}={cause}")]);
            if cause.is_possible_in(state) {
                assert_eq!(report.status, Status::NotDone, "{step} {cause}");
                assert!(report.out.contains(cause.remedy()), "{}", report.out);
            } else {
                assert_eq!(report.status, Status::Wrong, "{step} {cause}");
                assert!(report.err.contains(&format!("{step} cannot fail with {cause}")), "{}", report.err);
            }
        }
    }
}
