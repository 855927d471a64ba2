//! A row that is being typed in an editor has one error.

use super::{Source, pages};

/// A correct flow, with a space between any two tokens.
const ROWS: [&str; 6] = [
    "Idle => Authorizing ;",
    "Authorizing within 2m => Enabling | Idle : toast(\"x\") | Authorizing on Denied via open_setting retry 1 | Failed : toast(\"x\") ;",
    "Enabling within 10s => Joining | Authorizing on NoCamera , NoRecord retry 1 | Failed : run(report) ;",
    "Joining within 2m => InCall | Idle on LeftWhileJoining \
     | Joining on AlreadyInRoom via exit_room retry 1 | Joining on System , - 77 , - 5 retry 2 after 1s \
     | Failed : toast(\"x\") , run(hooks::report) ;",
    "InCall within 30m ring 45s => Idle : spawn(report) | Idle on Timeout : toast(\"x\",5s) | Failed on NoAnswer , Interrupted : toast(\"x\") ;",
    "Failed => Authorizing | Idle ;",
];

/// Every beginning of a row: up to the end of a token, or up to a letter inside a word.
fn beginnings(row: &str) -> Vec<String> {
    let whole = row.match_indices(' ').map(|(end, _)| end);
    let words = row.char_indices().filter(|(at, letter)| {
        let inside = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_';
        let quoted = row[..*at].matches(['(', ')']).count() % 2 == 1;
        inside(letter) && !quoted && *at > 0 && row[..*at].ends_with(|letter| inside(&letter))
    });
    whole.chain(words.map(|(at, _)| at)).map(|end| row[..end].to_owned()).collect()
}

/// The line of row `typed`, and each error with its line, when that row is replaced by `text`.
fn lines(rows: &[&str], typed: usize, text: &str) -> (usize, Vec<(usize, String)>) {
    let mut rows = rows.to_vec();
    rows[typed] = text;
    let source = Source::new(&format!("title = \"x\", flow {{\n{}\n}}", rows.join("\n")), pages::FIELDS);
    let errors = source.errors();
    (typed + 2, errors.iter().map(|error| (error.span().start().line, error.to_string())).collect())
}

/// Each row in its place, and moved to the end.
fn orders() -> impl Iterator<Item = (Vec<&'static str>, usize)> {
    (0..ROWS.len()).flat_map(|typed| {
        let mut last = ROWS.to_vec();
        last[typed..].rotate_left(1);
        [(ROWS.to_vec(), typed), (last, ROWS.len() - 1)]
    })
}

#[test]
fn a_row_without_its_end_is_one_error_in_that_row() {
    for (rows, typed) in orders() {
        for text in beginnings(rows[typed]) {
            let (line, errors) = lines(&rows, typed, &text);
            assert!(matches!(errors.as_slice(), [(at, _)] if *at == line), "{text}\n{errors:#?}");
        }
    }
}

#[test]
fn a_row_that_ends_early_has_no_error_elsewhere() {
    for (rows, typed) in orders() {
        for text in beginnings(rows[typed]) {
            let (line, errors) = lines(&rows, typed, &format!("{text};"));
            // The first edge alone is a whole row where nothing can fail.
            assert!(errors.len() <= 1 && errors.iter().all(|(at, _)| *at == line), "{text};\n{errors:#?}");
        }
    }
}

#[test]
fn a_wrong_beginning_is_one_error_in_its_row() {
    for text in ["Authorizing within", "Authorizing within 2m", "Authorizing |", "Authorizing => Enabling ||"]
    {
        for end in ["", ";"] {
            let (line, errors) = lines(&ROWS, 1, &format!("{text}{end}"));
            assert!(matches!(errors.as_slice(), [(at, _)] if *at == line), "{text}{end}\n{errors:#?}");
        }
    }
}

#[test]
fn half_an_action_is_one_error_in_its_row() {
    for text in [
        "toast",
        "toast()",
        "toast(x)",
        "toast(\"\")",
        "toast(\"x\") ,",
        "toast(\"x\",)",
        "toast(\"x\", 5)",
        "toast(\"x\", 0s)",
        "run()",
        "run(a::)",
        "spawn",
        "spawn()",
        "spawn(a::)",
    ] {
        for end in ["", ";"] {
            for (rows, typed) in orders().filter(|(rows, typed)| rows[*typed].contains("| Failed :")) {
                let (line, errors) = lines(&rows, typed, &row_with(rows[typed], text, end));
                assert!(matches!(errors.as_slice(), [(at, _)] if *at == line), "{text}{end}\n{errors:#?}");
            }
        }
    }
}

fn row_with(row: &str, action: &str, end: &str) -> String {
    let (before, _) = row.split_once("| Failed :").unwrap();
    format!("{before}| Failed : {action}{end}")
}
