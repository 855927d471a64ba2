//! A page with several edges between the same two states, with limits, and with text that is markup elsewhere.

use voip_runtime::prelude::*;

/// 奇怪的文字
#[voip_page(
    title = "a\"b'c;d:e\\f#g<b>&amp;%%{}[]`*~$ 世界🎉",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Authorizing on System retry 2 after 500ms
                     | Failed on PrivacyUndeclared: toast("a\"b'c;d:e\\f#g<b>&amp;%%{}[]`*~$ 世界🎉")
                     | Failed;
        Enabling    => Joining | Enabling on System retry 1 | Enabling on Timeout retry 1 | Idle on Unsupported | Failed;
        Joining within 40s
                    => InCall
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Joining on System, -5 retry 3 after 1s
                     | Joining on Timeout retry 1
                     | Idle on LeftWhileJoining: toast("已离开")
                     | Failed;
        InCall within 30m ring 45s
                    => Idle | Idle on Timeout: toast("到时", 5s) | Failed on NoAnswer | Failed on Interrupted;
        Failed      => Authorizing | Idle;
    }
)]
pub struct Odd {
    #[field(listener.openid)]
    listener: OpenId,
    #[field(listener.nickname, default = "listener")]
    listener_name: String,
    #[field(caller.openid)]
    caller: OpenId,
    #[field(caller.nickname, default = "caller")]
    caller_name: String,
}
