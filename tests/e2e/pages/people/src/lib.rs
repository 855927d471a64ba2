//! Pages that call one of many people, or that are only called, with files beside the source.

#![no_std]

pub mod desk;
pub mod family;
pub mod list;
