//! How long what a run makes is meant to live. Everything carries it as a label, so that nothing is taken for
//! forgotten that was left on purpose.

/// The label that holds it.
const LABEL: &str = "dev.mzhost.lifetime";

/// How long what a run makes is meant to live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as its process: once that is gone, it may be removed.
    Run,
    /// Until somebody removes it: `up`, and `run` with `--keep`.
    Kept,
}

impl Lifetime {
    /// The label's name and value.
    pub fn label(self) -> (&'static str, &'static str) {
        let value = match self {
            Self::Run => "run",
            Self::Kept => "kept",
        };
        (LABEL, value)
    }

    /// The label as the engine's lists are filtered by it.
    pub(super) fn filter(self) -> String {
        let (name, value) = self.label();
        format!("{name}={value}")
    }
}
