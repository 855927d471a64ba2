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
const CLEAN_ROUNDS: usize = 3;
const ROUNDS: usize = 9;
const EXPANSIONS: usize = 4;
/// How much longer than by hand a rebuild and a check may take.
const GOAL: f64 = 1.3;

pub(crate) fn run(options: &Options) -> Result<Vec<Measure>> {
    let mut measures = Vec::new();
    for pages in [1, 50] {
        let packages = SUBJECTS
            .into_iter()
            .map(|(subject, rival)| Ok((subject, Package::of_rival(rival, pages)?)))
            .collect::<Result<Vec<_>>>()?;
        let what = if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") };
        eprintln!("   {what}: clean builds");
        let costs = in_turn(&packages, options.rounds.unwrap_or(CLEAN_ROUNDS), |package, _| {
            package.clean("build")?;
            cost(&mut package.cargo("build", &["build", "--quiet"]))
        })?;
        measures.extend(times(&format!("clean build, {what}"), &costs, None));
        if pages == 1 {
            measures.push(each(&packages, "crates compiled", "", |package| {
                package.clean("build")?;
                let (_, report) = output(&mut package.cargo("build", &["build"]))?;
                Ok(report.lines().filter(|line| line.trim_start().starts_with("Compiling ")).count())
            })?);
            measures.push(each(&packages, "lines expanded, 1 page", "", |package| {
                Ok(output(&mut package.expand())?.0.lines().filter(|line| !line.trim().is_empty()).count())
            })?);
            measures.push(each(&packages, "different expansions of the same page", "", |package| {
                let expanded = (0..EXPANSIONS)
                    .map(|_| Ok(output(&mut package.expand())?.0))
                    .collect::<Result<HashSet<_>>>()?;
                Ok(expanded.len())
            })?);
        }
        let goal = (pages > 1).then_some(GOAL);
        let whole = ("check", "CARGO_INCREMENTAL", "0");
        let rebuilt = ("build", "CARGO_INCREMENTAL", "1");
        let checked = ("check", "CARGO_INCREMENTAL", "1");
        for (name, (command, variable, value), goal) in [
            ("rebuild after a change", rebuilt, goal),
            ("check after a change", checked, goal),
            ("check of the whole crate", whole, goal),
        ] {
            eprintln!("   {what}: {name}");
            let target = format!("{command}-{value}");
            let costs = in_turn(&packages, 1 + options.rounds.unwrap_or(ROUNDS), |package, round| {
                package.change(round)?;
                cost(package.cargo(&target, &[command, "--quiet"]).env(variable, value))
            })?;
            // The first round compiles everything.
            let costs: Vec<Samples> =
                costs.into_iter().map(|(subject, costs)| (subject, costs[1..].to_vec())).collect();
            measures.extend(times(&format!("{name}, {what}"), &costs, goal));
        }
    }
    Ok(measures)
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
    unit: &str,
    count: impl Fn(&Package) -> Result<usize>,
) -> Result<Measure> {
    let mut measure = Measure::new(name, unit);
    for (subject, package) in packages {
        measure = measure.exact(subject, f64::from(u32::try_from(count(package)?)?));
    }
    Ok(measure)
}
