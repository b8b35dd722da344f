//! What Python finds in sources, and what mistakes in them look like.

use std::fs;
use std::path::{Path, PathBuf};

use mzhost::project::{Workshop, locate};
use serde_json::Value;
use tempfile::TempDir;

use super::calls_of;
use crate::harness::{CACHE, mzhost};

const NOTHING: &str = "from mzhost import *\nSERVICES = {\"services\": {}}\n";

#[test]
fn a_component_that_carries_its_sources_lists_and_does_the_same() {
    let source = format!(
        "{NOTHING}from helper import workflow_imported\n\n@hidden\ndef workflow_z_secret(c):\n    \"\"\"Is not shown.\"\"\"\n\n\
         def workflow_default(c, *args):\n    \"\"\"Says hello.\n\n    Twice.\n    \"\"\"\n    import late.inner\n    \
         print(args, late.inner.VALUE)\n    with c.test_case(\"fails\"):\n        late.inner.fail(c)\n"
    );
    let late = "VALUE = 5\n\ndef fail(c):\n    c.up('nobody')\n";
    let folder = written(&source);
    fs::create_dir(folder.path().join("late")).unwrap();
    fs::write(folder.path().join("late/inner.py"), late).unwrap();
    let helper = "def workflow_imported(c):\n    \"Comes from elsewhere.\"\n";
    fs::write(folder.path().join("helper.py"), helper).unwrap();
    let component = package(folder.path());
    // Elsewhere, so that nothing is beside it.
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("composition.wasm");
    fs::copy(component, &moved).unwrap();
    let (here, there) = (folder.path().to_str().unwrap(), moved.to_str().unwrap());
    let list = |path: &str| {
        mzhost(&["list", path, "--all", "--json"])
            .done()
            .exits(0)
            .out
            .clone()
    };
    assert_eq!(list(here), list(there));
    let listed: Value = serde_json::from_str(&list(there)).unwrap();
    let shown = listed.as_array().unwrap().iter();
    let shown: Vec<_> = shown
        .map(|one| {
            (
                one["name"].as_str().unwrap(),
                one["file"].as_str().unwrap(),
                one["line"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("default", "composition.py", 9),
            ("imported", "helper.py", 1),
            ("z-secret", "composition.py", 6)
        ]
    );
    let run = |path: &str| {
        let done = mzhost(&["run", path, "default", "a", "b"]).done().exits(60);
        let done = done
            .says("('a', 'b') 5")
            .says("File \"late/inner.py\", line 4, in fail")
            .says("c.up('nobody')")
            .says("service.unknown: there is no service \"nobody\"");
        calls_of(&done)
    };
    assert_eq!(run(here), run(there));
}

/// Makes the component that can be passed on.
fn package(folder: &Path) -> PathBuf {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let shop = Workshop {
        cache: Some(Path::new(CACHE)),
        progress: &|| {},
    };
    let project = locate(folder).unwrap();
    runtime.block_on(project.package(shop)).unwrap().component
}

fn written(source: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("composition.py"), source).unwrap();
    folder
}
