//! A preview of several pages.

use std::ffi::OsString;

use voip_preview::{Colours, Preview, Report, Status};

use crate::pages::{Desk, Plain, Strict};
use crate::recordings::directory;
use crate::{changes, with};

/// Previews the pages `Plain`, `Strict` and `Desk`.
fn run(args: &[&str]) -> Report {
    let args = std::iter::once("page").chain(args.iter().copied()).map(OsString::from);
    Preview::new().page::<Plain>().page::<Strict>().page::<Desk>().report(args, Colours::default())
}

#[test]
fn the_first_page_is_the_default_and_page_chooses_another() {
    assert_eq!(run(&[]).out, with::<Plain>(&[]).out);
    for args in [&["--page", "Desk"][..], &["--page=Desk"]] {
        let report = run(args);
        assert_eq!(report.status, Status::Done, "{}", report.err);
        assert!(
            report.out.contains("Desk") && report.out.contains("The page is reachable"),
            "{}",
            report.out
        );
    }
    for mode in [&["--explore"][..], &["--graph", "mermaid"], &["--classify", "join1v1Chat:fail"]] {
        let report = run(&[&["--page", "Strict"], mode].concat());
        assert_eq!(report.out, with::<Strict>(mode).out);
        assert_ne!(report.out, run(mode).out);
    }
}

#[test]
fn other_flags_are_checked_against_the_chosen_page() {
    let report = run(&["--set", "mood=bad"]);
    assert!(report.err.contains("the page `Plain` has no field `mood`"), "{}", report.err);
    let report = run(&["--set", "mood=bad", "--page", "Strict"]);
    assert!(report.out.contains("今天不行"), "{}{}", report.out, report.err);
    let help = run(&["--help", "--page", "Strict"]);
    assert!(help.out.contains("Fields of Strict:"), "{}", help.out);
}

#[test]
fn an_unknown_page_is_an_error_that_names_the_pages() {
    let report = run(&["--page", "Desc"]);
    assert_eq!((report.status, &*report.out), (Status::Wrong, ""));
    for part in
        ["invalid value 'Desc' for '--page <NAME>'", "[possible values: Plain, Strict, Desk]", "'Desk'"]
    {
        assert!(report.err.contains(part), "{}", report.err);
    }
    assert!(run(&["--help"]).out.contains("--page <NAME>"));
    assert!(!with::<Plain>(&["--help"]).out.contains("--page"));
    assert_eq!(with::<Plain>(&["--page", "Plain"]).out, with::<Plain>(&[]).out);
}

#[test]
fn a_recording_is_replayed_on_its_page() {
    let file = directory("several-pages").join("desk.jsonl");
    let file = file.to_str().unwrap();
    assert_eq!(run(&["--page", "Desk", "--record", file]).status, Status::Done);
    let recording = std::fs::read_to_string(file).unwrap();
    // Some editors write a byte order mark.
    for text in [recording.clone(), format!("\u{feff}{recording}")] {
        std::fs::write(file, text).unwrap();
        let report = run(&["--replay", file]);
        assert!(report.out.contains("The page matches the recording"), "{}{}", report.out, report.err);
    }
    let report = run(&["--replay", file, "--page", "Strict"]);
    assert!(
        report.err.contains("expected a recording of the page `Strict`, found one of `Desk`"),
        "{}",
        report.err
    );
}

#[test]
fn pages_with_one_name_are_told_apart_by_their_routes() {
    mod other {
        use voip_runtime::prelude::*;

        #[voip_page(title = "Other desk", route = "pages/other/index", receive(only))]
        pub(super) struct Desk {
            #[field(label = "值班")]
            on_duty: bool,
        }
    }
    let args = ["page", "--page", "pages/other/index"].map(OsString::from);
    let preview = Preview::new().page::<Desk>().page::<other::Desk>();
    assert_eq!(format!("{preview:?}"), r#"["Desk", "pages/other/index"]"#);
    let report = preview.report(args, Colours::default());
    assert!(report.out.contains("Other desk"), "{}{}", report.out, report.err);
}

#[test]
fn a_preview_without_pages_says_so() {
    let report = Preview::new().report(["page".into()], Colours::default());
    assert_eq!(report.status, Status::Wrong);
    assert!(report.err.contains("the preview has no page"), "{}", report.err);
    assert_eq!(changes(&report), [""; 0]);
}
