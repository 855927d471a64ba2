//! The four files of a page.

use serde_json::json;

use crate::page::{Field, Kind, Own, Page, Template};
use crate::site::escape::{Wxml, js, js_value};
use crate::site::fill::fill;
use crate::site::{File, lines};

const JS: &str = include_str!("../../templates/page/index.js");
const WXML: &str = include_str!("../../templates/page/index.wxml");
const WXSS: &str = include_str!("../../templates/page/index.wxss");
const ROW_INPUT: &str = include_str!("../../templates/page/row-input.wxml");
const ROW_SWITCH: &str = include_str!("../../templates/page/row-switch.wxml");
const ROW_PICKER: &str = include_str!("../../templates/page/row-picker.wxml");
const SPACE: &str = include_str!("../../templates/page/space.wxml");
const RECEIVE: &str = include_str!("../../templates/page/receive.wxml");
const SIGNS: &str = include_str!("../../templates/page/signs.wxml");

/// The files of a page; its own templates are taken as they are.
pub(crate) fn files(page: &Page, own: &Own) -> Vec<File> {
    let file = |extension: &str, text: String| File::new(format!("{}.{extension}", page.route), text);
    let text_of = |own: &Option<Template>| own.as_ref().map(|template| template.text.clone());
    vec![
        file("js", script(page)),
        file("json", settings(page)),
        file("wxml", text_of(&own.wxml).unwrap_or_else(|| markup(page))),
        file("wxss", text_of(&own.wxss).unwrap_or_else(|| WXSS.into())),
    ]
}

fn script(page: &Page) -> String {
    let up = "../".repeat(page.route.matches('/').count());
    let up = if up.is_empty() { "./" } else { &up };
    let fields: Vec<String> = page.fields.iter().map(entry).collect();
    fill(
        JS,
        &[
            ("glue", &format!("{up}voip/voip.js")),
            ("route", &js(&page.route)),
            ("fields", &lines(&fields, ",\n", "    ")),
        ],
    )
}

/// `['kind', 'voice', ['video', 'voice']]`.
fn entry(field: &Field) -> String {
    let (key, first) = (js(&field.key), js_value(&field.initial));
    match field.kind {
        Kind::RoomType => format!("[{key}, {first}, ['video', 'voice']]"),
        _ => format!("[{key}, {first}]"),
    }
}

fn settings(page: &Page) -> String {
    let title = json!(page.title);
    format!(
        "{{\n  \"component\": true,\n  \"navigationStyle\": \"custom\",\n  \
         \"navigationBarTitleText\": {title},\n  \"usingComponents\": {{}}\n}}\n"
    )
}

fn markup(page: &Page) -> String {
    let mut wxml = Wxml::new(&page.data());
    let (title, button) = (wxml.text(&page.title), wxml.text(&page.button));
    let rows = rows(page, &mut wxml);
    let signs = if wxml.needs_signs { fill(SIGNS, &[("module", wxml.module())]) } else { String::new() };
    let receive = if page.receive { RECEIVE } else { "" };
    fill(
        WXML,
        &[("signs", &signs), ("title", &title), ("rows", &rows), ("button", &button), ("receive", receive)],
    )
}

/// A row for each field with a label, and a gap where those of the other side begin.
fn rows(page: &Page, wxml: &mut Wxml) -> String {
    let mut rows = String::new();
    let mut side = None;
    for field in &page.fields {
        let Some(label) = &field.label else { continue };
        let own = field.role.as_deref().and_then(|role| role.split_once('.')).map(|(side, _)| side);
        if own.is_some() && side.is_some() && own != side {
            rows.push_str(SPACE);
        }
        side = own.or(side);
        rows.push_str(&row(field, label, wxml));
    }
    rows
}

fn row(field: &Field, label: &str, wxml: &mut Wxml) -> String {
    let (template, keyboard) = match field.kind {
        Kind::OpenId | Kind::Text => (ROW_INPUT, "text"),
        Kind::Integer => (ROW_INPUT, "number"),
        Kind::Decimal => (ROW_INPUT, "digit"),
        Kind::Switch => (ROW_SWITCH, ""),
        Kind::RoomType => (ROW_PICKER, ""),
    };
    let placeholder = wxml.attribute(field.placeholder.as_deref().unwrap_or_default());
    fill(
        template,
        &[
            ("label", &wxml.text(label)),
            ("spoken", &wxml.attribute(label)),
            ("type", keyboard),
            ("placeholder", &placeholder),
            ("key", &field.key),
            ("handler", &field.handler()),
        ],
    )
}
