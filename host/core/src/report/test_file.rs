//! Test files in reports for people: a line for each, and all that helps to put a failure right.

use super::style::Style;
use super::text::{count, duration, lines, sanitize};
use crate::event::TestFailure;

/// Seconds of a statement's time are told from this on.
const SLOW_US: u64 = 1_000_000;

/// The line of a command.
pub(super) fn command(title: &str, tries: u32, passed: bool, us: u64, style: Style) -> String {
    let title = style.dim(&sanitize(title));
    let time = if us < 10_000 {
        format!("{}.{} ms", us / 1000, us % 1000 / 100)
    } else {
        duration(us / 1000)
    };
    let tries = if tries > 1 {
        format!(" in {tries} tries")
    } else {
        String::new()
    };
    let time = if us >= SLOW_US {
        style.yellow(&time)
    } else {
        time
    };
    if passed {
        format!("{title}  {time}{tries}")
    } else {
        format!("{title}  {} after {time}{tries}", style.red("failed"))
    }
}

/// What stands behind a file's name when it ended.
pub(super) fn summary(
    failure: Option<&TestFailure>,
    commands: u32,
    rewritten: u32,
    ms: u64,
    style: Style,
) -> String {
    let rewritten = match rewritten {
        0 => String::new(),
        number => {
            let number = usize::try_from(number).unwrap_or(usize::MAX);
            let text = format!(", {} rewritten", count(number, "result"));
            style.yellow(&text)
        }
    };
    let commands = count(usize::try_from(commands).unwrap_or(usize::MAX), "command");
    let verdict = match failure {
        None => style.green("passed"),
        Some(_) => style.red("failed"),
    };
    format!("{verdict}  {commands} in {}{rewritten}", duration(ms))
}

/// The lines of a failure: the place first, as editors and terminals make links of it. `in_run`: it is one of a
/// composition's run, whose own seed is another.
pub(super) fn failure(failure: &TestFailure, in_run: bool, style: Style) -> Vec<String> {
    let place = style.bold(&sanitize(&failure.place));
    let mut message = lines(&failure.message);
    let first = message.next().unwrap_or_default();
    let mut result = vec![String::new(), format!("  {place}: {first}")];
    result.extend(message.map(|line| format!("    {line}")));
    result.extend(lines(&failure.snippet).map(|line| format!("    {}", style.dim(&line))));
    if let Some(difference) = &failure.difference {
        result.push(String::new());
        result.extend(lines(difference).map(|line| format!("    {}", painted(&line, style))));
    }
    result.push(String::new());
    let mut fact = |name: &str, value: &str| {
        let mut value = lines(value);
        let first = value.next().unwrap_or_default();
        result.push(format!("    {}  {first}", style.dim(&format!("{name:9}"))));
        result.extend(value.map(|line| format!("               {line}")));
    };
    // The statement says more than the file's line where variables were replaced.
    if !failure.statement.is_empty() && !failure.snippet.contains(&failure.statement) {
        fact("statement", &failure.statement);
    }
    if let Some(server) = &failure.server {
        fact("server", server);
    }
    let tries = usize::try_from(failure.tries).unwrap_or(usize::MAX);
    let tries = match tries {
        1 => "1 try".to_owned(),
        number => format!("{number} tries"),
    };
    fact("tried", &format!("{tries} in {}", duration(failure.ms)));
    let seed: u32 = failure.seed.parse().unwrap_or_default();
    let repeat = if in_run {
        format!("with the option seed={seed}")
    } else {
        format!("--seed {seed}")
    };
    fact("repeat", &repeat);
    result.push(String::new());
    result
}

fn painted(line: &str, style: Style) -> String {
    match line.chars().next() {
        Some('-') => style.red(line),
        Some('+') => style.green(line),
        _ => line.to_owned(),
    }
}

/// The last line, for all files.
pub(super) fn total(passed: u32, failed: u32, not_run: usize, ms: u64, style: Style) -> String {
    let mut parts = Vec::new();
    if failed > 0 {
        parts.push(style.red(&format!("{failed} failed")));
    }
    if passed > 0 || failed == 0 {
        parts.push(style.green(&format!("{passed} passed")));
    }
    if not_run > 0 {
        parts.push(style.yellow(&format!("{not_run} not run")));
    }
    format!("{} in {}", parts.join(", "), duration(ms))
}
