//! The workflows of change data capture, as a user runs them: on real PostgreSQL, Kafka, Debezium and others.

use std::sync::{Mutex, PoisonError};

use crate::harness::{Done, mzhost};

/// Five servers at a time are enough for a small machine.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[test]
fn replication_goes_on_after_restarts() {
    passes("pg-cdc", "default");
    passes("pg-cdc", "restart");
}

#[test]
fn a_standby_takes_over_and_replication_begins_anew() {
    passes("pg-cdc", "failover");
}

#[test]
fn rows_and_changes_of_every_kind_arrive() {
    passes("debezium-avro", "default");
}

#[test]
fn every_component_can_be_restarted() {
    passes("debezium-avro", "restart");
}

#[test]
fn components_are_killed_at_random_moments_and_no_row_is_lost() {
    run("debezium-avro", "kill")
        .exits(0)
        .says("kafka is killed after")
        .says("seed ")
        .leaves_nothing();
}

#[test]
fn a_connector_that_connect_refuses_is_told() {
    run("debezium-avro", "refused")
        .exits(60)
        .says("refused.td:2:1: POST http://debezium:8083/connectors answers 400")
        .says("io.example.NoSuchConnector")
        .leaves_nothing();
}

#[test]
fn the_network_to_kafka_is_cut_and_slow() {
    passes("kafka-resumption", "default");
    passes("kafka-resumption", "slow");
}

#[test]
fn changes_of_mariadb_arrive() {
    passes("mysql-debezium", "default");
}

#[test]
fn one_up_brings_up_zookeeper_kafka_and_the_registry() {
    passes("zookeeper-kafka", "default");
}

/// Its image is in no place that tests reach.
#[test]
fn without_the_image_of_materialize_the_error_names_it() {
    run("materialize-smoke", "default")
        .exits(15)
        .says("the image materialize/materialized")
        .leaves_nothing();
}

fn passes(composition: &str, workflow: &str) {
    run(composition, workflow)
        .exits(0)
        .says("passed")
        .leaves_nothing();
}

fn run(composition: &str, workflow: &str) -> Done {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = format!("test/{composition}");
    let images = ["--images", "tests/images/images.map"];
    mzhost(&["run", &folder, images[0], images[1], workflow]).done()
}
