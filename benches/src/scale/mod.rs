//! How the costs grow with a page.

mod fit;
mod plot;
mod source;

use std::fmt::Write as _;
use std::fs;

use self::fit::Series;
pub(crate) use self::source::page;
use self::source::{OWN_EDGES, OWN_FIELDS};
use crate::compile::package::Package;
use crate::cost::{cost, output};
use crate::measure::Measure;
use crate::profile::Profile;
use crate::table::number;
use crate::{Options, Result, results};

const ROUNDS: usize = 3;
const FLOWS: u32 = 100;

/// What grows.
struct Axis {
    name: &'static str,
    sizes: &'static [usize],
    page: fn(usize) -> Result<String>,
    costs: &'static [Cost],
}

/// What is measured at each size: its name, and how.
type Cost = (&'static str, fn(&Package, &Options) -> Result<f64>);

const CHECK: Cost = ("check, s of CPU", check);
const LINES: Cost = ("lines expanded", lines);
const SIZE: Cost = ("bytes of the module", |package, _| Ok(f64::from(package.module_bytes()?)));
const FLOW: Cost = ("instructions of a flow", flow);
const PATHS: Cost = ("paths of explore", |package, _| Ok(explore(package)?[0]));
const PLACES: Cost = ("places of explore", |package, _| Ok(explore(package)?[1]));

const AXES: [Axis; 4] = [
    Axis {
        name: "fields",
        sizes: &[OWN_FIELDS, 10, 25, 50, 100, 200],
        page: source::with_fields,
        costs: &[CHECK, LINES, SIZE, FLOW, PATHS],
    },
    Axis {
        name: "edges",
        sizes: &[OWN_EDGES, 15, 30, 60, 120, 240],
        page: source::with_edges,
        costs: &[CHECK, LINES, SIZE, FLOW, PATHS],
    },
    Axis { name: "pages", sizes: &[1, 10, 25, 50, 100, 200], page: |_| page(), costs: &[CHECK, LINES, SIZE] },
    Axis {
        name: "recovery edges",
        sizes: &[1, 2, 3, 4, 5, 6],
        page: source::with_recoveries,
        costs: &[PATHS, PLACES],
    },
];

pub(crate) fn run(options: &Options) -> Result<Vec<Measure>> {
    let mut text = String::from(
        "How the costs of `voip_page` grow. The line is fitted by least squares; the exponent is that of a power of the \
         number, so 1 is linear, and a cost that is partly the same at every size has less.\n\n",
    );
    for axis in AXES {
        let slug = axis.name.replace(' ', "-");
        let mut all: Vec<Series> =
            axis.costs.iter().map(|(name, _)| Series { name, points: Vec::new() }).collect();
        for size in axis.sizes {
            eprintln!("   {size} {}", axis.name);
            let pages = if axis.name == "pages" { *size } else { 1 };
            let package = Package::of_voip(&format!("scale-{slug}-{size}"), &(axis.page)(*size)?, pages)?;
            let x = f64::from(u32::try_from(*size)?);
            for (series, (_, measure)) in all.iter_mut().zip(axis.costs) {
                series.points.push((x, measure(&package, options)?));
            }
        }
        write!(text, "![The costs of more {}](results/scale-{slug}.svg)\n\n", axis.name)?;
        text += &table(axis.name, &all);
        fs::write(results::home().join(format!("results/scale-{slug}.svg")), plot::svg(axis.name, &all))?;
    }
    results::keep_text("scale", &text)?;
    Ok(Vec::new())
}

fn table(what: &str, all: &[Series]) -> String {
    let ends = |series: &Series| Some((*series.points.first()?, *series.points.last()?));
    let Some((first, last)) = all.first().and_then(ends) else { return String::new() };
    let mut text = format!(
        "| more {what} | at {} | at {} | for each | R² of the line | exponent |\n| --- | --- | --- | --- | --- | --- |\n",
        number(first.0),
        number(last.0)
    );
    for series in all {
        let Some(((_, first), (_, last))) = ends(series) else { continue };
        let line = series.line();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.3} | {:.2} |",
            series.name,
            number(first),
            number(last),
            number(line.slope),
            line.r_squared,
            series.exponent()
        );
    }
    text + "\n"
}

/// The CPU time of `cargo check` after a change of every page: the median of several rounds.
fn check(package: &Package, options: &Options) -> Result<f64> {
    let mut times = Vec::new();
    for round in 0..=options.rounds.unwrap_or(ROUNDS) {
        package.change_all(round)?;
        times.push(cost(&mut package.cargo(&["check", "--lib", "--quiet"]))?.cpu);
    }
    // The first round may compile the runtime.
    times.remove(0);
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

fn lines(package: &Package, _: &Options) -> Result<f64> {
    let (text, _) = output(&mut package.expand())?;
    Ok(f64::from(u32::try_from(text.lines().filter(|line| !line.trim().is_empty()).count())?))
}

fn flow(package: &Package, _: &Options) -> Result<f64> {
    let program = package.program()?;
    let profile =
        |flows: u32| Profile::of(std::process::Command::new(&program).args(["flows", &flows.to_string()]));
    Ok(profile(2 * FLOWS)?.less(profile(FLOWS)?, FLOWS).total)
}

/// The paths, the places and the seconds of one exploration.
pub(crate) fn explore(package: &Package) -> Result<[f64; 3]> {
    let (text, _) = output(std::process::Command::new(package.program()?).args(["explore", "1"]))?;
    let numbers = text.split_whitespace().map(str::parse).collect::<std::result::Result<Vec<f64>, _>>()?;
    numbers.try_into().map_err(|_| "expected three numbers in the output of explore".into())
}
