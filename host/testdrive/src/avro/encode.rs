//! From JSON to Avro bytes.

use serde_json::{Map, Value};

use super::model::{Field, Kind, Model, Type};
use super::trace::{Step, Trace, quote};

/// The Avro bytes of a JSON value.
pub(super) fn encode(model: &Model, value: &Value) -> Result<Vec<u8>, String> {
    let mut encoder = Encoder {
        model,
        trace: Trace::default(),
        bytes: Vec::new(),
    };
    encoder.value(&model.root, value)?;
    Ok(encoder.bytes)
}

struct Encoder<'a> {
    model: &'a Model,
    trace: Trace<'a>,
    bytes: Vec<u8>,
}

impl<'a> Encoder<'a> {
    fn value(&mut self, of: &'a Type, value: &'a Value) -> Result<(), String> {
        self.trace.enter()?;
        match (of, value) {
            (Type::Null, Value::Null) => {}
            (Type::Boolean, Value::Bool(value)) => self.bytes.push(u8::from(*value)),
            (Type::Int, Value::Number(number)) => {
                let number = number
                    .as_i64()
                    .and_then(|number| i32::try_from(number).ok());
                let number = number.ok_or_else(|| self.unfit("int", value))?;
                self.long(i64::from(number));
            }
            (Type::Long, Value::Number(number)) => {
                let number = number.as_i64().ok_or_else(|| self.unfit("long", value))?;
                self.long(number);
            }
            (Type::Float, _) => {
                let number = float(value).ok_or_else(|| self.unfit("float", value))?;
                #[expect(clippy::cast_possible_truncation, reason = "what a float is")]
                let number = number as f32;
                self.bytes.extend(number.to_le_bytes());
            }
            (Type::Double, _) => {
                let number = float(value).ok_or_else(|| self.unfit("double", value))?;
                self.bytes.extend(number.to_le_bytes());
            }
            (Type::Bytes, _) => {
                let bytes = self.byte_list("bytes", value)?;
                self.length(bytes.len())?;
                self.bytes.extend(bytes);
            }
            (Type::String, Value::String(text)) => self.text(text)?,
            (Type::Array(items), Value::Array(values)) => self.array(items, values)?,
            (Type::Map(values), Value::Object(entries)) => self.map(values, entries)?,
            (Type::Union(variants), _) => self.union(variants, value)?,
            (Type::Named(position), _) => self.named(*position, value)?,
            _ => return Err(self.unfit(self.model.name_of(of), value)),
        }
        self.trace.leave();
        Ok(())
    }

    fn named(&mut self, position: usize, value: &'a Value) -> Result<(), String> {
        let named = self.model.named(position)?;
        match (&named.kind, value) {
            (Kind::Record(fields), Value::Object(values)) => {
                self.record(&named.full, fields, values)
            }
            (Kind::Record(_), _) => Err(self.unfit(&format!("record {}", named.full), value)),
            (Kind::Enum(symbols), Value::String(text)) => {
                let position = symbols.iter().position(|symbol| symbol == text);
                let position = position.ok_or_else(|| {
                    let symbols = symbols.join(", ");
                    self.trace
                        .error(format!("{text:?} is not one of {symbols}"))
                })?;
                self.length(position)
            }
            (Kind::Enum(_), _) => Err(self.unfit(&format!("enum {}", named.full), value)),
            (Kind::Fixed(size), _) => {
                let bytes = self.byte_list(&format!("fixed {}", named.full), value)?;
                if bytes.len() != *size {
                    let text = format!("{} has {size} bytes, not {}", named.full, bytes.len());
                    return Err(self.trace.error(text));
                }
                self.bytes.extend(bytes);
                Ok(())
            }
        }
    }

    fn record(
        &mut self,
        name: &str,
        fields: &'a [Field],
        values: &'a Map<String, Value>,
    ) -> Result<(), String> {
        let unknown = values
            .keys()
            .find(|key| !fields.iter().any(|field| field.name == **key));
        if let Some(key) = unknown {
            let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            return Err(self.trace.error(format!(
                "{name} has no field {key:?}, but {}",
                names.join(", ")
            )));
        }
        for field in fields {
            let value = values.get(&field.name).or(field.default.as_ref());
            let value = value.ok_or_else(|| {
                let text = format!("the field {:?} of {name} is missing", field.name);
                self.trace.error(text)
            })?;
            self.trace.push(Step::Field(&field.name));
            self.value(&field.of, value)?;
            self.trace.pop();
        }
        Ok(())
    }

    fn array(&mut self, items: &'a Type, values: &'a [Value]) -> Result<(), String> {
        if !values.is_empty() {
            self.length(values.len())?;
        }
        for (number, value) in values.iter().enumerate() {
            self.trace.push(Step::Item(number));
            self.value(items, value)?;
            self.trace.pop();
        }
        self.long(0);
        Ok(())
    }

    fn map(&mut self, values: &'a Type, entries: &'a Map<String, Value>) -> Result<(), String> {
        if !entries.is_empty() {
            self.length(entries.len())?;
        }
        for (key, value) in entries {
            self.trace.push(Step::Entry(Some(key)));
            self.text(key)?;
            self.value(values, value)?;
            self.trace.pop();
        }
        self.long(0);
        Ok(())
    }

    fn union(&mut self, variants: &'a [Type], value: &'a Value) -> Result<(), String> {
        if let Value::Object(entries) = value
            && entries.len() == 1
            && let Some((name, inner)) = entries.iter().next()
        {
            let is_named = |model: &Model, variant: &Type| model.is_called(variant, name);
            if variants.iter().any(|variant| is_named(self.model, variant)) {
                return self.first_that_fits(variants, is_named, inner);
            }
        }
        self.first_that_fits(variants, |_, _| true, value)
    }

    /// Encodes a value as the first of the variants that it fits.
    fn first_that_fits(
        &mut self,
        variants: &'a [Type],
        is_candidate: impl Fn(&Model, &Type) -> bool,
        value: &'a Value,
    ) -> Result<(), String> {
        let mark = self.trace.mark();
        let length = self.bytes.len();
        let mut errors = Vec::new();
        for (number, variant) in variants.iter().enumerate() {
            if !is_candidate(self.model, variant) {
                continue;
            }
            self.length(number)?;
            match self.value(variant, value) {
                Ok(()) => return Ok(()),
                Err(error) if self.trace.is_exhausted() => return Err(error),
                Err(error) => {
                    // That it is not null is no news.
                    if !matches!(variant, Type::Null) {
                        errors.push(error);
                    }
                    self.trace.back_to(mark);
                    self.bytes.truncate(length);
                }
            }
        }
        match errors.pop() {
            Some(error) if errors.is_empty() => Err(error),
            _ => {
                let names = variants.iter().map(|variant| self.model.name_of(variant));
                let names: Vec<&str> = names.collect();
                Err(self.trace.error(format!(
                    "{} fits none of {}; write {{\"type\": value}} with one of them",
                    quote(value),
                    names.join(", ")
                )))
            }
        }
    }

    /// The bytes of a list of byte numbers, or of a text as Avro's JSON encoding has it.
    fn byte_list(&self, name: &str, value: &Value) -> Result<Vec<u8>, String> {
        let bytes: Option<Vec<u8>> = match value {
            Value::Array(numbers) => numbers
                .iter()
                .map(|number| u8::try_from(number.as_u64()?).ok())
                .collect(),
            Value::String(text) => text.chars().map(|char| u8::try_from(char).ok()).collect(),
            _ => None,
        };
        bytes.ok_or_else(|| {
            self.trace.error(format!(
                "{} is not a value of {name}, which is a list of numbers from 0 to 255",
                quote(value)
            ))
        })
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        self.length(text.len())?;
        self.bytes.extend(text.as_bytes());
        Ok(())
    }

    fn length(&mut self, length: usize) -> Result<(), String> {
        let length = i64::try_from(length).map_err(|_| self.trace.error("too long"))?;
        self.long(length);
        Ok(())
    }

    /// Seven bits per byte, the lowest first; small negative numbers are short, too.
    fn long(&mut self, number: i64) {
        let mut rest = ((number << 1) ^ (number >> 63)).cast_unsigned();
        while rest > 0x7f {
            self.bytes.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push((rest & 0x7f) as u8);
    }

    fn unfit(&self, name: &str, value: &Value) -> String {
        self.trace
            .error(format!("{} is not a value of {name}", quote(value)))
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}
