//! All rows of a call in a page that never calls.

use voip_runtime::prelude::*;

#[voip_page(
    title = "接听",
    receive(only),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

fn main() {}
