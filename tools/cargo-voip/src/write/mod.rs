//! Writes the generated files. Files that cargo voip did not write are not changed, except for `app.json` with
//! `--into`. A build that cannot write all of its files writes none.

mod add_pages;
mod app_json;
mod commit;
mod file_list;
mod output_folder;
mod paths;
mod source_folder;
mod update;

pub(crate) use self::add_pages::{MiniProgram, add_pages};
pub(crate) use self::output_folder::{check_output_folder, write_output_folder};
pub(crate) use self::source_folder::write_source_folder;
