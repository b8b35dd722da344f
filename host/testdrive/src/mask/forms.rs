//! The forms in which a value turns up: as it is, escaped, percent-encoded, in base64.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::SHORTEST;

/// All forms of a value. What is printed line by line is found by its lines.
pub(super) fn forms(value: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    let lines = value.lines().map(str::trim);
    for text in std::iter::once(value).chain(lines.filter(|line| is_long(line))) {
        forms.insert(text.to_owned());
        escaped(text, &mut forms);
        percent_encoded(text, &mut forms);
        in_base64(text, &mut forms);
    }
    forms
}

/// Whether a value has enough characters.
pub(super) fn is_long(value: &str) -> bool {
    value.trim().chars().count() >= SHORTEST
}

/// Within a JSON text or a debug output, or such a one within another; within an SQL text.
fn escaped(text: &str, forms: &mut BTreeSet<String>) {
    let unquoted = |quoted: &str| {
        let inner = quoted.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        inner.map(str::to_owned)
    };
    let mut texts = vec![text.to_owned()];
    for _ in 0..2 {
        let json = |text: &String| unquoted(&serde_json::to_string(text).ok()?);
        let debug = |text: &String| unquoted(&format!("{text:?}"));
        texts = texts
            .iter()
            .flat_map(|text| [json(text), debug(text)])
            .flatten()
            .collect();
        forms.extend(texts.iter().cloned());
    }
    forms.insert(text.replace('\'', "''"));
}

/// Percent-encoded. Libraries do not agree on what they encode: these are the sets in use.
fn percent_encoded(text: &str, forms: &mut BTreeSet<String>) {
    const SETS: [fn(u8) -> bool; 6] = [
        // Everything.
        |_| true,
        // RFC 3986, "unreserved" stays.
        |byte| !(byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)),
        // JavaScript's encodeURIComponent.
        |byte| !(byte.is_ascii_alphanumeric() || b"-._~!'()*".contains(&byte)),
        // Forms.
        |byte| !(byte.is_ascii_alphanumeric() || b"-._*".contains(&byte)),
        // User and password of the URL standard; a path is nearly the same.
        |byte| !byte.is_ascii_graphic() || b"\"#<>?`{}/:;=@[\\]^|".contains(&byte),
        // Query of the URL standard.
        |byte| !byte.is_ascii_graphic() || b"\"#<>'".contains(&byte),
    ];
    for encodes in SETS {
        let upper = percent(text, encodes, |byte| format!("%{byte:02X}"));
        forms.insert(upper.replace("%20", "+"));
        forms.insert(upper);
        let lower = percent(text, encodes, |byte| format!("%{byte:02x}"));
        forms.insert(lower.replace("%20", "+"));
        forms.insert(lower);
    }
}

fn percent(text: &str, encodes: fn(u8) -> bool, code: fn(u8) -> String) -> String {
    let byte = |byte: u8| {
        if encodes(byte) {
            code(byte)
        } else {
            char::from(byte).to_string()
        }
    };
    text.bytes().map(byte).collect()
}

/// In base64, alone or with something before and after it, such as `user:` of HTTP: a value begins at one of three
/// places of a group, and only the digits that nothing else decides are looked for.
fn in_base64(text: &str, forms: &mut BTreeSet<String>) {
    for engine in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
        for (before, undecided) in [(0, 0), (1, 2), (2, 3)] {
            let mut bytes = vec![0; before];
            bytes.extend_from_slice(text.as_bytes());
            let digits = engine.encode(&bytes);
            let decided = bytes.len() * 8 / 6;
            forms.extend(digits.get(undecided..decided).map(str::to_owned));
            // The last digit, too, when nothing follows.
            forms.extend(digits.get(undecided..).map(str::to_owned));
        }
        // The lines of the program `base64` and of PEM files.
        let digits = engine.encode(text);
        for width in [76, 64].into_iter().filter(|width| digits.len() > *width) {
            let lines = (0..digits.len()).step_by(width);
            let line = |start: usize| digits.get(start..digits.len().min(start + width));
            forms.extend(
                lines
                    .filter_map(line)
                    .filter(|line| is_long(line))
                    .map(str::to_owned),
            );
        }
    }
}
