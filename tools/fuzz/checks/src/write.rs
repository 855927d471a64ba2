//! What `cargo-voip` does with `app.json`, under the paths that these files use.

#[path = "../../../cargo-voip/src/write/app_json.rs"]
#[allow(dead_code, reason = "a build checks more before it merges")]
mod app_json;
#[path = "../../../cargo-voip/src/write/random/check.rs"]
pub(crate) mod check;
#[path = "../../../cargo-voip/src/write/json.rs"]
mod json;
#[path = "../../../cargo-voip/src/write/mentions.rs"]
mod mentions;
#[path = "../../../cargo-voip/src/write/page_list.rs"]
mod page_list;
