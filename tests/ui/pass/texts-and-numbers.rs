//! Texts of every kind, numbers in every form, and names in other scripts.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(
    title = r#"He said "call", she said \ ]"#,
    route = "pages/texts/index",
    button = "拨打 📞 \u{1F468}\u{200D}\u{1F469}",
    background_type = 0b101,
    min_window_type = 1_000,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("\"quoted\" `ticked` |piped| <b>&amp;</b> [linked](x)");
        Enabling within 1_000ms
                    => Joining
                     | Enabling on -0x7530, -5 retry 0xff after 0x10s
                     | Enabling on 00, 999 retry 6_5535 after 35791m
                     | Failed: toast("a line
and another\ttabbed \u{0} \\");
        Joining within 1ms
                    => InCall | Failed: toast("اتصال שלום 𝒞𝒶𝓁𝓁");
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub struct 通话 {
    #[field(listener.openid, label = "对方\nopenid")]
    对方: OpenId,
    #[field(listener.nickname, default = r##"#"#"##)]
    昵称: String,
    #[field(caller.openid)]
    您: OpenId,
    #[field(caller.nickname, default = "")]
    naïve_名字: String,
}

fn main() {
    assert_eq!(通话::SPEC.fields[3].key, "naïve名字");
    assert_eq!(通话::initial().昵称, "#\"#");
    assert_eq!(通话::SPEC.title, "He said \"call\", she said \\ ]");
}
