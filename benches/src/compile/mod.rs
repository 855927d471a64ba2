//! What it costs to compile pages.

pub(crate) mod package;

use std::collections::HashSet;

use self::package::Package;
use crate::cost::{Cost, cost, output};
use crate::measure::{BY_HAND, Measure, VOIP};
use crate::{Options, Result};

/// Each with its folder in `rivals`.
const SUBJECTS: [(&str, &str); 6] = [
    (BY_HAND, "hand-written"),
    (VOIP, "voip"),
    ("smlang", "smlang"),
    ("statig", "statig"),
    ("rust-fsm", "rust-fsm"),
    ("statum", "statum"),
];
const ROUNDS: usize = 7;
const PAGES: usize = 50;
const EXPANSIONS: usize = 4;
/// How much longer than by hand a rebuild and a check may take.
const GOAL: f64 = 1.3;

type Change = fn(&Package, usize) -> Result;

/// Each with the command of cargo, and what is changed before.
const KINDS: [(&str, &str, Change); 3] = [
    ("rebuild after a change", "build", Package::change),
    ("check after a change", "check", Package::change),
    ("check after a change of every page", "check", Package::change_all),
];

/// The costs of one page.
pub(crate) fn one(options: &Options) -> Result<Vec<Measure>> {
    let packages = packages(1)?;
    eprintln!("   clean builds");
    // Once: it takes long enough that a second time would be the same.
    let costs = in_turn(&packages, 1, |package, _| cost(&mut package.clean_build()?))?;
    let mut measures = Vec::from(times("clean build, 1 page", &costs, None));
    measures.push(
        each(&packages, "dependencies", |package| {
            let (tree, _) =
                output(&mut package.cargo(&["tree", "--edges", "normal,build", "--prefix", "none"]))?;
            let crates: HashSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
            Ok(crates.len() - 1)
        })?
        .without_ratio(),
    );
    eprintln!("   expansion");
    measures.push(each(&packages, "lines expanded, 1 page", |package| {
        Ok(output(&mut package.expand())?.0.lines().filter(|line| !line.trim().is_empty()).count())
    })?);
    measures.push(
        each(&packages, "different expansions of the same page", |package| {
            let expanded = (0..EXPANSIONS)
                .map(|_| Ok(output(&mut package.expand())?.0))
                .collect::<Result<HashSet<_>>>()?;
            Ok(expanded.len())
        })?
        .without_ratio(),
    );
    measures.extend(after_a_change(&packages, &KINDS[..2], "1 page", None, options)?);
    Ok(measures)
}

/// The costs of a crate with many pages.
pub(crate) fn many(options: &Options) -> Result<Vec<Measure>> {
    after_a_change(&packages(PAGES)?, &KINDS, &format!("{PAGES} pages"), Some(GOAL), options)
}

fn after_a_change(
    packages: &[(&'static str, Package)],
    kinds: &[(&str, &str, Change)],
    what: &str,
    goal: Option<f64>,
    options: &Options,
) -> Result<Vec<Measure>> {
    let mut measures = Vec::new();
    for (name, command, change) in kinds {
        eprintln!("   {name}, {what}");
        let mut costs = in_turn(packages, 1 + options.rounds.unwrap_or(ROUNDS), |package, round| {
            change(package, round)?;
            cost(&mut package.cargo(&[command, "--quiet"]))
        })?;
        for (_, costs) in &mut costs {
            // The first round compiles everything.
            costs.remove(0);
        }
        measures.extend(times(&format!("{name}, {what}"), &costs, goal));
    }
    Ok(measures)
}

fn packages(pages: usize) -> Result<Vec<(&'static str, Package)>> {
    SUBJECTS.into_iter().map(|(subject, rival)| Ok((subject, Package::of_rival(rival, pages)?))).collect()
}

type Samples = (&'static str, Vec<Cost>);

/// Measures the subjects in turn, so that whatever else the machine does meets all of them.
fn in_turn(
    packages: &[(&'static str, Package)],
    rounds: usize,
    measure: impl Fn(&Package, usize) -> Result<Cost>,
) -> Result<Vec<Samples>> {
    let mut costs: Vec<Samples> = packages.iter().map(|(subject, _)| (*subject, Vec::new())).collect();
    for round in 0..rounds {
        for ((_, costs), (_, package)) in costs.iter_mut().zip(packages) {
            costs.push(measure(package, round)?);
        }
    }
    Ok(costs)
}

fn times(name: &str, costs: &[Samples], goal: Option<f64>) -> [Measure; 2] {
    type Pick = fn(&Cost) -> f64;
    let kinds: [(&str, Pick); 2] = [("", |cost| cost.cpu), (" (elapsed)", |cost| cost.wall)];
    kinds.map(|(kind, pick)| {
        let mut measure = Measure::new(format!("{name}{kind}"), "s");
        measure.goal = goal;
        costs.iter().fold(measure, |measure, (subject, costs)| {
            measure.samples(subject, costs.iter().map(pick).collect())
        })
    })
}

/// A number that is the same each time.
fn each(
    packages: &[(&'static str, Package)],
    name: &str,
    count: impl Fn(&Package) -> Result<usize>,
) -> Result<Measure> {
    let mut measure = Measure::new(name, "");
    for (subject, package) in packages {
        measure = measure.exact(subject, f64::from(u32::try_from(count(package)?)?));
    }
    Ok(measure)
}
