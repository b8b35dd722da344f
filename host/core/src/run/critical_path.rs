//! The chain of services that an `up` waited for: what would have to become faster for the whole to be faster.

use std::collections::BTreeMap;
use std::time::Duration;

use super::setup::millis;
use crate::event::Step;

/// The chain that ends with the service that was there last. `done` says when each was as far as it had to be, since the
/// beginning; `dependencies` what a service waited for.
pub(super) fn critical_path(
    done: &BTreeMap<String, Duration>,
    dependencies: impl Fn(&str) -> Vec<String>,
) -> Vec<Step> {
    let mut path = Vec::new();
    let mut at = done.iter().max_by_key(|(_, when)| **when);
    while let Some((service, when)) = at {
        let waited_for = dependencies(service);
        let before = waited_for
            .iter()
            .filter_map(|name| done.get_key_value(name))
            // Of what it did not wait for to the end, it depends no longer.
            .filter(|(_, earlier)| *earlier < when)
            .max_by_key(|(_, earlier)| **earlier);
        let begun = before.map_or(Duration::ZERO, |(_, earlier)| *earlier);
        path.push(Step {
            service: service.clone(),
            ms: millis(when.saturating_sub(begun)),
        });
        at = before;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(done: &[(&str, u64)], dependencies: &[(&str, &[&str])]) -> Vec<(String, u64)> {
        let done = done
            .iter()
            .map(|(name, ms)| ((*name).to_owned(), Duration::from_millis(*ms)));
        let path = critical_path(&done.collect(), |service| {
            let known = dependencies.iter().find(|(name, _)| *name == service);
            known.map_or(Vec::new(), |(_, names)| {
                names.iter().map(|name| (*name).to_owned()).collect()
            })
        });
        path.into_iter()
            .map(|step| (step.service, step.ms))
            .collect()
    }

    #[test]
    fn the_chain_that_took_longest_is_told_with_what_each_added() {
        let done = [
            ("db", 900),
            ("kafka", 3000),
            ("registry", 3800),
            ("connect", 7000),
            ("proxy", 100),
        ];
        let dependencies: [(&str, &[&str]); 2] = [
            ("registry", &["kafka"]),
            ("connect", &["kafka", "registry", "db"]),
        ];
        let expected = [("kafka", 3000), ("registry", 800), ("connect", 3200)];
        let expected = expected.map(|(name, ms)| (name.to_owned(), ms));
        assert_eq!(path(&done, &dependencies), expected);
    }

    #[test]
    fn services_that_were_there_before_are_no_part_of_it() {
        assert_eq!(
            path(&[("web", 20)], &[("web", &["db"])]),
            [("web".to_owned(), 20)]
        );
        assert_eq!(path(&[], &[]), []);
    }
}
