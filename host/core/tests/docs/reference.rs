//! `docs/reference.md`: every function and type of `wit/` with its comment.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Write as _};
use std::fs;
use std::path::Path;

use super::wit::{self, Block, Function, Item, Record, Resource};
use super::{compare, repository};

const HEAD: &str = "\
# Reference of the calls

<!-- Written by `BLESS=1 cargo test -p mzhost-core --test docs` from `wit/`. -->

Every call that a guest can make and every type it meets, as the WIT package `mzhost:composition` declares them. The
names are the same in every language, in the spelling of that language: `wait-for-log` is `wait_for_log` in Rust.
[writing-workflows.md](writing-workflows.md) has an example for each call of the Rust SDK, which wraps these functions.

`result<A, error>` is a value of type `A` or an [error](#record-error); `_` stands for no value. `option<A>` is a value or
none. Times are milliseconds. [limits.md](limits.md) lists how much a call takes and returns.
";

/// The order in which a reader needs them; any other follows.
const ORDER: [&str; 11] = [
    "composition",
    "sql",
    "jobs",
    "testdrive",
    "files",
    "log",
    "variables",
    "catalog",
    "types",
    "base",
    "runner",
];

#[test]
fn the_reference_is_that_of_the_wit_package() {
    let blocks = blocks(&repository().join("wit")).unwrap();
    let mut text = String::from(HEAD);
    render_contents(&mut text, &blocks).unwrap();
    for block in &blocks {
        render(&mut text, block).unwrap();
    }
    compare("docs/reference.md", &text);
}

fn blocks(folder: &Path) -> Result<Vec<Block>, Box<dyn Error>> {
    let mut blocks = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let parsed = wit::parse(&fs::read_to_string(&path)?);
        for block in parsed.map_err(|error| format!("{}: {error}", path.display()))? {
            let place = ORDER.iter().position(|name| *name == block.name);
            blocks.insert((place.unwrap_or(ORDER.len()), block.name.clone()), block);
        }
    }
    Ok(blocks.into_values().collect())
}

fn render(text: &mut String, block: &Block) -> fmt::Result {
    let title = if block.kind == "world" {
        "World"
    } else {
        "Interface"
    };
    writeln!(text, "\n## {title} `{}`\n", block.name)?;
    paragraph(text, &block.docs)?;
    let lines: Vec<&str> = block
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Line(line) if block.kind == "world" => Some(line.as_str()),
            _ => None,
        })
        .collect();
    if !lines.is_empty() {
        writeln!(text, "\n```wit\n{}\n```", lines.join("\n"))?;
    }
    let owner = owner(block);
    for function in functions(block) {
        render_function(text, &owner, function)?;
    }
    for item in &block.items {
        if let Item::Resource(Resource {
            name,
            docs,
            methods,
        }) = item
        {
            writeln!(text, "\n### Resource `{name}`\n")?;
            paragraph(text, docs)?;
            for method in methods {
                render_function(text, &format!("{name}."), method)?;
            }
        }
    }
    for item in &block.items {
        if let Item::Record(record) = item {
            render_record(text, record)?;
        }
    }
    Ok(())
}

/// What stands before the name of a function, so that each heading is there once.
fn owner(block: &Block) -> String {
    match block.kind.as_str() {
        "world" => String::new(),
        _ => format!("{}.", block.name),
    }
}

fn functions(block: &Block) -> impl Iterator<Item = &Function> {
    block.items.iter().filter_map(|item| match item {
        Item::Function(function) => Some(function),
        _ => None,
    })
}

/// A line for each interface or world with links to its functions.
fn render_contents(text: &mut String, blocks: &[Block]) -> fmt::Result {
    writeln!(text)?;
    for block in blocks {
        let owner = owner(block).replace('.', "");
        let kind = &block.kind;
        let mut links: Vec<String> = functions(block)
            .map(|function| format!("[{0}](#{owner}{0})", function.name))
            .collect();
        for item in &block.items {
            match item {
                Item::Resource(Resource { name, .. }) => {
                    links.push(format!("[{name}](#resource-{name})"));
                }
                Item::Record(Record { name, .. }) => {
                    links.push(format!("[{name}](#record-{name})"));
                }
                Item::Line(_) | Item::Function(_) => {}
            }
        }
        let name = &block.name;
        writeln!(
            text,
            "- [{kind} `{name}`](#{kind}-{name}): {}",
            links.join(", ")
        )?;
    }
    Ok(())
}

fn render_function(text: &mut String, owner: &str, function: &Function) -> fmt::Result {
    let Function {
        name,
        docs,
        export,
        ty,
    } = function;
    let export = if *export { "export " } else { "" };
    assert!(!docs.is_empty(), "{owner}{name} has no comment");
    writeln!(
        text,
        "\n### `{owner}{name}`\n\n```wit\n{export}{name}: {ty}\n```\n"
    )?;
    paragraph(text, docs)?;
    Ok(())
}

fn render_record(text: &mut String, record: &Record) -> fmt::Result {
    assert!(!record.docs.is_empty(), "{} has no comment", record.name);
    writeln!(text, "\n### Record `{}`\n", record.name)?;
    paragraph(text, &record.docs)?;
    writeln!(text, "\n| Field | Type | Meaning |\n| --- | --- | --- |")?;
    for field in &record.fields {
        let docs = field.docs.join(" ").replace('|', "\\|");
        assert!(
            !docs.is_empty(),
            "{}.{} has no comment",
            record.name,
            field.name
        );
        writeln!(text, "| `{}` | `{}` | {docs} |", field.name, field.ty)?;
    }
    Ok(())
}

fn paragraph(text: &mut String, docs: &[String]) -> fmt::Result {
    for line in docs {
        writeln!(text, "{line}")?;
    }
    Ok(())
}
