//! What guests are answered about the catalog.

use mzhost_catalog::Error;
use mzhost_compose::Node;

use crate::code::Code;
use crate::fault::Fault;

/// Bytes of a document, which is also what one may have that is parsed.
const BYTES: usize = 1 << 20;

/// The names of all services.
pub(super) fn kinds() -> Vec<String> {
    mzhost_catalog::names().map(str::to_owned).collect()
}

/// A service as a document.
pub(super) fn service(kind: &str, parameters: &str, overrides: &str) -> Result<String, Fault> {
    let rendered = mzhost_catalog::find(kind).and_then(|kind| kind.render(parameters, overrides));
    text(rendered)
}

/// Documents put together.
pub(super) fn merge(documents: &[String]) -> Result<String, Fault> {
    text(mzhost_catalog::merge(documents.iter().map(String::as_str)))
}

fn text(document: Result<Node, Error>) -> Result<String, Fault> {
    let text = document.map_err(|error| fault(&error))?.to_json();
    if text.len() > BYTES {
        return Err(Fault::new(
            Code::LimitInput,
            format!(
                "the document has {} bytes, the limit is {BYTES}",
                text.len()
            ),
        ));
    }
    Ok(text)
}

fn fault(error: &Error) -> Fault {
    let code = match error {
        Error::Definition { .. } => Code::Internal,
        _ => Code::ArgumentInvalid,
    };
    Fault::new(code, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_call_is_explained() {
        let fault = service("kafka", r#"{"brokerid": 1}"#, "").unwrap_err();
        assert_eq!(fault.code, "argument.invalid");
        assert!(
            fault.message.contains("did you mean \"broker_id\"?"),
            "{}",
            fault.message
        );
    }

    #[test]
    fn a_document_that_nobody_could_parse_is_refused() {
        let part =
            |name: &str| format!("services: {{{name}: {{image: {}}}}}", "x".repeat(BYTES / 2));
        let fault = merge(&[part("a"), part("b")]).unwrap_err();
        assert_eq!(fault.code, "limit.input");
    }
}
