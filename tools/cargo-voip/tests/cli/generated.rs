//! The generated files of a page.

use expect_test::{expect, expect_file};
use serde_json::{Value, json};

use crate::{Module, Project, page};

/// The descriptor of a field.
fn field(key: &str, kind: &str, [label, role, initial]: [Value; 3]) -> Value {
    json!({ "name": key, "key": key, "kind": kind, "label": label, "placeholder": "", "role": role, "initial": initial })
}

/// A page with a field of every kind.
fn rich() -> Value {
    let mut rich = page("Rich", "pages/rich/index");
    rich["title"] = json!("一切");
    rich["receive"] = json!({});
    let fields = rich["fields"].as_array_mut().unwrap();
    fields.insert(2, field("picture", "text", [Value::Null, json!("listener.head_image"), Value::Null]));
    fields.push(field("kind", "room_type", [json!("通话方式"), json!("room_type"), json!("voice")]));
    fields.push(field("other", "room_type", [json!("另一种"), Value::Null, Value::Null]));
    fields.push(field("loud", "switch", [json!("免提"), Value::Null, json!(true)]));
    fields.push(field("age", "integer", [json!("年龄"), Value::Null, json!(-3)]));
    fields.push(field("weight", "decimal", [json!("体重"), Value::Null, json!(60.5)]));
    fields[0]["query"] = json!("to");
    fields[6]["query"] = json!("another");
    rich
}

#[test]
fn a_page_with_every_kind_of_field() {
    let project = Project::with(&Module::of(&[rich()]));
    project.built(&["--out", "out"]);
    expect_file!["snapshots/rich.wxml"].assert_eq(&project.read("out/pages/rich/index.wxml"));
    expect_file!["snapshots/rich.js"].assert_eq(&project.read("out/pages/rich/index.js"));
    expect![[r#"
        {
          "component": true,
          "navigationStyle": "custom",
          "navigationBarTitleText": "一切",
          "usingComponents": {},
          "renderer": "webview",
          "styleIsolation": "page-isolated"
        }
    "#]]
    .assert_eq(&project.read("out/pages/rich/index.json"));
}

/// A page with contacts and choices, and rows that only show a value.
fn people() -> Value {
    let mut people = page("People", "pages/people/index");
    people["receive"] = json!({ "onShow": true });
    people["onLoad"] = json!(true);
    people["ring"] = json!(true);
    let variants = json!([["Urgent", "急诊"], ["Other", "其他 '</wxs>\" \\ {{x}}"]]);
    let mut ward = field("ward", "choice", [json!("科室"), Value::Null, json!("Urgent")]);
    let mut sex = field("sex", "choice", [json!("性别"), Value::Null, Value::Null]);
    let mut shown = field("shown", "choice", [json!("已选"), Value::Null, json!("Other")]);
    for choice in [&mut ward, &mut sex, &mut shown] {
        choice["variants"] = variants.clone();
    }
    let mut note = field("note", "text", [json!("备注"), Value::Null, json!("")]);
    note["maxLength"] = json!(20);
    let mut loud = field("loud", "switch", [json!("免提"), Value::Null, json!(true)]);
    let mut kind = field("kind", "room_type", [json!("方式"), json!("room_type"), json!("voice")]);
    let mut age = field("age", "integer", [json!("年龄"), Value::Null, json!(1)]);
    for value in [&mut shown, &mut loud, &mut kind, &mut age] {
        value["readOnly"] = json!(true);
    }
    let family = field("family", "contacts", [json!("家人"), Value::Null, Value::Null]);
    let mut fields = vec![family, ward, sex, shown, note, loud, kind, age];
    fields.extend(people["fields"].as_array().unwrap()[2..].iter().cloned());
    people["fields"] = fields.into();
    people
}

#[test]
fn a_page_with_contacts_and_choices() {
    let project = Project::with(&Module::of(&[people()]));
    project.built(&["--out", "out"]);
    expect_file!["snapshots/people.wxml"].assert_eq(&project.read("out/pages/people/index.wxml"));
    expect_file!["snapshots/people.js"].assert_eq(&project.read("out/pages/people/index.js"));
    let styles = project.read("out/pages/people/index.wxss");
    assert!(styles.contains(".nickname") && styles.contains(".value"), "{styles}");
    // A page without them carries nothing of it.
    let project = Project::new();
    project.built(&["--out", "out"]);
    let styles = project.read("out/pages/video-call/index.wxss");
    for unused in [".nickname", ".value", ".switch", ".picker", "dark"] {
        assert!(!styles.contains(unused), "{unused}: {styles}");
    }
    let wxml = project.read("out/pages/video-call/index.wxml");
    assert!(!wxml.contains("加载中") && !wxml.contains("wxs") && !wxml.contains("panel"), "{wxml}");
}

#[test]
fn a_page_that_only_receives() {
    let mut desk = page("Desk", "pages/desk/index");
    desk["receive"] = json!({ "only": true });
    desk["fields"] = json!([field("doctor", "text", [Value::Null, Value::Null, json!("")])]);
    let project = Project::with(&Module::of(&[desk]));
    project.built(&["--out", "out"]);
    expect_file!["snapshots/desk.wxml"].assert_eq(&project.read("out/pages/desk/index.wxml"));
    let script = project.read("out/pages/desk/index.js");
    assert!(!script.contains("show:") && !script.contains("ring:"), "{script}");
}

#[test]
fn a_build_with_other_choices_has_another_fingerprint() {
    let fingerprint = |page: &Value| {
        let project = Project::with(&Module::of(std::slice::from_ref(page)));
        project.built(&["--out", "out"]);
        let script = project.read("out/pages/people/index.js");
        between(&script, "fingerprint: '", "'").to_owned()
    };
    let first = fingerprint(&people());
    for change in ["/fields/1/variants/0/0", "/fields/0/kind", "/ring", "/onLoad"] {
        let mut other = people();
        let value = other.pointer_mut(change).unwrap();
        *value = match value {
            Value::Bool(_) => json!(false),
            _ if change.ends_with("kind") => json!("text"),
            _ => json!("Renamed"),
        };
        if change == "/onLoad" {
            other["receive"] = json!({});
        }
        assert_ne!(fingerprint(&other), first, "{change}");
    }
    let mut relabelled = people();
    relabelled["fields"][1]["variants"][0][1] = json!("另一个");
    assert_eq!(fingerprint(&relabelled), first, "a label is only in the page's files");
}

#[test]
fn a_page_has_dark_colors_only_in_an_app_with_a_dark_theme() {
    const DARK: &str = "@media (prefers-color-scheme: dark)";
    let project = Project::new();
    let styles = |folder: &str| project.read(&format!("{folder}/pages/video-call/index.wxss"));
    project.built(&["--out", "out"]);
    assert!(!styles("out").contains(DARK) && !project.path("out/theme.json").exists());
    for (app, dark) in [
        ("{ \"pages\": [] }", false),
        ("{ \"pages\": [], \"darkmode\": false }", false),
        ("\u{feff}{ \"pages\": [],\r\n \"darkmode\": true }", true),
    ] {
        project.write("app/app.json", app);
        project.built(&["--into", "app"]);
        assert_eq!(styles("app").contains(DARK), dark, "{app}");
    }
    // The mini-program of `--out` has a dark theme if the package says so.
    project.metadata("darkmode = true");
    project.built(&["--out", "out"]);
    assert!(styles("out").contains(DARK));
    let json = |file: &str| serde_json::from_str::<Value>(&project.read(file)).unwrap();
    let (app, theme) = (json("out/app.json"), json("out/theme.json"));
    assert_eq!((&app["darkmode"], &app["themeLocation"]), (&json!(true), &json!("theme.json")));
    for name in ["backgroundColor", "navigationBarTextStyle"] {
        let variable = app["window"][name].as_str().unwrap().strip_prefix('@').unwrap();
        assert!(theme["light"][variable] != theme["dark"][variable] && theme["dark"][variable].is_string());
    }
}

#[test]
fn the_module_is_loaded_as_the_app_starts() {
    let project = Project::with(&Module::of(&[rich()]));
    project.built(&["--out", "out"]);
    let app = project.read("out/app.js");
    assert!(app.contains("require('./voip/voip.js').load('/voip/app.wasm');"), "{app}");
    assert!(project.read("out/pages/rich/index.js").contains("module: '/voip/app.wasm'"));
}

#[test]
fn a_page_in_the_root_loads_the_glue() {
    let project = Project::with(&Module::of(&[page("A", "index")]));
    project.built(&["--out", "out"]);
    assert!(project.read("out/index.js").contains("require('./voip/voip.js')"));
}

/// Text with characters that are special in WXML or JavaScript.
const HOSTILE: [&str; 14] = [
    "<view>",
    "</view><script>",
    "a & b &lt; &amp;",
    "{{state}} }} {{",
    "{ a } {",
    "\"double\" 'single' `tick`",
    "new\nline\r\ttab",
    "back\\slash \\n \\' \\\\ \\",
    "🎉 中文 é",
    "\u{2028}\u{2029}\u{0}\u{1b}\u{202e}",
    "[[title]] ${x}",
    "<!-- comment -->",
    " spaces ",
    "-->\"/>{{'",
];

#[test]
fn special_characters_are_escaped() {
    for text in HOSTILE {
        let mut hostile = page("Hostile", "pages/hostile/index");
        hostile["title"] = json!(text);
        hostile["button"] = json!(text);
        let field = &mut hostile["fields"][1];
        for key in ["label", "placeholder", "initial"] {
            field[key] = json!(text);
        }
        let project = Project::with(&Module::of(&[hostile]));
        project.built(&["--out", "out"]);
        let page = "out/pages/hostile/index";
        let settings: Value = serde_json::from_str(&project.read(&format!("{page}.json"))).unwrap();
        assert_eq!(settings["navigationBarTitleText"], text);
        let app: Value = serde_json::from_str(&project.read("out/app.json")).unwrap();
        assert_eq!(app["window"]["navigationBarTitleText"], text);

        let wxml = project.read(&format!("{page}.wxml"));
        assert_eq!(shown(between(&wxml, "class=\"title\">", "</text>")), text, "{wxml}");
        assert_eq!(shown(between(&wxml, "bindtap=\"handleCall\">", "</button>")), text, "{wxml}");
        let (_, row) = wxml.split_once("form-item\">").unwrap().1.split_once("form-item\">").unwrap();
        assert_eq!(shown(between(row, "class=\"label\">", "</text>")), text, "{row}");
        assert_eq!(shown(between(row, "placeholder=\"", "\"")), text, "{row}");
        assert_eq!(wxml.matches("<view").count(), wxml.matches("</view>").count(), "{wxml}");

        let js = project.read(&format!("{page}.js"));
        assert_eq!(literal(between(&js, "['listenName', '", "'],\n")), text, "{js}");
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

/// The text that WXML shows: plain text, quoted characters, and character codes.
fn shown(mut wxml: &str) -> String {
    let mut shown = String::new();
    while let Some((text, rest)) = wxml.split_once("{{") {
        shown.push_str(text);
        let (inside, rest) = if let Some(rest) = rest.strip_prefix("chars.of('") {
            let (encoded, rest) = rest.split_once("')}}").unwrap();
            let bytes = encoded.split('%').skip(1).map(|byte| u8::from_str_radix(byte, 16).unwrap());
            (String::from_utf8(bytes.collect()).unwrap(), rest)
        } else {
            let (quote, rest) = rest.split_at(1);
            let (inside, rest) = rest.split_once(&format!("{quote}}}}}")).unwrap();
            (inside.to_owned(), rest)
        };
        shown.push_str(&inside);
        wxml = rest;
    }
    assert!(!wxml.contains(['<', '&', '{']), "{wxml}");
    shown + wxml
}

/// The value of a JavaScript string literal.
fn literal(js: &str) -> String {
    let json = js.replace("\\'", "'").replace('"', "\\\"");
    serde_json::from_str(&format!("\"{json}\"")).unwrap()
}
