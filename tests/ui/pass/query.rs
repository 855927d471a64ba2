//! Fields that the page's address fills, by their own names and by others.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(title = "医生咨询")]
pub struct AskDoctor {
    #[field(listener.openid, query = "doctor")]
    doctor_openid: OpenId,
    #[field(listener.nickname, query, label = "医生")]
    doctor_name: String,
    #[field(caller.openid)]
    my_openid: OpenId,
    #[field(caller.nickname, query = "my-name")]
    my_name: Option<String>,
    #[field(query, room_type)]
    kind: RoomType,
    #[field(query)]
    r#type: u8,
    #[cfg(any())]
    #[field(query = "n")]
    never: u32,
    #[cfg(all())]
    #[field(query = "n")]
    always: u32,
}

fn main() {
    let names: Vec<_> = AskDoctor::SPEC.fields.iter().filter_map(|field| field.query).collect();
    assert_eq!(names, ["doctor", "doctorName", "my-name", "kind", "type", "n"]);
}
