//! The attribute on a trait.

use voip_runtime::voip_page;

#[voip_page(title = "视频通话")]
pub trait VideoCall {}

fn main() {}
