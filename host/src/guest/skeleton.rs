//! [`skeleton`]: a component without its code.

use mzhost_core::fault::Fault;
use wasmparser::{Parser, Payload};

use super::outline::{FILES, Outline, WORKFLOWS, damaged};

/// Id of a custom section.
const CUSTOM: u8 = 0;

/// A component with the imports, exports and sections of ours that `component` has, and without all that needs its code:
/// something for [`Outline::read`], not for a compiler.
pub(super) fn skeleton(component: &[u8]) -> Result<Vec<u8>, Fault> {
    // What is none is told by who reads it.
    let outline = Outline::read(component)?;
    let mut made = component.get(..8).unwrap_or_default().to_vec();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.map_err(|error| damaged(&error))?;
        match &payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(_) | Payload::ComponentExportSection(_)
                if depth == 0 =>
            {
                if let Some((id, range)) = payload.as_section() {
                    section(&mut made, id, component.get(range).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    for (name, parts) in [(WORKFLOWS, &outline.workflows), (FILES, &outline.files)] {
        for part in parts {
            custom_section(&mut made, name, part);
        }
    }
    Ok(made)
}

/// Appends a custom section to a component.
pub(crate) fn custom_section(component: &mut Vec<u8>, name: &str, data: &[u8]) {
    let mut content = Vec::new();
    leb128(&mut content, name.len());
    content.extend(name.as_bytes());
    content.extend(data);
    section(component, CUSTOM, &content);
}

fn section(component: &mut Vec<u8>, id: u8, content: &[u8]) {
    component.push(id);
    leb128(component, content.len());
    component.extend(content);
}

fn leb128(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skeleton_has_the_outline_and_no_code() {
        let mut component = wat::parse_str(
            r#"(component
                (import "mzhost:composition/log@0.1.0" (instance))
                (core module $m
                    (func (export "f") (result i32) (i32.const 7))
                    (@custom "mzhost:workflows" "{\"name\":\"a\"}"))
                (core instance $i (instantiate $m))
                (func (export "workflow-a") (result u32) (canon lift (core func $i "f"))))"#,
        )
        .unwrap();
        custom_section(&mut component, FILES, b"files");
        let made = skeleton(&component).unwrap();
        let (whole, made_outline) = (
            Outline::read(&component).unwrap(),
            Outline::read(&made).unwrap(),
        );
        assert_eq!(whole.imports, ["mzhost:composition/log@0.1.0"]);
        assert_eq!(whole.imports, made_outline.imports);
        assert_eq!(whole.functions, ["workflow-a"]);
        assert_eq!(whole.functions, made_outline.functions);
        assert_eq!(whole.workflows, made_outline.workflows);
        assert_eq!(whole.files, made_outline.files);
        assert_eq!(skeleton(&made).unwrap(), made);
        assert!(skeleton(b"\0asm").is_err());
    }
}
