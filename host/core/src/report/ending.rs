//! The last lines of a run in the terminal: what passed, or what failed, where and why.

use super::style::Style;
use super::text::{count, cut, duration, exit_code, sanitize, short_lines};
use crate::fault::{Detail, Fault};

/// Lines that a captured output has in a failure: from its beginning and from its end.
const HEAD_LINES: usize = 5;
const TAIL_LINES: usize = 15;
/// Longest value that stands beside its name.
const LONGEST_INLINE: usize = 160;
/// Last log lines of a service.
const LOG_LINES: usize = 30;

/// How a run ended, as the terminal knows it.
#[derive(Default)]
pub(super) struct Ending<'a> {
    /// Short name of the composition with the workflow and its arguments.
    pub(super) name: &'a str,
    /// Workflow that was asked for, if one was.
    pub(super) asked: Option<&'a str>,
    /// Workflow that failed.
    pub(super) workflow: Option<&'a str>,
    pub(super) fault: Option<&'a Fault>,
    pub(super) log_tail: &'a [String],
    pub(super) log_file: Option<&'a str>,
    pub(super) folder: &'a str,
    pub(super) exit: u8,
    pub(super) ms: u64,
}

impl Ending<'_> {
    /// The lines, without line ends.
    pub(super) fn lines(&self, style: Style) -> Vec<String> {
        let verdict = match (self.fault, self.exit, self.asked) {
            (None, 0, Some(_)) => style.green("passed"),
            (None, 0, None) => style.green("done"),
            _ => style.red("failed"),
        };
        let name = style.bold(self.name);
        let mut lines = vec![format!("{verdict}  {name} in {}", duration(self.ms))];
        if self.fault.is_none() && self.exit == 0 {
            return lines;
        }
        lines.push(String::new());
        if let Some(fault) = self.fault {
            lines.extend(self.fault(fault, style));
            lines.push(String::new());
        }
        if !self.log_tail.is_empty() {
            let service = self
                .fault
                .and_then(|fault| fault.service.as_deref())
                .unwrap_or("the service");
            lines.push(format!("  last log lines of {}", sanitize(service)));
            let skipped = self.log_tail.len().saturating_sub(LOG_LINES);
            lines.extend(
                self.log_tail
                    .iter()
                    .skip(skipped)
                    .flat_map(|line| short_lines(line))
                    .map(|line| format!("    {}", block_line(&line, style))),
            );
            lines.push(String::new());
        }
        if let Some(file) = self.log_file {
            lines.push(fact("full log", 10, &sanitize(file), style));
        }
        lines.push(fact("run folder", 10, &sanitize(self.folder), style));
        lines.push(fact("exit code", 10, &self.exit.to_string(), style));
        lines
    }

    /// The error itself: its sentence, then its facts, the short ones first.
    pub(super) fn fault(&self, fault: &Fault, style: Style) -> Vec<String> {
        let mut lines = Vec::new();
        let mut message = short_lines(&fault.message);
        let first = message.next().unwrap_or_default();
        let code = sanitize(&fault.code);
        lines.push(format!("  {} {first}", style.red(&format!("{code}:"))));
        lines.extend(message.map(|line| format!("    {line}")));

        let other = self.workflow.filter(|name| Some(*name) != self.asked);
        let named = [("workflow", other), ("service", fault.service.as_deref())]
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        // These have a place of their own below.
        let shown_below =
            |key: &str| !self.log_tail.is_empty() && matches!(key, "log" | "log-file");
        let details = fault
            .details
            .iter()
            .filter(|detail| !shown_below(&detail.key))
            .map(|Detail { key, value }| (key.as_str(), value.as_str()));
        let (inline, blocks): (Vec<_>, Vec<_>) = named.chain(details).partition(|(_, value)| {
            !value.contains('\n') && value.chars().count() <= LONGEST_INLINE
        });
        let width = inline
            .iter()
            .map(|(key, _)| key.chars().count())
            .max()
            .unwrap_or_default()
            .min(20);
        for (key, value) in inline {
            let value = match value.parse() {
                Ok(code) if key == "exit-code" => exit_code(code),
                _ => sanitize(value),
            };
            let key = cut(&sanitize(key), 40);
            lines.push(format!("  {}", fact(&key, width, &value, style)));
        }
        for (key, value) in blocks {
            lines.push(format!("    {}", style.dim(&cut(&sanitize(key), 40))));
            self.block(value, style, &mut lines);
        }
        lines
    }

    /// A long value: its first and last lines, and where the rest is.
    fn block(&self, value: &str, style: Style, lines: &mut Vec<String>) {
        let all: Vec<String> = short_lines(value).collect();
        let missing = all.len().saturating_sub(HEAD_LINES + TAIL_LINES);
        // A note in place of one line would save nothing.
        let missing = if missing > 1 { missing } else { 0 };
        for (index, line) in all.iter().enumerate() {
            if missing == 0 || index < HEAD_LINES || index >= HEAD_LINES + missing {
                lines.push(format!("      {}", block_line(line, style)));
            } else if index == HEAD_LINES {
                let note = format!(
                    "… {} left out, all in {}/events.jsonl",
                    count(missing, "line"),
                    sanitize(self.folder)
                );
                lines.push(format!("      {}", style.dim(&note)));
            }
        }
    }
}

fn fact(key: &str, width: usize, value: &str, style: Style) -> String {
    format!("  {}  {value}", style.dim(&format!("{key:width$}")))
}

fn block_line(line: &str, style: Style) -> String {
    format!("{} {line}", style.dim("|")).trim_end().to_owned()
}
