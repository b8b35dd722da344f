//! Materialize's sleep functions on PostgreSQL: many files use them as plain SQL.

use std::sync::LazyLock;

use regex::Regex;

static SLEEP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"(?i)^\s*select\s+(?:mz_(?:internal|dangerous|unsafe)\.)?mz_sleep\(\s*(\d+(?:\.\d+)?)\s*\)\s*;?\s*$";
    Regex::new(pattern).ok()
});

/// The statement of PostgreSQL that does the same and answers NULL, as the function does; none for other statements.
pub(super) fn sleep(sql: &str) -> Option<String> {
    // Most statements are spared the pattern.
    if !sql.contains("mz_sleep") {
        return None;
    }
    let seconds = SLEEP.as_ref()?.captures(sql)?.get(1)?.as_str();
    Some(format!(
        "SELECT NULL::text AS mz_sleep FROM pg_sleep({seconds})"
    ))
}

#[cfg(test)]
mod tests {
    use super::sleep;

    #[test]
    fn only_a_plain_call_is_replaced() {
        assert_eq!(
            sleep("SELECT mz_unsafe.mz_sleep(0.5);").as_deref(),
            Some("SELECT NULL::text AS mz_sleep FROM pg_sleep(0.5)")
        );
        assert_eq!(sleep("SELECT mz_sleep(1), 2"), None);
        assert_eq!(sleep("SELECT 1"), None);
    }
}
