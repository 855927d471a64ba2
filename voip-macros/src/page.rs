//! A page as it was written: the arguments of `#[voip_page(…)]` and the struct below it.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, ExprPath, Item, ItemStruct, LitStr, Path, Result, Token, parse_quote_spanned};

use crate::arguments::{self, Argument, List};
use crate::errors::{Errors, reported_by_rustc, visible};
use crate::field::Field;
use crate::flow::Flow;
use crate::host::{MAX_BACKGROUND_TYPE, ROOM_TYPES, Rows, SCOPES, State};
use crate::nearest::nearest;
use crate::parsed::{At, Parsed};
use crate::{messages, names, recover};

/// Everything that was written, mistakes that have been reported left out.
pub(crate) struct Page {
    /// The struct, without its `#[field(…)]` attributes.
    pub(crate) item: ItemStruct,
    /// What was written, if that is an enum or a union: the struct then only has its name.
    pub(crate) instead: Option<Item>,
    pub(crate) fields: Vec<Field>,
    /// `false`: rustc has reported a mistake in the syntax of the struct, and some fields may be lost.
    pub(crate) is_whole: bool,
    pub(crate) arguments: Arguments,
}

/// What `#[voip_page(…)]` was given.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) title: Parsed<LitStr>,
    pub(crate) route: Parsed<LitStr>,
    pub(crate) button: Parsed<LitStr>,
    /// A variant of the runtime's `RoomType`.
    pub(crate) room_type: Parsed<At<&'static str>>,
    pub(crate) background_type: Parsed<At<u32>>,
    pub(crate) min_window_type: Parsed<At<u32>>,
    pub(crate) disable_switch_voice: Parsed<bool>,
    /// Variants of the runtime's `Scope`.
    pub(crate) scopes: Parsed<Vec<At<&'static str>>>,
    pub(crate) handler: Parsed<ExprPath>,
    pub(crate) on_load: Parsed<ExprPath>,
    /// The words in its parentheses.
    pub(crate) receive: Parsed<Vec<At<&'static str>>>,
    pub(crate) on_leave: Parsed<At<&'static str>>,
    pub(crate) flow: Parsed<Flow>,
    pub(crate) runtime: Parsed<Path>,
    /// The rows of the flow, as far as that is known before the arguments are read.
    rows: Rows,
    /// The names of those that are about calls that the page places.
    pub(crate) of_calls: Vec<Ident>,
    /// Whether an unknown one was reported that may have been meant as the title.
    has_unknown: bool,
}

/// What `on_leave` can be.
const ON_LEAVE: [(&str, &str); 1] = [("hang_up", "HangUp")];

/// What `receive` can have in its parentheses.
const RECEIVE: [(&str, &str); 2] = [("on_show", "on_show"), ("only", "only")];

/// The syntax of each argument, and its reader.
const LIST: List<Arguments> = List {
    name: "voip_page",
    arguments: &[
        ("title", "title = \"…\"", |to, it| it.once(&mut to.title, Argument::text)),
        ("route", "route = \"pages/…/index\"", |to, it| it.once(&mut to.route, Argument::text)),
        ("button", "button = \"…\"", |to, it| to.of_calls(it).once(&mut to.button, Argument::text)),
        ("room_type", "room_type = video", |to, it| {
            to.of_calls(it).once(&mut to.room_type, |it| it.choice(&ROOM_TYPES))
        }),
        ("background_type", "background_type = 0", |to, it| {
            it.once(&mut to.background_type, |it| it.number(u32::from(MAX_BACKGROUND_TYPE)))
        }),
        ("min_window_type", "min_window_type = 1", |to, it| {
            it.once(&mut to.min_window_type, |it| it.number(u32::MAX))
        }),
        ("disable_switch_voice", "disable_switch_voice = true", |to, it| {
            to.of_calls(it).once(&mut to.disable_switch_voice, Argument::bool)
        }),
        ("scopes", "scopes(record, camera)", |to, it| it.once(&mut to.scopes, |it| it.choices(&SCOPES))),
        ("handler", "handler = path::to::a_function", |to, it| {
            to.of_calls(it).once(&mut to.handler, Argument::path)
        }),
        ("on_load", "on_load = path::to::a_function", |to, it| it.once(&mut to.on_load, Argument::path)),
        ("receive", "receive", Arguments::receive),
        ("on_leave", "on_leave = hang_up", |to, it| {
            to.of_calls(it).once(&mut to.on_leave, |it| it.choice(&ON_LEAVE))
        }),
        ("flow", "flow { Idle => Authorizing; … }", Arguments::flow),
        ("crate", "crate = path::to::voip_runtime", Arguments::runtime),
    ],
    other: Arguments::other,
    known: || LIST.arguments.iter().map(|(name, ..)| *name).collect(),
};

/// Reads a page. An item that is not a type is returned as it was.
pub(crate) fn parse(
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> std::result::Result<Page, TokenStream> {
    let (whole, mut is_whole) = (item.clone(), true);
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
            let Some(item) = recover::structure(whole) else {
                errors.add(error);
                return Err(TokenStream::new());
            };
            // rustc has parsed the struct before the macro, and has reported this.
            errors.add(reported_by_rustc(error.span()));
            is_whole = false;
            (item, None)
        }
    };
    let (twice, others) = item
        .attrs
        .drain(..)
        .partition(|attribute| names::last(attribute.path()).is_some_and(|name| name == "voip_page"));
    item.attrs = others;
    for attribute in &twice as &Vec<Attribute> {
        errors.on(attribute.path(), messages::duplicate_attribute("voip_page"));
    }
    let fields = Field::take_all(&mut item, errors);
    let mut read = Arguments { rows: rows(arguments.clone()), ..Arguments::default() };
    if LIST.read(arguments, &mut read, errors) || read.has_unknown {
        read.title.doubt();
    }
    Ok(Page { item, instead, fields, is_whole, arguments: read })
}

/// Whether `receive(only)` is among the arguments.
fn rows(arguments: TokenStream) -> Rows {
    let mut after_receive = false;
    let mut is_only = false;
    for token in visible(arguments) {
        if let (true, TokenTree::Group(list)) = (after_receive, &token) {
            let is_word = |token: TokenTree| matches!(token, TokenTree::Ident(word) if word == "only");
            is_only |= list.stream().into_iter().any(is_word);
        }
        after_receive = matches!(token, TokenTree::Ident(word) if word == "receive");
    }
    if is_only { Rows::Receive } else { Rows::Call }
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

impl Page {
    /// Whether the page says `receive(only)`. If that is unknown, a page without roles and contacts was probably meant to.
    pub(crate) fn never_calls(&self) -> bool {
        let receive = &self.arguments.receive;
        let says_so = receive.meant().is_some_and(|words| words.iter().any(|word| word.value == "only"));
        let is_wrong = matches!(receive, Parsed::Reported(_));
        let has_none = |field: &Field| field.roles.is_empty() && field.contacts.is_absent();
        says_so || is_wrong && self.fields.iter().all(has_none)
    }
}

impl Arguments {
    /// Notes that the argument is about calls that the page places, and returns it.
    fn of_calls<'a, 'b>(&mut self, it: &'a mut Argument<'b>) -> &'a mut Argument<'b> {
        if !self.of_calls.contains(it.name) {
            self.of_calls.push(it.name.clone());
        }
        it
    }

    fn receive(&mut self, it: &mut Argument) -> Result<()> {
        let before = it.errors.len();
        let read = it.once(&mut self.receive, |it| it.optional_choices(&RECEIVE));
        if it.errors.len() > before {
            self.receive = Parsed::Reported(self.receive.meant().cloned());
        }
        read
    }

    fn flow(&mut self, it: &mut Argument) -> Result<()> {
        // A second flow is not checked: it has to be removed in any case.
        let second = !self.flow.is_absent();
        let declared = self.rows;
        it.once(&mut self.flow, |it| {
            let rows = it.braces()?;
            let rows = if second { TokenStream::new() } else { rows };
            Ok(Flow::parse(it.name.span(), rows, declared, it.errors))
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
            Some("flow") => self.flow.doubt(),
            // `titel = "…"`, `name = "…"`, or `voip_page(title = "…")`
            Some("title") | None => self.has_unknown = true,
            Some(_) => {}
        }
        let mut message = messages::unknown_argument("voip_page", &name, &known);
        if State::ALL.iter().any(|state| state.name() == name) {
            message = messages::row_outside_flow();
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
        Item::Type(item) => (item.type_token.span, "a type alias"),
        Item::Const(item) => (item.const_token.span, "a constant"),
        Item::Static(item) => (item.static_token.span, "a static item"),
        Item::Use(item) => (item.use_token.span, "a use declaration"),
        Item::ExternCrate(item) => (item.crate_token.span, "an extern crate declaration"),
        Item::ForeignMod(item) => (item.abi.extern_token.span, "an extern block"),
        Item::Macro(item) => (syn::spanned::Spanned::span(&item.mac.path), "a macro"),
        other => (syn::spanned::Spanned::span(other), "another item"),
    }
}
