//! What can be wrong with a request for a service, or with a service's own file.

/// Why a service could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No such service.
    #[error("the catalog has no service {kind:?}{hint}; it has {known}")]
    UnknownKind {
        /// What was asked for.
        kind: String,
        /// The nearest name, in words.
        hint: String,
        /// All names.
        known: String,
    },
    /// The service has no such parameter.
    #[error("{kind} has no parameter {name:?}{hint}; its parameters are {known}")]
    UnknownParameter {
        /// The service.
        kind: String,
        /// What was given.
        name: String,
        /// The nearest name, in words.
        hint: String,
        /// All names.
        known: String,
    },
    /// A value that a parameter does not take.
    #[error("parameter {name:?} of {kind}: expected {wanted}, found {found}")]
    Value {
        /// The service.
        kind: String,
        /// The parameter.
        name: String,
        /// What it takes.
        wanted: String,
        /// What was given.
        found: String,
    },
    /// A parameter without default was not given.
    #[error("{kind} needs the parameter {name:?}: {meaning}")]
    Missing {
        /// The service.
        kind: String,
        /// The parameter.
        name: String,
        /// What it means.
        meaning: String,
    },
    /// A text that cannot be read, or holds no map.
    #[error("{what}: {message}")]
    Text {
        /// Which text.
        what: String,
        /// What is wrong with it.
        message: String,
    },
    /// The service's own file is wrong.
    #[error("host/catalog/services/{kind}.yaml: {message}")]
    Definition {
        /// The service.
        kind: String,
        /// Where and what.
        message: String,
    },
}
