//! What parameters and overrides make of a service.

use crate::rendered;

#[test]
fn brokers_have_names_and_numbers() {
    let text = rendered(
        "kafka",
        r#"{"name": "kafka2", "broker_id": 2, "controller_quorum_voters": "1@kafka1:9093,2@kafka2:9093"}"#,
        "",
    );
    for part in [
        r#"{"services": {"kafka2": {"#,
        r#""KAFKA_NODE_ID": 2"#,
        r#""KAFKA_CONTROLLER_QUORUM_VOTERS": "1@kafka1:9093,2@kafka2:9093""#,
        r#""KAFKA_LISTENERS": "PLAINTEXT://0.0.0.0:9092,CONTROLLER://0.0.0.0:9093""#,
        r#""KAFKA_ADVERTISED_LISTENERS": "PLAINTEXT://kafka2:9092""#,
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn ports_and_probe_follow_the_listeners() {
    let text = rendered(
        "kafka",
        r#"{"advertised_listeners": ["HOST://localhost:30123", "PLAINTEXT://kafka:9092"], "use_zookeeper": true}"#,
        "",
    );
    for part in [
        r#""ports": ["30123", "9092"]"#,
        r#""KAFKA_ADVERTISED_LISTENERS": "HOST://localhost:30123,PLAINTEXT://kafka:9092""#,
        r#""depends_on": {"zookeeper": {"condition": "service_started"}}"#,
        r#""ready": {"tcp": "30123"}"#,
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("CONTROLLER"), "{text}");
}

#[test]
fn lists_and_maps_become_arguments() {
    let text = rendered(
        "redpanda",
        r#"{"extra_cluster_settings": {"a": 1, "b": "x"}}"#,
        "",
    );
    assert!(
        text.contains(r#""--set=redpanda.a=1", "--set=redpanda.b=x""#),
        "{text}"
    );
    let text = rendered(
        "minio",
        r#"{"setup_materialize": true, "additional_directories": ["x"]}"#,
        "",
    );
    assert!(
        text.contains("mkdir -p /data/persist && mkdir -p /data/x && exec minio"),
        "{text}"
    );
    let text = rendered("mysql", r#"{"server_id": 2, "is_master": false}"#, "");
    assert!(
        text.contains(r#""--server-id=2", "--max-connections=1000", "--log-slave-updates""#),
        "{text}"
    );
}

#[test]
fn what_is_not_set_is_left_out() {
    let text = rendered("toxiproxy", "", "");
    assert!(!text.contains("seed"), "{text}");
    assert!(rendered("toxiproxy", r#"{"seed": 7}"#, "").contains("-seed=7"));
    assert!(!rendered("materialized", "", "").contains("deploy"));
    let limited = rendered("materialized", r#"{"memory": "4g"}"#, "");
    assert!(
        limited.contains(r#""deploy": {"resources": {"limits": {"memory": "4g"}}}"#),
        "{limited}"
    );
}

#[test]
fn materialize_restarts_as_it_is_told() {
    let none = rendered("materialized", "", "");
    assert!(!none.contains("MZ_RESTART"), "{none}");
    let limited = rendered("materialized", r#"{"restart": "on-failure:3"}"#, "");
    assert!(
        limited.contains(r#""MZ_RESTART_ON_FAILURE": "1", "MZ_RESTART_LIMIT": "3""#),
        "{limited}"
    );
    let always = rendered("materialized", r#"{"restart": "on-failure"}"#, "");
    assert!(!always.contains("MZ_RESTART_LIMIT"), "{always}");
}

#[test]
fn an_override_is_merged_by_the_rules_of_compose() {
    let text = rendered(
        "postgres",
        r#"{"volumes": ["data:/var/lib/postgresql/data"]}"#,
        r#"{"environment": {"PGTZ": "UTC"}, "command": ["postgres"], "ports": ["5433"], "volumes": ["./x:/x"]}"#,
    );
    for part in [
        r#""environment": {"POSTGRESDB": "postgres", "POSTGRES_PASSWORD": "postgres", "PGTZ": "UTC"}"#,
        r#""command": ["postgres"]"#,
        r#""ports": ["5432", "5433"]"#,
        r#""volumes": ["data:/var/lib/postgresql/data", "./x:/x"]"#,
        r#"}}, "volumes": {"data": {}}}"#,
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn a_health_check_of_ones_own_takes_the_place_of_the_probe() {
    let own = r#"{"healthcheck": {"test": ["CMD", "true"]}}"#;
    let text = rendered("postgres", "", own);
    assert!(!text.contains("x-mzhost"), "{text}");
    let both = r#"{"healthcheck": {"test": ["CMD", "true"]}, "x-mzhost": {"ready": {"tcp": 1}}}"#;
    assert!(rendered("postgres", "", both).contains(r#""x-mzhost": {"ready": {"tcp": 1}}"#));
}

#[test]
fn networks_of_a_service_are_declared() {
    let text = rendered("testdrive", r#"{"networks": ["inner"]}"#, "");
    assert!(text.contains(r#""networks": {"inner": {}}"#), "{text}");
}

#[test]
fn documents_are_put_together() {
    let kafka = rendered("kafka", "", "");
    let own = "services:\n  kafka:\n    init: true\n  web:\n    image: nginx\n";
    let merged = mzhost_catalog::merge([kafka.as_str(), own])
        .unwrap()
        .to_json();
    assert!(merged.contains(r#""web": {"image": "nginx"}"#), "{merged}");
    assert!(
        merged.contains(r#""init": true"#) && merged.contains("cp-kafka"),
        "{merged}"
    );
}
