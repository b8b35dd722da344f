//! `docs/capabilities.md`, written from the table of capabilities and from the hostile compositions of the tests.

use std::fmt::Write;

use mzhost_core::policy::{
    COMPONENT_DISK, Capability, DEFAULT_CPUS, DEFAULT_MEMORY, MOST_CONTAINERS, Row,
};

use super::compare;

#[path = "../../../../tests/it/policy/rows.rs"]
mod rows;

use rows::{PARSER, POLICY, ROOT, ROWS};

#[test]
fn the_capabilities_are_those_of_the_code() {
    let mut expected = String::from(HEAD);
    for capability in Capability::ALL {
        let Row {
            name,
            flag,
            value,
            folder,
            component,
            meaning,
            ..
        } = capability.row();
        let flag = match (flag, value) {
            (Some(flag), Some(value)) => format!("`{flag}[={value}]`"),
            (Some(flag), None) => format!("`{flag}`"),
            (None, _) => "none".to_owned(),
        };
        let word = |granted: &bool| if *granted { "granted" } else { "denied" };
        writeln!(
            expected,
            "| `{name}` | {flag} | {} | {} | if listed | {meaning} |",
            word(folder),
            word(component)
        )
        .unwrap();
    }
    write!(
        expected,
        "{}",
        WHOLE
            .replace("MOST_CONTAINERS", &MOST_CONTAINERS.to_string())
            .replace("DEFAULT_MEMORY", &format!("{} MiB", DEFAULT_MEMORY >> 20))
            .replace("COMPONENT_DISK", &format!("{} GiB", COMPONENT_DISK >> 30))
            .replace("DEFAULT_CPUS", &DEFAULT_CPUS.to_string())
    )
    .unwrap();
    for row in ROWS {
        let by = match row.exit {
            PARSER => "the reader of the document",
            ROOT => "the composition's root",
            POLICY if row.got.contains("never") => "the policy, always",
            POLICY => "the policy, unless granted",
            other => panic!("{}: exit code {other}", row.attack),
        };
        let keys = [row.evil, row.rest].map(|keys| keys.replace('|', "\\|"));
        let keys = keys.map(|keys| {
            if keys.is_empty() {
                keys
            } else {
                format!("`{keys}`")
            }
        });
        let keys = keys.join(" ");
        writeln!(expected, "| {} | {} | {by} |", row.attack, keys.trim()).unwrap();
    }
    expected.push_str(TAIL);
    compare("docs/capabilities.md", &expected);
}

/// What the page says of the reader of documents is true without an engine.
#[test]
fn the_reader_refuses_what_the_page_says() {
    for row in ROWS.iter().filter(|row| row.exit == PARSER) {
        let read = mzhost_compose::parse(&row.document(), &|_| None);
        // A variable that is not granted is found when the file is made.
        let later = row.got.starts_with("--allow-env");
        match read {
            Ok(_) => assert!(later, "{} is taken", row.attack),
            Err(errors) => {
                let text = errors.to_string();
                assert!(text.contains(row.got), "{}: {text}", row.attack);
            }
        }
    }
}

const HEAD: &str = "\
# What a composition may have

<!-- Written by `BLESS=1 cargo test -p mzhost-core --test docs` from `host/core/src/policy` and `tests/it/policy/rows.rs`. -->

A composition is somebody else's program. It declares services, and mzhost makes their containers: what these may have of the
machine is decided here, for each request that is sent to the engine, by one table. `mzhost inspect FILE` shows what a
composition asks for, what would be decided, and the flag that changes it, without running a workflow.

There are three situations:

- **folder**: you named a folder. It is your own, and naming it is asking for its build, as with `cargo run`.
- **component**: you named a `.wasm` file. It may be anybody's.
- **forced**: `--policy FILE` or `MZHOST_POLICY` names a policy. What it does not list is denied, whatever the flags say.

## What can be granted

| Name | Flag | Folder | Component | Forced | What is granted |
| --- | --- | --- | --- | --- | --- |
";

const WHOLE: &str = r#"
A flag without its value, or with `*`, grants everything of its kind. `--allow-all` (`-A`) grants everything to a folder, and is
refused for a component. Those flags that take their value also after a space (`--allow-env`, `--allow-bind`, `--allow-cap`,
`--allow-security-opt`, `--allow-sysctl`) take the next word as the value: without one they stand last, or before another flag.

All that `up` asks for with its services and their dependencies is decided before the first container is made, and what is
refused is told together: the capability, the request and the exact flag. Other services of the document may ask for anything.
Each decision is an event, [`policy-decided`](events.md#the-policy). A variable that is not granted is withheld: it reads as not set.

## What a component wants

A component says what it needs to be granted in its own document, in the words of [a policy file](#a-policy-file):

```yaml
services: {web: {image: ghcr.io/example/web}}
x-mzhost:
  wants:
    net: true
    pull: [ghcr.io]
    env: [API_TOKEN]
    max-disk: 20gb
```

This grants nothing. `mzhost inspect FILE` shows each with the verdict, and in its last line the flags for all that is asked for or wanted
and not granted. `run` and `up` tell once, before the first container, what is wanted and not granted, with the flags; they do not fail
by it, and what services ask for is left to their own refusal. In the events it is `policy-decided` with the verdict `withheld`. A key
that does not exist and a bad value are `services.invalid`, with their place. A path of `bind` starts with `/`.

In Rust it is `Services::new().want("net", true)`, in Python `WANTS = {"net": True}` beside `SERVICES`. In the other languages a Compose document of
one's own stands among the services: `{ 'x-mzhost': { wants: { net: true } } }` in JavaScript, `mzhost.Compose("x-mzhost: {wants: {net: true}}")`
in Go, the same text in C.

## Credentials of registries

A pull that is granted is made with your credentials for its registry, as `docker pull` makes it: those that `docker login` wrote
into `$DOCKER_CONFIG/config.json` or `~/.docker/config.json` (`auths`), or those that the helper gives which that file names
(`credHelpers`, `credsStore`: `docker-credential-NAME get`, for at most a minute). The file is read when an image must be pulled,
and not before. mzhost gives the credentials to the engine, which gives them to the registry; the guest and its containers never
see them, and they are [masked](secrets.md) in all output.

- A registry that is not granted gets nothing, not even a question.
- A registry gets the credentials that are stored for its own host and port, and no others, whoever chose its name. So with
  `--allow-pull`, which grants all registries, a stranger's `.wasm` can have your credentials for `ghcr.io` sent to `ghcr.io`, and
  nowhere else: it can pull your private images and run them. Grant a stranger single registries, such as `--allow-pull=docker.io`.
- An image that you name with `--image` or `--images` is granted, and pulled with them, too.
- A build (`--allow-build`) gets them for base images that are not on the engine, where their registry is granted for pulls as a whole:
  `--allow-pull=ghcr.io`, not `--allow-pull=ghcr.io/org`. Base images are those that `FROM` and `COPY --from` name in the Dockerfile;
  a registry that only variables name (`FROM $BASE`) gets none.
- Whether a registry may send the engine elsewhere, and whether it must be encrypted, is the engine's affair.
- A helper that fails has no credentials, and the pull is tried without. If the registry wants some, the error (`image.missing`) names
  the helper and what it said; else it names the file, and what to do. A file that is no JSON is an error of the pulls that
  need it.

## The composition as a whole

| Flag | Default | Meaning |
| --- | --- | --- |
| `--max-containers NUMBER` | MOST_CONTAINERS | Containers of a run at a time, of services and of one-off commands. |
| `--max-memory SIZE` | no limit | Memory of all containers together, such as `4gb`. |
| `--max-cpus NUMBER` | no limit | Processor cores of all containers together. |
| `--max-disk SIZE` | no limit for a folder, COMPONENT_DISK for a `.wasm` | Disk that containers and volumes hold, such as `20gb`. |

Under `--max-memory` every container has a limit of memory, its own (`mem_limit`, `deploy.resources.limits`) or DEFAULT_MEMORY, and
under `--max-cpus` one of cores, its own or DEFAULT_CPUS. The sum of the limits of all containers that there are at a time must stay
below. So the maximum holds whatever the containers do, and a composition is refused that declares more than it needs.
Memory mounts and `/dev/shm` count in it; where the machine has swap, the engine gives each container as much again of it.

The log that the engine keeps, the processes of each container, and files and build contexts are limited by themselves
([limits.md](limits.md)).

### The disk

`--max-disk` is a watch, not a quota: on most file systems the engine has none for what containers write and for volumes. mzhost asks the
engine what the run's containers wrote beside their volumes, and what the run's volumes hold, named and anonymous ones. If that is
more than the limit, all containers of the run are stopped at once, workflows end with `limit.disk`, which names what
holds most, and clean-up follows as always.

Between two looks there are 3 s, or nine times what the last look took, so that looking takes a tenth of the time at most. So much can be
written beyond the limit as the disk takes in that time: at 500 MB/s, 1.5 GB with the shortest pause. What was written and
removed between two looks is not seen. A sparse file counts with its whole length: the engine reckons so.

A look costs one list of the run's containers, for which the engine walks through what they wrote, and, if the run has volumes,
`/system/df`, for which it walks through all volumes that it has: on a machine with 2 cores, 23 volumes of 460 MB and 19 images 0.02 to
0.05 s and 0.15 to 0.5 s (Docker 20.10). Engines before API 1.42 also reckon up all images and containers there, and answer one client at
a time: a look that finds the engine at it is left out. After 5 looks without an answer, a warning says so.

Not counted: images, also those that are built; logs; granted folders; memory mounts, which are memory; what an earlier
`mzhost up` made. `mzhost up` looks only until it ends. The default of a component stands until the flag says otherwise, also
beside a policy file with a higher one.

## A policy file

A map in YAML. A key is a name of the table above with `true` (everything of the kind), `false`, or a list of values; or
`max-containers`, `max-memory`, `max-cpus`, `max-disk`. What is not there is denied.

```yaml
bind: [/srv/fixtures, /srv/out:rw]
env: [PGPASSWORD]
pull: [docker.io, ghcr.io/example]
port: true
build: true
build-guest: true
max-containers: 20
max-memory: 8gb
max-disk: 20gb
```

The file grants what it lists, to folders and components alike, so no flags are needed beside it. A flag narrows its kind to what
both grant; the lower maximum counts. A mistake in the file ends mzhost with exit code 2, and names the key. Without
`build-guest: true` the guest of a folder is not compiled, so that no build script runs; one that is up to date is taken as it
is. `--no-build` does the same for one run.

## What is refused

Each row is a composition of the tests that asks for one thing; it gets nothing, no container is made, and nothing is left.

| What it asks for | Keys | Refused by |
| --- | --- | --- |
"#;

const TAIL: &str = "
Also out of reach, because no function of the [WIT](reference.md) and no field of a request can say it: containers outside the run's
project (no call takes a container's id or a name), paths of the machine outside the composition's root, variables that were not
granted, the user's credentials for registries (only the engine and the registry see them), checkpoints, and swarm.
Binds are resolved before they are checked; a container that may write to a granted folder could put a link there
afterwards, so do not grant the same folder to be written and, below it, to others.
";
