//! The time to rebuild a crate of 50 pages after a change of one field. It is compared with a crate of 50
//! hand-written pages that have the same spec, the same access to fields and the same host calls.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

const PAGES: usize = 50;
const ROUNDS: usize = 11;

/// Measures both crates in turn, and prints the medians and their ratio.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).ok_or("xtask is not in tools/xtask")?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("bench-rebuild");
    let by_macro = Crate::write(&folder, root, "by-macro", by_macro_page, "")?;
    let by_hand = Crate::write(&folder, root, "by-hand", by_hand_page, BY_HAND_HOST)?;
    let (mut macro_times, mut hand_times) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (macro_time, hand_time) = (by_macro.rebuild(round)?, by_hand.rebuild(round)?);
        // The first round builds everything.
        if round > 0 {
            macro_times.push(macro_time);
            hand_times.push(hand_time);
        }
    }
    let (by_macro, by_hand) = (super::median(macro_times), super::median(hand_times));
    println!("rebuilding {PAGES} pages by #[voip_page]: {by_macro:.2} s");
    println!("rebuilding {PAGES} pages by hand:         {by_hand:.2} s");
    println!("ratio:                              {:.2}", by_macro / by_hand);
    Ok(())
}

struct Crate {
    folder: PathBuf,
    page: fn(usize, usize) -> String,
}

impl Crate {
    fn write(
        folder: &Path,
        root: &Path,
        name: &str,
        page: fn(usize, usize) -> String,
        shared: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let folder = folder.join(name);
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nvoip-runtime = {{ path = \"{}\" }}\n",
            root.join("voip-runtime").display()
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let mut lib = String::from(shared);
        for number in 0..PAGES {
            writeln!(lib, "pub mod page{number};")?;
            fs::write(folder.join(format!("src/page{number}.rs")), page(number, 0))?;
        }
        fs::write(folder.join("src/lib.rs"), lib)?;
        Ok(Self { folder, page })
    }

    /// Renames a field of one page, and returns the seconds that `cargo build` then takes.
    fn rebuild(&self, round: usize) -> Result<f64, Box<dyn Error>> {
        fs::write(self.folder.join("src/page7.rs"), (self.page)(7, round))?;
        let start = Instant::now();
        let output = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--offline"])
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .current_dir(&self.folder)
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(start.elapsed().as_secs_f64())
    }
}

fn by_macro_page(number: usize, round: usize) -> String {
    format!(
        r#"use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    handler = handle_call,
    flow {{
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败");
        Enabling    => Joining  | Failed: toast("开启通话功能失败");
        Joining     => InCall   | Failed: toast("加入通话失败");
        InCall      => Idle;
        Failed      => Idle;
    }}
)]
pub struct Page{number} {{
    #[field(listener.openid, label = "对方openid", placeholder = "请输入用户openid")]
    listen_openid: OpenId,
    #[field(listener.nickname, label = "对方昵称", placeholder = "请输入用户昵称", default = "listener")]
    listen_name{round}: String,
    #[field(caller.openid, label = "您的openid", placeholder = "请输入用户openid")]
    call_openid: OpenId,
    #[field(caller.nickname, label = "您的昵称", placeholder = "请输入用户昵称", default = "caller")]
    call_name: String,
}}

async fn handle_call(call: Call<Page{number}, Idle>) -> Outcome<Page{number}> {{
    let call = call.begin().authorize().await?;
    let call = call.enable().await?;
    call.join().await
}}
"#
    )
}

/// The items that the hand-written pages share, as they would share a runtime.
const BY_HAND_HOST: &str = r"
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
";

#[expect(clippy::too_many_lines, reason = "most lines are the template of the page")]
fn by_hand_page(number: usize, round: usize) -> String {
    format!(
        r#"use std::pin::Pin;
use std::rc::Rc;

use voip_runtime::field::{{Field, FieldKind, OpenId, RoomType}};
use voip_runtime::flow::{{Action, Edge, Flow, Row}};

use crate::{{FieldSpec, Host, Join, Role, Scope, Spec, State, User}};

#[derive(Clone)]
pub struct Page{number} {{
    listen_openid: OpenId,
    listen_name{round}: String,
    call_openid: OpenId,
    call_name: String,
    state: State,
}}

const fn edge(to: voip_runtime::State, actions: &'static [Action]) -> Edge {{
    Edge {{ to, on: &[], via: None, retry: None, after: None, actions }}
}}

pub const SPEC: Spec = Spec {{
    name: "Page{number}",
    title: "视频通话",
    route: "pages/page{number}/index",
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
        FieldSpec::new("listen_name", "listenName", FieldKind::Text)
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
            ]),
            Row::new(&[
                edge(voip_runtime::State::InCall, &[]),
                edge(voip_runtime::State::Failed, &[Action::toast("加入通话失败")]),
            ]),
            Row::new(&[edge(voip_runtime::State::Idle, &[])]),
            Row::new(&[edge(voip_runtime::State::Idle, &[])]),
    ]),
}};

impl Page{number} {{
    pub fn new() -> Self {{
        Self {{
            listen_openid: OpenId::default(),
            listen_name{round}: String::from("listener"),
            call_openid: OpenId::default(),
            call_name: String::from("caller"),
            state: State::Idle,
        }}
    }}

    pub fn field(&self, index: usize) -> Option<&dyn Field> {{
        match index {{
            0 => Some(&self.listen_openid),
            1 => Some(&self.listen_name{round}),
            2 => Some(&self.call_openid),
            3 => Some(&self.call_name),
            _ => None,
        }}
    }}

    pub fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field> {{
        match index {{
            0 => Some(&mut self.listen_openid),
            1 => Some(&mut self.listen_name{round}),
            2 => Some(&mut self.call_openid),
            3 => Some(&mut self.call_name),
            _ => None,
        }}
    }}

    /// Returns the future of a call.
    pub fn tap(mut self, host: Rc<dyn Host>) -> Pin<Box<dyn Future<Output = State>>> {{
        Box::pin(async move {{ self.call(host.as_ref()).await }})
    }}

    async fn call(&mut self, host: &dyn Host) -> State {{
        if self.state != State::Idle {{
            return self.state;
        }}
        self.state = State::Authorizing;
        for scope in ["scope.record", "scope.camera"] {{
            if host.authorize(scope).await.is_err() {{
                return self.fail(host, "唤起授权失败");
            }}
        }}
        self.state = State::Enabling;
        if host.set_enable_1v1_chat(true).await.is_err() {{
            return self.fail(host, "开启通话功能失败");
        }}
        self.state = State::Joining;
        let options = Join {{
            caller: User {{ nickname: &self.call_name, openid: self.call_openid.as_str() }},
            listener: User {{ nickname: &self.listen_name{round}, openid: self.listen_openid.as_str() }},
            room_type: "video",
        }};
        if host.join_1v1_chat(&options).await.is_err() {{
            return self.fail(host, "加入通话失败");
        }}
        self.state = State::InCall;
        self.state
    }}

    fn fail(&mut self, host: &dyn Host, message: &str) -> State {{
        self.state = State::Failed;
        host.show_toast(message, if message.chars().count() > 7 {{ "none" }} else {{ "error" }});
        self.state
    }}
}}
"#
    )
}
