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
) -> Result<Vec<(usize, Value)>, String> {
    let mut fields = Vec::new();
    for Set { field, value } in set {
        let invalid =
            format!("invalid value '{}' for '--set <FIELD=VALUE>'", visible(&format!("{field}={value}")));
        let Some((index, declared)) = spec.find(&field).and_then(|at| Some((at, spec.fields.get(at)?)))
        else {
            let mut error = format!("{invalid}: the page `{}` has no field `{}`", spec.name, visible(&field));
            if let Some(near) = nearest(&field, spec.fields.iter().map(|field| field.name)) {
                let _ = write!(error, ": did you mean `{near}`?");
            }
            return Err(format!("{error}\n\n{}", field_list(spec)));
        };
        let value = match declared.kind {
            FieldKind::Contacts => {
                contacts(&value).ok_or_else(|| format!("{invalid}: expected {CONTACTS}"))?
            }
            _ => Value::from(value),
        };
        if let Err(error) = try_value(initial, index, &value) {
            return Err(format!("{invalid}: {error}"));
        }
        fields.push((index, value));
    }
    Ok(fields)
}

/// How `--set` writes a list of contacts.
const CONTACTS: &str = r#"a list in JSON, e.g. [{"openid": "o-1", "nickname": "Anna"}]"#;

fn contacts(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|value| matches!(value, Value::List(_)))
}

/// The query with which the page opens. The page must take each parameter.
pub(super) fn query(
    spec: &Spec,
    initial: &dyn Fields,
    query: Vec<(String, String)>,
) -> Result<Vec<(String, String)>, String> {
    for (name, value) in &query {
        let invalid =
            format!("invalid value '{}' for '--query <NAME=VALUE>'", visible(&format!("{name}={value}")));
        let mut known = spec.fields.iter().filter_map(|field| field.query);
        let named = spec.fields.iter().enumerate().find(|(_, field)| field.query == Some(name));
        match named {
            Some((index, _)) => try_value(initial, index, &Value::from(value.as_str()))
                .map_err(|error| format!("{invalid}: {error}"))?,
            // An `on_load` function may read any parameter, and `scene` contains others.
            None if spec.on_load || name == "scene" => {}
            None => {
                let mut error =
                    format!("{invalid}: the page `{}` has no parameter `{}`", spec.name, visible(name));
                match nearest(name, known.clone()) {
                    Some(near) => drop(write!(error, ": did you mean `{near}`?")),
                    None if known.next().is_none() => {
                        error.push_str("\n\n  note: a field with `#[field(query)]` is one");
                    }
                    None => {}
                }
                return Err(error);
            }
        }
    }
    Ok(query)
}

/// The contact whose button is tapped, or `None` for the main call button. A page that is only called has neither.
pub(super) fn contact(spec: &Spec, call: Option<u32>, taps: Option<u32>) -> Result<Option<usize>, String> {
    if spec.never_calls() {
        let flag = if call.is_some() { "--call" } else { "--taps" };
        if call.is_some() || taps.is_some() {
            return Err(format!(
                "'{flag}' cannot be used: the page `{}` is only called; a run without it makes it reachable",
                spec.name
            ));
        }
        return Ok(None);
    }
    if call.is_some() && spec.contacts().is_none() {
        return Err(format!("'--call' cannot be used: the page `{}` has no contacts", spec.name));
    }
    let first = (!spec.has_call_button() && spec.contacts().is_some()).then_some(0);
    Ok(call.or(first).map(|contact| usize::try_from(contact).unwrap_or(usize::MAX)))
}

fn try_value(initial: &dyn Fields, index: usize, value: &Value) -> Result<(), String> {
    let mut copy = initial.snapshot();
    // The copy has one owner, so this is never `None`.
    match Rc::get_mut(&mut copy).and_then(|page| page.field_mut(index)).map(|field| field.set(value)) {
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
         later host calls succeed. Required fields that are empty are filled in. An `on_load` function gets\n\
         made-up answers, as a handler does, and the tap waits for it.\n\n\
         The timeline and its summary are in Chinese if the first of LC_ALL, LC_MESSAGES and LANG that is set\n\
         begins with `zh`; this help and errors are in English. COLUMNS is the width at which lines are wrapped.\n\n\
         Exit status: 0 success (the call was joined, or the page that is only called is reachable; every path\n\
         was proved; or the page matches the recording or the scenario), 1 failure, 2 wrong arguments.",
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
        let variants: Vec<_> = field.variants.iter().map(|variant| variant.name).collect();
        if !variants.is_empty() {
            let _ = write!(text, "  {}", variants.join("|"));
        }
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
