//! Checks what was written, and lowers it to what will be emitted.

mod arguments;
mod default;
mod fields;
pub(crate) mod flow;
mod lower;

use syn::Fields;

use crate::errors::Errors;
use crate::host::Rows;
use crate::{default_flow, messages, model, names, page};

/// Checks all of a page, and then builds what will be emitted, if every part was there.
pub(crate) fn page(page: &page::Page, errors: &mut Errors) -> Option<model::Page> {
    shape(page, errors);
    let spec = arguments::check(page, errors);
    let fields = fields::check(page, errors);
    let rows = if page.never_calls() { Rows::Receive } else { Rows::Call };
    let default = page.arguments.flow.is_absent().then(|| default_flow::parse(rows, errors));
    let flow = default.as_ref().or(page.arguments.flow.value());
    if let Some(flow) = flow {
        flow::check(flow, rows, errors);
    }
    let lower::Lowered { rows, hooks, spawned } = lower::rows(flow?)?;
    Some(model::Page {
        item: page.item.clone(),
        runtime: names::Runtime::at(page.arguments.runtime.value()),
        spec: spec?,
        handler: page.arguments.handler.value().cloned(),
        on_load: page.arguments.on_load.value().cloned(),
        fields: fields?,
        rows,
        hooks,
        spawned,
    })
}

/// A page is a struct with named fields, and it is not generic.
fn shape(page: &page::Page, errors: &mut Errors) {
    let item = &page.item;
    // An item that is not a struct has been reported.
    if page.instead.is_some() {
        return;
    }
    match &item.fields {
        Fields::Named(_) => {}
        Fields::Unnamed(_) => errors.at(item.ident.span(), messages::not_a_page("a tuple struct")),
        Fields::Unit => errors.at(item.ident.span(), messages::not_a_page("a unit struct")),
    }
    if item.generics.params.is_empty() {
        if let Some(clause) = &item.generics.where_clause {
            errors.at(clause.where_token.span, messages::where_clause());
        }
    } else {
        errors.on(&item.generics.params, messages::generics());
    }
}
