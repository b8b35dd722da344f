//! Calls every call of every interface once and checks the answer.

mod containers;
mod database;
mod tests;
mod waits;

use std::time::Duration;

use mzhost_guest::{
    Composition, Error, Healthcheck, Service, Services, catalog, ensure, files, log, services,
    variables, workflow,
};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

#[services]
fn services() -> Services {
    // Perl is in every Debian image, so it plays the HTTP server.
    let http = r#"
        use IO::Socket::INET;
        my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 8, ReuseAddr => 1) or die $!;
        $| = 1;
        print "listening\n";
        while (my $client = $server->accept) {
            my $request = <$client>;
            next unless defined $request;
            while (my $header = <$client>) { last if $header =~ /^\r?\n$/ }
            my $status = $request =~ m{^GET /health } ? '200 OK' : '404 Not Found';
            print $client "HTTP/1.1 $status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            close $client;
        }
    "#;
    let service = |name: &str| {
        Service::new(name)
            .image("debian:bookworm-slim")
            .init()
            .stop_grace_period(Duration::ZERO)
    };
    let pg_isready = Healthcheck::command(["pg_isready", "-h", "127.0.0.1", "-U", "postgres"]);
    Services::new()
        .service(
            service("box")
                .command(["sleep", "infinity"])
                .env("GREETING", "hello")
                .volume("data:/data"),
        )
        .service(
            service("web")
                // `$$` is how a Compose document writes `$`.
                .command(["perl", "-e", &http.replace('$', "$$")])
                .port(8080),
        )
        .service(
            catalog::OneOff::new("once", "debian:bookworm-slim")
                .command(["sh", "-c", "echo bye; exit 0"])
                .with(|service| service.init().stop_grace_period(Duration::ZERO)),
        )
        .service(
            Service::new("db")
                .image("mzhost/postgres:15")
                .env("POSTGRES_PASSWORD", database::PASSWORD)
                .healthcheck(pg_isready),
        )
        .volume("data")
}

/// All calls that need no database.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    without_containers()?;
    containers::commands(c)?;
    containers::life(c)?;
    waits::all(c)?;
    c.workflow("child", ["a", "b"])?;
    let other = Service::new("once").image("debian:bookworm-slim").once();
    c.override_services(Services::new().service(other))?
        .close()?;
    ensure!(c.test_case("a case", || Ok(()))?);
    refused(c.test_case("a case", || Ok(())), "argument.invalid")?;
    containers::down(c)
}

/// All calls of SQL.
#[workflow]
fn workflow_sql(c: Composition) -> Result<(), Error> {
    c.up(["db"])?;
    database::connection(c)?;
    database::errors(c)?;
    database::waits_and_jobs(c)
}

/// All calls that run test files.
#[workflow]
fn workflow_tests(c: Composition) -> Result<(), Error> {
    c.up(["db"])?;
    tests::all(c)
}

/// Opens connections up to the limit.
#[workflow]
fn workflow_connections(c: Composition) -> Result<(), Error> {
    c.up(["db"])?;
    database::limit(c)
}

/// Checks its arguments.
#[workflow(hidden)]
fn workflow_child(_: Composition, args: Vec<String>) -> Result<(), Error> {
    ensure!(args == ["a", "b"], "the arguments are {args:?}");
    Ok(())
}

fn without_containers() -> Result<(), Error> {
    log::debug("debug");
    log::info("info");
    log::warn("warn");
    log::error("error");
    ensure!(variables::get("MZHOST_NOT_GRANTED").is_none());
    ensure!(!variables::seed().is_empty());
    ensure!(!variables::project().is_empty());
    ensure!(files::read_text("Cargo.toml")?.contains("guest-everything"));
    ensure!(files::read_part("Cargo.toml", 1, 7)?.content == b"package");
    ensure!(files::find("src/d*.rs")?.paths == ["src/database.rs"]);
    from_the_catalog()
}

fn from_the_catalog() -> Result<(), Error> {
    ensure!(catalog::kinds().iter().any(|kind| kind == "kafka"));
    let kafka = catalog::service("kafka", r#"{"broker_id": 7}"#, r#"{"init": true}"#)?;
    ensure!(
        kafka.contains("\"KAFKA_NODE_ID\": 7") && kafka.contains("\"init\": true"),
        "{kafka}"
    );
    let merged = catalog::merge([kafka.as_str(), "services: {kafka: {image: mine}}"])?;
    ensure!(merged.contains("\"image\": \"mine\""), "{merged}");
    refused(
        catalog::service("kafka", r#"{"broker": 7}"#, ""),
        "argument.invalid",
    )?;
    refused(catalog::service("kafak", "", ""), "argument.invalid")?;
    refused(catalog::merge(["services: ["]), "argument.invalid")
}

/// Checks that a call failed with this code.
fn refused<T>(answer: Result<T, Error>, code: &str) -> Result<(), Error> {
    match answer {
        Ok(_) => Err(Error::msg(format!("passed where {code} was expected"))),
        Err(error) if error.code() == code => Ok(()),
        Err(error) => Err(error.context(format!("wanted {code}"))),
    }
}
