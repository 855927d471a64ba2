//! A page with every type of field, and with text that is special in WXML, JavaScript and JSON.

#![no_std]

use serde::Serialize;
use serde::de::IgnoredAny;
use voip_runtime::prelude::*;

/// The handler sends the value of each field to a server, so that a test can read it. If that fails, the page shows why.
#[voip_page(
    title = "</view> \"{{title}}\" & 'a\\b' <!-- 📞",
    route = "pages/kinds/index",
    button = "{{'呼' + \"叫\"}} </button>",
    receive,
    handler = send_and_call
)]
pub struct Kinds {
    #[field(listener.openid, label = "</view>{{state}}", placeholder = "\"' {{error}} < > & \\ 请输入", query)]
    listen_openid: OpenId,
    #[field(listener.nickname, label = "对方昵称", default = "listener", query)]
    listen_name: String,
    #[field(caller.openid, label = "您的\nopenid\t📞", query = "from")]
    call_openid: OpenId,
    #[field(caller.nickname, label = "您的昵称", default = "caller")]
    call_name: String,
    #[field(label = "昵称", placeholder = "随便", default = "\"\\ 小", query)]
    nick: String,
    #[field(label = "扬声器", default = true, query)]
    loud: bool,
    #[field(label = "年龄", default = 18, query)]
    age: u8,
    #[field(label = "比例", default = 0.5, query)]
    ratio: f64,
    #[field(room_type, label = "通话方式", default = voice, query)]
    room: RoomType,
    #[field(listener.head_image, label = "头像")]
    picture: Option<String>,
    #[field(label = "身高", query = "cm")]
    height: Option<u16>,
    #[field(default = -3)]
    minus: i32,
}

#[derive(Serialize)]
struct Request<'a> {
    url: &'a str,
    data: Fields<'a>,
}

#[derive(Serialize)]
struct Fields<'a> {
    nick: &'a str,
    loud: bool,
    age: u8,
    ratio: f64,
    room: &'a str,
    picture: Option<&'a str>,
    height: Option<u16>,
    minus: i32,
}

async fn send_and_call(call: Call<Kinds, Idle>) -> Outcome<Kinds> {
    let page = call.page();
    let data = Fields {
        nick: &page.nick,
        loud: page.loud,
        age: page.age,
        ratio: page.ratio,
        room: page.room.name(),
        picture: page.picture.as_deref(),
        height: page.height,
        minus: page.minus,
    };
    let request = Request { url: "https://kinds.example", data };
    if let Err(error) = call.host().request::<IgnoredAny>("request", &request).await {
        return call.fail(error);
    }
    call.begin().authorize().await?.enable().await?.join().await
}
