//! The WXML and WXSS of a page. What a page does not use is not in them.

use voip_runtime::Cause;

use crate::config::Record;
use crate::generate::escape::{WxmlEscaper, wxs};
use crate::generate::fill::fill;
use crate::page::{Field, FieldKind, Page};

macro_rules! template {
    ($name:literal) => {
        include_str!(concat!("../../templates/page/", $name))
    };
}

const COPY_RECORDING: &str = " bindlongpress=\"handleCopyRecording\"";

/// The styles of a page; `dark` adds those of the dark theme.
pub(super) fn styles(page: &Page, dark: bool) -> String {
    let has = |test: fn(&Field) -> bool| page.fields.iter().any(|field| field.label.is_some() && test(field));
    let parts = [
        (true, template!("index.wxss")),
        (has(Field::is_shown_as_text), template!("value.wxss")),
        (has(|field| !field.read_only && field.kind == FieldKind::Switch), template!("switch.wxss")),
        (has(|field| !field.read_only && field.is_picked()), template!("picker.wxss")),
        (has(|field| field.kind == FieldKind::Contacts), template!("contacts.wxss")),
        // Last: it overrides the colors of the others.
        (dark, template!("dark.wxss")),
    ];
    parts.into_iter().filter_map(|(used, part)| used.then_some(part)).collect()
}

/// The markup of a page.
pub(super) fn markup(page: &Page, record: Record) -> String {
    let mut wxml = WxmlEscaper::new(&page.data());
    let (title, button) = (wxml.text(&page.title), wxml.text(&page.button));
    let rows = rows(page, &button, &mut wxml);
    // The rows of contacts may be many: what is below them stays in view.
    let has_contacts =
        page.fields.iter().any(|field| field.label.is_some() && field.kind == FieldKind::Contacts);
    let mut modules = choices(page, wxml.choices());
    if has_contacts {
        modules.push_str(&fill(template!("contacts.wxml"), &[("module", wxml.contacts())]));
    }
    if wxml.needs_module {
        modules.push_str(&fill(template!("chars.wxml"), &[("module", wxml.module())]));
    }
    // Inside another page there is no title.
    let (copy, embedded_copy) =
        if record == Record::Off { ("", "") } else { (COPY_RECORDING, template!("embedded-copy.wxml")) };
    let loading = if page.on_load { template!("loading.wxml") } else { "" };
    let state =
        if page.never_calls() { template!("state-receive.wxml") } else { template!("state-call.wxml") };
    let (panel, end) = if has_contacts { ("  <view class=\"panel\">\n", "  </view>\n") } else { ("", "") };
    fill(
        template!("index.wxml"),
        &[
            ("modules", &modules),
            ("copy", copy),
            ("title", &title),
            ("rows", &rows),
            ("panel", panel),
            ("state", &fill(state, &[("loading", loading)])),
            ("no-camera", Cause::WechatNoCamera.chinese()),
            ("no-record", Cause::WechatNoRecord.chinese()),
            ("actions", &actions(page, &button)),
            ("end-of-panel", end),
            ("embedded-copy", embedded_copy),
        ],
    )
}

/// The buttons below the rows.
fn actions(page: &Page, button: &str) -> String {
    let only = page.never_calls();
    let mut actions = String::new();
    if !only {
        actions.push_str(template!("hang-up.wxml"));
        if page.has_call_button() {
            actions.push_str(&fill(template!("call.wxml"), &[("button", button)]));
        }
    }
    if page.receive.is_some() {
        let plain = if only { "" } else { " button-plain" };
        actions.push_str(&fill(template!("receive.wxml"), &[("plain", plain)]));
    }
    let cancellable = if only { "busy || receiving" } else { "(busy || receiving) && state !== 'InCall'" };
    actions + &fill(template!("cancel.wxml"), &[("cancellable", cancellable)])
}

/// The names and labels of the choices, as a WXS module.
fn choices(page: &Page, module: &str) -> String {
    let shown: Vec<&Field> =
        page.fields.iter().filter(|field| field.kind == FieldKind::Choice && field.label.is_some()).collect();
    if shown.is_empty() {
        return String::new();
    }
    let lists = |text_of: fn(&(&str, &str)) -> String| {
        let lists = shown.iter().map(|field| {
            let texts: Vec<String> = field.choices().iter().map(text_of).collect();
            format!("{}: [{}]", field.key, texts.join(", "))
        });
        lists.collect::<Vec<_>>().join(", ")
    };
    let (names, labels) = (lists(|(name, _)| wxs(name)), lists(|(_, label)| wxs(label)));
    fill(template!("choices.wxml"), &[("module", module), ("names", &names), ("labels", &labels)])
}

/// A row for each field with a label, with space between the fields of the listener and those of the caller.
fn rows(page: &Page, button: &str, wxml: &mut WxmlEscaper) -> String {
    let mut rows = String::new();
    let mut side = None;
    for field in &page.fields {
        let Some(label) = &field.label else { continue };
        if field.kind == FieldKind::Contacts {
            rows.push_str(&contacts(page, field, label, button, wxml));
            continue;
        }
        let of_field = field.role.as_deref().and_then(|role| role.split_once('.')).map(|(side, _)| side);
        if of_field.is_some() && side.is_some() && of_field != side {
            rows.push_str(template!("space.wxml"));
        }
        side = of_field.or(side);
        rows.push_str(&row(field, label, wxml));
    }
    rows
}

fn contacts(page: &Page, field: &Field, label: &str, button: &str, wxml: &mut WxmlEscaper) -> String {
    let (label, aria_button) = (wxml.text(label), wxml.attribute(&page.button));
    fill(
        template!("row-contacts.wxml"),
        &[
            ("label", &label),
            ("key", &field.key),
            ("module", wxml.contacts()),
            ("button", button),
            ("aria-button", &aria_button),
            ("and-loaded", if page.on_load { " && !loading && !error" } else { "" }),
        ],
    )
}

fn row(field: &Field, label: &str, wxml: &mut WxmlEscaper) -> String {
    let value = value(field, wxml.choices());
    let (template, keyboard) = match field.kind {
        _ if field.read_only => (template!("row-value.wxml"), ""),
        FieldKind::Integer => (template!("row-input.wxml"), "number"),
        FieldKind::Decimal => (template!("row-input.wxml"), "digit"),
        FieldKind::Switch => (template!("row-switch.wxml"), ""),
        FieldKind::RoomType => (template!("row-picker.wxml"), ""),
        FieldKind::Choice => (template!("row-choice.wxml"), ""),
        _ => (template!("row-input.wxml"), "text"),
    };
    let placeholder = wxml.attribute(field.placeholder.as_deref().unwrap_or_default());
    let max = field.max_length.map_or("-1".into(), |max| max.to_string());
    fill(
        template,
        &[
            ("label", &wxml.text(label)),
            ("aria-label", &wxml.attribute(label)),
            ("type", keyboard),
            ("max", &max),
            ("placeholder", &placeholder),
            ("key", &field.key),
            ("value", &value),
            ("choices", wxml.choices()),
            ("handler", &field.handler()),
        ],
    )
}

/// The value of a field as text.
fn value(field: &Field, choices: &str) -> String {
    let key = &field.key;
    match field.kind {
        FieldKind::Switch => format!("{{{{{key} ? '是' : '否'}}}}"),
        FieldKind::RoomType => {
            format!("{{{{{key} === 'video' ? '视频' : {key} === 'voice' ? '语音' : ''}}}}")
        }
        FieldKind::Choice => format!("{{{{{choices}.label('{key}', {key})}}}}"),
        _ => format!("{{{{{key}}}}}"),
    }
}
