//! The differences that mzhost makes on purpose. One that is not here fails the test, and so does a row
//! that fits nothing any more.

/// One difference. `*` fits any text: within one step of the path, or within a value.
pub(crate) struct Row {
    /// Kind of object and field.
    pub(crate) path: &'static str,
    /// What docker-compose makes, as JSON.
    pub(crate) compose: &'static str,
    /// What mzhost makes, as JSON.
    pub(crate) mzhost: &'static str,
    /// Why.
    pub(crate) reason: &'static str,
}

/// A row on one line.
const fn row(
    path: &'static str,
    compose: &'static str,
    mzhost: &'static str,
    reason: &'static str,
) -> Row {
    Row {
        path,
        compose,
        mzhost,
        reason,
    }
}

/// All of them.
pub(crate) const ROWS: &[Row] = &[
    row("container/Name", "\"/PROJECT_*_1\"", "\"/PROJECT-*-1\"", "The form of Compose 2."),
];
