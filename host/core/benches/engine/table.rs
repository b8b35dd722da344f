//! Measured times as rows of a plain table.

use std::time::Duration;

/// Times of one thing, measured several times.
#[derive(Debug, Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Adds one.
    pub fn push(&mut self, time: Duration) {
        let place = self.0.partition_point(|other| *other <= time);
        self.0.insert(place, time);
    }

    /// The middle one; of two in the middle, the mean.
    pub fn median(&self) -> Duration {
        let upper = self.0.get(self.0.len() / 2).copied().unwrap_or_default();
        let lower = self.0.get(self.0.len().saturating_sub(1) / 2).copied().unwrap_or_default();
        (lower + upper) / 2
    }

    fn least(&self) -> Duration {
        self.0.first().copied().unwrap_or_default()
    }

    fn most(&self) -> Duration {
        self.0.last().copied().unwrap_or_default()
    }
}

/// The heading of the rows that follow.
pub fn heading(title: &str) {
    println!("\n{title:<44} {:>9} {:>9} {:>9}  aim", "min", "median", "max");
}

/// One row.
pub fn row(what: &str, samples: &Samples, aim: &str) {
    let [least, median, most] =
        [samples.least(), samples.median(), samples.most()].map(|time| shown(time));
    println!("{what:<44} {least:>9} {median:>9} {most:>9}  {aim}");
}

/// A row with one number.
pub fn ratio(what: &str, ratio: f64, aim: &str) {
    println!("{what:<44} {:>9} {ratio:>9.2} {:>9}  {aim}", "", "");
}

fn shown(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 1.0 {
        format!("{:.1} us", ms * 1000.0)
    } else if ms < 100.0 {
        format!("{ms:.1} ms")
    } else {
        format!("{ms:.0} ms")
    }
}
