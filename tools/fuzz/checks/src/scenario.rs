//! Scenarios: read, written and played.

use voip_runtime::sim::scenario::{Scenario, ScenarioPage};

use crate::pages::SCENARIO_PAGES;

/// Reads a scenario, and plays it.
pub fn check(text: &str) {
    let specs: Vec<_> = SCENARIO_PAGES.iter().map(ScenarioPage::spec).collect();
    let scenario = match Scenario::read(text, &specs) {
        Ok(scenario) => scenario,
        Err(error) => {
            let lines = text.lines().count().max(1);
            assert!(error.line.is_none_or(|line| (1..=lines).contains(&line)), "{error}");
            return;
        }
    };
    let page =
        SCENARIO_PAGES.iter().find(|page| page.spec().name == scenario.page).expect("it was read for a page");
    let written = scenario.to_lines(page.spec());
    let again = Scenario::read(&written, &specs).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(again.to_lines(page.spec()), written, "written twice");
    let played = scenario.play(*page);
    assert_eq!(played, scenario.play(*page), "played twice");
    // A recording has aliases when it is written, so it may fail in another way.
    let [is_met, is_met_again] = [played, again.play(*page)].map(|played| played.failure.is_none());
    assert!(!is_met || is_met_again, "a scenario fails after it was written: {written}");
}
