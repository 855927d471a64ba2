//! A doctor's consultation, in two pages of one mini-program: [`Patient`] calls the doctor, and [`Desk`] is the page that the
//! doctor keeps open to be called.

#![no_std]

extern crate alloc;

mod desk;
mod patient;

pub use self::desk::Desk;
pub use self::patient::{Department, Patient};
