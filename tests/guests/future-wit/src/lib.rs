//! Made for a version of the WIT package that this host does not know.

wit_bindgen::generate!({
    inline: r#"
        package mzhost:composition@9.0.0;
        interface types {
            record error { code: string, message: string, remedy: string }
        }
        interface log {
            info: func(message: string);
        }
        world test {
            use types.{error};
            import log;
            export services: func() -> result<string, string>;
            export workflow-default: func(args: list<string>) -> result<_, error>;
        }
    "#,
});

struct Component;

export!(Component);

impl Guest for Component {
    fn services() -> Result<String, String> {
        Ok("services: {}".to_owned())
    }

    fn workflow_default(_args: Vec<String>) -> Result<(), Error> {
        mzhost::composition::log::info("hello from the future");
        Ok(())
    }
}
