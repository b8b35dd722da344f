/** Services that many compositions need; `mzhost catalog` lists them. */
// Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.
import { CatalogService, type ServiceDefinition } from './services.ts';

type Item = string | number;

export interface DebeziumParameters {
  /**
   * Name of the service. By default `debezium`.
   */
  name?: string;
  /**
   * The image with its tag. By default `debezium/connect:3.0.0.Final`.
   */
  image?: string;
  /**
   * Published port of the HTTP interface. By default `8083`.
   */
  port?: number;
  /**
   * Whether Redpanda takes the place of Kafka and the registry. By default `false`.
   */
  redpanda?: boolean;
  /**
   * The variables, in place of the default ones. Not set by default.
   */
  environment?: Item[];
  /**
   * Further variables; they win.
   */
  environmentExtra?: Item[];
}

/**
 * Kafka Connect with Debezium's connectors.
 *
 * A worker of Kafka Connect. Connectors are made by its HTTP interface. Keys and values are written in Avro, with
 * schemas in the registry; the image must have Confluent's converter for it, or `environment_extra` must name another
 * one (`CONNECT_KEY_CONVERTER`, `CONNECT_VALUE_CONVERTER`).
 *
 * Needs: kafka (when not redpanda), schema-registry (when not redpanda), redpanda (when redpanda).
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function debezium(parameters: DebeziumParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('debezium', parameters, overrides);
}

export interface KafkaParameters {
  /**
   * Name of the service; clients in the network reach the broker by it. By default `kafka`.
   */
  name?: string;
  /**
   * The image without its tag. By default `confluentinc/cp-kafka`.
   */
  image?: string;
  /**
   * The image's tag. By default `8.2.0`.
   */
  tag?: string;
  /**
   * Number of the broker, its own among several. By default `1`.
   */
  brokerId?: number;
  /**
   * The addresses that clients are told, each as NAME://HOST:PORT. By default `["PLAINTEXT://{{name}}:9092"]`.
   */
  advertisedListeners?: Item[];
  /**
   * The addresses that the broker listens at. Without it, the ports of the advertised ones on all addresses. Not set by
   * default.
   */
  listeners?: Item[];
  /**
   * Published ports. Without it, those of the advertised listeners.
   */
  ports?: Item[];
  /**
   * Accepted for scripts of mzcompose; ports may always name one of the host. By default `false`.
   */
  allowHostPorts?: boolean;
  /**
   * Whether a topic is made when it is first used. By default `false`.
   */
  autoCreateTopics?: boolean;
  /**
   * Copies of the topic of consumers' offsets. By default `1`.
   */
  offsetsTopicReplicationFactor?: number;
  /**
   * Whether the broker keeps its state in ZooKeeper. By default `false`.
   */
  useZookeeper?: boolean;
  /**
   * ZooKeeper's address, as SERVICE:PORT. By default `zookeeper:2181`.
   */
  zookeeper?: string;
  /**
   * Port of the controller. By default `9093`.
   */
  controllerPort?: number;
  /**
   * All controllers, each as ID@HOST:PORT. By default `{{broker_id}}@{{name}}:{{controller_port}}`.
   */
  controllerQuorumVoters?: string;
  /**
   * Id of the cluster, 22 characters, the same for all its brokers. By default `5L6g3nShT-eMCtK--X86sw`.
   */
  clusterId?: string;
  /**
   * Variables in place of the general ones; those of listeners and of the controller come on top. Not set by default.
   */
  environment?: Item[];
  /**
   * Further variables; they win.
   */
  environmentExtra?: Item[];
  /**
   * Services that start before the broker.
   */
  dependsOnExtra?: Item[];
  /**
   * Volumes in the forms of Compose.
   */
  volumes?: Item[];
  /**
   * Platform of the image. Not set by default.
   */
  platform?: string;
}

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
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function kafka(parameters: KafkaParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('kafka', parameters, overrides);
}

export interface MaterializedParameters {
  /**
   * Name of the service. By default `materialized`.
   */
  name?: string;
  /**
   * The image with its tag. By default `materialize/materialized:latest`.
   */
  image?: string;
  /**
   * Id of the environment. By default `mzcompose-us-east-1-00000000-0000-0000-0000-000000000000-0`.
   */
  environmentId?: string;
  /**
   * Further variables; they win.
   */
  environmentExtra?: Item[];
  /**
   * Further volumes.
   */
  volumesExtra?: Item[];
  /**
   * Services that start before it.
   */
  dependsOn?: Item[];
  /**
   * Limit on memory, such as 4g. Not set by default.
   */
  memory?: string;
  /**
   * Limit on processors, such as 2. Not set by default.
   */
  cpu?: string;
  /**
   * Further arguments.
   */
  options?: Item[];
  /**
   * Where data is stored. Not set by default.
   */
  persistBlobUrl?: string;
  /**
   * The service with the metadata, such as `postgres-metadata`; without it, the image's own server. Not set by default.
   */
  externalMetadataStore?: string;
  /**
   * Whether data is stored in the service `minio`. By default `false`.
   */
  externalBlobStore?: boolean;
  /**
   * Whether features for tests are on. By default `true`.
   */
  unsafeMode?: boolean;
  /**
   * Whether the crash of a replica ends the whole. By default `true`.
   */
  propagateCrashes?: boolean;
  /**
   * Number of the deployment. Not set by default.
   */
  deployGeneration?: number;
  /**
   * Kind of migration of the built-in schema that is forced. Not set by default.
   */
  forceMigrations?: string;
  /**
   * Whether assertions that cost time are on. By default `true`.
   */
  softAssertions?: boolean;
  /**
   * Whether mzcompose may restart it after a test; a label only. By default `true`.
   */
  sanityRestart?: boolean;
  /**
   * Defaults of system parameters.
   */
  systemParameterDefaults?: Record<string, Item | boolean>;
  /**
   * Further ones; they win.
   */
  additionalSystemParameterDefaults?: Record<string, Item | boolean>;
  /**
   * The map of replica sizes as JSON. Not set by default.
   */
  clusterReplicaSizes?: string;
  /**
   * Replica size of the built-in clusters. Not set by default.
   */
  bootstrapReplicaSize?: string;
  /**
   * Replicas of the default cluster. By default `1`.
   */
  defaultReplicationFactor?: number;
  /**
   * Replicas of the system cluster. By default `1`.
   */
  builtinSystemClusterReplicationFactor?: number;
  /**
   * Replicas of the probe cluster. By default `1`.
   */
  builtinProbeClusterReplicationFactor?: number;
  /**
   * Whether replicas may run in other services. By default `false`.
   */
  supportExternalClusterd?: boolean;
  /**
   * Where the container has its listener file, mounted with volumes_extra. Not set by default.
   */
  listenersConfigPath?: string;
  /**
   * Whether the four usual volumes are mounted. By default `true`.
   */
  useDefaultVolumes?: boolean;
  /**
   * Published ports. By default `[6875, 6876, 6877, 6878, 6880, 6881, 26257]`.
   */
  ports?: Item[];
  /**
   * When the process in the container starts again. By default `no`.
   */
  restart?: string;
  /**
   * The test that it is ready. By default `["CMD", "curl", "-f", "localhost:6878/api/readyz"]`.
   */
  healthcheck?: Item[];
  /**
   * Platform of the image. Not set by default.
   */
  platform?: string;
  /**
   * Time between the stop signal and SIGKILL. By default `120s`.
   */
  stopGracePeriod?: string;
  /**
   * Networks in place of the default one.
   */
  networks?: Item[];
}

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
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function materialized(parameters: MaterializedParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('materialized', parameters, overrides);
}

export interface MinioParameters {
  /**
   * Name of the service. By default `minio`.
   */
  name?: string;
  /**
   * The image with its tag. By default `minio/minio:RELEASE.2025-09-07T16-13-09Z`.
   */
  image?: string;
  /**
   * Whether there is a bucket `persist` for Materialize. By default `false`.
   */
  setupMaterialize?: boolean;
  /**
   * Further buckets.
   */
  additionalDirectories?: Item[];
  /**
   * Published ports. By default `[9000, 9001]`.
   */
  ports?: Item[];
  /**
   * Accepted for scripts of mzcompose; ports may always name one of the host. By default `false`.
   */
  allowHostPorts?: boolean;
}

/**
 * MinIO, an object store with S3's interface.
 *
 * The user and the password are `minioadmin`. Port 9000 has S3's interface, port 9001 the console. A folder of
 * `additional_directories` is a bucket.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function minio(parameters: MinioParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('minio', parameters, overrides);
}

export interface MysqlParameters {
  /**
   * Name of the service. By default `mysql`.
   */
  name?: string;
  /**
   * Password of the user `root`. By default `p@ssw0rd`.
   */
  rootPassword?: string;
  /**
   * The image's tag. By default `9.7.0`.
   */
  version?: string;
  /**
   * The image with its tag. By default `mysql:{{version}}`.
   */
  image?: string;
  /**
   * Published port. By default `3306`.
   */
  port?: number;
  /**
   * Volumes in the forms of Compose. By default `["mydata:/var/lib/mysql-files"]`.
   */
  volumes?: Item[];
  /**
   * Number of the server, its own among several. By default `1`.
   */
  serverId?: number;
  /**
   * Whether it is no replica of another server. By default `true`.
   */
  isMaster?: boolean;
  /**
   * What the binary log says of columns. One of `full`, `minimal`. By default `full`.
   */
  binlogRowMetadata?: 'full' | 'minimal';
  /**
   * Arguments of the server, in place of the default ones. By default `["--log-bin=mysql-bin", "--loose-gtid_mode=ON",
   * "--loose-enforce_gtid_consistency=ON", "--binlog-format=row", "--binlog-row-image=full",
   * "--loose-binlog-row-metadata={{binlog_row_metadata}}", "--server-id={{server_id}}", "--max-connections=1000",
   * {"when": "not is_master", "then": ["--log-slave-updates", "--loose-skip-replica-start"]}]`.
   */
  additionalArgs?: Item[];
}

/**
 * MySQL with a binary log of whole rows.
 *
 * Debezium reads its binary log. Options that only MySQL knows are given with `loose-`, so that MariaDB passes over
 * them.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function mysql(parameters: MysqlParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('mysql', parameters, overrides);
}

export interface OneOffParameters {
  /**
   * Name of the service. By default `required`.
   */
  name: string;
  /**
   * The image with its tag. By default `required`.
   */
  image: string;
  /**
   * Command and arguments; without it, the image's own.
   */
  command?: Item[];
  /**
   * Entry point in place of the image's.
   */
  entrypoint?: Item[];
  /**
   * Variables.
   */
  environment?: Item[];
  /**
   * Volumes in the forms of Compose.
   */
  volumes?: Item[];
  /**
   * Services that are ready before it starts.
   */
  dependsOn?: Item[];
  /**
   * Folder to run in. Not set by default.
   */
  workingDir?: string;
  /**
   * Longest time that it may run, such as 90s. Not set by default.
   */
  timeout?: string;
}

/**
 * A service that runs a command once.
 *
 * Runs its command to the end: it counts as ready when it has exited with 0. Other services wait for it with the
 * condition `service_completed_successfully`.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function oneOff(parameters: OneOffParameters, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('one-off', parameters, overrides);
}

export interface PostgresParameters {
  /**
   * Name of the service. By default `postgres`.
   */
  name?: string;
  /**
   * The image with its tag. By default `postgres:17`.
   */
  image?: string;
  /**
   * Password of the user `postgres`. By default `postgres`.
   */
  password?: string;
  /**
   * Published ports. By default `["5432"]`.
   */
  ports?: Item[];
  /**
   * Port that the server listens at. By default `5432`.
   */
  port?: number;
  /**
   * Further arguments of the server, such as `-c` and `fsync=off`.
   */
  extraCommand?: Item[];
  /**
   * The variables, in place of the default ones. By default `["POSTGRESDB=postgres", "POSTGRES_PASSWORD={{password}}"]`.
   */
  environment?: Item[];
  /**
   * Volumes in the forms of Compose.
   */
  volumes?: Item[];
  /**
   * The server's setting of the name. By default `100`.
   */
  maxWalSenders?: number;
  /**
   * The server's setting of the name. By default `100`.
   */
  maxReplicationSlots?: number;
  /**
   * When the engine starts it again. By default `no`.
   */
  restart?: string;
}

/**
 * PostgreSQL with logical decoding.
 *
 * The user and the database are `postgres`. Scripts that are mounted in `/docker-entrypoint-initdb.d` run at the first
 * start.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function postgres(parameters: PostgresParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('postgres', parameters, overrides);
}

export interface RedpandaParameters {
  /**
   * Name of the service. By default `redpanda`.
   */
  name?: string;
  /**
   * The image's tag. By default `v26.1.8`.
   */
  version?: string;
  /**
   * The image with its tag. By default `redpandadata/redpanda:{{version}}`.
   */
  image?: string;
  /**
   * Whether a topic is made when it is first used. By default `false`.
   */
  autoCreateTopics?: boolean;
  /**
   * Further names in the network. By default `["kafka", "schema-registry"]`.
   */
  aliases?: Item[];
  /**
   * Published ports, the first of them the broker's. By default `[9092, 8081]`.
   */
  ports?: Item[];
  /**
   * Settings of the cluster, without `redpanda.`.
   */
  extraClusterSettings?: Record<string, Item | boolean>;
}

/**
 * Redpanda, a Kafka broker with its own schema registry.
 *
 * One process in place of Kafka and the schema registry: it has the names of both in the network.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function redpanda(parameters: RedpandaParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('redpanda', parameters, overrides);
}

export interface SchemaRegistryParameters {
  /**
   * Name of the service. By default `schema-registry`.
   */
  name?: string;
  /**
   * Further names in the network.
   */
  aliases?: Item[];
  /**
   * The image without its tag. By default `confluentinc/cp-schema-registry`.
   */
  image?: string;
  /**
   * The image's tag. By default `8.2.0`.
   */
  tag?: string;
  /**
   * Port of the HTTP interface. By default `8081`.
   */
  port?: number;
  /**
   * The brokers, each as SERVICE:PORT. By default `["kafka:9092"]`.
   */
  kafkaServers?: Item[];
  /**
   * Further variables; they win.
   */
  environmentExtra?: Item[];
  /**
   * Further services that start before it.
   */
  dependsOnExtra?: Item[];
  /**
   * Volumes in the forms of Compose.
   */
  volumes?: Item[];
  /**
   * Platform of the image. Not set by default.
   */
  platform?: string;
}

/**
 * Confluent's schema registry.
 *
 * Keeps the schemas of Avro, Protobuf and JSON topics in Kafka and gives them over HTTP. It starts after its brokers
 * and waits for them by itself.
 *
 * Needs: kafka.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function schemaRegistry(parameters: SchemaRegistryParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('schema-registry', parameters, overrides);
}

export interface TestdriveParameters {
  /**
   * Name of the service. By default `testdrive`.
   */
  name?: string;
  /**
   * The image with its tag. By default `materialize/testdrive:latest`.
   */
  image?: string;
  /**
   * Materialize's service. By default `materialized`.
   */
  mzService?: string;
  /**
   * Materialize's address. By default `postgres://materialize@{{mz_service}}:6875`.
   */
  materializeUrl?: string;
  /**
   * Materialize's internal address. By default `postgres://materialize@{{mz_service}}:6877`.
   */
  materializeUrlInternal?: string;
  /**
   * Whether Materialize is asked over HTTPS. By default `false`.
   */
  materializeUseHttps?: boolean;
  /**
   * Session variables of its connections.
   */
  materializeParams?: Record<string, Item | boolean>;
  /**
   * The broker. By default `kafka:9092`.
   */
  kafkaUrl?: string;
  /**
   * Partitions of a topic for which the file names none. Not set by default.
   */
  kafkaDefaultPartitions?: number;
  /**
   * The schema registry. By default `http://schema-registry:8081`.
   */
  schemaRegistryUrl?: string;
  /**
   * Whether what earlier files left in Materialize stays. By default `false`.
   */
  noReset?: boolean;
  /**
   * How long statements are tried. By default `20s`.
   */
  defaultTimeout?: string;
  /**
   * Seed of names. Not set by default.
   */
  seed?: number;
  /**
   * Whether the catalog's copy on disk is compared. By default `false`.
   */
  validateCatalogStore?: boolean;
  /**
   * The whole entry point. Not set by default.
   */
  entrypoint?: Item[];
  /**
   * Further arguments.
   */
  entrypointExtra?: Item[];
  /**
   * The variables, in place of the default ones. Not set by default.
   */
  environment?: Item[];
  /**
   * Further volumes.
   */
  volumesExtra?: Item[];
  /**
   * What is mounted as its folder. By default `.:/workdir`.
   */
  volumeWorkdir?: string;
  /**
   * Region of AWS; without it, aws_endpoint is used. Not set by default.
   */
  awsRegion?: string;
  /**
   * Address in place of AWS. By default `http://minio:9000`.
   */
  awsEndpoint?: string;
  /**
   * Name of the key. By default `minioadmin`.
   */
  awsAccessKeyId?: string;
  /**
   * The key. By default `minioadmin`.
   */
  awsSecretAccessKey?: string;
  /**
   * Whether the checks after each file are left out. By default `false`.
   */
  noConsistencyChecks?: boolean;
  /**
   * Whether the log of statements is compared. By default `false`.
   */
  checkStatementLogging?: boolean;
  /**
   * The service with Materialize's metadata. By default `{{mz_service}}`.
   */
  consensusService?: string;
  /**
   * Whether the addresses of Materialize's storage are given. By default `true`.
   */
  setPersistUrls?: boolean;
  /**
   * Growth of the pauses between tries. By default `1.0`.
   */
  backoffFactor?: string;
  /**
   * Time between the stop signal and SIGKILL. By default `120s`.
   */
  stopGracePeriod?: string;
  /**
   * Networks in place of the default one.
   */
  networks?: Item[];
}

/**
 * Materialize's own testdrive in a container.
 *
 * For scripts that call it with `run`; mzhost runs test files by itself, without an image: see testdrive.md. It sees
 * the composition's folder at `/workdir`, which needs the grant `--allow-bind` to be more than a copy.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function testdrive(parameters: TestdriveParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('testdrive', parameters, overrides);
}

export interface ToxiproxyParameters {
  /**
   * Name of the service. By default `toxiproxy`.
   */
  name?: string;
  /**
   * The image with its tag. By default `jauderho/toxiproxy:v2.12.0`.
   */
  image?: string;
  /**
   * Published port of the HTTP interface. By default `8474`.
   */
  port?: number;
  /**
   * Seed of its randomness; without it, the proxy chooses one. Not set by default.
   */
  seed?: number;
}

/**
 * Toxiproxy, which cuts and slows connections.
 *
 * Proxies and their toxics are made by its HTTP interface.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function toxiproxy(parameters: ToxiproxyParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('toxiproxy', parameters, overrides);
}

export interface ZookeeperParameters {
  /**
   * Name of the service. By default `zookeeper`.
   */
  name?: string;
  /**
   * The image without its tag. By default `confluentinc/cp-zookeeper`.
   */
  image?: string;
  /**
   * The image's tag. By default `7.9.4`.
   */
  tag?: string;
  /**
   * Port for clients. By default `2181`.
   */
  port?: number;
  /**
   * Volumes in the forms of Compose.
   */
  volumes?: Item[];
  /**
   * The variables, in place of the default ones. By default `["ZOOKEEPER_CLIENT_PORT={{port}}"]`.
   */
  environment?: Item[];
  /**
   * Platform of the image. Not set by default.
   */
  platform?: string;
}

/**
 * Apache ZooKeeper, one server.
 *
 * What brokers before Kafka 4 keep their state in. The catalog's Kafka needs it with `use_zookeeper` only. Confluent's
 * images of version 8 have no brokers that use it: give both services a tag of version 7, such as 7.9.4.
 *
 * `overrides` are keys of a Compose service that are laid over it by the merge rules of the Compose specification.
 */
export function zookeeper(parameters: ZookeeperParameters = {}, overrides: ServiceDefinition = {}): CatalogService {
  return new CatalogService('zookeeper', parameters, overrides);
}
