//! Paths that lead out of the composition's root. The test makes the links.

use mzhost_guest::{Composition, Error, files, sqllogictest, testdrive, workflow};

use crate::tried;

/// Reads and finds what is outside.
#[workflow]
fn workflow_files(_: Composition) -> Result<(), Error> {
    let long = "x/".repeat(50_000);
    tried("read a file above the root", files::read("../secret"));
    tried(
        "read a file above the root, from inside",
        files::read("folder/../../secret"),
    );
    tried("read an absolute path", files::read("/etc/passwd"));
    tried("read through a link to a file", files::read("link"));
    tried(
        "read through a link to a folder",
        files::read("links/passwd"),
    );
    tried(
        "read a path with a zero byte",
        files::read("inside.txt\0.png"),
    );
    tried("read a path of 100 kB", files::read(&long));
    tried("read a pipe", files::read("pipe"));
    tried("read a part of a link", files::read_part("link", 0, 10));
    tried("find files above the root", found("../*"));
    tried("find files by an absolute glob", found("/etc/*"));
    tried("find files through a link", found("links/*"));
    tried(
        "find files by a glob that explodes",
        found(&"{a,b}".repeat(400)),
    );
    tried(
        "test files above the root",
        testdrive::files(["../*.td"]).run(),
    );
    tried(
        "test files by an absolute glob",
        testdrive::files(["/etc/*.td"]).run(),
    );
    tried(
        "test files through a link",
        sqllogictest::files(["links/*.slt"]).run(),
    );
    Ok(())
}

/// That nothing is found is an error here.
fn found(glob: &str) -> Result<(), Error> {
    match files::find(glob)?.paths {
        paths if paths.is_empty() => Err(Error::new("nothing", "no file was found")),
        _ => Ok(()),
    }
}

/// Writes and reads in a container by paths that are none.
#[workflow]
fn workflow_copies(c: Composition) -> Result<(), Error> {
    c.up([])?;
    tried(
        "copy in to a relative path",
        c.copy_in("box", "etc/x", "x", 0o644),
    );
    tried(
        "copy in above the container's root",
        c.copy_in("box", "/../../x", "x", 0o644),
    );
    tried(
        "copy in to a path with a zero byte",
        c.copy_in("box", "/a\0b", "x", 0o644),
    );
    tried(
        "copy in to a path of 100 kB",
        c.copy_in("box", &"/x".repeat(50_000), "x", 0o644),
    );
    tried(
        "copy out of a relative path",
        c.copy_out("box", "etc/passwd"),
    );
    tried(
        "copy out of above the container's root",
        c.copy_out("box", "/../etc/passwd"),
    );
    tried(
        "copy out with a query behind the path",
        c.copy_out("box", "/none?path=/etc/passwd"),
    );
    tried("copy out of a device", c.copy_out("box", "/dev/zero"));
    tried("copy out of a folder", c.copy_out("box", "/etc"));
    Ok(())
}
