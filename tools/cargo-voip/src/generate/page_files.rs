//! The files of a page: the script, the settings, the markup and the styles.

use serde_json::json;

use crate::config::Record;
use crate::generate::escape::{js, js_value};
use crate::generate::fill::fill;
use crate::generate::markup::{markup, styles};
use crate::generate::{File, Look, join_lines};
use crate::page::{CustomTemplates, Field, FieldKind, Page, Template};
use crate::place::Place;

const JS: &str = include_str!("../../templates/page/index.js");
const DECLARATION: &str = include_str!("../../templates/page/declaration.js").trim_ascii_end();
const OWN_JS: &str = include_str!("../../templates/page/own.js");

/// The name of the list of a room type's values.
const ROOM_TYPES: &str = "['video', 'voice']";

/// The files of a page. Custom templates and scripts are copied unchanged.
pub(crate) fn files(page: &Page, custom: &CustomTemplates, place: &Place, look: Look) -> Vec<File> {
    let (Look { record, dark }, path) = (look, place.page(&page.route));
    let file = |extension: &str, text: String| File::new(format!("{path}.{extension}"), text);
    let text_of = |custom: &Option<Template>| custom.as_ref().map(|template| template.text.clone());
    let mut files = vec![
        file("js", script(page, custom.js.is_some(), place, record)),
        file("json", settings(page, custom)),
        file("wxml", text_of(&custom.wxml).unwrap_or_else(|| markup(page, record))),
        file("wxss", text_of(&custom.wxss).unwrap_or_else(|| styles(page, dark))),
    ];
    files.extend(text_of(&custom.js).map(|own| file("own.js", own)));
    files
}

fn script(page: &Page, has_own: bool, place: &Place, record: Record) -> String {
    let last = page.route.rsplit('/').next().unwrap_or_default();
    let own = fill(OWN_JS, &[("own", &format!("{last}.own.js"))]);
    let (begin, end) =
        if has_own { ("/** @type {any} */\nvar page = ", own.as_str()) } else { ("Component(", ")") };
    fill(
        JS,
        &[
            ("glue", &format!("{}voip/voip.js", place.way_up(&page.route))),
            ("begin", begin),
            ("declaration", &declaration(page, place, record)),
            ("end", end),
        ],
    )
}

/// The declaration of a page, as the glue reads it.
pub(super) fn declaration(page: &Page, place: &Place, record: Record) -> String {
    let fields: Vec<String> = page.fields.iter().map(entry).collect();
    fill(
        DECLARATION,
        &[
            ("route", &js(&page.route)),
            ("module", &js(&place.module())),
            ("fingerprint", &js(&page.fingerprint())),
            ("notifications", &notifications(page)),
            ("record", &recorded(page, record)),
            ("fields", &join_lines(&fields, ",", "    ")),
        ],
    )
}

/// What the module is notified of: that the page is opened and shown, and whether the device reports members. A page with an
/// `on_load` function shows that it loads before the module runs.
fn notifications(page: &Page) -> String {
    let show = if page.acts_on_show() { "  show: true,\n" } else { "" };
    let load = if page.on_load { "  load: true,\n" } else { "" };
    let ring = if page.ring { "  ring: true,\n" } else { "" };
    format!("{show}{load}{ring}")
}

/// A field in `index.js`: `['kind', 'voice', ['video', 'voice'], 'kind']`. The third element has the values of a picker; it is
/// 1 for an openid and 0 for other fields. The fourth is the parameter that sets the field. Elements that are not needed at the
/// end are left out. The initial value of contacts is a list.
fn entry(field: &Field) -> String {
    let (key, initial) = (js(&field.key), js_value(&field.initial));
    let initial = if field.kind == FieldKind::Contacts { "[]".into() } else { initial };
    let kind = match field.kind {
        FieldKind::RoomType => ROOM_TYPES.into(),
        FieldKind::Choice => {
            let names: Vec<String> = field.choices().iter().map(|(name, _)| js(name)).collect();
            format!("[{}]", names.join(", "))
        }
        FieldKind::OpenId => "1".into(),
        _ => "0".to_owned(),
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
        // The members of a contact have names that say what they are.
        _ => "",
    });
    let full = (record == Record::Full).to_string();
    let entries: Vec<String> = [js(&page.name), full].into_iter().chain(kinds.map(js)).collect();
    format!("  record: [{}],\n", entries.join(", "))
}

/// The page's settings: the generated ones and those of a custom `index.json`.
fn settings(page: &Page, custom: &CustomTemplates) -> String {
    let own = custom.settings();
    let mut lines = vec!["\"component\": true".to_owned()];
    let mut generated = vec![
        ("navigationStyle", json!("custom")),
        ("navigationBarTitleText", json!(page.title)),
        ("usingComponents", json!({})),
    ];
    // A page with its own `index.wxml` may use the classes of its app, and chooses its renderer.
    if custom.wxml.is_none() {
        // The page scrolls as a whole, which Skyline cannot do.
        generated.push(("renderer", json!("webview")));
        generated.push(("styleIsolation", json!("page-isolated")));
    }
    for (key, value) in generated {
        let line = format!("\"{key}\": ");
        if !own.iter().any(|own| own.starts_with(&line)) {
            lines.push(format!("{line}{value}"));
        }
    }
    lines.extend(own);
    format!("{{\n{}}}\n", join_lines(&lines, ",", "  "))
}
