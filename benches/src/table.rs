//! The table: a row for each measure, with the ratios to the page by hand.

use std::fmt::Write as _;

use crate::measure::{BY_HAND, Measure, VOIP, Value};

const HEAD: [&str; 5] = ["measure", "by hand", "voip_page", "goal", "with another crate"];

/// The table in Markdown, aligned so that it can also be read in a terminal.
pub(crate) fn table(measures: &[Measure]) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(measures.iter().map(row));
    let widths: Vec<usize> =
        (0..HEAD.len()).map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        for (cell, width_of_column) in row.iter().zip(&widths) {
            let _ = write!(text, "| {cell}{} ", " ".repeat(width_of_column - width(cell)));
        }
        text += "|\n";
        if number == 0 {
            for width_of_column in &widths {
                let _ = write!(text, "| {} ", "-".repeat(*width_of_column));
            }
            text += "|\n";
        }
    }
    text
}

fn row(measure: &Measure) -> [String; 5] {
    let (first, rest) = measure.values.split_first().expect("a measure has a subject");
    let show = |value: &Value| format!("{} {}", number(value.median), measure.unit).trim_end().to_owned();
    let mut row = [measure.name.clone(), String::new(), String::new(), String::new(), String::new()];
    match first.subject.as_str() {
        VOIP => row[2] = show(first),
        BY_HAND => row[1] = show(first),
        other => row[1] = format!("{} ({other})", show(first)),
    }
    let mut others = Vec::new();
    for value in rest {
        let ratio = measure.ratio(value);
        if value.subject == VOIP {
            row[2] = show(value);
            if !measure.has_no_ratio {
                let _ = write!(row[2], ", **{}**", times(ratio));
            }
            if let Some(goal) = measure.goal {
                let missed = if (ratio * 100.0).round() / 100.0 > goal { ", missed" } else { "" };
                row[3] = format!("at most {goal}x{missed}");
            }
        } else {
            let shown = if measure.has_no_ratio { show(value) } else { times(ratio) };
            others.push(format!("{} {shown}", value.subject));
        }
    }
    row[4] = others.join(", ");
    row
}

fn times(ratio: f64) -> String {
    if ratio.is_nan() { "–".into() } else { format!("{ratio:.2}x") }
}

/// About three digits, or all digits of a whole number.
pub(crate) fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".into(),
        ..0.01 => format!("{value:.5}"),
        ..1.0 => format!("{value:.3}"),
        ..10.0 if value.fract() != 0.0 => format!("{value:.2}"),
        ..100.0 if value.fract() != 0.0 => format!("{value:.1}"),
        _ => thousands(&format!("{value:.0}")),
    }
}

fn thousands(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn width(cell: &str) -> usize {
    cell.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_the_ratios_and_says_if_the_goal_is_missed() {
        let measure = Measure::new("check", "s").goal(1.3).exact(BY_HAND, 0.2);
        let measure = measure.samples(VOIP, vec![0.5, 0.3, 0.1]);
        let text = table(&[measure.exact("statig", 1.0)]);
        let row: Vec<&str> = text.lines().last().unwrap().split('|').map(str::trim).collect();
        assert_eq!(
            row[1..6],
            ["check", "0.200 s", "0.300 s, **1.50x**", "at most 1.3x, missed", "statig 5.00x"]
        );
    }

    #[test]
    fn numbers_are_short() {
        let shown = [0.0, 0.001_23, 0.1234, 1.234, 12.34, 12.0, 123.4, 1_234_567.0].map(number);
        assert_eq!(shown, ["0", "0.00123", "0.123", "1.23", "12.3", "12", "123", "1,234,567"]);
    }
}
