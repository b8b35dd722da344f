//! Loading and calling components: what works, and what each mistake is called.

use std::sync::Arc;
use std::time::Duration;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::operation::{LogLevel, Operation, Reply};
use mzhost_core::perform::{Answer, BoxFuture, Call, Perform};
use mzhost_core::time_limit::TimeLimit;

use super::testing::{
    CLOSED, HELLO, OK, Recorder, TEXT, context, guest, guest_for, runner, with_section,
};
use super::{
    Binary, CallContext, GuestEngine, GuestLimits, LoadedComposition, bundled_files, describe,
};

fn load(bytes: &[u8]) -> Result<Arc<LoadedComposition>, Fault> {
    GuestEngine::new(None)
        .unwrap()
        .load(&Binary::of(bytes.to_vec())?, &|| ())
}

fn rejected(bytes: &[u8]) -> Fault {
    match load(bytes) {
        Ok(_) => panic!("the component was accepted"),
        Err(fault) => fault,
    }
}

fn component(text: &str) -> Vec<u8> {
    wat::parse_str(format!("(component {text})")).unwrap()
}

async fn run(code: &str, context: &CallContext) -> Result<(), Fault> {
    let loaded = load(&guest(&[("default", code)])).unwrap();
    loaded
        .call(context, "default", vec!["one".to_owned()])
        .await
}

fn default_context() -> CallContext {
    context(Arc::new(Recorder::default()))
}

#[tokio::test]
async fn a_workflow_runs_and_its_calls_become_operations() {
    let recorder = Arc::new(Recorder::default());
    let result = run(&format!("{HELLO} {OK}"), &context(recorder.clone())).await;
    assert_eq!(result, Ok(()));
    assert_eq!(
        *recorder.operations.lock().unwrap(),
        [Operation::Log {
            level: LogLevel::Info,
            message: "hello".to_owned()
        }]
    );
}

#[tokio::test]
async fn an_error_of_a_workflow_arrives_as_it_was_returned() {
    let fault = run(CLOSED, &default_context()).await.unwrap_err();
    assert_eq!(
        (fault.code.as_str(), fault.message.as_str()),
        ("shop.closed", "come back")
    );
}

#[tokio::test]
async fn services_come_as_the_guest_gives_them() {
    let loaded = load(&guest(&[])).unwrap();
    assert_eq!(loaded.services(&default_context()).await.unwrap(), TEXT);
}

#[tokio::test]
async fn an_unknown_workflow_is_answered_with_those_that_exist() {
    let loaded = load(&guest(&[("b", OK), ("a", OK)])).unwrap();
    let fault = loaded
        .call(&default_context(), "c", Vec::new())
        .await
        .unwrap_err();
    assert!(fault.is(Code::WorkflowUnknown));
    assert!(fault.message.contains("it has a, b"), "{fault}");
}

#[tokio::test]
async fn a_runner_is_asked_for_its_workflows_and_runs_them() {
    let loaded = load(&runner(CLOSED)).unwrap();
    assert!(loaded.description().runner);
    let context = default_context();
    let workflows = loaded.list_workflows(&context).await.unwrap();
    assert_eq!(workflows.len(), 1);
    assert_eq!(workflows[0].name, "a");
    let fault = loaded.call(&context, "a", Vec::new()).await.unwrap_err();
    assert_eq!(fault.code, "shop.closed");
}

#[tokio::test]
async fn an_endless_loop_ends_at_the_time_limit() {
    let context = CallContext {
        clock: TimeLimit::new(Duration::from_secs(1)),
        ..default_context()
    };
    let fault = run("(loop $l (br $l)) (unreachable)", &context)
        .await
        .unwrap_err();
    assert!(fault.is(Code::LimitCpu), "{fault:?}");
    assert!(fault.message.contains("raise it with --timeout"));
}

#[tokio::test]
async fn a_call_that_never_ends_is_named_at_the_time_limit() {
    let context = CallContext {
        clock: TimeLimit::new(Duration::from_secs(1)),
        ..default_context()
    };
    let fault = run("(call $down (i32.const 512)) (i32.const 0)", &context)
        .await
        .unwrap_err();
    assert!(fault.is(Code::LimitTime), "{fault:?}");
    assert!(fault.message.contains("waiting in down"), "{fault}");
}

#[tokio::test]
async fn memory_past_the_limit_is_named_with_both_sizes() {
    let context = CallContext {
        limits: GuestLimits {
            memory: 4 << 20,
            ..GuestLimits::default()
        },
        ..default_context()
    };
    let in_steps =
        "(loop $l (br_if $l (i32.ne (memory.grow (i32.const 8)) (i32.const -1)))) (unreachable)";
    let at_once = "(drop (memory.grow (i32.const 1024))) (unreachable)";
    for (code, asked) in [(in_steps, "5 MiB"), (at_once, "65 MiB")] {
        let fault = run(code, &context).await.unwrap_err();
        assert!(fault.is(Code::LimitMemory), "{fault:?}");
        assert!(fault.message.contains(asked), "{fault}");
        assert!(fault.message.contains("may have 4 MiB"), "{fault}");
        assert!(fault.message.contains("--guest-memory"), "{fault}");
    }
}

#[tokio::test]
async fn a_guest_that_lives_with_the_denial_goes_on() {
    let context = CallContext {
        limits: GuestLimits {
            memory: 1 << 20,
            ..GuestLimits::default()
        },
        ..default_context()
    };
    let code = "(drop (memory.grow (i32.const 1024))) ";
    assert_eq!(run(&format!("{code}{OK}"), &context).await, Ok(()));
    let fault = run(&format!("{code}{CLOSED}"), &context).await.unwrap_err();
    assert_eq!(fault.code, "shop.closed");
    assert!(fault.get("limit").unwrap().contains("--guest-memory"));
}

#[tokio::test]
async fn a_trap_is_a_panic_of_the_guest() {
    let fault = run("(unreachable)", &default_context()).await.unwrap_err();
    assert!(fault.is(Code::GuestPanic), "{fault:?}");
    assert!(fault.message.contains("unreachable"), "{fault}");
    let fault = run(
        "(i32.div_u (i32.const 1) (i32.const 0))",
        &default_context(),
    )
    .await
    .unwrap_err();
    assert!(fault.message.contains("divide by zero"), "{fault}");
}

#[tokio::test]
async fn a_composition_can_be_called_again_after_a_trap() {
    let loaded = load(&guest(&[("bad", "(unreachable)"), ("good", OK)])).unwrap();
    let context = default_context();
    assert!(loaded.call(&context, "bad", Vec::new()).await.is_err());
    assert_eq!(loaded.call(&context, "good", Vec::new()).await, Ok(()));
}

#[tokio::test]
async fn all_randomness_follows_from_the_seed() {
    // Eight random letters, logged.
    let code = format!(
        "(i64.store (i32.const 1024) (i64.or (i64.const 0x4040404040404040)
           (i64.and (call $random) (i64.const 0x0f0f0f0f0f0f0f0f))))
         (call $info (i32.const 1024) (i32.const 8)) {OK}"
    );
    let mut messages = Vec::new();
    for seed in [1, 1, 2] {
        let recorder = Arc::new(Recorder::default());
        let context = CallContext {
            seed,
            ..context(recorder.clone())
        };
        run(&code, &context).await.unwrap();
        messages.push(recorder.operations.lock().unwrap().clone());
    }
    assert_eq!(messages[0], messages[1]);
    assert_ne!(messages[0], messages[2]);
}

#[tokio::test]
async fn too_much_data_in_one_call_is_a_limit() {
    let context = CallContext {
        limits: GuestLimits {
            transfer: 1000,
            ..GuestLimits::default()
        },
        ..default_context()
    };
    let code = format!("(call $info (i32.const 4096) (i32.const 2000)) {OK}");
    let fault = run(&code, &context).await.unwrap_err();
    assert!(fault.is(Code::LimitInput), "{fault:?}");
}

/// Answers each `log` with a call of the workflow `inner`.
struct Nesting {
    loaded: Arc<LoadedComposition>,
    inner: CallContext,
}

impl Perform for Nesting {
    fn perform(&self, _call: Call) -> BoxFuture<'_, Answer> {
        Box::pin(async {
            self.loaded.call(&self.inner, "inner", Vec::new()).await?;
            Ok(Reply::Unit)
        })
    }
}

#[tokio::test]
async fn a_workflow_can_run_another_while_it_waits() {
    let outer = format!("{HELLO} {OK}");
    let loaded = load(&guest(&[("outer", &outer), ("inner", &outer)])).unwrap();
    let recorder = Arc::new(Recorder::default());
    let nesting = Arc::new(Nesting {
        loaded: Arc::clone(&loaded),
        inner: context(recorder.clone()),
    });
    let call =
        tokio::spawn(async move { loaded.call(&context(nesting), "outer", Vec::new()).await });
    assert_eq!(call.await.unwrap(), Ok(()));
    assert_eq!(recorder.operations.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn dropping_a_call_cancels_what_it_waits_for() {
    let recorder = Arc::new(Recorder::default());
    let context = context(recorder.clone());
    let mut call = Box::pin(run("(call $down (i32.const 512)) (i32.const 0)", &context));
    while recorder.operations.lock().unwrap().is_empty() {
        assert!(futures_util::poll!(&mut call).is_pending());
        tokio::task::yield_now().await;
    }
    assert_eq!(recorder.waiting(), 1);
    drop(call);
    assert_eq!(recorder.waiting(), 0);
}

#[test]
fn what_is_no_component_is_called_by_its_name() {
    let core = wat::parse_str("(module)").unwrap();
    let damaged = &guest(&[])[..200];
    for (bytes, wanted) in [
        (&b""[..], "empty"),
        (b"\x7fELF\x02\x01 and so on", "not a WebAssembly component"),
        (b"\0asm", "damaged"),
        (b"(component)", "WebAssembly text"),
        (core.as_slice(), "--target wasm32-wasip2"),
        (damaged, "damaged"),
    ] {
        let fault = rejected(bytes);
        assert!(fault.is(Code::ComponentInvalid), "{fault:?}");
        assert!(fault.message.contains(wanted), "{wanted}: {fault}");
        assert!(describe(bytes).is_err());
    }
}

#[test]
fn a_component_for_another_version_is_told_both_versions() {
    let fault = rejected(&guest_for("9.0.0"));
    assert!(fault.is(Code::ComponentVersion), "{fault:?}");
    assert!(fault.message.contains("9.0.0"), "{fault}");
    assert!(fault.message.contains("0.1.x"), "{fault}");
    assert!(load(&guest_for("0.1.7")).is_ok());
}

#[test]
fn imports_that_are_not_offered_are_named() {
    let fault = rejected(&component(
        r#"(import "shop:orders/list@1.0.0" (instance))"#,
    ));
    assert!(fault.is(Code::ComponentType), "{fault:?}");
    assert!(fault.message.contains("shop:orders/list@1.0.0"), "{fault}");

    let unknown = r#"(import "mzhost:composition/log@VERSION" (instance (export "shout" (func))))"#;
    let fault = rejected(&component(&unknown.replace("VERSION", "0.1.9")));
    assert!(fault.is(Code::ComponentType), "{fault:?}");
}

#[test]
fn a_function_that_a_later_version_brings_is_a_matter_of_versions() {
    let text = r#"
        (import "mzhost:composition/log@0.1.9" (instance $log (export "shout" (func))))
        (core func $shout (canon lower (func $log "shout")))
        (core module $m (import "" "shout" (func))
            (memory (export "memory") 1)
            (func (export "services") (result i32) (i32.const 0)))
        (core instance $i (instantiate $m (with "" (instance (export "shout" (func $shout))))))
        (func $s (result (result string (error string)))
            (canon lift (core func $i "services") (memory $i "memory")))
        (export "services" (func $s))"#;
    let fault = rejected(&component(text));
    assert!(fault.is(Code::ComponentVersion), "{fault:?}");
    assert!(fault.message.contains("0.1.9"), "{fault}");
    assert!(fault.get("cause").is_some());
}

#[test]
fn exports_of_a_wrong_type_are_named_with_what_was_wanted_and_found() {
    let text = r#"
        (core module $m (func (export "f") (param i32)))
        (core instance $i (instantiate $m))
        (func $f (param "count" u32) (canon lift (core func $i "f")))"#;
    for (export, wanted) in [
        ("services", "func() -> result<string, string>"),
        ("workflow-default", "func(list<string>) -> result<_, error>"),
        ("list-workflows", "func() -> result<string, string>"),
    ] {
        let fault = rejected(&component(&format!(
            r#"{text} (export "{export}" (func $f))"#
        )));
        assert!(fault.is(Code::ComponentType), "{fault:?}");
        assert_eq!(fault.get("export"), Some(export));
        assert_eq!(fault.get("wanted"), Some(wanted));
        assert_eq!(fault.get("found"), Some("func(u32)"));
        assert!(fault.message.contains("build the guest"), "{fault}");
    }
    let fault = rejected(&component(text));
    assert!(fault.message.contains("no function services"), "{fault:?}");
}

#[test]
fn descriptions_are_merged_and_exports_win() {
    let lines = concat!(
        r#"{"name": "b", "description": "Second.", "file": "src/lib.rs", "line": 7, "hidden": true}"#,
        "\n",
        r#"{"name": "gone", "description": "No such export."}"#,
        "\n"
    );
    let bytes = guest(&[("b", OK), ("a", OK)]);
    let description = describe(&with_section(bytes, "mzhost:workflows", lines.as_bytes())).unwrap();
    assert!(!description.runner);
    let names: Vec<_> = description
        .workflows
        .iter()
        .map(|w| w.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b"]);
    let second = &description.workflows[1];
    assert_eq!(second.description, "Second.");
    assert_eq!(
        (second.file.as_deref(), second.line),
        (Some("src/lib.rs"), Some(7))
    );
    assert!(second.hidden && !description.workflows[0].hidden);
}

#[test]
fn descriptions_are_found_in_nested_modules_and_in_several_parts() {
    let nested = r#"
        (core module $m (@custom "mzhost:workflows" "{\"name\": \"b\"}\n{\"name\": \"c\"}"))
        (core module $n
            (import "shop" "list" (func)) (export "workflow-trap" (func 0)))"#;
    let bytes = with_section(component(nested), "mzhost:workflows", b"{\"name\": \"a\"}");
    let outline = super::outline::Outline::read(&bytes).unwrap();
    assert!(outline.functions.is_empty() && outline.imports.is_empty());
    let entries = super::section::entries(&outline.workflows).unwrap();
    let names: Vec<_> = entries.into_iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["b", "c", "a"]);
}

#[test]
fn a_broken_description_is_an_error_with_its_line() {
    let bytes = with_section(
        guest(&[]),
        "mzhost:workflows",
        b"{\"name\": \"a\"}\nnonsense",
    );
    let fault = describe(&bytes).unwrap_err();
    assert!(fault.is(Code::ComponentInvalid));
    assert!(fault.message.contains("line 2"), "{fault}");
}

#[test]
fn bundled_files_are_read_within_their_limit_and_never_outside() {
    let archive = |path: &str| {
        let mut header = tar::Header::new_ustar();
        header.set_size(4);
        header.set_mode(0o644);
        // The builder refuses such paths, an attacker would not.
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        let mut builder = tar::Builder::new(Vec::new());
        builder.append(&header, &b"data"[..]).unwrap();
        with_section(guest(&[]), "mzhost:files", &builder.into_inner().unwrap())
    };
    let files = bundled_files(&archive("./test/a.sql"), 100).unwrap();
    assert_eq!(
        files.get("test/a.sql").map(Vec::as_slice),
        Some(&b"data"[..])
    );
    assert!(
        bundled_files(&archive("a"), 3)
            .unwrap_err()
            .is(Code::LimitInput)
    );
    for outside in ["../a", "/etc/a", "x/../../a"] {
        assert!(bundled_files(&archive(outside), 100).is_err(), "{outside}");
    }
    assert!(bundled_files(&guest(&[]), 100).unwrap().is_empty());
}
