//! Scenarios of the crate: lists them, plays one as a replay, and saves the run of a phone as one.

use std::path::Path;

use voip_runtime::sim::scenario::{
    Content, Expectation, Failure, SaveError, Scenario, ScenarioError, ScenarioPage, Scenarios,
};

use super::Simulation;
use crate::paint::text::visible;
use crate::serve::settings::Settings;
use crate::serve::wire::{Event, Refusal, SaveScenario, ScenarioInfo, ScenarioList, ScenarioView};
use crate::text::Text;

/// How many scenarios are listed.
const MAX_LISTED: usize = 200;

/// The scenarios of the crate, if it is known.
#[derive(Clone, Default)]
pub(in crate::serve) struct CrateScenarios {
    pub(in crate::serve) scenarios: Option<Scenarios>,
    /// Whether the browser may save one: on this machine, or through a host that the user has allowed.
    pub(in crate::serve) may_save: bool,
}

impl Simulation {
    pub(super) fn list_scenarios(&self) -> Result<(), Refusal> {
        let names = match &self.crate_scenarios.scenarios {
            Some(scenarios) => scenarios.names().map_err(|error| refusal("scenarios", &error))?,
            None => Vec::new(),
        };
        let info = |name: String| {
            let scenario = self.read_scenario(&name).map_err(|error| text(&error));
            ScenarioInfo::new(name, scenario)
        };
        self.outbox.reply(Event::Scenarios(ScenarioList {
            folder: self.crate_scenarios.scenarios.as_ref().map(|scenarios| shown(scenarios.folder())),
            may_save: self.crate_scenarios.may_save && self.crate_scenarios.scenarios.is_some(),
            scenarios: names.into_iter().take(MAX_LISTED).map(info).collect(),
        }));
        Ok(())
    }

    /// Plays the scenario to its end, on the phone that it names.
    pub(super) fn play_scenario(&mut self, name: &str) -> Result<(), Refusal> {
        let scenario = self.read_scenario(name).map_err(|error| {
            let Text { english, chinese } = text(&error);
            let name = visible(name);
            Refusal::new(
                "scenario",
                format!("cannot play the scenario `{name}`: {english}"),
                format!("无法运行场景 {name}：{chinese}"),
            )
        })?;
        let page = self.pages.iter().find(|page| page.spec().name == scenario.page);
        let page = page.unwrap_or_else(|| self.pages.first()).clone();
        let played = scenario.play(page.scenario_page());
        let view = ScenarioView::new(name, &scenario, &played);
        let recording = match scenario.content {
            Content::Recording(recording) => recording,
            Content::Inputs(_) => page.recording(played.records),
        };
        self.begin_replay(scenario.phone, page, recording, Some(view));
        self.step_replay(usize::MAX)
    }

    /// Saves the run of a phone in the crate, or sends it as a file to download.
    pub(super) fn save_scenario(&self, save: SaveScenario) -> Result<(), Refusal> {
        let SaveScenario { phone, name, title, settings, expect, overwrite, unexpected } = save;
        let (recording, whole) = self.recording_of(phone);
        if !whole {
            return Err(Refusal::new(
                "saveScenario",
                "this run is too long for a scenario: start a new run, and do only what the scenario needs",
                "本次运行过长，无法保存为场景：请重新开始，只做场景所需的操作",
            ));
        }
        Scenarios::check_name(&name).map_err(|error| refusal("saveScenario", &error))?;
        let expect = Expectation::read(&expect).map_err(|error| refusal("saveScenario", &error))?;
        let (_, errors) = Settings::read(&settings, &self.pages.names());
        if !errors.is_empty() {
            return Err(super::address_errors::refusal("saveScenario", &errors));
        }
        let spec = self.page_of(phone).spec();
        let mut scenario = Scenario::of_recording(recording, expect);
        (scenario.phone, scenario.title, scenario.settings) = (phone, title, settings);
        let lines = scenario.to_lines(spec);
        // What is saved can be played. It is not as expected if the page has a fault that a test should show.
        let page = self.page_of(phone);
        let saved = Scenario::read(&lines, &[spec]).map_err(|error| refusal("saveScenario", &error))?;
        if !unexpected && let Some(failure) = saved.play(page.scenario_page()).failure {
            self.outbox.reply(Event::ScenarioUnexpected(not_as_expected(&failure)));
            return Ok(());
        }
        let folder = self.crate_scenarios.scenarios.as_ref().filter(|_| self.crate_scenarios.may_save);
        let Some(folder) = folder else {
            self.outbox.reply(Event::ScenarioFile { name: format!("{name}.jsonl"), text: lines });
            return Ok(());
        };
        match folder.save(&name, &lines, overwrite) {
            Ok(path) => self.outbox.reply(Event::ScenarioSaved { name, path: shown(&path) }),
            Err(SaveError::Exists) => self.outbox.reply(Event::ScenarioExists(name)),
            Err(SaveError::Other(error)) => return Err(refusal("saveScenario", &error)),
            Err(_) => {}
        }
        self.list_scenarios()
    }

    fn read_scenario(&self, name: &str) -> Result<Scenario, ScenarioError> {
        let pages: Vec<ScenarioPage> = self.pages.iter().map(|page| page.scenario_page()).collect();
        let specs: Vec<_> = pages.iter().map(ScenarioPage::spec).collect();
        let scenarios = self.crate_scenarios.scenarios.clone().unwrap_or_else(|| Scenarios::of_crate("."));
        scenarios.read(name, &specs)
    }
}

/// Why a scenario is not as expected when it is played.
fn not_as_expected(failure: &Failure) -> Text {
    match failure {
        Failure::Unexpected { expected, found } => Text::new(
            format!("When it is played, this run ends in {found}, not in {expected}."),
            format!("回放时，本次运行结束于 {found}，而不是 {expected}。"),
        ),
        other => Text::new(
            format!("This run cannot be played: {}", visible(&other.to_string())),
            "本次运行无法回放：页面的行为与录制不同。",
        ),
    }
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

fn text(error: &ScenarioError) -> Text {
    Text::new(visible(&error.to_string()), visible(&error.in_chinese()))
}

fn refusal(command: &'static str, error: &ScenarioError) -> Refusal {
    let Text { english, chinese } = text(error);
    Refusal::new(command, english, chinese)
}
