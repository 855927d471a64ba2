//! One mistake is one error, and three are three.

use expect_test::{Expect, expect};

use super::{Source, pages};

pub(super) fn check(page: &Source, expected: &Expect) {
    expected.assert_eq(&page.mistakes().join("\n"));
}

/// The tutorial's flow with another row for one state.
pub(super) fn flow(state: &str, row: &str) -> Source {
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

/// The tutorial's struct with one part replaced.
pub(super) fn fields(from: &str, to: &str) -> Source {
    assert!(pages::FIELDS.contains(from), "{from} is in the tutorial's fields");
    Source::new("title = \"x\"", &pages::FIELDS.replace(from, to))
}

#[test]
fn correct_pages_have_no_errors() {
    for page in [
        pages::tutorial(),
        pages::short(),
        pages::rich(),
        pages::contacts(),
        pages::only_called(),
        pages::only_called_with_a_flow(),
    ] {
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
        &expect![[r"
            unknown state `Enablng`
            help: did you mean `Enabling`?"]],
    );
    check(
        &flow("Enabling", "Ringing => Joining | Failed;"),
        &expect![[r"
            unknown state `Ringing`
            help: the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall`, `Failed`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joning | Failed;"),
        &expect![[r"
            unknown state `Joning`
            help: did you mean `Joining`?"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Faild;"),
        &expect![[r"
            unknown state `Faild`
            help: did you mean `Failed`?"]],
    );
    check(
        &flow("Enabling", "Enabling witin 5s => Joining | Failed;"),
        &expect![[r"
            expected `=>`, found `witin`
            help: did you mean `within`?"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on Systm retry 1 | Failed;"),
        &expect![[r"
            unknown cause `Systm`
            help: did you mean `System`?"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on System rety 1 | Failed;"),
        &expect![[r"
            expected one of `on`, `via`, `retry`, `after`, `:`, `|` or `;`, found `rety`
            help: did you mean `retry`?"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Failed: tost(\"x\");"),
        &expect![[r"
            unknown action `tost`
            help: did you mean `toast`?"]],
    );
    check(
        &flow("InCall", "InCall => Idle: tost(\"x\");"),
        &expect![[r"
            unknown action `tost`
            help: did you mean `toast`?"]],
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
    let comma = expect![[r"
        expected `;`, found `,`
        help: end a row with `;`"]];
    check(&flow("Idle", "Idle => Authorizing,"), &comma);
    check(&flow("Authorizing", "Authorizing => Enabling | Failed on Denied | Failed,"), &comma);
    check(&flow("Enabling", "Enabling => Joining | Failed: toast(\"x\"),"), &comma);
    check(
        &flow("Enabling", "Enabling, Enabling => Joining | Failed;"),
        &expect![[r"
            expected `=>`, found `,`
            help: a row has the form `Enabling => Joining | Failed;`"]],
    );
    check(
        &flow("Enabling", "Enabling -> Joining | Failed,"),
        &expect![[r"
            expected `=>`, found `->`
            help: a row has the form `Enabling => Joining | Failed;`"]],
    );
    check(
        &flow("Joining", "Joining within 30s => InCall | Joining on System retry 2 after 1s | Failed,"),
        &comma,
    );
    check(&flow("InCall", "InCall => Idle | Failed on Interrupted,"), &comma);
    check(&flow("Failed", "Failed => Idle,"), &comma);
}

#[test]
fn an_edge_in_doubt_is_not_missing() {
    check(
        &flow("Enabling", "Enabling => Joining or Failed;"),
        &expect![[r"
        expected `|`, found `or`
        help: separate edges with `|`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining -> Failed;"),
        &expect![[r"
            expected `|`, found `->`
            help: separate edges with `|`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining Failed;"),
        &expect![[r"
            expected `|`, found `Failed`
            help: separate edges with `|`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Failed; toast(\"x\");"),
        &expect![[r"
            unexpected `toast` after `;`
            help: put it before the `;`: `: toast(…);`"]],
    );
}

#[test]
fn an_arrow_between_edges_is_one_mistake() {
    check(
        &flow("Enabling", "Enabling => Joining => Failed;"),
        &expect![[r"
            expected `|`, found `=>`
            help: separate edges with `|`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Failed => toast(\"x\");"),
        &expect![[r"
            expected `:`, found `=>`
            help: put `:` before the actions: `: toast(…)`"]],
    );
}

#[test]
fn a_cause_is_not_suggested_where_nothing_can_fail() {
    check(
        &flow("Idle", "Idle => on System Authorizing;"),
        &expect![[r"
            expected a state, found `on`
            help: legal from `Idle`: `Authorizing`"]],
    );
    check(
        &flow("Failed", "Failed => Idle | System;"),
        &expect![[r"
            expected a state, found the cause `System`
            help: legal from `Failed`: `Idle`, `Authorizing`"]],
    );
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
        &expect![[r"
            expected `;`, found `Joining`
            help: end a row with `;`"]],
    );
    check(
        &flow("Enabling", "Enabling -> Joining | Failed;"),
        &expect![[r"
            expected `=>`, found `->`
            help: a row has the form `Enabling => Joining | Failed;`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on System Internal retry 1 | Failed;"),
        &expect![[r"
            expected `,`, found `Internal`
            help: separate causes with `,`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on System retry 1, after 1s | Failed;"),
        &expect![[r"
            unexpected `,` in an edge
            help: remove it: `,` only separates causes and actions"]],
    );
}

#[test]
fn edges_are_what_the_host_allows() {
    check(
        &flow("Idle", "Idle => InCall;"),
        &expect![[r"
            illegal transition from `Idle` to `InCall`
            help: legal from `Idle`: `Authorizing`"]],
    );
    check(
        &flow("Authorizing", "Authorizing => Enabling | Authorizing | Failed;"),
        &expect![[r"
            missing `on` and `retry` on the recovery edge from `Authorizing` to `Authorizing`
            help: add `on Denied retry 1`"]],
    );
    check(
        &flow("Authorizing", "Authorizing => Enabling | Authorizing on Denied | Failed;"),
        &expect![[r"
            missing `retry` on the recovery edge from `Authorizing` to `Authorizing`
            help: add `retry 1`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Failed retry 1 after 1s;"),
        &expect![[r"
            unexpected `retry` and `after`: the edge from `Enabling` to `Failed` is not a recovery edge
            help: the recovery edges from `Enabling` are those to `Enabling` and `Authorizing`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining on System | Failed;"),
        &expect![[r"
            unexpected `on`: success takes the edge from `Enabling` to `Joining`
            help: remove the `on`, or move it to an edge that a failure takes"]],
    );
    check(
        &flow("Enabling", "Enabling => Idle | Failed;"),
        &expect![[r"
            missing edge from `Enabling` to `Joining`
            help: add `Joining`: success takes this edge"]],
    );
    check(
        &flow("Idle", "Idle => Authorizing on System;"),
        &expect![[r"
            unexpected `on`: the user takes every edge from `Idle`
            help: remove the `on`"]],
    );
    check(
        &flow("InCall", "InCall => Idle | Failed;"),
        &expect![[r"
            missing `on` on the edge from `InCall` to `Failed`
            help: name its causes: `Failed on Interrupted`"]],
    );
}

#[test]
fn rows_are_complete() {
    check(
        &flow("Enabling", ""),
        &expect![[r"
            missing row for `Enabling`
            help: add `Enabling => Joining | Failed;`"]],
    );
    check(
        &flow("Enabling", "Enabling => ;"),
        &expect![[r"
            expected a state, found `;`
            help: legal from `Enabling`: `Joining`, `Enabling`, `Authorizing`, `Idle`, `Failed`"]],
    );
    check(
        &flow("Enabling", "Enabling => Failed;"),
        &expect![[r"
            missing edge from `Enabling` to `Joining`
            help: add `Joining`: success takes this edge"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining;"),
        &expect![[r"
            missing plain edge from `Enabling` to `Failed`
            help: add `| Failed`: every cause that no other edge names takes this edge"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining; Enabling => Failed;"),
        &expect![[r"
            duplicate row for `Enabling`
            help: write all edges of a state in one row, separated by `|`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Joining | Failed | Failed;"),
        &expect![[r"
            duplicate edge from `Enabling` to `Joining`
            help: remove one
            duplicate edge from `Enabling` to `Failed`
            help: remove one, or name causes with `on`"]],
    );
    check(
        &flow("InCall", "InCall => Failed on Interrupted;"),
        &expect![[r"
            missing edge from `InCall` to `Idle`
            help: add `Idle`: the end of the call takes this edge"]],
    );
}

#[test]
fn causes_belong_to_their_step() {
    check(
        &flow("Joining", "Joining => InCall | Joining on App retry 1 | Failed;"),
        &expect![[r"
            `App` cannot be a cause of an edge
            help: remove it: a handler's `call.fail(…)` always leads to `Failed`"]],
    );
    check(
        &flow("Joining", "Joining => InCall | Joining on System retry 1 | Idle on -1000 | Failed;"),
        &expect![[r"
            duplicate cause `System` (code -1000)
            help: name each cause on one edge of a row"]],
    );
    check(
        &flow("Joining", "Joining => InCall | Joining on 101 retry 1 | Idle on 110 | Failed;"),
        &expect![[r"
            duplicate cause `InvalidOptions`: `110` is a number of it
            help: name each cause on one edge of a row"]],
    );
    check(
        &flow("Joining", "Joining => InCall | Joining on System via exit_room retry 1 | Failed;"),
        &expect![[r"
            `exit_room` only helps with `AlreadyInRoom`
            help: give this cause its own edge: `on AlreadyInRoom via exit_room retry 1`"]],
    );
    check(
        &flow("InCall", "InCall => Idle | Failed on -5;"),
        &expect![[r"
            host code `-5` cannot occur in `InCall`
            help: legal in `InCall`: `Timeout`, `NoAnswer`, `Interrupted`"]],
    );
}

#[test]
fn numbers_fit() {
    check(
        &flow("Enabling", "Enabling within 10 s => Joining | Failed;"),
        &expect![[r"
            invalid duration `10 s`
            help: remove the space: `10s`"]],
    );
    check(
        &flow("Enabling", "Enabling within 0s => Joining | Failed;"),
        &expect![[r"
            invalid duration `0s`
            help: write a longer one, or remove `within`"]],
    );
    check(
        &flow("Enabling", "Enabling within 99999m => Joining | Failed;"),
        &expect![[r"
            invalid duration `99999m`
            help: the longest timeout of the host is `35791m`"]],
    );
    check(
        &flow("Idle", "Idle within 30m => Authorizing;"),
        &expect![[r"
            unexpected `within`: `Idle` does not wait for the host
            help: remove it: only `Authorizing`, `Enabling`, `Joining` and `InCall` have a time limit"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Enabling on -99999999999 retry 0 | Failed;"),
        &expect![[r"
            invalid host code `-99999999999`
            help: expected an integer from -2147483648 to 2147483647
            invalid retry count `0`
            help: expected an integer from 1 to 65535"]],
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
            help: use `OpenId`, `String`, `bool`, `RoomType`, an integer of up to 64 bits, `f32`, `f64`, or an `Option` of one of them; an enum needs `#[field(choice)]`, and a list of contacts `#[field(contacts)]`; a type alias is not supported"]],
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
            help: rename the field; also reserved are `busy`, `error`, `reachable`, `connected`, `receiving`, `loading`, `pageDepth`, `handleCall`, `handleCancel`, `handleHangUp`, `handleDismiss`, `handleOpenSettings`, `handleCopyRecording` and `handleReceive`"]],
    );
    check(
        &fields("call_name: String", "call_name: String, handle_copy_recording: u8"),
        &expect![[r"
            the name `handleCopyRecording` is reserved in the page's data
            help: rename the field; also reserved are `state`, `busy`, `error`, `reachable`, `connected`, `receiving`, `loading`, `pageDepth`, `handleCall`, `handleCancel`, `handleHangUp`, `handleDismiss`, `handleOpenSettings` and `handleReceive`"]],
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
