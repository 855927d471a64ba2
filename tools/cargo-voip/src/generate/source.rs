//! The files for the sources of a project with a bundler, such as that of Taro or uni-app: the glue and the declarations of the
//! pages as ES modules, and their types. A page with a user interface of its own imports them.

use crate::config::Record;
use crate::generate::File;
use crate::generate::fill::fill;
use crate::generate::glue::with_open;
use crate::generate::page_files::declaration;
use crate::generate::types::{self, Framework};
use crate::page::Page;
use crate::place::Place;

const GLUE: &str = include_str!("../../templates/source/voip.js");
const DECLARATION: &str = include_str!("../../templates/source/declaration.js");

/// The folder, in the sources.
pub(crate) const FOLDER: &str = "voip/";

/// Names in the folder that are not those of pages.
const RESERVED: [&str; 2] = ["voip", "plugin"];

/// `voip/voip.js`, and one script for each page, with their types, as paths in the folder of the sources. `place` is that of the
/// pages in the mini-program.
pub(crate) fn files(
    pages: &[Page],
    place: &Place,
    record: Record,
    framework: Option<Framework>,
) -> Vec<File> {
    let mut files = vec![
        File::new("voip/voip.js".into(), fill(GLUE, &[("glue", with_open(record).trim_end())])),
        File::new("voip/voip.d.ts".into(), types::glue(true)),
    ];
    for (page, name) in pages.iter().zip(names(pages)) {
        let script = fill(DECLARATION, &[("declaration", &declaration(page, place, record))]);
        files.push(File::new(format!("{FOLDER}{name}.js"), script));
        files.push(File::new(format!("{FOLDER}{name}.d.ts"), types::module(page, &name, framework)));
    }
    files
}

/// The name of each page in the sources, which is that of its element too: `video-call` for `pages/video-call/index`. Some file
/// systems ignore case.
pub(crate) fn names(pages: &[Page]) -> Vec<String> {
    let mut taken: Vec<String> = RESERVED.map(String::from).into();
    let mut names = Vec::new();
    for page in pages {
        let route = page.route.as_str();
        let folder = route.strip_suffix("/index").unwrap_or(route);
        let short = folder.rsplit('/').next().unwrap_or_default().to_owned();
        let whole = route.replace('/', "-");
        let numbered = (2..).map(|number| format!("{whole}-{number}"));
        let mut candidates = [short, whole.clone()].into_iter().chain(numbered);
        // The numbers do not end.
        let name = candidates.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default();
        taken.push(name.to_lowercase());
        names.push(name);
    }
    names
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::{Place, Record, files, names};
    use crate::page::Page;

    pub(crate) fn page(route: &str) -> Page {
        let field = json!({ "key": "listenOpenid", "kind": "openid", "initial": "" });
        serde_json::from_value(json!({
            "name": "P", "route": route, "title": "", "button": "", "file": "src/lib.rs", "fields": [field]
        }))
        .unwrap()
    }

    #[test]
    fn a_name_is_the_last_part_of_the_route() {
        let names = |routes: &[&str]| names(&routes.iter().map(|route| page(route)).collect::<Vec<_>>());
        assert_eq!(names(&["pages/video-call/index", "desk", "包/页"]), ["video-call", "desk", "页"]);
        assert_eq!(
            names(&["pages/voip/index", "index", "a/Plugin"]),
            ["pages-voip-index", "index", "a-Plugin"]
        );
        assert_eq!(names(&["a/call/index", "b/Call"]), ["call", "b-Call"]);
        assert_eq!(
            names(&["b-c", "a/b-c", "d/a-b-c", "a-b/c", "a-b-c/index"]),
            ["b-c", "a-b-c", "d-a-b-c", "c", "a-b-c-index"]
        );
        assert_eq!(names(&["x/c", "b/c", "b-c"]), ["c", "b-c", "b-c-2"]);
    }

    #[test]
    fn the_glue_and_the_declarations_are_es_modules() {
        let files = files(&[page("pages/video-call/index")], &Place::default(), Record::Off, None);
        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["voip/voip.js", "voip/voip.d.ts", "voip/video-call.js", "voip/video-call.d.ts"]);
        for file in files.iter().filter(|file| !file.path.ends_with(".d.ts")) {
            let text = str::from_utf8(&file.bytes).unwrap();
            assert!(text.starts_with("/* eslint-disable */ // @ts-nocheck"), "{}", file.path);
            assert!(text.contains("\nexport default ") && !text.contains("require("), "{}", file.path);
            assert!(!text.contains("[[glue]]") && !text.contains("[[declaration]]"), "{}", file.path);
        }
        let declaration = str::from_utf8(&files[2].bytes).unwrap();
        assert!(declaration.contains("['listenOpenid', '', 1]"), "{declaration}");
    }
}
