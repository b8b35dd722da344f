//! Where in a value work stands, and how much of it is done.

use serde_json::Value;

/// How deep values may be nested. JSON's own limit is below it.
pub const DEEPEST: usize = 256;

/// How many values one value may have in it: schemas exist whose values take no bytes, or fit in very many ways.
pub const MOST_VALUES: u64 = 2_000_000;

/// Where in a value work stands, and how much of it is done.
#[derive(Debug, Default)]
pub(super) struct Trace<'a> {
    steps: Vec<Step<'a>>,
    depth: usize,
    visits: u64,
}

/// A step down into a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// A field of a record.
    Field(&'a str),
    /// An item of a list.
    Item(usize),
    /// An entry of a map. Its key is not kept while bytes are read, where nothing outlives it.
    Entry(Option<&'a str>),
}

impl<'a> Trace<'a> {
    /// Steps down.
    pub(super) fn push(&mut self, step: Step<'a>) {
        self.steps.push(step);
    }

    /// Steps up again, after success.
    pub(super) fn pop(&mut self) {
        self.steps.pop();
    }

    /// How many steps down it is, for [`back_to`](Self::back_to).
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.steps.len(), self.depth)
    }

    /// Steps up again, after a failure.
    pub(super) fn back_to(&mut self, (steps, depth): (usize, usize)) {
        self.steps.truncate(steps);
        self.depth = depth;
    }

    /// Begins with a value.
    pub(super) fn enter(&mut self) -> Result<(), String> {
        self.depth += 1;
        self.visits += 1;
        if self.depth > DEEPEST {
            return Err(self.error(format!("nested more than {DEEPEST} deep")));
        }
        if self.is_exhausted() {
            return Err(self.error(format!("more than {MOST_VALUES} values in one")));
        }
        Ok(())
    }

    /// Ends with a value, after success.
    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Whether there is no more to be tried.
    pub(super) fn is_exhausted(&self) -> bool {
        self.visits > MOST_VALUES
    }

    /// An error with the place.
    pub(super) fn error(&self, message: impl AsRef<str>) -> String {
        let mut path = String::new();
        for step in &self.steps {
            let step = match step {
                Step::Field(name) if path.is_empty() => (*name).to_owned(),
                Step::Field(name) => format!(".{name}"),
                Step::Item(number) => format!("[{number}]"),
                Step::Entry(Some(key)) => format!("[{key:?}]"),
                Step::Entry(None) => "[…]".to_owned(),
            };
            path.push_str(&step);
        }
        let message = message.as_ref();
        if path.is_empty() {
            message.to_owned()
        } else {
            format!("{path}: {message}")
        }
    }
}

/// Characters of a value that an error shows.
const LONGEST_QUOTE: usize = 80;

/// A value for an error.
pub(super) fn quote(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
