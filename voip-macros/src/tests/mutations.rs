//! With any tokens, the macro does not panic, and emits Rust.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use proptest::prelude::*;

use super::{Source, pages};

/// One change to a tree of tokens. A place is taken modulo the number of tokens.
#[derive(Clone, Debug)]
enum Change {
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
    /// Inserts a token of one of the pages.
    Splice(usize, usize),
    /// Puts a token into invisible delimiters, as `macro_rules!` does.
    Wrap(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let place = 0..4096_usize;
    prop_oneof![
        place.clone().prop_map(Change::Drop),
        place.clone().prop_map(Change::Double),
        (place.clone(), place.clone()).prop_map(|(a, b)| Change::Swap(a, b)),
        (place.clone(), place.clone()).prop_map(|(a, b)| Change::Splice(a, b)),
        place.prop_map(Change::Wrap),
    ]
}

/// Every token, also those in groups, in order.
fn flat(tokens: &TokenStream, into: &mut Vec<TokenTree>) {
    for token in tokens.clone() {
        into.push(token.clone());
        if let TokenTree::Group(group) = token {
            flat(&group.stream(), into);
        }
    }
}

/// The tokens with each one replaced by what `edit` returns.
fn edited(
    tokens: TokenStream,
    at: &mut usize,
    edit: &dyn Fn(usize, TokenTree) -> Vec<TokenTree>,
) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| {
            let here = *at;
            *at += 1;
            let token = match token {
                TokenTree::Group(group) => {
                    let inside = edited(group.stream(), at, edit);
                    TokenTree::Group(Group::new(group.delimiter(), inside))
                }
                other => other,
            };
            edit(here, token)
        })
        .collect()
}

fn apply(tokens: TokenStream, change: &Change, pool: &[TokenTree]) -> TokenStream {
    let mut all = Vec::new();
    flat(&tokens, &mut all);
    if all.is_empty() {
        return tokens;
    }
    let of = |place: usize| place % all.len();
    let edit = |here: usize, token: TokenTree| match *change {
        Change::Drop(at) if of(at) == here => vec![],
        Change::Double(at) if of(at) == here => vec![token.clone(), token],
        Change::Swap(a, b) if of(a) == here => vec![all[of(b)].clone()],
        Change::Swap(a, b) if of(b) == here => vec![all[of(a)].clone()],
        Change::Splice(at, from) if of(at) == here => vec![token, pool[from % pool.len()].clone()],
        Change::Wrap(at) if of(at) == here => {
            vec![TokenTree::Group(Group::new(Delimiter::None, TokenStream::from(token)))]
        }
        _ => vec![token],
    };
    edited(tokens, &mut 0, &edit)
}

#[test]
fn invisible_groups_change_nothing() {
    for Source { arguments, item } in [
        pages::tutorial(),
        pages::rich(),
        pages::short(),
        pages::contacts(),
        pages::only_called_with_a_flow(),
    ] {
        let wrap = |_, token: TokenTree| match token {
            TokenTree::Literal(_) => vec![TokenTree::Group(Group::new(Delimiter::None, token.into()))],
            other => vec![other],
        };
        let grouped =
            Source { arguments: edited(arguments, &mut 0, &wrap), item: edited(item, &mut 0, &wrap) };
        assert_eq!(grouped.mistakes(), <[&str; 0]>::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_panic_nor_broken_output(page in 0..5_usize, changes in prop::collection::vec((any::<bool>(), change()), 1..5)) {
        let all = [pages::tutorial(), pages::rich(), pages::short(), pages::contacts(), pages::only_called_with_a_flow()];
        let mut pool = Vec::new();
        for page in &all {
            flat(&page.arguments, &mut pool);
            flat(&page.item, &mut pool);
        }
        let Source { mut arguments, mut item } = all.into_iter().nth(page).unwrap();
        for (on_arguments, change) in &changes {
            if *on_arguments {
                arguments = apply(arguments, change, &pool);
            } else {
                item = apply(item, change, &pool);
            }
        }
        let source = Source { arguments, item };
        let output = source.expand();
        let file = syn::parse2::<syn::File>(output.clone());
        prop_assert!(file.is_ok(), "{:?}: {output}", file.err());
        let text = output.to_string();
        prop_assert_eq!(text.contains("compile_error"), !source.mistakes().is_empty());
    }
}
