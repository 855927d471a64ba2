//! A page as it was written: the arguments of `#[voip_page(…)]` and the struct below it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Attribute, ExprPath, Item, ItemStruct, Lit, LitStr, Path, Result, braced, parse_quote_spanned};

use crate::arguments::{self, Form, once};
use crate::errors::Errors;
use crate::field::Field;
use crate::flow::Flow;
use crate::given::{At, Given};
use crate::host::{MAX_BACKGROUND_TYPE, State};
use crate::nearest::nearest;
use crate::{messages, names};

/// Everything that was written, mistakes that have been reported left out.
pub(crate) struct Page {
    /// The struct, without its `#[field(…)]` attributes.
    pub(crate) item: ItemStruct,
    /// What was written, where that is an enum or a union: the struct then only has its name.
    pub(crate) instead: Option<Item>,
    pub(crate) fields: Vec<Field>,
    pub(crate) arguments: Arguments,
}

/// The arguments of `#[voip_page(…)]`.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) title: Given<LitStr>,
    pub(crate) route: Given<LitStr>,
    pub(crate) button: Given<LitStr>,
    pub(crate) room_type: Given<Ident>,
    pub(crate) background_type: Given<Lit>,
    pub(crate) min_window_type: Given<Lit>,
    pub(crate) disable_switch_voice: Given<bool>,
    pub(crate) scopes: Given<At<Vec<Ident>>>,
    pub(crate) handler: Given<ExprPath>,
    pub(crate) receive: Given<()>,
    pub(crate) on_leave: Given<Ident>,
    pub(crate) flow: Given<Flow>,
    pub(crate) runtime: Given<Path>,
}

/// The arguments, each with the way it is written.
const FORMS: [(&str, &str); 13] = [
    ("title", "title = \"视频通话\""),
    ("route", "route = \"pages/video-call/index\""),
    ("button", "button = \"呼叫\""),
    ("room_type", "room_type = video` or `room_type = voice"),
    ("background_type", "background_type = 0"),
    ("min_window_type", "min_window_type = 1"),
    ("disable_switch_voice", "disable_switch_voice = true` or `disable_switch_voice = false"),
    ("scopes", "scopes(record, camera)"),
    ("handler", "handler = path_of_a_function"),
    ("receive", "receive"),
    ("on_leave", "on_leave = hang_up"),
    ("flow", "flow { Idle => Authorizing; … }"),
    ("crate", "crate = path_of_voip_runtime"),
];

/// Reads a page. What is no type is given back, as it was.
pub(crate) fn parse(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> std::result::Result<Page, TokenStream> {
    let (mut item, instead) = match syn::parse2(item) {
        Ok(Item::Struct(item)) => (item, None),
        Ok(mut other) => {
            errors.at(keyword(&other), messages::not_a_page(kind(&other)));
            match stand_in(&mut other) {
                Some(item) => (item, Some(other)),
                None => return Err(other.into_token_stream()),
            }
        }
        Err(error) => {
            errors.add(error);
            return Err(TokenStream::new());
        }
    };
    let (twice, others) = item
        .attrs
        .drain(..)
        .partition(|attribute| names::last(attribute.path()).is_some_and(|name| name == "voip_page"));
    item.attrs = others;
    for attribute in &twice as &Vec<Attribute> {
        errors.on(attribute.path(), messages::voip_page_twice());
    }
    let fields = Field::take_all(&mut item, errors);
    Ok(Page { item, instead, fields, arguments: Arguments::parse(arguments, errors) })
}

/// A struct with the name of an enum or union, whose `#[field(…)]` are taken out.
fn stand_in(item: &mut Item) -> Option<ItemStruct> {
    let (ident, generics, fields): (_, _, Vec<&mut syn::Field>) = match item {
        Item::Enum(item) => {
            let fields = item.variants.iter_mut().flat_map(|variant| &mut variant.fields).collect();
            (&item.ident, &item.generics, fields)
        }
        Item::Union(item) => (&item.ident, &item.generics, item.fields.named.iter_mut().collect()),
        _ => return None,
    };
    for field in fields {
        field.attrs.retain(|attribute| !attribute.path().is_ident("field"));
    }
    let (parameters, _, clause) = generics.split_for_impl();
    let site = Span::mixed_site();
    Some(parse_quote_spanned!(site=> struct #ident #parameters #clause;))
}

impl Arguments {
    fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments = Self::default();
        let known = FORMS.map(|(name, _)| name);
        let lost = arguments::each("voip_page", &known, tokens, errors, |name, input, errors| {
            arguments.read(name, input, errors)
        });
        if lost {
            arguments.doubt(Some("title"));
        }
        arguments
    }

    fn read(&mut self, name: &Ident, input: ParseStream, errors: &mut Errors) -> Result<()> {
        let plain = names::plain(name);
        let Some((_, form)) = FORMS.iter().find(|(known, _)| *known == plain) else {
            let known = FORMS.map(|(name, _)| name);
            self.doubt(nearest(&plain, &known));
            if State::ALL.iter().any(|state| state.name() == plain) {
                self.doubt(Some("flow"));
                // Where the rows end nobody knows.
                while !input.is_empty() {
                    arguments::take(input);
                }
                return Err(syn::Error::new(name.span(), messages::row_outside_flow(&plain)));
            }
            return Err(syn::Error::new(
                name.span(),
                messages::unknown_argument("voip_page", &plain, &known),
            ));
        };
        let form = Form { name, form };
        match plain.as_str() {
            "title" => once(&mut self.title, name, errors, || form.text(input)),
            "route" => once(&mut self.route, name, errors, || form.text(input)),
            "button" => once(&mut self.button, name, errors, || form.text(input)),
            "room_type" => once(&mut self.room_type, name, errors, || form.word(input)),
            "background_type" => once(&mut self.background_type, name, errors, || {
                form.number(input, || messages::background_type(MAX_BACKGROUND_TYPE))
            }),
            "min_window_type" => once(&mut self.min_window_type, name, errors, || {
                form.number(input, messages::min_window_type)
            }),
            "disable_switch_voice" => {
                once(&mut self.disable_switch_voice, name, errors, || match form.literal(input)? {
                    Lit::Bool(on) => Ok(on.value),
                    other => Err(form.wrong_at(other.span())),
                })
            }
            "scopes" => once(&mut self.scopes, name, errors, || {
                Ok(At { value: form.words(input)?, span: name.span() })
            }),
            "handler" => once(&mut self.handler, name, errors, || form.path(input)),
            "receive" => once(&mut self.receive, name, errors, || form.flag(input)),
            "on_leave" => once(&mut self.on_leave, name, errors, || form.word(input)),
            "crate" => {
                let quoted = input.fork();
                let read = once(&mut self.runtime, name, errors, || form.module(input));
                // `crate = "path"`, as other macros have it: where the runtime is, is then known.
                if let (Given::Broken, Ok(text)) = (&self.runtime, form.text(&quoted)) {
                    self.runtime = text.parse_with(Path::parse_mod_style).map_or(Given::Broken, Given::Is);
                }
                read
            }
            _ => self.flow(&form, input, errors),
        }
    }

    /// A misspelt argument is not missing as well.
    fn doubt(&mut self, meant: Option<&str>) {
        if meant == Some("title") && self.title.is_no() {
            self.title = Given::Broken;
        }
        if meant == Some("flow") && self.flow.is_no() {
            self.flow = Given::Broken;
        }
    }

    fn flow(&mut self, form: &Form<'_>, input: ParseStream, errors: &mut Errors) -> Result<()> {
        if !self.flow.is_no() {
            errors.at(form.name.span(), messages::given_twice("flow"));
        }
        let first = self.flow.is_no();
        if first {
            self.flow = Given::Broken;
        }
        if !input.peek(syn::token::Brace) {
            return Err(form.wrong(input));
        }
        let rows;
        braced!(rows in input);
        // A second flow is skipped: what is wrong in it goes away with it.
        if first {
            self.flow = Given::Is(Flow::parse(form.name.span(), &rows, errors));
        }
        while !rows.is_empty() {
            arguments::take(&rows);
        }
        Ok(())
    }
}

/// Where the error about an item that is no struct points.
fn keyword(item: &Item) -> Span {
    match item {
        Item::Enum(item) => item.enum_token.span,
        Item::Union(item) => item.union_token.span,
        Item::Fn(item) => item.sig.fn_token.span,
        Item::Impl(item) => item.impl_token.span,
        Item::Trait(item) => item.trait_token.span,
        Item::Mod(item) => item.mod_token.span,
        Item::Type(item) => item.type_token.span,
        Item::Const(item) => item.const_token.span,
        Item::Static(item) => item.static_token.span,
        Item::Use(item) => item.use_token.span,
        other => syn::spanned::Spanned::span(other),
    }
}

fn kind(item: &Item) -> &'static str {
    match item {
        Item::Enum(_) => "an enum",
        Item::Union(_) => "a union",
        Item::Fn(_) => "a function",
        Item::Impl(_) => "an impl",
        Item::Trait(_) => "a trait",
        Item::Mod(_) => "a module",
        Item::Type(_) => "another name for a type",
        _ => "something else",
    }
}
