//! A parsed `.td` file.

use crate::position::{Source, Span};

/// A file's commands in order.
#[derive(Debug, Clone)]
pub struct Script {
    /// Where it came from.
    pub source: Source,
    /// The commands.
    pub commands: Vec<Command>,
}

/// One command.
#[derive(Debug, Clone)]
pub struct Command {
    /// From the sigil to the end of its last line, without the line's end.
    pub span: Span,
    /// A version guard.
    pub guard: Option<Guard>,
    /// What it does.
    pub kind: CommandKind,
}

/// What a command does.
#[derive(Debug, Clone)]
pub enum CommandKind {
    /// `$ name key=value …` and its body.
    Action(Call),
    /// `> SQL`, expected to succeed.
    Query(Query),
    /// `! SQL`, expected to fail.
    Fails(Fails),
    /// `? SQL`, whose answer is one text.
    Explain(Explain),
}

/// A piece of a file's text after continuation lines and escapes were undone.
#[derive(Debug, Clone)]
pub struct Text {
    /// The text.
    pub value: String,
    /// Where it stands in the file, raw.
    pub span: Span,
    /// Pairs of an offset in `value` and the offset in the file of what begins there, ascending.
    pub origins: Vec<(usize, usize)>,
}

impl Text {
    /// The offset in the file of a byte of `value`.
    pub fn offset(&self, at: usize) -> usize {
        let index = self.origins.partition_point(|(value, _)| *value <= at);
        match index
            .checked_sub(1)
            .and_then(|index| self.origins.get(index))
        {
            Some((value, file)) => (file + (at - value)).min(self.span.end),
            None => self.span.start,
        }
    }
}

/// `[version>=5500]` or `[server_version_num>=150000]`.
#[derive(Debug, Clone)]
pub struct Guard {
    /// Its place, with the brackets.
    pub span: Span,
    /// What is compared.
    pub property: GuardProperty,
    /// How.
    pub operator: GuardOperator,
    /// With what.
    pub number: i64,
}

/// What a guard compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GuardProperty {
    /// `version`: Materialize's `mz_version_num()`.
    Version,
    /// `server_version_num`: PostgreSQL's.
    ServerVersionNum,
}

/// How a guard compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum GuardOperator {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A call of an action.
#[derive(Debug, Clone)]
pub struct Call {
    /// The action's name.
    pub name: Text,
    /// Its arguments in order; keys are unique.
    pub arguments: Vec<Argument>,
    /// Its body.
    pub body: Vec<Text>,
}

/// `key=value`, or a bare `key` with an empty value.
#[derive(Debug, Clone)]
pub struct Argument {
    /// The key.
    pub key: Text,
    /// The value, without the quotes that protected its spaces.
    pub value: Text,
}

/// `> SQL`.
#[derive(Debug, Clone)]
pub struct Query {
    /// The statement.
    pub sql: Text,
    /// What it should answer.
    pub expected: Expected,
    /// The lines that hold the expectation, the header included, comments and blank lines between them too; empty
    /// and behind the statement when there are none. Rewriting replaces within it.
    pub expected_span: Span,
}

/// What a query should answer.
#[derive(Debug, Clone)]
pub enum Expected {
    /// Rows.
    Rows {
        /// Column names, when the file gives them.
        columns: Option<Header>,
        /// The rows.
        rows: Vec<Row>,
    },
    /// `N values hashing to MD5`.
    Hash {
        /// Its line.
        span: Span,
        /// Number of rows.
        rows: usize,
        /// MD5 of all cells, lower case hexadecimal.
        md5: String,
    },
}

/// A line of column names with a line of dashes below.
#[derive(Debug, Clone)]
pub struct Header {
    /// Both lines.
    pub span: Span,
    /// The names.
    pub names: Vec<Text>,
}

/// A line of cells.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its line, with a leading backslash.
    pub span: Span,
    /// Its cells, unquoted.
    pub cells: Vec<Text>,
}

/// `! SQL`.
#[derive(Debug, Clone)]
pub struct Fails {
    /// The statement.
    pub sql: Text,
    /// What the error should be.
    pub expected: ExpectedError,
    /// Part of the error's detail.
    pub detail: Option<Text>,
    /// Part of the error's hint.
    pub hint: Option<Text>,
}

/// What an error should be.
#[derive(Debug, Clone)]
pub enum ExpectedError {
    /// `contains:`.
    Contains(Text),
    /// `exact:`.
    Exact(Text),
    /// `regex:`.
    Regex(Text),
    /// `timeout`.
    Timeout(Span),
    /// The old dialect: bare text that the message contains.
    Bare(Text),
}

/// `? SQL`.
#[derive(Debug, Clone)]
pub struct Explain {
    /// The statement.
    pub sql: Text,
    /// The text expected, ending in one newline; empty when none is given.
    pub expected: Text,
}
