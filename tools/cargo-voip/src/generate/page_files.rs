//! The four files of a page.

use serde_json::json;

use crate::config::Record;
use crate::generate::escape::{WxmlEscaper, js, js_value};
use crate::generate::fill::fill;
use crate::generate::{File, MODULE, join_lines};
use crate::page::{CustomTemplates, Field, FieldKind, Page, Template};

const JS: &str = include_str!("../../templates/page/index.js");
const WXML: &str = include_str!("../../templates/page/index.wxml");
const WXSS: &str = include_str!("../../templates/page/index.wxss");
const ROW_INPUT: &str = include_str!("../../templates/page/row-input.wxml");
const ROW_SWITCH: &str = include_str!("../../templates/page/row-switch.wxml");
const ROW_PICKER: &str = include_str!("../../templates/page/row-picker.wxml");
const SPACE: &str = include_str!("../../templates/page/space.wxml");
const RECEIVE: &str = include_str!("../../templates/page/receive.wxml");
const COPY_RECORDING: &str = " bindlongpress=\"handleCopyRecording\"";
const CHARS: &str = include_str!("../../templates/page/chars.wxml");

/// The files of a page. Custom templates are copied unchanged.
pub(crate) fn files(page: &Page, custom: &CustomTemplates, record: Record) -> Vec<File> {
    let file = |extension: &str, text: String| File::new(format!("{}.{extension}", page.route), text);
    let text_of = |custom: &Option<Template>| custom.as_ref().map(|template| template.text.clone());
    vec![
        file("js", script(page, record)),
        file("json", settings(page)),
        file("wxml", text_of(&custom.wxml).unwrap_or_else(|| markup(page, record))),
        file("wxss", text_of(&custom.wxss).unwrap_or_else(|| WXSS.into())),
    ]
}

fn script(page: &Page, record: Record) -> String {
    let up = "../".repeat(page.route.matches('/').count());
    let up = if up.is_empty() { "./" } else { &up };
    let fields: Vec<String> = page.fields.iter().map(entry).collect();
    fill(
        JS,
        &[
            ("glue", &format!("{up}voip/voip.js")),
            ("route", &js(&page.route)),
            ("module", &js(MODULE)),
            ("fingerprint", &js(&page.fingerprint())),
            ("record", &recorded(page, record)),
            ("fields", &join_lines(&fields, ",", "    ")),
        ],
    )
}

/// A field in `index.js`: `['kind', 'voice', ['video', 'voice'], 'kind']`. The third element is 1 for an openid and 0 for
/// other fields; the fourth is the parameter that sets the field. Elements that are not needed at the end are left out.
fn entry(field: &Field) -> String {
    let (key, initial) = (js(&field.key), js_value(&field.initial));
    let kind = match field.kind {
        FieldKind::RoomType => "['video', 'voice']",
        FieldKind::OpenId => "1",
        _ => "0",
    };
    match &field.query {
        Some(name) => format!("[{key}, {initial}, {kind}, {}]", js(name)),
        None if kind == "0" => format!("[{key}, {initial}]"),
        None => format!("[{key}, {initial}, {kind}]"),
    }
}

/// What a recording needs: the name of the page, whether private texts are kept, and the kind of each field.
fn recorded(page: &Page, record: Record) -> String {
    if record == Record::Off {
        return String::new();
    }
    let kinds = page.fields.iter().map(|field| match field.kind {
        FieldKind::OpenId => "openid",
        FieldKind::Text => "private",
        FieldKind::Contacts => "contacts",
        FieldKind::Switch
        | FieldKind::Integer
        | FieldKind::Decimal
        | FieldKind::RoomType
        | FieldKind::Choice => "",
    });
    let full = (record == Record::Full).to_string();
    let entries: Vec<String> = [js(&page.name), full].into_iter().chain(kinds.map(js)).collect();
    format!("  record: [{}],\n", entries.join(", "))
}

fn settings(page: &Page) -> String {
    let title = json!(page.title);
    format!(
        "{{\n  \"component\": true,\n  \"navigationStyle\": \"custom\",\n  \
         \"navigationBarTitleText\": {title},\n  \"usingComponents\": {{}}\n}}\n"
    )
}

fn markup(page: &Page, record: Record) -> String {
    let mut wxml = WxmlEscaper::new(&page.data());
    let (title, button) = (wxml.text(&page.title), wxml.text(&page.button));
    let rows = rows(page, &mut wxml);
    let chars = if wxml.needs_module { fill(CHARS, &[("module", wxml.module())]) } else { String::new() };
    let receive = if page.receive.is_some() { RECEIVE } else { "" };
    let copy = if record == Record::Off { "" } else { COPY_RECORDING };
    fill(
        WXML,
        &[
            ("chars", &chars),
            ("copy", copy),
            ("title", &title),
            ("rows", &rows),
            ("button", &button),
            ("receive", receive),
        ],
    )
}

/// A row for each field with a label, with space between the fields of the listener and those of the caller.
fn rows(page: &Page, wxml: &mut WxmlEscaper) -> String {
    let mut rows = String::new();
    let mut side = None;
    for field in &page.fields {
        let Some(label) = &field.label else { continue };
        let of_field = field.role.as_deref().and_then(|role| role.split_once('.')).map(|(side, _)| side);
        if of_field.is_some() && side.is_some() && of_field != side {
            rows.push_str(SPACE);
        }
        side = of_field.or(side);
        rows.push_str(&row(field, label, wxml));
    }
    rows
}

fn row(field: &Field, label: &str, wxml: &mut WxmlEscaper) -> String {
    let (template, keyboard) = match field.kind {
        FieldKind::OpenId | FieldKind::Text => (ROW_INPUT, "text"),
        FieldKind::Integer => (ROW_INPUT, "number"),
        FieldKind::Decimal => (ROW_INPUT, "digit"),
        FieldKind::Switch => (ROW_SWITCH, ""),
        FieldKind::RoomType | FieldKind::Choice | FieldKind::Contacts => (ROW_PICKER, ""),
    };
    let placeholder = wxml.attribute(field.placeholder.as_deref().unwrap_or_default());
    fill(
        template,
        &[
            ("label", &wxml.text(label)),
            ("aria-label", &wxml.attribute(label)),
            ("type", keyboard),
            ("placeholder", &placeholder),
            ("key", &field.key),
            ("handler", &field.handler()),
        ],
    )
}
