//! A page as it was written: the arguments of `#[voip_page(…)]` and the struct below it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, ExprPath, Item, ItemStruct, Lit, LitStr, Path, Result, Token, parse_quote_spanned};

use crate::arguments::{self, Argument, List};
use crate::errors::Errors;
use crate::field::Field;
use crate::flow::Flow;
use crate::host::{MAX_BACKGROUND_TYPE, State};
use crate::nearest::nearest;
use crate::parsed::{At, Parsed};
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

/// What `#[voip_page(…)]` was given.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) title: Parsed<LitStr>,
    pub(crate) route: Parsed<LitStr>,
    pub(crate) button: Parsed<LitStr>,
    pub(crate) room_type: Parsed<Ident>,
    pub(crate) background_type: Parsed<Lit>,
    pub(crate) min_window_type: Parsed<Lit>,
    pub(crate) disable_switch_voice: Parsed<bool>,
    pub(crate) scopes: Parsed<At<Vec<Ident>>>,
    pub(crate) handler: Parsed<ExprPath>,
    pub(crate) receive: Parsed<()>,
    pub(crate) on_leave: Parsed<Ident>,
    pub(crate) flow: Parsed<Flow>,
    pub(crate) runtime: Parsed<Path>,
}

/// The syntax of each argument, and its reader.
const LIST: List<Arguments> = List {
    name: "voip_page",
    arguments: &[
        ("title", "title = \"视频通话\"", |to, it| it.once(&mut to.title, Argument::text)),
        ("route", "route = \"pages/video-call/index\"", |to, it| it.once(&mut to.route, Argument::text)),
        ("button", "button = \"呼叫\"", |to, it| it.once(&mut to.button, Argument::text)),
        ("room_type", "room_type = video` or `room_type = voice", |to, it| {
            it.once(&mut to.room_type, Argument::word)
        }),
        ("background_type", "background_type = 0", |to, it| {
            it.once(&mut to.background_type, |it| {
                it.number(|| messages::background_type(MAX_BACKGROUND_TYPE))
            })
        }),
        ("min_window_type", "min_window_type = 1", |to, it| {
            it.once(&mut to.min_window_type, |it| it.number(messages::min_window_type))
        }),
        (
            "disable_switch_voice",
            "disable_switch_voice = true` or `disable_switch_voice = false",
            |to, it| it.once(&mut to.disable_switch_voice, Argument::bool),
        ),
        ("scopes", "scopes(record, camera)", |to, it| {
            it.once(&mut to.scopes, |it| Ok(At { value: it.words()?, span: it.name.span() }))
        }),
        ("handler", "handler = path_of_a_function", |to, it| it.once(&mut to.handler, Argument::path)),
        ("receive", "receive", |to, it| it.once(&mut to.receive, Argument::flag)),
        ("on_leave", "on_leave = hang_up", |to, it| it.once(&mut to.on_leave, Argument::word)),
        ("flow", "flow { Idle => Authorizing; … }", Arguments::flow),
        ("crate", "crate = path_of_voip_runtime", Arguments::runtime),
    ],
    other: Arguments::other,
    known: || LIST.arguments.iter().map(|(name, ..)| *name).collect(),
};

/// Reads a page. What is no type is given back, as it was.
pub(crate) fn parse(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> std::result::Result<Page, TokenStream> {
    let (mut item, instead) = match syn::parse2(item) {
        Ok(Item::Struct(item)) => (item, None),
        Ok(mut other) => {
            let (keyword, kind) = kind(&other);
            errors.at(keyword, messages::not_a_page(kind));
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
    let mut read = Arguments::default();
    if LIST.read(arguments, &mut read, errors) {
        read.title.doubt();
    }
    Ok(Page { item, instead, fields, arguments: read })
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
    fn flow(&mut self, it: &mut Argument) -> Result<()> {
        // A second flow is not checked: it has to go anyway.
        let second = !self.flow.is_absent();
        it.once(&mut self.flow, |it| {
            let rows = it.braces()?;
            Ok(Flow::parse(it.name.span(), if second { TokenStream::new() } else { rows }, it.errors))
        })
    }

    fn runtime(&mut self, it: &mut Argument) -> Result<()> {
        let quoted = it.input.fork();
        let read = it.once(&mut self.runtime, Argument::module);
        if let Parsed::Reported(meant @ None) = &mut self.runtime {
            // `crate = "path"`, as in other macros: reported, but it says where the runtime is.
            let text = quoted.parse::<Token![=]>().and_then(|_| quoted.parse::<LitStr>());
            *meant = text.and_then(|text| text.parse_with(Path::parse_mod_style)).ok();
        }
        read
    }

    /// Reports an unknown argument. The one that it was probably meant as is not missing as well.
    fn other(&mut self, it: &mut Argument) -> Result<()> {
        let (name, known) = (names::plain(it.name), (LIST.known)());
        match nearest(&name, &known) {
            Some("title") => self.title.doubt(),
            Some("flow") => self.flow.doubt(),
            _ => {}
        }
        let mut message = messages::unknown_argument("voip_page", &name, &known);
        if State::ALL.iter().any(|state| state.name() == name) {
            message = messages::row_outside_flow(&name);
            self.flow.doubt();
            // The end of the rows is unknown.
            while !it.input.is_empty() {
                arguments::take(it.input);
            }
        }
        Err(syn::Error::new(it.name.span(), message))
    }
}

/// The span of the error about an item that is not a struct, and the kind of the item.
fn kind(item: &Item) -> (Span, &'static str) {
    match item {
        Item::Enum(item) => (item.enum_token.span, "an enum"),
        Item::Union(item) => (item.union_token.span, "a union"),
        Item::Fn(item) => (item.sig.fn_token.span, "a function"),
        Item::Impl(item) => (item.impl_token.span, "an impl"),
        Item::Trait(item) => (item.trait_token.span, "a trait"),
        Item::Mod(item) => (item.mod_token.span, "a module"),
        Item::Type(item) => (item.type_token.span, "another name for a type"),
        Item::Const(item) => (item.const_token.span, "something else"),
        Item::Static(item) => (item.static_token.span, "something else"),
        Item::Use(item) => (item.use_token.span, "something else"),
        other => (syn::spanned::Spanned::span(other), "something else"),
    }
}
