//! Roots with everything in them that wants to lead out.

use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use super::*;

const LIMIT: usize = 100;

struct Place {
    _parent: tempfile::TempDir,
    root: Root,
    folder: PathBuf,
}

/// A root beside a file that must not be read.
fn place() -> Place {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("root");
    for folder in ["sql/deep", ".git", "target", "sql/target"] {
        fs::create_dir_all(parent.path().join("root").join(folder)).unwrap();
    }
    fs::write(parent.path().join("secret.sql"), "secret").unwrap();
    for (path, text) in [
        ("a.sql", "0123456789"),
        ("sql/b.sql", "b"),
        ("sql/deep/c.sql", "c"),
        ("sql/note.txt", "note"),
        ("sql/target/d.sql", "d"),
        (".git/e.sql", "e"),
        ("target/f.sql", "f"),
    ] {
        fs::write(folder.join(path), text).unwrap();
    }
    let embedded = BTreeMap::from([
        ("./a.sql".to_owned(), b"embedded".to_vec()),
        ("carried/g.sql".to_owned(), b"g".to_vec()),
    ]);
    let root = Root::new(Some(folder.clone()), embedded).unwrap();
    Place {
        _parent: parent,
        root,
        folder,
    }
}

fn text(root: &Root, path: &str) -> Result<String, Fault> {
    let data = root.read(path, 0, None, LIMIT)?;
    Ok(String::from_utf8(data.content).unwrap())
}

fn refusal(root: &Root, path: &str) -> String {
    let fault = text(root, path).unwrap_err();
    assert!(fault.is(Code::FileError), "{fault:?}");
    fault.message
}

#[test]
fn files_are_read_and_embedded_ones_first() {
    let place = place();
    assert_eq!(text(&place.root, "sql/b.sql").unwrap(), "b");
    assert_eq!(text(&place.root, "./sql//b.sql").unwrap(), "b");
    assert_eq!(text(&place.root, "a.sql").unwrap(), "embedded");
    assert_eq!(text(&place.root, "carried/g.sql").unwrap(), "g");
}

#[test]
fn parts_are_bounded_and_say_so() {
    let place = place();
    let on_disk = Root::new(Some(place.folder.clone()), BTreeMap::new()).unwrap();
    let embedded = BTreeMap::from([("a.sql".to_owned(), b"0123456789".to_vec())]);
    let embedded = Root::new(None, embedded).unwrap();
    for root in [on_disk, embedded] {
        let read = |offset, length, limit| {
            let data = root.read("a.sql", offset, length, limit).unwrap();
            (String::from_utf8(data.content).unwrap(), data.truncated)
        };
        assert_eq!(read(0, None, 10), ("0123456789".into(), false));
        assert_eq!(read(0, None, 4), ("0123".into(), true));
        assert_eq!(read(2, Some(3), 10), ("234".into(), false));
        assert_eq!(read(2, Some(5), 3), ("234".into(), true));
        assert_eq!(read(8, Some(5), 10), ("89".into(), false));
        assert_eq!(read(99, None, 10), (String::new(), false));
        assert_eq!(read(u64::MAX, None, 10), (String::new(), false));
    }
}

#[test]
fn nothing_leads_out() {
    let Place {
        _parent,
        root,
        folder,
    } = place();
    symlink("../secret.sql", folder.join("link.sql")).unwrap();
    symlink(folder.parent().unwrap(), folder.join("up")).unwrap();
    symlink("loop.sql", folder.join("loop.sql")).unwrap();
    for path in ["link.sql", "up/secret.sql"] {
        assert!(refusal(&root, path).contains("leads out"), "{path}");
    }
    for path in ["../secret.sql", "sql/../../secret.sql", "sql/.."] {
        assert!(refusal(&root, path).contains("`..`"), "{path}");
    }
    assert!(refusal(&root, "/etc/passwd").contains("absolute"));
    for path in ["", "a\0b", "loop.sql", "nothing.sql"] {
        refusal(&root, path);
    }
    assert_eq!(
        refusal(&root, "nothing.sql"),
        "cannot use \"nothing.sql\": there is no such file in the composition's root"
    );
    let (found, _) = root.find("**/*.sql").unwrap();
    assert!(
        !found
            .iter()
            .any(|path| path.contains("link") || path.contains("secret")),
        "{found:?}"
    );
}

#[test]
fn only_ordinary_files_are_read() {
    let place = place();
    let _socket = UnixListener::bind(place.folder.join("socket.sql")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(place.folder.join("pipe.sql"))
        .status();
    assert!(made.is_ok_and(|status| status.success()));
    for path in ["socket.sql", "pipe.sql"] {
        assert!(
            refusal(&place.root, path).contains("only ordinary files"),
            "{path}"
        );
    }
    assert!(refusal(&place.root, "sql").contains("it is a folder"));
    let (found, _) = place.root.find("*.sql").unwrap();
    assert_eq!(found, ["a.sql"]);
}

#[test]
fn globs_find_files_in_order() {
    let place = place();
    symlink("sql/b.sql", place.folder.join("inside.sql")).unwrap();
    symlink(&place.folder, place.folder.join("sql/round")).unwrap();
    let find = |glob| place.root.find(glob).unwrap();
    assert_eq!(
        find("*.sql"),
        (vec!["a.sql".into(), "inside.sql".into()], false)
    );
    assert_eq!(
        find("./**/*.sql").0,
        [
            "a.sql",
            "carried/g.sql",
            "inside.sql",
            "sql/b.sql",
            "sql/deep/c.sql",
            "sql/target/d.sql"
        ]
    );
    assert_eq!(find("sql/*.{sql,txt}").0, ["sql/b.sql", "sql/note.txt"]);
    assert_eq!(find("../*"), (vec![], false));
    assert!(place.root.find("{").unwrap_err().is(Code::FileError));
    assert!(place.root.find(&"a".repeat(2000)).is_err());
}

#[test]
fn a_search_ends_at_its_limit() {
    let names = (0..=MOST_PATHS).map(|number| (format!("{number:05}"), vec![]));
    let root = Root::new(None, names.collect()).unwrap();
    let (found, truncated) = root.find("*").unwrap();
    assert_eq!(found.len(), MOST_PATHS);
    assert_eq!(found.last().map(String::as_str), Some("09999"));
    assert!(truncated);
}

#[test]
fn without_a_folder_the_fault_names_the_option() {
    let root = Root::new(None, BTreeMap::new()).unwrap();
    assert!(refusal(&root, "a.sql").contains("--root DIR"));
    assert!(root.find("*").unwrap_err().message.contains("--root DIR"));
    assert!(
        root.resolve("a.env")
            .unwrap_err()
            .message
            .contains("--root DIR")
    );
    let gone = Root::new(Some("/nowhere/at/all".into()), BTreeMap::new()).unwrap_err();
    assert!(gone.is(Code::ProjectMissing), "{gone:?}");
}

#[test]
fn only_files_of_the_folder_are_replaced() {
    let Place { root, folder, .. } = &place();
    symlink("../secret.sql", folder.join("link.sql")).unwrap();
    symlink("sql/b.sql", folder.join("inside.sql")).unwrap();
    root.replace("inside.sql", "new").unwrap();
    assert_eq!(fs::read_to_string(folder.join("sql/b.sql")).unwrap(), "new");
    assert!(folder.join("inside.sql").is_symlink());
    for path in ["link.sql", "../secret.sql"] {
        let fault = root.replace(path, "new").unwrap_err();
        assert_eq!(fault.get("reason"), Some(OUTSIDE), "{path}");
    }
    let secret = folder.parent().unwrap().join("secret.sql");
    assert_eq!(fs::read_to_string(secret).unwrap(), "secret");
    let carried = root.replace("a.sql", "new").unwrap_err();
    assert!(carried.message.contains("part of the component"));
    assert!(root.replace("new.sql", "new").is_err());
}

#[test]
fn the_host_gets_real_paths() {
    let place = place();
    let root = fs::canonicalize(&place.folder).unwrap();
    assert_eq!(place.root.resolve(".").unwrap(), root);
    assert_eq!(place.root.resolve("./sql").unwrap(), root.join("sql"));
    assert!(place.root.resolve("..").is_err());
}
