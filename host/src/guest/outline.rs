//! The outline of a component: its imports, exports and our sections, read without compiling anything.

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmparser::{ComponentExternalKind, ComponentTypeRef, Parser, Payload};

/// Name of the section with the workflows' descriptions.
pub(super) const WORKFLOWS: &str = "mzhost:workflows";
/// Name of the section with bundled files.
pub(super) const FILES: &str = "mzhost:files";
/// The first bytes of every WebAssembly file.
const MAGIC: &[u8] = b"\0asm";

/// What stands in a component from outside.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Names of imported interfaces and functions, in the file's order.
    pub(super) imports: Vec<&'a str>,
    /// Names of exported functions.
    pub(super) functions: Vec<&'a str>,
    /// Parts of `mzhost:workflows`, at component level and in nested modules: a linker puts a Rust guest's there.
    pub(super) workflows: Vec<&'a [u8]>,
    /// Parts of `mzhost:files`.
    pub(super) files: Vec<&'a [u8]>,
}

impl<'a> Outline<'a> {
    /// Reads the outline; the fault says what the bytes are instead of a component.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        check_kind(bytes)?;
        let mut outline = Self::default();
        outline.fill(bytes).map_err(|error| damaged(&error))?;
        Ok(outline)
    }

    fn fill(&mut self, bytes: &'a [u8]) -> wasmparser::Result<()> {
        // Nested modules and components come in between, each closed by an `End`.
        let mut depth = 0_usize;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::ComponentImportSection(imports) if depth == 0 => {
                    for import in imports {
                        let import = import?;
                        // A type that the world uses is no demand on the host.
                        if !matches!(import.ty, ComponentTypeRef::Type(_)) {
                            self.imports.push(import.name.name);
                        }
                    }
                }
                Payload::ComponentExportSection(exports) if depth == 0 => {
                    for export in exports {
                        let export = export?;
                        if export.kind == ComponentExternalKind::Func {
                            self.functions.push(export.name.name);
                        }
                    }
                }
                Payload::CustomSection(section) => match section.name() {
                    WORKFLOWS => self.workflows.push(section.data()),
                    FILES => self.files.push(section.data()),
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(())
    }
}

pub(super) fn damaged(error: &wasmparser::BinaryReaderError) -> Fault {
    Fault::new(
        Code::ComponentInvalid,
        "the component is damaged: build it again",
    )
    .cause(error)
}

fn check_kind(bytes: &[u8]) -> Result<(), Fault> {
    let message = if bytes.is_empty() {
        "the file is empty, not a WebAssembly component"
    } else if !bytes.starts_with(MAGIC) {
        if bytes.trim_ascii_start().starts_with(b"(") {
            "the file is WebAssembly text: turn it into a binary component first"
        } else {
            "the file is not a WebAssembly component"
        }
    } else if Parser::is_core_wasm(bytes) {
        "this is a core module, not a component: build it with --target wasm32-wasip2"
    } else {
        return Ok(());
    };
    Err(Fault::new(Code::ComponentInvalid, message))
}

impl Outline<'_> {
    /// Whether a function of this name is exported.
    pub(super) fn exports(&self, function: &str) -> bool {
        self.functions.contains(&function)
    }
}
