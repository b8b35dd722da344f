//! The sections of `docs/attacks.md`.

/// Loops, recursion, memory, output.
pub(crate) const COMPUTING: &str = "Computing, memory and output";
/// Very many or very large calls, and what they open.
pub(crate) const CALLS: &str = "Calls and handles";
/// Legal calls whose answer is larger than anybody wants.
pub(crate) const ANSWERS: &str = "Answers that bring too much";
/// Arguments that are paths.
pub(crate) const PATHS: &str = "Paths";
/// Arguments that are names, and variables of the environment.
pub(crate) const NAMES: &str = "Names and environment";
/// The document of the services.
pub(crate) const DOCUMENTS: &str = "Documents";
/// What a person sees.
pub(crate) const TERMINAL: &str = "Text for the terminal";
/// Runs of somebody else on the same engine.
pub(crate) const OTHERS: &str = "Other runs";
/// What only a grant allows.
pub(crate) const POLICY: &str = "What was not granted";
/// What a guest or its containers dial.
pub(crate) const NETWORK: &str = "Network";
/// Files that are no proper component.
pub(crate) const COMPONENTS: &str = "Malformed components";
/// Test files of strangers.
pub(crate) const TEST_FILES: &str = "Test files";

/// All sections in the order of the page.
pub(super) const ALL: [&str; 12] = [
    COMPUTING, CALLS, ANSWERS, PATHS, NAMES, DOCUMENTS, TERMINAL, OTHERS, POLICY, NETWORK,
    COMPONENTS, TEST_FILES,
];
