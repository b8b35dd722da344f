/* Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`. */
#include "mzhost/catalog.h"

#include "parameters.h"

static const mz_parameter debezium_table[] = {
    { "name", MZ_TEXT, offsetof(mz_debezium_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_debezium_parameters, image) },
    { "port", MZ_NUMBER, offsetof(mz_debezium_parameters, port) },
    { "redpanda", MZ_BOOL, offsetof(mz_debezium_parameters, redpanda) },
    { "environment", MZ_TEXTS, offsetof(mz_debezium_parameters, environment) },
    { "environment_extra", MZ_TEXTS, offsetof(mz_debezium_parameters, environment_extra) },
};

const char *(mz_catalog_debezium)(const mz_debezium_parameters *parameters) {
    return sdk_catalog_document("debezium", debezium_table, sizeof debezium_table / sizeof debezium_table[0], parameters, parameters->overrides);
}

static const mz_parameter kafka_table[] = {
    { "name", MZ_TEXT, offsetof(mz_kafka_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_kafka_parameters, image) },
    { "tag", MZ_TEXT, offsetof(mz_kafka_parameters, tag) },
    { "broker_id", MZ_NUMBER, offsetof(mz_kafka_parameters, broker_id) },
    { "advertised_listeners", MZ_TEXTS, offsetof(mz_kafka_parameters, advertised_listeners) },
    { "listeners", MZ_TEXTS, offsetof(mz_kafka_parameters, listeners) },
    { "ports", MZ_TEXTS, offsetof(mz_kafka_parameters, ports) },
    { "allow_host_ports", MZ_BOOL, offsetof(mz_kafka_parameters, allow_host_ports) },
    { "auto_create_topics", MZ_BOOL, offsetof(mz_kafka_parameters, auto_create_topics) },
    { "offsets_topic_replication_factor", MZ_NUMBER, offsetof(mz_kafka_parameters, offsets_topic_replication_factor) },
    { "use_zookeeper", MZ_BOOL, offsetof(mz_kafka_parameters, use_zookeeper) },
    { "zookeeper", MZ_TEXT, offsetof(mz_kafka_parameters, zookeeper) },
    { "controller_port", MZ_NUMBER, offsetof(mz_kafka_parameters, controller_port) },
    { "controller_quorum_voters", MZ_TEXT, offsetof(mz_kafka_parameters, controller_quorum_voters) },
    { "cluster_id", MZ_TEXT, offsetof(mz_kafka_parameters, cluster_id) },
    { "environment", MZ_TEXTS, offsetof(mz_kafka_parameters, environment) },
    { "environment_extra", MZ_TEXTS, offsetof(mz_kafka_parameters, environment_extra) },
    { "depends_on_extra", MZ_TEXTS, offsetof(mz_kafka_parameters, depends_on_extra) },
    { "volumes", MZ_TEXTS, offsetof(mz_kafka_parameters, volumes) },
    { "platform", MZ_TEXT, offsetof(mz_kafka_parameters, platform) },
};

const char *(mz_catalog_kafka)(const mz_kafka_parameters *parameters) {
    return sdk_catalog_document("kafka", kafka_table, sizeof kafka_table / sizeof kafka_table[0], parameters, parameters->overrides);
}

static const mz_parameter materialized_table[] = {
    { "name", MZ_TEXT, offsetof(mz_materialized_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_materialized_parameters, image) },
    { "environment_id", MZ_TEXT, offsetof(mz_materialized_parameters, environment_id) },
    { "environment_extra", MZ_TEXTS, offsetof(mz_materialized_parameters, environment_extra) },
    { "volumes_extra", MZ_TEXTS, offsetof(mz_materialized_parameters, volumes_extra) },
    { "depends_on", MZ_TEXTS, offsetof(mz_materialized_parameters, depends_on) },
    { "memory", MZ_TEXT, offsetof(mz_materialized_parameters, memory) },
    { "cpu", MZ_TEXT, offsetof(mz_materialized_parameters, cpu) },
    { "options", MZ_TEXTS, offsetof(mz_materialized_parameters, options) },
    { "persist_blob_url", MZ_TEXT, offsetof(mz_materialized_parameters, persist_blob_url) },
    { "external_metadata_store", MZ_TEXT, offsetof(mz_materialized_parameters, external_metadata_store) },
    { "external_blob_store", MZ_BOOL, offsetof(mz_materialized_parameters, external_blob_store) },
    { "unsafe_mode", MZ_BOOL, offsetof(mz_materialized_parameters, unsafe_mode) },
    { "propagate_crashes", MZ_BOOL, offsetof(mz_materialized_parameters, propagate_crashes) },
    { "deploy_generation", MZ_NUMBER, offsetof(mz_materialized_parameters, deploy_generation) },
    { "force_migrations", MZ_TEXT, offsetof(mz_materialized_parameters, force_migrations) },
    { "soft_assertions", MZ_BOOL, offsetof(mz_materialized_parameters, soft_assertions) },
    { "sanity_restart", MZ_BOOL, offsetof(mz_materialized_parameters, sanity_restart) },
    { "system_parameter_defaults", MZ_NAMED, offsetof(mz_materialized_parameters, system_parameter_defaults) },
    { "additional_system_parameter_defaults", MZ_NAMED, offsetof(mz_materialized_parameters, additional_system_parameter_defaults) },
    { "cluster_replica_sizes", MZ_TEXT, offsetof(mz_materialized_parameters, cluster_replica_sizes) },
    { "bootstrap_replica_size", MZ_TEXT, offsetof(mz_materialized_parameters, bootstrap_replica_size) },
    { "default_replication_factor", MZ_NUMBER, offsetof(mz_materialized_parameters, default_replication_factor) },
    { "builtin_system_cluster_replication_factor", MZ_NUMBER, offsetof(mz_materialized_parameters, builtin_system_cluster_replication_factor) },
    { "builtin_probe_cluster_replication_factor", MZ_NUMBER, offsetof(mz_materialized_parameters, builtin_probe_cluster_replication_factor) },
    { "support_external_clusterd", MZ_BOOL, offsetof(mz_materialized_parameters, support_external_clusterd) },
    { "listeners_config_path", MZ_TEXT, offsetof(mz_materialized_parameters, listeners_config_path) },
    { "use_default_volumes", MZ_BOOL, offsetof(mz_materialized_parameters, use_default_volumes) },
    { "ports", MZ_TEXTS, offsetof(mz_materialized_parameters, ports) },
    { "restart", MZ_TEXT, offsetof(mz_materialized_parameters, restart) },
    { "healthcheck", MZ_TEXTS, offsetof(mz_materialized_parameters, healthcheck) },
    { "platform", MZ_TEXT, offsetof(mz_materialized_parameters, platform) },
    { "stop_grace_period", MZ_TEXT, offsetof(mz_materialized_parameters, stop_grace_period) },
    { "networks", MZ_TEXTS, offsetof(mz_materialized_parameters, networks) },
};

const char *(mz_catalog_materialized)(const mz_materialized_parameters *parameters) {
    return sdk_catalog_document("materialized", materialized_table, sizeof materialized_table / sizeof materialized_table[0], parameters, parameters->overrides);
}

static const mz_parameter minio_table[] = {
    { "name", MZ_TEXT, offsetof(mz_minio_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_minio_parameters, image) },
    { "setup_materialize", MZ_BOOL, offsetof(mz_minio_parameters, setup_materialize) },
    { "additional_directories", MZ_TEXTS, offsetof(mz_minio_parameters, additional_directories) },
    { "ports", MZ_TEXTS, offsetof(mz_minio_parameters, ports) },
    { "allow_host_ports", MZ_BOOL, offsetof(mz_minio_parameters, allow_host_ports) },
};

const char *(mz_catalog_minio)(const mz_minio_parameters *parameters) {
    return sdk_catalog_document("minio", minio_table, sizeof minio_table / sizeof minio_table[0], parameters, parameters->overrides);
}

static const mz_parameter mysql_table[] = {
    { "name", MZ_TEXT, offsetof(mz_mysql_parameters, name) },
    { "root_password", MZ_TEXT, offsetof(mz_mysql_parameters, root_password) },
    { "version", MZ_TEXT, offsetof(mz_mysql_parameters, version) },
    { "image", MZ_TEXT, offsetof(mz_mysql_parameters, image) },
    { "port", MZ_NUMBER, offsetof(mz_mysql_parameters, port) },
    { "volumes", MZ_TEXTS, offsetof(mz_mysql_parameters, volumes) },
    { "server_id", MZ_NUMBER, offsetof(mz_mysql_parameters, server_id) },
    { "is_master", MZ_BOOL, offsetof(mz_mysql_parameters, is_master) },
    { "binlog_row_metadata", MZ_TEXT, offsetof(mz_mysql_parameters, binlog_row_metadata) },
    { "additional_args", MZ_TEXTS, offsetof(mz_mysql_parameters, additional_args) },
};

const char *(mz_catalog_mysql)(const mz_mysql_parameters *parameters) {
    return sdk_catalog_document("mysql", mysql_table, sizeof mysql_table / sizeof mysql_table[0], parameters, parameters->overrides);
}

static const mz_parameter one_off_table[] = {
    { "name", MZ_TEXT, offsetof(mz_one_off_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_one_off_parameters, image) },
    { "command", MZ_TEXTS, offsetof(mz_one_off_parameters, command) },
    { "entrypoint", MZ_TEXTS, offsetof(mz_one_off_parameters, entrypoint) },
    { "environment", MZ_TEXTS, offsetof(mz_one_off_parameters, environment) },
    { "volumes", MZ_TEXTS, offsetof(mz_one_off_parameters, volumes) },
    { "depends_on", MZ_TEXTS, offsetof(mz_one_off_parameters, depends_on) },
    { "working_dir", MZ_TEXT, offsetof(mz_one_off_parameters, working_dir) },
    { "timeout", MZ_TEXT, offsetof(mz_one_off_parameters, timeout) },
};

const char *(mz_catalog_one_off)(const mz_one_off_parameters *parameters) {
    return sdk_catalog_document("one-off", one_off_table, sizeof one_off_table / sizeof one_off_table[0], parameters, parameters->overrides);
}

static const mz_parameter postgres_table[] = {
    { "name", MZ_TEXT, offsetof(mz_postgres_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_postgres_parameters, image) },
    { "password", MZ_TEXT, offsetof(mz_postgres_parameters, password) },
    { "ports", MZ_TEXTS, offsetof(mz_postgres_parameters, ports) },
    { "port", MZ_NUMBER, offsetof(mz_postgres_parameters, port) },
    { "extra_command", MZ_TEXTS, offsetof(mz_postgres_parameters, extra_command) },
    { "environment", MZ_TEXTS, offsetof(mz_postgres_parameters, environment) },
    { "volumes", MZ_TEXTS, offsetof(mz_postgres_parameters, volumes) },
    { "max_wal_senders", MZ_NUMBER, offsetof(mz_postgres_parameters, max_wal_senders) },
    { "max_replication_slots", MZ_NUMBER, offsetof(mz_postgres_parameters, max_replication_slots) },
    { "restart", MZ_TEXT, offsetof(mz_postgres_parameters, restart) },
};

const char *(mz_catalog_postgres)(const mz_postgres_parameters *parameters) {
    return sdk_catalog_document("postgres", postgres_table, sizeof postgres_table / sizeof postgres_table[0], parameters, parameters->overrides);
}

static const mz_parameter redpanda_table[] = {
    { "name", MZ_TEXT, offsetof(mz_redpanda_parameters, name) },
    { "version", MZ_TEXT, offsetof(mz_redpanda_parameters, version) },
    { "image", MZ_TEXT, offsetof(mz_redpanda_parameters, image) },
    { "auto_create_topics", MZ_BOOL, offsetof(mz_redpanda_parameters, auto_create_topics) },
    { "aliases", MZ_TEXTS, offsetof(mz_redpanda_parameters, aliases) },
    { "ports", MZ_TEXTS, offsetof(mz_redpanda_parameters, ports) },
    { "extra_cluster_settings", MZ_NAMED, offsetof(mz_redpanda_parameters, extra_cluster_settings) },
};

const char *(mz_catalog_redpanda)(const mz_redpanda_parameters *parameters) {
    return sdk_catalog_document("redpanda", redpanda_table, sizeof redpanda_table / sizeof redpanda_table[0], parameters, parameters->overrides);
}

static const mz_parameter schema_registry_table[] = {
    { "name", MZ_TEXT, offsetof(mz_schema_registry_parameters, name) },
    { "aliases", MZ_TEXTS, offsetof(mz_schema_registry_parameters, aliases) },
    { "image", MZ_TEXT, offsetof(mz_schema_registry_parameters, image) },
    { "tag", MZ_TEXT, offsetof(mz_schema_registry_parameters, tag) },
    { "port", MZ_NUMBER, offsetof(mz_schema_registry_parameters, port) },
    { "kafka_servers", MZ_TEXTS, offsetof(mz_schema_registry_parameters, kafka_servers) },
    { "environment_extra", MZ_TEXTS, offsetof(mz_schema_registry_parameters, environment_extra) },
    { "depends_on_extra", MZ_TEXTS, offsetof(mz_schema_registry_parameters, depends_on_extra) },
    { "volumes", MZ_TEXTS, offsetof(mz_schema_registry_parameters, volumes) },
    { "platform", MZ_TEXT, offsetof(mz_schema_registry_parameters, platform) },
};

const char *(mz_catalog_schema_registry)(const mz_schema_registry_parameters *parameters) {
    return sdk_catalog_document("schema-registry", schema_registry_table, sizeof schema_registry_table / sizeof schema_registry_table[0], parameters, parameters->overrides);
}

static const mz_parameter testdrive_table[] = {
    { "name", MZ_TEXT, offsetof(mz_testdrive_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_testdrive_parameters, image) },
    { "mz_service", MZ_TEXT, offsetof(mz_testdrive_parameters, mz_service) },
    { "materialize_url", MZ_TEXT, offsetof(mz_testdrive_parameters, materialize_url) },
    { "materialize_url_internal", MZ_TEXT, offsetof(mz_testdrive_parameters, materialize_url_internal) },
    { "materialize_use_https", MZ_BOOL, offsetof(mz_testdrive_parameters, materialize_use_https) },
    { "materialize_params", MZ_NAMED, offsetof(mz_testdrive_parameters, materialize_params) },
    { "kafka_url", MZ_TEXT, offsetof(mz_testdrive_parameters, kafka_url) },
    { "kafka_default_partitions", MZ_NUMBER, offsetof(mz_testdrive_parameters, kafka_default_partitions) },
    { "schema_registry_url", MZ_TEXT, offsetof(mz_testdrive_parameters, schema_registry_url) },
    { "no_reset", MZ_BOOL, offsetof(mz_testdrive_parameters, no_reset) },
    { "default_timeout", MZ_TEXT, offsetof(mz_testdrive_parameters, default_timeout) },
    { "seed", MZ_NUMBER, offsetof(mz_testdrive_parameters, seed) },
    { "validate_catalog_store", MZ_BOOL, offsetof(mz_testdrive_parameters, validate_catalog_store) },
    { "entrypoint", MZ_TEXTS, offsetof(mz_testdrive_parameters, entrypoint) },
    { "entrypoint_extra", MZ_TEXTS, offsetof(mz_testdrive_parameters, entrypoint_extra) },
    { "environment", MZ_TEXTS, offsetof(mz_testdrive_parameters, environment) },
    { "volumes_extra", MZ_TEXTS, offsetof(mz_testdrive_parameters, volumes_extra) },
    { "volume_workdir", MZ_TEXT, offsetof(mz_testdrive_parameters, volume_workdir) },
    { "aws_region", MZ_TEXT, offsetof(mz_testdrive_parameters, aws_region) },
    { "aws_endpoint", MZ_TEXT, offsetof(mz_testdrive_parameters, aws_endpoint) },
    { "aws_access_key_id", MZ_TEXT, offsetof(mz_testdrive_parameters, aws_access_key_id) },
    { "aws_secret_access_key", MZ_TEXT, offsetof(mz_testdrive_parameters, aws_secret_access_key) },
    { "no_consistency_checks", MZ_BOOL, offsetof(mz_testdrive_parameters, no_consistency_checks) },
    { "check_statement_logging", MZ_BOOL, offsetof(mz_testdrive_parameters, check_statement_logging) },
    { "consensus_service", MZ_TEXT, offsetof(mz_testdrive_parameters, consensus_service) },
    { "set_persist_urls", MZ_BOOL, offsetof(mz_testdrive_parameters, set_persist_urls) },
    { "backoff_factor", MZ_TEXT, offsetof(mz_testdrive_parameters, backoff_factor) },
    { "stop_grace_period", MZ_TEXT, offsetof(mz_testdrive_parameters, stop_grace_period) },
    { "networks", MZ_TEXTS, offsetof(mz_testdrive_parameters, networks) },
};

const char *(mz_catalog_testdrive)(const mz_testdrive_parameters *parameters) {
    return sdk_catalog_document("testdrive", testdrive_table, sizeof testdrive_table / sizeof testdrive_table[0], parameters, parameters->overrides);
}

static const mz_parameter toxiproxy_table[] = {
    { "name", MZ_TEXT, offsetof(mz_toxiproxy_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_toxiproxy_parameters, image) },
    { "port", MZ_NUMBER, offsetof(mz_toxiproxy_parameters, port) },
    { "seed", MZ_NUMBER, offsetof(mz_toxiproxy_parameters, seed) },
};

const char *(mz_catalog_toxiproxy)(const mz_toxiproxy_parameters *parameters) {
    return sdk_catalog_document("toxiproxy", toxiproxy_table, sizeof toxiproxy_table / sizeof toxiproxy_table[0], parameters, parameters->overrides);
}

static const mz_parameter zookeeper_table[] = {
    { "name", MZ_TEXT, offsetof(mz_zookeeper_parameters, name) },
    { "image", MZ_TEXT, offsetof(mz_zookeeper_parameters, image) },
    { "tag", MZ_TEXT, offsetof(mz_zookeeper_parameters, tag) },
    { "port", MZ_NUMBER, offsetof(mz_zookeeper_parameters, port) },
    { "volumes", MZ_TEXTS, offsetof(mz_zookeeper_parameters, volumes) },
    { "environment", MZ_TEXTS, offsetof(mz_zookeeper_parameters, environment) },
    { "platform", MZ_TEXT, offsetof(mz_zookeeper_parameters, platform) },
};

const char *(mz_catalog_zookeeper)(const mz_zookeeper_parameters *parameters) {
    return sdk_catalog_document("zookeeper", zookeeper_table, sizeof zookeeper_table / sizeof zookeeper_table[0], parameters, parameters->overrides);
}
