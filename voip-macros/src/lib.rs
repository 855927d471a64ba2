//! `#[voip_page]`: makes a page of a `WeChat` mini-program from a struct. The page places one-to-one
//! calls, and the compiler rejects a step that the page's flow does not allow.
//!
//! Use it through `voip-runtime`, whose prelude exports it. The macro's pipeline is the function
//! `compile`, at the end of this file.

mod arguments;
mod cfg;
mod check;
mod choice;
mod compile;
mod default_flow;
mod errors;
mod expand;
mod fallback;
mod field;
mod flow;
mod found;
mod host;
mod kind;
mod messages;
mod model;
mod names;
mod nearest;
mod page;
mod parsed;
mod recover;
mod role;
#[cfg(test)]
mod tests;
mod value;

use proc_macro::TokenStream;

/// Makes a page of a `WeChat` mini-program from a struct. The page places one-to-one calls.
///
/// ```
/// use voip_runtime::prelude::*;
///
/// #[voip_page(title = "视频通话")]
/// pub struct VideoCall {
///     #[field(listener.openid, label = "对方openid")]
///     listen_openid: OpenId,
///     #[field(listener.nickname, label = "对方昵称", default = "listener")]
///     listen_name: String,
///     #[field(caller.openid, label = "您的openid")]
///     call_openid: OpenId,
///     #[field(caller.nickname, label = "您的昵称", default = "caller")]
///     call_name: String,
/// }
/// ```
///
/// This is a complete page: a form with four rows and a call button. A tap on the button asks the user for the microphone and the
/// camera (`wx.authorize`), switches calls on (`wx.setEnable1v1Chat`) and calls the listener (`wx.join1v1Chat`).
///
/// Use the macro through the crate `voip-runtime`, whose prelude exports it. A crate with pages begins with
/// `#![no_std]`, because a phone has no `std`: what it needs of `std` is a compile error on every computer. The prelude has `String`,
/// `Vec`, `Box`, `format!`, `vec!`, `ToString` and `ToOwned`.
///
/// The struct has named fields and no generic parameters. The macro implements [`Page`] for it, implements [`Transition`] for each
/// step that the flow allows, and adds the flow as a table to the documentation of the struct.
///
/// - [Arguments](#arguments)
/// - [Fields](#fields): [contacts](#contacts), [choices](#choices)
/// - [Flow](#flow): [grammar](#grammar), [rules](#rules), [limits of a call](#limits-of-a-call), [causes](#causes)
/// - [Handler](#handler): [after the join](#after-the-join), [host calls and serde](#host-calls-and-serde)
/// - [Beside the call](#beside-the-call): [when the page opens](#when-the-page-opens), [being called](#being-called),
///   [functions that the flow spawns](#functions-that-the-flow-spawns)
/// - [In the mini-program](#in-the-mini-program): [several pages](#several-pages), [the page as a
///   component](#the-page-as-a-component), [own WXML](#own-wxml)
/// - [Errors](#errors)
///
/// [`Page`]: https://docs.rs/voip-runtime/latest/voip_runtime/call/trait.Page.html
/// [`Transition`]: https://docs.rs/voip-runtime/latest/voip_runtime/call/trait.Transition.html
///
#[doc = include_str!("../docs/arguments.md")]
#[doc = include_str!("../docs/fields.md")]
#[doc = include_str!("../docs/flow.md")]
#[doc = include_str!("../docs/handler.md")]
#[doc = include_str!("../docs/beside-the-call.md")]
#[doc = include_str!("../docs/mini-program.md")]
///
/// # Errors
///
/// Every mistake in the declaration is one error at its own token. The error says what is wrong and what is legal:
///
/// ```text
/// error: unknown state `Enablng`
///        help: did you mean `Enabling`?
///  --> ui/readme/misspelt-state.rs:9:24
///   |
/// 9 |         Authorizing => Enablng  | Failed: toast("唤起授权失败");
///   |                        ^^^^^^^
/// ```
///
/// All mistakes of a page are reported at once. They are: unknown names, duplicate or missing arguments, rows and roles, illegal
/// transitions, a row without a success edge or without a plain edge to Failed, a recovery edge without causes or a limit, a limit of a
/// call without an edge for its cause, a cause that a state cannot have, a role or a default of the wrong type, an argument without
/// effect or beside one that excludes it, and two fields with one name in the page's data or address. The struct itself is always
/// emitted, so the rest of the crate has no errors that follow from the mistake.
///
/// A step that the flow does not allow is an error of rustc in the handler (E0277), at the name of the step.
#[proc_macro_attribute]
pub fn voip_page(arguments: TokenStream, item: TokenStream) -> TokenStream {
    compile::compile(arguments.into(), item.into()).into()
}

/// Makes an enum the type of a page's field with `#[field(choice)]`: a picker shows its variants.
///
/// Each variant has `#[choice("…")]`, the text that the picker shows. Variants have no fields, and the enum has no parameters. It need
/// not derive anything else.
///
/// ```
/// use voip_runtime::prelude::*;
///
/// #[derive(Choice)]
/// pub enum Ward {
///     #[choice("急诊")]
///     Urgent,
///     #[choice("其他")]
///     Other,
/// }
/// ```
///
/// The enum then implements `Field` and `FieldType`. `#[choice(crate = path)]` above the enum is the path of `voip-runtime`, if it is
/// renamed or re-exported. See [Choices](macro@voip_page#choices) for a page with it.
#[proc_macro_derive(Choice, attributes(choice))]
pub fn choice(input: TokenStream) -> TokenStream {
    choice::derive(input.into()).into()
}
