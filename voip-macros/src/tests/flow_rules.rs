//! What a flow says: which edges it has, and which it lacks.

use expect_test::expect;

use super::{Source, check, flow, pages};

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
fn an_edge_may_run_and_spawn_several_functions() {
    for actions in ["run(a), run(b)", "run(a), spawn(a)", "spawn(a), spawn(b), toast(\"x\")"] {
        let page = flow("Enabling", &format!("Enabling => Joining | Failed: {actions};"));
        assert_eq!(page.mistakes(), <[&str; 0]>::default(), "{actions}");
    }
}

#[test]
fn a_misspelt_row_does_not_hide_another_missing_one() {
    check(
        &Source::new(
            "title = \"x\", flow { Idle => Authorizing; Authorizing => Enabling | Failed; \
             Enablng => Joining | Failed; InCall => Idle; Failed => Idle; }",
            pages::FIELDS,
        ),
        &expect![[r"
            unknown state `Enablng`
            help: did you mean `Enabling`?
            missing row for `Joining`
            help: add `Joining => InCall | Failed;`"]],
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
