//! `docs/catalog.md`, written from the services' files.

use std::fmt::Write;

use mzhost_catalog::{Kind, find, names};

use super::compare;

#[test]
fn the_catalog_is_that_of_the_files() {
    let mut expected = String::from(HEAD);
    let kinds: Vec<Kind> = names().map(|name| find(name).unwrap()).collect();
    for Kind { name, title, .. } in &kinds {
        writeln!(expected, "| [`{name}`](#{name}) | {title} |").unwrap();
    }
    expected.push_str(WRITING);
    for kind in &kinds {
        section(kind, &mut expected);
    }
    compare("docs/catalog.md", &expected);
}

/// A service's part of the page. Writing into a text cannot fail.
fn section(kind: &Kind, out: &mut String) {
    let (name, title, documentation) = (&kind.name, &kind.title, &kind.documentation);
    let _ = write!(out, "\n## `{name}`\n\n{title}.\n\n{documentation}\n\n");
    let needs = kind.needs();
    if !needs.is_empty() {
        let _ = write!(out, "Needs: {needs}.\n\n");
    }
    out.push_str("| Parameter | Type | Default | Meaning |\n| --- | --- | --- | --- |\n");
    for parameter in &kind.parameters {
        let default = match parameter.default_text() {
            text if text.is_empty() || text == "required" || text.starts_with("from ") => text,
            text => format!("`{}`", text.replace('|', "\\|")),
        };
        let (name, kind) = (&parameter.name, parameter.kind);
        let meaning = parameter.meaning_text();
        let _ = writeln!(out, "| `{name}` | {kind} | {default} | {meaning} |");
    }
}

const HEAD: &str = "\
# The catalog

<!-- Written by `BLESS=1 cargo test -p mzhost-core --test docs` from `host/catalog/services`. -->

Services that many compositions need, with parameters. A service of the catalog becomes a Compose document: the image that
users of it know, ports, variables, a health check that docker-compose understands, and a quicker probe in `x-mzhost`.
`mzhost catalog` lists them, `mzhost catalog show kafka` prints one with its document.

In Rust, each is a builder:

```rust
#[services]
fn services() -> Services {
    Services::new()
        .service(catalog::Kafka::new().broker_id(2))
        .service(catalog::Postgres::new().with(|service| service.env(\"TZ\", \"UTC\")))
}
```

In every language, `catalog.service(kind, parameters, override)` of the WIT gives the document as JSON, and
`catalog.merge(documents)` puts several together; both answer while `services` runs. The parameters are a JSON map. The
override is a JSON map of a Compose service's keys, laid over the service by the merge rules of the Compose specification:
maps are merged, lists are joined, `command`, `entrypoint` and the health check's `test` are replaced, ports, volumes, configs
and secrets of the same target are replaced. A health check of your own takes the place of the quicker probe. As everywhere in
Compose, `${NAME}` in a text is a granted variable and `$$` is a dollar sign. Named volumes and networks are declared.

The images are those of public registries. `--image` and `--images` of `mzhost run`, `up` and `config` put others in their
place: see [cli.md](cli.md).

| Service | What it is |
| --- | --- |
";

const WRITING: &str = "
## Adding a service

A service is one file, `host/catalog/services/NAME.yaml`, with `title`, `documentation`, `parameters`, `companions` (services that
it needs, each with `kind` and `when`) and `service`, a list of fragments that are laid over each other: each has `keys` of
a Compose service, and counts `when` its condition holds. `BLESS=1 cargo test -p mzhost-catalog` writes its golden file and its
builder for Rust, `BLESS=1 cargo test -p mzhost-core --test docs` this page.

A parameter has `type` (`string`, `int`, `bool`, `list`, `map`), `meaning` and mostly `default`; or `required: true` and `example`.
`allowed` lists the only values; `pattern` is a regular expression for a text or each item of a list, and `form` says it in
words. In keys and defaults:

| Form | Becomes |
| --- | --- |
| `\"{{name}}\"` | The parameter's value, whatever its type; left out when it is not set or empty. |
| `\"a {{name}} b\"` | A text; left out when the parameter is not set. |
| `{when: CONDITION, then: VALUE, else: VALUE}` | One of the two; `then` or `else` may be missing. |
| `{each: NAME, give: VALUE}` | A list, of each item as `{{item}}` and the named groups of the parameter's pattern, or of each `{{key}}` and `{{value}}` of a map. |
| `{each: NAME, key: TEXT, give: VALUE}` | A map. |
| `{join: TEXT, of: VALUE}` | The items of a list as one text. |
| `{first: VALUE}` | The first item of a list. |

A condition is `NAME` (set, and neither false nor empty), `not NAME`, `NAME is VALUE`, or a list of them. A list in a list
becomes part of it; of what is left out, nothing remains. A default may name the parameters above it.
";
