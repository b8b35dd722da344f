//! Avro values and their form in `.td` files: close to Avro's JSON encoding.
//!
//! | Avro | JSON |
//! | --- | --- |
//! | null, boolean, string | the same |
//! | int, long, and dates, times and timestamps | a whole number: days, or the type's own unit |
//! | float, double | a number; `"NaN"`, `"Infinity"`, `"-Infinity"` |
//! | bytes, fixed, decimal, duration | a list of byte numbers; a text of characters up to U+00FF is taken, too |
//! | uuid | a text, or bytes where the schema says so |
//! | enum | the symbol |
//! | array, map, record | a list, an object, an object; a field that is left out is its default |
//! | union | `null`, or `{"type": value}` with the type's name, without or with its namespace |
//!
//! A union's value without a type, as the old dialect has it, is taken, too: the first type that it fits counts.

mod decode;
mod encode;
mod model;
mod trace;

use std::sync::Arc;

use serde_json::Value;

use model::Model;
pub use trace::{DEEPEST, MOST_VALUES};

/// A parsed schema. Clones are cheap.
#[derive(Debug, Clone)]
pub struct Schema {
    model: Arc<Model>,
}

impl Schema {
    /// Parses a schema, and those that it refers to by name before it.
    pub fn parse(text: &str, references: &[String]) -> Result<Self, String> {
        Ok(Self {
            model: Arc::new(Model::parse(text, references)?),
        })
    }

    /// The Avro bytes of a JSON value. The error names the field.
    pub fn encode(&self, value: &Value) -> Result<Vec<u8>, String> {
        encode::encode(&self.model, value)
    }

    /// The JSON value of Avro bytes. The error names the field.
    pub fn decode(&self, bytes: &[u8]) -> Result<Value, String> {
        decode::decode(&self.model, bytes)
    }

    /// A JSON value as [`decode`](Self::decode) would give it: union types named, defaults filled in. Two values mean
    /// the same if this is equal.
    pub fn normalize(&self, value: &Value) -> Result<Value, String> {
        self.decode(&self.encode(value)?)
    }
}

#[cfg(test)]
mod tests;
