//! The folder of a crate.

use std::fs;
use std::path::PathBuf;

use super::super::{SaveError, Scenarios};
use super::*;

/// An empty folder of a crate.
fn crate_folder(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("voip-scenarios-{}-{test}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn every_scenario_that_fails_is_named() {
    let folder = crate_folder("check");
    let scenarios = Scenarios::of_crate(&folder);
    let none = scenarios.play_all(&PAGES).unwrap_err();
    assert!(none.contains("no scenarios in") && none.contains(r#""page":"Video""#), "{none}");
    let good = by_hand("", r#"{"state":"InCall"}"#, &[TAP]);
    scenarios.save("good", &good, false).unwrap();
    assert_eq!(scenarios.play_all(&PAGES).unwrap(), ["good"]);
    scenarios.save("bad_line", &format!("{good}\n{{"), false).unwrap();
    scenarios.save("other", &good.replace("InCall", "Idle"), false).unwrap();
    fs::write(scenarios.folder().join("two words.jsonl"), &good).unwrap();
    fs::write(scenarios.folder().join("notes.txt"), "nothing").unwrap();
    let report = scenarios.play_all(&PAGES).unwrap_err();
    for expected in [
        "3 of 4 scenarios in",
        "\n  scenarios/bad_line.jsonl: line 3: the line is incomplete",
        "\n  scenarios/other.jsonl: line 1: expected Idle, found InCall (connected)",
        "\n  scenarios/two words.jsonl: invalid name `two words`",
    ] {
        assert!(report.contains(expected), "{report}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_scenario_is_saved_only_in_the_folder_and_replaced_only_on_request() {
    let folder = crate_folder("save");
    let scenarios = Scenarios::of_crate(&folder);
    for name in [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "a.b",
        "a b",
        "a\0",
        "C:x",
        "nul",
        "COM1",
        "名",
        &"x".repeat(65),
    ] {
        assert!(matches!(scenarios.save(name, "", true), Err(SaveError::Other(_))), "{name}");
        assert!(scenarios.read(name, &[]).is_err(), "{name}");
    }
    assert!(!scenarios.folder().exists());
    scenarios.save("One-1_x", "first", false).unwrap();
    assert_eq!(scenarios.save("One-1_x", "second", false), Err(SaveError::Exists));
    let file = folder.join("scenarios/One-1_x.jsonl");
    assert_eq!(fs::read_to_string(&file).unwrap(), "first");
    assert_eq!(scenarios.save("One-1_x", "second", true).unwrap(), file);
    assert_eq!(fs::read_to_string(&file).unwrap(), "second");
    assert_eq!(fs::read_dir(scenarios.folder()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let outside = folder.join("outside.jsonl");
        symlink(&outside, folder.join("scenarios/link.jsonl")).unwrap();
        for overwrite in [false, true] {
            assert!(scenarios.save("link", "x", overwrite).is_err());
        }
        assert!(!outside.exists());
        fs::remove_dir_all(scenarios.folder()).unwrap();
        fs::create_dir(folder.join("elsewhere")).unwrap();
        symlink(folder.join("elsewhere"), scenarios.folder()).unwrap();
        assert!(scenarios.save("x", "x", false).is_err());
        assert_eq!(fs::read_dir(folder.join("elsewhere")).unwrap().count(), 0);
    }
    fs::remove_dir_all(folder).unwrap();
}
