//! What was expected and what came, in lines.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// Lines that are shown.
const MOST_LINES: usize = 200;
/// After this time the difference is less exact, but comes.
const LONGEST: Duration = Duration::from_millis(500);

/// `-` lines were expected and did not come, `+` lines came and were not expected.
pub(super) fn lines(expected: &str, actual: &str) -> String {
    let difference = TextDiff::configure()
        .timeout(LONGEST)
        .diff_lines(expected, actual);
    let mut lines = difference.iter_all_changes().map(|change| {
        let sign = match change.tag() {
            ChangeTag::Equal => ' ',
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        format!("{sign}{}", change.value().trim_end_matches(['\r', '\n']))
    });
    let mut shown: Vec<String> = lines.by_ref().take(MOST_LINES).collect();
    let hidden = lines.count();
    if hidden > 0 {
        shown.push(format!("… {hidden} more lines"));
    }
    shown.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_marked_and_limited() {
        assert_eq!(lines("a\nb\n", "a\nc\n"), " a\n-b\n+c");
        let many = "x\n".repeat(MOST_LINES + 7);
        assert!(lines("", &many).ends_with("\n… 7 more lines"));
    }
}
