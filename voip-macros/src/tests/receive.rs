//! `receive`, its forms, and pages that never call.

use expect_test::expect;

use super::{Source, check, pages};

const DESK: &str = "pub struct Desk { on_duty: bool }";

const FLOW: &str = "flow { Authorizing => Enabling | Failed; Enabling => Idle | Failed; }";

fn calls(receive: &str) -> Source {
    Source::new(&format!("title = \"x\", {receive}"), pages::FIELDS)
}

fn never_calls(arguments: &str) -> Source {
    Source::new(&format!("title = \"x\", receive(only), {arguments}"), DESK)
}

#[test]
fn the_forms_of_receive() {
    for form in ["receive", "receive(on_show)", "receive(on_show,)"] {
        assert_eq!(calls(form).mistakes(), <[&str; 0]>::default(), "{form}");
    }
    for form in ["receive(only)", "receive(only, on_show)", "receive(on_show, only)"] {
        let page = Source::new(&format!("title = \"x\", {form}"), DESK);
        assert_eq!(page.mistakes(), <[&str; 0]>::default(), "{form}");
    }
    check(
        &calls("receive = true"),
        &expect![[r"
        expected `(`, found `=`
        help: write `receive`, `receive(on_show)` or `receive(only)`; to turn it off, remove the whole argument"]],
    );
    check(
        &calls("receive()"),
        &expect![[r"
        `receive` is empty
        help: write `receive`"]],
    );
    check(
        &calls("receive { on_show }"),
        &expect![[r"
        expected `(`, found `{`
        help: write `receive`, `receive(on_show)` or `receive(only)`; to turn it off, remove the whole argument"]],
    );
    check(
        &calls("receive(on_shwo)"),
        &expect![[r"
        expected `on_show` or `only`, found `on_shwo`
        help: write `on_show`"]],
    );
    check(
        &calls("receive(on_load)"),
        &expect![[r"
        expected `on_show` or `only`, found `on_load`
        help: write `on_show`"]],
    );
    check(
        &calls("receive(on_show, on_show)"),
        &expect![[r"
        duplicate `on_show`
        help: remove one"]],
    );
    check(
        &calls("receive(on_show only)"),
        &expect![[r"
        expected `,` or `)`, found `only`
        help: separate values with `,`"]],
    );
    check(
        &calls("receive, receive(on_show)"),
        &expect![[r"
        duplicate `receive`
        help: remove one"]],
    );
    // A misspelt word is the only mistake of a page without roles too.
    check(
        &Source::new("title = \"x\", receive(onyl)", DESK),
        &expect![[r"
        expected `on_show` or `only`, found `onyl`
        help: write `only`"]],
    );
    check(
        &Source::new("title = \"x\", receive = only", DESK),
        &expect![[r"
        expected `(`, found `=`
        help: write `receive`, `receive(on_show)` or `receive(only)`; to turn it off, remove the whole argument"]],
    );
}

#[test]
fn a_page_that_never_calls_has_nothing_of_a_call() {
    for arguments in [
        "route = \"pages/a\", background_type = 1, min_window_type = 1, scopes(record), on_load = load",
        FLOW,
        "flow { Enabling within 5s => Idle: toast(\"x\", 5s) | Idle on Unsupported | Failed; \
         Authorizing within 1m => Enabling | Authorizing on Denied via open_setting retry 1 | Failed: toast(\"x\"); }",
    ] {
        assert_eq!(never_calls(arguments).mistakes(), <[&str; 0]>::default(), "{arguments}");
    }
    check(
        &never_calls("handler = call"),
        &expect![[r"
        unexpected argument `handler`: a page with `receive(only)` never calls
        help: remove `handler`, or remove `only`"]],
    );
    check(
        &never_calls("button = \"x\", room_type = voice, disable_switch_voice = true, on_leave = hang_up"),
        &expect![[r"
            unexpected argument `button`: a page with `receive(only)` never calls
            help: remove `button`, `room_type`, `disable_switch_voice` and `on_leave`, or remove `only`"]],
    );
    check(
        &Source::new(
            "title = \"x\", receive(only)",
            "struct Desk { #[field(contacts)] patients: Vec<Contact>, #[field(caller.openid)] me: OpenId }",
        ),
        &expect![[r"
            unexpected `contacts`: a page with `receive(only)` never calls
            help: remove `contacts` and `caller.openid`, or remove `only`"]],
    );
    check(
        &calls("receive(only)"),
        &expect![[r"
            unexpected `listener.openid`: a page with `receive(only)` never calls
            help: remove `listener.openid`, `listener.nickname`, `caller.openid` and `caller.nickname`, or remove `only`"]],
    );
}

#[test]
fn the_flow_of_a_page_that_never_calls() {
    let flow = |rows: &str| never_calls(&format!("flow {{ {rows} }}"));
    check(
        &flow(
            "Idle => Authorizing; Authorizing => Enabling | Failed; Enabling => Joining | Failed; \
             Joining => InCall | Failed; InCall => Idle; Failed => Idle;",
        ),
        &expect![[r"
            unexpected row for `Idle`: a page with `receive(only)` has rows for `Authorizing` and `Enabling` alone
            help: remove the rows for `Idle`, `Joining`, `InCall` and `Failed`, or remove `only`"]],
    );
    check(
        &flow("Idle => Authorizing; Authorizing => Enabling | Failed; Enabling => Idle | Failed;"),
        &expect![[r"
            unexpected row for `Idle`: a page with `receive(only)` has rows for `Authorizing` and `Enabling` alone
            help: remove the row for `Idle`, or remove `only`"]],
    );
    check(
        &flow("Authorizing => Enabling | Failed;"),
        &expect![[r"
        missing row for `Enabling`
        help: add `Enabling => Idle | Failed;`"]],
    );
    check(
        &flow("Authorizing => Enabling | Failed; Enabling => Failed;"),
        &expect![[r"
        missing edge from `Enabling` to `Idle`
        help: add `Idle`: success takes this edge"]],
    );
    check(
        &flow("Authorizing => Enabling | Failed; Enabling => Idle;"),
        &expect![[r"
        missing plain edge from `Enabling` to `Failed`
        help: add `| Failed`: every cause that no other edge names takes this edge"]],
    );
    check(
        &flow("Authorizing => Enabling | Idle | Failed; Enabling => Idle | Failed;"),
        &expect![[r"
        missing `on` on the edge from `Authorizing` to `Idle`
        help: name its causes: `Idle on Denied`"]],
    );
    check(
        &flow("Authorizing => Enabling | Failed; Enabling => Idle | Idle: toast(\"x\") | Failed;"),
        &expect![[r"
            duplicate edge from `Enabling` to `Idle`
            help: remove one, or name causes with `on`"]],
    );
    check(
        &flow("Authorizing => Enabling | Failed; Enabling => Idle on System | Failed;"),
        &expect![[r"
        missing edge from `Enabling` to `Idle`
        help: add `Idle`: success takes this edge"]],
    );
    check(
        &flow("Authorizing => Enabling | Failed; Enabling ring 5s => Idle | Failed;"),
        &expect![[r"
        unexpected `ring` in `Enabling`
        help: remove it: only `InCall` rings"]],
    );
    check(
        &flow("Authorizing => Enabling | Failed; Enabling => Idle: spawn(a) | Failed: run(b);"),
        &expect![[r"
            `spawn` has no effect: a page with `receive(only)` stays `Idle`, and only a transition runs functions
            help: remove it; `toast` has an effect here
            `run` has no effect: a page with `receive(only)` stays `Idle`, and only a transition runs functions
            help: remove it; `toast` has an effect here"]],
    );
    check(
        &flow("Authorizing => Enabling | Failed; Enabling => Idel | Failed;"),
        &expect![[r"
        unknown state `Idel`
        help: did you mean `Idle`?"]],
    );
}

#[test]
fn only_what_is_legal_without_calls_is_suggested() {
    let enabling = |row: &str| never_calls(&format!("flow {{ Authorizing => Enabling | Failed; {row} }}"));
    check(
        &enabling("Enabling => Ready | Failed;"),
        &expect![[r"
        unknown state `Ready`
        help: legal from `Enabling`: `Idle`, `Enabling`, `Authorizing`, `Failed`"]],
    );
    check(
        &enabling("Enabling => | Failed;"),
        &expect![[r"
        expected a state, found `|`
        help: legal from `Enabling`: `Idle`, `Enabling`, `Authorizing`, `Failed`"]],
    );
    check(
        &enabling("Enabling -> Idle | Failed;"),
        &expect![[r"
        expected `=>`, found `->`
        help: a row has the form `Enabling => Idle | Failed;`"]],
    );
    check(
        &enabling("Enabling"),
        &expect![[r"
        expected `=>`, found the end of the row
        help: a row has the form `Enabling => Idle | Failed;`"]],
    );
    check(
        &enabling("Enabling => Joining | Failed;"),
        &expect![[r"
            illegal transition from `Enabling` to `Joining`
            help: write `Idle`: a page with `receive(only)` never calls, so this is where success leads"]],
    );
    check(
        &enabling("Enabled => Idle | Failed;"),
        &expect![[r"
        unknown state `Enabled`
        help: did you mean `Enabling`?"]],
    );
    check(
        &enabling("Ringing => Idle | Failed;"),
        &expect![[r"
        unknown state `Ringing`
        help: the rows of a page with `receive(only)` are `Authorizing`, `Enabling`"]],
    );
    check(
        &enabling("Enabling => Idle | Idle retry 1 | Failed;"),
        &expect![[r"
        unexpected `retry`: the edge from `Enabling` to `Idle` is not a recovery edge
        help: the recovery edges from `Enabling` are those to `Enabling` and `Authorizing`"]],
    );
}

#[test]
fn functions_of_a_page_are_paths() {
    check(
        &calls("on_load = \"load\""),
        &expect![[r"
        expected the path of a function, found a string literal
        help: remove the quotes: `on_load = load`"]],
    );
    check(
        &calls("on_load = load()"),
        &expect![[r"
        expected the path of a function, found a call
        help: remove the parentheses: `on_load = load`"]],
    );
    check(
        &calls("on_load(load)"),
        &expect![[r"
        expected `=`, found `(`
        help: write `on_load = path::to::a_function`"]],
    );
    check(
        &calls("onload = load"),
        &expect![[r"
        unknown argument `onload`
        help: did you mean `on_load`?"]],
    );
    check(
        &calls("on_load = a, on_load = b"),
        &expect![[r"
        duplicate `on_load`
        help: remove one"]],
    );
}
