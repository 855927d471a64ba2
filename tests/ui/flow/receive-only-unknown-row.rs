//! An unknown state of a row in a page that never calls.

use voip_runtime::prelude::*;

#[voip_page(
    title = "接听",
    receive(only),
    flow {
        Authorizing => Enabling | Failed;
        Enabling    => Idle | Failed;
        Ringing     => Idle;
    }
)]
pub struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

fn main() {}
