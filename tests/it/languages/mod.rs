//! Compositions in other languages than Rust: they do the same; each language's file says what mistakes in it look like.

mod c;
mod custom;
mod go;
mod javascript;
mod new;
mod python;
mod python_runner;
mod rust;

use std::fs;

use serde_json::Value;

use crate::harness::{Done, mzhost};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn a_composition_does_the_same_in_every_language() {
    let calls = |folder: &str| {
        let done = mzhost(&["run", folder, "default"]).done().exits(0);
        calls_of(&done.says("both orders are there"))
    };
    let rust = calls("test/postgres-smoke");
    assert!(rust.len() > 8, "{rust:?}");
    for language in ["python", "javascript", "typescript", "go", "c"] {
        let other = calls(&format!("test/postgres-smoke-{language}"));
        assert_eq!(rust, other, "{language}");
    }
}

/// Name, arguments and outcome of each call, in their order.
fn calls_of(done: &Done) -> Vec<(Value, bool)> {
    let events = fs::read_to_string(done.run_folder().join("events.jsonl")).unwrap();
    let events = events
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut calls = Vec::new();
    for event in events {
        match event["kind"].as_str() {
            // How a guest prints, reads its sources and puts its document together is its language's matter.
            Some("call-started") if is_of_the_workflow(&event["operation"]) => {
                calls.push((event["operation"].clone(), true));
            }
            Some("call-finished") if !event["fault"].is_null() => {
                calls.last_mut().unwrap().1 = false;
            }
            _ => {}
        }
    }
    calls
}

fn is_of_the_workflow(operation: &Value) -> bool {
    let op = operation["op"].as_str().unwrap();
    let of_source = |key: &str| {
        operation[key]
            .as_str()
            .is_some_and(|text| text.contains(".py"))
    };
    let source = of_source("path") || of_source("glob");
    op != "log" && !op.starts_with("catalog") && !source
}
