//! The result of a query.

use crate::bindings::mzhost::composition::sql as host;
use crate::error::Error;
use crate::sql::FromCell;

pub use host::Column;

/// The result of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows(host::Rows);

impl Rows {
    pub(crate) fn new(rows: host::Rows) -> Self {
        Self(rows)
    }

    /// The columns, also when there are no rows.
    pub fn columns(&self) -> &[Column] {
        &self.0.columns
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.0.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.0.rows.is_empty()
    }

    /// Rows returned or changed, as the server counts them.
    pub fn affected(&self) -> u64 {
        whole(self.0.affected)
    }

    /// Whether rows are missing because a limit was reached.
    pub fn truncated(&self) -> bool {
        self.0.truncated
    }

    /// The rows, in the server's order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.0.rows.iter().map(|row| Row {
            columns: &self.0.columns,
            cells: &row.cells,
        })
    }

    /// The only row; an error when there is not exactly one.
    pub fn one(&self) -> Result<Row<'_>, Error> {
        match self.iter().next() {
            Some(row) if self.len() == 1 => Ok(row),
            _ => Err(Error::msg(format!("wanted one row, got {}", self.len()))),
        }
    }

    /// The first cell of the only row.
    pub fn value<T: FromCell>(&self) -> Result<T, Error> {
        self.one()?.get(0)
    }

    /// The first column of all rows.
    pub fn values<T: FromCell>(&self) -> Result<Vec<T>, Error> {
        self.iter().map(|row| row.get(0)).collect()
    }
}

impl<'a> IntoIterator for &'a Rows {
    type Item = Row<'a>;
    type IntoIter = Box<dyn Iterator<Item = Row<'a>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    columns: &'a [Column],
    cells: &'a [Option<String>],
}

impl<'a> Row<'a> {
    /// The server's own text of each value; none for NULL.
    pub fn cells(&self) -> &'a [Option<String>] {
        self.cells
    }

    /// A cell by column name or number (from 0), read as a Rust type.
    pub fn get<T: FromCell>(&self, column: impl ColumnIndex) -> Result<T, Error> {
        let index = column.index(self.columns)?;
        let cell = self.cells.get(index).ok_or_else(|| missing(index))?;
        T::from_cell(cell.as_deref())
            .map_err(|reason| Error::msg(format!("column {}: {reason}", column.describe())))
    }
}

/// How to name a column: by its name or its number from 0.
pub trait ColumnIndex {
    /// Its number.
    fn index(&self, columns: &[Column]) -> Result<usize, Error>;
    /// What to call it in errors.
    fn describe(&self) -> String;
}

impl ColumnIndex for usize {
    fn index(&self, columns: &[Column]) -> Result<usize, Error> {
        columns
            .get(*self)
            .map(|_| *self)
            .ok_or_else(|| missing(*self))
    }

    fn describe(&self) -> String {
        self.to_string()
    }
}

impl ColumnIndex for &str {
    fn index(&self, columns: &[Column]) -> Result<usize, Error> {
        let found = columns.iter().position(|column| column.name == *self);
        found.ok_or_else(|| {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            Error::msg(format!(
                "no column {self:?}; there are: {}",
                names.join(", ")
            ))
        })
    }

    fn describe(&self) -> String {
        format!("{self:?}")
    }
}

fn missing(index: usize) -> Error {
    Error::msg(format!("no column {index}; they are counted from 0"))
}

/// A count, which the host hands over as a double because not every guest language has u64.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the host sends whole numbers below 2^53"
)]
pub(crate) fn whole(count: f64) -> u64 {
    count as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let column = |name: &str| Column {
            name: name.into(),
            type_name: "int8".into(),
        };
        Rows::new(host::Rows {
            columns: vec![column("n"), column("m")],
            rows: vec![host::Row {
                cells: vec![Some("7".into()), None],
            }],
            affected: 1.0,
            truncated: false,
        })
    }

    #[test]
    fn cells_are_found_by_name_and_number() {
        let rows = rows();
        let row = rows.one().unwrap();
        assert_eq!(row.get::<i64>("n").unwrap(), 7);
        assert_eq!(row.get::<Option<i64>>(1).unwrap(), None);
        assert_eq!(rows.value::<String>().unwrap(), "7");
        assert_eq!(rows.values::<u8>().unwrap(), [7]);
        assert_eq!(rows.affected(), 1);
    }

    #[test]
    fn errors_name_the_column_and_those_that_exist() {
        let rows = rows();
        let row = rows.one().unwrap();
        assert_eq!(
            row.get::<i64>("x").unwrap_err().message(),
            "no column \"x\"; there are: n, m"
        );
        assert_eq!(
            row.get::<i64>("m").unwrap_err().message(),
            "column \"m\": NULL is no i64; read it as Option<i64>"
        );
        assert!(row.get::<i64>(2).is_err());
    }
}
