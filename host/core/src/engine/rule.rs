//! The rule of each field of a request to the engine, and what a request asks for.

pub use crate::policy::Capability;

/// Who may fill a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Any composition.
    Free,
    /// mzhost alone; a composition's value never gets here.
    Host,
    /// A composition that was granted the capability for the value.
    Needs(Capability),
    /// Nobody.
    Never,
}

/// One value that a field asks for under a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The field.
    pub field: &'static str,
    /// Its rule.
    pub rule: Rule,
    /// The value, as the grant must name it.
    pub value: String,
}

/// A request whose fields all have a rule.
pub trait Request {
    /// Everything that is asked for beyond what is free.
    fn asks(&self) -> Vec<Ask>;
}

/// A field's value: what it asks for when it is not the default.
pub trait Asked {
    /// The values that a grant must name under a rule; empty when there is nothing to grant.
    fn values(&self, rule: Rule) -> Vec<String>;
}

impl Asked for bool {
    fn values(&self, _rule: Rule) -> Vec<String> {
        if *self {
            vec!["true".to_owned()]
        } else {
            Vec::new()
        }
    }
}

impl Asked for Vec<String> {
    fn values(&self, _rule: Rule) -> Vec<String> {
        self.clone()
    }
}

impl Asked for String {
    fn values(&self, _rule: Rule) -> Vec<String> {
        vec![self.clone()]
    }
}

impl Asked for std::collections::BTreeMap<String, String> {
    fn values(&self, _rule: Rule) -> Vec<String> {
        self.keys().cloned().collect()
    }
}

/// Declares a request: each field stands with its rules in brackets; without one it does not compile.
/// Only fields whose rule is `Needs` or `Never` must say what they ask for ([`Asked`]).
macro_rules! request {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* [$($kind:ident $($capability:ident)?),+] $field:ident: $ty:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default)]
        pub struct $name { $($(#[$doc])* pub $field: $ty,)* }

        impl $name {
            /// Every field with its rules.
            pub const FIELDS: &'static [(&'static str, &'static [$crate::engine::rule::Rule])] =
                &[$((stringify!($field), &[$($crate::engine::rule::rule!($kind $($capability)?)),+])),*];
        }

        impl $crate::engine::rule::Request for $name {
            #[allow(unused_mut, clippy::allow_attributes, reason = "a request may have free fields only")]
            fn asks(&self) -> Vec<$crate::engine::rule::Ask> {
                let mut asks = Vec::new();
                $($($crate::engine::rule::asks!(self, asks, $field, $kind $($capability)?);)+)*
                asks
            }
        }
    };
}

/// A rule from its words.
macro_rules! rule {
    (Free) => {
        $crate::engine::rule::Rule::Free
    };
    (Host) => {
        $crate::engine::rule::Rule::Host
    };
    (Never) => {
        $crate::engine::rule::Rule::Never
    };
    (Needs $capability:ident) => {
        $crate::engine::rule::Rule::Needs($crate::engine::rule::Capability::$capability)
    };
}

/// Collects what one field asks for.
macro_rules! asks {
    ($self:ident, $asks:ident, $field:ident, Free) => {};
    ($self:ident, $asks:ident, $field:ident, Host) => {};
    ($self:ident, $asks:ident, $field:ident, $($rule:tt)+) => {
        $asks.extend(
            $crate::engine::rule::Asked::values(&$self.$field, $crate::engine::rule::rule!($($rule)+))
                .into_iter()
                .map(|value| $crate::engine::rule::Ask {
                    field: stringify!($field),
                    rule: $crate::engine::rule::rule!($($rule)+),
                    value,
                }),
        );
    };
}

pub(crate) use {asks, request, rule};
