//! The causes of a failed call: the host's codes, and for each a sentence and a remedy. [`classify`](crate::classify) reads
//! the cause of a host's answer.

use core::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::{Serialize, Serializer};

use crate::state::State;

/// The texts of a cause, in the order of the table.
struct Text {
    english: &'static str,
    chinese: &'static str,
    remedy_english: &'static str,
    remedy_chinese: &'static str,
}

macro_rules! causes {
    ($(
        $(#[$doc:meta])*
        $name:ident $(= $code:literal)? $(errno($($errno:literal),*))? $(words($($words:literal),*))?:
            $english:literal, $chinese:literal => $remedy_english:literal, $remedy_chinese:literal;
    )*) => {
        /// The cause of a failed step or of an interrupted call.
        ///
        /// The values of `errCode` come from WeChat's documentation of `join1v1Chat` and from Taro's type package, those of
        /// `errno` from WeChat's table of them.
        ///
        /// ```
        /// use voip_runtime::Cause;
        ///
        /// let cause = Cause::from_code(-30004);
        /// assert_eq!(cause, Cause::NoCamera);
        /// assert_eq!(cause.chinese(), "小程序没有摄像头权限");
        /// assert_eq!(Cause::from_code(7), Cause::Other(7));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Cause {
            $($(#[$doc])* $name,)*
            /// A code that has no name here.
            Other(i32),
        }

        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        enum Place { $($name,)* Other }

        impl Cause {
            /// Every cause that has a name, in the order in which [`classify`](Self::classify) looks for their words.
            pub const NAMED: &'static [Self] = &[$(Self::$name),*];

            /// The name of the cause, as a flow writes it; `Other` for a code without a name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                    Self::Other(_) => "Other",
                }
            }

            /// The host's `errCode` for this cause, if it has one.
            pub const fn code(self) -> Option<i32> {
                match self {
                    Self::Other(code) => Some(code),
                    named => named.listed(),
                }
            }

            /// Separate from [`code`](Self::code): this compiles to a table, which is smaller than branches.
            const fn listed(self) -> Option<i32> {
                match self {
                    $($(Self::$name => Some($code),)?)*
                    _ => None,
                }
            }

            /// The values of the host's `errno` for this cause.
            pub const fn errnos(self) -> &'static [i32] {
                match self {
                    $($(Self::$name => &[$($errno),*],)?)*
                    _ => &[],
                }
            }

            /// The words in the host's messages that stand for this cause.
            ///
            /// A space is any white space, the case of ASCII letters does not matter, and `\b` is the beginning or end of a
            /// word. The name of a host call, as in `authorize:fail`, contains none of them.
            pub const fn words(self) -> &'static [&'static str] {
                match self {
                    $($(Self::$name => &[$($words),*],)?)*
                    _ => &[],
                }
            }

            /// The cause with this `errCode` of the host.
            pub const fn from_code(code: i32) -> Self {
                match code {
                    $($($code => Self::$name,)?)*
                    other => Self::Other(other),
                }
            }

            /// The position in [`NAMED`](Self::NAMED), from 1; a code without a name comes after them. A module on
            /// a phone uses this number, since names, codes and sentences are in the glue.
            #[cfg(all(target_arch = "wasm32", target_os = "none"))]
            pub(crate) const fn number(self) -> u32 {
                1 + match self {
                    $(Self::$name => Place::$name,)*
                    Self::Other(_) => Place::Other,
                } as u32
            }

            /// The cause with this number, or the one with this code if the code has no name.
            #[cfg(all(target_arch = "wasm32", target_os = "none"))]
            pub(crate) const fn of_number(number: u32, code: i32) -> Self {
                $(if number == Place::$name as u32 + 1 {
                    return Self::$name;
                })*
                Self::Other(code)
            }

            const fn text(self) -> Text {
                match self {
                    $(Self::$name => Text {
                        english: $english,
                        chinese: $chinese,
                        remedy_english: $remedy_english,
                        remedy_chinese: $remedy_chinese,
                    },)*
                    Self::Other(_) => Text {
                        english: "WeChat returned a code that its documentation does not list.",
                        chinese: "微信返回了未知错误",
                        remedy_english: "Try again. If the error persists, search for the code and the host's message in WeChat's developer community.",
                        remedy_chinese: "请重试；若仍失败，请凭错误码和原文到微信开放社区查询",
                    },
                }
            }
        }
    };
}

causes! {
    /// `errno` 104: the user has not agreed to the privacy terms.
    PrivacyRefused errno(104) words("privacy permission is not authorized"):
        "The user did not agree to the privacy terms.", "未同意隐私保护指引"
        => "Tap again and agree to the privacy terms.", "请重新点击并同意隐私保护指引";
    /// `errno` 112, 1025 and 1026: the scope is not declared in the mini-program's privacy agreement.
    PrivacyUndeclared errno(112, 1025, 1026) words("privacy agreement", "announce your privacy", "privacy api banned"):
        "The privacy agreement of this mini-program does not declare the microphone or the camera.",
        "隐私保护指引未声明麦克风或摄像头"
        => "In the admin console: declare the microphone and the camera in 用户隐私保护指引, and wait for the approval.",
           "请在管理后台的「用户隐私保护指引」中声明麦克风和摄像头，并等待审核通过";
    /// `errno` 103, `auth deny`: the user refused a scope.
    Denied errno(103) words("auth den", "authorize den", "auth cancel", "authorize cancel"):
        "The user refused the microphone or the camera.", "未授权使用麦克风或摄像头"
        => "WeChat asks only once: turn both on in the mini-program's settings; `via open_setting` in the flow opens them.",
           "请在小程序设置（右上角 ⋯ › 设置）中允许使用麦克风和摄像头";
    /// `-30001`, `errno` 3 for the camera: WeChat itself does not have permission to use the camera.
    WechatNoCamera = -30001 words("wechat has no camera"):
        "WeChat does not have permission to use the camera.", "微信没有摄像头权限"
        => "Allow WeChat to use the camera in the phone's settings.", "请在手机系统设置中允许微信使用摄像头";
    /// `-30002`, `errno` 1107002, 3 and 1107013: WeChat itself does not have permission to use the microphone.
    WechatNoRecord = -30002 errno(3, 1_107_002, 1_107_013) words("wechat has no record", "system permission den"):
        "WeChat does not have permission to use the microphone.", "微信没有麦克风权限"
        => "Allow WeChat to use the microphone in the phone's settings.", "请在手机系统设置中允许微信使用麦克风";
    /// `-30004`: the user has not allowed this mini-program to use the camera.
    NoCamera = -30004 words("has no camera"):
        "This mini-program does not have permission to use the camera.", "小程序没有摄像头权限"
        => "Allow the camera in the mini-program's settings (⋯ › 设置).", "请在小程序设置（右上角 ⋯ › 设置）中允许使用摄像头";
    /// `-30003`: the user has not allowed this mini-program to use the microphone.
    NoRecord = -30003 words("has no record"):
        "This mini-program does not have permission to use the microphone.", "小程序没有麦克风权限"
        => "Allow the microphone in the mini-program's settings (⋯ › 设置).", "请在小程序设置（右上角 ⋯ › 设置）中允许使用麦克风";
    /// `errno` 1107003: the mini-program is in the background.
    NotInForeground errno(1_107_003) words("runningState=background"):
        "The mini-program is in the background.", "小程序不在前台"
        => "Return to the mini-program, then try again.", "请回到小程序后重试";
    /// `-20000`, `errno` 102: one-to-one calls are not enabled for this mini-program.
    NotOpen = -20000 errno(102) words("has no permission", "access denied", "not open 1v1 chat"):
        "One-to-one calls are not enabled for this mini-program.", "小程序未开通音视频通话"
        => "In the admin console: have a category approved that may use calls, switch 接口设置 › 音视频通话 on, and obtain minutes from the service market.",
           "请在管理后台确认类目已通过审核、「接口设置」中已开通音视频通话，并在服务市场领取通话时长";
    /// `-20002`, `errno` 1107001: a call is in progress on this device.
    OnCall = -20002 errno(1_107_001) words(r"\bon call\b"):
        "A call is already in progress on this device.", "正在通话中"
        => "End the other call, then try again.", "请先结束当前通话再试";
    /// `-20003`: another mini-program or call uses the calling feature.
    OccupiedByOther = -20003 words("occupied by other"):
        "Another mini-program or call uses the calling feature.", "通话功能正被占用"
        => "Close the other mini-program or call, then try again.", "请关闭其他正在使用通话的小程序后重试";
    /// `-20001`: this device cannot place calls.
    DeviceNotSupported = -20001 words("device not support", "开发者工具"):
        "This device does not support calls.", "当前设备不支持通话"
        => "Use WeChat on a phone: the desktop clients, the developer tools and some Android devices cannot call.",
           "请在手机微信中使用：电脑端、开发者工具和部分安卓设备不支持";
    /// `errno` 100: the host does not have the function, or the base library is older than 2.20.1.
    Unsupported errno(100) words("not support"):
        "This version of WeChat does not support one-to-one calls.", "当前微信版本不支持通话"
        => "Update WeChat: calls need base library 2.20.1 or newer.", "请更新微信（基础库 2.20.1 以上）";
    /// `-1`: the host reports that a room is already open. It may do so even after a call has ended.
    AlreadyInRoom = -1 words("already in room"):
        "WeChat reports that a room is already open.", "已在房间内"
        => "Leave the room and try again; `via exit_room` in the flow does both.", "请退出当前房间后重试";
    /// `-2`: another app or feature records sound.
    RecorderOccupied = -2: "Another app or feature uses the microphone.", "录音设备被占用"
        => "Stop the other recording (another app, a voice message), then try again.", "请停止其他正在录音的应用后重试";
    /// `-3`: the user left while the call was being placed.
    LeftWhileJoining = -3: "The user left while the call was being placed.", "呼叫时已退出"
        => "Call again.", "请重新呼叫";
    /// `-30000`, `errno` 4: an internal error of the host.
    Internal = -30000 errno(4):
        "WeChat had an internal error.", "微信内部错误"
        => "Try again. If the error persists, restart WeChat.", "请重试；若仍失败，请重启微信";
    /// The host did not answer within the time limit, or with `errno` 5: it timed out itself. In InCall: the call reached
    /// the limit `within`.
    Timeout errno(5):
        "WeChat did not answer in time.", "等待超时"
        => "Check the network and try again.", "请检查网络后重试";
    /// `-1000`, `errno` 1000 and 1003: a system error; the host's message says more.
    System = -1000 errno(1000, 1003):
        "WeChat had a system error.", "系统错误"
        => "Check the network and try again; the host's message says more.", "请检查网络后重试";
    /// `errno` 101, 110 and 1001: the host does not accept the options of the call.
    InvalidOptions errno(101, 110, 1001):
        "WeChat does not accept the options of the call.", "通话参数有误"
        => "Check the values of the page's fields; the host's message says more.", "请检查所填内容后重试";
    /// `errno` 108 and 109: the network failed, or the server's response is empty.
    Network errno(108, 109):
        "WeChat could not reach its server.", "网络异常"
        => "Check the network connection, then try again.", "请检查网络连接后重试";
    /// `errno` 1004: an openid is not one of this mini-program.
    InvalidOpenid errno(1004):
        "WeChat does not know the openid in this mini-program.", "openid无效"
        => "Give the openid that the user has in this mini-program: not a unionid, and not an openid of another mini-program.",
           "请填写对方在本小程序中的openid（不是unionid，也不是其他小程序的openid）";
    /// Nobody answered within `ring` of the flow.
    NoAnswer: "Nobody answered.", "无人接听"
        => "Call again later.", "请稍后再呼叫";
    /// `wx.onVoIPChatInterrupted`: the call was interrupted, for example by a phone call.
    Interrupted: "The call was interrupted, for example by a phone call.", "通话被中断"
        => "Call again when the other call is over.", "请稍后重新呼叫";
    /// The page itself stopped the call: the handler called `fail`, or a required field was empty.
    App: "The page stopped the call.", "呼叫未完成"
        => "Follow the message of the page.", "请按页面提示操作";
}

impl Cause {
    /// An English sentence that says what happened.
    pub const fn english(self) -> &'static str {
        self.text().english
    }

    /// A Chinese sentence that says what happened, short enough for a phone.
    pub const fn chinese(self) -> &'static str {
        self.text().chinese
    }

    /// An English sentence that says what the user or the developer can do.
    pub const fn remedy(self) -> &'static str {
        self.text().remedy_english
    }

    /// A Chinese sentence that says what the user or the developer can do.
    pub const fn remedy_chinese(self) -> &'static str {
        self.text().remedy_chinese
    }

    /// Parses a name or a code, such as `NoCamera` or `-30004`; `None` for an unknown name.
    ///
    /// `Other(-30004)` is that code of a host call for which it does not mean `NoCamera`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(code) = text.parse() {
            return Some(Self::from_code(code));
        }
        if let Some(code) = text.strip_prefix("Other(").and_then(|rest| rest.strip_suffix(')')) {
            return code.parse().ok().map(Self::Other);
        }
        Self::NAMED.iter().copied().find(|cause| cause.name() == text)
    }

    /// Whether this cause is possible in `state`, so that a flow may name it there.
    ///
    /// If the host answers with another cause all the same, the plain failure edge is taken.
    pub const fn is_possible_in(self, state: State) -> bool {
        match state {
            State::Authorizing => matches!(
                self,
                Self::NotOpen
                    | Self::DeviceNotSupported
                    | Self::Internal
                    | Self::WechatNoCamera
                    | Self::WechatNoRecord
                    | Self::System
                    | Self::Denied
                    | Self::PrivacyRefused
                    | Self::PrivacyUndeclared
                    | Self::Unsupported
                    | Self::Timeout
                    | Self::InvalidOptions
                    | Self::Network
                    | Self::NotInForeground
                    | Self::Other(_)
            ),
            State::Enabling => !matches!(
                self,
                Self::Denied
                    | Self::Interrupted
                    | Self::NoAnswer
                    | Self::App
                    | Self::AlreadyInRoom
                    | Self::LeftWhileJoining
                    | Self::InvalidOpenid
            ),
            State::Joining => !matches!(self, Self::Denied | Self::Interrupted | Self::NoAnswer | Self::App),
            State::InCall => matches!(self, Self::Interrupted | Self::NoAnswer | Self::Timeout),
            State::Idle | State::Failed => false,
        }
    }
}

/// Writes the name, and the code if it has no name: `NoCamera`, `Other(-5)`.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if let Self::Other(code) = self { write!(f, "({code})") } else { Ok(()) }
    }
}

/// Serializes as the name, or as the code if it has no name. A code that has a name, but not for the host call that
/// returned it, is a text such as `Other(-3)`.
impl Serialize for Cause {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Other(code) if Self::from_code(*code) == *self => serializer.serialize_i32(*code),
            Self::Other(_) => serializer.collect_str(self),
            named => serializer.serialize_str(named.name()),
        }
    }
}

impl<'de> Deserialize<'de> for Cause {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrCode;

        impl de::Visitor<'_> for NameOrCode {
            type Value = Cause;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a cause, or a code")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Cause, E> {
                Cause::parse(name).ok_or_else(|| E::invalid_value(de::Unexpected::Str(name), &self))
            }

            fn visit_i64<E: de::Error>(self, code: i64) -> Result<Cause, E> {
                i32::try_from(code)
                    .map(Cause::from_code)
                    .map_err(|_| E::invalid_value(de::Unexpected::Signed(code), &self))
            }

            fn visit_u64<E: de::Error>(self, code: u64) -> Result<Cause, E> {
                i32::try_from(code)
                    .map(Cause::from_code)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(code), &self))
            }
        }

        deserializer.deserialize_any(NameOrCode)
    }
}
