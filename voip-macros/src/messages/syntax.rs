//! What is wrong with how a flow is written.

use super::words::{did_you_mean, empty, list, unknown};
use crate::host::{CAUSES, RECOVERIES, State};

pub(crate) fn row_written_so() -> String {
    "a row is written `Idle => Authorizing;`: a state, `=>`, its edges with `|` between, and `;`".to_owned()
}

pub(crate) fn unknown_state(name: &str) -> String {
    let states = State::ALL.map(State::name);
    format!("`{name}` is no state; the states are {}{}", list(&states, "and"), did_you_mean(name, &states))
}

pub(crate) fn state_expected() -> String {
    format!("here stands a state: {}", list(&State::ALL.map(State::name), "or"))
}

/// The row ends where a state is missing. `from` is the row's own state, if it is known.
pub(crate) fn state_expected_after(sign: &str, from: Option<State>) -> String {
    let legal = from.map_or_else(|| State::ALL.to_vec(), |from| from.ways().all().collect());
    let legal: Vec<_> = legal.into_iter().map(State::name).collect();
    format!(
        "expected a state after `{sign}`, found the end of the row\nhelp: legal here: {}, and then `;`",
        list(&legal, "or")
    )
}

/// A path in the place of a name.
pub(crate) fn name_alone(name: &str) -> String {
    format!("in a flow a name stands alone, and not at the end of a path: write `{name}`")
}

/// A cause after the `|` that ended the edge which it belongs to.
pub(crate) fn cause_after_bar(cause: &str) -> String {
    format!(
        "`{cause}` is a cause and no state: between the causes of an edge stand commas, as in `on System, {cause}`"
    )
}

pub(crate) fn bar_between_edges() -> String {
    "between two edges stands one `|`".to_owned()
}

pub(crate) fn within_elsewhere() -> String {
    "`within` and its duration stand between a row's state and its `=>`".to_owned()
}

pub(crate) fn arrow_expected(word: Option<&str>) -> String {
    let hint = word.map(|word| did_you_mean(word, &["within"])).unwrap_or_default();
    format!("after a row's state stands `=>`, or `within` and a duration and then `=>`{hint}")
}

pub(crate) fn missing_semicolon() -> String {
    "the row before this has no end: a row ends with `;`".to_owned()
}

/// The comma between the arms of a `match`.
pub(crate) fn comma_after_row() -> String {
    "a row ends with `;`, and not with a comma".to_owned()
}

/// An action after the `;` of the row that it belongs to.
pub(crate) fn action_after_row(action: &str) -> String {
    format!("what an edge does stands before the `;` of its row: `: {action}(…);`")
}

pub(crate) fn row_empty(state: State) -> String {
    let ways = list(&state.ways().all().map(State::name).collect::<Vec<_>>(), "or");
    format!("the row of `{}` leads nowhere; from there the host allows {ways}", state.name())
}

/// What may stand in an edge after its state.
pub(crate) const KEYWORDS: [&str; 4] = ["on", "via", "retry", "after"];

pub(crate) fn unexpected_in_edge(word: Option<&str>) -> String {
    let hint = word.map(|word| did_you_mean(word, &KEYWORDS)).unwrap_or_default();
    let what = word.map_or_else(|| "this".to_owned(), |word| format!("`{word}`"));
    format!(
        "{what} is no part of an edge; here may stand `on`, `via`, `retry`, `after`, `:`, `|` or `;`{hint}"
    )
}

pub(crate) fn comma_in_edge() -> String {
    "commas only stand inside the lists after `on` and `:`; the parts of an edge stand side by side, as in \
     `on NoCamera, NoRecord retry 1`"
        .to_owned()
}

pub(crate) fn comma_between_causes(cause: &str) -> String {
    format!("between two causes stands a comma: `, {cause}`")
}

pub(crate) fn keyword_after_actions(word: &str) -> String {
    format!("what an edge does stands last: put `{word}` before the `:`")
}

pub(crate) fn colon_before_actions(action: &str) -> String {
    format!("before what an edge does stands a colon: `: {action}(…)`")
}

pub(crate) fn unexpected_after_action() -> String {
    "after an action stands `,` and another one, `|` and another edge, or `;`".to_owned()
}

pub(crate) fn duration_expected(after: &str) -> String {
    format!("`{after}` takes a duration: a whole number with its unit, such as `500ms`, `30s` or `2m`")
}

pub(crate) fn duration_unit(digits: &str, unit: &str) -> String {
    let wrong = if unit.is_empty() {
        "this duration has no unit".to_owned()
    } else {
        format!("`{unit}` is no unit of a duration")
    };
    format!("{wrong}; write `{digits}ms`, `{digits}s` or `{digits}m`, with no space between")
}

pub(crate) fn duration_zero() -> String {
    "a duration of zero is none: write a longer one, or leave it out".to_owned()
}

pub(crate) fn duration_long() -> String {
    "this duration is longer than the host's timers hold, which is 24 days".to_owned()
}

pub(crate) fn retry_count() -> String {
    format!("`retry` takes how often one call may take the edge: a whole number from 1 to {}", u16::MAX)
}

pub(crate) fn cause_expected() -> String {
    "after `on` stand causes, with commas between: a name such as `Denied`, or a host code such as `-20000`"
        .to_owned()
}

pub(crate) fn unknown_cause(name: &str) -> String {
    let causes: Vec<_> =
        CAUSES.iter().filter(|cause| !cause.steps.is_empty()).map(|cause| cause.name).collect();
    let codes = ", and any other host code as a number";
    unknown(&format!("`{name}` is no cause"), name, &causes, "the causes are", codes)
}

pub(crate) fn other_cause() -> String {
    "a cause without a name is written as its host code, such as `on -5`".to_owned()
}

pub(crate) fn app_cause() -> String {
    "`App` is what a handler says with `call.fail(…)`: that goes to Failed whatever the flow says, so no edge names it"
        .to_owned()
}

/// A code that has a name, without its sign.
pub(crate) fn code_without_sign(code: i32, name: &str) -> String {
    format!("`{name}` has the code -{code}, with a minus; write `{name}` or `-{code}`")
}

pub(crate) fn code_range() -> String {
    format!("a host code is a whole number from {} to {}", i32::MIN, i32::MAX)
}

pub(crate) fn recovery_expected() -> String {
    format!("after `via` stands {}", list(&RECOVERIES.each_ref().map(|recovery| recovery.name), "or"))
}

pub(crate) fn unknown_recovery(name: &str) -> String {
    let known = RECOVERIES.each_ref().map(|recovery| recovery.name);
    format!("`{name}` is no recovery; there is {}{}", list(&known, "and"), did_you_mean(name, &known))
}

pub(crate) fn action_expected() -> String {
    "after `:` stand actions, with commas between: `toast(\"…\")` or `run(path)`".to_owned()
}

pub(crate) fn unknown_action(name: &str) -> String {
    format!(
        "`{name}` is no action; there is `toast(\"…\")` and `run(path)`{}",
        did_you_mean(name, &["toast", "run"])
    )
}

pub(crate) fn toast_form() -> String {
    "`toast` takes its words in quotes: `toast(\"唤起授权失败\")`".to_owned()
}

pub(crate) fn toast_empty() -> String {
    empty("toast", "say what went wrong, or leave it out")
}

pub(crate) fn run_form() -> String {
    "`run` takes the path of a `fn(&Page, &Change)`: `run(report)`".to_owned()
}

pub(crate) fn second_toast() -> String {
    "this edge already shows a toast, and the host shows one at a time; keep one of them".to_owned()
}

pub(crate) fn second_run() -> String {
    "this edge already runs that; keep one of them".to_owned()
}
