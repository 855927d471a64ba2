//! What the environment says about the terminal: its language and its width.

use std::cell::Cell;
use std::env;

/// The narrowest width that lines are wrapped at.
const MIN_WIDTH: usize = 40;

/// The language and the width of the terminal. The default is English, without wrapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// Whether the timeline and the summary are in Chinese.
    pub(crate) is_chinese: bool,
    /// The number of columns, if it is known.
    pub(crate) width: Option<usize>,
}

thread_local! {
    static CURRENT: Cell<Terminal> = const { Cell::new(Terminal { is_chinese: false, width: None }) };
}

impl Terminal {
    /// The terminal of this thread. Only [`main`](crate::Preview::main) sets it: a report does not depend on the environment.
    pub(crate) fn current() -> Self {
        CURRENT.get()
    }

    /// Uses the language and the width of the environment, on this thread.
    pub(crate) fn use_environment() {
        CURRENT.set(Self::of(|variable| env::var(variable).ok()));
    }

    /// The language is that of the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set. The width is `COLUMNS`.
    fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let language = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let language = language.iter().filter_map(|name| variable(name)).find(|value| !value.is_empty());
        let width = variable("COLUMNS").and_then(|width| width.trim().parse().ok());
        Self {
            is_chinese: language.is_some_and(|language| language.to_ascii_lowercase().starts_with("zh")),
            width: width.filter(|width| *width > 0).map(|width: usize| width.max(MIN_WIDTH)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides_the_language() {
        let is_chinese = |variables: &[(&str, &str)]| {
            let find = |name: &str| variables.iter().find(|(other, _)| *other == name);
            Terminal::of(|name| find(name).map(|(_, value)| (*value).to_owned())).is_chinese
        };
        assert!(is_chinese(&[("LANG", "zh_CN.UTF-8")]));
        assert!(is_chinese(&[("LC_ALL", ""), ("LANG", "zh_TW")]));
        assert!(is_chinese(&[("LC_MESSAGES", "zh_CN"), ("LANG", "en_US.UTF-8")]));
        assert!(!is_chinese(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]));
        assert!(!is_chinese(&[("LANG", "en_US.UTF-8")]));
        assert!(!is_chinese(&[]));
    }

    #[test]
    fn columns_is_the_width() {
        let width =
            |columns: &str| Terminal::of(|name| (name == "COLUMNS").then(|| columns.to_owned())).width;
        assert_eq!(width("80"), Some(80));
        assert_eq!(width("5"), Some(MIN_WIDTH));
        assert_eq!([width("0"), width(""), width("wide"), width("-1")], [None; 4]);
    }
}
