//! How subcommands open a composition.

use std::collections::BTreeMap;
use std::path::Path;

use mzhost_core::event::{Consumer, Events};
use mzhost_core::fault::Fault;
use mzhost_core::image_map::ImageMap;
use mzhost_core::mask::Masker;
use mzhost_core::policy::{Capability, Ceiling, Grants, Policy, Situation};
use mzhost_core::report::{Problems, Terminal};

use super::args::{Composition, Global};
use crate::composition::Opening;
use crate::guest::GuestLimits;
use crate::runner::random_seed;

/// Does the work of a subcommand whose answer is on standard output: what happens meanwhile is on standard error, and its
/// failure has no secrets.
pub(super) async fn quietly(
    global: &Global,
    composition: &Composition,
    work: impl AsyncFnOnce(&Events) -> Result<u8, Fault>,
) -> Result<u8, Fault> {
    let events = quiet_events(global, composition.grants.masker()?);
    let done = work(&events).await;
    done.map_err(|fault| fault.masked(events.masker()))
}

/// Events on standard error.
pub(super) fn quiet_events(global: &Global, masker: Masker) -> Events {
    let out = Box::new(std::io::stderr());
    let consumers: Vec<Box<dyn Consumer>> = vec![Box::new(Terminal::new(
        out,
        global.style(true),
        Problems::default(),
    ))];
    Events::masking("", consumers, masker)
}

/// How to open a composition without running it.
pub(super) fn opening<'a>(
    global: &Global,
    composition: &'a Composition,
    events: &'a Events,
) -> Result<Opening<'a>, Fault> {
    let policy = composition.grants.policy(&composition.dir)?;
    Ok(Opening {
        dir: &composition.dir,
        root: composition.root.as_deref(),
        package: false,
        cache: global.cache_dir(),
        limits: composition.limits(),
        images: ImageMap::default(),
        variables: variables(&policy),
        policy,
        seed: composition.seed.unwrap_or_else(random_seed),
        events,
    })
}

/// How to open a composition that the user wants built or compiled: none of its code runs, but that of its build.
pub(super) fn granted_to_build<'a>(
    global: &Global,
    dir: &'a Path,
    events: &'a Events,
) -> Opening<'a> {
    Opening {
        dir,
        root: None,
        package: false,
        cache: global.cache_dir(),
        limits: GuestLimits::default(),
        images: ImageMap::default(),
        variables: BTreeMap::new(),
        policy: Policy::new(Situation::Folder, Grants::default(), Ceiling::default()),
        seed: 0,
        events,
    }
}

/// Granted variables that are set.
fn variables(policy: &Policy) -> BTreeMap<String, String> {
    let texts = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    texts
        .filter(|(name, _)| policy.allows(Capability::Variable, name))
        .collect()
}
