//! Templates of a page's own: `index.wxml` and `index.wxss` beside its source.

use std::path::{Path, PathBuf};

use crate::cargo::Workspace;
use crate::error::{Error, Result};
use crate::file::{name, read_text_if_there};
use crate::page::{Page, source};
use crate::say::Warnings;

/// What a page brings itself.
#[derive(Debug, Default)]
pub(crate) struct Own {
    pub(crate) wxml: Option<Template>,
    pub(crate) wxss: Option<Template>,
}

/// A file of the page's own.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) file: PathBuf,
    pub(crate) text: String,
}

impl Own {
    /// Finds what each of the pages brings. For `pages/video-call/index` in `src/x.rs` it is
    /// `src/video-call/index.wxml`, or `src/index.wxml` if no other page is declared in `src`.
    pub(crate) fn find(pages: &[Page], workspace: &Workspace, warnings: &Warnings) -> Result<Vec<Self>> {
        let folders: Vec<Option<PathBuf>> = pages
            .iter()
            .map(|page| {
                let source = source(page, workspace);
                if source.is_none() {
                    warnings.add(format!(
                        "the source of the page {} is not here: an `index.wxml` of its own is not looked for",
                        page.called()
                    ));
                }
                source.and_then(|file| file.parent().map(Path::to_path_buf))
            })
            .collect();
        let wxml = templates(pages, &folders, "index.wxml")?;
        let wxss = templates(pages, &folders, "index.wxss")?;
        Ok(wxml.into_iter().zip(wxss).map(|(wxml, wxss)| Self { wxml, wxss }).collect())
    }
}

/// The file of that name for each of the pages, which are declared in these folders.
fn templates(pages: &[Page], folders: &[Option<PathBuf>], file: &str) -> Result<Vec<Option<Template>>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (page, folder) in pages.iter().zip(folders) {
        let template = folder
            .as_ref()
            .map_or(Ok(None), |folder| template(page, folder, file, &neighbours(pages, folders, folder)));
        match template {
            Ok(template) => found.push(template),
            Err(error) => wrong.extend(error.sentences().iter().cloned()),
        }
    }
    // Pages that share a file say the same of it.
    wrong.dedup();
    Error::unless_empty(wrong)?;
    Ok(found)
}

/// The pages that are declared in this folder.
fn neighbours<'a>(pages: &'a [Page], folders: &[Option<PathBuf>], folder: &Path) -> Vec<&'a Page> {
    let declared = pages.iter().zip(folders).filter(|(_, other)| other.as_deref() == Some(folder));
    declared.map(|(page, _)| page).collect()
}

fn template(page: &Page, folder: &Path, file: &str, beside: &[&Page]) -> Result<Option<Template>> {
    if let Some(last) = last_folder(&page.route) {
        let path = folder.join(last).join(file);
        if let Some(text) = read_text_if_there(&path)? {
            let sharing: Vec<&Page> =
                beside.iter().filter(|other| last_folder(&other.route) == Some(last)).copied().collect();
            if sharing.len() > 1 {
                return Err(shared(&path, &sharing, "declare them in folders of their own"));
            }
            return Ok(Some(Template { file: path, text }));
        }
    }
    let path = folder.join(file);
    let Some(text) = read_text_if_there(&path)? else { return Ok(None) };
    if beside.len() > 1 {
        let places: Vec<String> = beside
            .iter()
            .map(|other| match last_folder(&other.route) {
                Some(last) => {
                    format!("that of `{}` belongs into `{}`", other.name, name(&folder.join(last).join(file)))
                }
                None => format!("`{}` needs a route with a folder", other.name),
            })
            .collect();
        return Err(shared(&path, beside, &places.join(", ")));
    }
    Ok(Some(Template { file: path, text }))
}

fn shared(path: &Path, pages: &[&Page], places: &str) -> Error {
    let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    Error::new(format!("`{}` stands between the pages {}: {places}", name(path), crate::say::list(&names)))
}

/// `video-call` of `pages/video-call/index`.
fn last_folder(route: &str) -> Option<&str> {
    let (folders, _) = route.rsplit_once('/')?;
    folders.rsplit('/').next()
}
