//! Pages that call one of many people, or that are only called, with files beside the source.

#![no_std]

mod desk;
mod family;
mod list;
