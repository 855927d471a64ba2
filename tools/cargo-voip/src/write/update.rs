//! What must be done to a folder so that it holds our files and nothing of anyone's is lost.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::file::{is_absent, name, words};
use crate::say::{Warnings, list, step};
use crate::site::app::PROJECT;
use crate::site::{File, MARKER};
use crate::write::commit::commit;
use crate::write::marker::{Earlier, Marker, hash};
use crate::write::place::place;

enum There {
    Nothing,
    /// What we want to be there, whoever wrote it.
    Same,
    /// What an earlier build wrote.
    Ours,
    /// What an earlier build wrote, as someone changed it.
    Changed(Vec<u8>),
    Foreign,
}

/// Writes our files, which `marker` lists, and then `app_json`; removes files of earlier builds that no page needs
/// any more. Returns our files as they are in the folder.
pub(super) fn update(
    root: &Path,
    mut files: Vec<File>,
    mut marker: Marker,
    earlier: &Earlier,
    app_json: Option<File>,
    warnings: &Warnings,
) -> Result<Vec<File>> {
    let (mut write, mut kept, mut changed, mut foreign) = (Vec::new(), None, Vec::new(), Vec::new());
    for file in &mut files {
        match there(root, &file.path, Some(&file.bytes), earlier)? {
            // Only what we wrote is ours to remove one day.
            There::Same if earlier.hashes(&file.path).next().is_none() => {
                marker.files.remove(&file.path);
            }
            There::Same => {}
            There::Nothing | There::Ours => write.push(file.clone()),
            // WeChat's devtools write into it whatever is set there.
            There::Changed(bytes) if file.path == PROJECT => {
                let written = earlier.hashes(PROJECT).next().map(String::from);
                marker.files.extend(written.map(|hash| (PROJECT.into(), hash)));
                file.bytes = bytes;
                kept = Some(name(&root.join(PROJECT)));
            }
            There::Changed(_) => changed.push(name(&root.join(&file.path))),
            There::Foreign => foreign.push(name(&root.join(&file.path))),
        }
    }
    let mut wrong = Vec::new();
    if !changed.is_empty() {
        let (was, it) = if changed.len() == 1 { ("was", "it") } else { ("were", "them") };
        wrong.push(format!(
            "{} {was} changed since cargo voip wrote {it}, so nothing is written. Move what you want to keep away \
             (a page's own `index.wxml` and `index.wxss` belong beside its source), and build again",
            list(&changed),
        ));
    }
    if !foreign.is_empty() {
        wrong.push(format!(
            "cargo voip did not write {}, so nothing is written. Move what is there away, or give the page \
             another route, and build again",
            list(&foreign)
        ));
    }
    Error::unless_empty(wrong)?;
    if let Some(kept) = kept {
        step("Keeping", &format!("`{kept}`, which was changed since, as the devtools do"));
    }
    let remove = stale(root, &marker, earlier, warnings)?;
    let own = marker.file();
    let is_listed = matches!(there(root, MARKER, Some(&own.bytes), earlier)?, There::Same);
    // Until then the mini-program does not know of what is new.
    write.extend(app_json);
    if !(write.is_empty() && remove.is_empty() && is_listed) {
        commit(root, &write, &remove, &own.bytes)?;
    }
    earlier.clean(root);
    files.push(own);
    Ok(files)
}

/// Files of earlier builds that no page needs now; those that were changed since stay.
fn stale(root: &Path, marker: &Marker, earlier: &Earlier, warnings: &Warnings) -> Result<Vec<String>> {
    let mut remove = Vec::new();
    for path in earlier.paths() {
        if path == MARKER || marker.files.contains_key(path) {
            continue;
        }
        match there(root, path, None, earlier)? {
            There::Ours => remove.push(path.to_owned()),
            There::Changed(_) => warnings.add(format!(
                "`{}` belongs to no page now, but was changed since cargo voip wrote it, and stays",
                name(&root.join(path))
            )),
            There::Nothing | There::Same | There::Foreign => {}
        }
    }
    Ok(remove)
}

fn there(root: &Path, path: &str, wanted: Option<&[u8]>, earlier: &Earlier) -> Result<There> {
    let file = place(root, path)?;
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) => return Ok(There::Nothing),
        Err(error) => return Err(Error::new(format!("cannot read `{}`: {}", name(&file), words(&error)))),
    };
    if wanted == Some(bytes.as_slice()) {
        return Ok(There::Same);
    }
    let now = hash(&bytes);
    let mut written = earlier.hashes(path).peekable();
    Ok(if written.peek().is_none() {
        There::Foreign
    } else if written.any(|written| written == now) {
        There::Ours
    } else {
        There::Changed(bytes)
    })
}
