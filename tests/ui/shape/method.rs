//! A method.

use voip_runtime::prelude::*;

pub struct VideoCall;

impl VideoCall {
    #[voip_page(title = "视频通话")]
    pub fn handle_call(&self) {}
}

fn main() {}
