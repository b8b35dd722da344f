//! Schemas as encoding and decoding need them: logical types are the types below them, names are looked up.

use std::collections::HashMap;

use apache_avro::Schema as Parsed;
use apache_avro::schema::{InnerDecimalSchema, Name, UuidSchema};
use serde_json::{Value, json};

/// A schema with all types that it names.
#[derive(Debug)]
pub(super) struct Model {
    /// The schema.
    pub(super) root: Type,
    /// What [`Type::Named`] points into.
    pub(super) named: Vec<Named>,
}

/// A type.
#[derive(Debug)]
pub(super) enum Type {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Array(Box<Type>),
    Map(Box<Type>),
    Union(Vec<Type>),
    /// A position in [`Model::named`].
    Named(usize),
}

/// A type with a name.
#[derive(Debug)]
pub(super) struct Named {
    /// Its name with its namespace.
    pub(super) full: String,
    /// Its name.
    pub(super) short: String,
    pub(super) kind: Kind,
}

/// What a type with a name is.
#[derive(Debug)]
pub(super) enum Kind {
    Record(Vec<Field>),
    Enum(Vec<String>),
    /// Its size in bytes.
    Fixed(usize),
}

/// A field of a record.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) of: Type,
    pub(super) default: Option<Value>,
}

impl Model {
    /// Parses a schema, and those that it refers to by name before it.
    pub(super) fn parse(text: &str, references: &[String]) -> Result<Self, String> {
        let mut fields = Vec::new();
        for reference in references {
            fields.push(read(reference).map_err(|error| format!("a referenced schema {error}"))?);
        }
        fields.push(read(text).map_err(|error| format!("the schema {error}"))?);
        // References must be known before what refers to them: all are fields of one record, in this order.
        let fields: Vec<Value> = fields
            .into_iter()
            .enumerate()
            .map(|(number, schema)| json!({ "name": format!("f{number}"), "type": schema }))
            .collect();
        let whole = json!({ "type": "record", "name": WHOLE, "fields": fields });
        let whole =
            Parsed::parse(&whole).map_err(|error| format!("the schema is not right: {error}"))?;
        let Parsed::Record(mut whole) = whole else {
            return Err("the schema is not right".to_owned());
        };
        let root = whole.fields.pop();
        let mut builder = Builder::default();
        for field in &whole.fields {
            builder.add(&field.schema)?;
        }
        let root = root.ok_or_else(|| "the schema is empty".to_owned())?;
        Ok(Self {
            root: builder.add(&root.schema)?,
            named: builder.named,
        })
    }

    /// The type of a name; none cannot be, as all were looked up.
    pub(super) fn named(&self, position: usize) -> Result<&Named, String> {
        let named = self.named.get(position);
        named.ok_or_else(|| "a type of the schema is not known".to_owned())
    }

    /// What a type is called in a union.
    pub(super) fn name_of(&self, of: &Type) -> &str {
        match of {
            Type::Null => "null",
            Type::Boolean => "boolean",
            Type::Int => "int",
            Type::Long => "long",
            Type::Float => "float",
            Type::Double => "double",
            Type::Bytes => "bytes",
            Type::String => "string",
            Type::Array(_) => "array",
            Type::Map(_) => "map",
            Type::Union(_) => "union",
            Type::Named(position) => match self.named.get(*position) {
                Some(named) => &named.full,
                None => "",
            },
        }
    }

    /// Whether a type is called this in a union; namespaces may be left out.
    pub(super) fn is_called(&self, of: &Type, name: &str) -> bool {
        let short = match of {
            Type::Named(position) => self.named.get(*position).map(|named| named.short.as_str()),
            _ => None,
        };
        self.name_of(of) == name || short == Some(name)
    }
}

/// Name of the record around a schema and its references; unlikely to be another type's.
const WHOLE: &str = "mzhost_schema_and_references";

fn read(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}"))
}

#[derive(Default)]
struct Builder {
    named: Vec<Named>,
    positions: HashMap<Name, usize>,
}

impl Builder {
    fn add(&mut self, parsed: &Parsed) -> Result<Type, String> {
        Ok(match parsed {
            Parsed::Null => Type::Null,
            Parsed::Boolean => Type::Boolean,
            Parsed::Int | Parsed::Date | Parsed::TimeMillis => Type::Int,
            Parsed::Long
            | Parsed::TimeMicros
            | Parsed::TimestampMillis
            | Parsed::TimestampMicros
            | Parsed::TimestampNanos
            | Parsed::LocalTimestampMillis
            | Parsed::LocalTimestampMicros
            | Parsed::LocalTimestampNanos => Type::Long,
            Parsed::Float => Type::Float,
            Parsed::Double => Type::Double,
            Parsed::Bytes | Parsed::BigDecimal | Parsed::Uuid(UuidSchema::Bytes) => Type::Bytes,
            Parsed::String | Parsed::Uuid(UuidSchema::String) => Type::String,
            Parsed::Array(array) => Type::Array(Box::new(self.add(&array.items)?)),
            Parsed::Map(map) => Type::Map(Box::new(self.add(&map.types)?)),
            Parsed::Union(union) => {
                let variants = union.variants().iter().map(|variant| self.add(variant));
                Type::Union(variants.collect::<Result<_, _>>()?)
            }
            Parsed::Decimal(decimal) => match &decimal.inner {
                InnerDecimalSchema::Bytes => Type::Bytes,
                InnerDecimalSchema::Fixed(fixed) => {
                    self.define(&fixed.name, Kind::Fixed(fixed.size))
                }
            },
            Parsed::Fixed(fixed)
            | Parsed::Duration(fixed)
            | Parsed::Uuid(UuidSchema::Fixed(fixed)) => {
                self.define(&fixed.name, Kind::Fixed(fixed.size))
            }
            Parsed::Enum(symbols) => {
                self.define(&symbols.name, Kind::Enum(symbols.symbols.clone()))
            }
            Parsed::Record(record) => {
                // Known before its fields, which may refer to it.
                let position = self.position(&record.name, Kind::Record(Vec::new()));
                let mut fields = Vec::with_capacity(record.fields.len());
                for field in &record.fields {
                    fields.push(Field {
                        name: field.name.clone(),
                        of: self.add(&field.schema)?,
                        default: field.default.clone(),
                    });
                }
                if let Some(named) = self.named.get_mut(position) {
                    named.kind = Kind::Record(fields);
                }
                Type::Named(position)
            }
            Parsed::Ref { name } => {
                let position = self.positions.get(name).copied();
                Type::Named(position.ok_or_else(|| {
                    format!(
                        "the schema is not right: there is no type {}",
                        name.fullname(None)
                    )
                })?)
            }
        })
    }

    fn define(&mut self, name: &Name, kind: Kind) -> Type {
        Type::Named(self.position(name, kind))
    }

    fn position(&mut self, name: &Name, kind: Kind) -> usize {
        let position = self.named.len();
        self.named.push(Named {
            full: name.fullname(None),
            short: name.name().to_owned(),
            kind,
        });
        self.positions.insert(name.clone(), position);
        position
    }
}
