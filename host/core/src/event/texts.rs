//! All texts of an event, for masking. Every field is named, so that a new one cannot be forgotten.

use serde_json::Value;

use super::{EventKind, Step, TestFailure};
use crate::fault::Fault;
use crate::policy::Decision;

/// What a text is changed by.
type Change<'c> = &'c dyn Fn(&mut String);

fn each<const N: usize>(texts: [&mut String; N], change: Change<'_>) {
    texts.into_iter().for_each(change);
}

impl EventKind {
    /// Changes all texts that come from outside: from the composition, its guests and containers, or the command line.
    #[expect(
        clippy::match_same_arms,
        reason = "in the order of the kinds, one arm each"
    )]
    pub(super) fn change_texts(&mut self, change: Change<'_>) {
        let one = change;
        let all = |texts: &mut Vec<String>| texts.iter_mut().for_each(change);
        let perhaps = |text: &mut Option<String>| text.iter_mut().for_each(change);
        let why = |fault: &mut Option<Fault>| {
            if let Some(fault) = fault {
                fault.change_texts(change);
            }
        };
        match self {
            Self::RunStarted {
                version: _,
                composition,
                project,
                workflow,
                args,
                seed: _,
                folder,
            } => {
                each([composition, project, folder], change);
                perhaps(workflow);
                all(args);
            }
            Self::BuildStarted { folder, language } => each([folder, language], change),
            Self::BuildFinished { ms: _ } | Self::CompileFinished { ms: _ } => {}
            Self::CompileStarted { file, bytes: _ } | Self::ComponentLoaded { file, ms: _ } => {
                one(file);
            }
            Self::WorkflowStarted { workflow, args } => {
                one(workflow);
                all(args);
            }
            Self::WorkflowFinished {
                workflow,
                fault,
                ms: _,
            } => {
                one(workflow);
                why(fault);
            }
            Self::CallStarted { operation } => change_value(operation, change),
            Self::CallFinished {
                op: _,
                fault,
                ms: _,
            } => why(fault),
            Self::GuestOutput {
                workflow,
                stream: _,
                line,
            } => each([workflow, line], change),
            Self::GuestLog {
                workflow,
                level: _,
                message,
            } => each([workflow, message], change),
            Self::ImageStarted { image, how: _ } => one(image),
            Self::ImageProgress { image, text } => each([image, text], change),
            Self::ImageReady {
                image,
                id: _,
                ms: _,
            } => one(image),
            Self::ImageReplaced {
                service,
                was,
                image,
            } => {
                each([service, image], change);
                perhaps(was);
            }
            Self::Service {
                service,
                state: _,
                ms: _,
                exit_code: _,
            } => one(service),
            Self::UpFinished {
                services: _,
                critical_path,
                ms: _,
            } => {
                for Step { service, ms: _ } in critical_path {
                    one(service);
                }
            }
            Self::PolicyDecided(Decision {
                subject,
                capability,
                value,
                verdict: _,
                flag,
                reason,
            }) => {
                each([subject, capability, value, reason], change);
                perhaps(flag);
            }
            Self::JobStarted { job: _, title } => one(title),
            Self::JobFinished {
                job: _,
                state: _,
                fault,
            } => why(fault),
            Self::CaseStarted { workflow, case } => each([workflow, case], change),
            Self::CaseFinished {
                workflow,
                case,
                fault,
                ms: _,
            } => {
                each([workflow, case], change);
                why(fault);
            }
            Self::TestsStarted { files: _ } => {}
            Self::TestFileStarted { file } => one(file),
            Self::TestCommand {
                file,
                line: _,
                title,
                tries: _,
                passed: _,
                us: _,
            } => each([file, title], change),
            Self::TestOutput {
                file,
                line: _,
                text,
            } => each([file, text], change),
            Self::TestFileFinished {
                file,
                failure,
                commands: _,
                rewritten: _,
                ms: _,
            } => {
                one(file);
                if let Some(failure) = failure {
                    failure.change_texts(change);
                }
            }
            Self::TestsFinished {
                passed: _,
                failed: _,
                not_run,
                ms: _,
            } => all(not_run),
            Self::Warning { message } => one(message),
            Self::CleanupStarted { reason } => one(reason),
            Self::CleanupFinished {
                containers: _,
                networks: _,
                volumes: _,
                problems,
                ms: _,
            } => all(problems),
            Self::Kept {
                project,
                containers: _,
            } => one(project),
            Self::RunFinished {
                fault,
                workflow,
                log_tail,
                log_file,
                exit: _,
                ms: _,
            } => {
                why(fault);
                perhaps(workflow);
                all(log_tail);
                perhaps(log_file);
            }
        }
    }
}

impl TestFailure {
    fn change_texts(&mut self, change: Change<'_>) {
        let Self {
            code,
            place,
            statement,
            message,
            snippet,
            difference,
            server,
            tries: _,
            ms: _,
            seed: _,
        } = self;
        each([code, place, statement, message, snippet], change);
        difference.iter_mut().chain(server).for_each(change);
    }
}

impl Fault {
    /// Changes all texts; its code, too, which may be a guest's own.
    pub(crate) fn change_texts(&mut self, change: Change<'_>) {
        let Self {
            code,
            message,
            service,
            details,
        } = self;
        each([code, message], change);
        service.iter_mut().for_each(change);
        for detail in details {
            each([&mut detail.key, &mut detail.value], change);
        }
    }
}

/// Changes the texts of a call's arguments. Their names are ours.
pub(crate) fn change_value(value: &mut Value, change: Change<'_>) {
    match value {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| change_value(item, change)),
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|field| change_value(field, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use mzhost_testdrive::mask::Masker;

    use super::*;
    use crate::event::{Consumer, Event, Events};

    /// Texts that mzhost makes itself, of a fixed form.
    const OURS: [&str; 7] = ["version", "seed", "op", "state", "id", "how", "kind"];
    const SECRET: &str = "hunter2";

    struct Never;

    impl Consumer for Never {
        fn consume(&mut self, event: &Event) {
            let text = serde_json::to_string(event).unwrap();
            assert!(!text.contains(SECRET), "{text}");
            assert!(text.contains("***"), "{text}");
        }
    }

    /// The value once for each of its texts, which has become the secret.
    fn variants(value: &Value) -> Vec<Value> {
        match value {
            Value::String(_) => vec![Value::String(SECRET.to_owned())],
            Value::Array(items) => (0..items.len())
                .flat_map(|at| {
                    let parts = variants(&items[at]).into_iter();
                    parts.map(move |part| {
                        let mut items = items.clone();
                        items[at] = part;
                        Value::Array(items)
                    })
                })
                .collect(),
            Value::Object(fields) => fields
                .iter()
                .filter(|(name, _)| !OURS.contains(&name.as_str()))
                .flat_map(|(name, field)| {
                    let parts = variants(field).into_iter();
                    parts.map(move |part| {
                        let mut fields = fields.clone();
                        fields.insert(name.clone(), part);
                        Value::Object(fields)
                    })
                })
                .collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
        }
    }

    #[test]
    fn every_text_of_every_kind_is_masked() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/events.md");
        let document = std::fs::read_to_string(path).unwrap();
        let masker = Masker::default();
        masker.mark(SECRET).unwrap();
        let events = Events::masking("run", vec![Box::new(Never)], masker);
        let mut told = 0;
        for line in document
            .lines()
            .filter(|line| line.starts_with("{\"schema\""))
        {
            let example: Value = serde_json::from_str(line).unwrap();
            // A text that can be anything; others do not take the secret.
            let kinds = variants(&example).into_iter();
            let kinds = kinds.filter_map(|value| serde_json::from_value::<Event>(value).ok());
            for event in kinds.filter(|event| {
                serde_json::to_string(&event.kind).is_ok_and(|text| text.contains(SECRET))
            }) {
                events.tell(event.kind);
                told += 1;
            }
        }
        assert!(told > 60, "only {told} texts are in {path}");
    }
}
