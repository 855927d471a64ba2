//! Ten thousand random `app.json` and `project.config.json`: what WeChat's tools read in them afterwards is what they read
//! before, and our pages; no other byte changes.

mod check;

use serde_json::Value;

use self::check::{check, read};
use crate::write::project_config::ProjectConfig;

const FILES: u64 = 10_000;

/// `SplitMix64`.
struct Rng(u64);

impl Rng {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(below).unwrap()).unwrap()
    }

    /// Whether an event happens that has one chance in `of`.
    fn once_in(&mut self, of: usize) -> bool {
        self.next(of) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.next(from.len())]
    }
}

/// Writes random JSON.
struct Writer {
    rng: Rng,
    newline: &'static str,
    has_comments: bool,
}

const ROUTES: [&str; 8] =
    ["index", "pages/a/index", "pages/b", "pkg/x", "pkg/deep/y", "voip/room", "包/页", "Pages/A/index"];
const ROOTS: [&str; 6] = ["pkg", "pkg/", "pkg/deep", "voip", "包/", "pages"];

impl Writer {
    fn new(seed: u64) -> Self {
        let mut rng = Rng(seed);
        let newline = if rng.once_in(2) { "\r\n" } else { "\n" };
        let has_comments = rng.once_in(8);
        Self { rng, newline, has_comments }
    }

    fn space(&mut self) -> String {
        if self.has_comments && self.rng.once_in(30) {
            return self.rng.pick(&["/* , */", "// \"pages\": []\n", " /* ] */ "]).into();
        }
        let newline = self.newline;
        ["", "", " ", newline, &format!("{newline}  "), "\t"][self.rng.next(6)].into()
    }

    /// A value, or a list, with white space around it.
    fn spaced(&mut self, text: &str) -> String {
        let (before, after) = (self.space(), self.space());
        format!("{before}{text}{after}")
    }

    fn list(&mut self, entries: &[String], [open, close]: [&str; 2]) -> String {
        let entries: Vec<String> = entries.iter().map(|entry| self.spaced(entry)).collect();
        let entries = if entries.is_empty() { self.space() } else { entries.join(",") };
        format!("{open}{entries}{close}")
    }

    fn string(&mut self, text: &str) -> String {
        let quoted = Value::from(text).to_string();
        if self.rng.once_in(6) { quoted.replace('a', "\\u0061").replace('/', "\\/") } else { quoted }
    }

    fn member(&mut self, key: &str, value: &str) -> String {
        let (key, colon) = (self.string(key), self.spaced(":"));
        format!("{key}{colon}{value}")
    }

    fn pages(&mut self) -> String {
        let count = self.rng.next(4);
        let pages: Vec<String> = (0..count)
            .map(|_| {
                let page = self.rng.pick(&ROUTES);
                self.string(page)
            })
            .collect();
        self.list(&pages, ["[", "]"])
    }

    fn subpackages(&mut self) -> String {
        if self.rng.once_in(20) {
            return "null".into();
        }
        let packages: Vec<String> = (0..self.rng.next(3)).map(|_| self.subpackage()).collect();
        self.list(&packages, ["[", "]"])
    }

    fn subpackage(&mut self) -> String {
        let (pages, root) = (self.pages(), self.rng.pick(&ROOTS));
        let root = self.string(root);
        let mut members = vec![self.member("root", &root), self.member("pages", &pages)];
        if self.rng.once_in(5) {
            members.insert(self.rng.next(3), self.member("pages", "[]"));
        }
        if self.rng.once_in(6) {
            let value = self.rng.pick(&["true", "false"]);
            members.push(self.member("independent", value));
        }
        self.list(&members, ["{", "}"])
    }

    /// What is none of our business.
    fn other(&mut self, depth: usize) -> String {
        let count = if depth == 0 { 0 } else { self.rng.next(3) };
        match self.rng.next(4) {
            0 => self
                .rng
                .pick(&["1.50", "-0", "1e3", "true", "null", "\"\\u00e9\\n\"", "\"// no comment\""])
                .into(),
            1 => {
                let entries: Vec<String> = (0..count).map(|_| self.other(depth - 1)).collect();
                self.list(&entries, ["[", "]"])
            }
            _ => {
                let members: Vec<String> = (0..count)
                    .map(|_| {
                        let (key, value) =
                            (self.rng.pick(&["pages", "root", "a", "名"]), self.other(depth - 1));
                        self.member(key, &value)
                    })
                    .collect();
                self.list(&members, ["{", "}"])
            }
        }
    }

    fn file(&mut self, members: &[String]) -> String {
        let object = self.list(members, ["{", "}"]);
        let bom = if self.rng.once_in(5) { "\u{feff}" } else { "" };
        format!("{bom}{}", self.spaced(&object))
    }

    fn app_json(&mut self) -> String {
        let mut members = Vec::new();
        for _ in 0..2 + self.rng.next(6) {
            let (key, value) = match self.rng.next(6) {
                0 | 1 => ("pages", self.pages()),
                2 => ("subPackages", self.subpackages()),
                3 => ("subpackages", self.subpackages()),
                4 => (self.rng.pick(&["window", "tabBar", "preloadRule", "pagess"]), self.other(3)),
                _ => ("entryPagePath", "\"index\"".into()),
            };
            members.push(self.member(key, &value));
        }
        self.file(&members)
    }

    fn project_config(&mut self) -> (String, String) {
        let mut written = String::new();
        for _ in 0..self.rng.next(6) {
            written += self.rng.pick(&["a", "b.c", "小 程序", "..", ".", ""]);
            written += self.rng.pick(&["/", "\\", "//"]);
        }
        let (mut members, value) = (Vec::new(), self.string(&written));
        if self.rng.once_in(3) {
            members.push(self.member("miniprogramRoot", "\"dist/\""));
        }
        members.push(self.member("miniprogramRoot", &value));
        let other = self.other(3);
        members.push(self.member("setting", &other));
        (self.file(&members), written)
    }
}

#[test]
fn app_json_is_read_as_before() {
    let mut with_pages = 0;
    for seed in 0..FILES {
        let mut writer = Writer::new(seed);
        let text = writer.app_json();
        let mut routes = ["pages/a/index", "pkg/deep/y", "包/页", "pkg/new/x", "通话/index", "calls/index"];
        // Two of them, and another name of the first one.
        for index in (1..routes.len()).rev() {
            routes.swap(index, writer.rng.next(index + 1));
        }
        let checked = std::panic::catch_unwind(|| check(&text, [routes[0], routes[1]], routes[2]));
        with_pages += u64::from(checked.unwrap_or_else(|_| panic!("seed {seed}: {routes:?}\n{text}")));
    }
    // The files are not all refused.
    assert!(with_pages > FILES / 3, "{with_pages}");
}

/// `formatPath` of WeChat's tools, in their words: `posix.normalize`, then slashes in front and every `../` are removed.
fn format_path(written: &str) -> String {
    let slashes = written.replace('\\', "/");
    let (mut parts, mut up) = (Vec::new(), String::new());
    for part in slashes.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part != ".." {
            parts.push(part);
        } else if parts.pop().is_none() {
            up += "../";
        }
    }
    let normal: String = parts.iter().flat_map(|part| [*part, "/"]).collect();
    format!("{up}{normal}").trim_start_matches('/').replace("../", "")
}

#[test]
fn project_config_json_is_read_as_wechat_reads_it() {
    for seed in 0..FILES {
        let mut writer = Writer::new(seed);
        let (text, written) = writer.project_config();
        let config = ProjectConfig::read(&text, "project.config.json");
        match read(&text) {
            None => assert!(config.is_err(), "seed {seed}: {text}"),
            Some(value) => {
                let config = config.unwrap_or_else(|error| panic!("seed {seed}: {error:?}\n{text}"));
                assert_eq!(value["miniprogramRoot"], config.written, "seed {seed}: {text}");
                assert_eq!(config.root, format_path(&written), "seed {seed}: {text}");
            }
        }
    }
}
