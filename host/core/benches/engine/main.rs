//! `cargo bench -p mzhost-core --bench engine`: what mzhost adds to the engine's own time. Needs an engine
//! that has the image; takes three to four minutes. Words behind `--` select parts: `up`, `chain`, `lateness`.
//!
//! `up` + `down` and the same by bare calls are measured in turn, so that both see the same machine.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod chain;
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
const SIZES: [(usize, usize); 3] = [(1, 9), (5, 5), (20, 5)];
/// Starts at once per processor core of the engine, for both sides.
const STARTS_PER_CPU: usize = 2;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let endpoint = Endpoint::of_process()?;
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
    println!(
        "engine {} on {}, {} cores",
        facts.version, facts.operating_system, facts.cpus
    );
    // cargo itself adds flags.
    let only: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|word| word == name);
    if wanted("up") {
        up_and_down(&engine, &docker).await?;
    }
    if wanted("chain") {
        chain::measure(&engine, &docker).await?;
    }
    if wanted("lateness") {
        lateness::measure(&engine).await?;
    }
    Ok(())
}

/// Measures and prints all sizes. The ratio is taken of neighbours, so that load of the machine that comes
/// and goes does not count for one side only.
async fn up_and_down(engine: &Engine, docker: &Docker) -> Outcome<()> {
    let at_once = engine.facts().cpus * STARTS_PER_CPU;
    for (services, pairs) in SIZES {
        let [mut own, mut own_up, mut bare, mut bare_up] = [(); 4].map(|()| Samples::default());
        let mut ratios = Samples::default();
        for _ in 0..pairs {
            let floor = floor::up_and_down(docker, services, at_once).await?;
            bare_up.push(floor.up);
            bare.push(floor.whole);

            let project = Project::new(engine, &document(services)?)?;
            let begun = Instant::now();
            let up = project.up_then(async |_| Ok(begun.elapsed())).await?;
            let whole = begun.elapsed();
            own_up.push(up);
            own.push(whole);
            ratios.push(whole.div_duration_f64(floor.whole));
        }
        table::heading(&format!("up and down, services: {services}"));
        table::row("bare calls: up", &bare_up, "");
        table::row("mzhost: up", &own_up, "");
        table::row("bare calls: up + down", &bare, "");
        table::row("mzhost: up + down", &own, "");
        table::row(
            "mzhost / bare calls, of neighbours",
            &ratios,
            "median <= 1.10",
        );
    }
    Ok(())
}

/// Services that do nothing.
fn document(services: usize) -> Outcome<String> {
    let mut text = "services:\n".to_owned();
    for number in 1..=services {
        writeln!(
            text,
            "  s{number}: {{image: {IMAGE}, command: [sleep, infinity]}}"
        )?;
    }
    Ok(text)
}
