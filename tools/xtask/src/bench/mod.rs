//! Benchmarks. Each compares a page by `#[voip_page]` with a hand-written one, in the same run.

pub(crate) mod flow;
mod hand_written;
pub(crate) mod rebuild;

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
