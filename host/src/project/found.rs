//! Workflows as a language's builder finds them in sources: their names, and how the component declares and describes them.

use std::collections::BTreeMap;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use serde_json::json;

use crate::guest::custom_section;

/// The section that `list` reads.
const SECTION: &str = "mzhost:workflows";

/// The world of every composition, up to its workflows.
const WORLD: &str = "\
package local:composition;

world test {
    include mzhost:composition/base@0.1.0;
    use mzhost:composition/types@0.1.0.{error};

";

/// A workflow in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The function.
    pub(super) function: String,
    /// The workflow's name: `simple-test`.
    pub(super) name: String,
    /// What its comment says.
    pub(super) description: String,
    /// File, relative to the folder.
    pub(super) file: String,
    /// Line, from 1.
    pub(super) line: u32,
    /// Whether a plain list leaves it out.
    pub(super) hidden: bool,
}

/// The workflow that a function is: `workflow_simple_test`, `workflowSimpleTest` and `WorkflowSimpleTest` are `simple-test`.
/// None for a function that is none.
pub(super) fn workflow_name(function: &str) -> Option<String> {
    let rest = function
        .strip_prefix("workflow")
        .or_else(|| function.strip_prefix("Workflow"))?;
    let begins = rest
        .starts_with(|first: char| first == '_' || first.is_ascii_digit() || first.is_uppercase());
    if !begins {
        return None;
    }
    let mut words = vec![String::new()];
    let characters: Vec<char> = rest.chars().collect();
    for (at, &character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        let next_is_lower = characters
            .get(at + 1)
            .is_some_and(|next| next.is_lowercase());
        // `HTTPServer` is two words.
        let begins_word = character.is_uppercase()
            && before.is_some_and(|before| !before.is_uppercase() || next_is_lower);
        if character == '_' || begins_word {
            words.push(String::new());
        }
        if character != '_' {
            words.last_mut()?.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    let plain = words
        .iter()
        .all(|word| word.chars().all(|c| c.is_ascii_alphanumeric()));
    (plain && !words.is_empty()).then(|| words.join("-"))
}

/// Checks that there are workflows, each with a name of its own.
pub(super) fn check(found: &[Found], how: &str) -> Result<(), Fault> {
    if found.is_empty() {
        return Err(Fault::new(
            Code::BuildFailed,
            format!("the composition has no workflow: {how}"),
        ));
    }
    let mut names = BTreeMap::new();
    for one in found {
        if let Some(other) = names.insert(one.name.as_str(), one) {
            let place = |one: &Found| format!("{} ({}:{})", one.function, one.file, one.line);
            return Err(Fault::new(
                Code::BuildFailed,
                format!(
                    "two functions are the workflow {:?}: {} and {}; rename one",
                    one.name,
                    place(other),
                    place(one)
                ),
            ));
        }
    }
    Ok(())
}

/// The WIT of a component with these workflows.
pub(super) fn world(found: &[Found]) -> String {
    let exports = found.iter().map(|one| {
        let name = &one.name;
        format!("    export workflow-{name}: func(args: list<string>) -> result<_, error>;\n")
    });
    format!("{WORLD}{}}}\n", exports.collect::<String>())
}

/// A component with the descriptions of its workflows, which `list` reads without compiling it.
pub(super) fn described(mut component: Vec<u8>, found: &[Found]) -> Vec<u8> {
    let lines: Vec<String> = found
        .iter()
        .map(|one| {
            json!({
                "name": one.name,
                "description": one.description,
                "file": one.file,
                "line": one.line,
                "hidden": one.hidden,
            })
            .to_string()
        })
        .collect();
    custom_section(&mut component, SECTION, lines.join("\n").as_bytes());
    component
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guest::describe;

    fn found(function: &str, line: u32) -> Found {
        Found {
            function: function.to_owned(),
            name: workflow_name(function).unwrap(),
            description: "Says \"hello\".\nTwice.".to_owned(),
            file: "composition.py".to_owned(),
            line,
            hidden: false,
        }
    }

    #[test]
    fn each_languages_names_become_workflows() {
        for function in [
            "workflow_simple_test",
            "workflowSimpleTest",
            "WorkflowSimpleTest",
        ] {
            assert_eq!(workflow_name(function).as_deref(), Some("simple-test"));
        }
        assert_eq!(workflow_name("workflow2pc").as_deref(), Some("2pc"));
        assert_eq!(workflow_name("workflow_2pc").as_deref(), Some("2pc"));
        assert_eq!(
            workflow_name("WorkflowHTTPServer").as_deref(),
            Some("http-server")
        );
        assert_eq!(
            workflow_name("workflow_v2_upgrade").as_deref(),
            Some("v2-upgrade")
        );
        for none in [
            "workflow",
            "workflows",
            "workflow_",
            "Workflower",
            "other",
            "workflow_größe",
        ] {
            assert_eq!(workflow_name(none), None, "{none}");
        }
    }

    #[test]
    fn two_functions_of_one_name_are_named_with_their_places() {
        let both = [found("workflow_a_b", 3), found("workflowAB", 9)];
        assert_eq!(
            (both[0].name.as_str(), both[1].name.as_str()),
            ("a-b", "ab")
        );
        let both = [found("workflow_ab", 3), found("workflowAb", 9)];
        let fault = check(&both, "").unwrap_err();
        assert_eq!(
            fault.message,
            "two functions are the workflow \"ab\": workflow_ab (composition.py:3) and workflowAb (composition.py:9); rename one"
        );
        assert!(
            check(&[], "export one")
                .unwrap_err()
                .message
                .ends_with("export one")
        );
    }

    #[test]
    fn what_is_appended_is_what_list_reads() {
        let component = wat::parse_str("(component)").unwrap();
        let many: Vec<_> = (0..200)
            .map(|n| found(&format!("workflow_n{n}"), n))
            .collect();
        let described = described(component, &many);
        // An entry without an export is no workflow: the section is read, and passed over.
        assert_eq!(describe(&described).unwrap().workflows, []);
        assert!(world(&many[..1]).contains("export workflow-n0: func(args: list<string>)"));
    }
}
