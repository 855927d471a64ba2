//! How many instructions each function executes, by valgrind.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::cost::output;
use crate::{Result, results};

pub(crate) struct Profile {
    pub(crate) total: f64,
    /// The most expensive first, without what they call.
    pub(crate) functions: Vec<(String, f64)>,
}

impl Profile {
    /// Profiles this command.
    pub(crate) fn of(command: &Command) -> Result<Self> {
        let file = results::scratch("callgrind.out")?;
        output(
            Command::new("valgrind")
                .args(["--tool=callgrind", "--compress-strings=no", "--compress-pos=no"])
                .arg(format!("--callgrind-out-file={}", file.display()))
                .arg(command.get_program())
                .args(command.get_args()),
        )
        .map_err(|error| format!("instructions are counted by valgrind, which must be installed: {error}"))?;
        Ok(Self::read(&fs::read_to_string(file)?))
    }

    /// Reads the format of callgrind: after `fn=`, each line is a position and a cost, except the line after `calls=`, which
    /// is the cost of what is called.
    fn read(text: &str) -> Self {
        let mut functions = BTreeMap::<String, f64>::new();
        let (mut function, mut is_call) = ("", false);
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("fn=") {
                function = name;
            } else if line.starts_with("calls=") {
                is_call = true;
            } else if line.starts_with(|first: char| first.is_ascii_digit()) {
                let cost = line.split(' ').nth(1).and_then(|cost| cost.parse::<f64>().ok());
                if let Some(cost) = cost.filter(|_| !std::mem::take(&mut is_call)) {
                    *functions.entry(function.to_owned()).or_default() += cost;
                }
            }
        }
        Self { total: functions.values().sum(), functions: sorted(functions) }
    }

    /// What this profile has more than another one, for each of so many flows.
    pub(crate) fn less(self, other: Self, flows: u32) -> Self {
        let mut functions: BTreeMap<String, f64> = self.functions.into_iter().collect();
        for (function, count) in other.functions {
            *functions.entry(function).or_default() -= count;
        }
        for count in functions.values_mut() {
            *count /= f64::from(flows);
        }
        Self { total: (self.total - other.total) / f64::from(flows), functions: sorted(functions) }
    }
}

fn sorted(functions: BTreeMap<String, f64>) -> Vec<(String, f64)> {
    let mut functions: Vec<(String, f64)> = functions.into_iter().collect();
    functions.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    functions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_of_a_call_is_not_that_of_the_caller() {
        let text =
            "events: Ir\nfn=main\n1 10\ncfn=work\ncalls=3 7\n1 300\n2 5\nfn=work\n7 300\ntotals: 315\n";
        let profile = Profile::read(text);
        assert_eq!(profile.functions, [("work".to_owned(), 300.0), ("main".to_owned(), 15.0)]);
    }
}
