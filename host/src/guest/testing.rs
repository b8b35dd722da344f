//! Components for tests, written as text, and contexts to call them with.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mzhost_core::event::SpanId;
use mzhost_core::mask::Masker;
use mzhost_core::operation::{Operation, Reply};
use mzhost_core::perform::{Answer, BoxFuture, Call, Caller, Perform, Phase};
use mzhost_core::time_limit::TimeLimit;

use super::call::CallContext;
use super::limits::GuestLimits;
use super::pool::MemoryPool;

/// Core code that returns success.
pub(super) const OK: &str = "(i32.const 0)";
/// Core code that returns the error `shop.closed`, "come back".
pub(super) const CLOSED: &str = "(i32.const 64)";
/// Core code that logs "hello".
pub(super) const HELLO: &str = "(call $info (i32.const 1024) (i32.const 5))";
/// The answer of `services` and of `list-workflows`.
pub(super) const TEXT: &str = r#"{"name": "a"}"#;

/// A component with these world-level workflows: name and core code.
pub(super) fn guest(workflows: &[(&str, &str)]) -> Vec<u8> {
    let core: Vec<String> = workflows
        .iter()
        .map(|(name, code)| {
            format!(r#"(func (export "workflow-{name}") (param i32 i32) (result i32) {code})"#)
        })
        .collect();
    let lifts: Vec<String> = workflows
        .iter()
        .map(|(name, _)| {
            format!(
                r#"(func $w-{name} (param "args" (list string)) (result (result (error $error)))
                     (canon lift (core func $guest "workflow-{name}")
                       (memory $libc "memory") (realloc (func $libc "realloc"))))
                   (export "workflow-{name}" (func $w-{name}))"#
            )
        })
        .collect();
    assemble(&core.concat(), &lifts.concat(), "0.1.0")
}

/// A component that tells and runs its workflows itself.
pub(super) fn runner(code: &str) -> Vec<u8> {
    let core = format!(
        r#"(func (export "list-workflows") (result i32) (i32.const 16))
           (func (export "run-workflow") (param i32 i32 i32 i32) (result i32) {code})"#
    );
    let lifts = r#"
        (func $list (result (result string (error string)))
          (canon lift (core func $guest "list-workflows") (memory $libc "memory")))
        (export "list-workflows" (func $list))
        (func $run (param "name" string) (param "args" (list string)) (result (result (error $error)))
          (canon lift (core func $guest "run-workflow") (memory $libc "memory") (realloc (func $libc "realloc"))))
        (export "run-workflow" (func $run))"#;
    assemble(&core, lifts, "0.1.0")
}

/// A component for another version of the WIT package.
pub(super) fn guest_for(version: &str) -> Vec<u8> {
    assemble("", "", version)
}

fn assemble(core: &str, lifts: &str, version: &str) -> Vec<u8> {
    let text = TEXT.replace('"', "\\\"");
    let length = TEXT.len();
    let source = format!(
        r#"
(component
  (import "mzhost:composition/types@{version}" (instance $types
    (type $d (record (field "key" string) (field "value" string)))
    (export "detail" (type $detail (eq $d)))
    (type $e (record (field "code" string) (field "message" string)
                     (field "service" (option string)) (field "details" (list $detail))))
    (export "error" (type $error (eq $e)))))
  (alias export $types "error" (type $used))
  (import "error" (type $error (eq $used)))
  (import "mzhost:composition/log@{version}" (instance $log
    (export "info" (func (param "message" string)))))
  (import "mzhost:composition/composition@{version}" (instance $composition
    (alias outer 1 $used (type $o))
    (export "error" (type $error (eq $o)))
    (export "down" (func (result (result (error $error)))))))
  (import "wasi:random/random@0.2.6" (instance $random
    (export "get-random-u64" (func (result u64)))))
  (core module $libc
    (memory (export "memory") 1)
    (global $next (mut i32) (i32.const 4096))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.set $next (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
      (global.get $next)
      (global.set $next (i32.add (global.get $next) (local.get 3))))
    (data (i32.const 16) "\00\00\00\00\00\08\00\00\{length:02x}\00\00\00")
    (data (i32.const 64) "\01\00\00\00\00\05\00\00\0b\00\00\00\20\05\00\00\09\00\00\00")
    (data (i32.const 1024) "hello")
    (data (i32.const 1280) "shop.closed")
    (data (i32.const 1312) "come back")
    (data (i32.const 2048) "{text}"))
  (core instance $libc (instantiate $libc))
  (core func $info (canon lower (func $log "info") (memory $libc "memory")))
  (core func $down (canon lower (func $composition "down") (memory $libc "memory") (realloc (func $libc "realloc"))))
  (core func $random (canon lower (func $random "get-random-u64")))
  (core module $guest
    (import "libc" "memory" (memory 1))
    (import "host" "info" (func $info (param i32 i32)))
    (import "host" "down" (func $down (param i32)))
    (import "host" "random" (func $random (result i64)))
    (func (export "services") (result i32) (i32.const 16))
    {core})
  (core instance $guest (instantiate $guest
    (with "libc" (instance $libc))
    (with "host" (instance (export "info" (func $info)) (export "down" (func $down)) (export "random" (func $random))))))
  (func $services (result (result string (error string)))
    (canon lift (core func $guest "services") (memory $libc "memory")))
  (export "services" (func $services))
  {lifts})"#
    );
    wat::parse_str(source).unwrap()
}

/// Appends a custom section to a component or module.
pub(super) fn with_section(mut bytes: Vec<u8>, name: &str, content: &[u8]) -> Vec<u8> {
    fn leb(mut number: usize, out: &mut Vec<u8>) {
        loop {
            let byte = u8::try_from(number & 0x7f).unwrap();
            number >>= 7;
            if number == 0 {
                out.push(byte);
                return;
            }
            out.push(byte | 0x80);
        }
    }
    let mut body = Vec::new();
    leb(name.len(), &mut body);
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(content);
    bytes.push(0);
    leb(body.len(), &mut bytes);
    bytes.extend_from_slice(&body);
    bytes
}

/// Answers with success and remembers what was asked; `down` never answers.
#[derive(Default)]
pub(super) struct Recorder {
    pub(super) operations: Mutex<Vec<Operation>>,
    /// Its clones are held by the calls that are not answered yet.
    calls: Arc<()>,
}

impl Recorder {
    /// How many calls are not answered yet.
    pub(super) fn waiting(&self) -> usize {
        Arc::strong_count(&self.calls) - 1
    }
}

impl Perform for Recorder {
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer> {
        let waiting = Arc::clone(&self.calls);
        Box::pin(async move {
            let endless = matches!(call.operation, Operation::Down { .. });
            self.operations.lock().unwrap().push(call.operation);
            if endless {
                std::future::pending::<()>().await;
            }
            drop(waiting);
            Ok(Reply::Unit)
        })
    }
}

/// A context with a generous time limit.
pub(super) fn context(perform: Arc<dyn Perform>) -> CallContext {
    CallContext {
        perform,
        caller: Arc::new(Caller {
            span: SpanId(1),
            workflow: "default".to_owned(),
            phase: Phase::Workflow,
            depth: 0,
        }),
        output: Arc::new(|_, _| {}),
        masker: Masker::default(),
        limits: GuestLimits::default(),
        memory: MemoryPool::default(),
        clock: TimeLimit::new(Duration::from_mins(1)),
        seed: 7,
    }
}
