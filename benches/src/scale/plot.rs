//! A drawing of series: one small chart for each.

use std::fmt::Write as _;

use super::fit::Series;
use crate::table::number;

const WIDTH: f64 = 260.0;
const HEIGHT: f64 = 150.0;
const MARGIN: f64 = 40.0;

/// An SVG with a chart for each series. The lines are the fitted ones.
pub(crate) fn svg(what: &str, series: &[Series]) -> String {
    let (mut charts, mut left) = (String::new(), 0.0);
    for one in series {
        let _ = writeln!(charts, "<g transform=\"translate({left:.0} 0)\">{}</g>", chart(what, one));
        left += WIDTH + MARGIN;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {left:.0} {:.0}\" font-family=\"sans-serif\" \
         font-size=\"11\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{charts}</svg>\n",
        HEIGHT + 2.0 * MARGIN
    )
}

fn chart(what: &str, series: &Series) -> String {
    let largest =
        |pick: fn(&(f64, f64)) -> f64| series.points.iter().map(pick).fold(f64::MIN_POSITIVE, f64::max);
    let (most, highest) = (largest(|point| point.0), largest(|point| point.1));
    let place =
        |x: f64, y: f64| (MARGIN + x / most * (WIDTH - MARGIN), MARGIN + HEIGHT - y / highest * HEIGHT);
    let line = series.line();
    let (bottom, right) = (MARGIN + HEIGHT, WIDTH);
    let ((x1, y1), (x2, y2)) = (place(0.0, line.start), place(most, line.start + line.slope * most));
    let mut text = format!(
        "<text x=\"{MARGIN}\" y=\"20\" font-weight=\"bold\">{}</text>\
         <path d=\"M{MARGIN} {MARGIN}V{bottom}H{right}\" fill=\"none\" stroke=\"#999\"/>\
         <line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"#07c160\"/>\
         <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\
         <text x=\"{right}\" y=\"{}\" text-anchor=\"end\">{} {what}</text>",
        series.name,
        MARGIN - 4.0,
        MARGIN + 4.0,
        number(highest),
        bottom + 16.0,
        number(most),
    );
    for (x, y) in &series.points {
        let (x, y) = place(*x, *y);
        let _ = write!(text, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>");
    }
    text
}
