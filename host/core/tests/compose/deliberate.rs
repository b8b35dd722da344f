//! The differences that mzhost makes on purpose. One that is not here fails the test, and so does a row
//! that fits nothing any more.

/// One difference. `*` fits any text, within one step of the path or within a value.
pub(crate) struct Row {
    /// The key of a service that brings it about; empty when it has nothing to do with one.
    pub(crate) key: &'static str,
    /// Kind of object and field.
    pub(crate) path: &'static str,
    /// What docker-compose makes, as JSON.
    pub(crate) compose: &'static str,
    /// What mzhost makes, as JSON.
    pub(crate) mzhost: &'static str,
    /// Why.
    pub(crate) reason: &'static str,
}

/// A row that has nothing to do with a key.
const fn always(
    path: &'static str,
    compose: &'static str,
    mzhost: &'static str,
    reason: &'static str,
) -> Row {
    with("", path, compose, mzhost, reason)
}

/// A row about services that use a key.
const fn with(
    key: &'static str,
    path: &'static str,
    compose: &'static str,
    mzhost: &'static str,
    reason: &'static str,
) -> Row {
    Row {
        key,
        path,
        compose,
        mzhost,
        reason,
    }
}

const NAME: &str = "Names are those of Compose 2, with hyphens.";
const VERSION: &str = "Each writes its own version.";
const OWNER: &str =
    "Tells the process that owns the run, so that what is left over is found and removed.";
const SUBNET: &str =
    "Small subnets from mzhost's own pool: the engine's own run out after some thirty networks.";
const LOG: &str =
    "The engine's own copy of the log is bounded; the whole log is in the run's folder.";
const TYPED: &str = "Mounts are sent in the engine's long form, in which a colon in a path means nothing; a copy is no mount.";
const COPIED: &str =
    "A bind that was not granted is a copy: a test sees no folders of the machine.";
const SECRET: &str = "A secret is copied into the container, which also works on a remote engine.";
const HEALTH: &str =
    "mzhost runs the test itself, and far more often; the engine would run it a second time.";

/// All of them.
pub(crate) const ROWS: &[Row] = &[
    always(
        "container/Name",
        "\"/PROJECT_*_1\"",
        "\"/PROJECT-*-1\"",
        NAME,
    ),
    always(
        "container/Config/Image",
        "\"*\"",
        "\"sha256:*\"",
        "Containers are made from the resolved id (it is equal, see `Image`), so that a tag that moves changes nothing.",
    ),
    always(
        "container/Config/Labels/com.docker.compose.config-hash",
        "\"*\"",
        "\"*\"",
        "Each has its own hash of a service.",
    ),
    always(
        "container/Config/Labels/com.docker.compose.version",
        "\"1.29.2\"",
        "\"*\"",
        VERSION,
    ),
    always(
        "container/Config/Labels/com.docker.compose.project.config_files",
        "\"*.yml\"",
        "\"\"",
        "A composition has no Compose file; Compose 2 wants the label to be there.",
    ),
    always(
        "container/Config/Labels/com.docker.compose.image",
        "absent",
        "\"sha256:*\"",
        "A label of Compose 2.",
    ),
    always(
        "container/Config/Labels/com.docker.compose.depends_on",
        "absent",
        "\"*\"",
        "A label of Compose 2, which stops and removes in that order.",
    ),
    always(
        "container/Config/Labels/dev.mzhost.*",
        "absent",
        "\"*\"",
        OWNER,
    ),
    always(
        "container/HostConfig/LogConfig/Config/max-size",
        "absent",
        "\"67108864\"",
        LOG,
    ),
    always(
        "container/HostConfig/LogConfig/Config/max-file",
        "absent",
        "\"2\"",
        LOG,
    ),
    always(
        "container/HostConfig/PidsLimit",
        "null",
        "4096",
        "A test that forks without end takes itself down, not the machine.",
    ),
    always(
        "container/NetworkSettings/Networks/*/IPPrefixLen",
        "*",
        "26",
        SUBNET,
    ),
    always(
        "network/IPAM/Config/0/Subnet",
        "\"*\"",
        "\"10.213.*/26\"",
        SUBNET,
    ),
    always(
        "network/IPAM/Config/0/Gateway",
        "\"(set)\"",
        "absent",
        "The engine chooses it in the subnet that it was given.",
    ),
    always(
        "network/Attachable",
        "true",
        "false",
        "It matters to swarms only, and Compose 2 does not set it.",
    ),
    always(
        "network/Containers/*/Name",
        "\"PROJECT_*_1\"",
        "\"PROJECT-*-1\"",
        NAME,
    ),
    always(
        "network/Labels/com.docker.compose.version",
        "\"1.29.2\"",
        "\"*\"",
        VERSION,
    ),
    always("network/Labels/dev.mzhost.*", "absent", "\"*\"", OWNER),
    always(
        "volume/Labels/com.docker.compose.version",
        "\"1.29.2\"",
        "\"*\"",
        VERSION,
    ),
    always("volume/Labels/dev.mzhost.*", "absent", "\"*\"", OWNER),
    with(
        "extra_hosts",
        "container/HostConfig/ExtraHosts/*",
        "\"*\"",
        "\"*\"",
        "A map keeps the order of the document, docker-compose sorts it.",
    ),
    with(
        "healthcheck",
        "container/Config/Healthcheck",
        "{*}",
        "absent",
        HEALTH,
    ),
    with(
        "healthcheck",
        "container/State/Health",
        "{*}",
        "absent",
        HEALTH,
    ),
    with(
        "build",
        "container/Config/Healthcheck/Test/0",
        "\"CMD-SHELL\"",
        "\"NONE\"",
        HEALTH,
    ),
    with(
        "build",
        "container/Config/Healthcheck/Test/1",
        "\"true\"",
        "absent",
        HEALTH,
    ),
    with(
        "ports",
        "container/HostConfig/PortBindings/*/*/HostIp",
        "\"\"",
        "\"127.0.0.1\"",
        "A port without an address binds this machine only.",
    ),
    with(
        "restart",
        "container/HostConfig/RestartPolicy/Name",
        "\"no\"",
        "\"\"",
        "Two spellings of the engine for the same.",
    ),
    with(
        "volumes",
        "container/HostConfig/Binds",
        "[*]",
        "null",
        TYPED,
    ),
    with(
        "volumes",
        "container/HostConfig/Mounts",
        "absent",
        "[*]",
        TYPED,
    ),
    with("volumes", "container/Config/Volumes", "{*}", "null", TYPED),
    with(
        "volumes",
        "container/Mounts/*/Mode",
        "\"*\"",
        "\"z\"",
        TYPED,
    ),
    with("volumes", "container/Mounts/*/Mode", "\"*\"", "\"\"", TYPED),
    with(
        "volumes",
        "container/HostConfig/Mounts/0/TmpfsOptions/Mode",
        "absent",
        "448",
        "docker-compose 1.29 does not know the key.",
    ),
    with(
        "volumes",
        "container/HostConfig/Mounts",
        "[*\"Type\":\"bind\"*]",
        "absent",
        COPIED,
    ),
    with(
        "volumes",
        "container/Mounts/*",
        "{*\"Type\":\"bind\"*}",
        "absent",
        COPIED,
    ),
    with(
        "secrets",
        "container/HostConfig/Mounts",
        "[*\"Type\":\"bind\"*]",
        "absent",
        SECRET,
    ),
    with(
        "secrets",
        "container/Mounts/*",
        "{*\"Type\":\"bind\"*}",
        "absent",
        SECRET,
    ),
];
