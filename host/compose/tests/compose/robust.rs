//! Hostile documents: limits, and that no text makes the parser panic.

use mzhost_compose::Kind;

use crate::{bad, good, parsed};

/// A document with most forms, to be mutated.
const SEED: &str = r#"
name: shop
x-base: &base {image: "x:${TAG:-1}", environment: {A: 1, B: }}
services:
  web:
    <<: *base
    command: sh -c 'echo $$HOME'
    ports: ["127.0.0.1:8080-8081:80-81/udp", {target: 80, published: "90"}]
    volumes: ["data:/a:ro", "./b:/b", {type: tmpfs, target: /t, tmpfs: {size: 1m}}]
    networks: {front: {aliases: [w]}}
    depends_on: {db: {condition: service_healthy}}
    healthcheck: {test: [CMD, a], interval: 1m30s, retries: 3}
    deploy: {resources: {limits: {cpus: "0.5", memory: 64m}}}
    extra_hosts: ["a=[::1]"]
    x-mzhost: {ready: {http: {port: 80, path: /}}, ready_timeout: 5s}
  db: {image: pg, ulimits: {nofile: {soft: 1, hard: 2}}, tmpfs: /run, secrets: [s]}
networks: {front: }
volumes: {data: {labels: [a=b]}}
secrets: {s: {file: ./s}}
"#;

/// A small generator of numbers: the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }
}

#[test]
fn mutated_documents_never_panic() {
    let pieces = [
        "",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        "$",
        "${",
        "*base",
        "&b ",
        "<<: ",
        "!x ",
        "\t",
        "\n",
        "-1",
        "99999999999999999999",
        "1e309",
        "null",
        "é",
        "\u{feff}",
        "\0",
        "#",
        "|",
        ">",
        "%",
    ];
    let characters: Vec<char> = SEED.chars().collect();
    let mut numbers = Numbers(7);
    let mut right = 0;
    for _ in 0..1500 {
        let mut text = characters.clone();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(text.len());
            let until = (at + numbers.below(6)).min(text.len());
            let piece = pieces[numbers.below(pieces.len())];
            text.splice(at..until, piece.chars());
        }
        let text: String = text.into_iter().collect();
        match parsed(&text) {
            // What is right is right again after rendering.
            Ok(_) => {
                good(&text);
                right += 1;
            }
            Err(errors) => assert!(!errors.0.is_empty(), "{text}"),
        }
    }
    assert!(right > 20, "only {right} documents were right");
}

#[test]
fn limits() {
    let rows = [
        (
            format!("# {}", "x".repeat(1 << 20)),
            "the document has 1048578 bytes, the limit is 1048576",
        ),
        (
            format!("{}{}", "[".repeat(40), "]".repeat(40)),
            "the document is nested more than 32 levels deep (line 1)",
        ),
        (
            format!("services: {{}}\nx-a: [{}]", "1,".repeat(100_000)),
            "the document has more than 100000 values once its aliases are expanded (line 2)",
        ),
        (
            format!("{}: 1", "k".repeat(257)),
            "a key has more than 256 bytes, it starts with \"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…\" (line 1)",
        ),
    ];
    for (text, wanted) in rows {
        let errors = parsed(&text).expect_err("a limit");
        assert_eq!(errors.to_string(), wanted);
        assert_eq!(errors.kind(), Kind::Limit);
    }
}

#[test]
fn aliases_that_explode_are_stopped() {
    use std::fmt::Write;
    let mut text = "x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "x-{level}: &a{level} [{inner}]").expect("a text");
    }
    let errors = parsed(&text).expect_err("a limit");
    assert_eq!(errors.kind(), Kind::Limit, "{errors}");
    let long = "x".repeat(100_000);
    let text = format!("x-a: &a {long}\nx-b: [{}]", "*a, ".repeat(100));
    let errors = parsed(&text).expect_err("a limit");
    assert_eq!(errors.kind(), Kind::Limit, "{errors}");
    let errors = parsed("services: &a {b: *a}").expect_err("an endless document");
    assert_eq!(errors.kind(), Kind::Limit, "{errors}");
}

#[test]
fn a_large_document_of_mistakes_takes_no_long_time() {
    use std::fmt::Write;
    let mut text = "services:\n".to_owned();
    for number in 0..9_000 {
        writeln!(
            text,
            "  s{number}: {{image: x, imge{number}: 1, depends_on: [t{number}]}}"
        )
        .expect("a text");
    }
    // Quadratic work would take minutes.
    let start = std::time::Instant::now();
    assert_eq!(bad(&text).lines().count(), 100);
    assert!(start.elapsed().as_secs() < 30);
}

#[test]
fn the_list_of_errors_is_limited() {
    use std::fmt::Write;
    let mut text = "services:\n".to_owned();
    for number in 0..500 {
        writeln!(text, "  s{number}: {{}}").expect("a text");
    }
    assert_eq!(bad(&text).lines().count(), 100);
}
