//! A handler in a page that never calls.

use voip_runtime::prelude::*;

#[voip_page(title = "接听", receive(only), handler = handle_call)]
pub struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

async fn handle_call(call: Call<Desk, Idle>) -> Outcome<Desk> {
    call.begin().authorize().await?.enable().await?.join().await
}

fn main() {}
