//! A function in the flow of a page that never calls.

use voip_runtime::prelude::*;

#[voip_page(
    title = "接听",
    receive(only),
    flow {
        Authorizing => Enabling | Failed;
        Enabling    => Idle: spawn(report) | Failed;
    }
)]
pub struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

async fn report(_: PageContext<Desk>, _: Change) -> Result<(), CallError> {
    Ok(())
}

fn main() {}
