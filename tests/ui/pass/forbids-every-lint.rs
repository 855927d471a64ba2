//! Pages in a crate that forbids every lint of stable Rust, the usual groups of Clippy, and other lints
//! that generated code often breaks. It is also a test target, so that Clippy checks it.

#![forbid(
    future_incompatible,
    keyword_idents,
    let_underscore,
    nonstandard_style,
    refining_impl_trait,
    rust_2018_idioms,
    unused,
    warnings,
    absolute_paths_not_starting_with_crate,
    ambiguous_negative_literals,
    closure_returning_async_block,
    deprecated_in_future,
    deprecated_safe_2024,
    edition_2024_expr_fragment_specifier,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    ffi_unwind_calls,
    if_let_rescope,
    impl_trait_overcaptures,
    impl_trait_redundant_captures,
    keyword_idents_2018,
    keyword_idents_2024,
    let_underscore_drop,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    missing_unsafe_on_extern,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    rust_2021_incompatible_closure_captures,
    rust_2021_incompatible_or_patterns,
    rust_2021_prefixes_incompatible_syntax,
    rust_2021_prelude_collisions,
    rust_2024_guarded_string_incompatible_syntax,
    rust_2024_incompatible_pat,
    rust_2024_prelude_collisions,
    single_use_lifetimes,
    tail_expr_drop_order,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unsafe_attr_outside_unsafe,
    unsafe_code,
    unsafe_op_in_unsafe_fn,
    unstable_features,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
#![forbid(clippy::all, clippy::pedantic)]
#![forbid(
    clippy::absolute_paths,
    clippy::as_conversions,
    clippy::default_numeric_fallback,
    clippy::expect_used,
    clippy::exhaustive_structs,
    clippy::indexing_slicing,
    clippy::missing_const_for_fn,
    clippy::missing_inline_in_public_items,
    clippy::option_if_let_else,
    clippy::panic,
    clippy::shadow_reuse,
    clippy::unreachable,
    clippy::unwrap_used,
    clippy::use_self
)]

use voip_runtime::prelude::*;

/// 客服通话: call an agent of the support line.
#[voip_page(
    title = "客服通话",
    background_type = 3,
    min_window_type = 1,
    disable_switch_voice = true,
    scopes(record, camera),
    handler = handle_call,
    on_load = load,
    receive(on_show),
    on_leave = hang_up,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头");
        Enabling within 10s
                    => Joining
                     | Enabling on -7 retry 1 after 500ms
                     | Failed: toast("开启通话失败");
        Joining     => InCall
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Failed: toast("加入通话失败"), run(report);
        InCall ring 45s within 30m
                    => Idle: spawn(send)
                     | Failed on NoAnswer: toast("无人接听", 5s), spawn(send)
                     | Idle on Timeout: spawn(log)
                     | Failed on Interrupted: toast("通话中断");
        Failed      => Authorizing | Idle;
    }
)]
#[derive(Debug)]
#[non_exhaustive]
pub struct Support {
    /// Who is called.
    #[field(listener.openid, optional)]
    pub agent_openid: OpenId,
    /// The name of who is called.
    #[field(listener.nickname, label = "客服工号", placeholder = "请输入客服工号", default = "8001")]
    pub agent: String,
    /// Who calls.
    #[field(caller.openid)]
    pub customer_openid: Option<OpenId>,
    /// The name of who calls.
    #[field(caller.nickname)]
    pub customer: String,
    /// Voice or video.
    #[field(room_type, label = "通话方式", default = voice)]
    pub kind: RoomType,
    /// Whether it is urgent.
    #[field(label = "紧急", default = true)]
    pub urgent: bool,
    /// How urgent it is.
    #[field(default = -3)]
    pub priority: i8,
    /// How heavy it is.
    #[field(default = 2)]
    pub weight: f64,
    /// Which ward.
    #[field(choice, label = "科室", default = Other, query)]
    pub ward: Ward,
    /// Which other ward.
    #[field(choice, label = "另一个科室", required = "请选择科室")]
    pub second_ward: Option<Ward>,
    /// What it is about.
    #[field(label = "病情", max_length = 200)]
    pub complaint: String,
    /// Other agents.
    #[field(contacts, label = "同事")]
    pub colleagues: Vec<Contact>,
    #[cfg(any())]
    gone: u8,
}

/// A ward of the hospital.
#[derive(Choice, Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Ward {
    /// At any time.
    #[choice("急诊")]
    Urgent,
    /// Any other one.
    #[choice("其他")]
    Other,
}

async fn handle_call(call: Call<Support, Idle>) -> Outcome<Support> {
    call.begin().authorize().await?.enable().await?.join().await
}

const fn report(_: &Support, _: &Change) {}

async fn load(context: PageContext<Support>) -> Result<(), CallError> {
    context.update(|page| page.urgent = false);
    Ok(())
}

async fn send(_: PageContext<Support>, _: Change) -> Result<(), CallError> {
    Ok(())
}

async fn log(_: PageContext<Support>, _: Change) -> Result<(), CallError> {
    Err("no log".into())
}

/// A page that never calls.
#[voip_page(title = "接听", receive(only, on_show))]
#[derive(Debug)]
#[non_exhaustive]
pub struct Desk {
    /// Whose desk it is.
    #[field(label = "姓名")]
    pub name: String,
}

/// The smallest page.
#[voip_page(title = "视频通话")]
#[derive(Debug)]
#[non_exhaustive]
pub struct VideoCall {
    /// Who is called.
    #[field(listener.openid)]
    pub listen_openid: OpenId,
    /// The name of who is called.
    #[field(listener.nickname)]
    pub listen_name: String,
    /// Who calls.
    #[field(caller.openid)]
    pub call_openid: OpenId,
    /// The name of who calls.
    #[field(caller.nickname)]
    pub call_name: String,
}

fn main() {
    assert_ne!(Support::SPEC, VideoCall::SPEC, "two pages");
    assert_ne!(Desk::SPEC, VideoCall::SPEC, "two pages");
}
