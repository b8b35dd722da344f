//! What is refused, with the whole text of each error.

use mzhost_compose::Kind;

use crate::{bad, parsed};

#[test]
fn keys_of_a_service() {
    for (key, wanted) in SERVICE {
        let text = format!("services:\n  db:\n    image: x\n    {key}\n");
        assert_eq!(bad(&text), *wanted, "{key}");
    }
}

/// A key of a service, and the errors.
const SERVICE: &[(&str, &str)] = &[
    (
        "iamge: y",
        r#"services.db.iamge: unknown key (did you mean "image"?) (line 4)"#,
    ),
    (
        "enviroment: {A: 1}",
        r#"services.db.enviroment: unknown key (did you mean "environment"?) (line 4)"#,
    ),
    (
        "banana: 1",
        "services.db.banana: unknown key, the keys here are image, build, command, entrypoint, environment, env_file, ports, expose, volumes, configs, secrets, networks, network_mode, depends_on, healthcheck, hostname, user, working_dir, init, labels, ulimits, cap_add, cap_drop, sysctls, extra_hosts, stop_signal, stop_grace_period, restart, platform, shm_size, read_only, tmpfs, security_opt, deploy, cpus, mem_limit, pids_limit, pull_policy, x-mzhost (line 4)",
    ),
    (
        "container_name: x",
        "services.db.container_name: not supported by mzhost: two runs would collide, use the service's name, hostname or an alias (line 4)",
    ),
    (
        "links: [a]",
        "services.db.links: not supported by mzhost: services of one network reach each other by name, use depends_on for the order and networks.NAME.aliases for other names (line 4)",
    ),
    (
        "privileged: true",
        "services.db.privileged: not supported by mzhost: a test gets no more rights than it needs, use cap_add (line 4)",
    ),
    (
        "hostname: a b",
        r#"services.db.hostname: expected a host name of letters, digits, "-" and dots, found "a b" (line 4)"#,
    ),
    (
        "working_dir: srv",
        r#"services.db.working_dir: expected an absolute path in the container, found "srv" (line 4)"#,
    ),
    (
        "init: yes",
        r#"services.db.init: expected true or false, found "yes" (line 4)"#,
    ),
    (
        "read_only: 1",
        "services.db.read_only: expected true or false, found 1 (line 4)",
    ),
    (
        "user: []",
        "services.db.user: expected a text, found a list (line 4)",
    ),
    (
        "shm_size: big",
        r#"services.db.shm_size: expected a size such as 64m, 1gb or a number of bytes, found "big" (line 4)"#,
    ),
    (
        "stop_grace_period: 30",
        "services.db.stop_grace_period: expected a time such as 30s, 1m30s or 500ms, found 30: add a unit (line 4)",
    ),
    (
        "stop_grace_period: 3 weeks",
        r#"services.db.stop_grace_period: expected a time such as 30s, 1m30s or 500ms, found "3 weeks" (line 4)"#,
    ),
    (
        "restart: sometimes",
        r#"services.db.restart: expected one of no, always, unless-stopped, on-failure, on-failure:N, found "sometimes" (line 4)"#,
    ),
    (
        "restart: on-failure:x",
        r#"services.db.restart: expected one of no, always, unless-stopped, on-failure, on-failure:N, found "on-failure:x" (line 4)"#,
    ),
    (
        "pull_policy: daily",
        r#"services.db.pull_policy: expected one of missing, if_not_present, always, never, build, found "daily" (line 4)"#,
    ),
    (
        r#"command: "echo 'a""#,
        r#"services.db.command: expected words as a shell splits them, with every quote closed, found "echo 'a" (line 4)"#,
    ),
    (
        "command: {a: b}",
        "services.db.command: expected a text or a list of texts, found a map (line 4)",
    ),
    (
        "command: [a, null]",
        "services.db.command[1]: expected a text, found nothing (line 4)",
    ),
    (
        "environment: [=x]",
        r#"services.db.environment[0]: expected a name that is not empty and has no "=" or line break, found "" (line 4)"#,
    ),
    (
        "environment: {A: [1]}",
        "services.db.environment.A: expected a text, found a list (line 4)",
    ),
    (
        "environment: x",
        r#"services.db.environment: expected a map or a list of name=value, found "x" (line 4)"#,
    ),
    (
        "labels: 5",
        "services.db.labels: expected a map or a list of name=value, found 5 (line 4)",
    ),
    (
        "extra_hosts: [a]",
        r#"services.db.extra_hosts[0]: expected host=address, found "a" (line 4)"#,
    ),
    (
        "extra_hosts: ['a:b']",
        r#"services.db.extra_hosts[0]: expected an IP address or host-gateway for the host, found "a:b" (line 4)"#,
    ),
    (
        "env_file: {required: true}",
        r#"services.db.env_file: the long form needs "path" (line 4)"#,
    ),
    (
        "env_file: [{path: a, format: raw}]",
        "services.db.env_file[0].format: not supported by mzhost: quotes and comments are always read, remove it (line 4)",
    ),
    (
        "ports: 80",
        "services.db.ports: expected a list, found 80 (line 4)",
    ),
    (
        "ports: [http]",
        r#"services.db.ports[0]: expected [[ADDRESS:]PORT:]PORT[/tcp|udp] with ports or ranges from 1 to 65535, found "http" (line 4)"#,
    ),
    (
        "ports: [0]",
        "services.db.ports[0]: expected [[ADDRESS:]PORT:]PORT[/tcp|udp] with ports or ranges from 1 to 65535, found 0 (line 4)",
    ),
    (
        "ports: [80/sctp]",
        r#"services.db.ports[0]: expected [[ADDRESS:]PORT:]PORT[/tcp|udp] with ports or ranges from 1 to 65535, found "80/sctp" (line 4)"#,
    ),
    (
        "ports: ['70000:80']",
        r#"services.db.ports[0]: expected [[ADDRESS:]PORT:]PORT[/tcp|udp] with ports or ranges from 1 to 65535, found "70000:80" (line 4)"#,
    ),
    (
        "ports: ['8000-8010:80']",
        r#"services.db.ports[0]: expected two ranges of the same length, found "8000-8010:80" (line 4)"#,
    ),
    (
        "ports: ['x:80:80']",
        r#"services.db.ports[0]: expected an IP address before the published port, found "x:80:80" (line 4)"#,
    ),
    (
        "ports: ['1-65535']",
        "services.db.ports: more than 1000 ports, use smaller ranges (line 4)",
    ),
    (
        "ports: [{published: 80}]",
        r#"services.db.ports[0]: a port in the long form needs "target" (line 4)"#,
    ),
    (
        "ports: [80, {target: http}]",
        r#"services.db.ports[1].target: expected a port from 1 to 65535, found "http" (line 4)"#,
    ),
    (
        "ports: [{target: 80, published: 80-90}]",
        r#"services.db.ports[0].published: expected one port from 1 to 65535, ranges are for the short form, found "80-90" (line 4)"#,
    ),
    (
        "ports: [{target: 80, protcol: udp}]",
        r#"services.db.ports[0].protcol: unknown key (did you mean "protocol"?) (line 4)"#,
    ),
    (
        "expose: [x]",
        r#"services.db.expose[0]: expected PORT[/tcp|udp] with a port or range from 1 to 65535, found "x" (line 4)"#,
    ),
    (
        "volumes: ['a:b:c:d']",
        r#"services.db.volumes[0]: expected [SOURCE:]/TARGET[:ro|rw], found "a:b:c:d" (line 4)"#,
    ),
    (
        "volumes: [data]",
        r#"services.db.volumes[0]: expected [SOURCE:]/TARGET[:ro|rw] with an absolute path in the container, found "data" (line 4)"#,
    ),
    (
        "volumes: ['./a:b']",
        r#"services.db.volumes[0]: expected [SOURCE:]/TARGET[:ro|rw], found "./a:b" (line 4)"#,
    ),
    (
        "volumes: ['./a:/b:rx']",
        r#"services.db.volumes[0]: expected the options ro, rw, nocopy, z or Z after the target, found "./a:/b:rx" (line 4)"#,
    ),
    (
        "volumes: ['~/a:/b']",
        r#"services.db.volumes[0]: expected a path relative to the composition's root, "~" is not expanded, found "~/a:/b" (line 4)"#,
    ),
    (
        "volumes: ['nope:/b']",
        r#"services.db.volumes[0]: the volume "nope" is not declared, add it under the top-level volumes (line 4)"#,
    ),
    (
        "volumes: ['./a:/b', './c:/b']",
        r#"services.db.volumes[1]: two mounts at "/b", keep one (line 4)"#,
    ),
    (
        "volumes: [{type: bind, target: /a}]",
        r#"services.db.volumes[0]: a mount of type bind needs "source", a path (line 4)"#,
    ),
    (
        "volumes: [{type: npipe, source: a, target: /a}]",
        r#"services.db.volumes[0].type: expected one of volume, bind, tmpfs, found "npipe" (line 4)"#,
    ),
    (
        "volumes: [{type: tmpfs, source: a, target: /a}]",
        r#"services.db.volumes[0]: a mount of type tmpfs has no "source", remove it (line 4)"#,
    ),
    (
        "volumes: [{type: volume, target: /a, tmpfs: {size: 1}}]",
        "services.db.volumes[0].tmpfs: only a mount of type tmpfs takes this key (line 4)",
    ),
    (
        "volumes: [{type: bind, source: a, target: /a, bind: {create_host_path: true, propagation: shared}}]",
        r"services.db.volumes[0].bind.create_host_path: mzhost never creates folders on the machine, remove this key and make the folder (line 4)
services.db.volumes[0].bind.propagation: not supported by mzhost: binds are private, remove it (line 4)",
    ),
    (
        "volumes: [{source: a}]",
        r#"services.db.volumes[0]: a mount in the long form needs "type" (line 4)"#,
    ),
    (
        "tmpfs: run",
        r#"services.db.tmpfs: expected /TARGET or /TARGET:OPTIONS with an absolute path, found "run" (line 4)"#,
    ),
    (
        "configs: [nope]",
        r#"services.db.configs[0]: the config "nope" is not declared, add it under the top-level configs (line 4)"#,
    ),
    (
        "configs: [{target: /x}]",
        r#"services.db.configs[0]: the long form needs "source" (line 4)"#,
    ),
    (
        "secrets: [{source: nope, mode: '999'}]",
        r#"services.db.secrets[0].mode: expected permission bits such as 0o444 or "0444", found "999" (line 4)
services.db.secrets[0]: the secret "nope" is not declared, add it under the top-level secrets (line 4)"#,
    ),
    (
        "networks: [nope]",
        r#"services.db.networks[0]: the network "nope" is not declared, add it under the top-level networks (line 4)"#,
    ),
    (
        "networks: {nope: {ipv4_address: 1.2.3.4}}",
        r#"services.db.networks.nope.ipv4_address: not supported by mzhost: the engine chooses addresses, use the service's name (line 4)
services.db.networks.nope: the network "nope" is not declared, add it under the top-level networks (line 4)"#,
    ),
    (
        "networks: 5",
        "services.db.networks: expected a list of networks or a map, found 5 (line 4)",
    ),
    (
        "network_mode: bridge",
        r#"services.db.network_mode: the engine's own network "bridge" is not used, remove network_mode to join the network "default" of the composition (line 4)"#,
    ),
    (
        "network_mode: container:x",
        r#"services.db.network_mode: containers outside the composition are out of reach, use "service:NAME" (line 4)"#,
    ),
    (
        "network_mode: service:nope",
        r#"services.db.network_mode: the service "nope" is not declared, declared: db (line 4)"#,
    ),
    (
        "network_mode: fast",
        r#"services.db.network_mode: expected host, none or service:NAME, found "fast" (line 4)"#,
    ),
    (
        "depends_on: [bd]",
        r#"services.db.depends_on[0]: the service "bd" is not declared, declared: db (line 4)"#,
    ),
    (
        "depends_on: {x: {condition: healthy}}",
        r#"services.db.depends_on.x.condition: expected one of service_started, service_healthy, service_completed_successfully, found "healthy" (line 4)
services.db.depends_on.x: the service "x" is not declared, declared: db (line 4)"#,
    ),
    (
        "depends_on: {x: {restart: true}}",
        r#"services.db.depends_on.x.restart: mzhost restarts no service because of another, remove this key and restart it in the workflow (line 4)
services.db.depends_on.x: the service "x" is not declared, declared: db (line 4)"#,
    ),
    (
        "depends_on: [db]",
        "services: services depend on each other in a circle: db -> db, remove one of these dependencies (line 1)",
    ),
    (
        "healthcheck: {test: []}",
        "services.db.healthcheck.test: expected a text, or a list that starts with NONE, CMD or CMD-SHELL, such as [CMD, pg_isready], found a list (line 4)",
    ),
    (
        "healthcheck: {test: [pg_isready]}",
        "services.db.healthcheck.test: expected a text, or a list that starts with NONE, CMD or CMD-SHELL, such as [CMD, pg_isready], found a list (line 4)",
    ),
    (
        "healthcheck: {test: [CMD]}",
        "services.db.healthcheck.test: expected a command after CMD, found a list (line 4)",
    ),
    (
        "healthcheck: {test: [CMD-SHELL, a, b]}",
        "services.db.healthcheck.test: expected one line after CMD-SHELL, found a list (line 4)",
    ),
    (
        "healthcheck: {test: ''}",
        r#"services.db.healthcheck.test: expected a text, or a list that starts with NONE, CMD or CMD-SHELL, such as [CMD, pg_isready], found "" (line 4)"#,
    ),
    (
        "healthcheck: {interval: 5, retries: -1}",
        r"services.db.healthcheck.interval: expected a time such as 30s, 1m30s or 500ms, found 5: add a unit (line 4)
services.db.healthcheck.retries: expected a whole number of tries, found -1 (line 4)",
    ),
    (
        "healthcheck: {test: x, disable: true}",
        "services.db.healthcheck.disable: the check is disabled and has a test, remove one of the two (line 4)",
    ),
    (
        "healthcheck: x",
        r#"services.db.healthcheck: expected a map, found "x" (line 4)"#,
    ),
    (
        "ulimits: {nofiles: 1}",
        r#"services.db.ulimits.nofiles: unknown limit (did you mean "nofile"?), the limits are core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack (line 4)"#,
    ),
    (
        "ulimits: {nofile: {soft: 5, hard: 1}}",
        "services.db.ulimits.nofile: the soft limit 5 is above the hard limit 1 (line 4)",
    ),
    (
        "ulimits: {nofile: {soft: 5}}",
        r#"services.db.ulimits.nofile: a limit in the long form needs "hard" (line 4)"#,
    ),
    (
        "ulimits: {nofile: -2}",
        "services.db.ulimits.nofile: expected a whole number, -1 for no limit, found -2 (line 4)",
    ),
    (
        "deploy: {replicas: 2}",
        "services.db.deploy.replicas: expected 1, mzhost runs one container of a service, found 2 (line 4)",
    ),
    (
        "deploy: {mode: global}",
        "services.db.deploy.mode: not supported by mzhost: one engine runs one container of a service (line 4)",
    ),
    (
        "deploy: {resources: {reservations: {}}}",
        "services.db.deploy.resources.reservations: not supported by mzhost: use limits (line 4)",
    ),
    (
        "deploy: {resources: {limits: {cpus: 0, memory: x, pids: 0}}}",
        r#"services.db.deploy.resources.limits.cpus: expected a number of processor cores above 0, such as 0.5, found 0 (line 4)
services.db.deploy.resources.limits.memory: expected a size such as 64m, 1gb or a number of bytes, found "x" (line 4)
services.db.deploy.resources.limits.pids: expected a number of processes from 1, found 0 (line 4)"#,
    ),
    (
        "build: {context: 'https://x/y.git'}",
        r#"services.db.build.context: expected a folder, mzhost fetches no build contexts, found "https://x/y.git" (line 4)"#,
    ),
    (
        "build: {dockerfile: a, dockerfile_inline: b}",
        "services.db.build: dockerfile and dockerfile_inline exclude each other, remove one (line 4)",
    ),
    (
        "build: {ssh: default}",
        "services.db.build.ssh: not supported by mzhost: builds get no keys, put the files in the context (line 4)",
    ),
    (
        "build: 5",
        "services.db.build: expected a folder or a map, found 5 (line 4)",
    ),
    (
        "x-mzhost: {redy: {tcp: 1}}",
        r#"services.db.x-mzhost.redy: unknown key (did you mean "ready"?) (line 4)"#,
    ),
    (
        "x-mzhost: {ready: 5}",
        "services.db.x-mzhost.ready: expected a map with one of tcp, http, sql or log, such as {tcp: 5432}, found 5 (line 4)",
    ),
    (
        "x-mzhost: {ready: {tcp: 1, log: x}}",
        "services.db.x-mzhost.ready: expected a map with one of tcp, http, sql or log, such as {tcp: 5432}, found 2 keys (line 4)",
    ),
    (
        "x-mzhost: {ready: {udp: 1}}",
        "services.db.x-mzhost.ready.udp: unknown probe, the probes are tcp, http, sql, log (line 4)",
    ),
    (
        "x-mzhost: {ready: {tcp: http}}",
        r#"services.db.x-mzhost.ready.tcp: expected a port from 1 to 65535, found "http" (line 4)"#,
    ),
    (
        "x-mzhost: {ready: {tcp: {}}}",
        r#"services.db.x-mzhost.ready.tcp: the probe needs "port" (line 4)"#,
    ),
    (
        "x-mzhost: {ready: {http: {path: /}}}",
        r#"services.db.x-mzhost.ready.http: the probe needs "port" (line 4)"#,
    ),
    (
        "x-mzhost: {ready: {http: {port: 1, path: x, status: 99}}}",
        r#"services.db.x-mzhost.ready.http.path: expected a path that starts with "/" and has no spaces, found "x" (line 4)
services.db.x-mzhost.ready.http.status: expected a status from 100 to 599, found 99 (line 4)"#,
    ),
    (
        "x-mzhost: {ready: {log: '['}}",
        r#"services.db.x-mzhost.ready.log: expected a regular expression, found "[" (line 4)"#,
    ),
    (
        "x-mzhost: {ready_timeout: 5, once: 1}",
        r"services.db.x-mzhost.ready_timeout: expected a time such as 30s, 1m30s or 500ms, found 5: add a unit (line 4)
services.db.x-mzhost.once: expected true or false, found 1 (line 4)",
    ),
];

#[test]
fn whole_documents() {
    for (text, wanted) in DOCUMENTS {
        assert_eq!(bad(text), *wanted, "{text}");
    }
}

/// A document, and the errors.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "",
        r#"the document is empty, it needs a map with "services""#,
    ),
    ("5", "expected a map, found 5"),
    ("services: 5", "services: expected a map, found 5 (line 1)"),
    (
        "services: {a: }",
        "services.a: expected a map, found nothing (line 1)",
    ),
    (
        "services: {a: {}}",
        r#"services.a: a service needs "image" or "build" (line 1)"#,
    ),
    (
        "services: {a: {hostname: a}}",
        r#"services.a: a service needs "image" or "build" (line 1)"#,
    ),
    (
        "service: {}",
        r#"service: unknown key (did you mean "services"?) (line 1)"#,
    ),
    (
        r"services:
  a: {image: x}
  a: {image: y}
",
        r#"services: the key "a" is there twice (line 3)"#,
    ),
    (
        r"services:
  a:
    image: x
    image: y
",
        r#"services.a: the key "image" is there twice (line 4)"#,
    ),
    (
        r#"{"services": {"a": {"image": "x"}, "a": {}}}"#,
        r#"services: the key "a" is there twice (line 1)"#,
    ),
    (
        "services: {a: {image: !env X}}",
        r#"services.a.image: the tag "!env" is not supported, write the value without it (line 1)"#,
    ),
    (
        "services: {1: {image: x}}",
        "not valid YAML or JSON: services: invalid type: integer `1`, expected a text as key, write it in quotes (line 1)",
    ),
    (
        "services: [",
        "not valid YAML or JSON: did not find expected node content (line 2)",
    ),
    (
        r"services: {}
---
services: {}",
        "not valid YAML or JSON: deserializing from YAML containing more than one document is not supported",
    ),
    (
        "services: {a: {<<: 5}}",
        r#"services.a: a merge key "<<" takes a map or a list of maps (line 1)"#,
    ),
    (
        "services: {a: {image: *nope}}",
        "not valid YAML or JSON: unknown anchor (line 1)",
    ),
    (
        r#"services: {a: {image: "x\0"}}"#,
        "services.a.image: a text holds the character NUL, which no container can take (line 1)",
    ),
    (
        "services: {a: {image: '${X:?say which}'}}",
        "services.a.image: the variable X is not set or not granted (--allow-env X): say which (line 1)",
    ),
    (
        "services: {a: {image: '${X'}}",
        r#"services.a.image: expected $NAME, ${NAME}, ${NAME:-default}, ${NAME:?message} or ${NAME:+value}, and $$ for a dollar sign, found "${X" (line 1)"#,
    ),
    (
        r"include: [a]
services: {}",
        "include: not supported by mzhost: put all services in one document, or build it in the guest's language (line 1)",
    ),
    (
        r"name: My Project
services: {}",
        r#"name: the name "My Project" is not allowed: use 1 to 63 lower-case letters, digits, "_" and "-", the first a letter or digit (line 1)"#,
    ),
    (
        r"services: {a: {image: x}}
networks: {n: {external: true, driver: overlay, ipam: {}}}",
        r#"networks.n.external: not supported by mzhost: every run has networks of its own, remove it (line 2)
networks.n.driver: expected bridge, found "overlay" (line 2)
networks.n.ipam: not supported by mzhost: subnets come from mzhost's own pool, remove it (line 2)"#,
    ),
    (
        r"services: {a: {image: x}}
volumes: {v: {external: true, driver: nfs, driver_opts: {type: none, device: /etc, o: bind}}}",
        r#"volumes.v.external: not supported by mzhost: every run has volumes of its own, remove it (line 2)
volumes.v.driver: expected local, found "nfs" (line 2)
volumes.v.driver_opts.type: expected tmpfs, only memory volumes are supported, found "none" (line 2)
volumes.v.driver_opts.device: expected tmpfs, only memory volumes are supported, found "/etc" (line 2)
volumes.v.driver_opts.o: expected size=, mode=, uid= or gid=, separated by commas, found "bind" (line 2)"#,
    ),
    (
        r"services: {a: {image: x}}
volumes: {v: {driver_opts: {o: size=1}}}",
        r#"volumes.v.driver_opts: only a memory volume is supported: "type: tmpfs" and "device: tmpfs" (line 2)"#,
    ),
    (
        r"services: {a: {image: x}}
configs: {c: {file: a, content: b}, d: {}, e: {external: true}}",
        r"configs.c: expected one of file, content or environment, found 2 of them (line 2)
configs.d: expected one of file, content or environment, found 0 of them (line 2)
configs.e.external: not supported by mzhost: use file, content or environment (line 2)",
    ),
    (
        r"services: {a: {image: x}}
secrets: {c: {content: b}}",
        "secrets.c.content: not supported by mzhost: use environment or file, or a config (line 2)",
    ),
    (
        "services: {../volumes/x: {image: x}}",
        r#"services["../volumes/x"]: the name "../volumes/x" is not allowed: use 1 to 63 letters, digits, "_", "." and "-", the first a letter or digit (line 1)"#,
    ),
    (
        r"services: {a: {image: x}}
networks: {'': }
volumes: {a/b: }
configs: {-a: {file: x}}",
        r#"networks[""]: the name "" is not allowed: use 1 to 63 letters, digits, "_", "." and "-", the first a letter or digit (line 2)
volumes["a/b"]: the name "a/b" is not allowed: use 1 to 63 letters, digits, "_", "." and "-", the first a letter or digit (line 3)
configs.-a: the name "-a" is not allowed: use 1 to 63 letters, digits, "_", "." and "-", the first a letter or digit (line 4)"#,
    ),
    (
        r"services:
  a: {image: x, depends_on: [b]}
  b: {image: x, network_mode: 'service:c'}
  c: {image: x, depends_on: [b]}
",
        "services: services depend on each other in a circle: b -> c -> b, remove one of these dependencies (line 1)",
    ),
    (
        r"services:
  web: {image: x, volumes: [dat:/x], networks: [frnt]}
volumes: {data: }
networks: {front: , back: }",
        r#"services.web.networks[0]: the network "frnt" is not declared (did you mean "front"?), declared: back, front (line 2)
services.web.volumes[0]: the volume "dat" is not declared (did you mean "data"?), declared: data (line 2)"#,
    ),
    (
        "services: {a: {image: x, network_mode: none, networks: [default]}}",
        "services.a.network_mode: network_mode and networks exclude each other, remove one (line 1)",
    ),
];

#[test]
fn kinds_tell_the_caller_which_code_to_use() {
    let kind = |text: &str| parsed(text).expect_err("errors").kind();
    assert_eq!(kind("services: {../volumes/x: {}}"), Kind::Name);
    assert_eq!(kind("name: X\nservices: {}"), Kind::Name);
    assert_eq!(
        kind("services: {a: {image: x, depends_on: [a]}}"),
        Kind::Cycle
    );
    assert_eq!(kind("services: 5"), Kind::Invalid);
}
