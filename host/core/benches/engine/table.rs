//! What was measured, as rows of a plain table.

use std::time::Duration;

/// Something measured several times: a time or a ratio.
#[derive(Debug)]
pub(crate) struct Samples<T>(Vec<T>);

/// What can be measured and shown.
pub(crate) trait Measure: Copy + Default + PartialOrd {
    /// As text with its unit.
    fn shown(self) -> String;
}

impl Measure for Duration {
    fn shown(self) -> String {
        let ms = self.as_secs_f64() * 1000.0;
        if ms < 1.0 {
            format!("{:.1} us", ms * 1000.0)
        } else if ms < 100.0 {
            format!("{ms:.1} ms")
        } else {
            format!("{ms:.0} ms")
        }
    }
}

impl Measure for f64 {
    fn shown(self) -> String {
        format!("{self:.2}")
    }
}

impl<T: Measure> Default for Samples<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Measure> Samples<T> {
    /// Adds one.
    pub(crate) fn push(&mut self, sample: T) {
        let place = self.0.partition_point(|other| *other <= sample);
        self.0.insert(place, sample);
    }

    fn at(&self, place: usize) -> String {
        self.0.get(place).copied().unwrap_or_default().shown()
    }
}

/// The heading of the rows that follow.
pub(crate) fn heading(title: &str) {
    println!(
        "\n{title:<44} {:>9} {:>9} {:>9}  aim",
        "min", "median", "max"
    );
}

/// One row.
pub(crate) fn row<T: Measure>(what: &str, samples: &Samples<T>, aim: &str) {
    let last = samples.0.len().saturating_sub(1);
    println!(
        "{what:<44} {:>9} {:>9} {:>9}  {aim}",
        samples.at(0),
        samples.at(last / 2),
        samples.at(last)
    );
}
