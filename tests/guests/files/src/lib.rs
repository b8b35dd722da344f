//! Reads the files of its own folder, and nothing else.

use mzhost_guest::{Composition, Error, Services, ensure, files, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
}

/// Reads, reads in part and finds; leaving the folder is refused.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    ensure!(files::read_text("data/lines.txt")? == "one\ntwo\n");
    let part = files::read_part("data/lines.txt", 4, 3)?;
    ensure!(part.content == b"two", "a part is {part:?}");
    let found = files::find("data/**/*.txt")?;
    ensure!(
        found.paths == ["data/lines.txt", "data/nested/deep.txt"] && !found.truncated,
        "found {found:?}"
    );
    for path in [
        "data/none.txt",
        "../panics/Cargo.toml",
        "/etc/hostname",
        "data/outside",
    ] {
        let answer = files::read(path);
        ensure!(
            matches!(&answer, Err(error) if error.code() == "file.error"),
            "reading {path} answered {answer:?}"
        );
    }
    Ok(())
}
