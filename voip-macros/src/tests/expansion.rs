//! The expansions of pages, as files to read. `UPDATE_EXPECT=1 cargo test -p voip-macros` writes them.

use std::str::FromStr;

use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;

use super::{Source, pages};

fn check(page: &Source, expected: &ExpectFile) {
    let file = syn::parse2(page.expand()).expect("the expansion is Rust");
    expected.assert_eq(&prettyplease::unparse(&file));
    assert_eq!(page.expand().to_string(), page.expand().to_string(), "expanding twice gives the same text");
}

#[test]
fn tutorial() {
    check(&pages::tutorial(), &expect_file!["expanded/tutorial.rs"]);
}

#[test]
fn rich() {
    check(&pages::rich(), &expect_file!["expanded/rich.rs"]);
}

#[test]
fn only_called() {
    check(&pages::only_called_with_a_flow(), &expect_file!["expanded/only_called.rs"]);
}

#[test]
fn contacts() {
    check(&pages::contacts(), &expect_file!["expanded/contacts.rs"]);
}

#[test]
fn choice() {
    let item = r#"enum Ward { #[choice("急诊")] Urgent, #[choice("其他")] r#Other = 7 }"#;
    let derived = crate::choice::derive(TokenStream::from_str(item).expect("an enum has tokens"));
    let file = syn::parse2(derived).expect("the expansion is Rust");
    expect_file!["expanded/choice.rs"].assert_eq(&prettyplease::unparse(&file));
}

#[test]
fn wrong() {
    check(&Source::new("handler = handle_call", pages::FIELDS), &expect_file!["expanded/wrong.rs"]);
}

#[test]
fn the_default_flow_is_the_tutorials() {
    let tutorial = pages::tutorial().expand().to_string();
    let handled = "let handler : fn (__voip_runtime :: Call < Self , __voip_runtime :: Idle >) -> _ = handle_call ; \
                   __voip_runtime :: Handler :: run (handler , call)";
    assert_eq!(
        pages::short().expand().to_string(),
        tutorial.replace(handled, "__voip_runtime :: default_handler (call)")
    );
}
