//! Avro values and their form in `.td` files: close to Avro's JSON encoding.

use serde_json::Value;

/// A parsed schema.
#[derive(Debug, Clone)]
pub struct Schema {}

impl Schema {
    /// Parses a schema, and those that it refers to by name before it.
    pub fn parse(text: &str, references: &[String]) -> Result<Self, String> {
        let _ = (text, references);
        Ok(Self {})
    }

    /// The Avro bytes of a JSON value.
    pub fn encode(&self, value: &Value) -> Result<Vec<u8>, String> {
        Err(value.to_string())
    }

    /// The JSON value of Avro bytes.
    pub fn decode(&self, bytes: &[u8]) -> Result<Value, String> {
        Err(bytes.len().to_string())
    }
}
