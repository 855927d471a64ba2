//! An app that answers WeChat's questions about privacy itself.

use std::fs;
use std::path::Path;

use crate::console::Warnings;
use crate::file::display_path;

/// The function with which an app does so.
const FUNCTION: &str = "onNeedPrivacyAuthorization";

/// Extensions of scripts, and of files with scripts in them.
const SCRIPTS: [&str; 7] = ["js", "ts", "jsx", "tsx", "mjs", "vue", "wpy"];

/// Folders with scripts of others, or with those that a framework has built.
const OTHERS: [&str; 4] = ["node_modules", "dist", "unpackage", "target"];

/// Larger files are not what people write.
const MAX_BYTES: u64 = 1_000_000;

/// Warns if a script in the folder registers the function: WeChat then holds the calls of a page until the app answers.
pub(super) fn check(folder: &Path, warnings: &Warnings) {
    if let Some(place) = find(folder) {
        warnings.add(format!(
            "{place} calls `{FUNCTION}`: WeChat then holds the host calls of a page until that function resolves \
             them, and the page waits\n\
             help: resolve them on the generated pages too; or remove the call, and WeChat asks the user by itself; \
             `Authorizing within 2m` in a flow limits the wait"
        ));
    }
}

/// The first place in a folder, in the order of names.
fn find(folder: &Path) -> Option<String> {
    let mut entries: Vec<_> = fs::read_dir(folder).ok()?.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    entries.iter().find_map(|entry| {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        // A link may lead out of the project, or back.
        let metadata = fs::symlink_metadata(&path).ok()?;
        if metadata.is_dir() {
            return if name.starts_with('.') || OTHERS.contains(&name.as_str()) { None } else { find(&path) };
        }
        let is_script = path
            .extension()
            .is_some_and(|extension| SCRIPTS.iter().any(|script| extension.eq_ignore_ascii_case(script)));
        if !is_script || !metadata.is_file() || metadata.len() > MAX_BYTES {
            return None;
        }
        let line = line_with_call(&String::from_utf8_lossy(&fs::read(&path).ok()?))?;
        Some(format!("`{}:{line}`", display_path(&path)))
    })
}

/// The number of the first line with a call that is not in a comment.
fn line_with_call(script: &str) -> Option<usize> {
    let is_call = |line: &str| line.split(FUNCTION).skip(1).any(|after| after.trim_start().starts_with('('));
    without_comments(script).lines().position(is_call).map(|index| index + 1)
}

/// A script without its comments, but with their line ends. A quote of `'` or `"` ends with its line, also if it is an apostrophe
/// in a text.
fn without_comments(script: &str) -> String {
    let (mut code, mut rest, mut quote) = (String::new(), script, None);
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        if quote.is_none() && rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
            continue;
        }
        if quote.is_none() && rest.starts_with("/*") {
            let (comment, after) = rest[2..].split_once("*/").unwrap_or((rest, ""));
            code.extend(comment.chars().filter(|character| *character == '\n'));
            rest = after;
            continue;
        }
        match quote {
            None if "'\"`".contains(character) => quote = Some(character),
            Some(_) if character == '\\' => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            Some(open) if character == open || character == '\n' && open != '`' => quote = None,
            _ => {}
        }
        code.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    code
}

#[cfg(test)]
mod tests {
    use super::line_with_call;

    #[test]
    fn calls_are_found() {
        for (script, line) in [
            ("wx.onNeedPrivacyAuthorization(resolve => {})", Some(1)),
            ("if (wx.onNeedPrivacyAuthorization) {\n  wx.onNeedPrivacyAuthorization (ask)\n}", Some(2)),
            ("Taro.onNeedPrivacyAuthorization(ask) // once", Some(1)),
            ("wx.canIUse('onNeedPrivacyAuthorization')", None),
            ("// wx.onNeedPrivacyAuthorization(ask)\n/**\n * wx.onNeedPrivacyAuthorization(ask)\n */", None),
            ("/*\nwx.onNeedPrivacyAuthorization(ask)\n*/ wx.onNeedPrivacyAuthorization(ask)", Some(3)),
            ("/* wx.onNeedPrivacyAuthorization(ask)", None),
            ("files('src/*', 'https://a', '\\'')\nwx.onNeedPrivacyAuthorization(ask)", Some(2)),
            ("<p>it's</p>\n/* wx.onNeedPrivacyAuthorization(ask) */ 中 `//`", None),
            ("", None),
        ] {
            assert_eq!(line_with_call(script), line, "{script}");
        }
    }
}
