//! The flow in the struct's documentation: a table and a small diagram.

use proc_macro2::Span;
use syn::{Attribute, LitStr, parse_quote_spanned};

use crate::host::{Cause, State};
use crate::model::{Action, Edge, Page, Row};

/// The `#[doc = "…"]` after those of the user.
pub(super) fn attribute(page: &Page) -> Attribute {
    let site = Span::mixed_site();
    let text = LitStr::new(&format!(" {}", lines(page).join("\n ")), site);
    parse_quote_spanned!(site=> #[doc = #text])
}

fn lines(page: &Page) -> Vec<String> {
    let title = if page.calls() { "# Flow of a call" } else { "# How the page becomes reachable" };
    let mut lines = vec![String::new(), title.to_owned(), String::new(), "```text".to_owned()];
    lines.extend(diagram(page));
    lines.extend(["```".to_owned(), String::new()]);
    // Only a flow with doc comments has the last column.
    let has_notes = page
        .rows
        .iter()
        .any(|row| !row.docs.is_empty() || row.edges.iter().any(|edge| !edge.docs.is_empty()));
    let last = |cell: String| if has_notes { format!(" {cell} |") } else { String::new() };
    lines.push(format!("| from | to | when | actions |{}", last("notes".to_owned())));
    lines.push(format!("| --- | --- | --- | --- |{}", last("---".to_owned())));
    for row in &page.rows {
        for (number, edge) in row.edges.iter().enumerate() {
            let (state, of_row) = if number == 0 {
                (code(row.state.value.name()), &row.docs[..])
            } else {
                (String::new(), &[][..])
            };
            let (to, when, then) = (code(edge.to.value.name()), when(page, row, edge), then(edge));
            let notes = last(notes(of_row, &edge.docs));
            lines.push(format!("| {state} | {to} | {when} | {then} |{notes}"));
        }
    }
    lines
}

/// The doc comments of a row and of its edge, as one cell. They are Markdown already.
fn notes(row: &[String], edge: &[String]) -> String {
    let lines = row.iter().chain(edge).filter(|line| !line.is_empty());
    let lines: Vec<_> = lines.map(|line| line.replace('|', "\\|")).collect();
    lines.join(" ")
}

/// The states of a call that succeeds, and below them where it fails and what is tried again.
fn diagram(page: &Page) -> Vec<String> {
    let rows = &page.rows;
    let chain: &[State] = if page.calls() {
        &[State::Idle, State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Idle]
    } else {
        &[State::Authorizing, State::Enabling, State::Idle]
    };
    let mut states = String::new();
    let mut down = String::new();
    let mut along = String::new();
    for (number, state) in chain.iter().copied().enumerate() {
        let arrow = if number == 0 { "" } else { " ──> " };
        states.extend([arrow, state.name()]);
        let last = number == chain.len() - 1;
        let fails = rows.iter().any(|row| {
            row.state.value == state && !last && row.edges.iter().any(|edge| edge.to.value == State::Failed)
        });
        if fails {
            let at = states.chars().count() - state.name().len() / 2 - 1;
            let corner = if along.is_empty() { '└' } else { '┴' };
            let fill = if along.is_empty() { ' ' } else { '─' };
            down.extend(std::iter::repeat_n(' ', at.saturating_sub(down.chars().count())).chain(['│']));
            along.extend(std::iter::repeat_n(fill, at.saturating_sub(along.chars().count())).chain([corner]));
        }
    }
    let after: Vec<_> = rows
        .iter()
        .filter(|row| row.state.value == State::Failed)
        .flat_map(|row| row.edges.iter().map(|edge| edge.to.value.name()))
        .collect();
    along.push_str("──> Failed");
    if !after.is_empty() {
        along.extend([" ──> ", &after.join(" or ")]);
    }
    let again = rows.iter().flat_map(|row| {
        row.edges.iter().filter_map(|edge| {
            let retry = edge.retry?;
            Some(format!(
                "{} ──> {} again, at most {}",
                row.state.value.name(),
                edge.to.value.name(),
                times(retry.limit)
            ))
        })
    });
    [states, down, along].into_iter().chain(again).collect()
}

/// What takes an edge.
fn when(page: &Page, row: &Row, edge: &Edge) -> String {
    let from = row.state.value;
    let within = row.within.map(span);
    let is_success = !page.calls() && edge.to.value == State::Idle && from == State::Enabling;
    let mut when = match (from, edge.to.value) {
        (State::Idle | State::Failed, State::Authorizing) => "the user taps the button".to_owned(),
        (State::Failed, _) => "the user dismisses the error".to_owned(),
        _ if !edge.on.is_empty() => {
            let causes: Vec<_> = edge.on.iter().map(|cause| cause_of(row, cause.value)).collect();
            causes.join(", ")
        }
        (State::InCall, _) => "the call ends".to_owned(),
        (_, State::Failed) => "any other cause".to_owned(),
        (_, State::Idle) if !is_success => "the user or the handler cancels".to_owned(),
        _ => match within {
            Some(within) => format!("success within {within}"),
            None => "success".to_owned(),
        },
    };
    if let Some(retry) = edge.retry {
        let of = if page.calls() { " in a call" } else { "" };
        when = format!("{when}; at most {}{of}", times(retry.limit));
    }
    when
}

/// What is done as an edge is taken.
fn then(edge: &Edge) -> String {
    let via = edge.via.map(|via| code(via.value.name));
    let after = edge.after.map(|after| format!("wait {}", span(after)));
    let actions = edge.actions.iter().map(|action| match action {
        Action::Toast(text, None) => format!("toast {}", code(&text.value())),
        Action::Toast(text, Some(time)) => format!("toast {} for {}", code(&text.value()), span(*time)),
        Action::Run { path, .. } => format!("run {}", code(path)),
        Action::Spawn { path, .. } => format!("spawn {}", code(path)),
    });
    let parts: Vec<_> = after.into_iter().chain(via).chain(actions).collect();
    parts.join(", ")
}

/// A cause; that of a limit of the call with the limit.
fn cause_of(row: &Row, cause: Cause) -> String {
    let limit = match cause {
        Cause::Named(known) if row.state.value == State::InCall => match known.name {
            "NoAnswer" => row.ring,
            "Timeout" => row.within,
            _ => None,
        },
        _ => None,
    };
    let name = match cause {
        Cause::Named(known) => code(known.name),
        Cause::Other(other) => code(&other.to_string()),
    };
    limit.map_or_else(|| name.clone(), |limit| format!("{name} after {}", span(limit)))
}

fn times(limit: u16) -> String {
    match limit {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

/// A duration with its largest unit.
fn span(millis: u64) -> String {
    match millis {
        _ if millis.is_multiple_of(60_000) => format!("{} m", millis / 60_000),
        _ if millis.is_multiple_of(1000) => format!("{} s", millis / 1000),
        _ => format!("{millis} ms"),
    }
}

/// Text as code in a cell of a Markdown table. The text is the user's, so nothing in it may become a link,
/// a tag or the end of the cell.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let text = text.replace('|', "\\|");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn any_text_can_be_code_in_a_table() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a\nb"), "`a b`");
    }
}
