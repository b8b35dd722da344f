//! Components in which every part can be hostile, written as text: what Rust would not compile to.

use std::fs;

use tempfile::TempDir;

/// The parts of a component. All are WebAssembly text; what is empty does no harm.
#[derive(Default)]
pub(super) struct Parts {
    /// Imports and types of the component, and core functions that are made of them.
    pub(super) outside: &'static str,
    /// The instance that has those core functions, `(with "host" (instance …))`.
    pub(super) with: &'static str,
    /// Further items of the core module: imports first.
    pub(super) items: &'static str,
    /// Code of `services`, before it answers.
    pub(super) services: &'static str,
    /// Code of `list-workflows`, before it answers.
    pub(super) list: &'static str,
    /// Code of `run-workflow`, before it answers with success.
    pub(super) run: &'static str,
    /// Code of `workflow-default`, before it answers with success.
    pub(super) workflow: &'static str,
    /// Code of the function by which the host gets memory for arguments.
    pub(super) realloc: &'static str,
    /// Code of the function that is called after an answer was read.
    pub(super) post_return: &'static str,
    /// The description of `told`, in the escapes of JSON.
    pub(super) description: &'static str,
}

/// A `.wasm` file of its own.
pub(super) struct File {
    _folder: TempDir,
    pub(super) path: String,
}

impl File {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hostile.wasm");
        fs::write(&file, bytes).unwrap();
        Self {
            path: file.to_str().unwrap().to_owned(),
            _folder: folder,
        }
    }
}

/// Builds the component. Its document has no services; its workflows are `default`, an export, and `told` of a runner.
pub(super) fn file(parts: &Parts) -> File {
    let Parts {
        outside,
        with,
        items,
        services,
        list,
        run,
        workflow,
        realloc,
        post_return,
        description,
    } = parts;
    let document = "services: {}";
    let lines = format!(r#"{{"name": "told", "description": "{description}"}}"#);
    let (document_length, lines_length) = (document.len(), lines.len());
    let lines = lines.replace('\\', "\\5c").replace('"', "\\22");
    let source = format!(
        r#"
(component
  (type $d (record (field "key" string) (field "value" string)))
  (export $detail "detail" (type $d))
  (type $e (record (field "code" string) (field "message" string)
                   (field "service" (option string)) (field "details" (list $detail))))
  (export $error "error" (type $e))
  {outside}
  (core module $m
    {items}
    (memory (export "memory") 2)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) {realloc} (i32.const 65536))
    (data (i32.const 16) "\00\00\00\00\00\08\00\00\{document_length:02x}\00\00\00")
    (data (i32.const 32) "\00\00\00\00\00\09\00\00\{lines_length:02x}\00\00\00")
    (data (i32.const 2048) "{document}")
    (data (i32.const 2304) "{lines}")
    (func (export "services") (result i32) {services} (i32.const 16))
    (func (export "list") (result i32) {list} (i32.const 32))
    (func (export "run") (param i32 i32 i32 i32) (result i32) {run} (i32.const 0))
    (func (export "workflow") (param i32 i32) (result i32) {workflow} (i32.const 0))
    (func (export "post-return") (param i32) {post_return}))
  (core instance $i (instantiate $m {with}))
  (func $services (result (result string (error string)))
    (canon lift (core func $i "services") (memory $i "memory")))
  (export "services" (func $services))
  (func $list (result (result string (error string)))
    (canon lift (core func $i "list") (memory $i "memory")))
  (export "list-workflows" (func $list))
  (func $run (param "name" string) (param "args" (list string)) (result (result (error $error)))
    (canon lift (core func $i "run") (memory $i "memory") (realloc (func $i "realloc"))))
  (export "run-workflow" (func $run))
  (func $workflow (param "args" (list string)) (result (result (error $error)))
    (canon lift (core func $i "workflow") (memory $i "memory") (realloc (func $i "realloc"))
      (post-return (func $i "post-return"))))
  (export "workflow-default" (func $workflow)))"#
    );
    File::new(&wat::parse_str(source).unwrap())
}

/// A component without imports that is not hostile.
pub(super) fn harmless() -> Vec<u8> {
    fs::read(file(&Parts::default()).path).unwrap()
}

/// Adds a custom section that says that it has `claimed` bytes.
pub(super) fn with_section(
    mut bytes: Vec<u8>,
    name: &str,
    content: &[u8],
    claimed: usize,
) -> Vec<u8> {
    bytes.push(0);
    bytes.extend(leb(1 + name.len() + claimed));
    bytes.extend(leb(name.len()));
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(content);
    bytes
}

/// A number as WebAssembly writes it.
pub(super) fn leb(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
