//! The plain edge to Idle of a working row, which a cancelled call takes.

use expect_test::expect;

use super::{check, flow};

#[test]
fn a_plain_edge_to_idle_is_what_cancel_takes() {
    for row in [
        "Authorizing within 2m => Enabling | Idle | Failed;",
        "Joining => InCall | Idle: toast(\"x\"), run(report) | Idle on LeftWhileJoining | Failed;",
    ] {
        let state = row.split(' ').next().unwrap();
        assert_eq!(flow(state, row).mistakes(), <[&str; 0]>::default(), "{row}");
    }
    check(
        &flow("Enabling", "Enabling => Joining | Idle | Idle: toast(\"x\") | Failed;"),
        &expect![[r"
            duplicate edge from `Enabling` to `Idle`
            help: remove one, or name causes with `on`"]],
    );
    check(
        &flow("Enabling", "Enabling => Joining | Idle retry 1 | Failed;"),
        &expect![[r"
            unexpected `retry`: the edge from `Enabling` to `Idle` is not a recovery edge
            help: the recovery edges from `Enabling` are those to `Enabling` and `Authorizing`"]],
    );
    check(
        &flow("Joining", "Joining => InCall | Idle via exit_room | Failed;"),
        &expect![[r"
            unexpected `via`: the edge from `Joining` to `Idle` is not a recovery edge
            help: the recovery edges from `Joining` are those to `Joining`, `Enabling` and `Authorizing`"]],
    );
    check(
        &flow("Joining", "Joining => InCall | cancel: toast(\"x\") | Failed;"),
        &expect![[r"
            unknown state `cancel`
            help: write `Idle`: a call that is cancelled takes this edge"]],
    );
    check(
        &flow("Joining", "Joining => InCall | Idle on UserCancelled | Failed;"),
        &expect![[r"
            unknown cause `UserCancelled`
            help: remove the `on`: a call that is cancelled takes the plain edge to `Idle`"]],
    );
}
