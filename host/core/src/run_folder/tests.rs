//! Folders of made-up runs.

use std::os::unix::fs::PermissionsExt;

use super::*;

fn record(owner: &Owner, second: i64) -> RunRecord {
    RunRecord {
        id: RunId::random(),
        project: "shop".into(),
        composition: "tests/shop".into(),
        workflow: Some("default".into()),
        owner: owner.clone(),
        started: OffsetDateTime::from_unix_timestamp(1_700_000_000 + second).unwrap(),
        ended: None,
        exit: None,
    }
}

fn dead(owner: &Owner) -> Owner {
    Owner {
        boot: "an earlier one".into(),
        ..owner.clone()
    }
}

fn elsewhere(owner: &Owner) -> Owner {
    Owner {
        machine: "another".into(),
        ..owner.clone()
    }
}

#[test]
fn a_folder_is_private_and_found_again() {
    let state = tempfile::tempdir().unwrap();
    let state_dir = state.path().join("deep/state");
    assert!(matches!(
        RunFolder::open(&state_dir, "latest"),
        Err(RunFolderError::NoRun { .. })
    ));
    let owner = Owner::current(state.path()).unwrap();
    let (newer, older) = (record(&owner, 2), record(&owner, 1));
    let folder = RunFolder::create(&state_dir, &newer).unwrap();
    RunFolder::create(&state_dir, &older).unwrap();

    let mode = fs::metadata(folder.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert_eq!(RunFolder::open(&state_dir, "latest").unwrap(), folder);
    let id = older.id.as_str();
    let record = RunFolder::open(&state_dir, id).unwrap().record().unwrap();
    assert_eq!(record, older);
    assert!(matches!(
        RunFolder::open(&state_dir, "00000000"),
        Err(RunFolderError::Unknown { .. })
    ));
    assert!(matches!(
        RunFolder::open(&state_dir, "../../ab"),
        Err(RunFolderError::Id(_))
    ));
    assert!(
        RunFolder::create(&state_dir, &newer).is_err(),
        "an id is used once"
    );
}

#[test]
fn a_record_is_replaced() {
    let state = tempfile::tempdir().unwrap();
    let mut record = record(&Owner::current(state.path()).unwrap(), 1);
    let folder = RunFolder::create(state.path(), &record).unwrap();
    record.ended = Some(record.started + time::Duration::milliseconds(2_100));
    record.exit = Some(24);
    folder.write_record(&record).unwrap();
    assert_eq!(folder.record().unwrap(), record);
}

#[test]
fn service_names_stay_in_the_folder() {
    let folder = RunFolder {
        path: "/runs/x".into(),
    };
    assert_eq!(
        folder.log_path("db-1.a_b").unwrap(),
        Path::new("/runs/x/logs/db-1.a_b.log")
    );
    for name in [
        "",
        ".",
        "..",
        "../volumes/x",
        "a/b",
        "a\\b",
        ".hidden",
        "a\0b",
        "ü",
    ] {
        assert!(folder.log_path(name).is_err(), "{name:?}");
    }
}

#[test]
fn pruning_spares_the_newest_and_the_living() {
    let state = tempfile::tempdir().unwrap();
    let here = Owner::current(state.path()).unwrap();
    let make = |owner: &Owner, second, ended: bool| {
        let record = record(owner, second);
        let folder = RunFolder::create(state.path(), &record).unwrap();
        if ended {
            folder.journal().unwrap().ended().unwrap();
        }
        record.id
    };
    let gone_dead = make(&dead(&here), 1, false);
    let alive = make(&here, 2, false);
    let gone_ended = make(&here, 3, true);
    let unknown = make(&elsewhere(&here), 4, false);
    let gone_elsewhere = make(&elsewhere(&here), 5, true);
    let newest = make(&dead(&here), 6, true);

    let mut removed = RunFolder::prune(state.path(), &here, 1).unwrap();
    let mut expected = vec![gone_dead, gone_ended, gone_elsewhere];
    removed.sort();
    expected.sort();
    assert_eq!(removed, expected);
    let left: Vec<_> = RunFolder::list(state.path())
        .unwrap()
        .into_iter()
        .map(|(_, record)| record.id)
        .collect();
    assert_eq!(left, [newest, unknown, alive]);
    assert_eq!(
        fs::read_dir(state.path().join("runs")).unwrap().count(),
        3,
        "no half removed folder is left"
    );
}
