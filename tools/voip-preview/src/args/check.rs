//! Checks the values of flags against the page: its fields and scopes.

use std::fmt::Write as _;
use std::rc::Rc;

use voip_runtime::field::FieldKind;
use voip_runtime::spec::{FieldSpec, Fields, Spec};
use voip_runtime::value::Value;

use super::value::{Scope, Set};
use crate::notation::{nearest, scope_name};
use crate::paint::text::visible;

/// The scopes that the user refuses. The page must ask for them.
pub(super) fn scopes(spec: &Spec, deny: &[Scope]) -> Result<Vec<voip_runtime::spec::Scope>, String> {
    let mut scopes = Vec::new();
    for scope in deny {
        let scope = match scope {
            Scope::Record => voip_runtime::spec::Scope::Record,
            Scope::Camera => voip_runtime::spec::Scope::Camera,
        };
        if !spec.scopes.contains(&scope) {
            let requested: Vec<_> = spec.scopes.iter().map(|scope| scope_name(*scope)).collect();
            return Err(format!(
                "invalid value '{}' for '--deny <SCOPE>': the page `{}` asks only for `{}`",
                scope_name(scope),
                spec.name,
                requested.join("` and `")
            ));
        }
        scopes.push(scope);
    }
    Ok(scopes)
}

/// The fields to fill in, by index. The page must take each value.
pub(super) fn fields(
    spec: &Spec,
    initial: &dyn Fields,
    set: Vec<Set>,
) -> Result<Vec<(usize, String)>, String> {
    let mut fields = Vec::new();
    for Set { field, value } in set {
        let invalid =
            format!("invalid value '{}' for '--set <FIELD=VALUE>'", visible(&format!("{field}={value}")));
        let Some(index) = spec.find(&field) else {
            let mut error = format!("{invalid}: the page `{}` has no field `{}`", spec.name, visible(&field));
            if let Some(near) = nearest(&field, spec.fields.iter().map(|field| field.name)) {
                let _ = write!(error, ": did you mean `{near}`?");
            }
            return Err(format!("{error}\n\n{}", field_list(spec)));
        };
        if let Err(error) = try_value(initial, index, &value) {
            return Err(format!("{invalid}: {error}"));
        }
        fields.push((index, value));
    }
    Ok(fields)
}

fn try_value(initial: &dyn Fields, index: usize, value: &str) -> Result<(), String> {
    let mut copy = initial.snapshot();
    // The copy has one owner, so this is never `None`.
    match Rc::get_mut(&mut copy)
        .and_then(|page| page.field_mut(index))
        .map(|field| field.set(&Value::from(value)))
    {
        Some(Err(error)) => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// The help text below the flags.
pub(super) fn help(spec: &Spec) -> String {
    format!(
        "{}\n\n\
         STEP is `authorize`, `enable` or `join`. DURATION is a whole number with `ms`, `s` or `m`.\n\
         Each --fail, --never, --late and --twice sets one answer of its step, in the order given;\n\
         later host calls succeed. Required fields that are empty are filled in.\n\n\
         Exit status: 0 success (the call was joined, every path was proved, or the page matches the\n\
         recording), 1 failure, 2 wrong arguments.",
        field_list(spec)
    )
}

/// The fields of the page.
fn field_list(spec: &Spec) -> String {
    if spec.fields.is_empty() {
        return format!("{} has no fields.", spec.name);
    }
    let widest = spec.fields.iter().map(|field| field.name.chars().count()).max().unwrap_or(0);
    let mut text = format!("Fields of {}:", spec.name);
    for field in spec.fields {
        let _ = write!(text, "\n  {:widest$}  {:12}", field.name, kind(field));
        if let Some(label) = field.label {
            let _ = write!(text, "  {}", visible(label));
        }
        while text.ends_with(' ') {
            text.pop();
        }
    }
    text
}

fn kind(field: &FieldSpec) -> &'static str {
    match field.kind {
        FieldKind::Switch => "true|false",
        FieldKind::Integer => "whole number",
        FieldKind::Decimal => "number",
        FieldKind::RoomType => "video|voice",
        other => other.name(),
    }
}
