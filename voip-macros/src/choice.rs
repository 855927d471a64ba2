//! `#[derive(Choice)]`: an enum of which a picker shows the variants.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitStr, Meta, Path, Result, Variant};

use crate::arguments::{Argument, List};
use crate::errors::Errors;
use crate::names::Runtime;
use crate::nearest::nearest;
use crate::parsed::Parsed;
use crate::{messages, names};

/// What `#[choice(…)]` on the enum was given.
#[derive(Default)]
struct Arguments {
    runtime: Parsed<Path>,
}

const LIST: List<Arguments> = List {
    name: "choice",
    arguments: &[("crate", "crate = path::to::voip_runtime", |to, it| {
        it.once(&mut to.runtime, Argument::module)
    })],
    other: Arguments::other,
    known: || LIST.arguments.iter().map(|(name, ..)| *name).collect(),
};

impl Arguments {
    fn other(&mut self, it: &mut Argument) -> Result<()> {
        let (name, known) = (names::plain(it.name), (LIST.known)());
        if nearest(&name, &known).is_some() {
            self.runtime.doubt();
        }
        Err(syn::Error::new(it.name.span(), messages::unknown_argument("choice", &name, &known)))
    }
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    // rustc has parsed it.
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::new();
    let mut arguments = Arguments::default();
    for attribute in ours(&input.attrs) {
        match &attribute.meta {
            Meta::List(list) if syn::parse2::<LitStr>(list.tokens.clone()).is_ok() => {
                errors.on(attribute.path(), messages::choice_label_of_the_enum());
            }
            Meta::List(list) => {
                LIST.read(list.tokens.clone(), &mut arguments, &mut errors);
            }
            _ => errors.on(attribute.path(), messages::choice_without_parentheses()),
        }
    }
    if !input.generics.params.is_empty() {
        errors.on(&input.generics.params, messages::choice_generics());
    }
    let variants = variants(&input, &mut errors);
    let runtime = match &arguments.runtime {
        Parsed::Reported(None) => None,
        runtime => Some(Runtime::at(runtime.meant())),
    };
    let errors = errors.finish();
    let impls = runtime.map(|runtime| match (&errors, variants.as_slice()) {
        (None, [first, ..]) => impls(&runtime, &input, first, &variants),
        _ => stubs(&runtime, &input),
    });
    [errors, impls].into_iter().flatten().collect()
}

/// A variant and its label.
struct Choice {
    ident: Ident,
    name: String,
    label: LitStr,
}

/// The variants without mistakes.
fn variants(input: &DeriveInput, errors: &mut Errors) -> Vec<Choice> {
    let found = match &input.data {
        Data::Enum(data) if data.variants.is_empty() => {
            errors.at(input.ident.span(), messages::choice_without_variants());
            return Vec::new();
        }
        Data::Enum(data) => &data.variants,
        Data::Struct(_) => {
            errors.at(input.ident.span(), messages::not_a_choice("a struct"));
            return Vec::new();
        }
        Data::Union(_) => {
            errors.at(input.ident.span(), messages::not_a_choice("a union"));
            return Vec::new();
        }
    };
    let mut variants: Vec<Choice> = Vec::new();
    for variant in found {
        if !matches!(variant.fields, Fields::Unit) {
            errors.on(&variant.fields, messages::choice_fields(&names::plain(&variant.ident)));
        }
        let Some(label) = label(variant, errors) else { continue };
        let same = variants.iter().find(|earlier| earlier.label.value() == label.value());
        if label.value().trim().is_empty() {
            errors.at(label.span(), messages::choice_label_empty());
        } else if let Some(same) = same {
            errors.at(label.span(), messages::choice_label_duplicate(&same.name));
        }
        let (ident, name) = (variant.ident.clone(), names::plain(&variant.ident));
        variants.push(Choice { ident, name, label });
    }
    variants
}

/// The text in `#[choice("…")]`.
fn label(variant: &Variant, errors: &mut Errors) -> Option<LitStr> {
    let mut attributes = ours(&variant.attrs);
    let Some(first) = attributes.next() else {
        errors.at(variant.ident.span(), messages::choice_label_missing(&names::plain(&variant.ident)));
        return None;
    };
    if let Some(second) = attributes.next() {
        errors.on(second.path(), messages::choice_label_twice());
    }
    let label = match &first.meta {
        Meta::List(list) => syn::parse2(list.tokens.clone()).ok(),
        _ => None,
    };
    if label.is_none() {
        errors.on(&first.meta, messages::choice_label_form());
    }
    label
}

fn ours(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("choice"))
}

fn impls(runtime: &Runtime, input: &DeriveInput, first: &Choice, variants: &[Choice]) -> TokenStream {
    let site = Span::mixed_site();
    let Runtime { import, name: rt } = runtime;
    let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let names: Vec<_> = variants.iter().map(|variant| variant.name.as_str()).collect();
    let labels = variants.iter().map(|variant| &variant.label);
    let expected = messages::choice_expected(&names);
    let (name, first) = (&input.ident, &first.ident);
    let deprecated = deprecated(input);
    quote_spanned! {site=>
        #deprecated
        const _: () = {
            #import

            #[automatically_derived]
            impl #rt::Field for #name {
                fn value(&self) -> #rt::Value {
                    #rt::Value::Text(::core::convert::From::from(#rt::Field::text(self)))
                }

                fn text(&self) -> &::core::primitive::str {
                    match self {
                        #(Self::#idents => #names,)*
                    }
                }

                fn set(&mut self, value: &#rt::Value) -> ::core::result::Result<(), #rt::FieldError> {
                    *self = match #rt::Value::as_text(value) {
                        #(::core::option::Option::Some(#names) => Self::#idents,)*
                        _ => return ::core::result::Result::Err(#rt::FieldError::Invalid(#expected)),
                    };
                    ::core::result::Result::Ok(())
                }
            }

            #[automatically_derived]
            impl #rt::FieldType for #name {
                const KIND: #rt::FieldKind = #rt::FieldKind::Choice;
                const VARIANTS: &'static [#rt::Variant] =
                    &[#(#rt::Variant { name: #names, label: #labels }),*];

                fn initial() -> Self {
                    Self::#first
                }

                fn copy(&self) -> Self {
                    match self {
                        #(Self::#idents => Self::#idents,)*
                    }
                }

                fn field(&self) -> &dyn #rt::Field {
                    self
                }

                fn field_mut(&mut self) -> &mut dyn #rt::Field {
                    self
                }
            }
        };
    }
}

/// Without this, rustc would report each use of a deprecated variant.
fn deprecated(input: &DeriveInput) -> Option<TokenStream> {
    let Data::Enum(data) = &input.data else { return None };
    let mut attributes = data.variants.iter().flat_map(|variant| &variant.attrs).chain(&input.attrs);
    let site = Span::mixed_site();
    attributes
        .any(|attribute| attribute.path().is_ident("deprecated"))
        .then(|| quote_spanned!(site=> #[allow(deprecated)]))
}

/// What is emitted with the errors, so that rustc reports nothing else.
fn stubs(runtime: &Runtime, input: &DeriveInput) -> TokenStream {
    let site = Span::mixed_site();
    let Runtime { import, name: rt } = runtime;
    let name = input.ident.to_token_stream();
    let (before, after, bounds) = input.generics.split_for_impl();
    quote_spanned! {site=>
        const _: () = {
            #import

            impl #before #rt::Field for #name #after #bounds {
                fn value(&self) -> #rt::Value {
                    ::core::unreachable!()
                }

                fn set(&mut self, _: &#rt::Value) -> ::core::result::Result<(), #rt::FieldError> {
                    ::core::unreachable!()
                }
            }

            impl #before #rt::FieldType for #name #after #bounds {
                const KIND: #rt::FieldKind = #rt::FieldKind::Choice;
                const VARIANTS: &'static [#rt::Variant] = &[#rt::Variant { name: "", label: "" }];

                fn initial() -> Self {
                    ::core::unreachable!()
                }

                fn copy(&self) -> Self {
                    ::core::unreachable!()
                }

                fn field(&self) -> &dyn #rt::Field {
                    ::core::unreachable!()
                }

                fn field_mut(&mut self) -> &mut dyn #rt::Field {
                    ::core::unreachable!()
                }
            }
        };
    }
}
