//! `onlyif` and `skipif`.

use sqllogictest::Condition;

/// Names of the engine.
const LABELS: [&str; 2] = ["postgres", "postgresql"];

/// Whether a record is for other engines.
pub(super) fn is_skipped(conditions: &[Condition]) -> bool {
    conditions.iter().any(|condition| match condition {
        Condition::OnlyIf { label } => !LABELS.contains(&label.as_str()),
        Condition::SkipIf { label } => LABELS.contains(&label.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_for_other_engines_are_skipped() {
        let only = |label: &str| Condition::OnlyIf {
            label: label.to_owned(),
        };
        let skip = |label: &str| Condition::SkipIf {
            label: label.to_owned(),
        };
        assert!(!is_skipped(&[only("postgresql"), skip("mysql")]));
        assert!(is_skipped(&[only("mysql")]));
        assert!(is_skipped(&[only("postgres"), skip("postgresql")]));
    }
}
