//! Typos in a row: each is one error, at the token between `«` and `»`.

use super::{Source, pages};

/// A correct flow; a typo replaces one row.
const ROWS: [(&str, &str); 6] = [
    ("Idle", "Idle => Authorizing;"),
    ("Authorizing", "Authorizing => Enabling | Failed;"),
    ("Enabling", "Enabling => Joining | Failed;"),
    ("Joining", "Joining => InCall | Failed;"),
    ("InCall", "InCall => Idle;"),
    ("Failed", "Failed => Idle;"),
];

/// Checks each text, which replaces the row of `state`.
fn check(state: &str, typos: &[&str]) {
    let mut wrong = Vec::new();
    for typo in typos {
        let rows = ROWS.map(|(name, row)| if name == state { *typo } else { row }).join("\n");
        let marked = format!("flow {{\n{rows}\n}}, title = \"x\"");
        let text = marked.replace(['«', '»'], "");
        let errors = Source::new(&text, pages::FIELDS).errors();
        let found: Vec<_> =
            errors.iter().map(|error| format!("{} at {}", error, place(&text, error))).collect();
        let is_exact = match errors.as_slice() {
            [error] => place(&text, error) == mark(&marked),
            _ => false,
        };
        if !is_exact {
            wrong.push(format!("{typo}\n    {}", found.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Where an error is: its line, and the text from its column to its end.
fn place(text: &str, error: &syn::Error) -> String {
    let (start, end) = (error.span().start(), error.span().end());
    let line = text.lines().nth(start.line - 1).unwrap_or_default();
    let token: String = line.chars().take(end.column).skip(start.column).collect();
    format!("{}:{} `{token}`", start.line, start.column)
}

/// The same of what is marked.
fn mark(marked: &str) -> String {
    let (number, line) = marked.lines().enumerate().find(|(_, line)| line.contains('«')).expect("a mark");
    let column = line.chars().take_while(|letter| *letter != '«').count();
    let token: String = line.chars().skip(column + 1).take_while(|letter| *letter != '»').collect();
    format!("{}:{column} `{token}`", number + 1)
}

#[test]
fn several_states_before_the_arrow() {
    check(
        "Idle",
        &[
            "Idle «|» Failed => Authorizing;",
            "Idle «||» Failed => Authorizing;",
            "Idle«,» Failed => Authorizing;",
            "Idle «or» Failed => Authorizing;",
            "Idle «and» Failed => Authorizing;",
            "Idle «Failed» => Authorizing;",
            "Failed «|» Idle => Authorizing;",
        ],
    );
    check("Enabling", &["Enabling «|» Joining => InCall | Failed;"]);
    // Neither of the states has another row.
    let source = |rows: &str| Source::new(&format!("title = \"x\", flow {{ {rows} }}"), pages::FIELDS);
    let others = "Authorizing => Enabling | Failed; Enabling => Joining | Failed; Joining => InCall | Failed; InCall => Idle;";
    for between in ["|", "||", ",", "or", ""] {
        let mistakes = source(&format!("Idle {between} Failed => Authorizing; {others}")).mistakes();
        assert_eq!(mistakes.len(), 1, "{between}: {mistakes:#?}");
        let mistakes = source(&format!("{others} Idle {between} Failed => Authorizing;")).mistakes();
        assert_eq!(mistakes.len(), 1, "{between}: {mistakes:#?}");
    }
}

#[test]
fn semicolons_inside_of_a_row() {
    check(
        "Authorizing",
        &[
            "Authorizing => Enabling«;» Failed: toast(\"x\");",
            "Authorizing => Enabling«;» Failed;",
            "Authorizing => Enabling«;» | Failed;",
            "Authorizing => Enabling«;» Idle on System | Failed;",
            "Authorizing => Enabling«;» Authorizing on Denied retry 1 | Failed: toast(\"x\");",
            "Authorizing => Enabling | Authorizing on Denied«;» retry 1 | Failed: toast(\"x\");",
            "Authorizing => Enabling | Authorizing«;» on Denied retry 1 | Failed: toast(\"x\");",
            "Authorizing => Enabling | Failed«;» : toast(\"x\");",
            "Authorizing => Enabling | Failed; «toast»(\"x\");",
            "Authorizing => Enabling | Failed;«;»",
        ],
    );
    check("Enabling", &["Enabling within 10s => Joining«;» Failed: run(report);"]);
}

#[test]
fn delimiters() {
    check(
        "Enabling",
        &[
            "Enabling => «{» Joining | Failed };",
            "Enabling => «{» Joining | Failed: toast(\"x\") };",
            "Enabling => «{» Joining | Failed }",
            "Enabling => «{» Joining; Failed; };",
            "Enabling => «{» Joining, Failed }",
            "Enabling => «(»Joining | Failed);",
            "Enabling => «[»Joining, Failed];",
            "Enabling => Joining | «(»Failed: toast(\"x\"));",
            "Enabling => Joining | «{» Failed };",
            "Enabling => Joining | Enabling on «(»System, Internal) retry 1 | Failed;",
            "Enabling => Joining | Enabling on«(»System) retry 1 | Failed;",
            "Enabling => Joining | Enabling on «[»System, Internal] retry 1 | Failed;",
            "Enabling => Joining | Enabling on «{»System} retry 1 after 1s | Failed;",
            "Enabling => Joining | Enabling on System retry«(»1) | Failed;",
            "Enabling => Joining | Enabling on System retry 1 after«(»1s) | Failed;",
            "Enabling => Joining | Failed«(»System);",
            "Enabling => Joining | Failed «{» toast(\"x\") };",
            "Enabling => Joining | Failed: «{» toast(\"x\") };",
            "Enabling => Joining | Failed: «[»toast(\"x\"), run(report)];",
            "Enabling within«(»10s) => Joining | Failed;",
            "Enabling «(»within 10s) => Joining | Failed;",
            "«(»Enabling) => Joining | Failed;",
            "«{» Enabling => Joining | Failed; }",
            "«(»Enabling => Joining | Failed);",
        ],
    );
}

#[test]
fn parts_in_another_order() {
    check(
        "Enabling",
        &[
            "Enabling => Joining | «on» System Failed | Failed;",
            "Enabling => Joining | «on» System => Failed | Failed;",
            "Enabling => Joining | «on» System: toast(\"x\") | Failed;",
            "Enabling => Joining | «retry» 1 Enabling on System | Failed;",
            "Enabling => Joining | «System» Failed | Failed;",
            "Enabling => Joining | «System» => Failed | Failed;",
            "Enabling => Joining | «Denied»;",
            "Enabling => «on» System Failed | Joining | Failed;",
            "Enabling => «within» 10s Joining | Failed;",
            "Enabling => Joining «within» 10s | Failed;",
            "«within» 10s Enabling => Joining | Failed;",
            "Enabling => Joining | Failed: toast(\"x\") «on» System;",
            "Enabling => Joining | Failed: toast(\"x\"), «on» System;",
            "Enabling => Joining | Failed | «toast»(\"x\");",
            "Enabling => Joining | Failed: toast(\"x\") | «run»(report);",
            "Enabling => Joining | Failed «toast»(\"x\");",
            "Enabling => Joining | Failed «=>» toast(\"x\");",
            "Enabling => Joining | Failed «->» run(report);",
            "Enabling => Joining | Failed«,» toast(\"x\");",
        ],
    );
}

#[test]
fn between_causes() {
    check(
        "Enabling",
        &[
            "Enabling => Joining | Enabling on System «or» Internal retry 1 | Failed;",
            "Enabling => Joining | Enabling on System «and» Internal retry 1 | Failed;",
            "Enabling => Joining | Enabling on System «&» Internal retry 1 | Failed;",
            "Enabling => Joining | Enabling on System «&&» Internal retry 1 | Failed;",
            "Enabling => Joining | Enabling on System «+» Internal retry 1 | Failed;",
            "Enabling => Joining | Enabling on System «/» Internal retry 1 | Failed;",
            "Enabling => Joining | Enabling on System | «Internal» retry 1 | Failed;",
            "Enabling => Joining | Enabling on System || «Internal» retry 1 | Failed;",
            "Enabling => Joining | Enabling on System «Internal» retry 1 | Failed;",
            "Enabling => Joining | Enabling on System «or» -5 retry 1 | Failed;",
            "Enabling => Joining | Enabling on System «-5» retry 1 | Failed;",
            "Enabling => Joining | Enabling on System, «or» Internal retry 1 | Failed;",
            "Enabling => Joining | Enabling on System, Internal, NoCamera «or» -5 retry 1 | Failed;",
            "Enabling => Joining | Enabling on System«,» retry 1 | Failed;",
            "Enabling => Joining | Enabling on «not» System retry 1 | Failed;",
            "Enabling => Joining | Enabling on «!»System retry 1 | Failed;",
            "Enabling => Joining | Enabling on «*» retry 1 | Failed;",
            "Enabling => Joining | Enabling on «_» retry 1 | Failed;",
            "Enabling => Joining | Enabling on «\"System\"» retry 1 | Failed;",
        ],
    );
}

#[test]
fn between_a_keyword_and_its_value() {
    check(
        "Enabling",
        &[
            "Enabling => Joining | Enabling on «=» System retry 1 | Failed;",
            "Enabling => Joining | Enabling on«:» System retry 1 | Failed;",
            "Enabling => Joining | Enabling on«:» System, Internal retry 1 | Failed: toast(\"x\");",
            "Enabling => Joining | Enabling on System retry «=» 1 | Failed;",
            "Enabling => Joining | Enabling on System retry«:» 1 after 1s | Failed;",
            "Enabling => Joining | Enabling on System retry 1 after «=» 1s | Failed;",
            "Enabling within «=» 10s => Joining | Failed;",
            "Enabling within«:» 10s => Joining | Failed;",
        ],
    );
    check(
        "Authorizing",
        &["Authorizing => Enabling | Authorizing on Denied via «=» open_setting retry 1 | Failed;"],
    );
}

#[test]
fn between_edges() {
    check(
        "Enabling",
        &[
            "Enabling => Joining «||» Failed;",
            "Enabling => Joining«,» Failed;",
            "Enabling => Joining «or» Failed;",
            "Enabling => Joining «else» Failed;",
            "Enabling => Joining «/» Failed;",
            "Enabling => Joining «&» Failed;",
            "Enabling => Joining «->» Failed;",
            "Enabling => Joining «=>» Failed;",
            "Enabling => Joining «:» Failed;",
            "Enabling => Joining «Failed»;",
            "Enabling => Joining «Failed»: toast(\"x\");",
            "Enabling => Joining | Enabling on System retry 1«,» Failed;",
            "Enabling => Joining | Enabling on System retry 1 «Failed»;",
            "Enabling => Joining | Idle on System«,» Failed;",
            "Enabling => Joining | Idle on System «or» Failed;",
            "Enabling => Joining: toast(\"x\")«,» Failed: toast(\"x\");",
            "Enabling => Joining: toast(\"x\") «or» Failed;",
            "Enabling => Joining | Failed |«;»",
            "Enabling => Joining | Failed ||«;»",
            "Enabling => Joining | «|» Failed;",
            "Enabling => «|» Joining | Failed;",
        ],
    );
}

#[test]
fn in_the_place_of_the_arrow() {
    check(
        "Enabling",
        &[
            "Enabling «->» Joining | Failed;",
            "Enabling «=» Joining | Failed;",
            "Enabling «==» Joining | Failed;",
            "Enabling «=» > Joining | Failed;",
            "Enabling«:» Joining | Failed;",
            "Enabling «Joining» | Failed;",
            "Enabling «to» Joining | Failed;",
            "Enabling within 10s «->» Joining | Failed;",
            "Enabling within 10s«,» => Joining | Failed;",
            "Enabling «witin» 10s => Joining | Failed;",
            "Enabling => «=>» Joining | Failed;",
        ],
    );
}

#[test]
fn in_the_place_of_a_literal() {
    check(
        "Enabling",
        &[
            "Enabling => Joining | Enabling on System retry «MAX» | Failed;",
            "Enabling => Joining | Enabling on System retry «limits::MAX» after 1s | Failed;",
            "Enabling => Joining | Enabling on System retry «concat»!(1) | Failed;",
            "Enabling => Joining | Enabling on System retry «2u16» | Failed;",
            "Enabling => Joining | Enabling on System retry «1.5» | Failed;",
            "Enabling => Joining | Enabling on System retry «-1» | Failed;",
            "Enabling => Joining | Enabling on System retry «\"2\"» | Failed;",
            "Enabling => Joining | Enabling on System retry «twice» | Failed;",
            "Enabling => Joining | Enabling on System retry 1 «times» | Failed;",
            "Enabling => Joining | Enabling on System retry «1s» | Failed;",
            "Enabling => Joining | Enabling on «-5i32» retry 1 | Failed;",
            "Enabling within «LIMIT» => Joining | Failed;",
            "Enabling within «Duration::from_secs(3)» => Joining | Failed;",
            "Enabling within «3u8» => Joining | Failed;",
            "Enabling within «30 s» => Joining | Failed;",
            "Enabling within «3» => Joining | Failed;",
            "Enabling => Joining | Failed: toast(«TEXT»);",
            "Enabling => Joining | Failed: toast(«texts::FAILED»);",
            "Enabling => Joining | Failed: toast(«concat»!(\"a\", \"b\"));",
            "Enabling => Joining | Failed: toast(«format»!(\"a\"));",
            "Enabling => Joining | Failed: toast(«b\"x\"»);",
            "Enabling => Joining | Failed: toast(«c\"x\"»);",
            "Enabling => Joining | Failed: toast(«'x'»);",
            "Enabling => Joining | Failed: toast(«5»);",
            "Enabling => Joining | Failed: toast(«true»);",
            "Enabling => Joining | Failed: toast(«\"x\"utf8»);",
            "Enabling => Joining | Failed: toast(«失败»);",
            "Enabling => Joining | Failed: toast(«&»TEXT);",
            "Enabling => Joining | Failed: toast(\"x\"«.»to_string());",
            "Enabling => Joining | Failed: toast(\"x\", «\"y\"»);",
            "Enabling => Joining | Failed: toast(«)»;",
            "Enabling => Joining | Failed: toast «\"x\"»;",
            "Enabling => Joining | Failed: toast«!»(\"x\");",
            "Enabling => Joining | Failed: toast «=» \"x\";",
            "Enabling => Joining | Failed: run(«\"report\"»);",
            "Enabling => Joining | Failed: run(«|»page, change| ());",
            "Enabling => Joining | Failed: run(report«(»));",
            "Enabling => Joining | Failed: run(«&»report);",
            "Enabling => Joining | Failed: run(report«,» report);",
            "Enabling => Joining | Failed: toast(\"x\") «+» run(report);",
            "Enabling => Joining | Failed: toast(\"x\") «run»(report);",
            "Enabling => Joining | Failed: «\"x\"»;",
            "Enabling => Joining | Failed: toast(\"x\"),«;»",
        ],
    );
}

#[test]
fn attributes() {
    check(
        "Enabling",
        &[
            "«#[cfg(debug_assertions)]» Enabling => Joining | Failed;",
            "Enabling => Joining | «#[cfg(debug_assertions)]» Failed;",
            "Enabling => Joining «#[cfg(debug_assertions)]» | Failed;",
            "«#[allow(unused)]» Enabling => Joining | Failed;",
            "«#![doc = \"x\"]» Enabling => Joining | Failed;",
            "«#[doc(hidden)]» Enabling => Joining | Failed;",
            "Enabling «#»[doc = \"x\"] => Joining | Failed;",
            "Enabling => Joining | Failed «#»[doc = \"x\"];",
        ],
    );
    check(
        "Failed",
        &[
            "Failed => Idle; «#[doc = \"x\"]»",
            "Failed => Idle; «#[allow(unused)]»",
            "Failed => Idle; «#![doc = \"x\"]»",
        ],
    );
}

#[test]
fn what_the_host_does_not_allow() {
    check(
        "Idle",
        &["Idle => «InCall»;", "Idle => Authorizing «on» System;", "Idle «within» 10s => Authorizing;"],
    );
    check(
        "Authorizing",
        &[
            "Authorizing => «InCall» | Failed;",
            "Authorizing => Enabling | Authorizing on Denied, System via «open_setting» retry 1 | Failed;",
            "Authorizing => Enabling | Authorizing on «-30004» retry 1 | Failed;",
            "Authorizing => Enabling | Authorizing on Denied retry 1 | Failed on «Denied» | Failed;",
        ],
    );
    check(
        "Enabling",
        &[
            "Enabling => «InCall» | Failed;",
            "Enabling => Joining | «Joining» | Failed;",
            "Enabling => Joining | Idle | «Idle» | Failed;",
            "Enabling => Joining | Enabling on NoCamera, «-30004» retry 1 | Failed;",
            "State::«Enabling» => Joining | Failed;",
            "Enabling => State::«Joining» | Failed;",
            "Enabling => Joining | Enabling on Cause::«System» retry 1 | Failed;",
        ],
    );
    check("Joining", &["Joining => InCall | Failed | «Failed»: toast(\"x\");"]);
    check(
        "InCall",
        &["InCall => «Joining» | Idle;", "InCall => Idle | «Idle»;", "InCall => Idle | «Failed»;"],
    );
    check(
        "Failed",
        &[
            "Failed => «Failed» | Idle;",
            "Failed => Idle | «Idle»;",
            "Failed => Idle | Authorizing «on» Denied;",
        ],
    );
}
