//! `#[voip_page]`: makes a page of a `WeChat` mini-program from a struct. The page places one-to-one
//! calls, and the compiler rejects a step that the page's flow does not allow.
//!
//! Use it through `voip-runtime`, whose prelude exports it. The macro's pipeline is the function
//! `compile`, at the end of this file.

mod arguments;
mod cfg;
mod check;
mod choice;
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

use crate::errors::Errors;

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
/// # Arguments
///
/// | argument | meaning | default |
/// | --- | --- | --- |
/// | `title = "…"` | the text in the navigation bar | required |
/// | `route = "pages/…/index"` | the path of the page in the mini-program | `pages/<struct in kebab-case>/index` |
/// | `button = "…"` | the text on the call button | 呼叫 |
/// | `room_type = video` or `voice` | the kind of call; a field with the role `room_type` lets the user choose | `video` |
/// | `background_type = 0` to `5` | the colour of the call window | `WeChat`'s default |
/// | `min_window_type = n` | the form of the minimized call window, as `WeChat` numbers it | `WeChat`'s default |
/// | `disable_switch_voice = bool` | whether the user is prevented from switching to voice | `WeChat`'s default |
/// | `scopes(record, camera)` | the permissions that the user is asked for, in this order | both |
/// | `handler = path` | an `async fn(Call<Page, Idle>) -> Outcome<Page>` that places the call | follows the flow |
/// | `on_load = path` | an `async fn(PageContext<Page>) -> Result<(), CallError>` that runs [when the page opens](#when-the-page-opens) | nothing |
/// | `receive`, `receive(on_show)`, `receive(only)` | the page can also [be called](#being-called): it has a button that makes it reachable | off |
/// | `on_leave = hang_up` | leaving the page ends a joined call | the call continues in the minimized window |
/// | `flow { … }` | the steps of a call, see [Flow](#flow) | each step once |
/// | `crate = path` | the path of `voip-runtime`, if it is renamed or re-exported | `::voip_runtime` |
///
/// ```
/// # use voip_runtime::prelude::*;
/// #[voip_page(
///     title = "客服通话",
///     route = "pages/support/index",
///     button = "联系客服",
///     room_type = voice,
///     background_type = 3,
///     min_window_type = 1,
///     disable_switch_voice = true,
///     scopes(record),
///     handler = call_support,
///     receive,
///     on_leave = hang_up,
///     flow {
///         Idle        => Authorizing;
///         Authorizing => Enabling | Failed: toast("请允许使用麦克风");
///         Enabling    => Joining  | Failed: toast("开启通话失败");
///         Joining     => InCall   | Failed: toast("加入通话失败");
///         InCall      => Idle;
///         Failed      => Idle;
///     }
/// )]
/// pub struct Support {
///     // …
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// }
///
/// async fn call_support(call: Call<Support, Idle>) -> Outcome<Support> {
///     let call = call.begin().authorize().await?;
///     let call = call.enable().await?;
///     call.join().await
/// }
/// ```
///
/// A crate that re-exports `voip-runtime`:
///
/// ```
/// pub mod dependencies {
///     pub use voip_runtime;
/// }
///
/// use dependencies::voip_runtime::prelude::*;
///
/// #[voip_page(title = "视频通话", crate = crate::dependencies::voip_runtime)]
/// pub struct VideoCall {
///     // …
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// }
/// # fn main() {}
/// ```
///
/// # Fields
///
/// A field is an `OpenId`, `String`, `bool`, `RoomType`, an integer of up to 64 bits, `f32` or `f64`, an enum with
/// [`#[derive(Choice)]`](derive@Choice), or an `Option` of one of them; or a `Vec<Contact>`. Write the type by its own name: the
/// macro cannot see through a type alias.
///
/// | in `#[field(…)]` | meaning |
/// | --- | --- |
/// | `listener.openid`, `caller.openid` | who is called and who calls: an `OpenId`, which has no white space around it |
/// | `listener.nickname`, `caller.nickname` | the name that the other side sees: a `String` |
/// | `listener.head_image`, `caller.head_image` | the address of a picture: a `String` |
/// | `room_type` | voice or video, chosen by the user: a `RoomType` |
/// | `contacts` | the page can call each of these: a `Vec<Contact>`, see [Contacts](#contacts) |
/// | `choice` | a picker of the variants of an enum, see [Choices](#choices) |
/// | `label = "…"` | the text before the field's row; a field without a label has no row |
/// | `placeholder = "…"` | the text in the row while it is empty; for a row of text or of a number |
/// | `default = literal` | the initial value: a literal of the field's type, `video` or `voice`, or a variant; not for an openid |
/// | `read_only` | the row shows the value, and the user cannot edit it |
/// | `max_length = n` | the longest text that the row takes, 1 to 65535 characters; for a row of text or of a number. `WeChat`'s default is 140 |
/// | `optional` | the openid or nickname may be empty when the user taps |
/// | `required = "…"` | the field must not be empty when the user taps; the page shows this text while it is. For text and for `Option` |
/// | `query`, `query = "name"` | the parameter with the field's name in the page's data, or with this name, sets the field: in the page's address, or in the `scene` of a mini-program code. No address sets other fields |
///
/// The first seven are roles: they say where the value goes in a call. A field has at most one role. A field without a role is data of
/// your own: the handler can read and change it. It may have a `#[cfg(…)]`; a field with a role may not.
///
/// A page has fields with the roles of an openid and a nickname, of both sides. [Contacts](#contacts) replace those of the listener, and
/// a page with [`receive(only)`](#being-called) has none. These fields must be filled in, unless they are `optional`: without
/// `required`, the page says 请填写 and the label, or 请填写对方的openid and the like without a label.
///
/// ```
/// # use voip_runtime::prelude::*;
/// #[voip_page(title = "医生咨询")]
/// pub struct AskDoctor {
///     /// Filled in by the handler, so it may be empty when the user taps.
///     #[field(listener.openid, optional)]
///     doctor: OpenId,
///     #[field(listener.nickname, default = "医生", query = "doctor")]
///     doctor_name: String,
///     #[field(listener.head_image)]
///     doctor_picture: Option<String>,
///     #[field(caller.openid)]
///     patient: OpenId,
///     #[field(caller.nickname, label = "您的姓名", placeholder = "请输入姓名")]
///     patient_name: String,
///     #[field(room_type, label = "通话方式", default = voice)]
///     kind: RoomType,
///     #[field(label = "年龄", placeholder = "请输入年龄")]
///     age: Option<u8>,
///     #[field(label = "复诊", default = true)]
///     returning: bool,
///     attempts: u32,
/// }
/// ```
///
/// In the data of the mini-program's page, a field has its name in camelCase (`patientName`). The names `state`, `busy`, `error`,
/// `reachable`, `connected`, `receiving`, `loading`, `pageDepth` and those of the page's event handlers (`handleCall`, …) are
/// reserved.
///
/// ## Contacts
///
/// A page that calls one of several users has a field of contacts instead of the fields with a `listener` role. The page shows a row
/// with a call button for each contact. A tap calls that contact, even if the list changes afterwards:
///
/// ```
/// # use voip_runtime::prelude::*;
/// #[voip_page(title = "家人", handler = call_family)]
/// pub struct CallFamily {
///     #[field(contacts, label = "家人")]
///     family: Vec<Contact>,
///     #[field(caller.openid)]
///     me: OpenId,
///     #[field(caller.nickname, default = "爷爷")]
///     my_name: String,
/// }
///
/// async fn call_family(call: Call<CallFamily, Idle>) -> Outcome<CallFamily> {
///     // The contact whose button was tapped.
///     let contact = call.listener();
///     if contact.nickname == "医生" {
///         return call.fail("医生已下班");
///     }
///     call.begin().authorize().await?.enable().await?.join().await
/// }
/// ```
///
/// A page has at most one such field; it has a `label` and nothing else. In the page's data it is a list of objects with `nickname`,
/// `headImage` and whether the contact is `callable`: the button of a contact without an openid is disabled. The data have no openids. A
/// page with contacts may also have the `listener` fields: the page's own call button then calls that listener.
///
/// ## Choices
///
/// A field with `choice` has a picker. Its type is an enum with `#[derive(Choice)]`, and each variant has the text that the picker shows:
///
/// ```
/// # use voip_runtime::prelude::*;
/// #[derive(Choice, Clone, Copy, PartialEq)]
/// pub enum Ward {
///     #[choice("急诊")]
///     Urgent,
///     #[choice("其他")]
///     Other,
/// }
///
/// #[voip_page(title = "医生咨询", handler = call_ward)]
/// pub struct AskDoctor {
///     #[field(choice, label = "科室", default = Other, query)]
///     ward: Ward,
///     #[field(choice, label = "另一个科室")]
///     second_ward: Option<Ward>,
///     // …
/// #   #[field(listener.openid, optional)] doctor: OpenId,
/// #   #[field(listener.nickname, default = "医生")] doctor_name: String,
/// #   #[field(caller.openid)] me: OpenId,
/// #   #[field(caller.nickname, default = "caller")] my_name: String,
/// }
///
/// async fn call_ward(call: Call<AskDoctor, Idle>) -> Outcome<AskDoctor> {
///     let urgent = call.page().ward == Ward::Urgent;
///     call.update(|page| page.doctor = if urgent { "o-urgent" } else { "o-other" }.into());
///     call.begin().authorize().await?.enable().await?.join().await
/// }
/// ```
///
/// The value in the page's data and in its address is the name of the variant (`Urgent`). The first variant is the initial value, unless
/// the field has a `default`; that of an `Option` is `None`.
///
/// # Flow
///
/// A flow has one row for each state of a call. A row lists the edges that leave the state.
///
/// | state | meaning |
/// | --- | --- |
/// | `Idle` | there is no call |
/// | `Authorizing` | the user is asked for permissions: `wx.authorize` |
/// | `Enabling` | calls are switched on: `wx.setEnable1v1Chat` |
/// | `Joining` | the call is placed: `wx.join1v1Chat` |
/// | `InCall` | the call is joined: `WeChat`'s call window is open and rings |
/// | `Failed` | the call has failed; the page shows why |
///
/// Without `flow`, each step is tried once, and each failure shows a toast:
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
/// ## Grammar
///
/// ```text
/// flow     = "flow" "{" row* "}"
/// row      = State limit* "=>" edge ( "|" edge )* ";"
/// limit    = ( "within" | "ring" ) duration
/// edge     = State [ "on" cause ("," cause)* ] [ "via" via ] [ "retry" integer ] [ "after" duration ]
///            [ ":" action ("," action)* ]
/// cause    = Cause | [ "-" ] integer
/// via      = "open_setting" | "exit_room"
/// action   = "toast" "(" string [ "," duration ] ")" | "run" "(" path ")" | "spawn" "(" path ")"
/// duration = integer with the suffix ms, s or m
/// ```
///
/// `on`, `via`, `retry` and `after` may be in any order, and so may `within` and `ring`.
///
/// ## Rules
///
/// `WeChat` allows these transitions and no others:
///
// generated: legal transitions, by tests/tests/facts.rs
/// | from | onward | recovery | stop | default `within` |
/// | --- | --- | --- | --- | --- |
/// | `Idle` | `Authorizing` |  |  |  |
/// | `Authorizing` | `Enabling` | `Authorizing` | `Idle`, `Failed` |  |
/// | `Enabling` | `Joining` | `Enabling`, `Authorizing` | `Idle`, `Failed` | 15s |
/// | `Joining` | `InCall` | `Joining`, `Enabling`, `Authorizing` | `Idle`, `Failed` | 60s |
/// | `InCall` | `Idle` |  | `Idle`, `Failed` |  |
/// | `Failed` | `Idle`, `Authorizing` |  |  |  |
// end of generated
///
/// - **Success.** The edge that leads onward has no `on`. It is taken when the step succeeds, when the user acts (in Idle and Failed),
///   or when the call ends (in `InCall`).
/// - **Failure.** The rows of Authorizing, Enabling and Joining each have one plain edge to Failed, without `on`. It takes every cause
///   that no other edge of the row names.
/// - **Causes.** An edge with `on` is taken by the causes that it lists: names, or host codes such as `-20000` (`errCode`) or `1004` (`errno`).
///   A code that has a name is the same cause as the name. In one row, a cause is on one edge only.
/// - **Stop edges** lead to Idle or Failed. An edge to Idle ends the call without an error, such as `Idle on LeftWhileJoining`. In
///   Authorizing, Enabling and Joining, an edge to Idle without `on` is taken when the user or the handler cancels the call. A row
///   does not need one: a call that is cancelled is then Idle, and there is no action.
/// - **Recovery edges** lead back to the same state or an earlier one. They list their causes and have a limit: `retry 2` allows the
///   edge twice in one call. After that, its causes take the plain edge to Failed.
/// - `via open_setting`, only for `Denied`, asks the user and opens the settings page, then retries. `via exit_room`, only for
///   `AlreadyInRoom`, leaves the room, then retries.
/// - `after 1s` waits before a recovery edge is taken.
/// - `within 10s` is the time limit of one host call, in Authorizing, Enabling and Joining. Its cause is `Timeout`. The default is in
///   the table; Authorizing waits for the user, and has no limit by default. In `InCall` it is a [limit of the
///   call](#limits-of-a-call).
/// - **Actions.** `toast("…")` shows a short text when the edge is taken, for 1.5 s, and `toast("…", 5s)` for 5 s. `run(path)` calls
///   a `fn(&Page, &Change)`, and `spawn(path)` starts [an `async fn`](#functions-that-the-flow-spawns). Both belong to a transition:
///   while the page is made reachable its state stays `Idle`, and only toasts are shown.
/// - **Doc comments** (`///`) before a row or an edge are notes in the table of the struct's documentation.
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
///                  | Idle: toast("已取消")
///                  | Idle on LeftWhileJoining
///                  | Joining on AlreadyInRoom via exit_room retry 1
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
/// /// Called when a call could not be joined.
/// fn report(page: &VideoCall, change: &Change) {
///     // …
/// }
/// ```
///
/// ## Limits of a call
///
/// The row of `InCall` can limit the call. Both limits count from the success of the join, and neither has a default.
///
/// | limit | bounds | cause |
/// | --- | --- | --- |
/// | `ring 45s` | the time until the other side has answered | `NoAnswer` |
/// | `within 30m` | the whole call | `Timeout` |
///
/// Each needs an edge that names its cause, to Failed or to Idle. The page leaves the room as it takes the edge.
///
/// ```
/// # use voip_runtime::prelude::*;
/// #[voip_page(title = "视频通话", flow {
///     Idle        => Authorizing;
///     Authorizing within 2m
///                 => Enabling | Failed: toast("请允许使用麦克风和摄像头");
///     Enabling    => Joining | Failed;
///     Joining     => InCall | Failed;
///     InCall ring 45s within 30m
///                 => Idle
///                  | Failed on NoAnswer: toast("无人接听")
///                  | Idle on Timeout: toast("通话时间已到", 5s)
///                  | Failed on Interrupted: toast("通话中断");
///     Failed      => Idle;
/// })]
/// pub struct VideoCall {
///     // …
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// }
/// ```
///
/// `ring` depends on what the phone reports. It ends a call only on a phone that has reported the members of a room before. On a
/// phone that never reports them it ends no call, and the first call on any phone may ring on. One case stays unsafe: `WeChat` does
/// not report that users hang up in its call window. If the user hangs up there and the same person then calls back, `ring` of the
/// first call can end that call.
///
/// ## Causes
///
/// The causes that a row can name:
///
// generated: causes, by tests/tests/facts.rs
/// | cause | `errCode` | `errno` | in |
/// | --- | --- | --- | --- |
/// | `PrivacyRefused` |  | 104 | `Authorizing`, `Enabling`, `Joining` |
/// | `PrivacyUndeclared` |  | 112, 1025, 1026 | `Authorizing`, `Enabling`, `Joining` |
/// | `Denied` |  | 103 | `Authorizing` |
/// | `WechatNoCamera` | -30001 |  | `Authorizing`, `Enabling`, `Joining` |
/// | `WechatNoRecord` | -30002 | 3, 1107002, 1107013 | `Authorizing`, `Enabling`, `Joining` |
/// | `NoCamera` | -30004 |  | `Enabling`, `Joining` |
/// | `NoRecord` | -30003 |  | `Enabling`, `Joining` |
/// | `NotInForeground` |  | 1107003 | `Authorizing`, `Enabling`, `Joining` |
/// | `NotOpen` | -20000 | 102 | `Authorizing`, `Enabling`, `Joining` |
/// | `OnCall` | -20002 | 1107001 | `Enabling`, `Joining` |
/// | `OccupiedByOther` | -20003 |  | `Enabling`, `Joining` |
/// | `DeviceNotSupported` | -20001 |  | `Authorizing`, `Enabling`, `Joining` |
/// | `Unsupported` |  | 100 | `Authorizing`, `Enabling`, `Joining` |
/// | `AlreadyInRoom` | -1 |  | `Joining` |
/// | `RecorderOccupied` | -2 |  | `Enabling`, `Joining` |
/// | `LeftWhileJoining` | -3 |  | `Joining` |
/// | `Internal` | -30000 | 4 | `Authorizing`, `Enabling`, `Joining` |
/// | `Timeout` |  | 5 | `Authorizing`, `Enabling`, `Joining`, `InCall` |
/// | `System` | -1000 | 1000, 1003 | `Authorizing`, `Enabling`, `Joining` |
/// | `InvalidOptions` |  | 101, 110, 1001 | `Authorizing`, `Enabling`, `Joining` |
/// | `Network` |  | 108, 109 | `Authorizing`, `Enabling`, `Joining` |
/// | `InvalidOpenid` |  | 1004 | `Joining` |
/// | `NoAnswer` |  |  | `InCall` |
/// | `Interrupted` |  |  | `InCall` |
/// | `App` |  |  |  |
/// |  | any other |  | `Authorizing`, `Enabling`, `Joining` |
// end of generated
///
/// `App` is the cause of an error of the handler, by `fail` or `?`. It always leads to Failed, so no edge names it. The
/// methods of [`Cause`] return what happened (`english`, `chinese`) and what to do about it (`remedy`, `remedy_chinese`).
///
/// [`Cause`]: https://docs.rs/voip-runtime/latest/voip_runtime/cause/enum.Cause.html
///
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
/// effect or beside one that excludes it, and two fields with one name in the page's data or address. The struct itself is always emitted, so the rest of the crate has no errors that follow from the mistake.
///
/// A step that the flow does not allow is an error of rustc in the handler (E0277), at the name of the step.
#[proc_macro_attribute]
pub fn voip_page(arguments: TokenStream, item: TokenStream) -> TokenStream {
    compile(arguments.into(), item.into()).into()
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

/// Parse, check, expand. What is written and what is emitted are two types, so a declaration with a
/// mistake cannot be expanded. The first two stages report every mistake that they find.
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
