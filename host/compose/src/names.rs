//! The grammar of names and the nearest known word to a misspelt one.

use crate::node::quoted;

/// The longest name, the limit of a label in DNS.
const LONGEST: usize = 63;

/// Whether a name of a service, network, volume, config or secret fits the engine's grammar.
pub fn is_valid_name(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

/// Says what is wrong with a name.
pub(crate) fn complaint(name: &str) -> String {
    format!(
        "the name {} is not allowed: use 1 to {LONGEST} letters, digits, \"_\", \".\" and \"-\", the first a letter or digit",
        quoted(name)
    )
}

/// ` (did you mean X?)` when a known word is near, else nothing.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let limit = 1 + word.chars().count() / 4;
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map_or_else(String::new, |(_, candidate)| {
            format!(" (did you mean {candidate:?}?)")
        })
}

/// Names that a list shows.
const SHOWN: usize = 50;

/// A list of names for messages, cut when long.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let mut shown: Vec<_> = names.by_ref().take(SHOWN).collect();
    if names.next().is_some() {
        shown.push("…");
    }
    shown.join(", ")
}

/// Edits between two words: insert, delete, replace. Long words count as far apart.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > 2 * LONGEST || b.len() > 2 * LONGEST {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, x) in a.chars().enumerate() {
        let mut next = vec![line + 1];
        for ((y, diagonal), above) in b.iter().zip(&row).zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or(0);
            let replaced = diagonal + usize::from(x != *y);
            next.push(replaced.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_engine_s_grammar() {
        for good in ["db", "a", "Db_1.x-y", "0", &"x".repeat(63)] {
            assert!(is_valid_name(good), "{good}");
        }
        for bad in [
            "",
            "../volumes/x",
            "-a",
            ".a",
            "a b",
            "é",
            "a/b",
            &"x".repeat(64),
        ] {
            assert!(!is_valid_name(bad), "{bad}");
        }
    }

    #[test]
    fn a_near_word_is_offered_and_a_far_one_is_not() {
        let known = ["image", "environment", "expose"];
        assert_eq!(
            did_you_mean("enviroment", known),
            " (did you mean \"environment\"?)"
        );
        assert_eq!(did_you_mean("imgae", known), " (did you mean \"image\"?)");
        assert_eq!(did_you_mean("banana", known), "");
    }
}
