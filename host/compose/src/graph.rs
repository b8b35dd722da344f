//! The order in which services start.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Kind};
use crate::model::{Document, NetworkMode, Service};

/// Which service waits for which, without circles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    direct: BTreeMap<String, BTreeSet<String>>,
    order: Vec<String>,
}

impl Graph {
    /// The graph of a document; the error names a circle.
    pub fn new(document: &Document) -> Result<Self, Error> {
        let direct: BTreeMap<_, _> = document
            .services
            .iter()
            .map(|(name, service)| (name.clone(), wait_for(service, document)))
            .collect();
        let order = sort(&direct)?;
        Ok(Self { direct, order })
    }

    /// All services, each after those that it waits for.
    pub fn order(&self) -> &[String] {
        &self.order
    }

    /// The services that one waits for directly: `depends_on` and the owner of its network.
    pub fn direct(&self, service: &str) -> impl Iterator<Item = &str> {
        let direct = self.direct.get(service).into_iter().flatten();
        direct.map(String::as_str)
    }

    /// The given services and all that they wait for, in the order of starting.
    pub fn dependencies_of<'a>(&self, services: impl IntoIterator<Item = &'a str>) -> Vec<&str> {
        let mut needed: BTreeSet<&str> = services.into_iter().collect();
        // The order has dependencies first, so one pass from its end sees every need.
        for name in self.order.iter().rev() {
            if needed.contains(name.as_str()) {
                needed.extend(self.direct(name));
            }
        }
        let order = self.order.iter().map(String::as_str);
        order.filter(|name| needed.contains(name)).collect()
    }
}

fn wait_for(service: &Service, document: &Document) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = service.depends_on.keys().cloned().collect();
    if let Some(NetworkMode::Service(name)) = &service.network_mode {
        names.insert(name.clone());
    }
    names.retain(|name| document.services.contains_key(name));
    names
}

/// Takes away services that wait for nothing more, until none is left or all left are in circles.
fn sort(direct: &BTreeMap<String, BTreeSet<String>>) -> Result<Vec<String>, Error> {
    let mut waiting: BTreeMap<&str, usize> = BTreeMap::new();
    let mut waited_for_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, dependencies) in direct {
        waiting.insert(name, dependencies.len());
        for dependency in dependencies {
            waited_for_by.entry(dependency).or_default().push(name);
        }
    }
    let mut ready: BTreeSet<&str> = waiting
        .iter()
        .filter(|(_, count)| **count == 0)
        .map(|(name, _)| *name)
        .collect();
    let mut order = Vec::new();
    while let Some(name) = ready.pop_first() {
        order.push(name.to_owned());
        waiting.remove(name);
        for dependent in waited_for_by.get(name).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(dependent) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(dependent);
                }
            }
        }
    }
    match waiting.keys().next() {
        None => Ok(order),
        Some(start) => Err(circle(direct, &waiting, start)),
    }
}

/// Follows services that cannot start until one comes again.
fn circle(
    direct: &BTreeMap<String, BTreeSet<String>>,
    waiting: &BTreeMap<&str, usize>,
    start: &str,
) -> Error {
    let mut path = vec![start];
    let mut seen = BTreeMap::from([(start, 0)]);
    let mut current = start;
    while let Some(next) = direct
        .get(current)
        .into_iter()
        .flatten()
        .find(|name| waiting.contains_key(name.as_str()))
    {
        path.push(next);
        if let Some(first) = seen.insert(next, path.len() - 1) {
            path.drain(..first);
            break;
        }
        current = next;
    }
    Error {
        kind: Kind::Cycle,
        path: "services".to_owned(),
        message: format!(
            "services depend on each other in a circle: {}, remove one of these dependencies",
            path.join(" -> ")
        ),
        line: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn graph(services: &str) -> Graph {
        let text = format!("services: {{{services}}}");
        let document = parse(&text, &|_| None).expect("a good document").document;
        Graph::new(&document).expect("no circle")
    }

    #[test]
    fn dependencies_come_first() {
        let graph = graph(
            "web: {image: x, depends_on: [api, cache]}, api: {image: x, depends_on: [db]}, \
             db: {image: x}, cache: {image: x, network_mode: 'service:db'}, \
             alone: {image: x, depends_on: {gone: {required: false}}}",
        );
        assert_eq!(graph.order(), ["alone", "db", "api", "cache", "web"]);
        assert_eq!(graph.direct("web").collect::<Vec<_>>(), ["api", "cache"]);
        assert_eq!(graph.direct("alone").count(), 0);
        assert_eq!(graph.dependencies_of(["api"]), ["db", "api"]);
        assert_eq!(graph.dependencies_of(["web", "alone"]), graph.order());
        assert_eq!(graph.dependencies_of(["unknown"]), Vec::<&str>::new());
    }

    #[test]
    fn a_circle_is_named_without_the_way_to_it() {
        let text = "services: {a: {image: x, depends_on: [c]}, b: {image: x, depends_on: [c]}, \
                    c: {image: x, depends_on: [b]}}";
        let errors = parse(text, &|_| None).expect_err("a circle");
        assert_eq!(errors.kind(), Kind::Cycle);
        assert_eq!(
            errors.to_string(),
            "services: services depend on each other in a circle: c -> b -> c, \
             remove one of these dependencies (line 1)"
        );
    }
}
