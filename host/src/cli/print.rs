//! Answers of subcommands on standard output, and errors on standard error: with the reports, the only code
//! that prints.

use std::io::{self, Write};

use mzhost_core::fault::Fault;
use mzhost_core::report::text::sanitize;

use super::args::Global;

/// Prints a text. That nobody reads it any more is no error.
pub(crate) fn text(text: &str) {
    let mut out = io::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Prints bytes to standard error.
pub(crate) fn errors(bytes: &[u8]) {
    drop(io::stderr().lock().write_all(bytes));
}

/// Prints a table with aligned columns.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) {
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let mut out = String::new();
    for row in std::iter::once(&head).chain(rows) {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                let cell = sanitize(cell);
                let pad = width.saturating_sub(cell.chars().count());
                format!("{cell}{}", " ".repeat(pad))
            })
            .collect();
        out.push_str(cells.join("   ").trim_end());
        out.push('\n');
    }
    text(&out);
}

/// Prints why a subcommand failed.
pub(crate) fn fault(global: &Global, fault: &Fault) {
    let style = global.style(true);
    let label = if style.color {
        "\u{1b}[31merror\u{1b}[0m"
    } else {
        "error"
    };
    let mut lines = vec![format!(
        "{label}: {} ({})",
        sanitize(&fault.message),
        fault.code
    )];
    for detail in &fault.details {
        let value = detail.value.trim_end();
        if value.contains('\n') {
            lines.push(format!("  {}:", detail.key));
            lines.extend(value.lines().map(|line| format!("    {}", sanitize(line))));
        } else {
            lines.push(format!("  {}: {}", detail.key, sanitize(value)));
        }
    }
    errors(format!("{}\n", lines.join("\n")).as_bytes());
}
