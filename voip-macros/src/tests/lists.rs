//! Contacts, choices, and the arguments of a row: which go together, and that a mistake is one error.

use std::str::FromStr;

use expect_test::expect;
use proc_macro2::TokenStream;

use super::{Source, check, fields};

/// A page with contacts, and with these fields.
fn with_contacts(more: &str) -> Source {
    let caller =
        "#[field(caller.openid)] me: OpenId, #[field(caller.nickname, default = \"x\")] my_name: String,";
    Source::new("title = \"x\"", &format!("struct Family {{ {caller} {more} }}"))
}

/// The tutorial's page with another field.
fn with(field: &str) -> Source {
    fields("call_name: String", &format!("call_name: String, {field}"))
}

const CONTACTS: &str = "#[field(contacts)] family: Vec<Contact>,";

#[test]
fn correct_fields_have_no_errors() {
    for list in [
        "#[field(contacts)] family: Vec<Contact>",
        "#[field(contacts, label = \"x\")] family: alloc::vec::Vec<voip_runtime::Contact>",
        "#[field(contacts)] family: (Vec<(Contact)>)",
        "#[field(contacts)] family: Vec<Contact>, #[field(listener.openid)] a: OpenId, #[field(listener.nickname)] b: String",
    ] {
        assert_eq!(with_contacts(list).mistakes(), <[&str; 0]>::default(), "{list}");
    }
    for field in [
        "#[field(choice)] a: Ward",
        "#[field(choice, default = Urgent, query = \"ward\")] a: wards::Ward",
        "#[field(choice, label = \"x\", required = \"x\")] a: Option<super::Ward>",
        "#[field(choice, default = r#type)] a: ((Ward))",
        "#[field(label = \"x\", read_only, placeholder = \"x\")] a: u8",
        "#[field(label = \"x\", read_only)] a: bool",
        "#[field(label = \"x\", max_length = 1)] a: Option<f64>",
        "#[field(label = \"x\", max_length = 65535)] a: Option<OpenId>",
        "#[field(required = \"x\")] a: Option<bool>",
        "#[field(default = -128)] a: i8",
        "#[field(default = -1.5)] a: f32",
        "#[cfg(a)] a: u8, #[cfg(not(a))] a: u16",
        "#[cfg(a)] a: u8, a: u16",
        "#[field(caller.head_image, required = \"x\")] a: String",
    ] {
        assert_eq!(with(field).mistakes(), <[&str; 0]>::default(), "{field}");
        assert!(with(field).is_accepted(), "{field}");
    }
    let twice = with("a: u8, a: u16");
    assert!(twice.mistakes().is_empty() && !twice.is_accepted(), "rustc reports it");
}

#[test]
fn a_mistake_is_one_error() {
    for list in [
        "#[field(contact)] family: Vec<Contact>",
        "#[field(contacts)] family: Vec<String>",
        "#[field(contacts)] family: Contact",
        "#[field(contacts)] family: Option<Vec<Contact>>",
        "#[field(contacts = 3)] family: Vec<Contact>",
        "#[field(contacts, contacts)] family: Vec<Contact>",
        "#[field(contacts, listener.openid)] family: Vec<Contact>",
        "#[field(contacts, caller.head_image)] family: Vec<Contact>",
        "#[field(contacts, default = \"x\")] family: Vec<Contact>",
        "#[field(contacts, label = \"\")] family: Vec<Contact>",
        "#[cfg(all())] #[field(contacts)] family: Vec<Contact>",
        "family: Vec<Contact>",
        "#[field(listener.openid)] family: Vec<Contact>",
        "#[field(contacts)] family: Vec<Contact>, #[field(contacts)] friends: Vec<Contact>",
        "#[field(contacts)] family: Vec<Contact>, friends: Vec<Contact>",
        "#[field(contacts)] family: Vec<Contact>, #[field(listener.openid)] a: OpenId",
    ] {
        let mistakes = with_contacts(list).mistakes();
        assert_eq!(mistakes.len(), 1, "{list}: {mistakes:#?}");
    }
    for field in [
        "#[field(choice)] a: String",
        "#[field(choice)] a: Vec<Ward>",
        "#[field(choice)] a: Option<Option<Ward>>",
        "#[field(choice)] a: Option<u8>",
        "#[field(choice)] a: &'static Ward",
        "#[field(choice)] a: Ward<u8>",
        "#[field(choice, choice)] a: Ward",
        "#[field(choice = \"x\")] a: Ward",
        "#[field(chioce)] a: Ward",
        "#[field(choice, default = Ward::Urgent)] a: Ward",
        "#[field(choice, default = \"Urgent\")] a: Ward",
        "#[field(choice, default = 1)] a: Ward",
        "#[field(choice, default = -1)] a: Option<Ward>",
        "#[field(choice, label = \"x\", placeholder = \"x\")] a: Ward",
        "#[field(choice, optional)] a: Ward",
        "#[field(choice, required = \"x\")] a: Ward",
        "#[field(caller.head_image, choice)] a: Ward",
        "#[field(room_type, choice)] a: RoomType",
        "#[field(read_only)] a: u8",
        "#[field(label = \"x\", read_only = true)] a: u8",
        "#[field(label = \"x\", read_only, max_length = 3)] a: u8",
        "#[field(max_length = 3)] a: u8",
        "#[field(label = \"x\", max_length = 0)] a: u8",
        "#[field(label = \"x\", max_length = -1)] a: u8",
        "#[field(label = \"x\", max_length = \"3\")] a: u8",
        "#[field(label = \"x\", max_length = 3u8)] a: u8",
        "#[field(label = \"x\", max_length)] a: u8",
        "#[field(max_length = 3)] a: bool",
        "#[field(required)] a: String",
        "#[field(required = \"\")] a: String",
        "#[field(required = 3)] a: String",
        "#[field(required = \"x\", optional)] a: String",
        "#[field(required = \"x\")] a: i64",
    ] {
        let mistakes = with(field).mistakes();
        assert_eq!(mistakes.len(), 1, "{field}: {mistakes:#?}");
    }
}

#[test]
fn messages_say_what_to_write() {
    check(
        &with_contacts("#[field(contacts)] family: Vec<OpenId>"),
        &expect![[r"
            expected `Vec<Contact>`, found `Vec<OpenId>`
            help: a field with `contacts` needs this type"]],
    );
    check(
        &with_contacts(&format!("{CONTACTS} #[field(listener.nickname)] name: String")),
        &expect![[r"
            no field has the role `listener.openid`
            help: a call cannot be placed without it: write `#[field(listener.openid)]` above a field"]],
    );
    check(
        &with("#[field(choice, default = Ward::Urgent)] a: Option<Ward>"),
        &expect![[r"
            expected the name of a variant, found `Ward::Urgent`
            help: write `default = Urgent`; without a default, the initial value is `None`"]],
    );
}

#[test]
fn a_page_that_never_calls_needs_nobody() {
    let mistakes = |field: &str| {
        Source::new("title = \"x\", receive(only)", &format!("struct Desk {{ {field} }}")).mistakes()
    };
    assert_eq!(mistakes("#[field(choice, label = \"x\")] a: Ward"), <[&str; 0]>::default());
    for (name, field) in [
        ("`contacts`", "#[field(contacts)] a: Vec<Contact>"),
        ("argument `required`", "#[field(required = \"x\")] a: String"),
    ] {
        let word = name.trim_start_matches("argument ");
        let expected = format!(
            "unexpected {name}: a page with `receive(only)` never calls\n\
             help: remove {word}, or remove `only`"
        );
        assert_eq!(mistakes(field), [expected]);
    }
}

/// An enum that is being typed, or that another tool wrote.
#[test]
fn a_wrong_enum_is_still_a_field() {
    let label = "#[choice(\"x\")]";
    for item in [
        "struct Ward;".to_owned(),
        "union Ward { a: u8 }".to_owned(),
        "enum Ward {}".to_owned(),
        "enum Ward { A }".to_owned(),
        format!("enum Ward {{ {label} A(u8) }}"),
        format!("enum Ward {{ {label} {label} A }}"),
        format!("enum Ward {{ {label} A, {label} B }}"),
        format!("enum Ward<T> where T: Copy {{ {label} A(T) }}"),
        format!("#[choice] enum Ward {{ {label} A }}"),
        format!("#[choice(\"x\")] enum Ward {{ {label} A }}"),
        format!("#[choice(rename = \"x\")] enum Ward {{ {label} A }}"),
        "enum Ward { #[choice = \"x\"] A }".to_owned(),
        "enum Ward { #[choice(\"\")] A }".to_owned(),
        "enum Ward { #[choice(\"x\", \"y\")] A }".to_owned(),
    ] {
        let output = crate::choice::derive(TokenStream::from_str(&item).expect("an item has tokens"));
        let text = output.to_string();
        assert!(syn::parse2::<syn::File>(output).is_ok(), "{item}: {text}");
        assert!(text.contains("compile_error") && text.contains("FieldType for Ward"), "{item}: {text}");
    }
}
