//! Writes the generated files. Files that cargo voip did not write are not changed, except for `app.json` with
//! `--into`. A build that cannot write all of its files writes none.

mod app_json;
mod beside;
mod commit;
mod components;
mod earlier;
mod file_list;
mod into;
mod json;
mod lock;
mod mentions;
mod mini_program;
mod output_folder;
mod page_list;
mod paths;
mod project_config;
#[cfg(test)]
mod random;
mod remove;
mod source_folder;
mod update;

use crate::console::Warnings;
use crate::error::Result;
use crate::generate::File;
use crate::place::Place;
use crate::write::earlier::EarlierBuilds;
use crate::write::update::Update;

pub(crate) use self::into::{add_pages, check_into};
pub(crate) use self::mini_program::MiniProgram;
pub(crate) use self::output_folder::{check_output_folder, write_output_folder};
pub(crate) use self::remove::{Selection, remove_from_source_folder, remove_pages};
pub(crate) use self::source_folder::{check_source_folder, write_source_folder};

/// How files are written.
pub(crate) struct Options<'a> {
    pub(crate) package: &'a str,
    pub(crate) place: &'a Place,
    /// Whether to overwrite files that were modified since an earlier build.
    pub(crate) overwrite: bool,
    /// Whether only to print what would be written.
    pub(crate) dry_run: bool,
    pub(crate) warnings: &'a Warnings,
}

impl Options<'_> {
    fn finish(&self, update: Update, earlier: &EarlierBuilds) -> Result<Vec<File>> {
        if self.dry_run {
            update.print();
            return Ok(Vec::new());
        }
        update.commit(earlier)
    }
}
