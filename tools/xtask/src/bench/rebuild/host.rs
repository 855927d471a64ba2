//! The items that the hand-written pages share, as they would share a runtime.

pub use voip_runtime::spec::{FieldSpec, Role, Scope, Spec};

pub type Answer = std::pin::Pin<Box<dyn Future<Output = Result<(), i32>>>>;

/// The host, by hand.
pub trait Host {
    fn authorize(&self, scope: &str) -> Answer;
    fn set_enable_1v1_chat(&self, enable: bool) -> Answer;
    fn join_1v1_chat(&self, options: &Join<'_>) -> Answer;
    fn show_toast(&self, title: &str, icon: &str);
}

pub struct User<'a> {
    pub nickname: &'a str,
    pub openid: &'a str,
}

pub struct Join<'a> {
    pub caller: User<'a>,
    pub listener: User<'a>,
    pub room_type: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Idle,
    Authorizing,
    Enabling,
    Joining,
    InCall,
    Failed,
}
