//! Limits of a call, and the causes that they have.

use expect_test::expect;

use super::{check, flow};

#[test]
fn a_call_can_have_limits_in_any_order() {
    for row in [
        "InCall ring 45s => Idle | Failed on NoAnswer;",
        "InCall within 30m => Idle | Idle on Timeout: toast(\"x\");",
        "InCall ring 45s within 30m => Idle | Idle on NoAnswer, Timeout;",
        "InCall within 30m ring 45s => Idle | Failed on NoAnswer | Idle on Timeout | Failed on Interrupted;",
    ] {
        assert_eq!(flow("InCall", row).mistakes(), <[&str; 0]>::default(), "{row}");
    }
}

#[test]
fn limits_and_their_edges_come_together() {
    check(
        &flow("InCall", "InCall ring 45s => Idle;"),
        &expect![[r"
            missing edge for `ring`
            help: add `| Idle on NoAnswer`: the limit ends the call with this cause"]],
    );
    check(
        &flow("InCall", "InCall within 30m => Idle | Failed on Interrupted;"),
        &expect![[r"
            missing edge for `within`
            help: add `| Idle on Timeout`: the limit ends the call with this cause"]],
    );
    check(
        &flow("InCall", "InCall => Idle | Failed on NoAnswer;"),
        &expect![[r"
        cause `NoAnswer` cannot occur in `InCall` without `ring`
        help: add the limit, such as `InCall ring 45s =>`, or remove the cause"]],
    );
    check(
        &flow("InCall", "InCall ring 45s => Idle | Failed on NoAnswer, Timeout;"),
        &expect![[r"
        cause `Timeout` cannot occur in `InCall` without `within`
        help: add the limit, such as `InCall within 30m =>`, or remove the cause"]],
    );
    // A cause that is wrong may be the one that is missing.
    check(
        &flow("InCall", "InCall ring 45s => Idle | Failed on NoAnswr;"),
        &expect![[r"
        unknown cause `NoAnswr`
        help: did you mean `NoAnswer`?"]],
    );
    // A limit that is wrong is not missing.
    check(
        &flow("InCall", "InCall ring 45 => Idle | Failed on NoAnswer;"),
        &expect![[r"
        invalid duration `45`
        help: expected a number with `ms`, `s` or `m`, such as `45s`"]],
    );
}

#[test]
fn limits_are_checked() {
    check(
        &flow("InCall", "InCall ring 30m within 30m => Idle | Failed on NoAnswer | Idle on Timeout;"),
        &expect![[r"
            `ring` has no effect: it is not shorter than `within`
            help: make `ring` shorter, or remove it: `within` bounds the whole call"]],
    );
    check(
        &flow("InCall", "InCall ring 45s ring 30s => Idle | Failed on NoAnswer;"),
        &expect![[r"
        duplicate `ring`
        help: remove one"]],
    );
    check(
        &flow("InCall", "InCall ring 45s within 9m ring 30s => Idle | Failed on NoAnswer, Timeout;"),
        &expect![[r"
            duplicate `ring`
            help: remove one"]],
    );
    for row in [
        "InCall ring 45s, within 30m => Idle | Failed on NoAnswer, Timeout;",
        // It is the only mistake, although neither limit has its edge.
        "InCall within 30m, ring 45s => Idle;",
        "InCall, within 30m => Idle | Idle on Timeout;",
    ] {
        check(
            &flow("InCall", row),
            &expect![[r"
                unexpected `,` before a limit
                help: remove it: `InCall ring 45s within 30m =>`"]],
        );
    }
    check(
        &flow("Joining", "Joining ring 45s => InCall | Failed;"),
        &expect![[r"
        unexpected `ring` in `Joining`
        help: put it in the row of `InCall`, which begins when the call rings"]],
    );
    check(
        &flow("Idle", "Idle ring 45s => Authorizing;"),
        &expect![[r"
        unexpected `ring` in `Idle`
        help: remove it: only `InCall` rings"]],
    );
    check(
        &flow("InCall", "InCall rnig 45s => Idle | Failed on NoAnswer;"),
        &expect![[r"
        expected `=>`, found `rnig`
        help: did you mean `ring`?"]],
    );
    check(
        &flow("InCall", "InCall => Idle | Failed on NoAnswer ring 45s;"),
        &expect![[r"
        unexpected `ring`
        help: put it before the `=>` of its row: `InCall ring 45s =>`"]],
    );
    check(
        &flow("Enabling", "Enabling rnig 45s => Joining | Failed;"),
        &expect![[r"
        expected `=>`, found `rnig`
        help: a row has the form `Enabling => Joining | Failed;`"]],
    );
    check(
        &flow("InCall", "InCall => Idle | Failed;"),
        &expect![[r"
        missing `on` on the edge from `InCall` to `Failed`
        help: name its causes: `Failed on Interrupted`"]],
    );
    check(
        &flow("InCall", "InCall => Idle | Idle: toast(\"x\");"),
        &expect![[r"
        duplicate edge from `InCall` to `Idle`
        help: remove one, or name causes with `on`"]],
    );
}

#[test]
fn a_toast_can_have_a_duration() {
    let failed = |action: &str| flow("Enabling", &format!("Enabling => Joining | Failed: {action};"));
    for action in ["toast(\"x\", 5s)", "toast(\"x\", 1500ms), run(report)", "spawn(a::b), toast(\"x\", 1m)"] {
        assert_eq!(failed(action).mistakes(), <[&str; 0]>::default(), "{action}");
    }
    check(
        &failed("toast(\"x\", 0s)"),
        &expect![[r"
        invalid duration `0s`
        help: write a longer one, or remove the duration"]],
    );
    check(
        &failed("toast(\"x\", 5)"),
        &expect![[r"
        invalid duration `5`
        help: expected a number with `ms`, `s` or `m`, such as `5s`"]],
    );
    check(
        &failed("toast(\"x\", 5 s)"),
        &expect![[r"
        invalid duration `5 s`
        help: remove the space: `5s`"]],
    );
    check(
        &failed("toast(\"x\", 99999m)"),
        &expect![[r"
        invalid duration `99999m`
        help: the longest timeout of the host is `35791m`"]],
    );
    check(
        &failed("toast(\"x\", LONG)"),
        &expect![[r#"
        expected a duration, found the constant `LONG`
        help: write `toast("…", 8s)`: a macro cannot read the value of a constant"#]],
    );
    check(
        &failed("toast(\"x\",)"),
        &expect![[r#"
        expected a duration, found `)`
        help: a duration is an integer with `ms`, `s` or `m`, such as `toast("…", 8s)`"#]],
    );
    check(
        &failed("toast(\"x\", 5s, 6s)"),
        &expect![[r#"
        expected `)`, found `,`
        help: write `toast("…")` or `toast("…", 5s)`"#]],
    );
    check(
        &failed("toast(\"x\" 5s)"),
        &expect![[r#"
        expected `)`, found `5s`
        help: write `toast("…")` or `toast("…", 5s)`"#]],
    );
    check(
        &failed("toast(5s)"),
        &expect![[r#"
        expected a string literal, found `5s`
        help: write `toast("…")`"#]],
    );
}

#[test]
fn functions_are_spawned() {
    let failed = |action: &str| flow("Enabling", &format!("Enabling => Joining | Failed: {action};"));
    check(
        &failed("spawn(\"report\")"),
        &expect![[r"
        expected the path of a function, found a string literal
        help: name an `async fn(PageContext<Page>, Change) -> Result<(), CallError>`: `spawn(report)`"]],
    );
    check(
        &failed("spawn(report, send)"),
        &expect![[r"
        expected `)`, found `,`
        help: `spawn` takes one argument: `spawn(path)`"]],
    );
    check(
        &failed("spawn report"),
        &expect![[r"
        expected `(` after `spawn`, found `report`
        help: write `spawn(path)`"]],
    );
    check(
        &failed("spwan(report)"),
        &expect![[r"
        unknown action `spwan`
        help: did you mean `spawn`?"]],
    );
    check(
        &failed("spawn(report), spawn(report)"),
        &expect![[r"
        duplicate `spawn(report)`
        help: remove one"]],
    );
    check(
        &failed("notify(report)"),
        &expect![[r#"
        unknown action `notify`
        help: legal here: `toast("…")`, `run(path)`, `spawn(path)`"#]],
    );
}
