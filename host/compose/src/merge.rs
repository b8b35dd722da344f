//! Documents and services laid over each other by the merge rules of the Compose specification.
//!
//! Maps are merged key by key, lists are joined, anything else is replaced. The keys that differ from that stand in
//! [`RULES`]. A key without a value counts as absent and changes nothing.

use std::collections::HashMap;

use crate::node::Node;

/// How one key is merged.
#[derive(Clone, Copy)]
enum Rule {
    /// The later one counts, whatever it is.
    Replace,
    /// A map, or a list of `NAME=VALUE` or `NAME` that becomes one.
    Variables,
    /// A map, or a list of names that becomes one with this value for each.
    Named(fn() -> Node),
    /// A list whose items have a name; the later one of the same name counts.
    Keyed(fn(&Node) -> Option<String>),
    /// A list of which every item is there once; one text is a list of one.
    Joined,
    /// A map, or a text that stands for this key of it.
    Short(&'static str),
}

/// The keys with a rule of their own, by their path in a service.
const RULES: &[(&[&str], Rule)] = &[
    (&["command"], Rule::Replace),
    (&["entrypoint"], Rule::Replace),
    (&["healthcheck", "test"], Rule::Replace),
    (&["x-mzhost", "ready"], Rule::Replace),
    (&["environment"], Rule::Variables),
    (&["labels"], Rule::Variables),
    (&["sysctls"], Rule::Variables),
    (&["build"], Rule::Short("context")),
    (&["build", "args"], Rule::Variables),
    (&["build", "labels"], Rule::Variables),
    (&["depends_on"], Rule::Named(started)),
    (&["networks"], Rule::Named(|| Node::Null)),
    (&["ports"], Rule::Keyed(port)),
    (&["volumes"], Rule::Keyed(mount)),
    (&["configs"], Rule::Keyed(file)),
    (&["secrets"], Rule::Keyed(file)),
    (&["env_file"], Rule::Joined),
    (&["expose"], Rule::Joined),
    (&["tmpfs"], Rule::Joined),
    (&["cap_add"], Rule::Joined),
    (&["cap_drop"], Rule::Joined),
    (&["security_opt"], Rule::Joined),
];

/// Lays a document over another. Both are as [`read`](crate::read) gives them.
pub fn merge(base: &mut Node, over: Node) {
    each(base, over, |key, base, value| match key {
        "services" => each(base, value, |_, base, value| merge_service(base, value)),
        _ => plain(base, value),
    });
}

/// Lays the keys of a service over those of another.
pub fn merge_service(base: &mut Node, over: Node) {
    map(base, over, &mut Vec::new());
}

/// Merges two maps of a service; `path` leads to them.
fn map(base: &mut Node, over: Node, path: &mut Vec<String>) {
    let nulls = holds_nulls(path);
    each(base, over, |key, base, value| {
        if value != Node::Null || nulls {
            path.push(key.to_owned());
            one(base, value, path);
            path.pop();
        }
    });
}

/// Merges every entry of a map into the entry of the same name. Linear: the documents are a guest's.
fn each(base: &mut Node, over: Node, mut merge: impl FnMut(&str, &mut Node, Node)) {
    let Node::Map(entries) = over else {
        return;
    };
    let mut all = match std::mem::replace(base, Node::Null) {
        Node::Map(all) => all,
        _ => Vec::new(),
    };
    let names = all.iter().enumerate();
    let mut places: HashMap<String, usize> = names
        .map(|(place, (name, _))| (name.clone(), place))
        .collect();
    for (key, value) in entries {
        let place = *places.entry(key.clone()).or_insert_with(|| {
            all.push((key.clone(), Node::Null));
            all.len() - 1
        });
        if let Some((_, old)) = all.get_mut(place) {
            merge(&key, old, value);
        }
    }
    *base = Node::Map(all);
}

/// Whether an entry without a value means something: a variable that is passed on, a network.
fn holds_nulls(path: &[String]) -> bool {
    rule(path).is_some_and(|rule| matches!(rule, Rule::Variables | Rule::Named(_)))
}

fn rule(path: &[String]) -> Option<Rule> {
    let (_, rule) = RULES.iter().find(|(keys, _)| *keys == path)?;
    Some(*rule)
}

/// Merges the value at a path.
fn one(base: &mut Node, over: Node, path: &mut Vec<String>) {
    match rule(path) {
        Some(Rule::Replace) => *base = over,
        Some(Rule::Variables) => {
            *base = variables(std::mem::replace(base, Node::Null));
            map(base, variables(over), path);
        }
        Some(Rule::Named(value)) => {
            *base = named(std::mem::replace(base, Node::Null), value);
            map(base, named(over, value), path);
        }
        Some(Rule::Short(key)) => {
            *base = long(std::mem::replace(base, Node::Null), key);
            map(base, long(over, key), path);
        }
        Some(Rule::Keyed(name)) => keyed(base, over, name),
        Some(Rule::Joined) => joined(base, over),
        None => match over {
            Node::Map(_) => map(base, over, path),
            _ => plain(base, over),
        },
    }
}

/// Merges without rules of keys.
fn plain(base: &mut Node, over: Node) {
    match (base, over) {
        (Node::List(items), Node::List(more)) => items.extend(more),
        (base @ Node::Map(_), over @ Node::Map(_)) => {
            each(base, over, |_, base, value| plain(base, value));
        }
        (_, Node::Null) => {}
        (base, over) => *base = over,
    }
}

/// A list of `NAME=VALUE` as a map.
fn variables(node: Node) -> Node {
    listed(node, |text| match text.split_once('=') {
        Some((name, value)) => (name.to_owned(), Node::text(value)),
        None => (text, Node::Null),
    })
}

/// A list of names as a map.
fn named(node: Node, value: fn() -> Node) -> Node {
    listed(node, |name| (name, value()))
}

/// A list of texts as a map; of equal names the last counts.
fn listed(node: Node, entry: impl Fn(String) -> (String, Node)) -> Node {
    let Node::List(items) = node else {
        return node;
    };
    let texts = items.iter().filter_map(Node::scalar);
    let mut map = Node::Map(Vec::new());
    let entries = Node::Map(texts.map(entry).collect());
    each(&mut map, entries, |_, base, value| *base = value);
    map
}

fn started() -> Node {
    Node::map([("condition", Some(Node::text("service_started")))])
}

/// The long form of a text.
fn long(node: Node, key: &'static str) -> Node {
    match node {
        Node::Text(_) => Node::map([(key, Some(node))]),
        other => other,
    }
}

fn items(node: Node) -> Vec<Node> {
    match node {
        Node::List(items) => items,
        Node::Null => Vec::new(),
        other => vec![other],
    }
}

fn keyed(base: &mut Node, over: Node, name: fn(&Node) -> Option<String>) {
    let all = items(std::mem::replace(base, Node::Null));
    let mut kept: Vec<Node> = Vec::new();
    let mut places = HashMap::new();
    for item in all.into_iter().chain(items(over)) {
        let name = name(&item).unwrap_or_else(|| item.to_json());
        let place = *places.entry(name).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(old) => *old = item,
            None => kept.push(item),
        }
    }
    *base = Node::List(kept);
}

fn joined(base: &mut Node, over: Node) {
    keyed(base, over, |_| None);
}

fn key(node: &Node, name: &str) -> Option<String> {
    node.get(name)?.scalar()
}

/// What makes a port different from others: the short form, or the long one in the same words.
fn port(node: &Node) -> Option<String> {
    if !matches!(node, Node::Map(_)) {
        let text = node.scalar()?;
        return Some(text.strip_suffix("/tcp").unwrap_or(&text).to_owned());
    }
    let mut text = String::new();
    for name in ["host_ip", "published"] {
        if let Some(value) = key(node, name) {
            text.push_str(&value);
            text.push(':');
        }
    }
    text.push_str(&key(node, "target")?);
    match key(node, "protocol") {
        Some(protocol) if protocol != "tcp" => Some(format!("{text}/{protocol}")),
        _ => Some(text),
    }
}

/// Where a volume is mounted.
fn mount(node: &Node) -> Option<String> {
    if let Node::Map(_) = node {
        return key(node, "target");
    }
    let text = node.scalar()?;
    let mut parts = text.split(':');
    let first = parts.next().map(str::to_owned);
    parts.next().map(str::to_owned).or(first)
}

/// Where a config or secret is placed.
fn file(node: &Node) -> Option<String> {
    match node {
        Node::Map(_) => key(node, "target").or_else(|| key(node, "source")),
        _ => node.scalar(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read;

    /// Merges two services, and gives the result as JSON.
    fn merged(base: &str, over: &str) -> String {
        let mut base = read(base).unwrap();
        merge_service(&mut base, read(over).unwrap());
        base.to_json()
    }

    #[test]
    fn commands_and_tests_are_replaced() {
        assert_eq!(
            merged(
                "{command: [a, b], healthcheck: {test: [CMD, a], interval: 1s}}",
                "{command: c, healthcheck: {test: [CMD, b]}}"
            ),
            r#"{"command": "c", "healthcheck": {"test": ["CMD", "b"], "interval": "1s"}}"#
        );
    }

    #[test]
    fn variables_of_both_forms_are_one_map() {
        assert_eq!(
            merged(
                "{environment: [A=1, B=2, C]}",
                "{environment: {B: 3, D: null}}"
            ),
            r#"{"environment": {"A": "1", "B": 3, "C": null, "D": null}}"#
        );
        assert_eq!(
            merged("{labels: {a: x}}", "{labels: [a=y=z]}"),
            r#"{"labels": {"a": "y=z"}}"#
        );
    }

    #[test]
    fn lists_with_targets_keep_one_of_each() {
        assert_eq!(
            merged(
                "{volumes: ['a:/x', 'b:/y']}",
                "{volumes: ['./z:/y:ro', {type: tmpfs, target: /x}]}"
            ),
            r#"{"volumes": [{"type": "tmpfs", "target": "/x"}, "./z:/y:ro"]}"#
        );
        assert_eq!(
            merged(
                "{ports: [5432, '8080:80']}",
                "{ports: ['5432/tcp', '8081:80', {target: 80, published: 8080}]}"
            ),
            r#"{"ports": ["5432/tcp", {"target": 80, "published": 8080}, "8081:80"]}"#
        );
    }

    #[test]
    fn the_list_forms_of_dependencies_and_networks_become_maps() {
        assert_eq!(
            merged(
                "{depends_on: [a, b], networks: [x]}",
                "{depends_on: {b: {condition: service_healthy}}, networks: {x: {aliases: [y]}}}"
            ),
            concat!(
                r#"{"depends_on": {"a": {"condition": "service_started"}, "b": {"condition": "service_healthy"}}, "#,
                r#""networks": {"x": {"aliases": ["y"]}}}"#
            )
        );
    }

    #[test]
    fn other_lists_are_joined_and_other_values_replaced() {
        assert_eq!(
            merged(
                "{cap_add: [A], tmpfs: /a, init: true, build: ., extra_hosts: [a=1]}",
                "{cap_add: [A, B], tmpfs: [/b], init: false, build: {args: [X=1]}, extra_hosts: [b=2]}"
            ),
            concat!(
                r#"{"cap_add": ["A", "B"], "tmpfs": ["/a", "/b"], "init": false, "#,
                r#""build": {"context": ".", "args": {"X": "1"}}, "extra_hosts": ["a=1", "b=2"]}"#
            )
        );
    }

    #[test]
    fn a_key_without_a_value_changes_nothing() {
        assert_eq!(merged("{image: a}", "{image: null}"), r#"{"image": "a"}"#);
    }

    #[test]
    fn documents_are_merged_with_their_services() {
        let mut base =
            read("{services: {a: {image: x, command: [x]}}, volumes: {v: null}}").unwrap();
        let over = "{services: {b: {image: y}, a: {command: [y]}}, volumes: {w: null, v: {labels: {k: l}}}}";
        merge(&mut base, read(over).unwrap());
        assert_eq!(
            base.to_json(),
            concat!(
                r#"{"services": {"a": {"image": "x", "command": ["y"]}, "b": {"image": "y"}}, "#,
                r#""volumes": {"v": {"labels": {"k": "l"}}, "w": null}}"#
            )
        );
    }
}
