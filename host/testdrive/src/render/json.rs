//! `jsonb`: no blanks between its parts.

/// Removes blanks outside of strings.
pub(super) fn compact(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut in_string = false;
    let mut escaped = false;
    for c in text.chars() {
        if in_string {
            in_string = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
        } else if c == '"' {
            in_string = true;
        } else if c == ' ' {
            continue;
        }
        result.push(c);
    }
    result
}
