//! Files in the file's own temporary folder.

mod compression;
mod contents;
mod escape;

use std::io::ErrorKind;
use std::path::PathBuf;

use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;

use self::compression::{Compression, Encoder};
use self::contents::Contents;
use super::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::access::BoxFuture;
use crate::context::Context;
use crate::failure::Error;

const PATH: Argument = Argument::required("path", "name of the file, without a folder");
const CONTAINER: Argument = Argument::optional(
    "container",
    "refused: a file is in the temporary folder, never in a container",
);
const LINES: Body = Body::Lines("the lines; `\\xNN` is any byte, and `\\\\` a backslash");

/// What `file-append` and `file-write` take.
const WRITE_ARGUMENTS: &[Argument] = &[
    PATH,
    CONTAINER,
    Argument::optional(
        "compression",
        "`none`, `gzip` or `zstd`; each call adds a member of its own [default: `none`]",
    ),
    Argument::optional(
        "header",
        "a first line, which is written if the file is empty",
    ),
    Argument::optional("repeat", "how often the body is written [default: `1`]"),
    Argument::optional(
        "trailing-newline",
        "`false`: no newline after the last line [default: `true`]",
    ),
];

/// What the documentation shows.
pub(super) const EXAMPLE: &str = "$ file-append path=orders.csv header=id,item
1,anvil
2,rope

$ file-append path=many.csv.gz compression=gzip repeat=1000
3,magnet
";

/// The actions.
pub const ENTRIES: &[Entry] = &[
    Entry {
        name: "file-append",
        aliases: &[],
        summary: "Adds lines to a file, which is made if there is none.",
        arguments: WRITE_ARGUMENTS,
        any_argument: false,
        body: LINES,
        own_variables: None,
        build: |arguments| write(arguments, false),
    },
    Entry {
        name: "file-write",
        aliases: &[],
        summary: "Writes a file, in place of one that is there. From an old dialect.",
        arguments: WRITE_ARGUMENTS,
        any_argument: false,
        body: LINES,
        own_variables: None,
        build: |arguments| write(arguments, true),
    },
    Entry {
        name: "file-delete",
        aliases: &[],
        summary: "Removes a file. It is an error if there is none.",
        arguments: &[PATH, CONTAINER],
        any_argument: false,
        body: Body::None,
        own_variables: None,
        build: |arguments| Ok(Box::new(Delete(Name::of(arguments)?))),
    },
];

/// A plain name of a file in the folder, and where it stands.
struct Name {
    text: String,
    at: usize,
}

impl Name {
    /// The `path` of a call. `container`, which names another folder, is refused.
    fn of(arguments: &mut Arguments) -> Result<Self, Error> {
        if let Some(at) = arguments.place("container") {
            let container = arguments.text("container")?;
            return Err(Error::file(format!(
                "container={container} is not offered: files are written to the file's own folder only; leave container= out"
            ))
            .at(at));
        }
        let at = arguments.place("path").unwrap_or_default();
        let text = arguments.text("path")?;
        // Both separators and drives, so that a file means the same everywhere.
        if text.is_empty() || text == "." || text == ".." || text.contains(['/', '\\', ':', '\0']) {
            return Err(Error::file(format!(
                "path={text:?} is not a plain name; files stand in the file's own folder, write a name such as data.csv"
            ))
            .at(at));
        }
        Ok(Self { text, at })
    }

    fn in_folder(&self, context: &Context) -> PathBuf {
        context.folder.join(&self.text)
    }

    /// The machine's error with the file's name.
    fn failed(&self, doing: &str, error: &std::io::Error) -> Error {
        let text = format!("cannot {doing} the file {}: {error}", self.text);
        match error.kind() {
            ErrorKind::InvalidFilename | ErrorKind::IsADirectory => Error::file(text),
            _ => Error::environment(text).fatal(),
        }
        .at(self.at)
    }
}

struct Write {
    name: Name,
    compression: Compression,
    contents: Contents,
    truncate: bool,
}

fn write(arguments: &mut Arguments, truncate: bool) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(Write {
        name: Name::of(arguments)?,
        compression: Compression::of(arguments)?,
        contents: Contents::of(arguments)?,
        truncate,
    }))
}

impl Write {
    /// Compresses and writes piece by piece, so that neither memory nor the other files' time is used up.
    async fn write(&self, path: PathBuf) -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.create(true);
        if self.truncate {
            options.write(true).truncate(true);
        } else {
            options.append(true);
        }
        let mut file = options.open(path).await?;
        let with_header = file.metadata().await?.len() == 0;
        let mut encoder = Encoder::new(self.compression)?;
        for piece in self.contents.pieces(with_header) {
            encoder.write(&piece)?;
            file.write_all(&encoder.take()).await?;
            tokio::task::yield_now().await;
        }
        file.write_all(&encoder.finish()?).await?;
        file.flush().await
    }
}

impl Action for Write {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let limit = context.options.limits.written;
            let bytes = self.contents.bytes();
            let total = bytes.and_then(|bytes| context.written.checked_add(bytes));
            let Some(total) = total.filter(|total| *total <= limit) else {
                return Err(Error::file(format!(
                    "the file {} would get too large: a .td file writes {} MiB at most in all; lower repeat=",
                    self.name.text,
                    limit >> 20
                ))
                .at(self.contents.repeat_at().unwrap_or(self.name.at)));
            };
            context.written = total;
            let written = self.write(self.name.in_folder(context)).await;
            written.map_err(|error| self.name.failed("write", &error))?;
            Ok(Flow::Next)
        })
    }
}

struct Delete(Name);

impl Action for Delete {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let Self(name) = *self;
            match tokio::fs::remove_file(name.in_folder(context)).await {
                Ok(()) => Ok(Flow::Next),
                Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::file(format!(
                    "there is no file {}; file-append writes one",
                    name.text
                ))
                .at(name.at)),
                Err(error) => Err(name.failed("remove", &error)),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str) -> Result<Name, Error> {
        let mut arguments = Arguments::default();
        arguments.add("path", path.to_owned(), 7);
        Name::of(&mut arguments)
    }

    #[test]
    fn only_plain_names_are_taken() {
        assert_eq!(name("..a.csv").map(|name| name.text).unwrap(), "..a.csv");
        for path in ["", ".", "..", "../a", "/a", "a/b", "a\\b", "C:a", "a\0"] {
            let error = name(path)
                .err()
                .unwrap_or_else(|| panic!("{path:?} is taken"));
            assert_eq!(error.at, Some(7));
        }
    }

    #[test]
    fn another_folder_is_refused() {
        let mut arguments = Arguments::default();
        arguments.add("path", "a".to_owned(), 0);
        arguments.add("container", "fivetran".to_owned(), 9);
        let error = Name::of(&mut arguments).err().unwrap();
        assert!(error.message.contains("container=fivetran"), "{error}");
    }
}
