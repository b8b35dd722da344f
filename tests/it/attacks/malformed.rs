//! Files that are no proper component: some by hand, thousands by chance.

use std::fs;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use mzhost::guest::{Binary, GuestEngine, bundled_files, describe};
use mzhost_core::fault::Fault;
use mzhost_test_artifacts::{COMPOSE_FILE, PANICS};

use super::component::{File, Parts, file, harmless, with_section};
use super::mutant::Mutator;
use super::row;
use super::section::COMPONENTS;
use crate::harness::mzhost;

/// How long one file may take; only a hang takes so long.
const PATIENCE: Duration = Duration::from_mins(1);
/// Bytes of files that a component may carry.
const BUNDLE: u64 = 64 << 20;

/// The file is refused.
#[track_caller]
fn refused(name: &str, bytes: &[u8], exit: i32, got: &str) {
    let file = File::new(bytes);
    mzhost(&["config", &file.path])
        .done()
        .exits(exit)
        .attack(COMPONENTS, name, got);
}

#[test]
fn sections_are_not_believed() {
    refused(
        "a section that claims to have 4 GiB",
        &with_section(harmless(), "mzhost:workflows", b"{}", (1 << 32) - 100),
        5,
        "component.invalid: the component is damaged",
    );
    let large = vec![b'\n'; 2 << 20];
    refused(
        "descriptions of 2 MiB",
        &with_section(harmless(), "mzhost:workflows", &large, large.len()),
        45,
        "limit.input: the section mzhost:workflows is larger than 1048576 bytes",
    );
    let name = br#"{"name": "\u001b[2J"}"#;
    refused(
        "a workflow whose name clears the screen",
        &with_section(harmless(), "mzhost:workflows", name, name.len()),
        5,
        "component.invalid: line 1 of the section mzhost:workflows has no usable name",
    );
    let deep = "[".repeat(100_000);
    refused(
        "a description that is nested 100000 deep",
        &with_section(harmless(), "mzhost:workflows", deep.as_bytes(), deep.len()),
        5,
        "component.invalid: line 1 of the section mzhost:workflows is no description of a workflow",
    );
}

/// An archive of one file, whose header says what it wants.
fn archive(path: &str, size: u64) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    // A builder would refuse such paths.
    header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
    header.set_cksum();
    header.as_bytes().to_vec()
}

#[test]
fn bundled_files_are_not_believed() {
    let bundle = |archive: &[u8]| with_section(harmless(), "mzhost:files", archive, archive.len());
    refused(
        "a bundled file that claims to have 8 EiB",
        &bundle(&archive("x", u64::MAX >> 1)),
        45,
        "limit.input: the files in the section mzhost:files are larger than allowed",
    );
    refused(
        "a bundled file that is not all there",
        &bundle(&archive("x", 1 << 20)),
        5,
        "component.invalid: the section mzhost:files is no tar archive",
    );
    refused(
        "a bundled file above the root",
        &bundle(&archive("../x", 0)),
        5,
        "component.invalid: the section mzhost:files holds the path",
    );
}

#[test]
fn a_file_of_300_mebibytes_is_not_read() {
    let file = File::new(b"");
    fs::File::options()
        .write(true)
        .open(&file.path)
        .unwrap()
        .set_len(300 << 20)
        .unwrap();
    mzhost(&["list", &file.path])
        .done()
        .exits(5)
        .says("has 314572800 bytes, the limit is 268435456 (component.invalid)");
    row(
        COMPONENTS,
        "a file of 300 MiB",
        "component.invalid: it has 314572800 bytes, the limit is 268435456",
        5,
    );
}

#[test]
fn descriptions_do_not_drive_the_terminal() {
    let file = file(&Parts {
        description: r"clears \u001b[2J \u202e",
        ..Parts::default()
    });
    let done = mzhost(&["list", &file.path]).done().exits(0);
    super::terminal::shows(
        done,
        "escape sequences in the description of a workflow",
        "clears \\x1b[2J \\u{202e}",
    );
}

/// What reading a file came to, with the code that it must have if it is refused.
fn is_typed(result: Result<(), Fault>) -> Result<(), String> {
    match result {
        Err(fault) if !fault.code.starts_with("component.") && fault.code != "limit.input" => {
            Err(format!("{}: {fault}", fault.code))
        }
        _ => Ok(()),
    }
}

/// Reads mutants of some files, none of which may panic, hang, or be refused without a reason.
#[track_caller]
fn survives(
    seeds: &[Vec<u8>],
    mutants: u64,
    read: impl Fn(&[u8]) -> Result<(), Fault> + Send + 'static,
) {
    let (told, heard) = channel();
    let seeds = seeds.to_vec();
    let work = std::thread::spawn(move || {
        for number in 0..mutants {
            let bytes = Mutator::new(number).mutant(&seeds);
            let result = is_typed(read(&bytes));
            // Nobody hears it when the test has failed.
            drop(told.send((number, result)));
        }
    });
    let mut next = 0;
    while next < mutants {
        match heard.recv_timeout(PATIENCE) {
            Ok((number, result)) => {
                assert_eq!(result, Ok(()), "mutant {number}");
                next = number + 1;
            }
            Err(RecvTimeoutError::Timeout) => panic!("mutant {next} hangs"),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    assert!(
        work.join().is_ok() && next == mutants,
        "mutant {next} panics"
    );
}

#[test]
fn mutants_of_guests_are_described_or_refused() {
    let seeds: Vec<_> = [PANICS, COMPOSE_FILE]
        .iter()
        .map(|path| fs::read(path).unwrap())
        .collect();
    survives(&seeds, 3000, |bytes| {
        describe(bytes)?;
        bundled_files(bytes, BUNDLE)?;
        Ok(())
    });
}

#[test]
fn mutants_of_small_components_are_loaded_or_refused() {
    let engine = GuestEngine::new(None).unwrap();
    let lines = br#"{"name": "a"}"#;
    let seeds = [
        harmless(),
        with_section(harmless(), "mzhost:workflows", lines, lines.len()),
        with_section(harmless(), "mzhost:files", &archive("x", 0), 512),
    ];
    survives(&seeds, 3000, move |bytes| {
        bundled_files(bytes, BUNDLE)?;
        engine.load(&Binary::of(bytes.to_vec())?, &|| ()).map(drop)
    });
}
