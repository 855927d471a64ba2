//! A tuple struct.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall(#[field(caller.openid)] OpenId);

fn main() {}
