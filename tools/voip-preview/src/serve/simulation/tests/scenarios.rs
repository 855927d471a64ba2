//! Scenarios of the crate: the list, the result of one, and saving a run.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value as Json, json};
use voip_runtime::prelude::*;
use voip_runtime::sim::scenario::Scenarios;

use super::{Plain, TestTab};
use crate::pages::page;
use crate::serve::settings::PhoneId;
use crate::serve::simulation::scenario::CrateScenarios;
use crate::serve::wire::{Action, Command, Refusal};
use crate::text::is_chinese;

/// A simulation in a new crate without scenarios, and its folder.
fn open(test: &str, may_save: bool) -> (TestTab<Plain>, PathBuf) {
    let folder = std::env::temp_dir().join(format!("voip-preview-{}-{test}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("scenarios")).unwrap();
    let mut tab = TestTab::of(&[page::<Plain>()], "a.join=NotOpen");
    let scenarios = Some(Scenarios::of_crate(&folder));
    tab.simulation.crate_scenarios = CrateScenarios { scenarios, may_save };
    (tab, folder.join("scenarios"))
}

fn save(name: &str, expect: &Json, overwrite: bool) -> Command {
    serde_json::from_value(json!({ "saveScenario": {
        "phone": 0, "name": name, "title": "未开通", "settings": "a.join=NotOpen", "expect": expect, "overwrite": overwrite,
    }}))
    .unwrap()
}

/// The same, also if the run does not end as expected.
fn save_anyway(name: &str, expect: &Json, overwrite: bool) -> Command {
    let Command::SaveScenario(mut save) = save(name, expect, overwrite) else { unreachable!() };
    save.unexpected = true;
    Command::SaveScenario(save)
}

impl TestTab<Plain> {
    fn command(&mut self, command: Command) -> Result<Vec<Json>, Refusal> {
        self.handle(command)?;
        self.simulation.publish();
        Ok(self.outbox.take(true).iter().map(|event| serde_json::to_value(event).unwrap()).collect())
    }

    fn listed(&mut self) -> Json {
        let events = self.command(Command::Scenarios).unwrap();
        events.iter().find_map(|event| event.get("scenarios").cloned()).unwrap()
    }

    /// The scenario in the view of the replay.
    fn played(&mut self, name: &str) -> Result<Json, Refusal> {
        let events = self.command(Command::Scenario(name.into()))?;
        let update = events.iter().find_map(|event| event.get("update")).unwrap();
        Ok(update["replay"]["scenario"].clone())
    }
}

#[test]
fn a_run_is_saved_listed_and_played_again() {
    let (mut tab, folder) = open("saved", true);
    tab.call();
    assert_eq!(tab.view(PhoneId::A).state, State::Failed);
    let expect = json!({ "state": "Failed", "cause": "NotOpen" });
    let events = tab.command(save("not-open", &expect, false)).unwrap();
    assert!(events.iter().any(|event| event["scenarioSaved"]["name"] == "not-open"), "{events:?}");
    let text = fs::read_to_string(folder.join("not-open.jsonl")).unwrap();
    let header: Json = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(header["settings"], "a.join=NotOpen");
    assert!(!text.contains("openid-of-phone"), "{text}");

    let list = tab.listed();
    assert_eq!(
        (&list["scenarios"][0]["name"], &list["scenarios"][0]["expect"]),
        (&json!("not-open"), &expect)
    );
    assert_eq!(list["maySave"], true);
    let played = tab.played("not-open").unwrap();
    assert_eq!(played["asExpected"], true, "{played}");
    assert_eq!(played["found"], expect);
    assert_eq!(tab.view(PhoneId::A).state, State::Failed);

    // It is replaced only if the user says so.
    let other = json!({ "state": "InCall" });
    let events = tab.command(save_anyway("not-open", &other, false)).unwrap();
    assert!(events.iter().any(|event| event["scenarioExists"] == "not-open"), "{events:?}");
    assert_eq!(fs::read_to_string(folder.join("not-open.jsonl")).unwrap(), text);
    tab.command(save_anyway("not-open", &other, true)).unwrap();
    let played = tab.played("not-open").unwrap();
    assert_eq!(played["asExpected"], false);
    assert_eq!((&played["expected"], &played["found"]), (&other, &expect));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_scenario_by_hand_is_played_with_its_settings_on_its_phone() {
    let (mut tab, folder) = open("hand", true);
    let lines = r#"{"scenario":1,"page":"Plain","phone":"b","settings":"b.enable=System","expect":{"state":"Failed","cause":"System"}}
{"at":0,"input":"tap"}
"#;
    fs::write(folder.join("system.jsonl"), lines).unwrap();
    let played = tab.played("system").unwrap();
    assert_eq!(played["asExpected"], true, "{played}");
    let replay = tab.simulation.replay.as_ref().unwrap();
    assert_eq!((replay.phone, replay.progress().ended), (PhoneId::B, true));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_run_that_does_not_end_as_expected_is_saved_only_if_the_user_says_so() {
    let (mut tab, folder) = open("unexpected", true);
    let why = |tab: &mut TestTab<Plain>| {
        let events = tab.command(save("mine", &json!({ "state": "Idle" }), false)).unwrap();
        let why = events.iter().find_map(|event| event.get("scenarioUnexpected").cloned()).unwrap();
        assert!(is_chinese(why["chinese"].as_str().unwrap()), "{why}");
        why["english"].as_str().unwrap().to_owned()
    };
    tab.call();
    assert_eq!(why(&mut tab), "When it is played, this run ends in Failed (NotOpen), not in Idle.");
    // The recording does not say that the app was killed.
    let scenarios = tab.simulation.crate_scenarios.clone();
    let mut killed = TestTab::<Plain>::open("a.join=never");
    killed.simulation.crate_scenarios = scenarios;
    killed.call();
    killed.handle(Command::Action { phone: PhoneId::A, action: Action::Kill }).unwrap();
    assert_eq!(killed.view(PhoneId::A).state, State::Idle);
    assert_eq!(why(&mut killed), "When it is played, this run ends in Joining, not in Idle.");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn hostile_and_invalid_scenarios_are_refused_in_both_languages() {
    let (mut tab, folder) = open("hostile", true);
    fs::write(folder.join("broken.jsonl"), "{\"scenario\":1,").unwrap();
    fs::write(folder.join("later.jsonl"), "{\"scenario\":9,\"page\":\"Plain\"}").unwrap();
    let good = json!({ "state": "Idle" });
    tab.call();
    let failed = json!({ "state": "Failed" });
    let refused = [
        tab.command(save("../x", &good, false)),
        tab.command(save("", &good, true)),
        tab.command(save("--help", &good, true)),
        tab.command(save("BROKEN", &failed, true)),
        tab.command(save("\u{1b}[31m", &good, true)),
        tab.command(save("x", &json!({ "state": "Nowhere" }), true)),
        tab.command(save("x", &json!({ "state": "Idle", "cause": "NotOpen" }), true)),
        tab.command(Command::Scenario("../../etc/passwd".into())),
        tab.command(Command::Scenario("missing".into())),
        tab.command(Command::Scenario("broken".into())),
        tab.command(Command::Scenario("later".into())),
    ];
    for (index, refused) in refused.into_iter().enumerate() {
        let refusal = refused.expect_err(&index.to_string());
        assert!(is_chinese(&refusal.chinese), "{index} {}", refusal.chinese);
        assert!(!refusal.english.contains('\u{1b}'));
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    let list = tab.listed();
    assert_eq!(list["scenarios"][0]["why"]["english"], "line 1: the line is incomplete");
    assert_eq!(list["scenarios"][1]["expect"], Json::Null);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn without_a_crate_or_for_other_machines_a_scenario_is_downloaded() {
    let (mut tab, folder) = open("download", false);
    tab.call();
    let expect = json!({ "state": "Failed" });
    let events = tab.command(save("mine", &expect, true)).unwrap();
    let file = |events: &[Json]| events.iter().find_map(|event| event.get("scenarioFile").cloned()).unwrap();
    assert_eq!(file(&events)["name"], "mine.jsonl");
    assert!(tab.command(save("../mine", &expect, true)).is_err());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    fs::remove_dir_all(folder).unwrap();
    tab.simulation.crate_scenarios = CrateScenarios::default();
    let events = tab.command(save("mine", &expect, true)).unwrap();
    assert!(file(&events)["text"].as_str().unwrap().starts_with("{\"scenario\":1,\"voip\":"));
    assert!(matches!(tab.listed()["folder"], Json::Null));
}
