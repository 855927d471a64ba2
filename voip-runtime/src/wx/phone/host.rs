//! `Host` over the glue.

use core::ptr::null;
use core::time::Duration;

use serde::Serialize;

use super::abi::glue;
use super::options::{fixed, write};
use crate::api;
use crate::host::{
    AuthorizeOptions, Host, Join1v1ChatOptions, Reply, SetEnable1v1ChatOptions, ShowToastOptions, Watch,
};
use crate::value::Value;

/// The host that the glue was given. Its answers go to a page and there to a reply, both by number.
pub(crate) struct Wx;

fn call(name: &'static str, options: &impl Serialize, reply: Option<Reply>) {
    write(options);
    send(name, reply);
}

/// Apart, so that it is there once.
#[inline(never)]
fn send(name: &'static str, reply: Option<Reply>) {
    let (page, reply) = reply.map_or((null(), 0), |reply| reply.address());
    let (at, length) = fixed(name);
    glue::call(page, reply, at, length);
}

impl Host for Wx {
    fn authorize(&self, options: &AuthorizeOptions<'_>, reply: Reply) {
        call(api::AUTHORIZE, options, Some(reply));
    }

    fn open_setting(&self, reply: Reply) {
        let (page, reply) = reply.address();
        glue::settings(page, reply);
    }

    fn set_enable_1v1_chat(&self, options: &SetEnable1v1ChatOptions, reply: Reply) {
        call(api::SET_ENABLE_1V1_CHAT, options, Some(reply));
    }

    fn join_1v1_chat(&self, options: &Join1v1ChatOptions<'_>, reply: Reply) {
        call(api::JOIN_1V1_CHAT, options, Some(reply));
    }

    fn exit_voip_chat(&self, reply: Reply) {
        #[derive(Serialize)]
        struct ExitVoipChatOptions {}
        call(api::EXIT_VOIP_CHAT, &ExitVoipChatOptions {}, Some(reply));
    }

    fn show_toast(&self, options: &ShowToastOptions<'_>) {
        call(api::SHOW_TOAST, options, None);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        let (page, reply) = reply.address();
        glue::sleep(page, reply, milliseconds(duration));
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time is neither")]
    fn now(&self) -> Duration {
        Duration::from_millis(glue::now() as u64)
    }

    fn chat_ended(&self, watch: Watch) {
        let (page, watch) = watch.address();
        glue::watch(page, watch);
    }

    /// A handler's own calls go through `own`.
    fn request(&self, _: &str, _: &Value, _: Reply) {}
}

#[expect(clippy::cast_precision_loss, reason = "a timer of so many years")]
pub(super) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs() as f64 * 1000.0 + f64::from(duration.subsec_millis())
}
