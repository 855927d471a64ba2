//! `--scenario`: plays a scenario of the crate.

use std::env;
use std::path::PathBuf;

use voip_runtime::sim::scenario::{Played, ScenarioPage, Scenarios};

use crate::args::Show;
use crate::pages::Pages;
use crate::paint::Palette;
use crate::paint::text::visible;
use crate::timeline::Tone;
use crate::trace::Trace;
use crate::{Colours, Report, Status, replay};

/// The scenarios of the crate that cargo runs, which is not known if another program runs this one.
pub(crate) fn of_crate() -> Option<Scenarios> {
    let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)?;
    folder.is_dir().then(|| Scenarios::of_crate(folder))
}

/// Plays the scenario with this name.
pub(crate) fn scenario(pages: &Pages, name: &str, show: Show, colours: Colours) -> Report {
    let refuse = |status, why: &str| Report::new(status, String::new()).fail(&visible(why), colours);
    // Without cargo, those of the current directory.
    let scenarios = of_crate().unwrap_or_else(|| Scenarios::of_crate("."));
    let names = match scenarios.names() {
        Ok(names) => names,
        Err(error) => return refuse(Status::NotDone, &error.to_string()),
    };
    if !names.iter().any(|known| known == name) {
        let folder = scenarios.folder().display();
        let known = match &*names {
            [] => format!("there are none in {folder}"),
            _ => format!("the scenarios in {folder} are {}", names.join(", ")),
        };
        return refuse(Status::Wrong, &format!("no scenario `{name}`: {known}"));
    }
    let scenario_pages: Vec<ScenarioPage> = pages.iter().map(|page| page.scenario_page()).collect();
    let specs: Vec<_> = scenario_pages.iter().map(ScenarioPage::spec).collect();
    let read = scenarios.read(name, &specs).and_then(|scenario| {
        let played = scenarios.play(name, &scenario_pages)?;
        Ok((scenario, played))
    });
    let (scenario, Played { records, found, failure, .. }) = match read {
        Ok(read) => read,
        Err(error) => return refuse(Status::NotDone, &format!("the scenario `{name}` is invalid: {error}")),
    };
    let page = pages.iter().find(|page| page.spec().name == scenario.page).unwrap_or_else(|| pages.first());
    let palette = Palette::new(colours.out);
    let (status, summary) = match &failure {
        None => {
            let mark = palette.part(Tone::Good, "✓");
            let as_expected = palette.pick("As expected", "符合预期");
            (Status::Done, format!("\n  {mark} {as_expected}: {found}\n"))
        }
        Some(_) => (Status::NotDone, String::new()),
    };
    let title =
        if scenario.title.is_empty() { String::new() } else { format!(": {}", visible(&scenario.title)) };
    let what = format!("{} {name}{title}", palette.pick("scenario", "场景"));
    let report =
        replay::report(&***page, status, &Trace::of(records, None), (&what, &summary), show, colours);
    match failure {
        None => report,
        Some(failure) => {
            report.fail(&visible(&format!("the scenario `{name}` is not as expected: {failure}")), colours)
        }
    }
}
