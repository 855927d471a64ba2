//! One mistake is one error, and three are three.

use expect_test::expect;

use super::{Source, check, fields, flow, pages};

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
        &fields("call_name: String", "call_name: String, set_data: u8"),
        &expect![[r"
            the name `setData` is reserved: every component of WeChat has a member `setData`
            help: rename the field"]],
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

#[test]
fn a_struct_without_names_is_one_error() {
    check(
        &Source::new("title = \"x\"", "struct VideoCall(OpenId);"),
        &expect![[r"
            expected a struct with named fields, found a tuple struct
            help: a page is written `struct VideoCall { … }`"]],
    );
}
