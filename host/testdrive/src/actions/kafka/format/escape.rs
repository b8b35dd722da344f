//! Bytes in a line: `\xNN`.

use std::fmt::Write;

/// The bytes that a text means: `\xNN` is a byte, a backslash before anything else that thing. The error is what is
/// wrong.
pub(in super::super) fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        if let Some(digits) = after.strip_prefix('x') {
            let (digits, next) = digits.split_at_checked(2).unwrap_or((digits, ""));
            let byte = Some(digits)
                .filter(|digits| digits.len() == 2 && digits.bytes().all(|c| c.is_ascii_hexdigit()))
                .and_then(|digits| u8::from_str_radix(digits, 16).ok())
                .ok_or_else(|| format!("\\x{digits} is not \\x and two hexadecimal digits"))?;
            bytes.push(byte);
            rest = next;
        } else {
            let mut characters = after.chars();
            let Some(character) = characters.next() else {
                return Err("a backslash at the end; write two for one".to_owned());
            };
            bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
            rest = characters.as_str();
        }
    }
    bytes.extend(rest.as_bytes());
    Ok(bytes)
}

/// Bytes so that [`unescape`] gives them back.
pub(in super::super) fn show(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\\' => text.push_str("\\\\"),
                character if character.is_ascii_control() => {
                    push_byte(&mut text, u32::from(character));
                }
                character => text.push(character),
            }
        }
        for byte in chunk.invalid() {
            push_byte(&mut text, u32::from(*byte));
        }
    }
    text
}

/// A text as it is, on one line.
pub(in super::super) fn show_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.replace('\n', "\\n").replace('\r', "\\r"),
        Err(_) => show(bytes),
    }
}

fn push_byte(text: &mut String, byte: u32) {
    // Writing to a text cannot fail.
    let _ = write!(text, "\\x{byte:02x}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_and_shown_alike() {
        let cases: &[(&str, &[u8], &str)] = &[
            ("a\\x01\\\\b", b"a\x01\\b", "a\\x01\\\\b"),
            ("\\:é", "\u{3a}é".as_bytes(), ":é"),
            ("\\xff\\xFE", b"\xff\xfe", "\\xff\\xfe"),
        ];
        for (text, bytes, shown) in cases {
            assert_eq!(unescape(text).unwrap(), *bytes, "{text}");
            assert_eq!(show(bytes), *shown, "{text}");
        }
        for wrong in ["\\x1", "\\xgg", "\\x", "\\", "\\xé", "\\x+1"] {
            assert!(unescape(wrong).is_err(), "{wrong}");
        }
    }
}
