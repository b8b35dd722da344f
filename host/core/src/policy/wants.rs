//! What a component says that it wants, in the words of a policy file. A want grants nothing.

use mzhost_compose::Node;

use super::capability::Capability;
use super::decision::{Decision, Verdict, WHOLE};
use super::file::Entry;
use super::grants::EVERYTHING;
use super::rules::Policy;

/// Who wants.
const SUBJECT: &str = "the component";

/// What a component wants.
#[derive(Debug, Clone, Default)]
pub struct Wants(Vec<Entry>);

impl Wants {
    /// Reads what stands under `x-mzhost.wants`. Mistakes are told with their keys.
    pub fn read(entries: &[(String, Node)]) -> Result<Self, Vec<(&str, String)>> {
        let mut wants = Vec::new();
        let mut mistakes = Vec::new();
        for (key, value) in entries {
            match Entry::read(key, value).and_then(checked) {
                Ok(entry) => wants.push(entry),
                Err(mistake) => mistakes.push((key.as_str(), mistake)),
            }
        }
        if mistakes.is_empty() {
            Ok(Self(wants))
        } else {
            Err(mistakes)
        }
    }

    /// What a policy says to each. What is not granted is withheld: nothing fails by a want.
    pub fn decisions(&self, policy: &Policy) -> Vec<Decision> {
        let decide = |capability, value: &str| policy.decide(SUBJECT, capability, value);
        let decisions = self.0.iter().flat_map(|entry| match entry {
            Entry::Nothing => Vec::new(),
            Entry::Everything(capability) => {
                let chosen = capability.row().value.is_some();
                vec![decide(*capability, if chosen { EVERYTHING } else { WHOLE })]
            }
            Entry::Values(capability, values) => {
                // A path that is not there is wanted as it is written.
                let normal = |value| {
                    capability
                        .normal(value)
                        .unwrap_or_else(|_| value.to_owned())
                };
                let values = values.iter().map(|value| normal(value));
                values.map(|value| decide(*capability, &value)).collect()
            }
            Entry::Maximum(maximum) => vec![policy.decide_maximum(SUBJECT, *maximum)],
        });
        let withheld = |decision: Decision| match decision.verdict {
            Verdict::Refused => Decision {
                verdict: Verdict::Withheld,
                ..decision
            },
            _ => decision,
        };
        decisions.map(withheld).collect()
    }
}

/// The component does not know the folder that it is started in.
fn checked(entry: Entry) -> Result<Entry, String> {
    match &entry {
        Entry::Values(Capability::Bind, paths) => {
            match paths.iter().find(|path| !path.starts_with('/')) {
                Some(path) => Err(format!(
                    "wanted a path that starts with \"/\", found {path:?}"
                )),
                None => Ok(entry),
            }
        }
        _ => Ok(entry),
    }
}

#[cfg(test)]
mod tests {
    use mzhost_compose::read;

    use super::*;
    use crate::policy::{Ceiling, Grants, PolicyFile, Situation};

    fn entries(text: &str) -> Vec<(String, Node)> {
        match read(text).unwrap() {
            Node::Map(entries) => entries,
            other => panic!("{other}"),
        }
    }

    fn decided(text: &str, policy: &Policy) -> Vec<(String, Verdict, Option<String>)> {
        let wants = Wants::read(&entries(text)).unwrap();
        let decisions = wants.decisions(policy).into_iter();
        decisions
            .map(|one| (one.asked(), one.verdict, one.flag))
            .collect()
    }

    fn row(asked: &str, verdict: Verdict, flag: &str) -> (String, Verdict, Option<String>) {
        let flag = Some(flag.to_owned()).filter(|flag| !flag.is_empty());
        (asked.to_owned(), verdict, flag)
    }

    #[test]
    fn what_is_not_granted_is_withheld_with_the_flag_that_grants_it() {
        let mut flags = Grants::default();
        flags.grant(Capability::Variable, "A").unwrap();
        let ceiling = Ceiling {
            memory: Some(1 << 30),
            ..Ceiling::default()
        };
        let policy = Policy::new(Situation::Component, flags, ceiling);
        let text = "net: true\nbuild: false\nenv: [A, B]\npull: true\nbind: /not/there\n\
                    max-memory: 2gb\nmax-disk: 1gb";
        assert_eq!(
            decided(text, &policy),
            [
                row("net", Verdict::Withheld, "--allow-net"),
                row("env A", Verdict::Granted, "--allow-env=A"),
                row("env B", Verdict::Withheld, "--allow-env=B"),
                row("pull *", Verdict::Withheld, "--allow-pull='*'"),
                row(
                    "bind /not/there",
                    Verdict::Withheld,
                    "--allow-bind=/not/there"
                ),
                row("max-memory 2048m", Verdict::Withheld, "--max-memory=2048m"),
                row("max-disk 1024m", Verdict::Granted, "--max-disk=1024m"),
            ]
        );
    }

    #[test]
    fn no_flag_grants_what_a_forced_policy_does_not() {
        let file = PolicyFile::parse("ci.yaml", "max-disk: 1gb").unwrap();
        let policy = Policy::forced(file, &Grants::default(), &Ceiling::default());
        assert_eq!(
            decided("net: true\nmax-disk: 2gb", &policy),
            [
                row("net", Verdict::Withheld, ""),
                row("max-disk 2048m", Verdict::Withheld, ""),
            ]
        );
    }

    #[test]
    fn mistakes_are_told_with_their_keys() {
        let bad = entries("nett: true\nnet: 1\nbind: data\nmax-disk: lots");
        let mistakes = Wants::read(&bad).unwrap_err();
        let keys: Vec<&str> = mistakes.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, ["nett", "net", "bind", "max-disk"]);
        assert!(
            mistakes[0]
                .1
                .starts_with("unknown key (did you mean \"net\"?)")
        );
        assert_eq!(
            mistakes[2].1,
            "wanted a path that starts with \"/\", found \"data\""
        );
    }
}
