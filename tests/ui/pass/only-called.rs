//! Pages that never call.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(title = "接听", receive(only))]
pub struct Desk {}

#[voip_page(
    title = "医生",
    scopes(record),
    background_type = 1,
    min_window_type = 1,
    on_load = load,
    receive(only, on_show),
    flow {
        /// The microphone alone.
        Authorizing within 1m
                    => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Idle on PrivacyRefused
                     | Failed: toast("请允许使用麦克风", 3s);
        Enabling    => Idle: toast("可以接听了")
                     | Enabling on System retry 2 after 1s
                     | Failed: toast("开启通话失败");
    }
)]
pub struct Doctor {
    #[field(label = "姓名")]
    name: String,
}

async fn load(page: PageContext<Doctor>) -> Result<(), CallError> {
    page.update(|page| page.name = "李医生".into());
    Ok(())
}

fn main() {
    for spec in [Desk::SPEC, Doctor::SPEC] {
        assert!(spec.receive.is_some_and(|receive| receive.only) && !spec.has_call_button());
        assert!(spec.flow.row(State::Joining).edges.is_empty());
    }
    assert!(Doctor::SPEC.on_load && Doctor::SPEC.receive.is_some_and(|receive| receive.on_show));
    assert_eq!(Doctor::initial().name, "");
}
