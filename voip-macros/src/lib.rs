//! `#[voip_page]`: a struct declares a page that places one-to-one `WeChat` calls, and how such a
//! call flows; the compiler rejects every illegal step.
//!
//! Use it through `voip-runtime`, whose prelude exports it. How the macro works is one function,
//! `compile`, at the end of this file.

mod arguments;
mod cfg;
mod check;
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
mod role;
#[cfg(test)]
mod tests;
mod value;

use proc_macro::TokenStream;

use crate::errors::Errors;

/// Declares a page that places one-to-one `WeChat` calls.
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
/// That is a whole working page: a form of four rows and a call button. The struct has named fields
/// and no parameters. It gets `impl Page`, one `impl Transition` for each onward edge of its flow,
/// and the flow as a table in its documentation.
///
/// # Arguments
///
/// | argument | meaning | default |
/// | --- | --- | --- |
/// | `title = "…"` | the words in the navigation bar | required |
/// | `route = "pages/…/index"` | where the page lies in the mini-program | `pages/<struct in kebab-case>/index` |
/// | `button = "…"` | the words on the call button | 呼叫 |
/// | `room_type = video` or `voice` | what kind of call; or give a field the role `room_type` | `video` |
/// | `background_type = 0` to `5` | the colour of the call window | the host's |
/// | `min_window_type = n` | the form of the small call window, as the host numbers them | the host's |
/// | `disable_switch_voice = bool` | whether the user may not switch to voice | the host's |
/// | `scopes(record, camera)` | what the user is asked for, in this order | both |
/// | `handler = path` | an `async fn(Call<Page, Idle>) -> Outcome<Page>` that places the call | walks the flow |
/// | `receive` | the page can also be called: a button makes it reachable | off |
/// | `on_leave = hang_up` | leaving the page ends a joined call | it goes on in the small window |
/// | `flow { … }` | how a call flows, see below | each step once |
/// | `crate = path` | where `voip-runtime` is, if renamed | `::voip_runtime` |
///
/// # Fields
///
/// A field is an `OpenId`, `String`, `bool`, `RoomType`, an integer of up to 64 bits, `f32` or
/// `f64`, or an `Option` of one. The macro knows it by its name, so an alias will not do. In the
/// page's data it has its name in camelCase; the page keeps `state`, `busy`, `error`, `reachable`,
/// `connected` and the names of its handlers for itself.
///
/// | in `#[field(…)]` | meaning |
/// | --- | --- |
/// | `listener.openid`, `caller.openid` | who is called, who calls: an `OpenId`. Both are required |
/// | `listener.nickname`, `caller.nickname` | the name shown to the other side: a `String`. Both are required |
/// | `listener.head_image`, `caller.head_image` | the address of a picture: a `String` |
/// | `room_type` | voice or video, chosen on the page: a `RoomType` |
/// | `label = "…"` | what stands before the field's row; without it the field has no row |
/// | `placeholder = "…"` | what the empty row shows, where there is a row of text or a number |
/// | `default = literal` | the first value: a literal of the field's type, or `video` or `voice`. Not for an openid |
/// | `optional` | this openid or nickname may be empty when the user taps; others may not |
///
/// A field without a role is the page's own data. A `#[cfg(…)]` may stand on it, but not on one with
/// a role.
///
/// # The flow
///
/// ```text
/// flow     = "flow" "{" row* "}"
/// row      = State [ "within" duration ] "=>" edge ( "|" edge )* ";"
/// edge     = State [ "on" cause ("," cause)* ] [ "via" Recovery ] [ "retry" integer ] [ "after" duration ]
///            [ ":" action ("," action)* ]
/// cause    = Cause | [ "-" ] integer
/// action   = "toast" "(" string ")" | "run" "(" path ")"
/// duration = integer with the suffix ms, s or m
/// ```
///
/// `on`, `via`, `retry` and `after` come in any order. With `flow`, each of the six states has its
/// row, and the host allows these edges and no others:
///
// generated: legal transitions, by tests/tests/facts.rs
/// | from | onward | back, a recovery | stop | `within`, unless said |
/// | --- | --- | --- | --- | --- |
/// | `Idle` | `Authorizing` |  |  |  |
/// | `Authorizing` | `Enabling` | `Authorizing` | `Idle`, `Failed` |  |
/// | `Enabling` | `Joining` | `Enabling`, `Authorizing` | `Idle`, `Failed` | 15s |
/// | `Joining` | `InCall` | `Joining`, `Enabling`, `Authorizing` | `Idle`, `Failed` | 60s |
/// | `InCall` | `Idle` |  | `Failed` |  |
/// | `Failed` | `Idle`, `Authorizing` |  |  |  |
// end of generated
///
/// - An edge without `on` is what success takes, or what the user does, or the call's end. A plain
///   edge to Failed takes every cause that no other edge of its row names; Authorizing, Enabling and
///   Joining each have one.
/// - An edge with `on` is taken by those causes: names, or host codes. A code that has a name is that
///   cause. Each cause takes one edge of a row.
/// - A recovery names its causes and has a bound: `retry N` is how often one call, from its tap, may
///   take it. After that its causes take the plain edge to Failed.
/// - `via open_setting`, for Denied alone, asks the user and opens the settings; `via exit_room`, for
///   `AlreadyInRoom` alone, leaves the room. Then the step is tried again.
/// - `after` waits before a recovery is taken. `within` bounds one host call, in Enabling and Joining;
///   unless said it has the time limit above.
/// - `toast("…")` shows a few words as the edge is taken; `run(path)` calls a `fn(&Page, &Change)`.
///
/// ```
/// # use voip_runtime::prelude::*;
/// #[voip_page(title = "视频通话", flow {
///     Idle        => Authorizing;
///     Authorizing => Enabling
///                  | Authorizing on Denied via open_setting retry 1
///                  | Failed: toast("请允许使用麦克风和摄像头");
///     Enabling within 10s
///                 => Joining | Failed: toast("开启通话失败");
///     Joining     => InCall
///                  | Idle on LeftWhileJoining
///                  | Joining on System, Internal, -5 retry 2 after 1s
///                  | Failed: toast("加入通话失败"), run(report);
///     InCall      => Idle | Failed on Interrupted: toast("通话中断");
///     Failed      => Authorizing | Idle;
/// })]
/// pub struct VideoCall {
///     // …
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// }
///
/// fn report(page: &VideoCall, change: &Change) {
///     // …
/// }
/// ```
///
/// Without `flow`, each step is taken once, and each failure shows its toast:
///
/// ```text
// generated: default flow, by tests/tests/facts.rs
/// flow {
///     Idle        => Authorizing;
///     Authorizing => Enabling | Failed: toast("唤起授权失败");
///     Enabling    => Joining | Failed: toast("开启通话功能失败");
///     Joining     => InCall | Failed: toast("加入通话失败");
///     InCall      => Idle;
///     Failed      => Idle;
/// }
// end of generated
/// ```
///
/// # Which causes a row can name
///
// generated: causes, by tests/tests/facts.rs
/// | cause | code | in |
/// | --- | --- | --- |
/// | `NotOpen` | -20000 | `Enabling`, `Joining` |
/// | `DeviceNotSupported` | -20001 | `Enabling`, `Joining` |
/// | `OnCall` | -20002 | `Enabling`, `Joining` |
/// | `OccupiedByOther` | -20003 | `Enabling`, `Joining` |
/// | `Internal` | -30000 | `Authorizing`, `Enabling`, `Joining` |
/// | `WechatNoCamera` | -30001 | `Enabling`, `Joining` |
/// | `WechatNoRecord` | -30002 | `Enabling`, `Joining` |
/// | `NoRecord` | -30003 | `Enabling`, `Joining` |
/// | `NoCamera` | -30004 | `Enabling`, `Joining` |
/// | `AlreadyInRoom` | -1 | `Joining` |
/// | `RecorderOccupied` | -2 | `Enabling`, `Joining` |
/// | `LeftWhileJoining` | -3 | `Joining` |
/// | `System` | -1000 | `Authorizing`, `Enabling`, `Joining` |
/// | `Denied` |  | `Authorizing` |
/// | `PrivacyRefused` |  | `Authorizing`, `Enabling`, `Joining` |
/// | `PrivacyUndeclared` |  | `Authorizing`, `Enabling`, `Joining` |
/// | `Unsupported` |  | `Authorizing`, `Enabling`, `Joining` |
/// | `Timeout` |  | `Enabling`, `Joining` |
/// | `Interrupted` |  | `InCall` |
/// | `App` |  |  |
/// |  | any other | `Authorizing`, `Enabling`, `Joining` |
// end of generated
///
/// `App`, a handler's own `fail`, goes to Failed whatever the flow says, so no edge names it.
///
/// # What is checked
///
/// Every mistake is one error at its own token that says what would be legal, and all of them come
/// at once: names that do not exist, things given twice or missing, transitions that the host does
/// not allow, rows without a success edge or a plain edge to Failed, recoveries without causes or a
/// bound, causes that a step cannot have, roles that are missing or of the wrong type, defaults that
/// do not fit, words without effect, two fields with one name in the page's data. The struct is emitted all the same, so
/// that nothing else complains.
#[proc_macro_attribute]
pub fn voip_page(arguments: TokenStream, item: TokenStream) -> TokenStream {
    compile(arguments.into(), item.into()).into()
}

/// Parse, check, gate, expand. What was written and what will be emitted are two types, so nothing
/// with a mistake in it can be expanded; and both earlier stages report all that they find, so that
/// three mistakes are three errors at once.
fn compile(arguments: proc_macro2::TokenStream, item: proc_macro2::TokenStream) -> proc_macro2::TokenStream {
    let mut errors = Errors::new();
    let written = match page::parse(arguments, item, &mut errors) {
        Ok(written) => written,
        Err(mut item) => {
            item.extend(errors.finish());
            return item;
        }
    };
    let checked = check::page(&written, &mut errors);
    match (checked, errors.finish()) {
        (Some(page), None) => expand::page(&page),
        (_, errors) => fallback::page(&written, &errors.unwrap_or_default()),
    }
}
