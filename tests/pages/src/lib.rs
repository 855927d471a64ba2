//! Ten pages as mini-programs have them. `tests/` runs them on simulated phones; `tests/e2e/realm/pages.test.mjs` runs the
//! mini-program that is built from them.

#![forbid(unsafe_code)]
// Not `no_std` everywhere: the end-to-end tests also build it for the wasm target of browsers, which has `std`.
#![cfg_attr(target_os = "none", no_std)]

extern crate alloc;

pub mod departments;
pub mod duty;
pub mod grandparents;
pub mod helpline;
pub mod home_visit;
pub mod interview;
pub mod legal_aid;
pub mod neighbours;
pub mod reception;
pub mod ward_desk;
