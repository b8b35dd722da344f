//! From Avro bytes to JSON.

use serde_json::{Map, Number, Value};

use super::model::{Field, Kind, Model, Type};
use super::trace::{Step, Trace};

/// The JSON value of Avro bytes; all of them must be used.
pub(super) fn decode(model: &Model, bytes: &[u8]) -> Result<Value, String> {
    let mut decoder = Decoder {
        model,
        trace: Trace::default(),
        rest: bytes,
    };
    let value = decoder.value(&model.root)?;
    if decoder.rest.is_empty() {
        Ok(value)
    } else {
        Err(format!(
            "{} of {} bytes are left over: it was written with another schema",
            decoder.rest.len(),
            bytes.len()
        ))
    }
}

struct Decoder<'a> {
    model: &'a Model,
    trace: Trace<'a>,
    /// What is not decoded yet.
    rest: &'a [u8],
}

impl<'a> Decoder<'a> {
    fn value(&mut self, of: &'a Type) -> Result<Value, String> {
        self.trace.enter()?;
        let value = match of {
            Type::Null => Value::Null,
            Type::Boolean => match self.array()? {
                [0] => Value::Bool(false),
                [1] => Value::Bool(true),
                [other] => return Err(self.trace.error(format!("{other} is not a boolean"))),
            },
            Type::Int => {
                let number = self.long()?;
                let number = i32::try_from(number)
                    .map_err(|_| self.trace.error(format!("{number} is not an int")))?;
                Value::from(number)
            }
            Type::Long => Value::from(self.long()?),
            Type::Float => {
                let number = f32::from_le_bytes(self.array()?);
                // By way of its text: 0.1 is to be 0.1, not 0.10000000149.
                float(number.to_string().parse().unwrap_or(f64::from(number)))
            }
            Type::Double => float(f64::from_le_bytes(self.array()?)),
            Type::Bytes => {
                let length = self.length()?;
                byte_list(self.take(length)?)
            }
            Type::String => Value::String(self.text()?),
            Type::Array(items) => {
                let mut values = Vec::new();
                self.blocks(|decoder| {
                    decoder.trace.push(Step::Item(values.len()));
                    values.push(decoder.value(items)?);
                    decoder.trace.pop();
                    Ok(())
                })?;
                Value::Array(values)
            }
            Type::Map(of) => {
                let mut values = Map::new();
                self.blocks(|decoder| {
                    decoder.trace.push(Step::Entry(None));
                    let key = decoder.text()?;
                    values.insert(key, decoder.value(of)?);
                    decoder.trace.pop();
                    Ok(())
                })?;
                Value::Object(values)
            }
            Type::Union(variants) => self.union(variants)?,
            Type::Named(position) => self.named(*position)?,
        };
        self.trace.leave();
        Ok(value)
    }

    fn named(&mut self, position: usize) -> Result<Value, String> {
        let named = self.model.named(position)?;
        match &named.kind {
            Kind::Record(fields) => self.record(fields),
            Kind::Enum(symbols) => {
                let number = self.length()?;
                let symbol = symbols.get(number).ok_or_else(|| {
                    let text = format!("{} has no symbol of number {number}", named.full);
                    self.trace.error(text)
                })?;
                Ok(Value::String(symbol.clone()))
            }
            Kind::Fixed(size) => Ok(byte_list(self.take(*size)?)),
        }
    }

    fn record(&mut self, fields: &'a [Field]) -> Result<Value, String> {
        let mut values = Map::new();
        for field in fields {
            self.trace.push(Step::Field(&field.name));
            values.insert(field.name.clone(), self.value(&field.of)?);
            self.trace.pop();
        }
        Ok(Value::Object(values))
    }

    fn union(&mut self, variants: &'a [Type]) -> Result<Value, String> {
        let number = self.length()?;
        let variant = variants.get(number).ok_or_else(|| {
            let text = format!("the union has no type of number {number}");
            self.trace.error(text)
        })?;
        let value = self.value(variant)?;
        if matches!(variant, Type::Null) {
            return Ok(value);
        }
        let mut tagged = Map::new();
        tagged.insert(self.model.name_of(variant).to_owned(), value);
        Ok(Value::Object(tagged))
    }

    /// Items come in blocks with their number before them; one of 0 is the end.
    fn blocks(
        &mut self,
        mut item: impl FnMut(&mut Self) -> Result<(), String>,
    ) -> Result<(), String> {
        loop {
            let count = self.long()?;
            if count == 0 {
                return Ok(());
            }
            if count < 0 {
                // The block's size in bytes follows, for readers that pass over it.
                self.long()?;
            }
            for _ in 0..count.unsigned_abs() {
                item(self)?;
            }
        }
    }

    fn text(&mut self) -> Result<String, String> {
        let length = self.length()?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes)
            .map(ToOwned::to_owned)
            .map_err(|_| self.trace.error("the text is not UTF-8"))
    }

    fn length(&mut self) -> Result<usize, String> {
        let length = self.long()?;
        usize::try_from(length).map_err(|_| {
            let text = format!("{length} where a length or a position should be");
            self.trace.error(text)
        })
    }

    fn long(&mut self) -> Result<i64, String> {
        let mut bits = 0_u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            bits |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok((bits >> 1).cast_signed() ^ -(bits & 1).cast_signed());
            }
        }
        Err(self.trace.error("a number has more than 64 bits"))
    }

    fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], String> {
        let (first, rest) = self.rest.split_first_chunk().ok_or_else(|| self.ends())?;
        self.rest = rest;
        Ok(*first)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], String> {
        let (first, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or_else(|| self.ends())?;
        self.rest = rest;
        Ok(first)
    }

    fn ends(&self) -> String {
        self.trace
            .error("the bytes end too early: they were written with another schema")
    }
}

fn byte_list(bytes: &[u8]) -> Value {
    Value::Array(bytes.iter().map(|byte| Value::from(*byte)).collect())
}

fn float(number: f64) -> Value {
    match Number::from_f64(number) {
        Some(number) => Value::Number(number),
        None if number.is_nan() => Value::from("NaN"),
        None if number > 0.0 => Value::from("Infinity"),
        None => Value::from("-Infinity"),
    }
}
