//! The rows of one result: those within the limits for the caller, and all of them, secrets masked, in a file when there
//! are more.

use std::fs::File;
use std::io::{BufWriter, Write};

use super::connection::SqlLimits;
use crate::operation::{Column, Rows};

/// A row of cells.
type Row = Vec<Option<String>>;

/// Rows that are collected.
pub(super) struct Collected {
    rows: Rows,
    bytes: usize,
    limits: SqlLimits,
    name: String,
    file: Option<BufWriter<File>>,
}

impl Collected {
    /// Collects rows of these columns. `number` names the file, should there be one.
    pub(super) fn new(columns: Vec<Column>, limits: &SqlLimits, number: &str) -> Self {
        Self {
            rows: Rows {
                columns,
                ..Rows::default()
            },
            bytes: 0,
            name: format!("{number}.rows.jsonl"),
            limits: limits.clone(),
            file: None,
        }
    }

    /// Takes a row.
    pub(super) fn push(&mut self, row: Row) {
        self.bytes += row.iter().flatten().map(String::len).sum::<usize>();
        if self.rows.rows.len() < self.limits.rows && self.bytes <= self.limits.bytes {
            self.rows.rows.push(row);
            return;
        }
        if !self.rows.truncated {
            self.rows.truncated = true;
            self.begin_file();
        }
        self.write(&row);
    }

    /// The rows for the caller.
    pub(super) fn finish(mut self, affected: u64) -> Rows {
        if let Some(file) = &mut self.file {
            // That the whole cannot be kept does not fail the query, which says that rows are missing.
            drop(file.flush());
        }
        self.rows.affected = affected;
        self.rows
    }

    /// Opens the file and writes the rows so far.
    fn begin_file(&mut self) {
        let path = self.limits.outputs.file(&self.name);
        self.file = File::create(path).ok().map(BufWriter::new);
        let rows = std::mem::take(&mut self.rows.rows);
        for row in &rows {
            self.write(row);
        }
        self.rows.rows = rows;
    }

    /// Writes a row as a JSON array.
    fn write(&mut self, row: &Row) {
        if let Some(file) = &mut self.file {
            let mask = |cell: &Option<String>| {
                cell.as_deref()
                    .map(|cell| self.limits.masker.mask(cell).into_owned())
            };
            let row: Row = row.iter().map(mask).collect();
            // About as many as JSON has.
            let bytes: usize = row.iter().flatten().map(|cell| cell.len() + 4).sum();
            let written = self.limits.outputs.take(bytes + 3)
                && serde_json::to_writer(&mut *file, &row).is_ok()
                && writeln!(file).is_ok();
            if !written {
                self.file = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use mzhost_testdrive::mask::Masker;

    use super::*;
    use crate::outputs::Outputs;

    #[test]
    fn what_the_caller_does_not_get_is_in_the_file_with_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let limits = SqlLimits {
            rows: 2,
            bytes: 1000,
            outputs: Outputs::new(folder.path().join("outputs"), 1000),
            masker: Masker::default(),
        };
        let mut collected = Collected::new(Vec::new(), &limits, "7");
        limits.masker.mark("hunter2").unwrap();
        for cell in [Some("hunter2"), None, Some("c")] {
            collected.push(vec![cell.map(str::to_owned)]);
        }
        let rows = collected.finish(3);
        assert_eq!(rows.rows[0], [Some("hunter2".to_owned())]);
        assert_eq!(
            (rows.rows.len(), rows.truncated, rows.affected),
            (2, true, 3)
        );
        let whole = std::fs::read_to_string(limits.outputs.file("7.rows.jsonl")).unwrap();
        assert_eq!(whole, "[\"***\"]\n[null]\n[\"c\"]\n");
    }

    #[test]
    fn a_result_within_the_limits_makes_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let limits = SqlLimits {
            rows: 2,
            bytes: 1000,
            outputs: Outputs::new(folder.path().join("outputs"), 1000),
            masker: Masker::default(),
        };
        let mut collected = Collected::new(Vec::new(), &limits, "7");
        collected.push(vec![None]);
        assert!(!collected.finish(1).truncated);
        assert!(!folder.path().join("outputs").exists());
    }
}
