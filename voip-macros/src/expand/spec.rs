//! The page's `Spec`: everything that was declared, as const data.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::LitStr;

use super::flow;
use super::option::option;
use crate::kind::Base;
use crate::model::{Field, Page, Receive};
use crate::names::{self, RuntimeName};
use crate::parsed::At;
use crate::role::Role;

pub(super) fn spec(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let (rt, spec) = (&page.runtime.name, &page.spec);
    let name = LitStr::new(&spec.name, site);
    let (title, route, button) = (&spec.title, &spec.route, &spec.button);
    let room_type = variant(&spec.room_type);
    let background_type = option(spec.background_type.map(number));
    let min_window_type = option(spec.min_window_type.map(number));
    let disable_switch_voice = option(spec.disable_switch_voice.map(|on| quote_spanned!(site=> #on)));
    let scopes = spec.scopes.iter().map(|scope| {
        let scope = variant(scope);
        quote_spanned!(site=> #rt::Scope::#scope)
    });
    let receive = option(spec.receive.map(
        |Receive { on_show, only }| quote_spanned!(site=> #rt::Receive { on_show: #on_show, only: #only }),
    ));
    let on_load = page.on_load.is_some();
    let hang_up_on_leave = spec.hang_up_on_leave;
    let fields = page.fields.iter().map(|one| field(rt, one));
    let flow = flow::flow(page);
    quote_spanned! {site=>
        #rt::Spec {
            name: #name,
            title: #title,
            route: #route,
            button: #button,
            room_type: #rt::RoomType::#room_type,
            background_type: #background_type,
            min_window_type: #min_window_type,
            disable_switch_voice: #disable_switch_voice,
            scopes: &[#(#scopes),*],
            receive: #receive,
            on_load: #on_load,
            hang_up_on_leave: #hang_up_on_leave,
            fields: &[#(#fields),*],
            flow: #flow,
        }
    }
}

fn field(rt: &RuntimeName, field: &Field) -> TokenStream {
    let site = Span::mixed_site();
    let Field { name, key, ty, cfgs, label, placeholder, max_length, .. } = field;
    let role = field.role.map(|role| {
        let role = names::generated(&format!("{role:?}"));
        quote_spanned!(site=> .role(#rt::Role::#role))
    });
    let label = label.as_ref().map(|label| quote_spanned!(site=> .label(#label)));
    let placeholder = placeholder.as_ref().map(|text| quote_spanned!(site=> .placeholder(#text)));
    let by_role = field.role.filter(|role| Role::REQUIRED.contains(role)).map(|role| {
        let title = field.label.as_ref().map_or_else(|| role.chinese().to_owned(), LitStr::value);
        LitStr::new(&format!("请填写{title}"), site)
    });
    let required_message =
        field.required.clone().or(by_role).map(|text| quote_spanned!(site=> .required_message(#text)));
    let optional = field.optional.then(|| quote_spanned!(site=> .optional()));
    let query = field.query.as_ref().map(|name| quote_spanned!(site=> .query(#name)));
    let read_only = field.read_only.then(|| quote_spanned!(site=> .read_only()));
    let max_length = max_length.map(number).map(|length| quote_spanned!(site=> .max_length(#length)));
    let variants = (field.kind.base == Base::Choice)
        .then(|| quote_spanned!(site=> .variants(<#ty as #rt::FieldType>::VARIANTS)));
    // A type that only has the name of an allowed one is one error here, at the type.
    let kind = quote_spanned!(site=> <#ty as #rt::FieldType>::KIND);
    quote_spanned!(site=> #(#cfgs)* #rt::FieldSpec::new(#name, #key, #kind) #role #label #placeholder #required_message #optional #query #read_only #max_length #variants)
}

fn variant(name: &At<&'static str>) -> Ident {
    Ident::new(name.value, name.span)
}

/// A number with the span that it was written with.
fn number(At { value, span }: At<u32>) -> TokenStream {
    let mut literal = Literal::u32_unsuffixed(value);
    literal.set_span(span);
    literal.into_token_stream()
}
