//! A unit struct with a type parameter.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall<T>;

fn main() {}
