//! Pages that call one of many people, or that are only called, with files beside the source.

#![cfg_attr(target_os = "none", no_std)]

mod desk;
mod family;
mod list;
