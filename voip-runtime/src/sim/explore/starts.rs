//! The pages that a search starts with: the values of their fields, and the device.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::report::{Flaw, FlawKind};
use crate::call::Page;
use crate::field::FieldKind;
use crate::spec::{FieldSpec, Fields, Spec};
use crate::state::State;
use crate::value::Value;

/// A page as a search starts with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    /// The values of fields, by their index. Other fields have their initial value.
    pub(super) values: Vec<(usize, Value)>,
    /// The device does not report the members of rooms.
    pub(super) is_silent: bool,
    /// How it differs from the first start.
    pub(super) differences: Vec<String>,
}

/// The values of one field. The first is that of the first start; `None` is the initial value.
struct Values {
    index: usize,
    all: Vec<Option<Value>>,
    /// How many of the first values may be together with any value of another field. With the others, nothing else is read:
    /// a required field is empty, or there is no contact.
    combined: usize,
}

/// The starts of the page `P`: the first; each other value of each field alone; then pages on which each two values of two
/// fields are together at least once. And what the report says about it.
pub(super) fn starts<P: Page>(given: &[(String, Vec<Value>)]) -> Result<(Vec<Start>, Vec<String>), Flaw> {
    starts_of(P::SPEC, &P::initial(), given)
}

/// `page` is the page with its initial values.
fn starts_of(
    spec: &Spec,
    page: &dyn Fields,
    given: &[(String, Vec<Value>)],
) -> Result<(Vec<Start>, Vec<String>), Flaw> {
    let mut fields = Vec::new();
    let mut bounds = Vec::new();
    for (name, _) in given {
        if spec.find(name).is_none() {
            return Err(Flaw::new(FlawKind::Options, format!("the page has no field `{name}`")));
        }
    }
    for (index, field) in spec.fields.iter().enumerate() {
        let given = given.iter().rev().find(|(name, _)| spec.find(name) == Some(index));
        let values = match given {
            Some((name, values)) => {
                let refused =
                    values.iter().find_map(|value| Some((value, accepted(page, index, value).err()?)));
                if let Some((value, error)) = refused {
                    let what = format!("the field `{name}` cannot be {value:?}: {error}");
                    return Err(Flaw::new(FlawKind::Options, what));
                }
                Values { index, all: values.iter().cloned().map(Some).collect(), combined: values.len() }
            }
            None => values_of(spec, page, index, field),
        };
        let shown: Vec<_> = values.all.iter().map(|value| shown(page, index, value.as_ref())).collect();
        bounds.push(format!("the field `{}` is {}", field.name, shown.join(", ")));
        fields.push(values);
    }
    if fields.len() > 1 {
        bounds.push("each value of a field alone, then each two values of two fields together".into());
    }
    let mut starts = Vec::new();
    let start = |choices: &[usize]| {
        let mut start = Start::default();
        for (field, choice) in fields.iter().zip(choices) {
            let value = field.all.get(*choice).and_then(Option::as_ref);
            start.values.extend(value.map(|value| (field.index, value.clone())));
            if *choice != 0 {
                let name = spec.fields.get(field.index).map_or("", |field| field.name);
                start.differences.push(format!("{name} = {}", shown(page, field.index, value)));
            }
        }
        start
    };
    let first = alloc::vec![0; fields.len()];
    starts.push(start(&first));
    for (position, field) in fields.iter().enumerate() {
        for choice in 1..field.all.len() {
            let mut choices = first.clone();
            choices[position] = choice;
            starts.push(start(&choices));
        }
    }
    if spec.flow.row(State::InCall).ring.is_some() {
        let silent = Start {
            is_silent: true,
            differences: alloc::vec!["the device does not report members".to_string()],
            ..start(&first)
        };
        starts.push(silent);
    }
    let counts: Vec<_> = fields.iter().map(|field| field.combined).collect();
    starts.extend(pairs(&counts).iter().map(|choices| start(choices)));
    Ok((starts, bounds))
}

/// Sets a field of a new page.
fn accepted(page: &dyn Fields, index: usize, value: &Value) -> Result<Value, crate::field::FieldError> {
    let mut page = page.snapshot();
    // A snapshot has one owner.
    let field = Rc::get_mut(&mut page).and_then(|page| page.field_mut(index));
    field.map_or(Ok(Value::Null), |field| field.set(value).map(|()| field.value()))
}

fn values_of(spec: &Spec, page: &dyn Fields, index: usize, field: &FieldSpec) -> Values {
    let initial = page.field(index).map_or(Value::Null, crate::field::Field::value);
    let filled = Value::Text(format!("{}-of-{}", field.key, spec.name));
    let candidates: Vec<Value> = match field.kind {
        FieldKind::Switch => [false, true].map(Value::Bool).into(),
        FieldKind::RoomType => ["video", "voice"].map(Value::from).into(),
        FieldKind::Choice => field.variants.iter().map(|variant| variant.name.into()).collect(),
        FieldKind::OpenId | FieldKind::Text => alloc::vec![filled, "".into()],
        FieldKind::Integer => {
            let largest = [
                u64::MAX,
                i64::MAX as u64,
                u32::MAX.into(),
                i32::MAX as u64,
                u16::MAX.into(),
                i16::MAX as u64,
                u8::MAX.into(),
                i8::MAX as u64,
            ];
            let smallest = [i64::MIN, i32::MIN.into(), i16::MIN.into(), i8::MIN.into(), 0];
            // A `Value::Number` does not hold each of them.
            let largest = first_accepted(page, index, largest.map(|number| Value::Text(number.to_string())));
            let smallest =
                first_accepted(page, index, smallest.map(|number| Value::Text(number.to_string())));
            [Some(0.0.into()), smallest, largest].into_iter().flatten().collect()
        }
        FieldKind::Decimal => {
            let largest = [f64::MAX, f32::MAX.into()];
            let smallest = first_accepted(page, index, largest.map(|number| Value::Number(-number)));
            let largest = first_accepted(page, index, largest.map(Value::Number));
            [Some(0.0.into()), smallest, largest].into_iter().flatten().collect()
        }
        FieldKind::Contacts => contacts(field, spec),
    };
    // A required field is filled in, and so is a list of contacts, and an openid that the page does not look up itself.
    let is_filled_in = field.is_required()
        || field.kind == FieldKind::Contacts
        || field.is_openid() && (field.label.is_some() || field.query.is_some());
    let mut values: Vec<Option<Value>> = if is_filled_in { Vec::new() } else { alloc::vec![None] };
    let mut seen: Vec<Value> = values.iter().map(|_| initial.clone()).collect();
    // An `Option` can be `None`.
    for candidate in candidates.into_iter().chain([Value::Null]) {
        if let Ok(value) = accepted(page, index, &candidate)
            && (field.kind == FieldKind::Contacts || !seen.contains(&value))
        {
            seen.push(value);
            values.push(Some(candidate));
        }
    }
    if values.is_empty() {
        values.push(None);
    }
    let combined = match field.kind {
        FieldKind::Contacts => 2,
        _ if field.is_required() => 1,
        _ => values.len(),
    };
    Values { index, combined: combined.min(values.len()), all: values }
}

fn first_accepted<const N: usize>(page: &dyn Fields, index: usize, candidates: [Value; N]) -> Option<Value> {
    candidates.into_iter().find(|candidate| accepted(page, index, candidate).is_ok())
}

/// Two contacts; the second without an openid; none.
fn contacts(field: &FieldSpec, spec: &Spec) -> Vec<Value> {
    let contact = |name: &str, openid: String| {
        Value::object([("openid", Value::Text(openid)), ("nickname", name.into()), ("headImage", "".into())])
    };
    let openid = |name: &str| format!("{name}-{}-of-{}", field.key, spec.name);
    let first = contact("first", openid("first"));
    let lists = [
        alloc::vec![first.clone(), contact("second", openid("second"))],
        alloc::vec![first, contact("second", String::new())],
        Vec::new(),
    ];
    lists.map(Value::List).into()
}

/// A value of a field, for a person.
fn shown(page: &dyn Fields, index: usize, value: Option<&Value>) -> String {
    let initial = || page.field(index).map_or(Value::Null, crate::field::Field::value);
    match value.cloned().unwrap_or_else(initial) {
        Value::Null => "empty".into(),
        Value::Text(text) if text.is_empty() => "empty".into(),
        Value::Text(text) => text,
        Value::List(items) if items.is_empty() => "an empty list".into(),
        Value::List(items) => {
            let without = |item: &Value| item.get("openid").and_then(Value::as_text) == Some("");
            let what = if items.iter().any(without) { ", one without an openid" } else { "" };
            format!("a list of {}{what}", items.len())
        }
        Value::Number(number) if number.abs() > 1e15 => format!("{number:e}"),
        plain => serde_json::to_string(&plain).unwrap_or_default(),
    }
}

/// Choices of values for fields with these numbers of values, so that each two values of two fields are together at least
/// once. The value 0 of each field alone, and with values that differ in one field, are not needed.
fn pairs(counts: &[usize]) -> Vec<Vec<usize>> {
    let mut open: Vec<[(usize, usize); 2]> = Vec::new();
    for (first, count) in counts.iter().enumerate() {
        for (second, other) in counts.iter().enumerate().skip(first + 1) {
            open.extend(
                (1..*count).flat_map(|one| (1..*other).map(move |two| [(first, one), (second, two)])),
            );
        }
    }
    let mut rows = Vec::new();
    // Each row takes the first pair that is not covered, then for every other field the value that covers most pairs.
    while let Some(&[(first, one), (second, two)]) = open.first() {
        let mut row: Vec<Option<usize>> = alloc::vec![None; counts.len()];
        (row[first], row[second]) = (Some(one), Some(two));
        for field in 0..counts.len() {
            if row[field].is_none() {
                let covered = |value: &usize| {
                    let is_covered = |pair: &&[(usize, usize); 2]| {
                        pair.iter()
                            .all(|(of, is)| if *of == field { is == value } else { row[*of] == Some(*is) })
                            && pair.iter().any(|(of, _)| *of == field)
                    };
                    open.iter().filter(is_covered).count()
                };
                row[field] = (0..counts[field]).rev().max_by_key(covered);
            }
        }
        let row: Vec<usize> = row.into_iter().map(|value| value.unwrap_or(0)).collect();
        open.retain(|pair| !pair.iter().all(|(of, is)| row[*of] == *is));
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_two_values_are_together_at_least_once() {
        let counts = [3, 2, 4, 1, 3];
        let rows = pairs(&counts);
        for (first, count) in counts.iter().enumerate() {
            for (second, other) in counts.iter().enumerate().skip(first + 1) {
                for (one, two) in (1..*count).flat_map(|one| (1..*other).map(move |two| (one, two))) {
                    assert!(rows.iter().any(|row| row[first] == one && row[second] == two));
                }
            }
        }
        assert!(rows.len() < 12, "{rows:?}");
        assert!(pairs(&[2]).is_empty() && pairs(&[1, 5]).is_empty());
    }
}
