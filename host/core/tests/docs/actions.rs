//! `docs/testdrive-actions.md`: every action of test files with its arguments, and examples that can be parsed.

use std::fmt::{self, Write as _};

use mzhost_testdrive::actions::{Argument, Body, Entry, Family, families};
use mzhost_testdrive::check::check;
use mzhost_testdrive::parse::parse;
use mzhost_testdrive::position::Source;

use super::compare;

const HEAD: &str = "\
# Actions of test files

<!-- Written by `BLESS=1 cargo test -p mzhost-core --test docs` from the entries in `host/testdrive/src/actions/`. -->

What `$` does in a `.td` file; [testdrive.md](testdrive.md) explains the files. An action has a name, arguments `key=value` and
lines below it, its body:

```text
$ kafka-ingest topic=orders format=text key-format=text
a:anvil
b:rope
```

Order of arguments does not count. A value with blanks is written `key=\"two words\"`; brackets keep a value together, too:
`schema={\"type\": \"long\"}`. Lines that begin with two spaces continue the arguments. An action without a body takes none.

\"Waits\" means that something is tried until it is so, for the time limit of the file, 30 s by default; everything else is done
once.
";

#[test]
fn the_actions_are_those_of_the_registry() {
    let mut text = String::from(HEAD);
    contents(&mut text).unwrap();
    for family in families() {
        render(&mut text, family).unwrap();
    }
    compare("docs/testdrive-actions.md", &text);
}

#[test]
fn the_examples_can_be_parsed() {
    for family in families()
        .iter()
        .filter(|family| !family.example.is_empty())
    {
        let script = parse(Source::new("example.td", family.example)).unwrap();
        assert!(check(&script).is_empty(), "{:?}", check(&script));
    }
}

/// Columns of a line of text.
const WIDTH: usize = 120;

/// A line for each family with links to its actions.
fn contents(text: &mut String) -> fmt::Result {
    writeln!(text)?;
    for family in families() {
        let names = family.entries.iter().map(|entry| entry.name);
        let links: Vec<String> = names.map(|name| format!("[{name}](#{name})")).collect();
        writeln!(text, "- {}: {}", family.title, links.join(", "))?;
    }
    Ok(())
}

fn render(text: &mut String, family: &Family) -> fmt::Result {
    writeln!(text, "\n## {}", family.title)?;
    if !family.about.is_empty() {
        paragraph(text, family.about)?;
    }
    if !family.example.is_empty() {
        writeln!(text, "\n```text\n{}```", family.example)?;
    }
    for entry in family.entries {
        render_entry(text, entry)?;
    }
    Ok(())
}

fn render_entry(text: &mut String, entry: &Entry) -> fmt::Result {
    writeln!(text, "\n### `{}`", entry.name)?;
    paragraph(text, entry.summary)?;
    if !entry.aliases.is_empty() {
        writeln!(text, "\nOld name: `{}`.", entry.aliases.join("`, `"))?;
    }
    if !entry.arguments.is_empty() {
        writeln!(text, "\n| Argument | Meaning |\n| --- | --- |")?;
        for argument in entry.arguments {
            row(text, argument)?;
        }
    }
    if let Body::Lines(meaning) = entry.body {
        paragraph(text, &format!("Body: {meaning}."))?;
    }
    Ok(())
}

fn row(text: &mut String, argument: &Argument) -> fmt::Result {
    let required = if argument.required { ", required" } else { "" };
    let meaning = argument.meaning.replace('|', "\\|");
    writeln!(text, "| `{}`{required} | {meaning} |", argument.key)
}

/// Writes a paragraph in lines of the usual width; what stands in backticks stays on one line.
fn paragraph(text: &mut String, words: &str) -> fmt::Result {
    writeln!(text)?;
    let mut line = String::new();
    let mut quoted = false;
    for word in words.split(' ') {
        if !quoted && !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
            writeln!(text, "{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        quoted ^= word.matches('`').count() % 2 == 1;
    }
    writeln!(text, "{line}")
}
