//! The descriptor of a page: what `cargo voip` needs to know of it, as JSON in a custom section of the module.
//!
//! It is computed from the page's [`Spec`] at compile time. `cargo voip` reads and then removes the section, so it is not
//! in the module on a phone.

use crate::spec::{FieldSpec, Receive, Spec, Variant};
use crate::state::State;
use crate::wx::ABI;

/// The initial value of a field.
#[derive(Clone, Copy, Debug)]
pub enum InitialValue {
    /// `None`.
    Empty,
    /// A text.
    Text(&'static str),
    /// A number, `true`, `false` or an empty list, as JSON.
    Plain(&'static str),
}

/// The length of the descriptor, in bytes.
pub const fn descriptor_length(spec: &Spec, initial: &[InitialValue], file: &str) -> usize {
    json::<0>(spec, initial, file).length + PREFIX
}

/// The descriptor: the length of the JSON in four bytes (little-endian), then the JSON. `N` is its [`descriptor_length`].
pub const fn descriptor<const N: usize>(spec: &Spec, initial: &[InitialValue], file: &str) -> [u8; N] {
    let json: Json<N> = json(spec, initial, file);
    let length = json.length.to_le_bytes();
    let mut bytes = [0; N];
    let mut at = 0;
    while at < PREFIX {
        bytes[at] = length[at];
        at += 1;
    }
    while at < N {
        bytes[at] = json.bytes[at - PREFIX];
        at += 1;
    }
    bytes
}

/// The number of bytes of the length.
const PREFIX: usize = 4;

const fn json<const N: usize>(spec: &Spec, initial: &[InitialValue], file: &str) -> Json<N> {
    let mut json = Json { bytes: [0; N], length: 0 }
        .plain("{\"abi\":")
        .hex(ABI)
        .plain(",\"name\":")
        .text(spec.name)
        .plain(",\"route\":")
        .text(spec.route)
        .plain(",\"title\":")
        .text(spec.title)
        .plain(",\"button\":")
        .text(spec.button)
        .plain(",\"receive\":")
        .plain(match spec.receive {
            None => "null",
            Some(Receive { on_show: false, only: false }) => "{}",
            Some(Receive { on_show: true, only: false }) => "{\"onShow\":true}",
            Some(Receive { on_show: false, only: true }) => "{\"only\":true}",
            Some(Receive { on_show: true, only: true }) => "{\"onShow\":true,\"only\":true}",
        })
        .plain(",\"onLoad\":")
        .plain(if spec.on_load { "true" } else { "false" })
        .plain(",\"ring\":")
        .plain(if spec.flow.row(State::InCall).ring.is_some() { "true" } else { "false" })
        .plain(",\"file\":")
        .text(file)
        .plain(",\"fields\":[");
    let mut at = 0;
    while at < spec.fields.len() {
        json = field(json.plain(if at == 0 { "" } else { "," }), &spec.fields[at], initial[at]);
        at += 1;
    }
    json.plain("]}")
}

const fn field<const N: usize>(json: Json<N>, field: &FieldSpec, initial: InitialValue) -> Json<N> {
    let json = json
        .plain("{\"name\":")
        .text(field.name)
        .plain(",\"key\":")
        .text(field.key)
        .plain(",\"kind\":")
        .text(field.kind.name())
        .plain(",\"label\":");
    let json = match field.label {
        Some(label) => json.text(label),
        None => json.plain("null"),
    };
    let json = json.plain(",\"placeholder\":").text(field.placeholder).plain(",\"role\":");
    let json = match field.role {
        Some(role) => json.text(role.name()),
        None => json.plain("null"),
    };
    let json = json.plain(",\"query\":");
    let json = match field.query {
        Some(name) => json.text(name),
        None => json.plain("null"),
    };
    let json = json.plain(",\"readOnly\":").plain(if field.read_only { "true" } else { "false" });
    let json = json.plain(",\"maxLength\":");
    let json = match field.max_length {
        Some(length) => json.number(length),
        None => json.plain("null"),
    };
    let mut json = json.plain(",\"variants\":[");
    let mut at = 0;
    while at < field.variants.len() {
        let Variant { name, label } = field.variants[at];
        json = json.plain(if at == 0 { "[" } else { ",[" }).text(name).plain(",").text(label).plain("]");
        at += 1;
    }
    let json = json.plain("],\"initial\":");
    match initial {
        InitialValue::Empty => json.plain("null"),
        InitialValue::Text(text) => json.text(text),
        InitialValue::Plain(plain) => json.plain(plain),
    }
    .plain("}")
}

/// Writes JSON. Bytes beyond `N` are only counted, so `N = 0` measures the length.
struct Json<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Json<N> {
    const fn byte(mut self, byte: u8) -> Self {
        if self.length < N {
            self.bytes[self.length] = byte;
        }
        self.length += 1;
        self
    }

    const fn plain(mut self, text: &str) -> Self {
        let mut at = 0;
        while at < text.len() {
            self = self.byte(text.as_bytes()[at]);
            at += 1;
        }
        self
    }

    /// Writes a JSON string.
    const fn text(mut self, text: &str) -> Self {
        self = self.byte(b'"');
        let mut at = 0;
        while at < text.len() {
            self = match text.as_bytes()[at] {
                byte @ (b'"' | b'\\') => self.byte(b'\\').byte(byte),
                byte @ 0..=0x1f => self.plain("\\u00").hex(byte as u32 >> 4).hex(byte as u32 & 15),
                byte => self.byte(byte),
            };
            at += 1;
        }
        self.byte(b'"')
    }

    const fn number(self, number: u32) -> Self {
        let json = if number < 10 { self } else { self.number(number / 10) };
        json.hex(number % 10)
    }

    const fn hex(self, digit: u32) -> Self {
        self.byte(b"0123456789abcdef"[digit as usize])
    }
}

#[cfg(all(test, feature = "sim"))]
mod tests {
    use serde_json::json;

    use super::{InitialValue, PREFIX, descriptor, descriptor_length};
    use crate::field::FieldKind;
    use crate::spec::{FieldSpec, Receive, Role, Spec, Variant};

    const SPEC: Spec = Spec {
        name: "Page",
        title: "视频\"通话\"\\",
        route: "pages/page/index",
        button: "呼\n叫\u{1}",
        receive: Some(Receive { on_show: true, only: false }),
        fields: &[
            FieldSpec::new("listen_openid", "listenOpenid", FieldKind::OpenId)
                .role(Role::ListenerOpenid)
                .label("对方openid")
                .placeholder("请输入"),
            FieldSpec::new("age", "age", FieldKind::Integer).query("years"),
            FieldSpec::new("nick", "nick", FieldKind::Text).label("昵称").read_only().max_length(120),
            FieldSpec::new("ward", "ward", FieldKind::Choice).variants(&[
                Variant { name: "Urgent", label: "急诊" },
                Variant { name: "Other", label: "其他" },
            ]),
        ],
        ..Spec::STUB
    };
    const INITIAL: &[InitialValue] = &[
        InitialValue::Text(""),
        InitialValue::Plain("-3"),
        InitialValue::Empty,
        InitialValue::Text("Urgent"),
    ];

    #[test]
    fn is_json_after_its_length() {
        const LENGTH: usize = descriptor_length(&SPEC, INITIAL, "src/lib.rs");
        let bytes: [u8; LENGTH] = descriptor(&SPEC, INITIAL, "src/lib.rs");
        let (prefix, json) = bytes.split_at(PREFIX);
        assert_eq!(u32::from_le_bytes(prefix.try_into().unwrap()) as usize, json.len());
        let described: serde_json::Value = serde_json::from_slice(json).unwrap();
        let expected = json!({
            "abi": 4, "name": "Page", "route": "pages/page/index", "title": "视频\"通话\"\\",
            "button": "呼\n叫\u{1}", "receive": {"onShow": true}, "onLoad": false, "ring": false,
            "file": "src/lib.rs",
            "fields": [
                {"name": "listen_openid", "key": "listenOpenid", "kind": "openid", "label": "对方openid",
                 "placeholder": "请输入", "role": "listener.openid", "query": null, "readOnly": false,
                 "maxLength": null, "variants": [], "initial": ""},
                {"name": "age", "key": "age", "kind": "integer", "label": null,
                 "placeholder": "", "role": null, "query": "years", "readOnly": false,
                 "maxLength": null, "variants": [], "initial": -3},
                {"name": "nick", "key": "nick", "kind": "text", "label": "昵称",
                 "placeholder": "", "role": null, "query": null, "readOnly": true,
                 "maxLength": 120, "variants": [], "initial": null},
                {"name": "ward", "key": "ward", "kind": "choice", "label": null, "placeholder": "", "role": null,
                 "query": null, "readOnly": false, "maxLength": null,
                 "variants": [["Urgent", "急诊"], ["Other", "其他"]], "initial": "Urgent"},
            ],
        });
        assert_eq!(described, expected);
    }
}
