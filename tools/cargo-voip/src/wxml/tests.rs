use std::path::PathBuf;

use super::check;
use crate::page::{FieldKind, Page, Template};

fn page(receive: bool) -> Page {
    let json = serde_json::json!({
        "abi": 4, "name": "VideoCall", "route": "pages/video-call/index", "title": "", "button": "", "receive": receive.then(|| serde_json::json!({})),
        "file": "src/lib.rs",
        "fields": [{ "name": "listen_openid", "key": "listenOpenid", "kind": "openid", "label": null, "initial": "", "role": null }]
    });
    serde_json::from_value(json).unwrap()
}

fn errors(text: &str) -> Vec<String> {
    let template = Template { file: PathBuf::from("src/index.wxml"), text: text.into() };
    check(&template, &page(false), None)
}

#[track_caller]
fn valid(text: &str) {
    assert_eq!(errors(text), Vec::<String>::new(), "{text}");
}

/// `message` begins with the line.
#[track_caller]
fn invalid(text: &str, message: &str) {
    assert_eq!(errors(text), [format!("src/index.wxml:{message}")], "{text}");
}

#[test]
fn data_and_handlers_of_the_page() {
    valid("<input value=\"{{listenOpenid}}\" bindinput='handleChangeListenOpenid'/>");
    valid("<button disabled=\"{{busy || state === 'InCall'}}\" bind:tap=\"handleCall\">{{ error }}</button>");
    valid("<view hidden='{{!connected && reachable}}' catchtap='handleHangUp' catch:touchmove=''></view>");
    valid("<view bindlongpress='handleCopyRecording'/><button bindtap='handleCancel'/>");
    valid("<input model:value=\"{{listenOpenid}}\" />");
    valid("<view title=\"x\" data-x=\"{{state}}\"></view>");
}

#[test]
fn unknown_handlers() {
    invalid(
        "<view>\n\n<button\n bindtap='handleCal'></button></view>",
        "4: unknown handler `handleCal`\nhelp: did you mean `handleCall`?",
    );
    invalid("<view capture-bind:tap='foo'/>", "1: unknown handler `foo`");
    invalid(
        "<view bindtap='handleReceive'/>",
        "1: unknown handler `handleReceive`\nhelp: add `receive` to the page",
    );
    let template = Template { file: PathBuf::from("a"), text: "<view bindtap='handleReceive'/>".into() };
    assert_eq!(check(&template, &page(true), None), Vec::<String>::new());
}

#[test]
fn datasets_of_a_call() {
    valid("<view data-listen-openid='{{error}}' data-id='7' bindtap='handleCall'/>");
    valid("<view data-Listen-openId='o-1' bindtap='handleCall'/>");
    valid("<view data-listenOpenid='o-1' bindtap='handleHangUp'/>");
    for (attribute, key) in [
        ("data-listenOpenid", "listenopenid"),
        ("data-listen_openid", "listen_openid"),
        ("data-listen-open-id", "listenOpenId"),
        ("data-lisen-openid", "lisenOpenid"),
    ] {
        invalid(
            &format!("<view\n {attribute}='o-1' bind:tap='handleCall'/>"),
            &format!("2: `{attribute}` sets no field: its key is `{key}`\nhelp: write `data-listen-openid`"),
        );
    }
    let on_page = |text: &str, page: &Page, script: &str| {
        let [text, script] =
            [text, script].map(|text| Template { file: PathBuf::from("a"), text: text.into() });
        check(&text, page, Some(&script))
    };
    // Keys of another purpose: not near enough, or read by the page's own script.
    let mut named = page(false);
    named.fields[0].key = "callName".into();
    let text = "<view data-call-time='1' data-full-name='2' bindtap='handleCall'/>";
    assert_eq!(on_page(text, &named, ""), Vec::<String>::new());
    let text = "<view data-call-names='2' bindtap='handleCall'/>";
    assert_eq!(on_page(text, &named, "").len(), 1);
    assert_eq!(on_page(text, &named, "event.currentTarget.dataset.callNames"), Vec::<String>::new());
    // Only a page with contacts has this key.
    let text = "<view data-voipContact='0' bindtap='handleCall'/>";
    valid(text);
    let mut page = page(false);
    page.fields[0].kind = FieldKind::Contacts;
    let template = Template { file: PathBuf::from("a"), text: text.into() };
    let error =
        "a:1: `data-voipContact` sets no field: its key is `voipcontact`\nhelp: write `data-voip-contact`";
    assert_eq!(check(&template, &page, None), [error]);
}

#[test]
fn unknown_data() {
    invalid(
        "<view>{{state}}\n{{listenOpenId}}</view>",
        "2: unknown data `listenOpenId`\nhelp: did you mean `listenOpenid`?",
    );
    invalid("<view hidden=\"{{\n  busy ||\n  foo }}\"/>", "3: unknown data `foo`");
    invalid("{{优先级}}", "1: invalid name `优先级`: expected ASCII letters");
    invalid("<input model:value='{{nick}}'/>", "1: unknown data `nick`");
}

#[test]
fn expressions() {
    valid("{{ 1 + 0x1f.b - .5e3 }} {{ 'foo }} ' + \"bar\" }} {{true ? null : undefined}} {{!false}}");
    valid("{{error.length.foo}} {{state['foo'].bar}} {{ {a: busy, b: {c: 1}}.a }}");
    invalid("{{ {a: busy ? foo : 1} }}", "1: unknown data `foo`");
    invalid("{{busy ? state : foo}}", "1: unknown data `foo`");
    invalid("{{[state, foo]}}", "1: unknown data `foo`");
    invalid("{{error[foo]}}", "1: unknown data `foo`");
    invalid("{{a < b}}".replace('b', "busy").as_str(), "1: unknown data `a`");
    invalid("<view>{{ state </view>", "1: missing `}}` after `{{`");
}

#[test]
fn lists() {
    valid("<view wx:for='{{[1, 2]}}' wx:key='*this'>{{item}} {{index}}</view>");
    valid("<block wx:for='{{[1]}}' wx:for-item='row'><view wx:for='{{row}}'>{{row}}{{item}}</view></block>");
    invalid("<view wx:for='{{item}}'/>", "1: unknown data `item`");
    invalid("<view wx:for='{{[1]}}'>{{item}}</view>{{item}}", "1: unknown data `item`");
    invalid("<view wx:for='{{[1]}}' wx:for-item='row'>{{item}}</view>", "1: unknown data `item`");
}

#[test]
fn templates_and_modules() {
    valid(
        "<template name='row'><view>{{anything}}</view></template><template is='row' data='{{label: state, ...error, busy}}'/>",
    );
    invalid("<template is='row' data='{{label: foo, state}}'/>", "1: unknown data `foo`");
    valid("<view>{{m.of(state)}}</view><wxs module='m'>module.exports = { of: a < b && '{{' }</wxs>");
    valid("<wxs module=\"m\" src=\"./m.wxs\" />{{m.x}}");
}

#[test]
fn invalid_wxml() {
    invalid("<view>\n<text></view>", "2: unexpected `</view>`: expected `</text>` for the tag on line 2");
    invalid("</view>", "1: unexpected `</view>`");
    invalid("\n<view>", "2: missing closing tag of `<view>`");
    invalid("<!-- ", "1: missing `-->` after `<!--`");
    invalid("<view class='x", "1: missing closing quote of the attribute value");
    invalid("<view ", "1: missing `>` at the end of the tag");
    valid("<!-- {{foo}} <b bindtap='x'> --> a > b");
}

#[test]
fn random_text_does_not_panic() {
    let parts = [
        "<", ">", "{{", "}}", "'", "\"", "a", "=", "/", "中", "\n", "{", ":", "?", ".", "wx:for", "<wxs",
        "\\",
    ];
    let mut seed = 1_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(parts[usize::try_from(seed >> 33).unwrap() % parts.len()]);
        }
        errors(&text);
    }
}
