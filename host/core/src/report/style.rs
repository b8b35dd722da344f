//! How the terminal's report looks: how much, how wide, in which colours.

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Verbosity {
    /// Failures and the result.
    Quiet,
    /// What a person wants to watch.
    #[default]
    Normal,
    /// Every call and every state.
    Verbose,
}

/// The looks of the terminal's report; the command line finds them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// Columns of the terminal, where known.
    pub width: Option<usize>,
    /// How much is shown.
    pub verbosity: Verbosity,
    /// Whether a line can be updated in place.
    pub tty: bool,
}

impl Style {
    /// Good news.
    pub(super) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Bad news.
    pub(super) fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    /// Doubtful news.
    pub(super) fn yellow(self, text: &str) -> String {
        self.paint("33", text)
    }

    /// What the eye should find.
    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What the eye may skip.
    pub(super) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}
