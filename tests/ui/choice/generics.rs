//! A page's field has one type.

use voip_runtime::prelude::*;

#[derive(Choice)]
pub enum Ward<const FLOOR: u8> {
    #[choice("急诊")]
    Urgent,
    #[choice("其他")]
    Other,
}

fn main() {}
