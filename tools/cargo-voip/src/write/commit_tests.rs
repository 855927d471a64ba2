use std::fs;

use tempfile::TempDir;

use super::{Plan, commit};
use crate::site::File;

fn file(path: &str, text: &str) -> File {
    File { path: path.into(), bytes: text.as_bytes().to_vec() }
}

#[test]
fn a_step_that_fails_is_undone_with_those_before_it() {
    let folder = TempDir::new().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    for name in ["a", "gone"] {
        fs::write(root.join(name), "before").unwrap();
    }
    // The last step takes away a file that is not there.
    let plan = Plan {
        write: vec![file("a", "after"), file("new/deep/b", "after")],
        remove: vec!["gone".into(), "never-there".into()],
        kept: None,
    };
    let error = commit(&root, &plan).unwrap_err();
    assert!(error.sentences()[0].contains("never-there"), "{error:?}");
    assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "before");
    assert_eq!(fs::read_to_string(root.join("gone")).unwrap(), "before");
    assert_eq!(fs::read_dir(&root).unwrap().count(), 2);
}

#[test]
fn all_of_it_is_done() {
    let folder = TempDir::new().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    fs::create_dir_all(root.join("old/deep")).unwrap();
    fs::write(root.join("old/deep/x"), "before").unwrap();
    fs::write(root.join("a"), "before").unwrap();
    let plan = Plan {
        write: vec![file("a", "after"), file("new/b", "after")],
        remove: vec!["old/deep/x".into()],
        kept: None,
    };
    commit(&root, &plan).unwrap();
    assert_eq!(fs::read_to_string(root.join("a")).unwrap(), "after");
    assert_eq!(fs::read_to_string(root.join("new/b")).unwrap(), "after");
    assert!(!root.join("old").exists());
    assert_eq!(fs::read_dir(&root).unwrap().count(), 2);
}
