//! A row of a call in a page that never calls.

use voip_runtime::prelude::*;

#[voip_page(
    title = "接听",
    receive(only),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Idle | Failed;
    }
)]
pub struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

fn main() {}
