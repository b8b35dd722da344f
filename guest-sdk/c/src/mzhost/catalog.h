/*
 * Services that many compositions need; `mzhost catalog` lists them. Each is a Compose document:
 * `mz_catalog_kafka(.name = "broker", .auto_create_topics = MZ_YES)`. What is not given, 0 or NULL, has its default; MZ_ZERO is 0.
 *
 * Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.
 */
#pragma once
#pragma clang system_header

#include "values.h"

/** What `mz_catalog_debezium` takes. */
typedef struct mz_debezium_parameters {
    /**
     * Name of the service. By default `debezium`.
     */
    const char *name;
    /**
     * The image with its tag. By default `debezium/connect:3.0.0.Final`.
     */
    const char *image;
    /**
     * Published port of the HTTP interface. By default `8083`.
     */
    long long port;
    /**
     * Whether Redpanda takes the place of Kafka and the registry. By default `false`.
     */
    mz_choice redpanda;
    /**
     * The variables, in place of the default ones. Not set by default.
     */
    mz_list environment;
    /**
     * Further variables; they win.
     */
    mz_list environment_extra;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_debezium_parameters;

/**
 * Kafka Connect with Debezium's connectors.
 *
 * A worker of Kafka Connect. Connectors are made by its HTTP interface. Keys and values are written in Avro, with
 * schemas in the registry; the image must have Confluent's converter for it, or `environment_extra` must name another
 * one (`CONNECT_KEY_CONVERTER`, `CONNECT_VALUE_CONVERTER`).
 *
 * Needs: kafka (when not redpanda), schema-registry (when not redpanda), redpanda (when redpanda).
 */
const char *mz_catalog_debezium(const mz_debezium_parameters *parameters);
#define mz_catalog_debezium(...) mz_catalog_debezium(&(mz_debezium_parameters){ __VA_ARGS__ })

/** What `mz_catalog_kafka` takes. */
typedef struct mz_kafka_parameters {
    /**
     * Name of the service; clients in the network reach the broker by it. By default `kafka`.
     */
    const char *name;
    /**
     * The image without its tag. By default `confluentinc/cp-kafka`.
     */
    const char *image;
    /**
     * The image's tag. By default `8.2.0`.
     */
    const char *tag;
    /**
     * Number of the broker, its own among several. By default `1`.
     */
    long long broker_id;
    /**
     * The addresses that clients are told, each as NAME://HOST:PORT. By default `["PLAINTEXT://{{name}}:9092"]`.
     */
    mz_list advertised_listeners;
    /**
     * The addresses that the broker listens at. Without it, the ports of the advertised ones on all addresses. Not set by
     * default.
     */
    mz_list listeners;
    /**
     * Published ports. Without it, those of the advertised listeners.
     */
    mz_list ports;
    /**
     * Accepted for scripts of mzcompose; ports may always name one of the host. By default `false`.
     */
    mz_choice allow_host_ports;
    /**
     * Whether a topic is made when it is first used. By default `false`.
     */
    mz_choice auto_create_topics;
    /**
     * Copies of the topic of consumers' offsets. By default `1`.
     */
    long long offsets_topic_replication_factor;
    /**
     * Whether the broker keeps its state in ZooKeeper. By default `false`.
     */
    mz_choice use_zookeeper;
    /**
     * ZooKeeper's address, as SERVICE:PORT. By default `zookeeper:2181`.
     */
    const char *zookeeper;
    /**
     * Port of the controller. By default `9093`.
     */
    long long controller_port;
    /**
     * All controllers, each as ID@HOST:PORT. By default `{{broker_id}}@{{name}}:{{controller_port}}`.
     */
    const char *controller_quorum_voters;
    /**
     * Id of the cluster, 22 characters, the same for all its brokers. By default `5L6g3nShT-eMCtK--X86sw`.
     */
    const char *cluster_id;
    /**
     * Variables in place of the general ones; those of listeners and of the controller come on top. Not set by default.
     */
    mz_list environment;
    /**
     * Further variables; they win.
     */
    mz_list environment_extra;
    /**
     * Services that start before the broker.
     */
    mz_list depends_on_extra;
    /**
     * Volumes in the forms of Compose.
     */
    mz_list volumes;
    /**
     * Platform of the image. Not set by default.
     */
    const char *platform;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_kafka_parameters;

/**
 * Apache Kafka, one broker or one of several.
 *
 * A broker that is its own controller (KRaft), or with `use_zookeeper` one that needs the catalog's ZooKeeper; for
 * that, give a `tag` of version 7, such as 7.9.4.
 *
 * Several brokers: one service for each, with its own `name` and `broker_id`, the same `controller_quorum_voters`
 * (such as `1@kafka1:9093,2@kafka2:9093`), and `depends_on_extra` where one shall start after another. Topics have one
 * copy unless `environment_extra` says otherwise.
 *
 * Needs: zookeeper (when use_zookeeper).
 */
const char *mz_catalog_kafka(const mz_kafka_parameters *parameters);
#define mz_catalog_kafka(...) mz_catalog_kafka(&(mz_kafka_parameters){ __VA_ARGS__ })

/** What `mz_catalog_materialized` takes. */
typedef struct mz_materialized_parameters {
    /**
     * Name of the service. By default `materialized`.
     */
    const char *name;
    /**
     * The image with its tag. By default `materialize/materialized:latest`.
     */
    const char *image;
    /**
     * Id of the environment. By default `mzcompose-us-east-1-00000000-0000-0000-0000-000000000000-0`.
     */
    const char *environment_id;
    /**
     * Further variables; they win.
     */
    mz_list environment_extra;
    /**
     * Further volumes.
     */
    mz_list volumes_extra;
    /**
     * Services that start before it.
     */
    mz_list depends_on;
    /**
     * Limit on memory, such as 4g. Not set by default.
     */
    const char *memory;
    /**
     * Limit on processors, such as 2. Not set by default.
     */
    const char *cpu;
    /**
     * Further arguments.
     */
    mz_list options;
    /**
     * Where data is stored. Not set by default.
     */
    const char *persist_blob_url;
    /**
     * The service with the metadata, such as `postgres-metadata`; without it, the image's own server. Not set by default.
     */
    const char *external_metadata_store;
    /**
     * Whether data is stored in the service `minio`. By default `false`.
     */
    mz_choice external_blob_store;
    /**
     * Whether features for tests are on. By default `true`.
     */
    mz_choice unsafe_mode;
    /**
     * Whether the crash of a replica ends the whole. By default `true`.
     */
    mz_choice propagate_crashes;
    /**
     * Number of the deployment. Not set by default.
     */
    long long deploy_generation;
    /**
     * Kind of migration of the built-in schema that is forced. Not set by default.
     */
    const char *force_migrations;
    /**
     * Whether assertions that cost time are on. By default `true`.
     */
    mz_choice soft_assertions;
    /**
     * Whether mzcompose may restart it after a test; a label only. By default `true`.
     */
    mz_choice sanity_restart;
    /**
     * Defaults of system parameters.
     */
    mz_map system_parameter_defaults;
    /**
     * Further ones; they win.
     */
    mz_map additional_system_parameter_defaults;
    /**
     * The map of replica sizes as JSON. Not set by default.
     */
    const char *cluster_replica_sizes;
    /**
     * Replica size of the built-in clusters. Not set by default.
     */
    const char *bootstrap_replica_size;
    /**
     * Replicas of the default cluster. By default `1`.
     */
    long long default_replication_factor;
    /**
     * Replicas of the system cluster. By default `1`.
     */
    long long builtin_system_cluster_replication_factor;
    /**
     * Replicas of the probe cluster. By default `1`.
     */
    long long builtin_probe_cluster_replication_factor;
    /**
     * Whether replicas may run in other services. By default `false`.
     */
    mz_choice support_external_clusterd;
    /**
     * Where the container has its listener file, mounted with volumes_extra. Not set by default.
     */
    const char *listeners_config_path;
    /**
     * Whether the four usual volumes are mounted. By default `true`.
     */
    mz_choice use_default_volumes;
    /**
     * Published ports. By default `[6875, 6876, 6877, 6878, 6880, 6881, 26257]`.
     */
    mz_list ports;
    /**
     * When the process in the container starts again. By default `no`.
     */
    const char *restart;
    /**
     * The test that it is ready. By default `["CMD", "curl", "-f", "localhost:6878/api/readyz"]`.
     */
    mz_list healthcheck;
    /**
     * Platform of the image. Not set by default.
     */
    const char *platform;
    /**
     * Time between the stop signal and SIGKILL. By default `120s`.
     */
    const char *stop_grace_period;
    /**
     * Networks in place of the default one.
     */
    mz_list networks;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_materialized_parameters;

/**
 * Materialize.
 *
 * The image needs a registry that has it, and a licence key where the version asks for one (`environment_extra`). The
 * user `materialize` connects to port 6875 with SQL; port 6877 takes `mz_system`.
 *
 * The replica sizes, the system parameters and the listeners are those of the image: they belong to its version. A
 * listener file or a map of sizes is given with `volumes_extra` and `environment_extra`.
 *
 * Needs: minio (when external_blob_store).
 */
const char *mz_catalog_materialized(const mz_materialized_parameters *parameters);
#define mz_catalog_materialized(...) mz_catalog_materialized(&(mz_materialized_parameters){ __VA_ARGS__ })

/** What `mz_catalog_minio` takes. */
typedef struct mz_minio_parameters {
    /**
     * Name of the service. By default `minio`.
     */
    const char *name;
    /**
     * The image with its tag. By default `minio/minio:RELEASE.2025-09-07T16-13-09Z`.
     */
    const char *image;
    /**
     * Whether there is a bucket `persist` for Materialize. By default `false`.
     */
    mz_choice setup_materialize;
    /**
     * Further buckets.
     */
    mz_list additional_directories;
    /**
     * Published ports. By default `[9000, 9001]`.
     */
    mz_list ports;
    /**
     * Accepted for scripts of mzcompose; ports may always name one of the host. By default `false`.
     */
    mz_choice allow_host_ports;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_minio_parameters;

/**
 * MinIO, an object store with S3's interface.
 *
 * The user and the password are `minioadmin`. Port 9000 has S3's interface, port 9001 the console. A folder of
 * `additional_directories` is a bucket.
 */
const char *mz_catalog_minio(const mz_minio_parameters *parameters);
#define mz_catalog_minio(...) mz_catalog_minio(&(mz_minio_parameters){ __VA_ARGS__ })

/** What `mz_catalog_mysql` takes. */
typedef struct mz_mysql_parameters {
    /**
     * Name of the service. By default `mysql`.
     */
    const char *name;
    /**
     * Password of the user `root`. By default `p@ssw0rd`.
     */
    const char *root_password;
    /**
     * The image's tag. By default `9.7.0`.
     */
    const char *version;
    /**
     * The image with its tag. By default `mysql:{{version}}`.
     */
    const char *image;
    /**
     * Published port. By default `3306`.
     */
    long long port;
    /**
     * Volumes in the forms of Compose. By default `["mydata:/var/lib/mysql-files"]`.
     */
    mz_list volumes;
    /**
     * Number of the server, its own among several. By default `1`.
     */
    long long server_id;
    /**
     * Whether it is no replica of another server. By default `true`.
     */
    mz_choice is_master;
    /**
     * What the binary log says of columns. One of `full`, `minimal`. By default `full`.
     */
    const char *binlog_row_metadata;
    /**
     * Arguments of the server, in place of the default ones. By default `["--log-bin=mysql-bin", "--loose-gtid_mode=ON",
     * "--loose-enforce_gtid_consistency=ON", "--binlog-format=row", "--binlog-row-image=full",
     * "--loose-binlog-row-metadata={{binlog_row_metadata}}", "--server-id={{server_id}}", "--max-connections=1000",
     * {"when": "not is_master", "then": ["--log-slave-updates", "--loose-skip-replica-start"]}]`.
     */
    mz_list additional_args;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_mysql_parameters;

/**
 * MySQL with a binary log of whole rows.
 *
 * Debezium reads its binary log. Options that only MySQL knows are given with `loose-`, so that MariaDB passes over
 * them.
 */
const char *mz_catalog_mysql(const mz_mysql_parameters *parameters);
#define mz_catalog_mysql(...) mz_catalog_mysql(&(mz_mysql_parameters){ __VA_ARGS__ })

/** What `mz_catalog_one_off` takes. */
typedef struct mz_one_off_parameters {
    /**
     * Name of the service. By default `required`.It must be given.
     */
    const char *name;
    /**
     * The image with its tag. By default `required`.It must be given.
     */
    const char *image;
    /**
     * Command and arguments; without it, the image's own.
     */
    mz_list command;
    /**
     * Entry point in place of the image's.
     */
    mz_list entrypoint;
    /**
     * Variables.
     */
    mz_list environment;
    /**
     * Volumes in the forms of Compose.
     */
    mz_list volumes;
    /**
     * Services that are ready before it starts.
     */
    mz_list depends_on;
    /**
     * Folder to run in. Not set by default.
     */
    const char *working_dir;
    /**
     * Longest time that it may run, such as 90s. Not set by default.
     */
    const char *timeout;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_one_off_parameters;

/**
 * A service that runs a command once.
 *
 * Runs its command to the end: it counts as ready when it has exited with 0. Other services wait for it with the
 * condition `service_completed_successfully`.
 */
const char *mz_catalog_one_off(const mz_one_off_parameters *parameters);
#define mz_catalog_one_off(...) mz_catalog_one_off(&(mz_one_off_parameters){ __VA_ARGS__ })

/** What `mz_catalog_postgres` takes. */
typedef struct mz_postgres_parameters {
    /**
     * Name of the service. By default `postgres`.
     */
    const char *name;
    /**
     * The image with its tag. By default `postgres:17`.
     */
    const char *image;
    /**
     * Password of the user `postgres`. By default `postgres`.
     */
    const char *password;
    /**
     * Published ports. By default `["5432"]`.
     */
    mz_list ports;
    /**
     * Port that the server listens at. By default `5432`.
     */
    long long port;
    /**
     * Further arguments of the server, such as `-c` and `fsync=off`.
     */
    mz_list extra_command;
    /**
     * The variables, in place of the default ones. By default `["POSTGRESDB=postgres", "POSTGRES_PASSWORD={{password}}"]`.
     */
    mz_list environment;
    /**
     * Volumes in the forms of Compose.
     */
    mz_list volumes;
    /**
     * The server's setting of the name. By default `100`.
     */
    long long max_wal_senders;
    /**
     * The server's setting of the name. By default `100`.
     */
    long long max_replication_slots;
    /**
     * When the engine starts it again. By default `no`.
     */
    const char *restart;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_postgres_parameters;

/**
 * PostgreSQL with logical decoding.
 *
 * The user and the database are `postgres`. Scripts that are mounted in `/docker-entrypoint-initdb.d` run at the first
 * start.
 */
const char *mz_catalog_postgres(const mz_postgres_parameters *parameters);
#define mz_catalog_postgres(...) mz_catalog_postgres(&(mz_postgres_parameters){ __VA_ARGS__ })

/** What `mz_catalog_redpanda` takes. */
typedef struct mz_redpanda_parameters {
    /**
     * Name of the service. By default `redpanda`.
     */
    const char *name;
    /**
     * The image's tag. By default `v26.1.8`.
     */
    const char *version;
    /**
     * The image with its tag. By default `redpandadata/redpanda:{{version}}`.
     */
    const char *image;
    /**
     * Whether a topic is made when it is first used. By default `false`.
     */
    mz_choice auto_create_topics;
    /**
     * Further names in the network. By default `["kafka", "schema-registry"]`.
     */
    mz_list aliases;
    /**
     * Published ports, the first of them the broker's. By default `[9092, 8081]`.
     */
    mz_list ports;
    /**
     * Settings of the cluster, without `redpanda.`.
     */
    mz_map extra_cluster_settings;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_redpanda_parameters;

/**
 * Redpanda, a Kafka broker with its own schema registry.
 *
 * One process in place of Kafka and the schema registry: it has the names of both in the network.
 */
const char *mz_catalog_redpanda(const mz_redpanda_parameters *parameters);
#define mz_catalog_redpanda(...) mz_catalog_redpanda(&(mz_redpanda_parameters){ __VA_ARGS__ })

/** What `mz_catalog_schema_registry` takes. */
typedef struct mz_schema_registry_parameters {
    /**
     * Name of the service. By default `schema-registry`.
     */
    const char *name;
    /**
     * Further names in the network.
     */
    mz_list aliases;
    /**
     * The image without its tag. By default `confluentinc/cp-schema-registry`.
     */
    const char *image;
    /**
     * The image's tag. By default `8.2.0`.
     */
    const char *tag;
    /**
     * Port of the HTTP interface. By default `8081`.
     */
    long long port;
    /**
     * The brokers, each as SERVICE:PORT. By default `["kafka:9092"]`.
     */
    mz_list kafka_servers;
    /**
     * Further variables; they win.
     */
    mz_list environment_extra;
    /**
     * Further services that start before it.
     */
    mz_list depends_on_extra;
    /**
     * Volumes in the forms of Compose.
     */
    mz_list volumes;
    /**
     * Platform of the image. Not set by default.
     */
    const char *platform;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_schema_registry_parameters;

/**
 * Confluent's schema registry.
 *
 * Keeps the schemas of Avro, Protobuf and JSON topics in Kafka and gives them over HTTP. It starts after its brokers
 * and waits for them by itself.
 *
 * Needs: kafka.
 */
const char *mz_catalog_schema_registry(const mz_schema_registry_parameters *parameters);
#define mz_catalog_schema_registry(...) mz_catalog_schema_registry(&(mz_schema_registry_parameters){ __VA_ARGS__ })

/** What `mz_catalog_testdrive` takes. */
typedef struct mz_testdrive_parameters {
    /**
     * Name of the service. By default `testdrive`.
     */
    const char *name;
    /**
     * The image with its tag. By default `materialize/testdrive:latest`.
     */
    const char *image;
    /**
     * Materialize's service. By default `materialized`.
     */
    const char *mz_service;
    /**
     * Materialize's address. By default `postgres://materialize@{{mz_service}}:6875`.
     */
    const char *materialize_url;
    /**
     * Materialize's internal address. By default `postgres://materialize@{{mz_service}}:6877`.
     */
    const char *materialize_url_internal;
    /**
     * Whether Materialize is asked over HTTPS. By default `false`.
     */
    mz_choice materialize_use_https;
    /**
     * Session variables of its connections.
     */
    mz_map materialize_params;
    /**
     * The broker. By default `kafka:9092`.
     */
    const char *kafka_url;
    /**
     * Partitions of a topic for which the file names none. Not set by default.
     */
    long long kafka_default_partitions;
    /**
     * The schema registry. By default `http://schema-registry:8081`.
     */
    const char *schema_registry_url;
    /**
     * Whether what earlier files left in Materialize stays. By default `false`.
     */
    mz_choice no_reset;
    /**
     * How long statements are tried. By default `20s`.
     */
    const char *default_timeout;
    /**
     * Seed of names. Not set by default.
     */
    long long seed;
    /**
     * Whether the catalog's copy on disk is compared. By default `false`.
     */
    mz_choice validate_catalog_store;
    /**
     * The whole entry point. Not set by default.
     */
    mz_list entrypoint;
    /**
     * Further arguments.
     */
    mz_list entrypoint_extra;
    /**
     * The variables, in place of the default ones. Not set by default.
     */
    mz_list environment;
    /**
     * Further volumes.
     */
    mz_list volumes_extra;
    /**
     * What is mounted as its folder. By default `.:/workdir`.
     */
    const char *volume_workdir;
    /**
     * Region of AWS; without it, aws_endpoint is used. Not set by default.
     */
    const char *aws_region;
    /**
     * Address in place of AWS. By default `http://minio:9000`.
     */
    const char *aws_endpoint;
    /**
     * Name of the key. By default `minioadmin`.
     */
    const char *aws_access_key_id;
    /**
     * The key. By default `minioadmin`.
     */
    const char *aws_secret_access_key;
    /**
     * Whether the checks after each file are left out. By default `false`.
     */
    mz_choice no_consistency_checks;
    /**
     * Whether the log of statements is compared. By default `false`.
     */
    mz_choice check_statement_logging;
    /**
     * The service with Materialize's metadata. By default `{{mz_service}}`.
     */
    const char *consensus_service;
    /**
     * Whether the addresses of Materialize's storage are given. By default `true`.
     */
    mz_choice set_persist_urls;
    /**
     * Growth of the pauses between tries. By default `1.0`.
     */
    const char *backoff_factor;
    /**
     * Time between the stop signal and SIGKILL. By default `120s`.
     */
    const char *stop_grace_period;
    /**
     * Networks in place of the default one.
     */
    mz_list networks;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_testdrive_parameters;

/**
 * Materialize's own testdrive in a container.
 *
 * For scripts that call it with `run`; mzhost runs test files by itself, without an image: see testdrive.md. It sees
 * the composition's folder at `/workdir`, which needs the grant `--allow-bind` to be more than a copy.
 */
const char *mz_catalog_testdrive(const mz_testdrive_parameters *parameters);
#define mz_catalog_testdrive(...) mz_catalog_testdrive(&(mz_testdrive_parameters){ __VA_ARGS__ })

/** What `mz_catalog_toxiproxy` takes. */
typedef struct mz_toxiproxy_parameters {
    /**
     * Name of the service. By default `toxiproxy`.
     */
    const char *name;
    /**
     * The image with its tag. By default `jauderho/toxiproxy:v2.12.0`.
     */
    const char *image;
    /**
     * Published port of the HTTP interface. By default `8474`.
     */
    long long port;
    /**
     * Seed of its randomness; without it, the proxy chooses one. Not set by default.
     */
    long long seed;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_toxiproxy_parameters;

/**
 * Toxiproxy, which cuts and slows connections.
 *
 * Proxies and their toxics are made by its HTTP interface.
 */
const char *mz_catalog_toxiproxy(const mz_toxiproxy_parameters *parameters);
#define mz_catalog_toxiproxy(...) mz_catalog_toxiproxy(&(mz_toxiproxy_parameters){ __VA_ARGS__ })

/** What `mz_catalog_zookeeper` takes. */
typedef struct mz_zookeeper_parameters {
    /**
     * Name of the service. By default `zookeeper`.
     */
    const char *name;
    /**
     * The image without its tag. By default `confluentinc/cp-zookeeper`.
     */
    const char *image;
    /**
     * The image's tag. By default `7.9.4`.
     */
    const char *tag;
    /**
     * Port for clients. By default `2181`.
     */
    long long port;
    /**
     * Volumes in the forms of Compose.
     */
    mz_list volumes;
    /**
     * The variables, in place of the default ones. By default `["ZOOKEEPER_CLIENT_PORT={{port}}"]`.
     */
    mz_list environment;
    /**
     * Platform of the image. Not set by default.
     */
    const char *platform;
    /**
     * Keys of a Compose service as a JSON map, laid over it by the merge rules of the Compose specification.
     */
    const char *overrides;
} mz_zookeeper_parameters;

/**
 * Apache ZooKeeper, one server.
 *
 * What brokers before Kafka 4 keep their state in. The catalog's Kafka needs it with `use_zookeeper` only. Confluent's
 * images of version 8 have no brokers that use it: give both services a tag of version 7, such as 7.9.4.
 */
const char *mz_catalog_zookeeper(const mz_zookeeper_parameters *parameters);
#define mz_catalog_zookeeper(...) mz_catalog_zookeeper(&(mz_zookeeper_parameters){ __VA_ARGS__ })
