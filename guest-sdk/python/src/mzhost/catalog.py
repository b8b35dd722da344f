"""Services that many compositions need; `mzhost catalog` lists them."""
# Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

from __future__ import annotations

from typing import Any, Literal, Mapping, Sequence, Union

from .services import CatalogService, kinds as kinds

_Item = Union[str, int]
_Value = Union[str, int, bool]


class Debezium(CatalogService):
    """Kafka Connect with Debezium's connectors.

    A worker of Kafka Connect. Connectors are made by its HTTP interface. Keys and values are written in Avro, with
    schemas in the registry; the image must have Confluent's converter for it, or `environment_extra` must name
    another one (`CONNECT_KEY_CONVERTER`, `CONNECT_VALUE_CONVERTER`).

    Needs: kafka (when not redpanda), schema-registry (when not redpanda), redpanda (when redpanda).
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        image: str | None = None,
        port: int | None = None,
        redpanda: bool | None = None,
        environment: Sequence[_Item] | None = None,
        environment_extra: Sequence[_Item] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `debezium`.

        `image`: The image with its tag. By default `debezium/connect:3.0.0.Final`.

        `port`: Published port of the HTTP interface. By default `8083`.

        `redpanda`: Whether Redpanda takes the place of Kafka and the registry. By default `false`.

        `environment`: The variables, in place of the default ones. Not set by default.

        `environment_extra`: Further variables; they win.
        """
        parameters = {
            "name": name,
            "image": image,
            "port": port,
            "redpanda": redpanda,
            "environment": environment,
            "environment_extra": environment_extra,
        }
        super().__init__("debezium", parameters, overrides)


class Kafka(CatalogService):
    """Apache Kafka, one broker or one of several.

    A broker that is its own controller (KRaft), or with `use_zookeeper` one that needs the catalog's ZooKeeper; for
    that, give a `tag` of version 7, such as 7.9.4.

    Several brokers: one service for each, with its own `name` and `broker_id`, the same `controller_quorum_voters`
    (such as `1@kafka1:9093,2@kafka2:9093`), and `depends_on_extra` where one shall start after another. Topics have
    one copy unless `environment_extra` says otherwise.

    Needs: zookeeper (when use_zookeeper).
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        image: str | None = None,
        tag: str | None = None,
        broker_id: int | None = None,
        advertised_listeners: Sequence[_Item] | None = None,
        listeners: Sequence[_Item] | None = None,
        ports: Sequence[_Item] | None = None,
        allow_host_ports: bool | None = None,
        auto_create_topics: bool | None = None,
        offsets_topic_replication_factor: int | None = None,
        use_zookeeper: bool | None = None,
        zookeeper: str | None = None,
        controller_port: int | None = None,
        controller_quorum_voters: str | None = None,
        cluster_id: str | None = None,
        environment: Sequence[_Item] | None = None,
        environment_extra: Sequence[_Item] | None = None,
        depends_on_extra: Sequence[_Item] | None = None,
        volumes: Sequence[_Item] | None = None,
        platform: str | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service; clients in the network reach the broker by it. By default `kafka`.

        `image`: The image without its tag. By default `confluentinc/cp-kafka`.

        `tag`: The image's tag. By default `8.2.0`.

        `broker_id`: Number of the broker, its own among several. By default `1`.

        `advertised_listeners`: The addresses that clients are told, each as NAME://HOST:PORT. By default
        `["PLAINTEXT://{{name}}:9092"]`.

        `listeners`: The addresses that the broker listens at. Without it, the ports of the advertised ones on all
        addresses. Not set by default.

        `ports`: Published ports. Without it, those of the advertised listeners.

        `allow_host_ports`: Accepted for scripts of mzcompose; ports may always name one of the host. By default
        `false`.

        `auto_create_topics`: Whether a topic is made when it is first used. By default `false`.

        `offsets_topic_replication_factor`: Copies of the topic of consumers' offsets. By default `1`.

        `use_zookeeper`: Whether the broker keeps its state in ZooKeeper. By default `false`.

        `zookeeper`: ZooKeeper's address, as SERVICE:PORT. By default `zookeeper:2181`.

        `controller_port`: Port of the controller. By default `9093`.

        `controller_quorum_voters`: All controllers, each as ID@HOST:PORT. By default
        `{{broker_id}}@{{name}}:{{controller_port}}`.

        `cluster_id`: Id of the cluster, 22 characters, the same for all its brokers. By default
        `5L6g3nShT-eMCtK--X86sw`.

        `environment`: Variables in place of the general ones; those of listeners and of the controller come on top. Not
        set by default.

        `environment_extra`: Further variables; they win.

        `depends_on_extra`: Services that start before the broker.

        `volumes`: Volumes in the forms of Compose.

        `platform`: Platform of the image. Not set by default.
        """
        parameters = {
            "name": name,
            "image": image,
            "tag": tag,
            "broker_id": broker_id,
            "advertised_listeners": advertised_listeners,
            "listeners": listeners,
            "ports": ports,
            "allow_host_ports": allow_host_ports,
            "auto_create_topics": auto_create_topics,
            "offsets_topic_replication_factor": offsets_topic_replication_factor,
            "use_zookeeper": use_zookeeper,
            "zookeeper": zookeeper,
            "controller_port": controller_port,
            "controller_quorum_voters": controller_quorum_voters,
            "cluster_id": cluster_id,
            "environment": environment,
            "environment_extra": environment_extra,
            "depends_on_extra": depends_on_extra,
            "volumes": volumes,
            "platform": platform,
        }
        super().__init__("kafka", parameters, overrides)


class Materialized(CatalogService):
    """Materialize.

    The image needs a registry that has it, and a licence key where the version asks for one (`environment_extra`).
    The user `materialize` connects to port 6875 with SQL; port 6877 takes `mz_system`.

    The replica sizes, the system parameters and the listeners are those of the image: they belong to its version. A
    listener file or a map of sizes is given with `volumes_extra` and `environment_extra`.

    Needs: minio (when external_blob_store).
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        image: str | None = None,
        environment_id: str | None = None,
        environment_extra: Sequence[_Item] | None = None,
        volumes_extra: Sequence[_Item] | None = None,
        depends_on: Sequence[_Item] | None = None,
        memory: str | None = None,
        cpu: str | None = None,
        options: Sequence[_Item] | None = None,
        persist_blob_url: str | None = None,
        external_metadata_store: str | None = None,
        external_blob_store: bool | None = None,
        unsafe_mode: bool | None = None,
        propagate_crashes: bool | None = None,
        deploy_generation: int | None = None,
        force_migrations: str | None = None,
        soft_assertions: bool | None = None,
        sanity_restart: bool | None = None,
        system_parameter_defaults: Mapping[str, _Value] | None = None,
        additional_system_parameter_defaults: Mapping[str, _Value] | None = None,
        cluster_replica_sizes: str | None = None,
        bootstrap_replica_size: str | None = None,
        default_replication_factor: int | None = None,
        builtin_system_cluster_replication_factor: int | None = None,
        builtin_probe_cluster_replication_factor: int | None = None,
        support_external_clusterd: bool | None = None,
        listeners_config_path: str | None = None,
        use_default_volumes: bool | None = None,
        ports: Sequence[_Item] | None = None,
        restart: str | None = None,
        healthcheck: Sequence[_Item] | None = None,
        platform: str | None = None,
        stop_grace_period: str | None = None,
        networks: Sequence[_Item] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `materialized`.

        `image`: The image with its tag. By default `materialize/materialized:latest`.

        `environment_id`: Id of the environment. By default
        `mzcompose-us-east-1-00000000-0000-0000-0000-000000000000-0`.

        `environment_extra`: Further variables; they win.

        `volumes_extra`: Further volumes.

        `depends_on`: Services that start before it.

        `memory`: Limit on memory, such as 4g. Not set by default.

        `cpu`: Limit on processors, such as 2. Not set by default.

        `options`: Further arguments.

        `persist_blob_url`: Where data is stored. Not set by default.

        `external_metadata_store`: The service with the metadata, such as `postgres-metadata`; without it, the image's
        own server. Not set by default.

        `external_blob_store`: Whether data is stored in the service `minio`. By default `false`.

        `unsafe_mode`: Whether features for tests are on. By default `true`.

        `propagate_crashes`: Whether the crash of a replica ends the whole. By default `true`.

        `deploy_generation`: Number of the deployment. Not set by default.

        `force_migrations`: Kind of migration of the built-in schema that is forced. Not set by default.

        `soft_assertions`: Whether assertions that cost time are on. By default `true`.

        `sanity_restart`: Whether mzcompose may restart it after a test; a label only. By default `true`.

        `system_parameter_defaults`: Defaults of system parameters.

        `additional_system_parameter_defaults`: Further ones; they win.

        `cluster_replica_sizes`: The map of replica sizes as JSON. Not set by default.

        `bootstrap_replica_size`: Replica size of the built-in clusters. Not set by default.

        `default_replication_factor`: Replicas of the default cluster. By default `1`.

        `builtin_system_cluster_replication_factor`: Replicas of the system cluster. By default `1`.

        `builtin_probe_cluster_replication_factor`: Replicas of the probe cluster. By default `1`.

        `support_external_clusterd`: Whether replicas may run in other services. By default `false`.

        `listeners_config_path`: Where the container has its listener file, mounted with volumes_extra. Not set by
        default.

        `use_default_volumes`: Whether the four usual volumes are mounted. By default `true`.

        `ports`: Published ports. By default `[6875, 6876, 6877, 6878, 6880, 6881, 26257]`.

        `restart`: When the process in the container starts again. By default `no`.

        `healthcheck`: The test that it is ready. By default `["CMD", "curl", "-f", "localhost:6878/api/readyz"]`.

        `platform`: Platform of the image. Not set by default.

        `stop_grace_period`: Time between the stop signal and SIGKILL. By default `120s`.

        `networks`: Networks in place of the default one.
        """
        parameters = {
            "name": name,
            "image": image,
            "environment_id": environment_id,
            "environment_extra": environment_extra,
            "volumes_extra": volumes_extra,
            "depends_on": depends_on,
            "memory": memory,
            "cpu": cpu,
            "options": options,
            "persist_blob_url": persist_blob_url,
            "external_metadata_store": external_metadata_store,
            "external_blob_store": external_blob_store,
            "unsafe_mode": unsafe_mode,
            "propagate_crashes": propagate_crashes,
            "deploy_generation": deploy_generation,
            "force_migrations": force_migrations,
            "soft_assertions": soft_assertions,
            "sanity_restart": sanity_restart,
            "system_parameter_defaults": system_parameter_defaults,
            "additional_system_parameter_defaults": additional_system_parameter_defaults,
            "cluster_replica_sizes": cluster_replica_sizes,
            "bootstrap_replica_size": bootstrap_replica_size,
            "default_replication_factor": default_replication_factor,
            "builtin_system_cluster_replication_factor": builtin_system_cluster_replication_factor,
            "builtin_probe_cluster_replication_factor": builtin_probe_cluster_replication_factor,
            "support_external_clusterd": support_external_clusterd,
            "listeners_config_path": listeners_config_path,
            "use_default_volumes": use_default_volumes,
            "ports": ports,
            "restart": restart,
            "healthcheck": healthcheck,
            "platform": platform,
            "stop_grace_period": stop_grace_period,
            "networks": networks,
        }
        super().__init__("materialized", parameters, overrides)


class Minio(CatalogService):
    """MinIO, an object store with S3's interface.

    The user and the password are `minioadmin`. Port 9000 has S3's interface, port 9001 the console. A folder of
    `additional_directories` is a bucket.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        image: str | None = None,
        setup_materialize: bool | None = None,
        additional_directories: Sequence[_Item] | None = None,
        ports: Sequence[_Item] | None = None,
        allow_host_ports: bool | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `minio`.

        `image`: The image with its tag. By default `minio/minio:RELEASE.2025-09-07T16-13-09Z`.

        `setup_materialize`: Whether there is a bucket `persist` for Materialize. By default `false`.

        `additional_directories`: Further buckets.

        `ports`: Published ports. By default `[9000, 9001]`.

        `allow_host_ports`: Accepted for scripts of mzcompose; ports may always name one of the host. By default
        `false`.
        """
        parameters = {
            "name": name,
            "image": image,
            "setup_materialize": setup_materialize,
            "additional_directories": additional_directories,
            "ports": ports,
            "allow_host_ports": allow_host_ports,
        }
        super().__init__("minio", parameters, overrides)


class Mysql(CatalogService):
    """MySQL with a binary log of whole rows.

    Debezium reads its binary log. Options that only MySQL knows are given with `loose-`, so that MariaDB passes
    over them.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        root_password: str | None = None,
        version: str | None = None,
        image: str | None = None,
        port: int | None = None,
        volumes: Sequence[_Item] | None = None,
        server_id: int | None = None,
        is_master: bool | None = None,
        binlog_row_metadata: Literal["full", "minimal"] | None = None,
        additional_args: Sequence[_Item] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `mysql`.

        `root_password`: Password of the user `root`. By default `p@ssw0rd`.

        `version`: The image's tag. By default `9.7.0`.

        `image`: The image with its tag. By default `mysql:{{version}}`.

        `port`: Published port. By default `3306`.

        `volumes`: Volumes in the forms of Compose. By default `["mydata:/var/lib/mysql-files"]`.

        `server_id`: Number of the server, its own among several. By default `1`.

        `is_master`: Whether it is no replica of another server. By default `true`.

        `binlog_row_metadata`: What the binary log says of columns. One of `full`, `minimal`. By default `full`.

        `additional_args`: Arguments of the server, in place of the default ones. By default `["--log-bin=mysql-bin",
        "--loose-gtid_mode=ON", "--loose-enforce_gtid_consistency=ON", "--binlog-format=row", "--binlog-row-image=full",
        "--loose-binlog-row-metadata={{binlog_row_metadata}}", "--server-id={{server_id}}", "--max-connections=1000",
        {"when": "not is_master", "then": ["--log-slave-updates", "--loose-skip-replica-start"]}]`.
        """
        parameters = {
            "name": name,
            "root_password": root_password,
            "version": version,
            "image": image,
            "port": port,
            "volumes": volumes,
            "server_id": server_id,
            "is_master": is_master,
            "binlog_row_metadata": binlog_row_metadata,
            "additional_args": additional_args,
        }
        super().__init__("mysql", parameters, overrides)


class OneOff(CatalogService):
    """A service that runs a command once.

    Runs its command to the end: it counts as ready when it has exited with 0. Other services wait for it with the
    condition `service_completed_successfully`.
    """

    def __init__(
        self,
        name: str,
        *,
        image: str,
        command: Sequence[_Item] | None = None,
        entrypoint: Sequence[_Item] | None = None,
        environment: Sequence[_Item] | None = None,
        volumes: Sequence[_Item] | None = None,
        depends_on: Sequence[_Item] | None = None,
        working_dir: str | None = None,
        timeout: str | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `required`.

        `image`: The image with its tag. By default `required`.

        `command`: Command and arguments; without it, the image's own.

        `entrypoint`: Entry point in place of the image's.

        `environment`: Variables.

        `volumes`: Volumes in the forms of Compose.

        `depends_on`: Services that are ready before it starts.

        `working_dir`: Folder to run in. Not set by default.

        `timeout`: Longest time that it may run, such as 90s. Not set by default.
        """
        parameters = {
            "name": name,
            "image": image,
            "command": command,
            "entrypoint": entrypoint,
            "environment": environment,
            "volumes": volumes,
            "depends_on": depends_on,
            "working_dir": working_dir,
            "timeout": timeout,
        }
        super().__init__("one-off", parameters, overrides)


class Postgres(CatalogService):
    """PostgreSQL with logical decoding.

    The user and the database are `postgres`. Scripts that are mounted in `/docker-entrypoint-initdb.d` run at the
    first start.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        image: str | None = None,
        password: str | None = None,
        ports: Sequence[_Item] | None = None,
        port: int | None = None,
        extra_command: Sequence[_Item] | None = None,
        environment: Sequence[_Item] | None = None,
        volumes: Sequence[_Item] | None = None,
        max_wal_senders: int | None = None,
        max_replication_slots: int | None = None,
        restart: str | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `postgres`.

        `image`: The image with its tag. By default `postgres:17`.

        `password`: Password of the user `postgres`. By default `postgres`.

        `ports`: Published ports. By default `["5432"]`.

        `port`: Port that the server listens at. By default `5432`.

        `extra_command`: Further arguments of the server, such as `-c` and `fsync=off`.

        `environment`: The variables, in place of the default ones. By default `["POSTGRESDB=postgres",
        "POSTGRES_PASSWORD={{password}}"]`.

        `volumes`: Volumes in the forms of Compose.

        `max_wal_senders`: The server's setting of the name. By default `100`.

        `max_replication_slots`: The server's setting of the name. By default `100`.

        `restart`: When the engine starts it again. By default `no`.
        """
        parameters = {
            "name": name,
            "image": image,
            "password": password,
            "ports": ports,
            "port": port,
            "extra_command": extra_command,
            "environment": environment,
            "volumes": volumes,
            "max_wal_senders": max_wal_senders,
            "max_replication_slots": max_replication_slots,
            "restart": restart,
        }
        super().__init__("postgres", parameters, overrides)


class Redpanda(CatalogService):
    """Redpanda, a Kafka broker with its own schema registry.

    One process in place of Kafka and the schema registry: it has the names of both in the network.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        version: str | None = None,
        image: str | None = None,
        auto_create_topics: bool | None = None,
        aliases: Sequence[_Item] | None = None,
        ports: Sequence[_Item] | None = None,
        extra_cluster_settings: Mapping[str, _Value] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `redpanda`.

        `version`: The image's tag. By default `v26.1.8`.

        `image`: The image with its tag. By default `redpandadata/redpanda:{{version}}`.

        `auto_create_topics`: Whether a topic is made when it is first used. By default `false`.

        `aliases`: Further names in the network. By default `["kafka", "schema-registry"]`.

        `ports`: Published ports, the first of them the broker's. By default `[9092, 8081]`.

        `extra_cluster_settings`: Settings of the cluster, without `redpanda.`.
        """
        parameters = {
            "name": name,
            "version": version,
            "image": image,
            "auto_create_topics": auto_create_topics,
            "aliases": aliases,
            "ports": ports,
            "extra_cluster_settings": extra_cluster_settings,
        }
        super().__init__("redpanda", parameters, overrides)


class SchemaRegistry(CatalogService):
    """Confluent's schema registry.

    Keeps the schemas of Avro, Protobuf and JSON topics in Kafka and gives them over HTTP. It starts after its
    brokers and waits for them by itself.

    Needs: kafka.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        aliases: Sequence[_Item] | None = None,
        image: str | None = None,
        tag: str | None = None,
        port: int | None = None,
        kafka_servers: Sequence[_Item] | None = None,
        environment_extra: Sequence[_Item] | None = None,
        depends_on_extra: Sequence[_Item] | None = None,
        volumes: Sequence[_Item] | None = None,
        platform: str | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `schema-registry`.

        `aliases`: Further names in the network.

        `image`: The image without its tag. By default `confluentinc/cp-schema-registry`.

        `tag`: The image's tag. By default `8.2.0`.

        `port`: Port of the HTTP interface. By default `8081`.

        `kafka_servers`: The brokers, each as SERVICE:PORT. By default `["kafka:9092"]`.

        `environment_extra`: Further variables; they win.

        `depends_on_extra`: Further services that start before it.

        `volumes`: Volumes in the forms of Compose.

        `platform`: Platform of the image. Not set by default.
        """
        parameters = {
            "name": name,
            "aliases": aliases,
            "image": image,
            "tag": tag,
            "port": port,
            "kafka_servers": kafka_servers,
            "environment_extra": environment_extra,
            "depends_on_extra": depends_on_extra,
            "volumes": volumes,
            "platform": platform,
        }
        super().__init__("schema-registry", parameters, overrides)


class Testdrive(CatalogService):
    """Materialize's own testdrive in a container.

    For scripts that call it with `run`; mzhost runs test files by itself, without an image: see testdrive.md. It
    sees the composition's folder at `/workdir`, which needs the grant `--allow-bind` to be more than a copy.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        image: str | None = None,
        mz_service: str | None = None,
        materialize_url: str | None = None,
        materialize_url_internal: str | None = None,
        materialize_use_https: bool | None = None,
        materialize_params: Mapping[str, _Value] | None = None,
        kafka_url: str | None = None,
        kafka_default_partitions: int | None = None,
        schema_registry_url: str | None = None,
        no_reset: bool | None = None,
        default_timeout: str | None = None,
        seed: int | None = None,
        validate_catalog_store: bool | None = None,
        entrypoint: Sequence[_Item] | None = None,
        entrypoint_extra: Sequence[_Item] | None = None,
        environment: Sequence[_Item] | None = None,
        volumes_extra: Sequence[_Item] | None = None,
        volume_workdir: str | None = None,
        aws_region: str | None = None,
        aws_endpoint: str | None = None,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        no_consistency_checks: bool | None = None,
        check_statement_logging: bool | None = None,
        consensus_service: str | None = None,
        set_persist_urls: bool | None = None,
        backoff_factor: str | None = None,
        stop_grace_period: str | None = None,
        networks: Sequence[_Item] | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `testdrive`.

        `image`: The image with its tag. By default `materialize/testdrive:latest`.

        `mz_service`: Materialize's service. By default `materialized`.

        `materialize_url`: Materialize's address. By default `postgres://materialize@{{mz_service}}:6875`.

        `materialize_url_internal`: Materialize's internal address. By default
        `postgres://materialize@{{mz_service}}:6877`.

        `materialize_use_https`: Whether Materialize is asked over HTTPS. By default `false`.

        `materialize_params`: Session variables of its connections.

        `kafka_url`: The broker. By default `kafka:9092`.

        `kafka_default_partitions`: Partitions of a topic for which the file names none. Not set by default.

        `schema_registry_url`: The schema registry. By default `http://schema-registry:8081`.

        `no_reset`: Whether what earlier files left in Materialize stays. By default `false`.

        `default_timeout`: How long statements are tried. By default `20s`.

        `seed`: Seed of names. Not set by default.

        `validate_catalog_store`: Whether the catalog's copy on disk is compared. By default `false`.

        `entrypoint`: The whole entry point. Not set by default.

        `entrypoint_extra`: Further arguments.

        `environment`: The variables, in place of the default ones. Not set by default.

        `volumes_extra`: Further volumes.

        `volume_workdir`: What is mounted as its folder. By default `.:/workdir`.

        `aws_region`: Region of AWS; without it, aws_endpoint is used. Not set by default.

        `aws_endpoint`: Address in place of AWS. By default `http://minio:9000`.

        `aws_access_key_id`: Name of the key. By default `minioadmin`.

        `aws_secret_access_key`: The key. By default `minioadmin`.

        `no_consistency_checks`: Whether the checks after each file are left out. By default `false`.

        `check_statement_logging`: Whether the log of statements is compared. By default `false`.

        `consensus_service`: The service with Materialize's metadata. By default `{{mz_service}}`.

        `set_persist_urls`: Whether the addresses of Materialize's storage are given. By default `true`.

        `backoff_factor`: Growth of the pauses between tries. By default `1.0`.

        `stop_grace_period`: Time between the stop signal and SIGKILL. By default `120s`.

        `networks`: Networks in place of the default one.
        """
        parameters = {
            "name": name,
            "image": image,
            "mz_service": mz_service,
            "materialize_url": materialize_url,
            "materialize_url_internal": materialize_url_internal,
            "materialize_use_https": materialize_use_https,
            "materialize_params": materialize_params,
            "kafka_url": kafka_url,
            "kafka_default_partitions": kafka_default_partitions,
            "schema_registry_url": schema_registry_url,
            "no_reset": no_reset,
            "default_timeout": default_timeout,
            "seed": seed,
            "validate_catalog_store": validate_catalog_store,
            "entrypoint": entrypoint,
            "entrypoint_extra": entrypoint_extra,
            "environment": environment,
            "volumes_extra": volumes_extra,
            "volume_workdir": volume_workdir,
            "aws_region": aws_region,
            "aws_endpoint": aws_endpoint,
            "aws_access_key_id": aws_access_key_id,
            "aws_secret_access_key": aws_secret_access_key,
            "no_consistency_checks": no_consistency_checks,
            "check_statement_logging": check_statement_logging,
            "consensus_service": consensus_service,
            "set_persist_urls": set_persist_urls,
            "backoff_factor": backoff_factor,
            "stop_grace_period": stop_grace_period,
            "networks": networks,
        }
        super().__init__("testdrive", parameters, overrides)


class Toxiproxy(CatalogService):
    """Toxiproxy, which cuts and slows connections.

    Proxies and their toxics are made by its HTTP interface.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        image: str | None = None,
        port: int | None = None,
        seed: int | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `toxiproxy`.

        `image`: The image with its tag. By default `jauderho/toxiproxy:v2.12.0`.

        `port`: Published port of the HTTP interface. By default `8474`.

        `seed`: Seed of its randomness; without it, the proxy chooses one. Not set by default.
        """
        parameters = {
            "name": name,
            "image": image,
            "port": port,
            "seed": seed,
        }
        super().__init__("toxiproxy", parameters, overrides)


class Zookeeper(CatalogService):
    """Apache ZooKeeper, one server.

    What brokers before Kafka 4 keep their state in. The catalog's Kafka needs it with `use_zookeeper` only.
    Confluent's images of version 8 have no brokers that use it: give both services a tag of version 7, such as
    7.9.4.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        image: str | None = None,
        tag: str | None = None,
        port: int | None = None,
        volumes: Sequence[_Item] | None = None,
        environment: Sequence[_Item] | None = None,
        platform: str | None = None,
        overrides: Mapping[str, Any] | None = None,
    ) -> None:
        """`overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.

        `name`: Name of the service. By default `zookeeper`.

        `image`: The image without its tag. By default `confluentinc/cp-zookeeper`.

        `tag`: The image's tag. By default `7.9.4`.

        `port`: Port for clients. By default `2181`.

        `volumes`: Volumes in the forms of Compose.

        `environment`: The variables, in place of the default ones. By default `["ZOOKEEPER_CLIENT_PORT={{port}}"]`.

        `platform`: Platform of the image. Not set by default.
        """
        parameters = {
            "name": name,
            "image": image,
            "tag": tag,
            "port": port,
            "volumes": volumes,
            "environment": environment,
            "platform": platform,
        }
        super().__init__("zookeeper", parameters, overrides)
