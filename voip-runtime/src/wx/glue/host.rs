//! `Wx`, the host on a phone. It has the methods of the trait `Host`.

use core::time::Duration;

use serde::Serialize;

use super::options::{fixed, milliseconds, write};
use super::{imports, requests};
use crate::api;
use crate::host::{HostCall, Reply};

/// The host that the glue was given. The glue addresses an answer by the page and the number of the reply.
pub(crate) struct Wx;

fn call(name: &'static str, options: &impl Serialize, reply: &Reply) {
    write(options);
    send(name, reply);
}

/// Not inlined, so that the module contains it once and not for each type of options.
#[inline(never)]
fn send(name: &'static str, reply: &Reply) {
    let (page, reply) = reply.address();
    let (at, length) = fixed(name);
    imports::call(page, reply, at, length);
}

/// The methods of the trait `Host`. They are inlined, so that the module contains only the host calls that a page makes.
#[expect(clippy::inline_always, reason = "the module then contains only the host calls that a page makes")]
#[expect(clippy::unused_self, clippy::needless_pass_by_value, reason = "the signatures of the trait")]
impl Wx {
    #[inline(always)]
    pub(crate) fn call(&self, host_call: HostCall<'_>, reply: Reply) {
        match host_call {
            HostCall::Authorize(options) => call(api::AUTHORIZE, &options, &reply),
            HostCall::SetEnable1v1Chat(options) => call(api::SET_ENABLE_1V1_CHAT, &options, &reply),
            HostCall::Join1v1Chat(options) => call(api::JOIN_1V1_CHAT, &options, &reply),
            HostCall::ShowToast(options) => call(api::SHOW_TOAST, &options, &reply),
            HostCall::ExitVoipChat => call(api::EXIT_VOIP_CHAT, &ExitVoipChatOptions {}, &reply),
            HostCall::OpenSetting => {
                let (page, reply) = reply.address();
                imports::settings(page, reply);
            }
            HostCall::Other(name, options) => requests::request(name, options, reply),
        }
    }

    pub(crate) fn sleep(&self, duration: Duration, reply: Reply) {
        let (page, reply) = reply.address();
        imports::sleep(page, reply, milliseconds(duration));
    }

    /// A sleep of the handler.
    pub(crate) fn sleep_for_handler(&self, duration: Duration, reply: Reply) {
        requests::sleep(duration, reply);
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a time is small and positive"
    )]
    pub(crate) fn now(&self) -> Duration {
        Duration::from_millis(imports::now() as u64)
    }
}

#[derive(Serialize)]
struct ExitVoipChatOptions {}
