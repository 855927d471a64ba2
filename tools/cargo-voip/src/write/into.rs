//! `--into`: adds pages to an existing mini-program.

use std::path::Path;

use crate::console::status;
use crate::error::{Result, bail};
use crate::file::{display_path, read_text};
use crate::generate::File;
use crate::page::Page;
use crate::place::Place;
use crate::write::Options;
use crate::write::app_json::{self, Listed};
use crate::write::components;
use crate::write::earlier::EarlierBuilds;
use crate::write::file_list::{FileList, Kind};
use crate::write::lock::Lock;
use crate::write::mini_program::MiniProgram;
use crate::write::paths::resolve;
use crate::write::update::{Update, Wanted, check_modified};

/// Checks what is known before the package is compiled.
pub(crate) fn check_into(MiniProgram(root): &MiniProgram, options: &Options<'_>) -> Result<()> {
    let _lock = Lock::of(root)?;
    let earlier = earlier_builds(root, options.package, options.place)?;
    let app_file = resolve(root, "app.json")?;
    if options.place.has_pages() {
        app_json::check(&read_text(&app_file)?, options.place.folder(), &display_path(&app_file))?;
    }
    check_modified(root, &earlier, options.overwrite)
}

/// Adds the pages, and returns their files.
pub(crate) fn add_pages(
    MiniProgram(root): &MiniProgram,
    files: Vec<File>,
    pages: &[Page],
    options: &Options<'_>,
) -> Result<Vec<File>> {
    let place = options.place;
    let _lock = Lock::of(root)?;
    let earlier = earlier_builds(root, options.package, options.place)?;
    let app_file = resolve(root, "app.json")?;
    let text = read_text(&app_file)?;
    let page = |page: &Page| Listed { route: place.page(&page.route), name: page.name.clone() };
    let pages: Vec<Listed> = pages.iter().map(page).collect();
    let mut former = earlier.pages();
    // A component is not listed, and its line is not removed if the user lists it.
    former.retain(|old| place.has_pages() || !pages.iter().any(|page| page.route == old.route));
    let listed: &[Listed] = if place.has_pages() { &pages } else { &[] };
    let merged = app_json::merge(&text, listed, &former, place.folder(), &display_path(&app_file))?;
    let used = components::uses(root, &merged.gone);
    merged.mentions.iter().chain(&used).for_each(|message| options.warnings.add(message));
    let list = FileList::new(Kind::Into, options.package, place, listed, &files);
    let app_json =
        (merged.text != text).then(|| File { path: "app.json".into(), bytes: merged.text.into_bytes() });
    let overwrite = options.overwrite;
    let update = Update::plan(root, Wanted { files, list: Some(list), app_json, overwrite }, &earlier)?;
    for list in earlier.lists.iter().filter(|list| list.folder != place.folder() && !list.files.is_empty()) {
        status(
            if options.dry_run { "Would move" } else { "Moving" },
            &format!(
                "the pages of `{}` from `{}` to `{}`",
                list.package,
                display_path(&root.join(&list.folder)),
                display_path(&root.join(place.folder()))
            ),
        );
    }
    options.finish(update, &earlier)
}

/// The earlier builds, which must have added pages of this package.
pub(super) fn earlier_builds(root: &Path, package: &str, place: &Place) -> Result<EarlierBuilds> {
    let earlier = EarlierBuilds::read(root, package, place)?;
    for list in &earlier.lists {
        check_earlier(root, list, package)?;
    }
    Ok(earlier)
}

fn check_earlier(root: &Path, earlier: &FileList, package: &str) -> Result<()> {
    if earlier.kind != Kind::Into {
        return bail(format!(
            "`{}` is {}\nhelp: use `{}` instead of `--into`",
            display_path(root),
            earlier.kind.described(),
            earlier.kind.flag()
        ));
    }
    if earlier.package != package {
        return bail(format!(
            "`{}` already has the pages of the package `{}`, and can only have those of one package\n\
             help: declare the pages of `{package}` in the same package; or write them into a folder of their own: \
             `--under DIR`",
            display_path(&root.join(&earlier.folder)),
            earlier.package
        ));
    }
    Ok(())
}
