//! `build` of a service: a folder, or a map.

use crate::keys::Keys;
use crate::lists;
use crate::model::Build;
use crate::node::Node;
use crate::place::Place;

const BUILD: Keys<Build> = Keys {
    known: &[
        ("context", |build, place| {
            build.context = context(place).unwrap_or_default();
        }),
        ("dockerfile", |build, place| build.dockerfile = place.text()),
        ("dockerfile_inline", |build, place| {
            build.dockerfile_inline = place.text();
        }),
        ("args", |build, place| {
            build.args = lists::optional_values(place);
        }),
        ("target", |build, place| build.target = place.text()),
        ("labels", |build, place| build.labels = lists::values(place)),
    ],
    refused: &[
        ("additional_contexts", "put the files in the context"),
        ("cache_from", "the engine's own cache is used, remove it"),
        ("cache_to", "the engine's own cache is used, remove it"),
        ("no_cache", "the engine's own cache is used, remove it"),
        ("pull", "pull the base image before, or use pull_policy"),
        (
            "network",
            "builds have the engine's default network, remove it",
        ),
        ("extra_hosts", "put the files in the context"),
        (
            "secrets",
            "builds get no secrets, put the files in the context",
        ),
        ("ssh", "builds get no keys, put the files in the context"),
        ("shm_size", "remove it"),
        ("ulimits", "remove it"),
        ("isolation", "it is for Windows only, remove it"),
        ("privileged", "a build gets no more rights, remove it"),
        ("entitlements", "a build gets no more rights, remove it"),
        ("platforms", "use the service's platform"),
        (
            "tags",
            "a build never names a tag, the container uses the image's id",
        ),
        ("provenance", "remove it"),
        ("sbom", "remove it"),
    ],
};

pub(crate) fn build(place: &Place<'_>) -> Option<Build> {
    let mut build = Build {
        context: ".".to_owned(),
        ..Build::default()
    };
    match place.node {
        Node::Map(_) => BUILD.read(&mut build, place)?,
        Node::Text(_) => build.context = context(place)?,
        _ => return place.wanted("a folder or a map"),
    }
    if build.dockerfile.is_some() && build.dockerfile_inline.is_some() {
        place.error("dockerfile and dockerfile_inline exclude each other, remove one");
    }
    Some(build)
}

fn context(place: &Place<'_>) -> Option<String> {
    let text = place.text()?;
    if text.contains("://") || text.starts_with("git@") {
        return place.wanted("a folder, mzhost fetches no build contexts");
    }
    Some(text)
}
