//! Any bytes in the text of a line.

/// The bytes that a line means: `\xNN` is a byte, a backslash before any other character that character. The error
/// says what is wrong.
pub(super) fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        rest = if let Some(hex) = after.strip_prefix('x') {
            let digits = hex.get(..2).filter(|digits| is_hex(digits));
            let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            bytes.push(byte.ok_or("\\x needs two hexadecimal digits, such as \\x0a")?);
            hex.get(2..).unwrap_or_default()
        } else {
            let mut characters = after.chars();
            let character = characters
                .next()
                .ok_or("a backslash at the line's end; write \\\\ for a backslash")?;
            bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            characters.as_str()
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

/// `from_str_radix` would take a sign, too.
fn is_hex(digits: &str) -> bool {
    digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_characters() {
        assert_eq!(
            unescape(r"a\x00\xfFb\\\n\ö").unwrap(),
            b"a\0\xffb\\n\xc3\xb6"
        );
    }

    #[test]
    fn what_is_no_escape_is_an_error() {
        for text in [r"\x", r"\x1", r"\xg0", r"\x+1", r"\xö", "a\\"] {
            assert!(unescape(text).is_err(), "{text}");
        }
    }
}
