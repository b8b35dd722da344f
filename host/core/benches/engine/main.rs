//! `cargo bench -p mzhost-core --bench engine`: what mzhost adds to the engine's own time. Needs an engine
//! that has the image; takes about two minutes.
//!
//! `up` + `down` and the same by bare calls are measured in turn, so that both see the same machine.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod floor;
mod lateness;
mod project;
mod table;

use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

use bollard::Docker;
use mzhost_core::engine::{Endpoint, Engine};

use project::Project;
use table::Samples;

/// What all services are made from.
const IMAGE: &str = "debian:bookworm-slim";
/// Numbers of services, and how often each is measured.
const SIZES: [(usize, usize); 0] = [];
/// Starts at once per processor core of the engine, for both sides.
const STARTS_PER_CPU: usize = 2;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let endpoint = Endpoint::from_environment(|name| std::env::var(name).ok())?;
    let engine = match Engine::connect(endpoint).await {
        Ok(engine) => engine,
        Err(error) => {
            println!("left out: {error}");
            return Ok(());
        }
    };
    let docker = Docker::connect_with_defaults()?;
    if docker.inspect_image(IMAGE).await.is_err() {
        println!("left out: the engine has no image {IMAGE}");
        return Ok(());
    }
    let facts = engine.facts();
    println!("engine {} on {}, {} cores", facts.version, facts.operating_system, facts.cpus);
    up_and_down(&engine, &docker).await?;
    lateness::measure(&engine).await
}

async fn up_and_down(engine: &Engine, docker: &Docker) -> Outcome<()> {
    let at_once = engine.facts().cpus * STARTS_PER_CPU;
    for (services, pairs) in SIZES {
        let [mut own, mut own_up, mut bare, mut bare_up] = [(); 4].map(|()| Samples::default());
        for pair in 0..pairs {
            let (up, down) = floor::up_and_down(docker, &format!("bench-floor-{services}-{pair}"), services, at_once).await?;
            bare_up.push(up);
            bare.push(up + down);
            let project = Project::new(engine, &document(services)?)?;
            let begun = Instant::now();
            let up = project.up_then(async |_| Ok(begun.elapsed())).await?;
            own_up.push(up);
            own.push(begun.elapsed());
        }
        table::heading(&format!("up and down, services: {services}"));
        table::row("bare calls: up", &bare_up, "");
        table::row("mzhost: up", &own_up, "");
        table::row("bare calls: up + down", &bare, "");
        table::row("mzhost: up + down", &own, "");
        let ratio = own.median().as_secs_f64() / bare.median().as_secs_f64();
        table::ratio("mzhost / bare calls", ratio, "<= 1.10");
    }
    Ok(())
}

/// Services that do nothing.
fn document(services: usize) -> Outcome<String> {
    let mut text = "services:\n".to_owned();
    for number in 1..=services {
        writeln!(text, "  s{number}: {{image: {IMAGE}, command: [sleep, infinity]}}")?;
    }
    Ok(text)
}
