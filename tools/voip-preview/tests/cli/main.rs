//! The command line, tested within this process.

mod answers;
mod arguments;
mod causes;
mod classify;
mod contacts;
mod diagrams;
mod opening;
mod pages;
mod recordings;
mod runs;
mod safety;
mod several_pages;

use std::ffi::OsString;

use voip_preview::{Colours, Preview, Report};
use voip_runtime::Page;

/// Previews the page `P`.
fn preview<P: Page>(args: impl IntoIterator<Item = OsString>, colours: Colours) -> Report {
    Preview::new().page::<P>().report(args, colours)
}

/// Previews the page `P` with these arguments, without colours.
fn with<P: Page>(args: &[&str]) -> Report {
    let args = std::iter::once("page").chain(args.iter().copied());
    preview::<P>(args.map(OsString::from), Colours::default())
}

/// Previews the plain page.
fn run(args: &[&str]) -> Report {
    with::<pages::Plain>(args)
}

/// The changes of state in a timeline, in order.
fn changes(report: &Report) -> Vec<&str> {
    let lines = report.out.lines().filter_map(|line| line.split_once(['●', '✗']));
    lines.map(|(_, change)| change.trim()).filter(|change| change.contains(" → ")).collect()
}

/// The host calls in a timeline, in order, without toasts.
fn host_calls(report: &Report) -> Vec<&str> {
    let calls = report.out.lines().filter_map(|line| line.split_once("wx →"));
    calls.filter_map(|(_, call)| call.split_whitespace().next()).collect()
}
