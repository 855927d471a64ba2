//! `--into` a Taro or uni-app project: the files are written into its sources, below `voip/`, wherever in the mini-program the
//! pages are.

use std::path::Path;

use crate::error::Result;
use crate::generate::File;
use crate::generate::source::names;
use crate::page::Page;
use crate::place::Place;
use crate::write::Options;
use crate::write::app_json::Listed;
use crate::write::file_list::{FileList, Kind};
use crate::write::into::earlier_builds;
use crate::write::lock::Lock;
use crate::write::update::{Update, Wanted, check_modified};

/// Checks what is known before the package is compiled.
pub(crate) fn check_source_folder(source: &Path, options: &Options<'_>) -> Result<()> {
    let _lock = Lock::of(source)?;
    check_modified(source, &earlier_builds(source, options.package, &Place::default())?, options.overwrite)
}

/// Writes the files into the source folder, whose path has no links. The name of a page in the list is that of its declaration.
pub(crate) fn write_source_folder(
    source: &Path,
    files: Vec<File>,
    pages: &[Page],
    options: &Options<'_>,
) -> Result<Vec<File>> {
    let _lock = Lock::of(source)?;
    let place = Place::default();
    let earlier = earlier_builds(source, options.package, &place)?;
    let added: Vec<Listed> = pages
        .iter()
        .zip(names(pages))
        .map(|(page, name)| Listed { route: options.place.page(&page.route), name })
        .collect();
    let list = FileList::new(Kind::Into, options.package, &place, &added, &files);
    let overwrite = options.overwrite;
    let wanted = Wanted { files, list: Some(list), app_json: None, overwrite };
    options.finish(Update::plan(source, wanted, &earlier)?, &earlier)
}
