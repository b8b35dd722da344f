//! As much of the WIT language as `wit/` uses, for writing the reference: one item per line, comments above it.
//! A line that is something else fails, so that nothing is left out of the reference without notice.

/// A top-level item.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// `interface` or `world`.
    pub kind: String,
    pub name: String,
    pub docs: Vec<String>,
    pub items: Vec<Item>,
}

/// Something in an interface, a world or a resource.
#[derive(Debug)]
pub(crate) enum Item {
    /// `use`, `import` or `include`, as it stands.
    Line(String),
    Record(Record),
    Resource(Resource),
    Function(Function),
}

#[derive(Debug)]
pub(crate) struct Record {
    pub name: String,
    pub docs: Vec<String>,
    pub fields: Vec<Field>,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub name: String,
    pub docs: Vec<String>,
    pub ty: String,
}

#[derive(Debug)]
pub(crate) struct Resource {
    pub name: String,
    pub docs: Vec<String>,
    pub methods: Vec<Function>,
}

#[derive(Debug)]
pub(crate) struct Function {
    pub name: String,
    pub docs: Vec<String>,
    /// Whether the component exports it.
    pub export: bool,
    /// `func(…) -> …`.
    pub ty: String,
}

/// All interfaces and worlds of a file.
pub(crate) fn parse(text: &str) -> Result<Vec<Block>, String> {
    let mut lines = Lines {
        lines: text.lines().map(str::trim).collect(),
        next: 0,
    };
    let mut blocks = Vec::new();
    while let Some((docs, line)) = lines.item()? {
        if line.starts_with("package ") {
            continue;
        }
        let (kind, name) = opening(line).ok_or_else(|| unknown(line))?;
        if !matches!(kind, "interface" | "world") {
            return Err(unknown(line));
        }
        blocks.push(Block {
            kind: kind.to_owned(),
            name: name.to_owned(),
            docs,
            items: items(&mut lines)?,
        });
    }
    Ok(blocks)
}

/// The items up to the closing brace.
fn items(lines: &mut Lines<'_>) -> Result<Vec<Item>, String> {
    let mut items = Vec::new();
    while let Some((docs, line)) = lines.item()? {
        if line == "}" {
            return Ok(items);
        }
        items.push(match opening(line) {
            Some(("record", name)) => Item::Record(Record {
                name: name.to_owned(),
                docs,
                fields: fields(lines)?,
            }),
            Some(("resource", name)) => Item::Resource(Resource {
                name: name.to_owned(),
                docs,
                methods: items_of_resource(lines)?,
            }),
            Some(_) => return Err(unknown(line)),
            None if ["use ", "import ", "include "]
                .iter()
                .any(|word| line.starts_with(word)) =>
            {
                Item::Line(line.to_owned())
            }
            None => Item::Function(function(docs, line)?),
        });
    }
    Err("a brace is not closed".to_owned())
}

fn items_of_resource(lines: &mut Lines<'_>) -> Result<Vec<Function>, String> {
    let methods = items(lines)?.into_iter().map(|item| match item {
        Item::Function(function) => Ok(function),
        other => Err(format!("unknown in a resource: {other:?}")),
    });
    methods.collect()
}

fn fields(lines: &mut Lines<'_>) -> Result<Vec<Field>, String> {
    let mut fields = Vec::new();
    while let Some((docs, line)) = lines.item()? {
        if line == "}" {
            return Ok(fields);
        }
        let field = line
            .strip_suffix(',')
            .and_then(|field| field.split_once(": "));
        let (name, ty) = field.ok_or_else(|| unknown(line))?;
        fields.push(Field {
            name: name.to_owned(),
            docs,
            ty: ty.to_owned(),
        });
    }
    Err("a record is not closed".to_owned())
}

fn function(docs: Vec<String>, line: &str) -> Result<Function, String> {
    let rest = line.strip_prefix("export ");
    let export = rest.is_some();
    let function = rest
        .unwrap_or(line)
        .strip_suffix(';')
        .and_then(|rest| rest.split_once(": "));
    match function {
        Some((name, ty)) if ty.starts_with("func(") => Ok(Function {
            name: name.to_owned(),
            docs,
            export,
            ty: ty.to_owned(),
        }),
        _ => Err(unknown(line)),
    }
}

/// `KIND NAME {`.
fn opening(line: &str) -> Option<(&str, &str)> {
    line.strip_suffix(" {")?.split_once(' ')
}

fn unknown(line: &str) -> String {
    format!("cannot read the line {line:?}; teach host/core/tests/docs/wit.rs what it is")
}

struct Lines<'a> {
    lines: Vec<&'a str>,
    next: usize,
}

impl<'a> Lines<'a> {
    /// The next line that is neither empty nor a comment, with the comment above it.
    fn item(&mut self) -> Result<Option<(Vec<String>, &'a str)>, String> {
        let mut docs = Vec::new();
        while let Some(line) = self.lines.get(self.next) {
            self.next += 1;
            if let Some(doc) = line.strip_prefix("///") {
                docs.push(doc.strip_prefix(' ').unwrap_or(doc).to_owned());
            } else if line.is_empty() {
                docs.clear();
            } else if line.starts_with("//") {
                return Err(unknown(line));
            } else {
                return Ok(Some((docs, line)));
            }
        }
        Ok(None)
    }
}
