//! The form: written by hand for every page without `#[voip_page]`, since no other crate has forms.

use shared::{FieldSpec, Form, PageSpec, Role};

#[derive(Clone, Debug)]
pub struct Fields {
    pub listen_openid: String,
    pub listen_name_round: String,
    pub call_openid: String,
    pub call_name: String,
}

pub const SPEC: PageSpec = PageSpec {
    name: "PageNumber",
    title: "视频通话",
    route: "pages/page-number/index",
    button: "呼叫",
    room_type: "video",
    fields: &[
        FieldSpec {
            name: "listen_openid",
            data_name: "listenOpenid",
            role: Role::ListenerOpenid,
            label: "对方openid",
            placeholder: "请输入用户openid",
            required_message: "请填写对方openid",
        },
        FieldSpec {
            name: "listen_name_round",
            data_name: "listenNameRound",
            role: Role::ListenerNickname,
            label: "对方昵称",
            placeholder: "请输入用户昵称",
            required_message: "请填写对方昵称",
        },
        FieldSpec {
            name: "call_openid",
            data_name: "callOpenid",
            role: Role::CallerOpenid,
            label: "您的openid",
            placeholder: "请输入用户openid",
            required_message: "请填写您的openid",
        },
        FieldSpec {
            name: "call_name",
            data_name: "callName",
            role: Role::CallerNickname,
            label: "您的昵称",
            placeholder: "请输入用户昵称",
            required_message: "请填写您的昵称",
        },
    ],
};

impl Default for Fields {
    fn default() -> Self {
        Self {
            listen_openid: String::new(),
            listen_name_round: "listener".into(),
            call_openid: String::new(),
            call_name: "caller".into(),
        }
    }
}

impl Form for Fields {
    fn field(&self, index: usize) -> Option<&String> {
        match index {
            0 => Some(&self.listen_openid),
            1 => Some(&self.listen_name_round),
            2 => Some(&self.call_openid),
            3 => Some(&self.call_name),
            _ => None,
        }
    }

    fn field_mut(&mut self, index: usize) -> Option<&mut String> {
        match index {
            0 => Some(&mut self.listen_openid),
            1 => Some(&mut self.listen_name_round),
            2 => Some(&mut self.call_openid),
            3 => Some(&mut self.call_name),
            _ => None,
        }
    }
}
