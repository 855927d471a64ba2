use std::path::PathBuf;

use super::check;
use crate::page::{Page, Template};

fn page(receive: bool) -> Page {
    let json = serde_json::json!({
        "abi": 2, "name": "VideoCall", "route": "pages/video-call/index", "title": "", "button": "", "receive": receive,
        "file": "src/lib.rs",
        "fields": [{ "name": "listen_openid", "key": "listenOpenid", "kind": "openid", "label": null, "initial": "", "role": null }]
    });
    serde_json::from_value(json).unwrap()
}

fn wrong(text: &str) -> Vec<String> {
    let template = Template { file: PathBuf::from("src/index.wxml"), text: text.into() };
    check(&template, &page(false))
}

#[track_caller]
fn right(text: &str) {
    assert_eq!(wrong(text), Vec::<String>::new(), "{text}");
}

#[track_caller]
fn says(text: &str, what: &str) {
    assert_eq!(wrong(text), [format!("`src/index.wxml` {what}")], "{text}");
}

#[test]
fn what_a_page_has() {
    right("<input value=\"{{listenOpenid}}\" bindinput='handleChangeListenOpenid'/>");
    right("<button disabled=\"{{busy || state === 'InCall'}}\" bind:tap=\"handleCall\">{{ error }}</button>");
    right("<view hidden='{{!connected && reachable}}' catchtap='handleHangUp' catch:touchmove=''></view>");
    right("<input model:value=\"{{listenOpenid}}\" />");
    right("<view title=\"x\" data-x=\"{{state}}\"></view>");
}

#[test]
fn handlers_that_are_not_there() {
    says(
        "<view>\n\n<button\n bindtap='handleCal'></button></view>",
        "line 4: the page has no handler `handleCal` (did you mean `handleCall`?)",
    );
    says("<view capture-bind:tap='foo'/>", "line 1: the page has no handler `foo`");
    says(
        "<view bindtap='handleReceive'/>",
        "line 1: the page has no handler `handleReceive`: it is declared without `receive`",
    );
    let template = Template { file: PathBuf::from("a"), text: "<view bindtap='handleReceive'/>".into() };
    assert_eq!(check(&template, &page(true)), Vec::<String>::new());
}

#[test]
fn data_that_is_not_there() {
    says(
        "<view>{{state}}\n{{listenOpenId}}</view>",
        "line 2: the page has no data `listenOpenId` (did you mean `listenOpenid`?)",
    );
    says("<view hidden=\"{{\n  busy ||\n  foo }}\"/>", "line 3: the page has no data `foo`");
    says("{{优先级}}", "line 1: `优先级` is no name in WXML, which knows letters of English alone");
    says("<input model:value='{{nick}}'/>", "line 1: the page has no data `nick`");
}

#[test]
fn expressions() {
    right("{{ 1 + 0x1f.b - .5e3 }} {{ 'foo }} ' + \"bar\" }} {{true ? null : undefined}} {{!false}}");
    right("{{error.length.foo}} {{state['foo'].bar}} {{ {a: busy, b: {c: 1}}.a }}");
    says("{{ {a: busy ? foo : 1} }}", "line 1: the page has no data `foo`");
    says("{{busy ? state : foo}}", "line 1: the page has no data `foo`");
    says("{{[state, foo]}}", "line 1: the page has no data `foo`");
    says("{{error[foo]}}", "line 1: the page has no data `foo`");
    says("{{a < b}}".replace('b', "busy").as_str(), "line 1: the page has no data `a`");
    says("<view>{{ state </view>", "line 1: `{{` has no `}}`");
}

#[test]
fn lists() {
    right("<view wx:for='{{[1, 2]}}' wx:key='*this'>{{item}} {{index}}</view>");
    right("<block wx:for='{{[1]}}' wx:for-item='row'><view wx:for='{{row}}'>{{row}}{{item}}</view></block>");
    says("<view wx:for='{{item}}'/>", "line 1: the page has no data `item`");
    says("<view wx:for='{{[1]}}'>{{item}}</view>{{item}}", "line 1: the page has no data `item`");
    says("<view wx:for='{{[1]}}' wx:for-item='row'>{{item}}</view>", "line 1: the page has no data `item`");
}

#[test]
fn templates_and_modules() {
    right(
        "<template name='row'><view>{{anything}}</view></template><template is='row' data='{{label: state, ...error, busy}}'/>",
    );
    says("<template is='row' data='{{label: foo, state}}'/>", "line 1: the page has no data `foo`");
    right("<view>{{m.of(state)}}</view><wxs module='m'>module.exports = { of: a < b && '{{' }</wxs>");
    right("<wxs module=\"m\" src=\"./m.wxs\" />{{m.x}}");
}

#[test]
fn what_no_compiler_reads() {
    says("<view>\n<text></view>", "line 2: `</view>` closes nothing: `<text>` of line 2 is open");
    says("</view>", "line 1: `</view>` closes nothing");
    says("\n<view>", "line 2: `<view>` is not closed");
    says("<!-- ", "line 1: the comment `<!--` has no end `-->`");
    says("<view class='x", "line 1: the value of an attribute has no closing quote");
    says("<view ", "line 1: the tag has no end `>`");
    right("<!-- {{foo}} <b bindtap='x'> --> a > b");
}

#[test]
fn anything_at_all_is_read() {
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
        wrong(&text);
    }
}
