//! The same page by hand, with the same spec, the same access to fields and the same host calls.

use std::pin::Pin;
use std::rc::Rc;

use voip_runtime::field::{Field, FieldKind, OpenId, RoomType};
use voip_runtime::flow::{Action, Edge, Flow, Row};

use super::host::{FieldSpec, Host, Join, Role, Scope, Spec, State, User};

#[derive(Clone)]
pub struct PageNumber {
    listen_openid: OpenId,
    listen_name_round: String,
    call_openid: OpenId,
    call_name: String,
    state: State,
}

const fn edge(to: voip_runtime::State, actions: &'static [Action]) -> Edge {
    Edge { to, on: &[], via: None, retry: None, after: None, actions }
}

pub const SPEC: Spec = Spec {
    name: "PageNumber",
    title: "视频通话",
    route: "pages/page-number/index",
    button: "呼叫",
    room_type: RoomType::Video,
    background_type: None,
    min_window_type: None,
    disable_switch_voice: None,
    scopes: &[Scope::Record, Scope::Camera],
    receive: None,
    on_load: false,
    hang_up_on_leave: false,
    fields: &[
        FieldSpec::new("listen_openid", "listenOpenid", FieldKind::OpenId)
            .role(Role::ListenerOpenid)
            .label("对方openid")
            .placeholder("请输入用户openid")
            .required_message("请填写对方openid"),
        FieldSpec::new("listen_name_round", "listenNameRound", FieldKind::Text)
            .role(Role::ListenerNickname)
            .label("对方昵称")
            .placeholder("请输入用户昵称")
            .required_message("请填写对方昵称"),
        FieldSpec::new("call_openid", "callOpenid", FieldKind::OpenId)
            .role(Role::CallerOpenid)
            .label("您的openid")
            .placeholder("请输入用户openid")
            .required_message("请填写您的openid"),
        FieldSpec::new("call_name", "callName", FieldKind::Text)
            .role(Role::CallerNickname)
            .label("您的昵称")
            .placeholder("请输入用户昵称")
            .required_message("请填写您的昵称"),
    ],
    flow: Flow::new([
        Row::new(&[edge(voip_runtime::State::Authorizing, &[])]),
        Row::new(&[
            edge(voip_runtime::State::Enabling, &[]),
            edge(voip_runtime::State::Failed, &[Action::toast("唤起授权失败")]),
        ]),
        Row::new(&[
            edge(voip_runtime::State::Joining, &[]),
            edge(voip_runtime::State::Failed, &[Action::toast("开启通话功能失败")]),
        ])
        .within(15_000),
        Row::new(&[
            edge(voip_runtime::State::InCall, &[]),
            edge(voip_runtime::State::Failed, &[Action::toast("加入通话失败")]),
        ])
        .within(60_000),
        Row::new(&[edge(voip_runtime::State::Idle, &[])]),
        Row::new(&[edge(voip_runtime::State::Idle, &[])]),
    ]),
};

impl PageNumber {
    pub fn new() -> Self {
        Self {
            listen_openid: OpenId::default(),
            listen_name_round: String::from("listener"),
            call_openid: OpenId::default(),
            call_name: String::from("caller"),
            state: State::Idle,
        }
    }

    pub fn field(&self, index: usize) -> Option<&dyn Field> {
        match index {
            0 => Some(&self.listen_openid),
            1 => Some(&self.listen_name_round),
            2 => Some(&self.call_openid),
            3 => Some(&self.call_name),
            _ => None,
        }
    }

    pub fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        match index {
            0 => Some(&mut self.listen_openid),
            1 => Some(&mut self.listen_name_round),
            2 => Some(&mut self.call_openid),
            3 => Some(&mut self.call_name),
            _ => None,
        }
    }

    /// Returns the future of a call.
    pub fn tap(mut self, host: Rc<dyn Host>) -> Pin<Box<dyn Future<Output = State>>> {
        Box::pin(async move { self.call(host.as_ref()).await })
    }

    async fn call(&mut self, host: &dyn Host) -> State {
        if self.state != State::Idle {
            return self.state;
        }
        self.state = State::Authorizing;
        for scope in ["scope.record", "scope.camera"] {
            if host.authorize(scope).await.is_err() {
                return self.fail(host, "唤起授权失败");
            }
        }
        self.state = State::Enabling;
        if host.set_enable_1v1_chat(true).await.is_err() {
            return self.fail(host, "开启通话功能失败");
        }
        self.state = State::Joining;
        let options = Join {
            caller: User { nickname: &self.call_name, openid: self.call_openid.as_str() },
            listener: User { nickname: &self.listen_name_round, openid: self.listen_openid.as_str() },
            room_type: "video",
        };
        if host.join_1v1_chat(&options).await.is_err() {
            return self.fail(host, "加入通话失败");
        }
        self.state = State::InCall;
        self.state
    }

    fn fail(&mut self, host: &dyn Host, message: &str) -> State {
        self.state = State::Failed;
        host.show_toast(message, if message.chars().count() > 7 { "none" } else { "error" });
        self.state
    }
}
