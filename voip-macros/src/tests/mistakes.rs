//! One mistake is one error, and three are three.

use expect_test::{Expect, expect};

use super::{Source, pages};

fn check(page: &Source, expected: &Expect) {
    expected.assert_eq(&page.mistakes().join("\n"));
}

/// The tutorial's flow with one row written otherwise.
fn flow(state: &str, row: &str) -> Source {
    let rows = [
        ("Idle", "Idle => Authorizing;"),
        ("Authorizing", "Authorizing => Enabling | Failed;"),
        ("Enabling", "Enabling => Joining | Failed;"),
        ("Joining", "Joining => InCall | Failed;"),
        ("InCall", "InCall => Idle;"),
        ("Failed", "Failed => Idle;"),
    ];
    let rows = rows.map(|(name, plain)| if name == state { row } else { plain }).join("\n");
    Source::new(&format!("title = \"x\", flow {{ {rows} }}"), pages::FIELDS)
}

/// The tutorial's struct with one piece written otherwise.
fn fields(from: &str, to: &str) -> Source {
    assert!(pages::FIELDS.contains(from), "{from} is in the tutorial's fields");
    Source::new("title = \"x\"", &pages::FIELDS.replace(from, to))
}

#[test]
fn the_pages_have_none() {
    for page in [pages::tutorial(), pages::short(), pages::rich()] {
        assert_eq!(page.mistakes(), <[&str; 0]>::default());
    }
}

#[test]
fn three_mistakes_are_three_errors() {
    check(
        &Source::new("titel = \"x\", room_type = vidio, background_type = 9", pages::FIELDS),
        &expect![[r"
            unknown argument `titel`
            help: did you mean `title`?
            expected `video` or `voice`, found `vidio`
            help: write `room_type = video`
            expected an integer from 0 to 5, found `9`
            help: write `background_type = 0`"]],
    );
}

#[test]
fn a_misspelt_name_has_no_other_consequences() {
    check(
        &flow("Enabling", "Enablng => Joining | Failed;"),
        &expect![
            "`Enablng` is no state; the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed` (did you mean `Enabling`?)"
        ],
    );
    check(
        &flow("Enabling", "Ringing => Joining | Failed;"),
        &expect![
            "`Ringing` is no state; the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed`"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joning | Failed;"),
        &expect![
            "`Joning` is no state; the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed` (did you mean `Joining`?)"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Faild;"),
        &expect![
            "`Faild` is no state; the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed` (did you mean `Failed`?)"
        ],
    );
    check(
        &flow("Enabling", "Enabling witin 5s => Joining | Failed;"),
        &expect![
            "after a row's state stands `=>`, or `within` and a duration and then `=>` (did you mean `within`?)"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on Systm retry 1 | Failed;"),
        &expect!["`Systm` is no cause; did you mean `System`?"],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on System rety 1 | Failed;"),
        &expect![
            "`rety` is no part of an edge; here may stand `on`, `via`, `retry`, `after`, `:`, `|` or `;` (did you mean `retry`?)"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Failed: tost(\"x\");"),
        &expect![[r#"`tost` is no action; there is `toast("…")` and `run(path)` (did you mean `toast`?)"#]],
    );
    check(
        &flow("InCall", "InCall => Idle: tost(\"x\");"),
        &expect![[r#"`tost` is no action; there is `toast("…")` and `run(path)` (did you mean `toast`?)"#]],
    );
    check(
        &fields("caller.nickname", "caller.nicknam"),
        &expect![[r"
            unknown role `caller.nicknam`
            help: did you mean `caller.nickname`?"]],
    );
    check(
        &fields("caller.nickname", "caller.openid"),
        &expect![[r"
            the field `call_openid` already has the role `caller.openid`
            help: only one field can have this role: remove one"]],
    );
}

#[test]
fn a_comma_after_a_row_is_one_mistake() {
    let comma = expect!["a row ends with `;`, and not with a comma"];
    check(&flow("Idle", "Idle => Authorizing,"), &comma);
    check(&flow("Authorizing", "Authorizing => Enabling | Failed on Denied | Failed,"), &comma);
    check(&flow("Enabling", "Enabling => Joining | Failed: toast(\"x\"),"), &comma);
    check(
        &flow("Enabling", "Enabling, Enabling => Joining | Failed;"),
        &expect!["after a row's state stands `=>`, or `within` and a duration and then `=>`"],
    );
    check(
        &flow("Enabling", "Enabling -> Joining | Failed,"),
        &expect![[r"
        after a row's state stands `=>`, or `within` and a duration and then `=>`
        a row ends with `;`, and not with a comma"]],
    );
    check(
        &flow("Joining", "Joining within 30s => InCall | Joining on System retry 2 after 1s | Failed,"),
        &comma,
    );
    check(&flow("InCall", "InCall => Idle | Failed on Interrupted,"), &comma);
    check(&flow("Failed", "Failed => Idle,"), &comma);
}

#[test]
fn what_may_be_another_edge_is_not_missing() {
    check(&flow("Enabling", "Enabling => Joining or Failed;"), &expect!["between two edges stands one `|`"]);
    check(
        &flow("Enabling", "Enabling => Joining -> Failed;"),
        &expect!["this is no part of an edge; here may stand `on`, `via`, `retry`, `after`, `:`, `|` or `;`"],
    );
    check(
        &flow("Enabling", "Enabling => Joining Failed;"),
        &expect![
            "`Failed` is no part of an edge; here may stand `on`, `via`, `retry`, `after`, `:`, `|` or `;`"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Failed; toast(\"x\");"),
        &expect!["what an edge does stands before the `;` of its row: `: toast(…);`"],
    );
}

#[test]
fn an_arrow_between_edges_is_one_mistake() {
    for row in ["Enabling => Joining => Failed;", "Enabling => Joining | Failed => toast(\"x\");"] {
        check(
            &flow("Enabling", row),
            &expect![
                "this is no part of an edge; here may stand `on`, `via`, `retry`, `after`, `:`, `|` or `;`"
            ],
        );
    }
}

#[test]
fn punctuation_is_found_where_it_is_missing() {
    check(
        &Source::new("title = \"x\" button = \"y\"", pages::FIELDS),
        &expect![[r"
            expected `,` or the end of the arguments, found `button`
            help: separate two arguments with `,`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Failed"),
        &expect!["the row before this has no end: a row ends with `;`"],
    );
    check(
        &flow("Enabling", "Enabling -> Joining | Failed;"),
        &expect!["after a row's state stands `=>`, or `within` and a duration and then `=>`"],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on System Internal retry 1 | Failed;"),
        &expect!["between two causes stands a comma: `, Internal`"],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on System retry 1, after 1s | Failed;"),
        &expect![
            "commas only stand inside the lists after `on` and `:`; the parts of an edge stand side by side, as in `on NoCamera, NoRecord retry 1`"
        ],
    );
}

#[test]
fn edges_are_what_the_host_allows() {
    check(
        &flow("Idle", "Idle => InCall;"),
        &expect!["no call goes from `Idle` to `InCall`: from `Idle` the host allows `Authorizing`"],
    );
    check(
        &flow("Authorizing", "Authorizing => Enabling | Authorizing | Failed;"),
        &expect![
            "going back from `Authorizing` to `Authorizing` is a recovery, and a recovery names its causes and its bound: add `on Denied retry 1`"
        ],
    );
    check(
        &flow("Authorizing", "Authorizing => Enabling | Authorizing on Denied | Failed;"),
        &expect![
            "going back from `Authorizing` to `Authorizing` is a recovery, and a recovery has a bound, or a call could go round for ever: add `retry 1`"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Failed retry 1 after 1s;"),
        &expect![
            "`retry` and `after` belong to a recovery, and going from `Enabling` to `Failed` is none; from `Enabling` that is an edge to `Enabling` or `Authorizing`"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining on System | Failed;"),
        &expect![
            "`Enabling` to `Joining` is what success takes, so it has no causes; put `on` on an edge that a failure takes"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Idle | Failed;"),
        &expect![
            "without `on` nothing takes this edge from `Enabling` to `Idle`; name its causes, such as `Idle on System`"
        ],
    );
    check(
        &flow("Idle", "Idle => Authorizing on System;"),
        &expect!["in the row of `Idle` nothing can fail: its edges are what the user does, and take no `on`"],
    );
    check(
        &flow("InCall", "InCall => Idle | Failed;"),
        &expect![
            "without `on` nothing takes this edge from `InCall` to `Failed`; name its causes, such as `Failed on Interrupted`"
        ],
    );
}

#[test]
fn rows_are_whole() {
    check(
        &flow("Enabling", ""),
        &expect!["the flow has no row for `Enabling`; add `Enabling => Joining | Failed;`"],
    );
    check(
        &flow("Enabling", "Enabling => ;"),
        &expect![
            "the row of `Enabling` leads nowhere; from there the host allows `Joining`, `Enabling`, `Authorizing`, `Idle` or `Failed`"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Failed;"),
        &expect![
            "the row of `Enabling` does not say where success leads, so nothing leads to `Joining`; add an edge `Joining`"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining;"),
        &expect![
            "the row of `Enabling` has no plain edge to `Failed`, which takes every cause that no other edge names; add `| Failed`"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining; Enabling => Failed;"),
        &expect!["`Enabling` already has a row; put all of its edges into one, with `|` between"],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Joining | Failed | Failed;"),
        &expect![[r"
        `Enabling` already has its success edge to `Joining`; keep one of them
        `Enabling` already has a plain edge to `Failed`, which takes every cause that no other edge names; keep one of them, or name this one's causes with `on`"]],
    );
    check(
        &flow("InCall", "InCall => Failed on Interrupted;"),
        &expect!["`InCall` has no way out when the call ends; add a plain edge `Idle`"],
    );
}

#[test]
fn causes_belong_to_their_step() {
    check(
        &flow("Joining", "Joining => InCall | Joining on App retry 1 | Failed;"),
        &expect![
            "`App` is what a handler says with `call.fail(…)`: that goes to Failed whatever the flow says, so no edge names it"
        ],
    );
    check(
        &flow("Joining", "Joining => InCall | Joining on System retry 1 | Idle on -1000 | Failed;"),
        &expect!["`System` (code -1000) is already named in this row; each cause takes one edge"],
    );
    check(
        &flow("Joining", "Joining => InCall | Joining on System via exit_room retry 1 | Failed;"),
        &expect![
            "`exit_room` helps against `AlreadyInRoom` alone; give that cause an edge of its own: `on AlreadyInRoom via exit_room retry 1`"
        ],
    );
    check(
        &flow("InCall", "InCall => Idle | Failed on -5;"),
        &expect![
            "the code -5 cannot come up in `InCall`, only in `Authorizing`, `Enabling` and `Joining`; what can is `Interrupted`"
        ],
    );
}

#[test]
fn numbers_fit() {
    check(
        &flow("Enabling", "Enabling within 10 s => Joining | Failed;"),
        &expect!["this duration has no unit; write `10ms`, `10s` or `10m`, with no space between"],
    );
    check(
        &flow("Enabling", "Enabling within 0s => Joining | Failed;"),
        &expect!["a duration of zero is none: write a longer one, or leave it out"],
    );
    check(
        &flow("Enabling", "Enabling within 99999m => Joining | Failed;"),
        &expect!["this duration is longer than the host's timers hold, which is 24 days"],
    );
    check(
        &flow("Authorizing", "Authorizing within 5s => Enabling | Failed;"),
        &expect![
            "in `Authorizing` a person is reading, so it has no time limit; `within` stands in the rows of Enabling and Joining"
        ],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on -99999999999 retry 0 | Failed;"),
        &expect![[r"
            a host code is a whole number from -2147483648 to 2147483647
            `retry` takes how often one call may take the edge: a whole number from 1 to 65535"]],
    );
}

#[test]
fn fields_are_checked() {
    check(
        &fields("call_name: String", "#[cfg(all())] call_name: String"),
        &expect![[r"
            a field with the role `caller.nickname` is not allowed to have a `cfg`
            help: a page always needs this field: remove the `cfg`, or write two structs, each with its own `#[cfg(…)]`"]],
    );
    check(
        &fields("call_name: String", "call_name: Vec<u8>"),
        &expect![[r"
            this type is not allowed for a field of a page
            help: use `OpenId`, `String`, `bool`, `RoomType`, an integer of up to 64 bits, `f32`, `f64`, or an `Option` of one of them, by its own name and not by an alias"]],
    );
    check(
        &fields("call_name: String", "call_name: bool"),
        &expect![[r"
            expected `String` or `Option<String>`, found `bool`
            help: the role `caller.nickname` needs this type"]],
    );
    check(
        &fields("call_name: String", "state: String"),
        &expect![[r"
            the name `state` is reserved in the page's data
            help: rename the field; also reserved are `busy`, `error`, `reachable`, `connected`, `handleCall`, `handleHangUp`, `handleDismiss` and `handleReceive`"]],
    );
    check(
        &fields("call_name: String", "call_name: String, callName: u8"),
        &expect![[r"
            duplicate name `callName` in the page's data
            help: the field `call_name` has the same name there: rename one of the two fields"]],
    );
    check(
        &fields("call_name: String", "call_name: String, #[field(default = 300)] n: u8"),
        &expect![[r"
            literal out of range for `u8`
            help: the range of `u8` is `0..=255`"]],
    );
    check(
        &fields("pub struct VideoCall", "pub struct VideoCall<T>"),
        &expect![[r"
            a page is not allowed to have generic parameters
            help: a page is one type with one route: remove the parameters, and give the fields concrete types"]],
    );
}
