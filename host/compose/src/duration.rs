//! Spans of time as Compose writes them, such as `1m30s`, `500ms` or `1.5h`.

use std::time::Duration;

/// Units with their length in nanoseconds.
const UNITS: [(&str, u64); 7] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// The most digits of one number, so that the sum stays far below 128 bits.
const DIGITS: usize = 18;

/// Reads a span of time; only 0 needs no unit.
pub(crate) fn parse(text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    let mut rest = text;
    let mut nanos: u128 = 0;
    while !rest.is_empty() {
        let (number, after) = split_where(rest, |c| !c.is_ascii_digit() && c != '.');
        let (unit, after) = split_where(after, |c| c.is_ascii_digit() || c == '.');
        let (_, length) = UNITS.iter().find(|(name, _)| *name == unit)?;
        nanos = nanos.checked_add(scaled(number, *length)?)?;
        rest = after;
    }
    // The engine counts nanoseconds in 64 bits with a sign.
    let nanos = u64::try_from(nanos).ok()?;
    (!text.is_empty() && i64::try_from(nanos).is_ok()).then(|| Duration::from_nanos(nanos))
}

/// Writes a span of time so that [`parse`] reads the same.
pub(crate) fn text(duration: Duration) -> String {
    let nanos = duration.as_nanos();
    if nanos == 0 {
        return "0s".to_owned();
    }
    let (unit, length) = UNITS
        .iter()
        .rev()
        .find(|(_, length)| nanos.is_multiple_of(u128::from(*length)))
        .unwrap_or(&("ns", 1));
    format!("{}{unit}", nanos / u128::from(*length))
}

fn split_where(text: &str, end: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(end).unwrap_or(text.len()))
}

/// A decimal number times a length, rounded down.
fn scaled(number: &str, length: u64) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if number.len() > DIGITS || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let digits = |text: &str| match text {
        "" => Some(0),
        text => text.parse::<u128>().ok(),
    };
    let power = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some((digits(whole)? * power + digits(fraction)?) * u128::from(length) / power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time() {
        for (written, millis) in [
            ("0", 0),
            ("1m30s", 90_000),
            ("500ms", 500),
            ("2h", 7_200_000),
            ("1.5s", 1_500),
            (".5s", 500),
            ("1h1m1s1ms", 3_661_001),
        ] {
            assert_eq!(
                parse(written),
                Some(Duration::from_millis(millis)),
                "{written}"
            );
        }
        assert_eq!(parse("3µs"), parse("3us"));
        for bad in [
            "",
            "5",
            "1.5",
            "s",
            "-1s",
            "1x",
            "1s 2s",
            "1..2s",
            "999999999h",
            ".s",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn written_as_read() {
        for written in ["0s", "90s", "500ms", "2h", "7us", "11ns", "1500ms"] {
            let value = parse(written).expect(written);
            assert_eq!(parse(&text(value)), Some(value), "{written}");
        }
        assert_eq!(text(Duration::from_mins(2)), "2m");
    }
}
