//! Tells its secrets in every way that there is: `TOKEN`, which the user marked, `DB_KEY`, which it marked itself, and the
//! password of a role, which it only connects with.

use std::io::Write;
use std::time::Duration;

use mzhost_guest::{
    Composition, Error, Service, Services, ensure, log, services, sqllogictest, testdrive,
    variables, workflow,
};

const PATIENCE: Duration = Duration::from_secs(60);
/// Marked in the document. As long as it takes to see every place of a base64 group.
const KEY: &str = "k3y/with+more?";
/// Only used to connect.
const PASSWORD: &str = "Pa55w0rd-of-app";
/// Output that has more than what one call returns.
const LONG: &str =
    "i=0; while [ $i -lt 30000 ]; do echo \"line $i of many with $TOKEN\"; i=$((i+1)); done";

#[services]
fn services() -> Services {
    // Tells its environment in the log, and in the answer to every request.
    let script = r#"
        use IO::Socket::INET;
        $| = 1;
        print "log $ENV{TOKEN} $ENV{DB_KEY}\n";
        system 'printf %s "log:$TOKEN" | base64';
        print STDERR "x" x 65530, $ENV{TOKEN}, "\n";
        my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 8, ReuseAddr => 1) || die $!;
        print "listening\n";
        while (my $client = $server->accept) {
            while (my $line = <$client>) { last if $line =~ /^\r?\n$/; }
            my $answer = "answer $ENV{TOKEN}";
            my $length = length $answer;
            print $client "HTTP/1.1 200 OK\r\nContent-Length: $length\r\nConnection: close\r\n\r\n$answer";
            close $client;
        }
    "#;
    Services::new()
        .service(
            Service::new("box")
                .image("debian:bookworm-slim")
                .command(["perl", "-e", &script.replace('$', "$$")])
                .secret_env("TOKEN", "${TOKEN:-}")
                .secret_env("DB_KEY", KEY)
                .init()
                .stop_grace_period(Duration::ZERO),
        )
        .service(
            Service::new("db")
                .image("mzhost/postgres:15")
                .env("POSTGRES_PASSWORD", "postgres")
                .ready_sql("postgres", "postgres"),
        )
}

fn token() -> Result<String, Error> {
    variables::get("TOKEN").ok_or_else(|| Error::msg("TOKEN is not there"))
}

fn secrets() -> Result<[String; 3], Error> {
    Ok([token()?, KEY.to_owned(), PASSWORD.to_owned()])
}

/// Everything but the end.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up([])?;
    c.wait_for_log("box", "^listening$", PATIENCE)?;
    sql(&c)?;
    prints()?;
    commands(&c)?;
    files(&c)?;
    let token = token()?;
    let answer = c
        .http("box", 8080, "GET", &format!("/{}", percent(&token)))
        .send()?;
    ensure!(
        answer.text()? == format!("answer {token}"),
        "guests see what is secret"
    );
    println!("http {}", answer.text()?);
    let logs = c.logs("box", 10)?.content;
    // The two streams of a container come in any order.
    let line = logs.lines().find(|line| line.starts_with("log "));
    println!("container {}", line.unwrap_or_default());
    c.test_case(&format!("case {token}"), || {
        Err(Error::new(format!("code.{token}"), format!("case {token}"))
            .with_detail(&*token, &*token))
    })?;
    let unknown = c.workflow(&format!("no-{token}"), [&*token]).unwrap_err();
    println!("unknown {unknown}");
    Err(Error::msg(format!("fault {token} {KEY} {PASSWORD}"))
        .with_detail("detail", base64(token.as_bytes()))
        .with_service("box"))
}

/// Says that too short a value is secret.
#[workflow]
fn workflow_short(c: Composition) -> Result<(), Error> {
    let short = Service::new("box")
        .image("debian:bookworm-slim")
        .secret_env("PIN", "s3cr3");
    c.override_services(Services::new().service(short))
        .map(drop)
}

/// Panics.
#[workflow]
fn workflow_panics(_: Composition) -> Result<(), Error> {
    panic!("panic {}", token()?);
}

fn prints() -> Result<(), Error> {
    for secret in secrets()? {
        println!("print {secret}");
        eprintln!("debug {secret:?}");
        let (first, second) = secret.split_at(secret.len() / 2);
        print!("split {first}");
        std::io::stdout().flush()?;
        println!("{second}");
        println!("{}{secret}", "long".repeat(16 * 1024 - 1));
        for before in ["", "u", "u:"] {
            println!("base64 {}", base64(format!("{before}{secret}").as_bytes()));
        }
        println!("url {}", percent(&secret));
        log::warn(format!("log {secret}"));
    }
    Ok(())
}

fn commands(c: &Composition) -> Result<(), Error> {
    let token = token()?;
    let echo = c.exec("box", ["sh", "-c", "echo $TOKEN"])?;
    ensure!(echo.stdout() == token, "guests see what is secret");
    println!("exec {}", echo.stdout());
    let long = c.exec("box", ["sh", "-c", LONG])?;
    ensure!(long.output.truncated, "all of it was returned");
    let failed = c.exec("box", ["sh", "-c", &format!("echo {token:?} >&2; exit 3")]);
    println!("failed {:?}", failed.unwrap_err());
    c.run_with("box", ["printenv", "MORE"])
        .env("MORE", &*token)
        .run()?;
    c.job_exec("box", ["printenv", "TOKEN"])?.wait(PATIENCE)?;
    c.copy_in("box", "/tmp/secret", token.as_bytes(), 0o600)?;
    Ok(())
}

fn sql(c: &Composition) -> Result<(), Error> {
    // From here on the password is known.
    let wrong = c.sql("db").user("nobody").password(PASSWORD).connect();
    println!("sql {}", wrong.map(drop).unwrap_err());
    let admin = c.sql("db").password("postgres").connect()?;
    admin.batch(&format!(
        "create role app login superuser password '{PASSWORD}'"
    ))?;
    let target = c
        .sql("db")
        .user("app")
        .password(PASSWORD)
        .database("postgres");
    let app = target.connect()?;
    for secret in secrets()? {
        let quoted = secret.replace('\'', "''");
        let error = app
            .query(&format!("select '{quoted}'::int"), &[])
            .unwrap_err();
        println!("sql {error}");
        app.query("select $1::text", &[&&*secret])?;
    }
    let many = app.query(
        &format!("select '{PASSWORD}' from generate_series(1, 100001)"),
        &[],
    )?;
    ensure!(many.truncated(), "all of it was returned");
    Ok(())
}

fn files(c: &Composition) -> Result<(), Error> {
    let token = token()?;
    let url = format!("postgres://app:{}@db:5432/postgres", percent(PASSWORD));
    let quoted = token.replace('\'', "''");
    let text = format!(
        "$ http-request method=GET url=http://box:8080/\n\n> select '{quoted}'\nnot this\n"
    );
    let td = testdrive::source(&format!("{token}.td"), &text)
        .postgres_url(&url)
        .timeout(Duration::from_millis(100))
        .run();
    println!("td {:?}", td.unwrap_err());
    let text = format!("query T\nselect '{quoted}'\n----\nnot this\n");
    let slt = sqllogictest::source("token.slt", &text)
        .postgres_url(&url)
        .run();
    println!("slt {:?}", slt.unwrap_err());
    let refused = c.override_services(format!("services: {{box: {{image: x, init: {token:?}}}}}"));
    println!("override {}", refused.map(drop).unwrap_err());
    Ok(())
}

/// In base64, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4_usize {
            let index = (bits >> (18 - 6 * digit)) & 63;
            text.push(if digit <= group.len() {
                char::from(DIGITS[index as usize])
            } else {
                '='
            });
        }
    }
    text
}

/// Percent-encoded, all that can be.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
