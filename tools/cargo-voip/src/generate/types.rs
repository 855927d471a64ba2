//! Type declarations for TypeScript: of the glue, and of each page.

use crate::generate::File;
use crate::generate::escape::js;
use crate::generate::fill::fill;
use crate::page::{Field, FieldKind, Page};
use crate::place::Place;

macro_rules! template {
    ($name:literal) => {
        include_str!(concat!("../../templates/source/", $name))
    };
}

/// What checks the elements of a project's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framework {
    React,
    Vue,
}

/// The types of the glue. An ES module has a default export too.
pub(super) fn glue(is_module: bool) -> String {
    let default = "\ndeclare const voip: {\n  page: typeof page;\n  open: typeof open;\n  receive: typeof receive;\n  \
                   load: typeof load;\n};\nexport default voip;";
    let filled = fill(template!("voip.d.ts"), &[("default", if is_module { default } else { "" })]);
    filled.trim_end().to_owned() + "\n"
}

/// The types of a page's declaration, which is the default export of the module with this name, and of its element.
pub(super) fn module(page: &Page, name: &str, framework: Option<Framework>) -> String {
    // In an augmentation, a name such as `Attributes` is that of the augmented module.
    let element = match framework {
        None => "",
        Some(Framework::React) => template!("react.d.ts"),
        Some(Framework::Vue) => template!("vue.d.ts"),
    };
    let elements = fill(element, &[("name", &js(name))]);
    let declaration =
        "\ndeclare const declaration: Declaration<Fields, Contacts>;\nexport default declaration;\n";
    types(page, "./voip.js", declaration, &elements)
}

/// The types beside the glue and the scripts of the pages in a native mini-program. WeChat does not upload files with this
/// extension.
pub(crate) fn beside(pages: &[Page], place: &Place) -> Vec<File> {
    let mut files = vec![File::new(place.path("voip/voip.d.ts"), glue(false))];
    files.extend(pages.iter().map(|page| {
        let text = types(page, &format!("{}voip/voip.js", place.way_up(&page.route)), "", "");
        File::new(format!("{}.d.ts", place.page(&page.route)), text)
    }));
    files
}

fn types(page: &Page, glue: &str, declaration: &str, elements: &str) -> String {
    let members = |contacts: bool| -> String {
        let fields = page.fields.iter().filter(|field| (field.kind == FieldKind::Contacts) == contacts);
        let lines = fields.map(|field| format!("  {}: {};\n", key(&field.key), type_of(field)));
        lines.collect::<Vec<_>>().concat()
    };
    let contacts = members(true);
    let used = [
        ("Attributes", !elements.is_empty()),
        ("Contact", !contacts.is_empty()),
        ("Declaration", !declaration.is_empty()),
    ];
    let imports: Vec<&str> = used.into_iter().filter_map(|(name, is_used)| is_used.then_some(name)).collect();
    let import = if imports.is_empty() {
        String::new()
    } else {
        format!("import type {{ {} }} from {};\n", imports.join(", "), js(glue))
    };
    fill(
        template!("page.d.ts"),
        &[
            ("import", &import),
            ("route", &page.route),
            ("fields", &members(false)),
            ("contacts", &contacts),
            ("declaration", declaration),
            ("elements", elements),
        ],
    )
}

/// The type of a field's value in the page's data. An empty `Option` is an empty text.
fn type_of(field: &Field) -> String {
    let of_option = if field.initial.is_null() { " | ''" } else { "" };
    match field.kind {
        FieldKind::OpenId | FieldKind::Text => "string".into(),
        FieldKind::Switch => format!("boolean{of_option}"),
        FieldKind::Integer | FieldKind::Decimal => format!("number{of_option}"),
        FieldKind::RoomType => format!("'video' | 'voice'{of_option}"),
        FieldKind::Choice => {
            let names: Vec<String> = field.choices().iter().map(|(name, _)| js(name)).collect();
            names.join(" | ")
        }
        FieldKind::Contacts => "readonly Contact[]".into(),
    }
}

/// The name of a member.
fn key(name: &str) -> String {
    let is_word = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '$');
    if name.chars().all(is_word) && !name.starts_with(|first: char| first.is_ascii_digit()) {
        name.to_owned()
    } else {
        js(name)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Framework, beside, glue, module};
    use crate::page::Page;
    use crate::place::Place;

    /// A page with a field of every kind.
    fn kinds() -> Page {
        let field = |key: &str, kind: &str, initial| json!({ "key": key, "kind": kind, "initial": initial });
        let mut fields = vec![
            field("listenOpenid", "openid", json!("")),
            field("type", "text", json!("a")),
            field("姓名", "text", json!(null)),
            field("it's", "switch", json!(true)),
            field("age", "integer", json!(18)),
            field("height", "decimal", json!(null)),
            field("kind", "room_type", json!("voice")),
            field("family", "contacts", json!([])),
        ];
        for (key, initial) in [("ward", json!("Er")), ("bed", json!(null))] {
            let mut choice = field(key, "choice", initial);
            choice["variants"] = json!([["Er", "急诊"], ["Icu", "重症"]]);
            fields.push(choice);
        }
        serde_json::from_value(json!({
            "name": "P", "route": "pages/p/index", "title": "", "button": "", "file": "", "fields": fields
        }))
        .unwrap()
    }

    #[test]
    fn each_kind_of_field_has_its_type() {
        let text = module(&kinds(), "p", None);
        for line in [
            "import type { Contact, Declaration } from './voip.js';",
            "  listenOpenid: string;",
            "  type: string;",
            "  '姓名': string;",
            "  'it\\'s': boolean;",
            "  age: number;",
            "  height: number | '';",
            "  kind: 'video' | 'voice';",
            "  ward: 'Er' | 'Icu';",
            "  bed: '' | 'Er' | 'Icu';",
            "  family: readonly Contact[];",
            "export default declaration;",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        assert!(!text.contains("module '") && !text.contains("[["), "{text}");
    }

    #[test]
    fn the_element_is_that_of_the_framework() {
        let of = |framework| module(&kinds(), "it's", Some(framework));
        assert!(of(Framework::React).contains("declare module 'react' {"));
        assert!(of(Framework::Vue).contains("declare module 'vue' {"));
        for framework in [Framework::React, Framework::Vue] {
            let text = of(framework);
            assert!(text.contains("    'it\\'s': ") && text.contains("{ Attributes, "), "{text}");
        }
    }

    #[test]
    fn only_an_es_module_has_a_default_export() {
        assert!(glue(true).contains("export default voip;") && !glue(false).contains("export default"));
        let files = beside(&[kinds()], &Place::default());
        assert_eq!(files[1].path, "pages/p/index.d.ts");
        let text = str::from_utf8(&files[1].bytes).unwrap();
        assert!(text.contains("from '../../voip/voip.js';") && !text.contains("export default"), "{text}");
    }
}
