//! How a flow is written: one mistake is one error.

use expect_test::expect;

use super::{Source, check, flow, pages};

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
