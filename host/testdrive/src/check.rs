//! Actions and arguments that do not exist or are missing, told before anything runs.

use crate::actions::{self, Body, Entry};
use crate::parse::ParseError;
use crate::position::Source;
use crate::script::{Call, CommandKind, Script};

/// A name is meant for another that is at least this similar.
const SIMILAR: f64 = 0.8;

/// Checks names of actions and arguments.
pub fn check(script: &Script) -> Vec<ParseError> {
    let mut errors = Vec::new();
    for command in &script.commands {
        if let CommandKind::Action(call) = &command.kind {
            match actions::find(&call.name.value) {
                Some(entry) => check_call(&script.source, call, entry, &mut errors),
                None => errors.push(unknown_action(&script.source, call)),
            }
        }
    }
    errors
}

fn unknown_action(source: &Source, call: &Call) -> ParseError {
    let name = &call.name.value;
    let names: Vec<&str> = actions::all().map(|entry| entry.name).collect();
    let advice = match closest(name, &names) {
        Some(closest) => format!("did you mean {closest}?"),
        None => format!("there are {}", names.join(", ")),
    };
    let text = format!("there is no action {name}; {advice}");
    ParseError::new(source, call.name.span.start, text)
}

fn check_call(source: &Source, call: &Call, entry: &Entry, errors: &mut Vec<ParseError>) {
    let keys: Vec<&str> = entry
        .arguments
        .iter()
        .map(|argument| argument.key)
        .collect();
    for argument in &call.arguments {
        let key = argument.key.value.as_str();
        if entry.any_argument || keys.contains(&key) {
            continue;
        }
        let advice = match closest(key, &keys) {
            Some(closest) => format!("did you mean {closest}=?"),
            None if keys.is_empty() => "it takes none".to_owned(),
            None => format!("there are {}", keys.join(", ")),
        };
        let text = format!("{} has no argument {key}=; {advice}", entry.name);
        errors.push(ParseError::new(source, argument.key.span.start, text));
    }
    for argument in entry.arguments.iter().filter(|argument| argument.required) {
        let mut given = call.arguments.iter();
        if !given.any(|given| given.key.value == argument.key) {
            let text = format!(
                "{} needs the argument {}=: {}",
                entry.name, argument.key, argument.meaning
            );
            errors.push(ParseError::new(source, call.name.span.start, text));
        }
    }
    if let (Body::None, Some(line)) = (entry.body, call.body.first()) {
        let text = format!(
            "{} has no body; leave an empty line and begin a command here, or remove this",
            entry.name
        );
        errors.push(ParseError::new(source, line.span.start, text));
    }
}

/// The name that was probably meant.
fn closest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let similarity = |other: &&&str| strsim::jaro_winkler(name, other);
    names
        .iter()
        .filter(|other| similarity(other) >= SIMILAR)
        .max_by(|one, other| similarity(one).total_cmp(&similarity(other)))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn messages(text: &str) -> Vec<String> {
        let script = parse(Source::new("t.td", text)).unwrap();
        let errors = check(&script);
        errors.iter().map(|error| error.message.clone()).collect()
    }

    #[test]
    fn what_does_not_exist_is_told_with_what_was_meant() {
        assert_eq!(
            messages("$ set-regexp match=a\n\n$ set-max-tries max-trys=3\n\n$ nop a=1\nbody"),
            [
                "there is no action set-regexp; did you mean set-regex?",
                "set-max-tries has no argument max-trys=; did you mean max-tries=?",
                "set-max-tries needs the argument max-tries=: a number from 1",
                "nop has no argument a=; it takes none",
                "nop has no body; leave an empty line and begin a command here, or remove this",
            ]
        );
    }

    #[test]
    fn all_actions_are_listed_when_none_is_like_it() {
        let messages = messages("$ zzzz");
        assert!(
            messages[0].contains("set-arg-default, set-from-sql"),
            "{messages:?}"
        );
    }
}
