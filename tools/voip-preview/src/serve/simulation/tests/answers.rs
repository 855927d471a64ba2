//! Answers to the host calls that a page makes itself.

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;
use voip_runtime::record::Input;

use super::TestTab;
use crate::serve::settings::PhoneId;
use crate::serve::wire::{Command, Event, is_chinese};

#[voip_page(title = "登录", scopes(record), handler = log_in)]
struct LogsIn {
    #[field(listener.openid)]
    to: OpenId,
    #[field(listener.nickname, default = "to")]
    to_name: String,
    #[field(caller.openid, optional)]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
}

#[derive(Serialize)]
struct Get<'a> {
    url: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    status_code: u16,
}

async fn log_in(call: Call<LogsIn, Idle>) -> Outcome<LogsIn> {
    let Reply { status_code } = call.host().request("request", &Get { url: "/user" }).await?;
    if status_code != 200 {
        return call.fail(format!("服务器出错（{status_code}）"));
    }
    call.update(|page| page.me = "openid-of-phone-a".into());
    call.begin().authorize().await?.enable().await?.join().await
}

fn tap(tab: &mut TestTab<LogsIn>) -> (State, String) {
    tab.handle(Command::Input { phone: PhoneId::A, input: Input::Dismiss }).unwrap();
    tab.handle(Command::Input { phone: PhoneId::A, input: Input::Tap }).unwrap();
    tab.pass(1);
    let view = tab.view(PhoneId::A);
    let json = serde_json::to_string(&view.error).unwrap();
    (view.state, json)
}

fn settings(tab: &mut TestTab<LogsIn>, query: &str) -> Result<(), String> {
    tab.handle(Command::Settings(query.into())).map_err(|refusal| {
        assert!(is_chinese(&refusal.chinese), "{}", refusal.chinese);
        assert_eq!(refusal.keys.len(), 1);
        refusal.english
    })
}

fn requests(tab: &TestTab<LogsIn>) -> String {
    serde_json::to_string(&tab.view(PhoneId::A).requests).unwrap()
}

#[test]
fn a_link_and_a_setting_answer_the_own_host_calls_of_a_page() {
    let mut tab = TestTab::<LogsIn>::open("a.answer.request:/user={\"statusCode\":200}");
    assert_eq!(requests(&tab), "[]");
    assert_eq!(tap(&mut tab).0, State::Authorizing);
    assert_eq!(requests(&tab), r#"[{"call":"request:/user","source":"given","answer":{"statusCode":200}}]"#);
    let mut tab = TestTab::<LogsIn>::open("");
    assert!(tap(&mut tab).1.contains("服务器出错（1）"));
    assert_eq!(requests(&tab), r#"[{"call":"request:/user","source":"madeUp","answer":{"statusCode":1}}]"#);
    // In order, and the last one stays.
    settings(&mut tab, "a.answer.request={\"statusCode\":401} {\"statusCode\":503}").unwrap();
    for status in [401, 503, 503] {
        assert!(tap(&mut tab).1.contains(&format!("服务器出错（{status}）")));
    }
    settings(&mut tab, "a.answer.request=").unwrap();
    assert!(tap(&mut tab).1.contains("服务器出错（1）"));
    assert_eq!(tab.refused(), [""; 0]);
}

#[test]
fn an_answer_that_the_page_cannot_read_is_refused_with_its_form() {
    let why = "{\"statusCode\":\"ok\"} is not an answer of `request:/user`: invalid type: string \"ok\", expected u16; \
               expected e.g. {\"statusCode\":1}";
    // As soon as the page has made the host call once, the setting is refused.
    let mut tab = TestTab::<LogsIn>::open("");
    tap(&mut tab);
    assert_eq!(settings(&mut tab, "a.answer.request={\"statusCode\":\"ok\"}"), Err(why.into()));
    assert_eq!(settings(&mut tab, "a.answer.login={\"statusCode\":\"ok\"}"), Ok(()));
    // Before, the host call shows it.
    let mut tab = TestTab::<LogsIn>::open("a.answer.request={\"statusCode\":\"ok\"}");
    assert!(tap(&mut tab).1.contains("服务器出错（1）"));
    let refusals = tab.outbox.take(true).into_iter().filter_map(|event| match event {
        Event::Refused(refusal) => Some((refusal.command, refusal.keys.join(" "), refusal.english)),
        _ => None,
    });
    let expected = ("open", "a.answer.request".into(), why.into());
    assert_eq!(refusals.collect::<Vec<(_, String, String)>>(), [expected]);
}

#[test]
fn an_answer_that_is_no_json_is_refused() {
    let mut tab = TestTab::<LogsIn>::open("");
    let why = settings(&mut tab, "b.answer.login={code}").unwrap_err();
    assert!(why.starts_with("b.answer.login: invalid JSON: key must be a string"), "{why}");
    assert!(why.contains("expected the answer of this host call, e.g. {"), "{why}");
}
