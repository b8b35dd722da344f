// Package catalog has the services that many compositions need; `mzhost catalog` lists them. A field that is not set
// leaves the parameter at its default; mzhost.Ptr(1) is a pointer to 1.
package catalog

// Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

import "mzhost"

// Debezium is Kafka Connect with Debezium's connectors.
//
// A worker of Kafka Connect. Connectors are made by its HTTP interface. Keys and values are written in Avro, with
// schemas in the registry; the image must have Confluent's converter for it, or `environment_extra` must name another
// one (`CONNECT_KEY_CONVERTER`, `CONNECT_VALUE_CONVERTER`).
//
// Needs: kafka (when not redpanda), schema-registry (when not redpanda), redpanda (when redpanda).
type Debezium struct {
	// Name of the service. By default `debezium`.
	Name string `json:"name,omitzero"`
	// The image with its tag. By default `debezium/connect:3.0.0.Final`.
	Image string `json:"image,omitzero"`
	// Published port of the HTTP interface. By default `8083`.
	Port *int `json:"port,omitzero"`
	// Whether Redpanda takes the place of Kafka and the registry. By default `false`.
	Redpanda bool `json:"redpanda,omitzero"`
	// The variables, in place of the default ones. Not set by default.
	Environment []string `json:"environment,omitzero"`
	// Further variables; they win.
	EnvironmentExtra []string `json:"environment_extra,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Debezium) Document() (string, error) {
	return mzhost.CatalogService("debezium", s, s.Overrides)
}

// Kafka is Apache Kafka, one broker or one of several.
//
// A broker that is its own controller (KRaft), or with `use_zookeeper` one that needs the catalog's ZooKeeper; for
// that, give a `tag` of version 7, such as 7.9.4.
//
// Several brokers: one service for each, with its own `name` and `broker_id`, the same `controller_quorum_voters`
// (such as `1@kafka1:9093,2@kafka2:9093`), and `depends_on_extra` where one shall start after another. Topics have one
// copy unless `environment_extra` says otherwise.
//
// Needs: zookeeper (when use_zookeeper).
type Kafka struct {
	// Name of the service; clients in the network reach the broker by it. By default `kafka`.
	Name string `json:"name,omitzero"`
	// The image without its tag. By default `confluentinc/cp-kafka`.
	Image string `json:"image,omitzero"`
	// The image's tag. By default `8.2.0`.
	Tag string `json:"tag,omitzero"`
	// Number of the broker, its own among several. By default `1`.
	BrokerID *int `json:"broker_id,omitzero"`
	// The addresses that clients are told, each as NAME://HOST:PORT. By default `["PLAINTEXT://{{name}}:9092"]`.
	AdvertisedListeners []string `json:"advertised_listeners,omitzero"`
	// The addresses that the broker listens at. Without it, the ports of the advertised ones on all addresses. Not set by
	// default.
	Listeners []string `json:"listeners,omitzero"`
	// Published ports. Without it, those of the advertised listeners.
	Ports []string `json:"ports,omitzero"`
	// Accepted for scripts of mzcompose; ports may always name one of the host. By default `false`.
	AllowHostPorts bool `json:"allow_host_ports,omitzero"`
	// Whether a topic is made when it is first used. By default `false`.
	AutoCreateTopics bool `json:"auto_create_topics,omitzero"`
	// Copies of the topic of consumers' offsets. By default `1`.
	OffsetsTopicReplicationFactor *int `json:"offsets_topic_replication_factor,omitzero"`
	// Whether the broker keeps its state in ZooKeeper. By default `false`.
	UseZookeeper bool `json:"use_zookeeper,omitzero"`
	// ZooKeeper's address, as SERVICE:PORT. By default `zookeeper:2181`.
	Zookeeper string `json:"zookeeper,omitzero"`
	// Port of the controller. By default `9093`.
	ControllerPort *int `json:"controller_port,omitzero"`
	// All controllers, each as ID@HOST:PORT. By default `{{broker_id}}@{{name}}:{{controller_port}}`.
	ControllerQuorumVoters string `json:"controller_quorum_voters,omitzero"`
	// Id of the cluster, 22 characters, the same for all its brokers. By default `5L6g3nShT-eMCtK--X86sw`.
	ClusterID string `json:"cluster_id,omitzero"`
	// Variables in place of the general ones; those of listeners and of the controller come on top. Not set by default.
	Environment []string `json:"environment,omitzero"`
	// Further variables; they win.
	EnvironmentExtra []string `json:"environment_extra,omitzero"`
	// Services that start before the broker.
	DependsOnExtra []string `json:"depends_on_extra,omitzero"`
	// Volumes in the forms of Compose.
	Volumes []string `json:"volumes,omitzero"`
	// Platform of the image. Not set by default.
	Platform string `json:"platform,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Kafka) Document() (string, error) {
	return mzhost.CatalogService("kafka", s, s.Overrides)
}

// Materialized is Materialize.
//
// The image needs a registry that has it, and a licence key where the version asks for one (`environment_extra`). The
// user `materialize` connects to port 6875 with SQL; port 6877 takes `mz_system`.
//
// The replica sizes, the system parameters and the listeners are those of the image: they belong to its version. A
// listener file or a map of sizes is given with `volumes_extra` and `environment_extra`.
//
// Needs: minio (when external_blob_store).
type Materialized struct {
	// Name of the service. By default `materialized`.
	Name string `json:"name,omitzero"`
	// The image with its tag. By default `materialize/materialized:latest`.
	Image string `json:"image,omitzero"`
	// Id of the environment. By default `mzcompose-us-east-1-00000000-0000-0000-0000-000000000000-0`.
	EnvironmentID string `json:"environment_id,omitzero"`
	// Further variables; they win.
	EnvironmentExtra []string `json:"environment_extra,omitzero"`
	// Further volumes.
	VolumesExtra []string `json:"volumes_extra,omitzero"`
	// Services that start before it.
	DependsOn []string `json:"depends_on,omitzero"`
	// Limit on memory, such as 4g. Not set by default.
	Memory string `json:"memory,omitzero"`
	// Limit on processors, such as 2. Not set by default.
	CPU string `json:"cpu,omitzero"`
	// Further arguments.
	Options []string `json:"options,omitzero"`
	// Where data is stored. Not set by default.
	PersistBlobURL string `json:"persist_blob_url,omitzero"`
	// The service with the metadata, such as `postgres-metadata`; without it, the image's own server. Not set by default.
	ExternalMetadataStore string `json:"external_metadata_store,omitzero"`
	// Whether data is stored in the service `minio`. By default `false`.
	ExternalBlobStore bool `json:"external_blob_store,omitzero"`
	// Whether features for tests are on. By default `true`.
	UnsafeMode *bool `json:"unsafe_mode,omitzero"`
	// Whether the crash of a replica ends the whole. By default `true`.
	PropagateCrashes *bool `json:"propagate_crashes,omitzero"`
	// Number of the deployment. Not set by default.
	DeployGeneration *int `json:"deploy_generation,omitzero"`
	// Kind of migration of the built-in schema that is forced. Not set by default.
	ForceMigrations string `json:"force_migrations,omitzero"`
	// Whether assertions that cost time are on. By default `true`.
	SoftAssertions *bool `json:"soft_assertions,omitzero"`
	// Whether mzcompose may restart it after a test; a label only. By default `true`.
	SanityRestart *bool `json:"sanity_restart,omitzero"`
	// Defaults of system parameters.
	SystemParameterDefaults map[string]any `json:"system_parameter_defaults,omitzero"`
	// Further ones; they win.
	AdditionalSystemParameterDefaults map[string]any `json:"additional_system_parameter_defaults,omitzero"`
	// The map of replica sizes as JSON. Not set by default.
	ClusterReplicaSizes string `json:"cluster_replica_sizes,omitzero"`
	// Replica size of the built-in clusters. Not set by default.
	BootstrapReplicaSize string `json:"bootstrap_replica_size,omitzero"`
	// Replicas of the default cluster. By default `1`.
	DefaultReplicationFactor *int `json:"default_replication_factor,omitzero"`
	// Replicas of the system cluster. By default `1`.
	BuiltinSystemClusterReplicationFactor *int `json:"builtin_system_cluster_replication_factor,omitzero"`
	// Replicas of the probe cluster. By default `1`.
	BuiltinProbeClusterReplicationFactor *int `json:"builtin_probe_cluster_replication_factor,omitzero"`
	// Whether replicas may run in other services. By default `false`.
	SupportExternalClusterd bool `json:"support_external_clusterd,omitzero"`
	// Where the container has its listener file, mounted with volumes_extra. Not set by default.
	ListenersConfigPath string `json:"listeners_config_path,omitzero"`
	// Whether the four usual volumes are mounted. By default `true`.
	UseDefaultVolumes *bool `json:"use_default_volumes,omitzero"`
	// Published ports. By default `[6875, 6876, 6877, 6878, 6880, 6881, 26257]`.
	Ports []string `json:"ports,omitzero"`
	// When the process in the container starts again. By default `no`.
	Restart string `json:"restart,omitzero"`
	// The test that it is ready. By default `["CMD", "curl", "-f", "localhost:6878/api/readyz"]`.
	Healthcheck []string `json:"healthcheck,omitzero"`
	// Platform of the image. Not set by default.
	Platform string `json:"platform,omitzero"`
	// Time between the stop signal and SIGKILL. By default `120s`.
	StopGracePeriod string `json:"stop_grace_period,omitzero"`
	// Networks in place of the default one.
	Networks []string `json:"networks,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Materialized) Document() (string, error) {
	return mzhost.CatalogService("materialized", s, s.Overrides)
}

// Minio is MinIO, an object store with S3's interface.
//
// The user and the password are `minioadmin`. Port 9000 has S3's interface, port 9001 the console. A folder of
// `additional_directories` is a bucket.
type Minio struct {
	// Name of the service. By default `minio`.
	Name string `json:"name,omitzero"`
	// The image with its tag. By default `minio/minio:RELEASE.2025-09-07T16-13-09Z`.
	Image string `json:"image,omitzero"`
	// Whether there is a bucket `persist` for Materialize. By default `false`.
	SetupMaterialize bool `json:"setup_materialize,omitzero"`
	// Further buckets.
	AdditionalDirectories []string `json:"additional_directories,omitzero"`
	// Published ports. By default `[9000, 9001]`.
	Ports []string `json:"ports,omitzero"`
	// Accepted for scripts of mzcompose; ports may always name one of the host. By default `false`.
	AllowHostPorts bool `json:"allow_host_ports,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Minio) Document() (string, error) {
	return mzhost.CatalogService("minio", s, s.Overrides)
}

// Mysql is MySQL with a binary log of whole rows.
//
// Debezium reads its binary log. Options that only MySQL knows are given with `loose-`, so that MariaDB passes over
// them.
type Mysql struct {
	// Name of the service. By default `mysql`.
	Name string `json:"name,omitzero"`
	// Password of the user `root`. By default `p@ssw0rd`.
	RootPassword string `json:"root_password,omitzero"`
	// The image's tag. By default `9.7.0`.
	Version string `json:"version,omitzero"`
	// The image with its tag. By default `mysql:{{version}}`.
	Image string `json:"image,omitzero"`
	// Published port. By default `3306`.
	Port *int `json:"port,omitzero"`
	// Volumes in the forms of Compose. By default `["mydata:/var/lib/mysql-files"]`.
	Volumes []string `json:"volumes,omitzero"`
	// Number of the server, its own among several. By default `1`.
	ServerID *int `json:"server_id,omitzero"`
	// Whether it is no replica of another server. By default `true`.
	IsMaster *bool `json:"is_master,omitzero"`
	// What the binary log says of columns. One of `full`, `minimal`. By default `full`.
	BinlogRowMetadata string `json:"binlog_row_metadata,omitzero"`
	// Arguments of the server, in place of the default ones. By default `["--log-bin=mysql-bin", "--loose-gtid_mode=ON",
	// "--loose-enforce_gtid_consistency=ON", "--binlog-format=row", "--binlog-row-image=full",
	// "--loose-binlog-row-metadata={{binlog_row_metadata}}", "--server-id={{server_id}}", "--max-connections=1000",
	// {"when": "not is_master", "then": ["--log-slave-updates", "--loose-skip-replica-start"]}]`.
	AdditionalArgs []string `json:"additional_args,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Mysql) Document() (string, error) {
	return mzhost.CatalogService("mysql", s, s.Overrides)
}

// OneOff is A service that runs a command once.
//
// Runs its command to the end: it counts as ready when it has exited with 0. Other services wait for it with the
// condition `service_completed_successfully`.
type OneOff struct {
	// Name of the service. By default `required`.
	Name string `json:"name,omitzero"`
	// The image with its tag. By default `required`.
	Image string `json:"image,omitzero"`
	// Command and arguments; without it, the image's own.
	Command []string `json:"command,omitzero"`
	// Entry point in place of the image's.
	Entrypoint []string `json:"entrypoint,omitzero"`
	// Variables.
	Environment []string `json:"environment,omitzero"`
	// Volumes in the forms of Compose.
	Volumes []string `json:"volumes,omitzero"`
	// Services that are ready before it starts.
	DependsOn []string `json:"depends_on,omitzero"`
	// Folder to run in. Not set by default.
	WorkingDir string `json:"working_dir,omitzero"`
	// Longest time that it may run, such as 90s. Not set by default.
	Timeout string `json:"timeout,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s OneOff) Document() (string, error) {
	return mzhost.CatalogService("one-off", s, s.Overrides)
}

// Postgres is PostgreSQL with logical decoding.
//
// The user and the database are `postgres`. Scripts that are mounted in `/docker-entrypoint-initdb.d` run at the first
// start.
type Postgres struct {
	// Name of the service. By default `postgres`.
	Name string `json:"name,omitzero"`
	// The image with its tag. By default `postgres:17`.
	Image string `json:"image,omitzero"`
	// Password of the user `postgres`. By default `postgres`.
	Password string `json:"password,omitzero"`
	// Published ports. By default `["5432"]`.
	Ports []string `json:"ports,omitzero"`
	// Port that the server listens at. By default `5432`.
	Port *int `json:"port,omitzero"`
	// Further arguments of the server, such as `-c` and `fsync=off`.
	ExtraCommand []string `json:"extra_command,omitzero"`
	// The variables, in place of the default ones. By default `["POSTGRESDB=postgres", "POSTGRES_PASSWORD={{password}}"]`.
	Environment []string `json:"environment,omitzero"`
	// Volumes in the forms of Compose.
	Volumes []string `json:"volumes,omitzero"`
	// The server's setting of the name. By default `100`.
	MaxWalSenders *int `json:"max_wal_senders,omitzero"`
	// The server's setting of the name. By default `100`.
	MaxReplicationSlots *int `json:"max_replication_slots,omitzero"`
	// When the engine starts it again. By default `no`.
	Restart string `json:"restart,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Postgres) Document() (string, error) {
	return mzhost.CatalogService("postgres", s, s.Overrides)
}

// Redpanda is Redpanda, a Kafka broker with its own schema registry.
//
// One process in place of Kafka and the schema registry: it has the names of both in the network.
type Redpanda struct {
	// Name of the service. By default `redpanda`.
	Name string `json:"name,omitzero"`
	// The image's tag. By default `v26.1.8`.
	Version string `json:"version,omitzero"`
	// The image with its tag. By default `redpandadata/redpanda:{{version}}`.
	Image string `json:"image,omitzero"`
	// Whether a topic is made when it is first used. By default `false`.
	AutoCreateTopics bool `json:"auto_create_topics,omitzero"`
	// Further names in the network. By default `["kafka", "schema-registry"]`.
	Aliases []string `json:"aliases,omitzero"`
	// Published ports, the first of them the broker's. By default `[9092, 8081]`.
	Ports []string `json:"ports,omitzero"`
	// Settings of the cluster, without `redpanda.`.
	ExtraClusterSettings map[string]any `json:"extra_cluster_settings,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Redpanda) Document() (string, error) {
	return mzhost.CatalogService("redpanda", s, s.Overrides)
}

// SchemaRegistry is Confluent's schema registry.
//
// Keeps the schemas of Avro, Protobuf and JSON topics in Kafka and gives them over HTTP. It starts after its brokers
// and waits for them by itself.
//
// Needs: kafka.
type SchemaRegistry struct {
	// Name of the service. By default `schema-registry`.
	Name string `json:"name,omitzero"`
	// Further names in the network.
	Aliases []string `json:"aliases,omitzero"`
	// The image without its tag. By default `confluentinc/cp-schema-registry`.
	Image string `json:"image,omitzero"`
	// The image's tag. By default `8.2.0`.
	Tag string `json:"tag,omitzero"`
	// Port of the HTTP interface. By default `8081`.
	Port *int `json:"port,omitzero"`
	// The brokers, each as SERVICE:PORT. By default `["kafka:9092"]`.
	KafkaServers []string `json:"kafka_servers,omitzero"`
	// Further variables; they win.
	EnvironmentExtra []string `json:"environment_extra,omitzero"`
	// Further services that start before it.
	DependsOnExtra []string `json:"depends_on_extra,omitzero"`
	// Volumes in the forms of Compose.
	Volumes []string `json:"volumes,omitzero"`
	// Platform of the image. Not set by default.
	Platform string `json:"platform,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s SchemaRegistry) Document() (string, error) {
	return mzhost.CatalogService("schema-registry", s, s.Overrides)
}

// Testdrive is Materialize's own testdrive in a container.
//
// For scripts that call it with `run`; mzhost runs test files by itself, without an image: see testdrive.md. It sees
// the composition's folder at `/workdir`, which needs the grant `--allow-bind` to be more than a copy.
type Testdrive struct {
	// Name of the service. By default `testdrive`.
	Name string `json:"name,omitzero"`
	// The image with its tag. By default `materialize/testdrive:latest`.
	Image string `json:"image,omitzero"`
	// Materialize's service. By default `materialized`.
	MzService string `json:"mz_service,omitzero"`
	// Materialize's address. By default `postgres://materialize@{{mz_service}}:6875`.
	MaterializeURL string `json:"materialize_url,omitzero"`
	// Materialize's internal address. By default `postgres://materialize@{{mz_service}}:6877`.
	MaterializeURLInternal string `json:"materialize_url_internal,omitzero"`
	// Whether Materialize is asked over HTTPS. By default `false`.
	MaterializeUseHttps bool `json:"materialize_use_https,omitzero"`
	// Session variables of its connections.
	MaterializeParams map[string]any `json:"materialize_params,omitzero"`
	// The broker. By default `kafka:9092`.
	KafkaURL string `json:"kafka_url,omitzero"`
	// Partitions of a topic for which the file names none. Not set by default.
	KafkaDefaultPartitions *int `json:"kafka_default_partitions,omitzero"`
	// The schema registry. By default `http://schema-registry:8081`.
	SchemaRegistryURL string `json:"schema_registry_url,omitzero"`
	// Whether what earlier files left in Materialize stays. By default `false`.
	NoReset bool `json:"no_reset,omitzero"`
	// How long statements are tried. By default `20s`.
	DefaultTimeout string `json:"default_timeout,omitzero"`
	// Seed of names. Not set by default.
	Seed *int `json:"seed,omitzero"`
	// Whether the catalog's copy on disk is compared. By default `false`.
	ValidateCatalogStore bool `json:"validate_catalog_store,omitzero"`
	// The whole entry point. Not set by default.
	Entrypoint []string `json:"entrypoint,omitzero"`
	// Further arguments.
	EntrypointExtra []string `json:"entrypoint_extra,omitzero"`
	// The variables, in place of the default ones. Not set by default.
	Environment []string `json:"environment,omitzero"`
	// Further volumes.
	VolumesExtra []string `json:"volumes_extra,omitzero"`
	// What is mounted as its folder. By default `.:/workdir`.
	VolumeWorkdir string `json:"volume_workdir,omitzero"`
	// Region of AWS; without it, aws_endpoint is used. Not set by default.
	AwsRegion string `json:"aws_region,omitzero"`
	// Address in place of AWS. By default `http://minio:9000`.
	AwsEndpoint string `json:"aws_endpoint,omitzero"`
	// Name of the key. By default `minioadmin`.
	AwsAccessKeyID string `json:"aws_access_key_id,omitzero"`
	// The key. By default `minioadmin`.
	AwsSecretAccessKey string `json:"aws_secret_access_key,omitzero"`
	// Whether the checks after each file are left out. By default `false`.
	NoConsistencyChecks bool `json:"no_consistency_checks,omitzero"`
	// Whether the log of statements is compared. By default `false`.
	CheckStatementLogging bool `json:"check_statement_logging,omitzero"`
	// The service with Materialize's metadata. By default `{{mz_service}}`.
	ConsensusService string `json:"consensus_service,omitzero"`
	// Whether the addresses of Materialize's storage are given. By default `true`.
	SetPersistUrls *bool `json:"set_persist_urls,omitzero"`
	// Growth of the pauses between tries. By default `1.0`.
	BackoffFactor string `json:"backoff_factor,omitzero"`
	// Time between the stop signal and SIGKILL. By default `120s`.
	StopGracePeriod string `json:"stop_grace_period,omitzero"`
	// Networks in place of the default one.
	Networks []string `json:"networks,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Testdrive) Document() (string, error) {
	return mzhost.CatalogService("testdrive", s, s.Overrides)
}

// Toxiproxy is Toxiproxy, which cuts and slows connections.
//
// Proxies and their toxics are made by its HTTP interface.
type Toxiproxy struct {
	// Name of the service. By default `toxiproxy`.
	Name string `json:"name,omitzero"`
	// The image with its tag. By default `jauderho/toxiproxy:v2.12.0`.
	Image string `json:"image,omitzero"`
	// Published port of the HTTP interface. By default `8474`.
	Port *int `json:"port,omitzero"`
	// Seed of its randomness; without it, the proxy chooses one. Not set by default.
	Seed *int `json:"seed,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Toxiproxy) Document() (string, error) {
	return mzhost.CatalogService("toxiproxy", s, s.Overrides)
}

// Zookeeper is Apache ZooKeeper, one server.
//
// What brokers before Kafka 4 keep their state in. The catalog's Kafka needs it with `use_zookeeper` only. Confluent's
// images of version 8 have no brokers that use it: give both services a tag of version 7, such as 7.9.4.
type Zookeeper struct {
	// Name of the service. By default `zookeeper`.
	Name string `json:"name,omitzero"`
	// The image without its tag. By default `confluentinc/cp-zookeeper`.
	Image string `json:"image,omitzero"`
	// The image's tag. By default `7.9.4`.
	Tag string `json:"tag,omitzero"`
	// Port for clients. By default `2181`.
	Port *int `json:"port,omitzero"`
	// Volumes in the forms of Compose.
	Volumes []string `json:"volumes,omitzero"`
	// The variables, in place of the default ones. By default `["ZOOKEEPER_CLIENT_PORT={{port}}"]`.
	Environment []string `json:"environment,omitzero"`
	// Platform of the image. Not set by default.
	Platform string `json:"platform,omitzero"`
	// Keys of a Compose service that are laid over it by the merge rules of the Compose specification.
	Overrides mzhost.Keys `json:"-"`
}

// Document is a Compose document with the service.
func (s Zookeeper) Document() (string, error) {
	return mzhost.CatalogService("zookeeper", s, s.Overrides)
}
