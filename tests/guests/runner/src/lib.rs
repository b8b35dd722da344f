//! The second kind of component, as interpreters make them: it lists its workflows when asked, and runs them by name.

wit_bindgen::generate!({
    world: "mzhost:composition/runner",
    path: "../../../wit",
});

use mzhost::composition::log;

struct Component;

export!(Component);

impl Guest for Component {
    fn services() -> Result<String, String> {
        Ok("services: {}".to_owned())
    }

    fn list_workflows() -> Result<String, String> {
        Ok(concat!(
            r#"{"name": "default", "description": "Says hello.", "file": "tests.txt", "line": 1}"#,
            "\n",
            r#"{"name": "fails"}"#,
            "\n",
            r#"{"name": "secret", "hidden": true}"#,
            "\n",
        )
        .to_owned())
    }

    fn run_workflow(name: String, args: Vec<String>) -> Result<(), Error> {
        match name.as_str() {
            "default" | "secret" => {
                log::info(&format!("hello from {name} {args:?}"));
                Ok(())
            }
            _ => Err(Error {
                code: "runner.failed".to_owned(),
                message: format!("{name} fails as it should"),
                service: None,
                details: Vec::new(),
            }),
        }
    }
}
