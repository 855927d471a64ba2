//! The command as a user has it: the program itself, in a folder of its own, with modules made by hand, so
//! that nothing but Rust is needed.

mod arguments;
mod config;
mod dev;
mod folders;
mod generated;
mod into;
mod modules;
mod new;
mod out;
mod own;
mod pages;
mod project;
mod wasm;

use project::{Project, Run};
use wasm::{Module, page};
