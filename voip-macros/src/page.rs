//! A page as it was written: the arguments of `#[voip_page(…)]` and the struct below it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Attribute, ExprPath, Item, ItemStruct, Lit, LitStr, Path, Result, parse_quote_spanned};

use crate::arguments::{self, Form, once};
use crate::errors::Errors;
use crate::field::Field;
use crate::flow::Flow;
use crate::host::{LAST_BACKGROUND, State};
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

/// An argument of `#[voip_page(…)]`.
#[derive(Clone, Copy, PartialEq)]
enum Argument {
    Title,
    Route,
    Button,
    RoomType,
    BackgroundType,
    MinWindowType,
    DisableSwitchVoice,
    Scopes,
    Handler,
    Receive,
    OnLeave,
    Flow,
    Crate,
}

/// The arguments, each with its name and the way it is written.
const ARGUMENTS: [(&str, Argument, &str); 13] = [
    ("title", Argument::Title, "title = \"视频通话\""),
    ("route", Argument::Route, "route = \"pages/video-call/index\""),
    ("button", Argument::Button, "button = \"呼叫\""),
    ("room_type", Argument::RoomType, "room_type = video` or `room_type = voice"),
    ("background_type", Argument::BackgroundType, "background_type = 0"),
    ("min_window_type", Argument::MinWindowType, "min_window_type = 1"),
    (
        "disable_switch_voice",
        Argument::DisableSwitchVoice,
        "disable_switch_voice = true` or `disable_switch_voice = false",
    ),
    ("scopes", Argument::Scopes, "scopes(record, camera)"),
    ("handler", Argument::Handler, "handler = path_of_a_function"),
    ("receive", Argument::Receive, "receive"),
    ("on_leave", Argument::OnLeave, "on_leave = hang_up"),
    ("flow", Argument::Flow, "flow { Idle => Authorizing; … }"),
    ("crate", Argument::Crate, "crate = path_of_voip_runtime"),
];

/// The argument of this name, and the way it is written.
fn argument(name: &str) -> Option<(Argument, &'static str)> {
    ARGUMENTS.iter().find(|(known, ..)| *known == name).map(|(_, argument, form)| (*argument, *form))
}

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
        let known = ARGUMENTS.map(|(name, ..)| name);
        let lost = arguments::each("voip_page", &known, tokens, errors, |name, input, errors| {
            arguments.read(name, input, errors)
        });
        if lost {
            arguments.title.doubt();
        }
        arguments
    }

    fn read(&mut self, name: &Ident, input: ParseStream, errors: &mut Errors) -> Result<()> {
        let plain = names::plain(name);
        let Some((argument, form)) = argument(&plain) else {
            return Err(syn::Error::new(name.span(), self.unknown(&plain, input)));
        };
        let form = Form { name, form };
        match argument {
            Argument::Title => once(&mut self.title, name, errors, || form.text(input)),
            Argument::Route => once(&mut self.route, name, errors, || form.text(input)),
            Argument::Button => once(&mut self.button, name, errors, || form.text(input)),
            Argument::RoomType => once(&mut self.room_type, name, errors, || form.word(input)),
            Argument::BackgroundType => once(&mut self.background_type, name, errors, || {
                form.number(input, || messages::background_type(LAST_BACKGROUND))
            }),
            Argument::MinWindowType => once(&mut self.min_window_type, name, errors, || {
                form.number(input, messages::min_window_type)
            }),
            Argument::DisableSwitchVoice => {
                once(&mut self.disable_switch_voice, name, errors, || match form.literal(input)? {
                    Lit::Bool(on) => Ok(on.value),
                    other => Err(form.wrong_at(other.span())),
                })
            }
            Argument::Scopes => once(&mut self.scopes, name, errors, || {
                Ok(At { value: form.words(input)?, span: name.span() })
            }),
            Argument::Handler => once(&mut self.handler, name, errors, || form.path(input)),
            Argument::Receive => once(&mut self.receive, name, errors, || form.flag(input)),
            Argument::OnLeave => once(&mut self.on_leave, name, errors, || form.word(input)),
            Argument::Flow if self.flow.is_absent() => {
                self.flow.doubt();
                let rows = form.braces(input)?;
                self.flow = Parsed::Value(Flow::parse(name.span(), rows, errors));
                Ok(())
            }
            // A second flow is skipped: what is wrong in it goes away with it.
            Argument::Flow => {
                errors.at(name.span(), messages::given_twice("flow"));
                form.braces(input).map(drop)
            }
            Argument::Crate => {
                let quoted = input.fork();
                let read = once(&mut self.runtime, name, errors, || form.module(input));
                // `crate = "path"`, as other macros have it: where the runtime is, is then known.
                if let (Parsed::Reported(_), Ok(text)) = (&self.runtime, form.text(&quoted)) {
                    self.runtime = Parsed::Reported(text.parse_with(Path::parse_mod_style).ok());
                }
                read
            }
        }
    }
    /// Skips what is no argument; what it was probably meant to be is not missing as well.
    fn unknown(&mut self, name: &str, input: ParseStream) -> String {
        let known = ARGUMENTS.map(|(name, ..)| name);
        match nearest(name, &known).and_then(argument) {
            Some((Argument::Title, _)) => self.title.doubt(),
            Some((Argument::Flow, _)) => self.flow.doubt(),
            _ => {}
        }
        if State::ALL.iter().all(|state| state.name() != name) {
            return messages::unknown_argument("voip_page", name, &known);
        }
        self.flow.doubt();
        // Where the rows end nobody knows.
        while !input.is_empty() {
            arguments::take(input);
        }
        messages::row_outside_flow(name)
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
