//! `${name}`: the variables of a file and how they are put in.

use std::collections::BTreeMap;

/// The variables that a file sees.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    values: BTreeMap<String, String>,
}

/// A name that is not set, and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown variable ${{{name}}}; {known}")]
pub struct UnknownVariable {
    /// The name.
    pub name: String,
    /// What there is of the kind.
    pub known: String,
    /// Byte of the text that its `${` begins at.
    pub at: usize,
}

impl Variables {
    /// Sets a variable.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.values.insert(name.into(), value.into());
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Replaces each `${name}` by its value; values are not looked at again. Names that begin with `keep` stay for
    /// the action to replace.
    pub fn replace(&self, text: &str, keep: Option<&str>) -> Result<String, UnknownVariable> {
        self.replace_with(text, keep, str::to_owned)
    }

    /// [`replace`](Self::replace) in a regular expression: values stand for themselves.
    pub fn replace_in_regex(&self, text: &str) -> Result<String, UnknownVariable> {
        self.replace_with(text, None, regex::escape)
    }

    fn replace_with(
        &self,
        text: &str,
        keep: Option<&str>,
        put: impl Fn(&str) -> String,
    ) -> Result<String, UnknownVariable> {
        let mut result = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            result.push_str(before);
            let Some((name, next)) = after.split_once('}') else {
                // Not closed: an ordinary text.
                result.push_str("${");
                rest = after;
                continue;
            };
            if keep.is_some_and(|keep| name.starts_with(keep)) {
                result.push_str("${");
                result.push_str(name);
                result.push('}');
            } else {
                let at = text.len() - after.len() - "${".len();
                let value = self.get(name).ok_or_else(|| self.unknown(name, at))?;
                result.push_str(&put(value));
            }
            rest = next;
        }
        result.push_str(rest);
        Ok(result)
    }

    fn unknown(&self, name: &str, at: usize) -> UnknownVariable {
        let known = if let Some(name) = name.strip_prefix("env.") {
            format!("grant it with --allow-env {name}, and set it")
        } else if let Some(name) = name.strip_prefix("arg.") {
            format!(
                "give it with --var {name}=VALUE, or a default with `$ set-arg-default {name}=VALUE`"
            )
        } else {
            let names: Vec<&str> = self.values.keys().map(String::as_str).collect();
            format!("there are {}", names.join(", "))
        };
        UnknownVariable {
            name: name.to_owned(),
            known,
            at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        let mut variables = Variables::default();
        variables.set("a", "${b}.");
        variables.set("b", "2");
        variables
    }

    #[test]
    fn one_pass_replaces_and_leaves_values_alone() {
        assert_eq!(
            variables().replace("${a}${b} $a ${", None).unwrap(),
            "${b}.2 $a ${"
        );
        assert_eq!(
            variables().replace_in_regex("^${a}$").unwrap(),
            r"^\$\{b\}\.$"
        );
    }

    #[test]
    fn what_belongs_to_the_action_stays() {
        let text = "${kafka-ingest.iteration} ${b}";
        assert_eq!(
            variables().replace(text, Some("kafka-ingest.")).unwrap(),
            "${kafka-ingest.iteration} 2"
        );
    }

    #[test]
    fn an_unknown_name_is_an_error_with_its_place_and_the_fix() {
        let error = variables().replace("x ${arg.y}", None).unwrap_err();
        assert_eq!(error.at, 2);
        assert!(error.to_string().contains("--var y=VALUE"), "{error}");
    }
}
