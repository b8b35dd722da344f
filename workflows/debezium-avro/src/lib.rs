//! Change data capture, whole: PostgreSQL, Debezium, Kafka with messages in Avro, a schema registry, and a sink that writes
//! the rows into a second PostgreSQL.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use mzhost_guest::{Composition, Error, Services, bail, catalog, services, testdrive, workflow};

const SINK: &str = "postgres://postgres:postgres@sink/postgres";
const PATIENCE: Duration = Duration::from_secs(90);

const NO_ARGUMENTS: [&str; 0] = [];

/// Every component. The registry comes last: the one that tests use keeps schemas in memory, so that after its restart
/// only those have them who read them before.
const COMPONENTS: [&str; 5] = ["postgres", "kafka", "debezium", "sink", "schema-registry"];

#[services]
fn services() -> Services {
    Services::new()
        .service(catalog::Postgres::new())
        .service(catalog::Postgres::new().name("sink"))
        .service(catalog::Kafka::new().auto_create_topics(true))
        .service(catalog::SchemaRegistry::new())
        .service(catalog::Debezium::new())
}

/// Rows and changes of every kind arrive on the topic in Avro, and at the sink.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    begin(c)?;
    source("topic.td")?;
    source("changes.td")?;
    sink("changed.td")?;
    source("schema.td")?;
    sink("schema-changed.td")?;
    Ok(())
}

/// Nothing is lost when each component is restarted in the middle.
#[workflow]
fn workflow_restart(c: Composition) -> Result<(), Error> {
    begin(c)?;
    c.job_workflow("reviver", NO_ARGUMENTS)?;
    for component in COMPONENTS {
        write(component)?;
        c.restart([component])?;
        read(component)?;
    }
    Ok(())
}

/// Kafka, Connect and PostgreSQL are killed at random moments while rows are written; the sink ends with the right ones.
/// The moments follow from the run's seed, and are printed.
#[workflow]
fn workflow_kill(c: Composition) -> Result<(), Error> {
    begin(c)?;
    c.job_workflow("reviver", NO_ARGUMENTS)?;
    for component in ["kafka", "debezium", "postgres"] {
        let pause = random_below(2000);
        println!("{component} is killed after {pause} ms of writing");
        let writer = c.job_workflow("writer", [component])?;
        std::thread::sleep(Duration::from_millis(pause));
        c.kill([component])?;
        c.start([component])?;
        writer.wait(PATIENCE)?.passed()?;
        sink_with("written.td", component)?;
    }
    Ok(())
}

/// What a connector that Connect refuses looks like: this workflow fails.
#[workflow(hidden)]
fn workflow_refused(c: Composition) -> Result<(), Error> {
    c.up(["kafka", "schema-registry", "debezium"])?;
    source("refused.td")
}

/// Writes rows, one transaction each, and goes on when the server is away.
#[workflow(hidden)]
fn workflow_writer(c: Composition, args: Vec<String>) -> Result<(), Error> {
    let Some(name) = args.first() else {
        bail!("missing the name of the rows");
    };
    let mut left = 200;
    while left > 0 {
        // A transaction that failed is done again; the key makes it safe if it was done after all.
        let inserted = c
            .sql("postgres")
            .password("postgres")
            .connect()
            .and_then(|db| {
                while left > 0 {
                    db.execute(
                        "insert into rounds values ($1, $2::int, 'written') on conflict do nothing",
                        &[name, &left],
                    )?;
                    left -= 1;
                }
                Ok(())
            });
        if let Err(error) = inserted {
            println!("{left} left: {error}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    Ok(())
}

/// A number below another one; it follows from the run's seed.
fn random_below(limit: u64) -> u64 {
    RandomState::new().build_hasher().finish() % limit
}

/// Starts tasks of connectors again that failed while a server was away, as operators do; Connect does not. It ends with
/// the workflow that started it.
#[workflow(hidden)]
fn workflow_reviver(c: Composition) -> Result<(), Error> {
    loop {
        for connector in ["source", "sink"] {
            let path = format!("/connectors/{connector}/restart?includeTasks=true&onlyFailed=true");
            // Connect itself may be away.
            drop(c.http("debezium", 8083, "POST", &path).send());
        }
        std::thread::sleep(Duration::from_secs(2));
    }
}

/// Everything up, the connectors at work, the first rows at the sink.
fn begin(c: Composition) -> Result<(), Error> {
    c.up([])?;
    source("tables.td")?;
    source("connectors.td")?;
    sink("copied.td")
}

fn source(file: &str) -> Result<(), Error> {
    testdrive::files(file).timeout(PATIENCE).run().map(drop)
}

fn sink(file: &str) -> Result<(), Error> {
    sink_with(file, "")
}

fn sink_with(file: &str, round: &str) -> Result<(), Error> {
    testdrive::files(file)
        .postgres_url(SINK)
        .timeout(PATIENCE)
        .var("round", round)
        .run()
        .map(drop)
}

fn write(round: &str) -> Result<(), Error> {
    testdrive::files("write.td")
        .var("round", round)
        .run()
        .map(drop)
}

fn read(round: &str) -> Result<(), Error> {
    sink_with("read.td", round)
}
