//! Numbers of bytes as Compose writes them, such as `64m`, `1gb` or `1073741824`.

/// Units with the power of 1024 that they stand for.
const UNITS: [(&str, u32); 14] = [
    ("", 0),
    ("b", 0),
    ("k", 1),
    ("kb", 1),
    ("kib", 1),
    ("m", 2),
    ("mb", 2),
    ("mib", 2),
    ("g", 3),
    ("gb", 3),
    ("gib", 3),
    ("t", 4),
    ("tb", 4),
    ("tib", 4),
];

/// Reads a number of bytes in the letters' either case.
pub fn parse(text: &str) -> Option<u64> {
    let at = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let unit = unit.trim_start().to_ascii_lowercase();
    let (_, power) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let factor = 1024_u64.pow(*power);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut bytes = whole.parse::<u64>().ok()?.checked_mul(factor)?;
    if !fraction.is_empty() {
        let digits: u128 = fraction.get(..fraction.len().min(15))?.parse().ok()?;
        let scale = 10_u128.pow(u32::try_from(fraction.len().min(15)).ok()?);
        bytes = bytes.checked_add(u64::try_from(digits * u128::from(factor) / scale).ok()?)?;
    }
    // The engine counts bytes in 64 bits with a sign.
    i64::try_from(bytes).is_ok().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (written, bytes) in [
            ("0", 0),
            ("12", 12),
            ("64m", 64 << 20),
            ("1gb", 1 << 30),
            ("1GiB", 1 << 30),
            ("1.5k", 1536),
            ("2 MB", 2 << 20),
            ("7b", 7),
        ] {
            assert_eq!(parse(written), Some(bytes), "{written}");
        }
        for bad in ["", "m", "-1", "1x", "1.2.3k", "99999999999g", "1m2", ".5m"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
