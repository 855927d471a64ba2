//! A call button and other arguments of a call in a page that never calls.

use voip_runtime::prelude::*;

#[voip_page(title = "接听", button = "呼叫", receive(only, on_show), on_leave = hang_up)]
pub struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

fn main() {}
