//! Pages of every size.

use std::fmt::Write as _;
use std::fs;

use crate::Result;
use crate::results::home;

/// The page that the other parts measure.
pub(crate) fn page() -> Result<String> {
    Ok(fs::read_to_string(home().join("rivals/voip/src/page.rs"))?)
}

/// The page with so many fields.
pub(crate) fn with_fields(count: usize) -> Result<String> {
    let mut fields = String::new();
    for number in OWN_FIELDS..count {
        write!(fields, "    #[field(label = \"备注{number}\")]\n    note{number}: String,\n")?;
    }
    insert(&page()?, "    call_name: String,\n", &fields)
}

/// The page with so many edges: those that are added end the call for one more host code each.
pub(crate) fn with_edges(count: usize) -> Result<String> {
    let edges = (OWN_EDGES..count)
        .map(|number| format!(" | Failed on {}: toast(\"失败{number}\")", 100_000 + number));
    insert(&page()?, "Joining     => InCall   | Failed: toast(\"加入通话失败\")", &edges.collect::<String>())
}

/// The page with so many recovery edges.
pub(crate) fn with_recoveries(count: usize) -> Result<String> {
    let edges = (0..count).map(|number| format!(" | Joining on {} retry 1", 100_000 + number));
    insert(&page()?, "Joining     => InCall   | Failed: toast(\"加入通话失败\")", &edges.collect::<String>())
}

/// How many fields and edges the page itself has.
pub(crate) const OWN_FIELDS: usize = 4;
pub(crate) const OWN_EDGES: usize = 9;

fn insert(text: &str, after: &str, more: &str) -> Result<String> {
    if !text.contains(after) {
        return Err(format!("the page has no `{}`", after.trim()).into());
    }
    Ok(text.replace(after, &format!("{after}{more}")))
}
