//! Every service with defaults: as it is rendered, and that mzhost takes it. `BLESS=1` writes the files anew.

use std::path::Path;
use std::{env, fs};

use mzhost_catalog::{Kind, find, names};
use mzhost_compose::{emit, parse};

/// Compares a file of this crate, or of the project, with what it should be.
pub(crate) fn compare(path: &Path, expected: &str) {
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, expected).unwrap();
    }
    let actual = fs::read_to_string(path).unwrap_or_default();
    assert!(
        actual == expected,
        "{} is old: `BLESS=1 cargo test -p mzhost-catalog` writes it anew; wanted:\n{expected}",
        path.display()
    );
}

fn all() -> Vec<Kind> {
    names().map(|name| find(name).unwrap()).collect()
}

#[test]
fn the_services_of_the_seed_are_there() {
    for name in [
        "debezium",
        "kafka",
        "materialized",
        "minio",
        "mysql",
        "one-off",
        "postgres",
        "redpanda",
        "schema-registry",
        "testdrive",
        "toxiproxy",
        "zookeeper",
    ] {
        assert!(names().any(|known| known == name), "{name}");
    }
}

#[test]
fn every_service_is_rendered_as_its_golden_file_says() {
    for kind in all() {
        let path = format!("tests/catalog/golden/{}.yaml", kind.name);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        compare(&path, &kind.example_yaml().unwrap());
    }
}

#[test]
fn kafka_with_zookeeper_has_a_golden_file_too() {
    let kafka = find("kafka").unwrap();
    let document = kafka
        .render("{tag: 7.9.4, use_zookeeper: true}", "")
        .unwrap();
    let path = "tests/catalog/golden/kafka-with-zookeeper.yaml";
    compare(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(path),
        &emit(&document),
    );
}

/// Alone it may depend on services that are not there; with all of them, it is accepted.
#[test]
fn all_services_together_are_accepted() {
    let documents: Vec<String> = all()
        .iter()
        .map(|kind| kind.example().unwrap().to_json())
        .collect();
    let all = mzhost_catalog::merge(documents.iter().map(String::as_str)).unwrap();
    let parsed = parse(&all.to_json(), &|_| None).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(parsed.document.services.len(), documents.len());
    assert_eq!(parsed.warnings, []);
}

#[test]
fn every_service_but_testdrive_and_materialized_has_a_quick_probe() {
    for kind in all() {
        let text = kind.example().unwrap().to_json();
        let quick = text.contains("\"ready\"") || text.contains("\"once\"");
        let slow = ["testdrive", "materialized"].contains(&kind.name.as_str());
        assert_eq!(quick, !slow, "{}", kind.name);
    }
}

#[test]
fn companions_are_services_of_the_catalog() {
    for kind in all() {
        for companion in &kind.companions {
            assert!(
                find(&companion.kind).is_ok(),
                "{}: {}",
                kind.name,
                companion.kind
            );
        }
    }
}

/// Every parameter changes something: a misspelt place in a file would go unnoticed otherwise.
#[test]
fn every_parameter_is_used_by_its_file() {
    let unused = ["allow_host_ports"];
    for kind in all() {
        let path = format!("services/{}.yaml", kind.name);
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        for parameter in &kind.parameters {
            let name = &parameter.name;
            let places = [
                format!("{{{{{name}}}}}"),
                format!("each: {name}"),
                format!("when: {name}"),
                format!("when: not {name}"),
            ];
            let used = name == "name" || places.iter().any(|place| text.contains(place));
            assert!(
                used || unused.contains(&name.as_str()),
                "{}: {name}",
                kind.name
            );
        }
    }
}
