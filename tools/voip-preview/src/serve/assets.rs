//! The files that the browser loads: the folder `web`, embedded in this program.

/// A file: its path, its type, its contents.
type File = (&'static str, &'static str, &'static str);

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, kind($path), include_str!(concat!("../../web/", $path)))),*]
    };
}

const FILES: &[File] = files![
    "address.js",
    "ansi.js",
    "appearance.js",
    "causes.js",
    "connection.js",
    "escape.js",
    "files.js",
    "flow.js",
    "forms.js",
    "html.js",
    "icon.svg",
    "index.html",
    "keys.js",
    "log.js",
    "main.js",
    "notices.js",
    "past.js",
    "presets.js",
    "scenarios.js",
    "server.js",
    "store.js",
    "style/base.css",
    "style/call.css",
    "style/diagram.css",
    "style/faults.css",
    "style/overlays.css",
    "style/page.css",
    "style/phone.css",
    "style/scenario.css",
    "style/timeline.css",
    "style/top.css",
    "style/wechat.css",
    "texts.js",
    "time.js",
    "vendor/README.md",
    "vendor/htm.LICENSE",
    "vendor/htm.js",
    "vendor/preact.LICENSE",
    "vendor/preact.js",
    "view/app.js",
    "view/build-errors.js",
    "view/call.js",
    "view/classify.js",
    "view/diagram.js",
    "view/dialogs.js",
    "view/explore.js",
    "view/exports.js",
    "view/faults.js",
    "view/fields.js",
    "view/home.js",
    "view/icons.js",
    "view/inspector.js",
    "view/layout.js",
    "view/menu.js",
    "view/miniprogram.js",
    "view/not-ringing.js",
    "view/notices.js",
    "view/overlay.js",
    "view/phone.js",
    "view/picture.js",
    "view/presets.js",
    "view/replay.js",
    "view/requests.js",
    "view/row.js",
    "view/save-scenario.js",
    "view/scenarios.js",
    "view/scrubber.js",
    "view/statusbar.js",
    "view/timeline.js",
    "view/top.js",
    "view/wechat.js",
];

const fn kind(path: &str) -> &'static str {
    match path.as_bytes() {
        [.., b'h', b't', b'm', b'l'] => "text/html; charset=utf-8",
        [.., b'.', b'j', b's'] => "text/javascript; charset=utf-8",
        [.., b'c', b's', b's'] => "text/css; charset=utf-8",
        [.., b's', b'v', b'g'] => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}

/// The type and the contents of the file at this path of a URL.
pub(super) fn file(path: &str) -> Option<(&'static str, &'static str)> {
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    FILES.iter().find(|(name, ..)| *name == path).map(|(_, kind, contents)| (*kind, *contents))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_served() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
        let mut in_folder = Vec::new();
        list(&folder, "", &mut in_folder);
        in_folder.sort();
        let mut served: Vec<_> = FILES.iter().map(|(path, ..)| (*path).to_owned()).collect();
        served.sort();
        assert_eq!(served, in_folder);
    }

    fn list(folder: &Path, inside: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder.join(inside)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{inside}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                list(folder, &format!("{path}/"), found);
            } else {
                found.push(path);
            }
        }
    }
}
