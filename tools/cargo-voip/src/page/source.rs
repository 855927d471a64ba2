//! The sources of pages.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::{Package, Workspace};
use crate::page::Page;

/// The source file of a page, if it exists.
pub(crate) fn source_file(page: &Page, workspace: &Workspace) -> Option<PathBuf> {
    let roots = std::iter::once(workspace.root.as_path());
    let mut roots = roots.chain(workspace.packages.iter().map(Package::folder));
    roots.find_map(|root: &Path| Some(root.join(&page.file)).filter(|file| file.is_file()))
}

/// Why a compiled module with this page is not of this package, as far as the sources tell. A package may have the pages of its
/// dependencies.
pub(crate) fn foreign(page: &Page, package: &Package, workspace: &Workspace) -> Option<String> {
    let source = workspace.root.join(&page.file);
    let text = fs::read_to_string(&source).ok()?;
    let around = workspace.packages.iter().filter(|package| source.starts_with(package.folder()));
    let owner = around.max_by_key(|package| package.folder().as_os_str().len())?;
    if owner.id != package.id && !package.depends_on(owner) {
        let name = &owner.name;
        return Some(format!(
            "its page {} is in the package `{name}`\nhelp: `--package {name}`",
            page.display_name()
        ));
    }
    // Pages may also be declared by a macro of the package.
    let declares_others = text.contains("voip_page") && !text.contains(&page.name);
    (owner.id == package.id && declares_others).then(|| {
        format!(
            "`{}` does not declare its page `{}`\nhelp: compile the module again, or choose its package with \
             `--package NAME`",
            page.file, page.name
        )
    })
}
