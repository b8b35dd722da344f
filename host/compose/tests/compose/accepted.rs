//! Every accepted key in each of its forms, and that rendering loses nothing.

use crate::good;
use mzhost_compose::model::Service;
use serde_json::{Value, json};

/// What the rest of the document declares, for keys that refer to it.
const AROUND: &str = "
  other: {image: y}
  job: {image: y}
networks: {front: , back: }
volumes: {data: }
configs: {conf: {content: c}}
secrets: {pass: {content: c}}
";

fn service(key: &str) -> Service {
    let around = AROUND.replace("pass: {content: c}", "pass: {file: p}");
    let text = format!("services:\n  s:\n    image: x\n    {key}\n{around}");
    let document = good(&text);
    document.services.get("s").cloned().expect("the service")
}

fn field(key: &str) -> Value {
    let name = key.split(':').next().expect("a key");
    let service = serde_json::to_value(service(key)).expect("JSON");
    service.get(name).cloned().expect("the field")
}

fn table(rows: &[(&str, Value)]) {
    for (key, wanted) in rows {
        assert_eq!(field(key), *wanted, "{key}");
    }
}

#[test]
fn texts_flags_and_numbers() {
    table(&[
        ("hostname: db.local", json!("db.local")),
        ("user: 1000", json!("1000")),
        ("user: \"1000:1000\"", json!("1000:1000")),
        ("working_dir: /srv", json!("/srv")),
        ("init: true", json!(true)),
        ("init: 'false'", json!(false)),
        ("init: ", json!(null)),
        ("read_only: true", json!(true)),
        ("stop_signal: SIGINT", json!("SIGINT")),
        ("platform: linux/amd64", json!("linux/amd64")),
        ("shm_size: 64m", json!(67_108_864)),
        ("shm_size: 1024", json!(1024)),
        ("stop_grace_period: 1m30s", json!({"secs": 90, "nanos": 0})),
        (
            "stop_grace_period: 500ms",
            json!({"secs": 0, "nanos": 500_000_000}),
        ),
        (
            "cap_add: [NET_ADMIN, SYS_TIME]",
            json!(["NET_ADMIN", "SYS_TIME"]),
        ),
        ("cap_drop: [ALL]", json!(["ALL"])),
        (
            "security_opt: ['no-new-privileges:true']",
            json!(["no-new-privileges:true"]),
        ),
        ("restart: always", json!("always")),
        ("restart: 'no'", json!("no")),
        ("restart: no", json!("no")),
        ("restart: false", json!("no")),
        ("restart: unless-stopped", json!("unless-stopped")),
        ("restart: on-failure", json!({"on-failure": 0})),
        ("restart: on-failure:3", json!({"on-failure": 3})),
        ("pull_policy: if_not_present", json!("missing")),
        ("pull_policy: missing", json!("missing")),
        ("pull_policy: always", json!("always")),
        ("pull_policy: never", json!("never")),
        ("pull_policy: build", json!("build")),
    ]);
}

#[test]
fn commands() {
    table(&[
        (
            "command: [a, b c, 5, true]",
            json!(["a", "b c", "5", "true"]),
        ),
        (
            "command: sh -c 'echo \"hi there\"'",
            json!(["sh", "-c", "echo \"hi there\""]),
        ),
        ("command: []", json!([])),
        ("command: ''", json!([])),
        ("command: ", json!(null)),
        ("command: echo $$HOME", json!(["echo", "$HOME"])),
        ("entrypoint: /run.sh -x", json!(["/run.sh", "-x"])),
        ("entrypoint: [/run.sh]", json!(["/run.sh"])),
    ]);
}

#[test]
fn names_with_values() {
    table(&[
        (
            "environment: {A: 1, B: true, C: 1.5, D: , E: 'x=$$y', 'x-f': $$}",
            json!({"A": "1", "B": "true", "C": "1.5", "D": null, "E": "x=$y", "x-f": "$"}),
        ),
        (
            "environment: [A=1, B=, C, 'D=a=b', A=2]",
            json!({"A": "2", "B": "", "C": null, "D": "a=b"}),
        ),
        ("labels: [a.b=c, d]", json!({"a.b": "c", "d": ""})),
        (
            "labels: {a.b: c, d: , yes: no}",
            json!({"a.b": "c", "d": "", "yes": "no"}),
        ),
        (
            "sysctls: {net.core.somaxconn: 1024}",
            json!({"net.core.somaxconn": "1024"}),
        ),
        (
            "sysctls: [net.core.somaxconn=1024]",
            json!({"net.core.somaxconn": "1024"}),
        ),
        (
            "extra_hosts: ['a:10.0.0.1', 'b=10.0.0.2', 'c:::1', 'd=[::1]', 'e:host-gateway']",
            json!([
                {"host": "a", "address": "10.0.0.1"},
                {"host": "b", "address": "10.0.0.2"},
                {"host": "c", "address": "::1"},
                {"host": "d", "address": "::1"},
                {"host": "e", "address": "host-gateway"},
            ]),
        ),
        (
            "extra_hosts: {a: 10.0.0.1, b: [10.0.0.2, '::1']}",
            json!([
                {"host": "a", "address": "10.0.0.1"},
                {"host": "b", "address": "10.0.0.2"},
                {"host": "b", "address": "::1"},
            ]),
        ),
        (
            "env_file: a.env",
            json!([{"path": "a.env", "required": true}]),
        ),
        (
            "env_file: [a.env, {path: b.env, required: false}, {path: c.env}]",
            json!([
                {"path": "a.env", "required": true},
                {"path": "b.env", "required": false},
                {"path": "c.env", "required": true},
            ]),
        ),
    ]);
}

#[test]
fn ports() {
    let port = |target: u16, published: Option<u16>, host_ip: Option<&str>, protocol: &str| json!({"target": target, "published": published, "host_ip": host_ip, "protocol": protocol});
    table(&[
        (
            "ports: [80, '81', '8080:80', 22:22]",
            json!([
                port(80, None, None, "tcp"),
                port(81, None, None, "tcp"),
                port(80, Some(8080), None, "tcp"),
                port(22, Some(22), None, "tcp"),
            ]),
        ),
        (
            "ports: ['127.0.0.1:8080-8081:80-81/udp', '127.0.0.1::80', '[::1]:90:80', '::1:91:80']",
            json!([
                port(80, Some(8080), Some("127.0.0.1"), "udp"),
                port(81, Some(8081), Some("127.0.0.1"), "udp"),
                port(80, None, Some("127.0.0.1"), "tcp"),
                port(80, Some(90), Some("::1"), "tcp"),
                port(80, Some(91), Some("::1"), "tcp"),
            ]),
        ),
        (
            "ports: [{target: 80}, {target: 81, published: '8080', host_ip: 0.0.0.0, protocol: udp, mode: host}, {target: 82, published: 0}]",
            json!([
                port(80, None, None, "tcp"),
                port(81, Some(8080), Some("0.0.0.0"), "udp"),
                port(82, None, None, "tcp"),
            ]),
        ),
        (
            "expose: [80, '81/udp', 90-91]",
            json!([
                {"port": 80, "protocol": "tcp"},
                {"port": 81, "protocol": "udp"},
                {"port": 90, "protocol": "tcp"},
                {"port": 91, "protocol": "tcp"},
            ]),
        ),
    ]);
}

#[test]
fn mounts() {
    let mount = |kind: Value, target: &str, read_only: bool| json!({"kind": kind, "target": target, "read_only": read_only});
    let volume = |source: Option<&str>, nocopy: bool| json!({"volume": {"source": source, "nocopy": nocopy}});
    let bind = |source: &str| json!({"bind": {"source": source}});
    table(&[
        (
            "volumes: ['data:/a', 'data:/b:ro', 'data:/c:nocopy,rw', /d, './e:/e:z', '/f:/f:ro,Z', '../g:/g', '/h:ro']",
            json!([
                mount(volume(Some("data"), false), "/a", false),
                mount(volume(Some("data"), false), "/b", true),
                mount(volume(Some("data"), true), "/c", false),
                mount(volume(None, false), "/d", false),
                mount(bind("./e"), "/e", false),
                mount(bind("/f"), "/f", true),
                mount(bind("../g"), "/g", false),
                mount(volume(None, false), "/h", true),
            ]),
        ),
        (
            "volumes: [{type: volume, source: data, target: /a, volume: {nocopy: true}}, {type: volume, target: /b}, {type: bind, source: sub, target: /c, read_only: true, bind: {create_host_path: false, selinux: z}}, {type: tmpfs, target: /d, tmpfs: {size: 1m, mode: 0o1777}}, {type: tmpfs, target: /e}]",
            json!([
                mount(volume(Some("data"), true), "/a", false),
                mount(volume(None, false), "/b", false),
                mount(bind("./sub"), "/c", true),
                mount(
                    json!({"tmpfs": {"size": 1_048_576, "mode": 0o1777}}),
                    "/d",
                    false
                ),
                mount(json!({"tmpfs": {"size": null, "mode": null}}), "/e", false),
            ]),
        ),
        ("tmpfs: /run", json!([{"target": "/run", "options": ""}])),
        (
            "tmpfs: [/run, '/tmp:size=1m,mode=755']",
            json!([
                {"target": "/run", "options": ""},
                {"target": "/tmp", "options": "size=1m,mode=755"},
            ]),
        ),
        (
            "configs: [conf, {source: conf, target: /etc/c, uid: '5', gid: 6, mode: 0o440}]",
            json!([
                {"source": "conf", "target": "/conf", "uid": null, "gid": null, "mode": null},
                {"source": "conf", "target": "/etc/c", "uid": 5, "gid": 6, "mode": 0o440},
            ]),
        ),
        (
            "secrets: [pass, {source: pass, target: p, mode: '0400'}]",
            json!([
                {"source": "pass", "target": "/run/secrets/pass", "uid": null, "gid": null, "mode": null},
                {"source": "pass", "target": "/run/secrets/p", "uid": null, "gid": null, "mode": 0o400},
            ]),
        ),
    ]);
}

#[test]
fn networks_and_dependencies() {
    table(&[
        (
            "networks: [front, default]",
            json!({"front": {"aliases": []}, "default": {"aliases": []}}),
        ),
        (
            "networks: {front: , back: {aliases: [db, pg]}}",
            json!({"front": {"aliases": []}, "back": {"aliases": ["db", "pg"]}}),
        ),
        ("networks: ", json!({"default": {"aliases": []}})),
        ("network_mode: host", json!("host")),
        ("network_mode: none", json!("none")),
        ("network_mode: service:other", json!({"service": "other"})),
        (
            "depends_on: [other]",
            json!({"other": {"condition": "service_started", "required": true}}),
        ),
        (
            "depends_on: {other: {condition: service_healthy, restart: false}, job: {condition: service_completed_successfully}, gone: {condition: service_started, required: false}}",
            json!({
                "other": {"condition": "service_healthy", "required": true},
                "job": {"condition": "service_completed_successfully", "required": true},
                "gone": {"condition": "service_started", "required": false},
            }),
        ),
    ]);
    assert!(service("network_mode: none").networks.is_empty());
}

#[test]
fn healthchecks() {
    let check = |test: Value| {
        json!({
            "test": test, "interval": null, "timeout": null, "retries": null,
            "start_period": null, "start_interval": null,
        })
    };
    table(&[
        (
            "healthcheck: {test: pg_isready -q}",
            check(json!({"shell": "pg_isready -q"})),
        ),
        (
            "healthcheck: {test: [CMD, a, b c]}",
            check(json!({"command": ["a", "b c"]})),
        ),
        (
            "healthcheck: {test: [CMD-SHELL, a || b]}",
            check(json!({"shell": "a || b"})),
        ),
        ("healthcheck: {test: [NONE]}", check(json!("none"))),
        ("healthcheck: {disable: true}", check(json!("none"))),
        ("healthcheck: {disable: false}", check(json!(null))),
        (
            "healthcheck: {interval: 1s, timeout: 2s, retries: 5, start_period: 3s, start_interval: 4s}",
            json!({
                "test": null,
                "interval": {"secs": 1, "nanos": 0},
                "timeout": {"secs": 2, "nanos": 0},
                "retries": 5,
                "start_period": {"secs": 3, "nanos": 0},
                "start_interval": {"secs": 4, "nanos": 0},
            }),
        ),
    ]);
}

#[test]
fn limits() {
    table(&[(
        "ulimits: {nofile: 1024, memlock: {soft: -1, hard: -1}, nproc: {soft: 1, hard: 2}}",
        json!({
            "nofile": {"soft": 1024, "hard": 1024},
            "memlock": {"soft": -1, "hard": -1},
            "nproc": {"soft": 1, "hard": 2},
        }),
    )]);
    for key in [
        "deploy: {replicas: 1, resources: {limits: {cpus: '0.5', memory: 64m, pids: 100}}}",
        "deploy: {resources: {limits: {cpus: 0.5, memory: 67108864, pids: 100}}}",
        "{cpus: 0.5, mem_limit: 64m, pids_limit: 100}",
    ] {
        let text = match key.strip_prefix('{') {
            Some(keys) => format!("services: {{s: {{image: x, {keys}}}"),
            None => format!("services: {{s: {{image: x, {key}}}}}"),
        };
        let document = good(&text);
        let limits = document.services["s"].limits;
        assert_eq!(
            (limits.cpus, limits.memory, limits.pids),
            (Some(0.5), Some(64 << 20), Some(100)),
            "{key}"
        );
    }
}

#[test]
fn what_is_wanted_is_kept_as_it_is_written() {
    let document = good("services: {}\nx-mzhost: {wants: {net: true, env: [A, B]}}");
    let keys: Vec<&str> = document.wants.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["net", "env"]);
}

#[test]
fn builds() {
    let build = |key: &str| {
        let document = good(&format!("services: {{s: {{build: {key}}}}}"));
        serde_json::to_value(&document.services["s"].build).expect("JSON")
    };
    let wanted = |context: &str| {
        json!({
            "context": context, "dockerfile": null, "dockerfile_inline": null,
            "args": {}, "target": null, "labels": {},
        })
    };
    assert_eq!(build("./app"), wanted("./app"));
    assert_eq!(build("{}"), wanted("."));
    assert_eq!(
        build("{context: app, dockerfile: D, args: [A=1, B], target: t, labels: {l: v}}"),
        json!({
            "context": "app", "dockerfile": "D", "dockerfile_inline": null,
            "args": {"A": "1", "B": null}, "target": "t", "labels": {"l": "v"},
        })
    );
    assert_eq!(
        build("{dockerfile_inline: \"FROM scratch\\n\"}")["dockerfile_inline"],
        json!("FROM scratch\n")
    );
}

#[test]
fn our_own_keys() {
    let extension = |keys: &str| {
        let service = service(&format!("x-mzhost: {keys}"));
        serde_json::to_value(service.mzhost).expect("JSON")
    };
    let ready = |keys: &str| extension(&format!("{{ready: {keys}}}"))["ready"].clone();
    assert_eq!(ready("{tcp: 5432}"), json!({"tcp": 5432}));
    assert_eq!(ready("{tcp: {port: 5432}}"), json!({"tcp": 5432}));
    assert_eq!(
        ready("{http: 8080}"),
        json!({"http": {"port": 8080, "path": "/", "status": null}})
    );
    assert_eq!(
        ready("{http: {port: 8080, path: '/h?x=$$1', status: 204}}"),
        json!({"http": {"port": 8080, "path": "/h?x=$1", "status": 204}})
    );
    let sql = json!({"sql": {
        "port": 5432, "user": "postgres", "password": null, "database": null, "query": "select 1",
    }});
    assert_eq!(ready("{sql: }"), sql);
    assert_eq!(ready("{sql: {}}"), sql);
    assert_eq!(ready("{sql: 5432}"), sql);
    assert_eq!(
        ready("{sql: {port: 1, user: u, password: 5, database: d, query: select 2}}"),
        json!({"sql": {"port": 1, "user": "u", "password": "5", "database": "d", "query": "select 2"}})
    );
    assert_eq!(
        ready("{log: 'ready to accept$$'}"),
        json!({"log": "ready to accept$"})
    );
    assert_eq!(
        extension("{ready_timeout: 5s, once: true, gate: false, secrets: [KEY]}"),
        json!({
            "ready": null, "ready_timeout": {"secs": 5, "nanos": 0}, "once": true, "gate": false,
            "secrets": ["KEY"],
        })
    );
}

#[test]
fn the_top_level() {
    let document = good(
        "
name: shop
version: 3.8
x-anything: {a: $, b: [1]}
services:
  a: {image: x, x-else: 1, build: {x-z: 1}}
networks:
  inner: {internal: true, driver: bridge, labels: [a=b], x-a: 1}
  bare:
volumes:
  bare:
  named: {driver: local, labels: {a: b}}
  memory: {driver_opts: {type: tmpfs, device: tmpfs, o: 'size=1m,uid=5'}}
configs:
  a: {file: ./a.txt}
  b: {content: \"x\\ny\\n\"}
  c: {environment: C}
secrets:
  a: {file: ./a.txt}
  c: {environment: C}
",
    );
    assert_eq!(document.name.as_deref(), Some("shop"));
    let networks: Vec<_> = document.networks.keys().map(String::as_str).collect();
    assert_eq!(networks, ["bare", "default", "inner"]);
    assert!(document.networks["inner"].internal);
    assert_eq!(document.volumes["memory"].driver_opts["o"], "size=1m,uid=5");
    assert_eq!(
        serde_json::to_value((&document.configs, &document.secrets)).expect("JSON"),
        json!([
            {"a": {"file": "./a.txt"}, "b": {"content": "x\ny\n"}, "c": {"environment": "C"}},
            {"a": {"file": "./a.txt"}, "c": {"environment": "C"}},
        ])
    );
}

#[test]
fn json_anchors_and_merge_keys() {
    let document = good("{\n\t\"services\": {\"a\": {\"image\": \"\\ud83d\\ude00\\/x\"}}\n}");
    assert_eq!(document.services["a"].image.as_deref(), Some("😀/x"));
    let document = good(
        "
x-base: &base
  image: base
  environment: &env {A: 1, B: 2}
x-more: &more {image: more, user: me}
services:
  a: {<<: *base, environment: {<<: *env, B: 3}}
  b: {<<: [*base, *more], hostname: b}
",
    );
    let (a, b) = (&document.services["a"], &document.services["b"]);
    assert_eq!(a.image.as_deref(), Some("base"));
    assert_eq!(a.environment["A"].as_deref(), Some("1"));
    assert_eq!(a.environment["B"].as_deref(), Some("3"));
    assert_eq!(
        (b.image.as_deref(), b.user.as_deref()),
        (Some("base"), Some("me"))
    );
}

#[test]
fn variables_reach_numbers_and_flags() {
    let text =
        "services: {s: {image: 'x:${TAG:-1}', ports: [{target: '${PORT}'}], init: '${INIT}'}}";
    let variables = |name: &str| match name {
        "PORT" => Some("80".to_owned()),
        "INIT" => Some("true".to_owned()),
        _ => None,
    };
    let parsed = mzhost_compose::parse(text, &variables).expect("a good document");
    let service = &parsed.document.services["s"];
    assert_eq!(service.image.as_deref(), Some("x:1"));
    assert_eq!(service.ports[0].target, 80);
    assert_eq!(service.init, Some(true));
    assert_eq!(parsed.warnings, []);
}
