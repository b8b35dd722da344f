//! `docs/compose-differences.md`: the rows with the places where they fit, and every accepted key.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs};

use crate::deliberate::ROWS;
use crate::keys::{self, Keys};
use crate::table::Compared;
use crate::{Outcome, docker_compose};

const NAME: &str = "compose-differences.md";
const BLESS: &str = "BLESS=1 cargo test -p mzhost-core --test compose";

/// Compares the document with what was found now, or writes it anew.
pub(crate) fn check(cases: &[Compared], places: &[BTreeSet<String>]) -> Outcome<()> {
    let expected = text(cases, places)?;
    let path = keys::document(NAME);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &expected)?;
    }
    if fs::read_to_string(&path).unwrap_or_default() == expected {
        return Ok(());
    }
    Err(format!("docs/{NAME} is old: `{BLESS}` writes it anew").into())
}

fn text(cases: &[Compared], places: &[BTreeSet<String>]) -> Outcome<String> {
    let version = docker_compose::VERSION;
    let mut text = format!(
        "\
# What mzhost makes differently from docker-compose

<!-- Written by `{BLESS}` from `host/core/tests/compose`. -->

The files in `host/core/tests/compose/cases` use every key of [compose-keys.md](compose-keys.md). A test has
docker-compose {version} and mzhost make the containers, networks and volumes of each file, under the same project's
name, and compares the engine's whole descriptions of them, field by field. All that is not in this table is equal;
ids, times and addresses must be set on both sides.

`PROJECT` is the project's name, `ROOT` the composition's folder, `*` any text; `absent` is a field that is not there.
A place is a case, or one object of it.

## Differences

| No. | Key | Field | docker-compose | mzhost | Reason | Places |
| --- | --- | --- | --- | --- | --- | --- |
"
    );
    for (number, (row, places)) in ROWS.iter().zip(places).enumerate() {
        let key = if row.key.is_empty() {
            String::new()
        } else {
            code(row.key)
        };
        writeln!(
            text,
            "| {} | {key} | {} | {} | {} | {} | {} |",
            number + 1,
            code(row.path),
            code(row.compose),
            code(row.mzhost),
            row.reason,
            shown(cases, row.path, places),
        )?;
    }
    text.push_str(
        "\n## Cases\n\nEvery case has `--allow-net`: without it, networks are internal, their ports are not published, and names that no\nservice has are asked of nobody. `granted`: mzhost gets every grant, and what has a label `needs` is refused without it, with that flag in the message.\n`started`: the containers are started as well. `older`: docker-compose gets the same in words that it knows.\n\n| Case | About | How |\n| --- | --- | --- |\n",
    );
    for Compared { case, .. } in cases {
        let marks = [
            (case.granted, "granted"),
            (case.started, "started"),
            (case.older, "older"),
        ];
        let marks: Vec<&str> = marks
            .iter()
            .filter(|(set, _)| *set)
            .map(|(_, mark)| *mark)
            .collect();
        writeln!(
            text,
            "| `{}` | {} | {} |",
            case.name,
            case.title,
            marks.join(", ")
        )?;
    }
    text.push_str(
        "\n## Keys\n\nEvery accepted key with the cases that use it, and the numbers of the differences that come with it.\n",
    );
    for heading in ["Top level", "Services", "x-mzhost"] {
        let title = if heading == "x-mzhost" {
            "`x-mzhost`"
        } else {
            heading
        };
        write!(
            text,
            "\n### {title}\n\n| Key | Cases | Differences |\n| --- | --- | --- |\n"
        )?;
        for key in keys::accepted(title)? {
            let path = if heading == "x-mzhost" {
                format!("x-mzhost.{key}")
            } else {
                key.clone()
            };
            let of = |compared: &Compared| -> bool {
                let services = || {
                    compared
                        .used
                        .services
                        .values()
                        .any(|keys: &Keys| keys.contains(&path))
                };
                if heading == "Top level" {
                    compared.used.top.contains(&key)
                } else {
                    services()
                }
            };
            let names: Vec<String> = cases
                .iter()
                .filter(|case| of(case))
                .map(|c| code(&c.case.name))
                .collect();
            if names.is_empty() {
                return Err(format!(
                    "no case uses {key:?} of {heading}, which docs/compose-keys.md has"
                )
                .into());
            }
            let all = names.len() == cases.len();
            let names = if all {
                "all".to_owned()
            } else {
                names.join(", ")
            };
            let rows = ROWS
                .iter()
                .enumerate()
                .filter(|(_, row)| heading != "Top level" && row.key == path);
            let rows: Vec<String> = rows.map(|(number, _)| (number + 1).to_string()).collect();
            writeln!(text, "| `{key}` | {names} | {} |", rows.join(", "))?;
        }
    }
    Ok(text)
}

/// Code in a cell of a table.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

/// Places in few words: a whole case when all its objects of the kind are among them, and what is missing
/// when that is less.
fn shown(cases: &[Compared], path: &str, places: &BTreeSet<String>) -> String {
    let kind = path.split('/').next().unwrap_or(path);
    let (mut fits, mut rest) = (Vec::new(), Vec::new());
    for compared in cases {
        let case = &compared.case.name;
        let (here, not): (Vec<String>, Vec<String>) = compared
            .objects
            .iter()
            .filter_map(|object| object.strip_prefix(kind)?.strip_prefix(' '))
            .map(|name| format!("{case}/{name}"))
            .partition(|place| places.contains(place));
        let is_whole = |part: &[String], other: &[String]| !part.is_empty() && other.is_empty();
        if is_whole(&here, &not) {
            fits.push(code(case));
        } else if is_whole(&not, &here) {
            rest.push(code(case));
        } else {
            fits.extend(here.iter().map(|place| code(place)));
            rest.extend(not.iter().map(|place| code(place)));
        }
    }
    if rest.is_empty() {
        "all".to_owned()
    } else if rest.len() < fits.len() {
        format!("all but {}", rest.join(", "))
    } else {
        fits.join(", ")
    }
}
