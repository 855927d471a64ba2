//! The command line, driven without a process around it.

mod arguments;
mod causes;
mod diagrams;
mod pages;
mod recordings;
mod runs;
mod safety;

use std::ffi::OsString;

use voip_preview::{Colours, Report, preview};
use voip_runtime::Page;

/// The preview of the page `P` with these arguments, without colours.
fn with<P: Page>(args: &[&str]) -> Report {
    let args = std::iter::once("page").chain(args.iter().copied());
    preview::<P>(args.map(OsString::from), Colours::default())
}

/// The preview of the plain page.
fn run(args: &[&str]) -> Report {
    with::<pages::Plain>(args)
}

/// The states that a timeline shows, in order.
fn changes(report: &Report) -> Vec<&str> {
    let lines = report.out.lines().filter_map(|line| line.split_once(['●', '✗']));
    lines.map(|(_, change)| change.trim()).filter(|change| change.contains(" → ")).collect()
}

/// The host calls that a timeline shows, in order, without toasts.
fn host_calls(report: &Report) -> Vec<&str> {
    let calls = report.out.lines().filter_map(|line| line.split_once("wx →"));
    calls.filter_map(|(_, call)| call.split_whitespace().next()).collect()
}
