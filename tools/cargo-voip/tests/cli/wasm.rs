//! Builds wasm modules that look like compiled pages.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};
use voip_runtime::wx::ABI;

/// The descriptor of a video call page with this struct and route.
pub(crate) fn page(name: &str, route: &str) -> Value {
    let field = |name: &str, key: &str, kind: &str, label: &str, role: &str, initial: &str| {
        json!({
            "name": name, "key": key, "kind": kind, "label": label, "placeholder": "请输入用户openid",
            "role": role, "initial": initial
        })
    };
    json!({
        "abi": ABI, "name": name, "route": route, "title": "视频通话", "button": "呼叫", "receive": null,
        "file": "src/lib.rs",
        "fields": [
            field("listen_openid", "listenOpenid", "openid", "对方openid", "listener.openid", ""),
            field("listen_name", "listenName", "text", "对方昵称", "listener.nickname", "listener"),
            field("call_openid", "callOpenid", "openid", "您的openid", "caller.openid", ""),
            field("call_name", "callName", "text", "您的昵称", "caller.nickname", "caller")
        ]
    })
}

/// The parts of a module.
pub(crate) struct Module {
    pub(crate) pages: Vec<Value>,
    pub(crate) abi: u32,
    /// More items, in the text format.
    pub(crate) more: String,
    /// Imports as `(module, name)`.
    pub(crate) imports: Vec<(&'static str, &'static str)>,
    /// Whether to export the function that opens each page.
    pub(crate) opens: bool,
}

impl Default for Module {
    /// A module with one page.
    fn default() -> Self {
        Self::of(&[page("VideoCall", "pages/video-call/index")])
    }
}

impl Module {
    pub(crate) fn of(pages: &[Value]) -> Self {
        Self {
            pages: pages.to_vec(),
            abi: ABI,
            more: String::new(),
            imports: vec![("voip", "call")],
            opens: true,
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text = String::from("(module\n");
        for (module, name) in &self.imports {
            let _ = writeln!(text, "(import \"{module}\" \"{name}\" (func (param i32)))");
        }
        let _ = writeln!(
            text,
            "(memory (export \"memory\") 1)\n(global (export \"__heap_base\") i32 (i32.const 1024))"
        );
        let _ = writeln!(text, "(func (export \"voip_abi\") (result i32) i32.const {})", self.abi);
        let routes: BTreeSet<&str> = self.pages.iter().filter_map(|page| page["route"].as_str()).collect();
        for route in routes.iter().filter(|_| self.opens) {
            text.push_str("(func (export \"");
            for byte in format!("open {route}").bytes() {
                let _ = write!(text, "\\{byte:02x}");
            }
            text.push_str("\") (param i32) (drop (local.get 0)))\n");
        }
        text.push_str(&self.more);
        text.push(')');
        let mut bytes = wat::parse_str(&text).unwrap();
        let descriptors: Vec<u8> =
            self.pages.iter().flat_map(|page| prefixed(page.to_string().as_bytes())).collect();
        bytes.extend(custom("voip", &descriptors));
        bytes
    }
}

/// The bytes after their length, as descriptors are stored.
pub(crate) fn prefixed(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    [&length, bytes].concat()
}

/// A custom section.
pub(crate) fn custom(name: &str, data: &[u8]) -> Vec<u8> {
    let body = [&leb(name.len()), name.as_bytes(), data].concat();
    [&[0], leb(body.len()).as_slice(), &body].concat()
}

fn leb(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
