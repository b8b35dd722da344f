//! Services of the catalog: those whose images are built here start and answer; images are replaced and told.

pub(super) use mzhost_test_artifacts::CATALOG as GUEST;

use std::io::Write;
use std::process::{Command, Stdio};

use crate::harness::{Mzhost, mzhost, run};

/// The catalog's images to those that `tests/images` builds.
const IMAGES: [&str; 2] = ["--images", "tests/images/images.map"];

/// `mzhost config GUEST …`.
fn config(rest: &[&str]) -> Mzhost {
    mzhost(&["config", GUEST]).args(rest)
}

#[test]
fn databases_a_proxy_and_a_one_off_start_and_answer() {
    run(GUEST, &IMAGES)
        .args(&["databases"])
        .done()
        .exits(0)
        .says("image mzhost/postgres:15 in place of postgres:17")
        .says("image mzhost/mariadb:10.11 in place of mysql:9.7.0")
        .leaves_nothing();
}

#[test]
fn one_name_brings_up_kafka_the_registry_and_connect() {
    run(GUEST, &IMAGES)
        .args(&["kafka"])
        .done()
        .exits(0)
        .says("image mzhost/kafka:4.3 in place of confluentinc/cp-kafka:8.2.0")
        .leaves_nothing();
}

#[test]
fn a_broker_with_zookeeper_starts_and_answers() {
    run(GUEST, &IMAGES)
        .args(&["zookeeper"])
        .done()
        .exits(0)
        .says("image mzhost/kafka-zookeeper:3.9 in place of confluentinc/cp-kafka:7.9.4")
        .leaves_nothing();
}

#[test]
fn two_brokers_make_a_cluster() {
    run(GUEST, &IMAGES)
        .args(&["brokers"])
        .done()
        .exits(0)
        .leaves_nothing();
}

#[test]
fn config_prints_the_services_with_the_images_that_are_asked_for() {
    config(&[])
        .done()
        .exits(0)
        .says("image: \"confluentinc/cp-kafka:8.2.0\"");
    let images = ["--image", "kafka=my/kafka:1,mysql=my/mysql:1"];
    config(&images)
        .args(&IMAGES)
        .done()
        .exits(0)
        .says("image: \"my/kafka:1\"")
        .says("image: \"my/mysql:1\"")
        .says("image: \"mzhost/schema-registry:2.6\"");
}

/// Of services whose images cannot be built here, that is all that can be shown.
#[test]
fn the_schema_of_compose_takes_what_config_prints() {
    let printed = config(&[]).done().exits(0);
    for service in ["redpanda", "minio", "materialized", "testdrive"] {
        assert!(
            printed.out.contains(&format!("\n  {service}:\n")),
            "{printed}"
        );
    }
    let mut checker = Command::new("docker-compose")
        .args(["-f", "-", "config", "-q"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("docker-compose (Debian's package of the name) checks the schema");
    let mut input = checker.stdin.take().unwrap();
    input.write_all(printed.out.as_bytes()).unwrap();
    drop(input);
    let checked = checker.wait_with_output().unwrap();
    assert!(
        checked.status.success(),
        "{}\n{printed}",
        String::from_utf8_lossy(&checked.stderr)
    );
}

#[test]
fn the_environment_names_images_too() {
    config(&[])
        .env("MZHOST_IMAGE", "postgres=my/postgres:1")
        .done()
        .exits(0)
        .says("image: \"my/postgres:1\"");
}

#[test]
fn an_image_for_nothing_is_an_error_that_lists_the_services() {
    config(&["--image", "kafak=x"])
        .done()
        .exits(2)
        .says("--image kafak: the composition has no service and no image of that name")
        .says("(did you mean \"kafka\"?)")
        .says("kafka  confluentinc/cp-kafka:8.2.0");
}

#[test]
fn the_catalog_is_listed_and_shown() {
    mzhost(&["catalog"])
        .done()
        .exits(0)
        .says("schema-registry")
        .says("Toxiproxy, which cuts and slows connections");
    mzhost(&["catalog", "show", "kafka"])
        .done()
        .exits(0)
        .says("Needs: zookeeper (when use_zookeeper)")
        .says("broker_id")
        .says("KAFKA_NODE_ID: 1");
    mzhost(&["catalog", "show", "kafak"])
        .done()
        .exits(2)
        .says("the catalog has no service \"kafak\" (did you mean \"kafka\"?)");
}
