//! `bytea`: printable ASCII as it is, other bytes as `\xNN`.

/// Writes the server's hexadecimal text anew.
pub(super) fn render(text: &str) -> String {
    match bytes(text) {
        Some(bytes) => bytes.escape_ascii().to_string(),
        None => text.to_owned(),
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?.as_bytes();
    let pairs = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair)
            .ok()
            .filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs.collect()
}
