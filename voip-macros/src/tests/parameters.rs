//! The parameters of a page's address: `query`.

use expect_test::expect;

use super::{Source, check, fields, pages};

#[test]
fn parameters_are_checked() {
    let queries = |first: &str, second: &str| {
        let struct_ = pages::FIELDS
            .replace("#[field(listener.openid,", &format!("#[field(listener.openid, {first},"))
            .replace("#[field(caller.openid,", &format!("#[field(caller.openid, {second},"));
        Source::new("title = \"x\"", &struct_)
    };
    for (first, second) in
        [("query", "query"), ("query = \"doctor\"", "query = \"callOpenid\""), ("query", "query = \"Scene\"")]
    {
        assert_eq!(queries(first, second).mistakes(), <[&str; 0]>::default(), "{first}, {second}");
    }
    check(
        &queries("query = \"doctor\"", "query = \"doctor\""),
        &expect![[r#"
        duplicate parameter `doctor` in the address of the page
        help: it sets the field `listen_openid` too: write `query = "…"` with another name"#]],
    );
    check(
        &queries("query", "query = \"listenOpenid\""),
        &expect![[r#"
        duplicate parameter `listenOpenid` in the address of the page
        help: it sets the field `listen_openid` too: write `query = "…"` with another name"#]],
    );
    check(
        &queries("query = \"\"", "query = \"scene\""),
        &expect![[r#"
        `query` is empty
        help: write the name of the parameter, such as `query = "doctor"`, or `query` alone
        the name `scene` is reserved in the address of a page
        help: write `query = "…"` with another name: `scene` is the text of a mini-program code, and its parameters set fields too"#]],
    );
    check(
        &queries("query = \"a=b\"", "query = \"医生\""),
        &expect![[r#"
        invalid name `a=b` of a parameter: the character '=' is not allowed in it
        help: write `query = "…"` with ASCII letters, digits, `-`, `_`, `.` and `~`, such as `query = "doctor"`
        invalid name `医生` of a parameter: the character '医' is not allowed in it
        help: write `query = "…"` with ASCII letters, digits, `-`, `_`, `.` and `~`, such as `query = "doctor"`"#]],
    );
    check(
        &queries("query = doctor", "query(\"me\")"),
        &expect![[r#"
        expected a string literal, found `doctor`
        help: write `query = "doctor"`
        expected `=`, found `(`
        help: write `query = "…"`"#]],
    );
    check(
        &queries("query =", "query, query"),
        &expect![[r#"
        missing value of `query`
        help: write `query = "…"`
        duplicate `query`
        help: remove one"#]],
    );
    check(
        &queries("quary", "query = Some(\"me\")"),
        &expect![[r#"
        unknown argument `quary`
        help: did you mean `query`?
        expected a string literal, found a function call
        help: write `query = "…"`"#]],
    );
    check(
        &fields("call_name: String", "call_name: String, #[field(query)] 医生: u8"),
        &expect![[r#"
        invalid name `医生` of a parameter: the character '医' is not allowed in it
        help: write `query = "…"` with ASCII letters, digits, `-`, `_`, `.` and `~`, such as `query = "doctor"`"#]],
    );
    check(
        &fields("call_name: String", "call_name: String, #[field(query)] scene: u8"),
        &expect![[r#"
        the name `scene` is reserved in the address of a page
        help: write `query = "…"` with another name: `scene` is the text of a mini-program code, and its parameters set fields too"#]],
    );
    // Of fields that each have a `cfg`, only one may stay.
    let alternatives = "call_name: String, #[cfg(a)] #[field(query = \"n\")] a: u8, #[cfg(not(a))] #[field(query = \"n\")] b: u8";
    check(&fields("call_name: String", alternatives), &expect![""]);
    let beside_one_that_stays = alternatives.replace("#[cfg(not(a))] ", "");
    check(
        &fields("call_name: String", &beside_one_that_stays),
        &expect![[r#"
        duplicate parameter `n` in the address of the page
        help: it sets the field `a` too: write `query = "…"` with another name"#]],
    );
}
