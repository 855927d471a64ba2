//! The runtime is the only source of the facts about the host. Copies of them are generated and checked in:
//! `UPDATE_EXPECT=1 cargo test -p voip-tests --test facts` writes them.

use std::fmt::Debug;
use std::path::Path;
use std::{env, fs};

use voip_runtime::flow::{Action, Via};
use voip_runtime::legal::{LEGAL, LegalTransitions};
use voip_runtime::sim::Step;
use voip_runtime::spec::{Role, Scope};
use voip_runtime::{Cause, Page, RoomType, State, api, wx};
use voip_tests::Plain;

#[test]
fn copies_of_the_facts_are_up_to_date() {
    let tables = "voip-macros/src/host/tables.rs";
    let docs = "voip-macros/docs/flow.md";
    let stale = [
        up_to_date(tables, |_| macro_tables()),
        up_to_date(docs, |old| replaced(old, "legal transitions", &legal_transitions())),
        up_to_date(docs, |old| replaced(old, "default flow", &default_flow())),
        up_to_date(docs, |old| replaced(old, "causes", &causes())),
        up_to_date("voip-runtime/src/wx/voip/tables.js", |old| replaced(old, "tables", &glue_tables())),
        up_to_date("tools/cargo-voip/templates/source/voip.d.ts", |old| replaced(old, "types", &ts_types())),
        up_to_date("docs/host.md", |old| replaced(old, "causes", &causes())),
        up_to_date("tools/voip-preview/web/address.js", |old| replaced(old, "steps", &preview_steps())),
        up_to_date("tests/e2e/lib/causes.mjs", |old| replaced(old, "causes", &js_causes())),
        up_to_date("tests/e2e/lib/flow.mjs", |old| replaced(old, "steps", &states_of_steps())),
    ];
    let stale: String = stale.into_iter().flatten().collect();
    assert!(stale.is_empty(), "run `UPDATE_EXPECT=1 cargo test -p voip-tests --test facts`:\n{stale}");
}

/// Compares a file of the workspace with the generated one, or writes it. Returns the first difference.
fn up_to_date(file: &str, generate: impl FnOnce(&str) -> String) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let old = fs::read_to_string(&path).expect(file);
    let new = generate(&old);
    if old == new {
        return None;
    }
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, new).expect(file);
        return None;
    }
    let at = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    let line = |text: &str| text.lines().nth(at).unwrap_or_default().to_owned();
    Some(format!("{file}:{}\n  expected {}\n  found    {}\n", at + 1, line(&new), line(&old)))
}

/// The text with new lines between the two comments that mark them.
fn replaced(text: &str, name: &str, lines: &str) -> String {
    let marker = format!("generated: {name}, ");
    let begin = text.find(&marker).unwrap_or_else(|| panic!("no `{marker}`"));
    let begin = begin + text[begin..].find('\n').expect("a line ends") + 1;
    let end = begin + text[begin..].find("end of generated").expect("an end");
    let end = text[..end].rfind('\n').expect("a line before") + 1;
    format!("{}{lines}{}", &text[..begin], &text[end..])
}

/// Their names in Rust, separated by commas.
fn listed<T: Debug>(values: &[T]) -> String {
    values.iter().map(|value| format!("{value:?}")).collect::<Vec<_>>().join(", ")
}

/// Their names in Rust as Markdown code, separated by commas.
fn code<T: Debug>(values: &[T]) -> String {
    values.iter().map(|value| format!("`{value:?}`")).collect::<Vec<_>>().join(", ")
}

fn states_of(cause: Cause) -> Vec<State> {
    State::ALL.into_iter().filter(|state| cause.is_possible_in(*state)).collect()
}

fn every_cause() -> impl Iterator<Item = Cause> {
    Cause::NAMED.iter().copied().chain([Cause::Other(0)])
}

// --- The macro ---

fn macro_tables() -> String {
    let count = State::ALL.len();
    let (states, roles) = (listed(&State::ALL), listed(Role::ALL));
    let legal = lines(LEGAL.iter().map(|LegalTransitions { from, onward, back, stop }| {
        let (is_working, within) = (from.is_working(), from.default_limit().map(|limit| limit.as_millis()));
        format!(
            "LegalTransitions {{ from: {from}, name: \"{from}\", is_working: {is_working}, within: {within:?}, \
             onward: &{onward:?}, back: &{back:?}, stop: &{stop:?} }}"
        )
    }));
    let causes = lines(Cause::NAMED.iter().map(|cause| {
        let codes: Vec<_> = cause.code().iter().chain(cause.errnos()).copied().collect();
        format!("Known {{ name: \"{cause}\", codes: &{codes:?}, steps: &{:?} }}", states_of(*cause))
    }));
    let vias = lines(Via::ALL.iter().map(|via| {
        let (name, cause) = (via.name(), via.cause());
        format!("Via {{ name: \"{name}\", variant: \"{via:?}\", cause: \"{cause}\" }}")
    }));
    let role_names: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
    let roles_chinese: Vec<_> = Role::ALL.iter().map(|role| role.chinese()).collect();
    let scope = |scope: &Scope| (scope.name().trim_start_matches("scope."), format!("{scope:?}"));
    let scopes: Vec<_> = Scope::ALL.iter().map(scope).collect();
    let room_types = RoomType::ALL.map(|kind| (kind.name(), format!("{kind:?}")));
    let reserved = [&wx::DATA[..], &wx::HANDLERS].concat();
    format!(
        "\
//! Generated from the runtime by `tests/tests/facts.rs`; do not edit.

use super::{{Known, LegalTransitions, Via}};

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {{ {states} }}

use State::{{{states}}};

impl State {{
    /// Every state, in the order of a call.
    pub(crate) const ALL: [Self; {count}] = [{states}];
}}

/// The legal transitions, one entry for each of [`State::ALL`].
pub(crate) const LEGAL: [LegalTransitions; {count}] = [
{legal}];

/// Every cause that has a name, in the order of the documents. No row can name `App`, the cause of a handler's `fail`.
pub(crate) const CAUSES: [Known; {}] = [
{causes}];

/// The states in which a code without a name can occur.
pub(super) const OTHER_CODE: &[State] = &{:?};

/// What `via` can name.
pub(crate) const VIAS: [Via; {}] = [
{vias}];

/// The role of a field in the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {{ {roles} }}

use Role::{{{roles}}};

impl Role {{
    pub(crate) const ALL: [Self; {role_count}] = [{roles}];
}}

/// The names of the roles, one for each of [`Role::ALL`].
pub(crate) const ROLES: [&str; {role_count}] = {role_names:?};

/// What a user calls them.
pub(crate) const ROLES_CHINESE: [&str; {role_count}] = {roles_chinese:?};

/// The scopes: their names in a page and in the runtime.
pub(crate) const SCOPES: [(&str, &str); {}] = {scopes:?};

/// The kinds of call: their names in a page and in the runtime.
pub(crate) const ROOM_TYPES: [(&str, &str); {}] = {room_types:?};

/// The host's colours of the call window are numbered from 0 to this.
pub(crate) const MAX_BACKGROUND_TYPE: u8 = {};

/// The longest timeout of the host's timers, in milliseconds. A longer one fires at once.
pub(crate) const MAX_TIMEOUT_MS: u64 = {};

/// The names in a page's data, and of its handlers, that a field cannot have.
pub(crate) const RESERVED_NAMES: [&str; {}] = {reserved:?};
",
        Cause::NAMED.len(),
        states_of(Cause::Other(0)),
        Via::ALL.len(),
        scopes.len(),
        room_types.len(),
        api::MAX_BACKGROUND_TYPE,
        api::MAX_TIMEOUT_MS,
        reserved.len(),
        role_count = Role::ALL.len(),
    )
}

fn lines(entries: impl Iterator<Item = String>) -> String {
    entries.flat_map(|entry| ["    ".to_owned(), entry, ",\n".to_owned()]).collect()
}

// --- Documentation ---

fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let head = [head.map(String::from), [(); N].map(|()| "---".into())];
    head.into_iter()
        .chain(rows)
        .map(|cells| format!("| {} |\n", cells.join(" | ")))
        .collect::<Vec<_>>()
        .concat()
}

fn legal_transitions() -> String {
    let rows = LEGAL.iter().map(|legal| {
        let [from, onward, back, stop] = [&[legal.from], legal.onward, legal.back, legal.stop].map(code);
        let limit = legal.from.default_limit().map(|limit| format!("{limit:?}"));
        [from, onward, back, stop, limit.unwrap_or_default()]
    });
    table(["from", "onward", "recovery", "stop", "default `within`"], rows)
}

fn causes() -> String {
    let rows = every_cause().map(|cause| {
        let (name, number) = match cause {
            Cause::Other(_) => (String::new(), "any other".into()),
            _ => (code(&[cause]), cause.code().map(|code| code.to_string()).unwrap_or_default()),
        };
        [name, number, numbers(cause.errnos()), code(&states_of(cause))]
    });
    table(["cause", "`errCode`", "`errno`", "in"], rows)
}

fn numbers(values: &[i32]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The flow of a page that declares none, as the macro made it.
fn default_flow() -> String {
    let rows = State::ALL.map(|state| {
        let edges = Plain::SPEC.flow.row(state).edges.iter().map(|edge| match edge.actions {
            [] => edge.to.to_string(),
            [Action::Toast { title, duration: None }] => format!("{}: toast({title:?})", edge.to),
            _ => panic!("more than a toast"),
        });
        format!("    {:11} => {};\n", state.name(), edges.collect::<Vec<_>>().join(" | "))
    });
    format!("```text\nflow {{\n{}}}\n```\n", rows.concat())
}

// --- JavaScript ---

fn glue_tables() -> String {
    let states = State::ALL.map(|state| format!("'{state}'")).join(", ");
    let rows = every_cause().map(|cause| {
        let code = cause.code().filter(|code| *code != 0).map_or("null".into(), |code| code.to_string());
        let words = cause.words().join("|").replace('\\', r"\\");
        let means = match (words.as_str(), cause.errnos()) {
            ("", []) => String::new(),
            (words, []) => format!(", '{words}'"),
            (words, errnos) => format!(", '{words}', {}", numbers(errnos)),
        };
        format!("  ['{}', {code}, '{}'{means}]", cause.name(), cause.chinese())
    });
    let rows = rows.collect::<Vec<_>>().join(",\n");
    format!(
        "var ABI = {};\nvar STATES = [{states}];\n/** @type {{any[][]}} */\nvar CAUSES = [\n{rows}\n];\n",
        wx::ABI
    )
}

fn ts_types() -> String {
    let union = |name: &str, names: Vec<&str>| {
        let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        format!("export type {name} =\n  | {};\n", names.join("\n  | "))
    };
    let states = union("State", State::ALL.iter().map(|state| state.name()).collect());
    let causes = union("Cause", every_cause().map(Cause::name).collect());
    format!("/** The state of a page's call. */\n{states}\n/** Why something failed. */\n{causes}")
}

fn js_causes() -> String {
    let rows: Vec<_> = every_cause()
        .map(|cause| {
            let code = cause.code().unwrap_or(0);
            format!("  ['{}', {code}, '{}']", cause.name(), cause.chinese())
        })
        .collect();
    format!("export const CAUSES = [\n{}\n];\n", rows.join(",\n"))
}

fn preview_steps() -> String {
    format!("export const STEPS = [{}];\n", Step::ALL.map(|step| format!("'{}'", step.name())).join(", "))
}

fn states_of_steps() -> String {
    let steps = Step::ALL.map(|step| format!("{}: '{}'", step.name(), step.state()));
    format!("export const STATE = {{ {} }};\n", steps.join(", "))
}

// --- What no generator makes so ---

#[test]
fn every_page_of_these_tests_keeps_to_the_legal_graph() {
    fn check<P: Page>() {
        for legal in &LEGAL {
            for edge in P::SPEC.flow.row(legal.from).edges {
                assert!(legal.allow(edge.to), "{}: {} => {}", P::SPEC.name, legal.from, edge.to);
                let back = legal.back.contains(&edge.to);
                assert_eq!(edge.retry.is_some(), back && !edge.on.is_empty());
                assert!(edge.on.iter().all(|cause| cause.is_possible_in(legal.from)));
            }
        }
    }
    check::<Plain>();
    check::<voip_tests::Recovering>();
    check::<voip_tests::RetriesOnTimeout>();
    check::<voip_tests::HangsUpOnLeave>();
    check::<voip_tests::CustomHandler>();
}

#[test]
fn states_steps_and_legal_transitions_are_in_one_order() {
    assert_eq!(LEGAL.map(|legal| legal.from), State::ALL);
    let working = State::ALL.into_iter().filter(|state| state.is_working());
    assert!(working.eq(Step::ALL.map(Step::state)));
}
