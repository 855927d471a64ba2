//! What the values of flags mean on this page: whether it has such a field, and asks for such a scope.

use std::fmt::Write as _;
use std::rc::Rc;

use voip_runtime::field::FieldKind;
use voip_runtime::spec::{FieldSpec, Fields, Spec};
use voip_runtime::value::Value;

use super::value::{Scope, Set};
use crate::notation::{nearest, scope_name};
use crate::paint::text::visible;

/// The scopes that the user refuses.
pub(super) fn scopes(spec: &Spec, deny: &[Scope]) -> Result<Vec<voip_runtime::spec::Scope>, String> {
    let mut scopes = Vec::new();
    for scope in deny {
        let scope = match scope {
            Scope::Record => voip_runtime::spec::Scope::Record,
            Scope::Camera => voip_runtime::spec::Scope::Camera,
        };
        if !spec.scopes.contains(&scope) {
            let asked: Vec<_> = spec.scopes.iter().map(|scope| scope_name(*scope)).collect();
            return Err(format!(
                "invalid value '{}' for '--deny <SCOPE>': {} asks for {} alone",
                scope_name(scope),
                spec.name,
                asked.join(" and ")
            ));
        }
        scopes.push(scope);
    }
    Ok(scopes)
}

/// The fields that are filled in, each tried on the page as it opens.
pub(super) fn fields(spec: &Spec, first: &dyn Fields, set: Vec<Set>) -> Result<Vec<(usize, String)>, String> {
    let mut fields = Vec::new();
    for Set { field, value } in set {
        let wrong =
            format!("invalid value '{}' for '--set <FIELD=VALUE>'", visible(&format!("{field}={value}")));
        let Some(index) = spec.find(&field) else {
            let mut why = format!("{wrong}: {} has no field `{}`", spec.name, visible(&field));
            if let Some(near) = nearest(&field, spec.fields.iter().map(|field| field.name)) {
                let _ = write!(why, "; did you mean `{near}`?");
            }
            return Err(format!("{why}\n\n{}", list(spec)));
        };
        if let Err(error) = try_on(first, index, &value) {
            return Err(format!("{wrong}: {error}"));
        }
        fields.push((index, value));
    }
    Ok(fields)
}

fn try_on(first: &dyn Fields, index: usize, value: &str) -> Result<(), String> {
    let mut copy = first.snapshot();
    // Nobody else has the copy.
    match Rc::get_mut(&mut copy)
        .and_then(|page| page.field_mut(index))
        .map(|field| field.set(&Value::from(value)))
    {
        Some(Err(error)) => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// What stands below the flags.
pub(super) fn help(spec: &Spec) -> String {
    format!(
        "{}\n\n\
         STEP is authorize, enable or join; DURATION a whole number with ms, s or m (500ms, 30s, 2m).\n\
         Each --fail, --never, --late and --twice is one answer of its step, in the order given;\n\
         after them the phone answers as usual. Required fields that are still empty are filled in.\n\n\
         Exit status: 0 what was asked for was done (the call was joined; every path was proved; the\n\
         page did what was recorded), 1 it was not, 2 the arguments are wrong.",
        list(spec)
    )
}

/// The page's fields.
fn list(spec: &Spec) -> String {
    if spec.fields.is_empty() {
        return format!("{} has no fields.", spec.name);
    }
    let widest = spec.fields.iter().map(|field| field.name.chars().count()).max().unwrap_or(0);
    let mut words = format!("Fields of {}:", spec.name);
    for field in spec.fields {
        let _ = write!(words, "\n  {:widest$}  {:12}", field.name, kind(field));
        if let Some(label) = field.label {
            let _ = write!(words, "  {}", visible(label));
        }
        while words.ends_with(' ') {
            words.pop();
        }
    }
    words
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
