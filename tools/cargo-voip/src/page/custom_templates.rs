//! Files next to the source of a page: an `index.wxml` or `index.wxss` replaces the generated one; the keys of an `index.json`
//! are added to the generated one; and an `index.js` exports a behavior of the page.

use std::path::{Path, PathBuf};

use crate::cargo::Workspace;
use crate::console::Warnings;
use crate::error::{Error, Result};
use crate::file::{display_path, read_text_if_exists};
use crate::page::{Page, script, settings, source_file};
use crate::text::list;

/// The custom templates of a page.
#[derive(Debug, Default)]
pub(crate) struct CustomTemplates {
    pub(crate) wxml: Option<Template>,
    pub(crate) wxss: Option<Template>,
    pub(crate) json: Option<Template>,
    pub(crate) js: Option<Template>,
}

#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) file: PathBuf,
    pub(crate) text: String,
}

impl CustomTemplates {
    /// Finds the templates of each page. For the page `pages/video-call/index`, declared in `src/x.rs`, this is
    /// `src/video-call/index.wxml`, or `src/index.wxml` if no other page is declared in `src`.
    pub(crate) fn find(pages: &[Page], workspace: &Workspace, warnings: &Warnings) -> Result<Vec<Self>> {
        let folders: Vec<Option<PathBuf>> = pages
            .iter()
            .map(|page| {
                let source = source_file(page, workspace);
                if source.is_none() {
                    warnings.add(format!(
                        "cannot find the source of the page {}: a custom `index.wxml` is not used",
                        page.display_name()
                    ));
                }
                source.and_then(|file| file.parent().map(Path::to_path_buf))
            })
            .collect();
        let find = |file| templates(pages, &folders, file).map(Vec::into_iter);
        let (wxml, wxss) = (find("index.wxml")?, find("index.wxss")?);
        let (json, js) = (find("index.json")?, find("index.js")?);
        let custom = wxml.zip(wxss).zip(json.zip(js));
        Ok(custom.map(|((wxml, wxss), (json, js))| Self { wxml, wxss, json, js }).collect())
    }

    /// The errors of the settings and the script.
    pub(crate) fn errors(&self) -> Vec<String> {
        let settings = self.json.as_ref().and_then(|json| settings::read(json, self.wxml.is_some()).err());
        let script = self.js.as_ref().and_then(script::check);
        settings.into_iter().flatten().chain(script).collect()
    }

    /// The settings of an `index.json`, without the braces: a line for each key.
    pub(crate) fn settings(&self) -> Vec<String> {
        let read = self.json.as_ref().and_then(|json| settings::read(json, self.wxml.is_some()).ok());
        read.unwrap_or_default()
    }
}

/// The template with this file name for each page. `folders` are those of the sources.
fn templates(pages: &[Page], folders: &[Option<PathBuf>], file: &str) -> Result<Vec<Option<Template>>> {
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for (page, folder) in pages.iter().zip(folders) {
        let template = folder
            .as_ref()
            .map_or(Ok(None), |folder| template(page, folder, file, &pages_in(pages, folders, folder)));
        match template {
            Ok(template) => found.push(template),
            Err(error) => errors.extend(error.messages().iter().cloned()),
        }
    }
    // Pages that share a file give the same error.
    errors.dedup();
    Error::unless_empty(errors)?;
    Ok(found)
}

/// The pages that are declared in this folder.
fn pages_in<'a>(pages: &'a [Page], folders: &[Option<PathBuf>], folder: &Path) -> Vec<&'a Page> {
    let declared = pages.iter().zip(folders).filter(|(_, other)| other.as_deref() == Some(folder));
    declared.map(|(page, _)| page).collect()
}

/// `in_folder` are all pages that are declared in the folder, with this one.
fn template(page: &Page, folder: &Path, file: &str, in_folder: &[&Page]) -> Result<Option<Template>> {
    if let Some(last) = last_folder(&page.route) {
        let path = folder.join(last).join(file);
        if let Some(text) = read_text_if_exists(&path)? {
            let sharing: Vec<&Page> =
                in_folder.iter().filter(|other| last_folder(&other.route) == Some(last)).copied().collect();
            if sharing.len() > 1 {
                return Err(ambiguous(&path, &sharing, "declare the pages in different folders"));
            }
            return Ok(Some(Template { file: path, text }));
        }
    }
    let path = folder.join(file);
    let Some(text) = read_text_if_exists(&path)? else { return Ok(None) };
    if in_folder.len() > 1 {
        let paths: Vec<String> = in_folder
            .iter()
            .map(|other| match last_folder(&other.route) {
                Some(last) => {
                    format!("use `{}` for `{}`", display_path(&folder.join(last).join(file)), other.name)
                }
                None => format!("give `{}` a route with a folder", other.name),
            })
            .collect();
        return Err(ambiguous(&path, in_folder, &paths.join(", ")));
    }
    Ok(Some(Template { file: path, text }))
}

fn ambiguous(path: &Path, pages: &[&Page], help: &str) -> Error {
    let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    Error::new(format!(
        "`{}` is ambiguous: it could belong to the pages {}\nhelp: {help}",
        display_path(path),
        list(&names)
    ))
}

/// The last folder of a route: `video-call` in `pages/video-call/index`.
fn last_folder(route: &str) -> Option<&str> {
    let (folders, _) = route.rsplit_once('/')?;
    folders.rsplit('/').next()
}
