//! The causes of failures, as the browser shows them.

use serde::Serialize;
use voip_runtime::Cause;
use voip_runtime::sim::Step;

use crate::serve::settings::can_answer;

/// A cause that a host call can answer with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::serve) struct CauseInfo {
    name: &'static str,
    /// The steps that can fail with this cause.
    steps: Vec<&'static str>,
    #[serde(flatten)]
    text: CauseText,
}

impl CauseInfo {
    pub(in crate::serve) fn of(cause: Cause) -> Self {
        let steps = Step::ALL.into_iter().filter(|step| can_answer(*step, cause));
        Self { name: cause.name(), steps: steps.map(Step::name).collect(), text: CauseText::of(cause) }
    }
}

/// The code of a cause, and its text in both languages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CauseText {
    code: Option<i32>,
    english: &'static str,
    chinese: &'static str,
    remedy: &'static str,
    remedy_chinese: &'static str,
}

impl CauseText {
    pub(super) fn with_english(self, english: &'static str) -> Self {
        Self { english, ..self }
    }

    pub(super) fn of(cause: Cause) -> Self {
        Self {
            code: cause.code(),
            english: cause.english(),
            chinese: cause.chinese(),
            remedy: cause.remedy(),
            remedy_chinese: cause.remedy_chinese(),
        }
    }
}
