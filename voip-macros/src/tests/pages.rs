//! Pages as users write them.

use super::Source;

/// The four fields that every page has.
pub(super) const FIELDS: &str = r#"
    /// Call another user of this mini-program.
    pub struct VideoCall {
        #[field(listener.openid, label = "对方openid", placeholder = "请输入用户openid")]
        listen_openid: OpenId,
        #[field(listener.nickname, label = "对方昵称", placeholder = "请输入用户昵称", default = "listener")]
        listen_name: String,
        #[field(caller.openid, label = "您的openid", placeholder = "请输入用户openid")]
        call_openid: OpenId,
        #[field(caller.nickname, label = "您的昵称", placeholder = "请输入用户昵称", default = "caller")]
        call_name: String,
    }
"#;

/// The tutorial's page.
pub(super) fn tutorial() -> Source {
    Source::new(
        r#"title = "视频通话", room_type = video, button = "呼叫", handler = handle_call,
           flow {
               Idle        => Authorizing;
               Authorizing => Enabling | Failed: toast("唤起授权失败");
               Enabling    => Joining  | Failed: toast("开启通话功能失败");
               Joining     => InCall   | Failed: toast("加入通话失败");
               InCall      => Idle;
               Failed      => Idle;
           }"#,
        FIELDS,
    )
}

/// The same, as short as possible.
pub(super) fn short() -> Source {
    Source::new(r#"title = "视频通话""#, FIELDS)
}

/// A page that calls its contacts alone.
pub(super) fn contacts() -> Source {
    Source::new(
        r#"title = "家人""#,
        r#"
        struct Family {
            #[field(contacts)]
            family: Vec<Contact>,
            #[field(caller.openid)]
            me: OpenId,
            #[field(caller.nickname, default = "caller")]
            my_name: String,
        }
        "#,
    )
}

/// A flow with recovery edges.
pub(super) const RECOVERING: &str = r#"
    flow {
        Idle        => Authorizing;
        /// The user may refuse once,
        /// and is then asked again.
        Authorizing within 2m
                    => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头");
        Enabling within 10s
                    => Joining
                     | Authorizing on NoCamera, NoRecord retry 1
                     | Failed: toast("开启通话失败");
        Joining within 30s
                    => InCall
                     | Idle: toast("已取消")
                     | Idle on LeftWhileJoining
                     | Joining on AlreadyInRoom via exit_room retry 1
                     /// A busy host: `System | Internal`.
                     | Joining on System, -30000, -5 retry 2 after 1s
                     | Failed: toast("加入通话失败"), run(hooks::report), spawn(hooks::send);
        InCall within 30m ring 45s
                    => Idle: spawn(hooks::send)
                     | Idle on Timeout: toast("通话时间已到", 5s)
                     | Failed on NoAnswer: toast("无人接听"), spawn(self::no_answer)
                     | Failed on Interrupted: toast("通话中断");
        Failed      => Authorizing | Idle;
    }
"#;

/// A page that never calls, as short as possible.
pub(super) fn only_called() -> Source {
    Source::new(
        "title = \"接听\", receive(only)",
        "pub struct Desk { #[field(label = \"值班\")] on_duty: bool }",
    )
}

/// A page that never calls, with a flow.
pub(super) fn only_called_with_a_flow() -> Source {
    Source::new(
        r#"title = "接听", scopes(record), on_load = load, receive(only, on_show), flow {
               Authorizing within 2m
                           => Enabling
                            | Authorizing on Denied via open_setting retry 1
                            | Idle on NotInForeground
                            | Failed: toast("请允许使用麦克风", 3s);
               Enabling    => Idle: toast("可以接听了")
                            | Enabling on System retry 2
                            | Failed;
           }"#,
        "pub struct Desk { doctor: String }",
    )
}

/// Every argument and every kind of field.
pub(super) fn rich() -> Source {
    Source::new(
        &format!(
            r#"title = "客服", route = "pages/support/index", button = "呼叫客服",
               background_type = 3, min_window_type = 1, disable_switch_voice = true, scopes(record),
               handler = self::look_up_and_call, on_load = hooks::load, receive(on_show), on_leave = hang_up, crate = crate::runtime,
               {RECOVERING}"#
        ),
        r#"
        #[derive(Debug)]
        pub(crate) struct Support {
            #[field(listener.openid, optional, query)]
            listen_openid: OpenId,
            #[field(listener.nickname, label = "客服", default = "support")]
            pub listen_name: Option<String>,
            #[field(listener.head_image, default = "https://example.com/a.png")]
            listen_image: String,
            #[field(caller.openid)]
            call_openid: voip_runtime::OpenId,
            #[field(caller.nickname, optional, label = "您的昵称")]
            call_name: String,
            #[field(room_type, label = "方式", default = voice)]
            kind: Option<RoomType>,
            #[field(label = "紧急", default = true)]
            urgent: bool,
            #[field(label = "优先级", default = -3, query = "priority")]
            r#type: i8,
            #[field(default = 2)]
            weight: f64,
            #[field(label = "病情", required = "请说明病情", max_length = 200)]
            complaint: String,
            #[field(label = "编号", read_only)]
            number: Option<u32>,
            #[field(choice, label = "科室", query, default = Other)]
            ward: Option<wards::Ward>,
            #[field(choice)]
            second_ward: wards::Ward,
            #[field(contacts, label = "同事")]
            colleagues: Vec<Contact>,
            #[cfg(feature = "extra")]
            #[cfg_attr(all(), cfg(all()), doc = "Only sometimes.")]
            extra: u32,
        }
        "#,
    )
}
