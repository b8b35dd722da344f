//! Paths that lead out of the composition's root, as arguments and in documents.

use super::attempts::all_refused;
use super::guest::{Root, declaring};
use super::section::PATHS;

const ABOVE: &str = "would lead out of the composition's root; put the file inside";
const LINK: &str =
    "it is a link that leads out of the composition's root; put the file itself there";

#[test]
fn files_outside_of_the_root_are_neither_read_nor_found() {
    let done = Root::new().hostile(&["files"]).done();
    all_refused(
        done,
        PATHS,
        &[
            (
                "read a file above the root",
                "file.error: cannot use \"../secret\": `..` would lead out of the composition's root",
            ),
            (
                "read a file above the root, from inside",
                "file.error: cannot use \"folder/../../secret\": `..` would lead out of the composition's root",
            ),
            (
                "read an absolute path",
                "file.error: cannot use \"/etc/passwd\": it is absolute",
            ),
            (
                "read through a link to a file",
                "file.error: cannot use \"link\": it is a link that leads out of the composition's root",
            ),
            (
                "read through a link to a folder",
                "file.error: cannot use \"links/passwd\": it is a link that leads out of the composition's root",
            ),
            (
                "read a path with a zero byte",
                "file.error: cannot use \"inside.txt\\0.png\": a path is not empty and has no zero byte",
            ),
            ("read a path of 100 kB", "file.error: cannot use \"x/x/x/x/"),
            (
                "read a pipe",
                "file.error: cannot use \"pipe\": it is a pipe, socket or device",
            ),
            (
                "read a part of a link",
                "file.error: cannot use \"link\": it is a link that leads out of the composition's root",
            ),
            ("find files above the root", "nothing: no file was found"),
            ("find files by an absolute glob", "nothing: no file was found"),
            ("find files through a link", "nothing: no file was found"),
            (
                "find files by a glob that explodes",
                "file.error: the glob is longer than 1024 bytes",
            ),
            (
                "test files above the root",
                "test.invalid: no file of the composition's folder fits \"../*.td\"",
            ),
            (
                "test files by an absolute glob",
                "test.invalid: no file of the composition's folder fits \"/etc/*.td\"",
            ),
            (
                "test files through a link",
                "test.invalid: no file of the composition's folder fits \"links/*.slt\"",
            ),
        ],
    )
    .leaves_nothing();
}

#[test]
fn copies_name_files_of_the_container() {
    let no_path =
        |path: &str| format!("file.error: {path:?} is no path of a file in service \"box\"");
    let done = Root::new().hostile(&["copies"]).done();
    all_refused(
        done,
        PATHS,
        &[
            ("copy in to a relative path", &no_path("etc/x")),
            ("copy in above the container's root", &no_path("/../../x")),
            ("copy in to a path with a zero byte", &no_path("/a\0b")),
            ("copy in to a path of 100 kB", "file.error: /x/x/x/x/"),
            ("copy out of a relative path", &no_path("etc/passwd")),
            (
                "copy out of above the container's root",
                &no_path("/../etc/passwd"),
            ),
            (
                "copy out with a query behind the path",
                "file.error: there is no /none?path=/etc/passwd in service \"box\"",
            ),
            (
                "copy out of a device",
                "file.error: there is no /dev/zero in service \"box\"",
            ),
            (
                "copy out of a folder",
                "file.error: /etc in service \"box\" is no regular file",
            ),
        ],
    )
    .leaves_nothing();
}

/// A document whose service has this key is refused.
#[track_caller]
fn refused(name: &str, document: &str, exit: i32, got: &str) {
    declaring(document, &Root::new())
        // What may be built is built of the root only.
        .env("MZHOST_ALLOW_BUILD", "true")
        .done()
        .exits(exit)
        .attack(PATHS, name, got)
        .never_says("SECRET")
        .leaves_nothing();
}

/// A document with a service with these keys.
fn with(keys: &str) -> String {
    format!(
        "services: {{box: {{image: 'debian:bookworm-slim', command: [sleep, infinity], {keys}}}}}\n"
    )
}

#[test]
fn documents_take_nothing_from_outside() {
    let file = |path: &str, why: &str| format!("file.error: cannot use {path:?}: {why}");
    let above = format!("`..` {ABOVE}");
    refused(
        "env_file above the root",
        &with("env_file: [../secret]"),
        23,
        &file("../secret", &above),
    );
    refused(
        "env_file by an absolute path",
        &with("env_file: [/etc/passwd]"),
        23,
        &file("/etc/passwd", "it is absolute"),
    );
    refused(
        "env_file through a link",
        &with("env_file: [link]"),
        23,
        &file("link", LINK),
    );
    refused(
        "config from above the root",
        &(with("configs: [c]") + "configs: {c: {file: ../secret}}"),
        23,
        &file("../secret", &above),
    );
    refused(
        "secret through a link",
        &(with("secrets: [c]") + "secrets: {c: {file: link}}"),
        23,
        &file("link", LINK),
    );
    refused(
        "bind of the folder above the root",
        &with("volumes: ['..:/x']"),
        23,
        &file("..", &above),
    );
    refused(
        "bind through a link",
        &with("volumes: ['./links:/x']"),
        23,
        &file("./links", LINK),
    );
    refused(
        "include of a file above the root",
        "include: [../secret]\nservices: {}",
        9,
        "services.invalid: include: not supported by mzhost",
    );
}

#[test]
fn builds_take_nothing_from_outside() {
    refused(
        "build context above the root",
        "services: {box: {build: ..}}",
        23,
        "file.error: cannot use \"..\": `..` would lead out of the composition's root",
    );
    refused(
        "build context through a link",
        "services: {box: {build: links}}",
        23,
        "file.error: cannot use \"links\": it is a link that leads out of the composition's root",
    );
    refused(
        "build context from the network",
        "services: {box: {build: 'https://example.com/x.git'}}",
        9,
        "services.invalid: services.box.build: expected a folder, mzhost fetches no build contexts",
    );
    refused(
        "further build contexts",
        "services: {box: {build: {context: ., additional_contexts: {x: ..}}}}",
        9,
        "services.invalid: services.box.build.additional_contexts: not supported by mzhost",
    );
    refused(
        "Dockerfile above the root",
        "services: {box: {build: {context: folder, dockerfile: ../../secret}}}",
        16,
        "image.build: the image of service \"box\" could not be built",
    );
    refused(
        "Dockerfile by an absolute path",
        "services: {box: {build: {context: folder, dockerfile: /etc/passwd}}}",
        16,
        "image.build: the image of service \"box\" could not be built",
    );
    refused(
        "COPY from above the build context",
        r#"services: {box: {build: {context: folder, dockerfile_inline: "FROM debian:bookworm-slim\nCOPY ../../secret /x"}}}"#,
        16,
        "image.build: the image of service \"box\" could not be built",
    );
}
