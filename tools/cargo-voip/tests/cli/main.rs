//! Runs the command in temporary folders. The modules are written by hand, so the tests need no wasm target.

mod arguments;
mod build_into;
mod build_out;
mod check_into;
mod config;
mod custom_templates;
mod dev;
mod file_list;
mod files_beside;
mod folders;
mod frameworks;
mod generated;
mod interrupted;
mod modified;
mod modules;
mod new;
mod pages;
mod project;
mod record;
mod remove;
mod routes;
mod under;
mod wasm;
mod watch;

use project::{Project, Run};
use wasm::{Module, page};
