//! `--into` a Taro or uni-app project: the files are written into its sources, below `voip/`.

use std::path::Path;

use crate::console::Warnings;
use crate::error::Result;
use crate::generate::File;
use crate::write::add_pages::check_earlier;
use crate::write::file_list::{EarlierBuilds, FileList, Kind};
use crate::write::update::update;

/// Writes the files into the source folder, whose path has no links.
pub(crate) fn write_source_folder(
    source: &Path,
    files: Vec<File>,
    package: &str,
    warnings: &Warnings,
) -> Result<Vec<File>> {
    let earlier = EarlierBuilds::read(source)?;
    for list in &earlier.lists {
        check_earlier(source, list, package)?;
    }
    let list = FileList::new(Kind::Into, package, Vec::new(), &files);
    update(source, files, list, &earlier, None, warnings)
}
