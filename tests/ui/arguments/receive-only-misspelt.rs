//! A misspelt `only` in a page that has no roles.

use voip_runtime::prelude::*;

#[voip_page(title = "接听", receive(onyl))]
pub struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

fn main() {}
