//! What was measured: a value for each subject, in one unit.

use serde::{Deserialize, Serialize};

/// The subject that the others are compared with.
pub(crate) const BY_HAND: &str = "by hand";
/// The page of `#[voip_page]`.
pub(crate) const VOIP: &str = "voip_page";

/// One row of the table.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Measure {
    pub(crate) name: String,
    pub(crate) unit: String,
    /// The ratio of [`VOIP`] to the first subject must be at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) goal: Option<f64>,
    /// The other subjects are shown with their values, since a ratio to the first would say nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) has_no_ratio: bool,
    /// In the order in which they are shown. The others are compared with the first.
    pub(crate) values: Vec<Value>,
}

/// The value of one subject.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Value {
    pub(crate) subject: String,
    pub(crate) median: f64,
    /// The smallest and the largest sample.
    pub(crate) range: (f64, f64),
}

impl Measure {
    pub(crate) fn new(name: impl Into<String>, unit: &str) -> Self {
        Self { name: name.into(), unit: unit.into(), goal: None, has_no_ratio: false, values: Vec::new() }
    }

    /// The ratio of [`VOIP`] to the first subject must be at most `ratio`.
    pub(crate) fn goal(mut self, ratio: f64) -> Self {
        self.goal = Some(ratio);
        self
    }

    /// Shows the values without ratios.
    pub(crate) fn without_ratio(mut self) -> Self {
        self.has_no_ratio = true;
        self
    }

    /// Adds a subject. Its value is the median of the samples.
    ///
    /// # Panics
    ///
    /// If there are no samples.
    pub(crate) fn samples(mut self, subject: &str, mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        let range = (samples[0], samples[samples.len() - 1]);
        self.values.push(Value { subject: subject.into(), median: samples[samples.len() / 2], range });
        self
    }

    /// Adds a subject whose value is the same each time.
    pub(crate) fn exact(self, subject: &str, value: f64) -> Self {
        self.samples(subject, vec![value])
    }

    /// The ratio of a subject to the first one.
    pub(crate) fn ratio(&self, value: &Value) -> f64 {
        value.median / self.values[0].median
    }
}
