//! What is wrong with an enum with `#[derive(Choice)]`, or with a value of one.

use super::phrases::list;

/// What a field of this type can hold: the text of an error at run time.
pub(crate) fn choice_expected(variants: &[&str]) -> String {
    list(variants, "or")
}

pub(crate) fn not_a_choice(found: &str) -> String {
    format!("expected an enum, found {found}\nhelp: a picker shows the variants of an enum")
}

pub(crate) fn choice_generics() -> String {
    "an enum with `#[derive(Choice)]` is not allowed to have generic parameters\nhelp: remove the parameters"
        .to_owned()
}

pub(crate) fn choice_without_variants() -> String {
    "an enum with `#[derive(Choice)]` needs a variant\nhelp: the first variant is the initial value of a field".to_owned()
}

pub(crate) fn choice_fields(variant: &str) -> String {
    format!(
        "a variant of an enum with `#[derive(Choice)]` is not allowed to have fields\n\
         help: write `{variant}` alone: a picker cannot fill in fields"
    )
}

pub(crate) fn choice_label_missing(variant: &str) -> String {
    format!("missing label of the variant `{variant}`\nhelp: write `#[choice(\"…\")]` above it")
}

pub(crate) fn choice_label_form() -> String {
    "expected a string literal in parentheses\nhelp: write the text that the picker shows: `#[choice(\"…\")]`"
        .to_owned()
}

pub(crate) fn choice_label_twice() -> String {
    "duplicate `#[choice(\"…\")]`\nhelp: a variant has one label: remove one".to_owned()
}

pub(crate) fn choice_label_empty() -> String {
    "the label of a variant is empty\nhelp: write the text that the picker shows".to_owned()
}

pub(crate) fn choice_label_duplicate(other: &str) -> String {
    format!(
        "duplicate label of a variant\n\
         help: the variant `{other}` has it too, and a user cannot distinguish the two: change one"
    )
}

pub(crate) fn choice_label_of_the_enum() -> String {
    "unexpected label on an enum\nhelp: write `#[choice(\"…\")]` above each variant".to_owned()
}

pub(crate) fn choice_without_parentheses() -> String {
    "expected `#[choice(crate = …)]`\nhelp: remove this attribute: each variant has its own `#[choice(\"…\")]`".to_owned()
}
