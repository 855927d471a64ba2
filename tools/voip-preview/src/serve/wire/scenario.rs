//! Scenarios, as the browser shows and saves them.

use serde::{Deserialize, Serialize};
use voip_runtime::sim::scenario::{Expectation, Failure, Played, Scenario};

use crate::serve::settings::PhoneId;
use crate::text::Text;

/// The scenarios of the crate.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) struct ScenarioList {
    /// Their folder, if the crate is known.
    pub(in crate::serve) folder: Option<String>,
    /// Whether the browser may save one in the folder. Otherwise it downloads it.
    pub(in crate::serve) may_save: bool,
    pub(in crate::serve) scenarios: Vec<ScenarioInfo>,
}

/// A scenario in the list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) struct ScenarioInfo {
    name: String,
    title: String,
    settings: String,
    expect: Option<Expectation>,
    /// Why it cannot be read.
    why: Option<Text>,
}

impl ScenarioInfo {
    pub(in crate::serve) fn new(name: String, scenario: Result<Scenario, Text>) -> Self {
        match scenario {
            Ok(Scenario { title, settings, expect, .. }) => {
                Self { name, title, settings, expect: Some(expect), why: None }
            }
            Err(why) => {
                Self { name, title: String::new(), settings: String::new(), expect: None, why: Some(why) }
            }
        }
    }
}

/// The scenario that is played, and its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) struct ScenarioView {
    name: String,
    title: String,
    expected: Expectation,
    found: Expectation,
    as_expected: bool,
    /// Why a line could not be played.
    why: Option<Text>,
}

impl ScenarioView {
    pub(in crate::serve) fn new(name: &str, scenario: &Scenario, played: &Played) -> Self {
        let why = match &played.failure {
            Some(Failure::Invalid(error)) => Some(Text::new(error.to_string(), error.in_chinese())),
            _ => None,
        };
        Self {
            name: name.into(),
            title: scenario.title.clone(),
            expected: scenario.expect,
            found: played.found,
            as_expected: played.failure.is_none(),
            why,
        }
    }
}

/// What the user wants to save: the run of a phone, with what the page must show at its end.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::serve) struct SaveScenario {
    pub(in crate::serve) phone: PhoneId,
    pub(in crate::serve) name: String,
    pub(in crate::serve) title: String,
    /// The settings of the page's address.
    pub(in crate::serve) settings: String,
    pub(in crate::serve) expect: serde_json::Value,
    /// Whether it may replace a scenario with this name.
    pub(in crate::serve) overwrite: bool,
    /// Whether it is saved also if the run does not end as expected.
    #[serde(default)]
    pub(in crate::serve) unexpected: bool,
}
