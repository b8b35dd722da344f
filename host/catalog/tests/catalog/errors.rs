//! What a wrong request is told.

use mzhost_catalog::{find, merge};

fn error(kind: &str, parameters: &str, overrides: &str) -> String {
    let rendered = find(kind).and_then(|kind| kind.render(parameters, overrides));
    rendered
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

#[test]
fn an_unknown_service_lists_those_that_there_are() {
    assert_eq!(
        error("kafak", "", ""),
        "the catalog has no service \"kafak\" (did you mean \"kafka\"?); it has debezium, kafka, materialized, minio, \
         mysql, one-off, postgres, redpanda, schema-registry, testdrive, toxiproxy, zookeeper"
    );
}

#[test]
fn an_unknown_parameter_lists_those_of_the_service() {
    assert_eq!(
        error("toxiproxy", r#"{"prot": 1}"#, ""),
        "toxiproxy has no parameter \"prot\" (did you mean \"port\"?); its parameters are name, image, port, seed"
    );
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    for (parameters, message) in [
        (
            r#"{"broker_id": "2"}"#,
            "parameter \"broker_id\" of kafka: expected a whole number, found \"2\"",
        ),
        (
            r#"{"use_zookeeper": 1}"#,
            "parameter \"use_zookeeper\" of kafka: expected true or false, found 1",
        ),
        (
            r#"{"tag": 8}"#,
            "parameter \"tag\" of kafka: expected a text, found 8",
        ),
        (
            r#"{"volumes": "x"}"#,
            "parameter \"volumes\" of kafka: expected a list, found \"x\"",
        ),
        (
            r#"{"advertised_listeners": ["kafka:9092"]}"#,
            "parameter \"advertised_listeners\" of kafka: expected each NAME://HOST:PORT, found \"kafka:9092\"",
        ),
        (
            r#"{"name": "a/b"}"#,
            "parameter \"name\" of kafka: expected a name of letters, digits, \"_\", \".\" and \"-\", the first a \
             letter or digit, found \"a/b\"",
        ),
    ] {
        assert_eq!(error("kafka", parameters, ""), message);
    }
    assert_eq!(
        error("mysql", r#"{"binlog_row_metadata": "none"}"#, ""),
        "parameter \"binlog_row_metadata\" of mysql: expected one of full, minimal, found \"none\""
    );
}

#[test]
fn a_required_parameter_is_asked_for() {
    assert_eq!(
        error("one-off", r#"{"name": "x"}"#, ""),
        "one-off needs the parameter \"image\": The image with its tag."
    );
}

#[test]
fn texts_that_are_no_maps_are_refused() {
    assert!(error("kafka", "[1]", "").starts_with("the parameters of kafka: expected a map"));
    assert!(error("kafka", "{", "").starts_with("the parameters of kafka: not valid YAML or JSON"));
    assert!(error("kafka", "", "x").starts_with("the override of kafka: expected a map"));
    let merged = merge(["{}", "x"]).unwrap_err().to_string();
    assert!(merged.starts_with("document 2: expected a map"), "{merged}");
}
