//! Exports a workflow whose type is not that of workflows.

wit_bindgen::generate!({
    inline: "
        package local:bad-types;
        world test {
            export services: func() -> result<string, string>;
            export workflow-default: func(count: u32) -> result<_, string>;
        }
    ",
});

struct Component;

export!(Component);

impl Guest for Component {
    fn services() -> Result<String, String> {
        Ok("services: {}".to_owned())
    }

    fn workflow_default(_count: u32) -> Result<(), String> {
        Ok(())
    }
}
