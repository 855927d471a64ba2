//! A flow in which one token is wrong has one error, with few exceptions.

use super::{Source, pages};

/// A flow with every part, with a space between any two tokens.
const EVERY_PART: [&str; 6] = [
    "Idle => Authorizing ;",
    "Authorizing within 2m => Enabling | Idle : toast(\"x\") | Authorizing on Denied via open_setting retry 1 | Failed : toast(\"x\") ;",
    "Enabling within 10s => Joining | Authorizing on NoCamera , NoRecord retry 1 | Failed : run(report) ;",
    "Joining within 2m => InCall | Idle on LeftWhileJoining | Joining on System , - 77 , - 5 retry 2 after 1s \
     | Failed : toast(\"x\") , run(report) ;",
    "InCall within 30m ring 45s => Idle : spawn(report) | Idle on Timeout : toast(\"x\",5s) | Failed on NoAnswer , Interrupted : toast(\"x\") ;",
    "Failed => Authorizing | Idle ;",
];

/// The row with one token deleted, doubled, swapped with the next one, or with another one before it or
/// in its place.
fn variants(row: &str) -> Vec<String> {
    let tokens: Vec<_> = row.split(' ').collect();
    let mut variants = Vec::new();
    for at in 0..tokens.len() {
        let (before, rest) = tokens.split_at(at);
        let with = |middle: &[&str], skipped: usize| {
            [before, middle, &rest[skipped.min(rest.len())..]].concat().join(" ")
        };
        variants.extend([with(&[], 1), with(&[rest[0], rest[0]], 1)]);
        variants.extend(rest.get(1).map(|next| with(&[next, rest[0]], 2)));
        for other in [",", ";", "|", "=>", "or", "{ }"] {
            variants.extend([with(&[other], 0), with(&[other], 1)]);
        }
    }
    variants
}

/// How many variants there are, and those that have several errors.
fn several<const N: usize>(all: [&str; N], arguments: &str, item: &str) -> (usize, Vec<String>) {
    let mut several = Vec::new();
    let mut count = 0;
    for (at, row) in all.iter().enumerate() {
        for variant in variants(row) {
            let mut rows = all.map(str::to_owned);
            rows[at].clone_from(&variant);
            let mistakes =
                Source::new(&format!("{arguments}, flow {{ {} }}", rows.join(" ")), item).mistakes();
            count += 1;
            if mistakes.len() > 1 {
                several.push(format!("{variant}\n    {}", mistakes.join("\n    ")));
            }
        }
    }
    (count, several)
}

#[test]
fn almost_every_variant_of_one_token_is_one_error() {
    let (count, several) = several(EVERY_PART, "title = \"x\"", pages::FIELDS);
    assert!(count > 1000);
    assert!(several.len() <= 9, "{} of {count}\n{}", several.len(), several.join("\n"));
}

#[test]
fn almost_every_variant_is_one_error_in_a_page_that_never_calls() {
    let rows = [
        "Authorizing within 2m => Enabling | Authorizing on Denied via open_setting retry 1 | Idle on System \
         | Failed : toast(\"x\",5s) ;",
        "Enabling within 10s => Idle : toast(\"x\") | Enabling on System , - 5 retry 2 after 1s | Failed ;",
    ];
    let (count, several) = several(rows, "title = \"x\", receive(only)", "struct Desk {}");
    assert!(count > 300);
    assert!(several.len() <= 3, "{} of {count}\n{}", several.len(), several.join("\n"));
}
