//! Times: fractions of three or six digits, and time zones as UTC.

use time::format_description::FormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

const SECONDS: &[FormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// The server leaves zeros at a fraction's end out; files have three or six digits.
pub(super) fn padded(text: &str) -> String {
    let Some((before, after)) = text.split_once('.') else {
        return text.to_owned();
    };
    let end = after
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(after.len());
    let (digits, rest) = after.split_at(end);
    let width = if digits.len() <= 3 { 3 } else { 6 };
    format!("{before}.{digits:0<width$}{rest}")
}

/// A time with its offset from UTC, in UTC. One that is beyond the calendar's years stays as the server wrote it.
pub(super) fn in_utc(text: &str) -> String {
    utc(text).unwrap_or_else(|| text.to_owned())
}

fn utc(text: &str) -> Option<String> {
    // The sign of the offset is behind the date's own dashes.
    let time_at = text.find(' ')?;
    let offset_at = time_at + text.get(time_at..)?.find(['+', '-'])?;
    let (local, offset) = text.split_at(offset_at);
    let (seconds, fraction) = match local.split_once('.') {
        Some((seconds, fraction)) => (seconds, format!(".{fraction}")),
        None => (local, String::new()),
    };
    let local = PrimitiveDateTime::parse(seconds, SECONDS).ok()?;
    let utc = local.assume_offset(read_offset(offset)?);
    let utc = OffsetDateTime::to_offset(utc, UtcOffset::UTC)
        .format(SECONDS)
        .ok()?;
    Some(format!("{} UTC", padded(&format!("{utc}{fraction}"))))
}

/// `+01`, `-03:30`, `+00:19:32`.
fn read_offset(text: &str) -> Option<UtcOffset> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let mut parts = text.get(1..)?.split(':').map(str::parse::<i8>);
    let mut part = || parts.next().unwrap_or(Ok(0)).ok();
    let (hours, minutes, seconds) = (part()?, part()?, part()?);
    UtcOffset::from_hms(sign * hours, sign * minutes, sign * seconds).ok()
}
