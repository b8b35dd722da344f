//! HTTP requests to a service, right and wrong.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Service, Services, ensure, services, workflow};

const PATIENCE: Duration = Duration::from_secs(30);
const MOMENT: Duration = Duration::from_millis(200);

#[services]
fn services() -> Services {
    // Answers by path; `/echo` with what it got. 8081 speaks something else, 8082 accepts and is silent.
    let server = r#"
        use IO::Socket::INET;
        sub listening {
            return IO::Socket::INET->new(LocalPort => $_[0], Listen => 8, ReuseAddr => 1) || die $!;
        }
        my ($http, $other, $silent) = (listening(8080), listening(8081), listening(8082));
        if (fork() == 0) {
            while (my $client = $other->accept) { print $client "SSH-2.0-OpenSSH\r\n"; close $client; }
            exit;
        }
        $| = 1;
        print "listening\n";
        while (my $client = $http->accept) {
            my $head = '';
            while (my $line = <$client>) { $head .= $line; last if $line =~ /^\r?\n$/; }
            my ($method, $path) = $head =~ m{^(\S+) (\S+)};
            my $length = $head =~ /^content-length: (\d+)/im ? $1 : 0;
            read($client, my $body, $length);
            my ($status, $extra, $answer) = ('200 OK', '', "$method $path\n$head$body");
            if ($path eq '/moved') { ($status, $extra) = ('302 Found', "Location: /echo\r\n"); }
            if ($path eq '/large') { $answer = 'x' x (17 << 20); }
            if ($path eq '/broken') { close $client; next; }
            $length = length $answer;
            print $client "HTTP/1.1 $status\r\n${extra}Content-Length: $length\r\nConnection: close\r\n\r\n";
            print $client $answer unless $method eq 'HEAD';
            close $client;
        }
    "#;
    let service = |name: &str| {
        Service::new(name)
            .image("debian:bookworm-slim")
            .init()
            .stop_grace_period(Duration::ZERO)
    };
    Services::new()
        // `$$` is how a Compose document writes `$`.
        .service(service("web").command(["perl", "-e", &server.replace('$', "$$")]))
        .service(service("box").command(["sleep", "infinity"]))
}

fn up(c: Composition) -> Result<(), Error> {
    c.up(["web"])?;
    c.wait_for_log("web", "^listening$", PATIENCE)?;
    Ok(())
}

/// Requests of every kind.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    up(c)?;
    let sent = c
        .http("web", 8080, "POST", "/echo?a=b%20c")
        .header("X-Mine", "one")
        .header("x-mine", "two")
        .header("Authorization", "Bearer not-to-be-told")
        .json(r#"{"secret": "not-to-be-told"}"#)
        .timeout(PATIENCE)
        .send()?
        .success()?;
    let echo = sent.text()?;
    for part in [
        "POST /echo?a=b%20c\n",
        "host: web:8080\r\n",
        "x-mine: one\r\n",
        "x-mine: two\r\n",
        "content-type: application/json\r\n",
        r#"{"secret": "not-to-be-told"}"#,
    ] {
        ensure!(echo.contains(part), "{part:?} is missing in {echo}");
    }

    let moved = c.http("web", 8080, "GET", "/moved").send()?;
    ensure!(moved.status == 302 && moved.header("location") == Some("/echo"));
    let refused = moved.success();
    ensure!(matches!(&refused, Err(error) if error.detail("status") == Some("302")));

    let head = c.http("web", 8080, "HEAD", "/echo").send()?;
    ensure!(head.status == 200 && head.body.content.is_empty());
    let own = c.http("web", 8080, "GET", "/echo").header("host", "other");
    ensure!(own.send()?.text()?.contains("host: other\r\n"));

    let large = c.http("web", 8080, "GET", "/large").send()?;
    ensure!(large.body.truncated && large.body.content.len() == 16 << 20);
    Ok(())
}

/// Requests that get no answer, and those that cannot be sent.
#[workflow]
fn workflow_wrong(c: Composition) -> Result<(), Error> {
    let get = |service: &str, port: u16, path: &str| c.http(service, port, "GET", path);
    let fails = |request: mzhost_guest::http::Request, code: &str, text: &str| match request.send()
    {
        Ok(answer) => Err(Error::msg(format!(
            "{code} was expected, not {}",
            answer.status
        ))),
        Err(error) => {
            ensure!(
                error.code() == code && error.message().contains(text),
                "wanted {code} with {text:?}: {error:?}"
            );
            Ok(())
        }
    };
    fails(
        get("nobody", 80, "/"),
        "service.unknown",
        "there is no service \"nobody\"",
    )?;
    fails(get("web", 8080, "/"), "service.absent", "bring it up first")?;
    up(c)?;
    c.up(["box"])?;
    fails(
        get("box", 8080, "/"),
        "service.port",
        "nothing listens at port 8080",
    )?;
    fails(
        get("web", 8080, "/broken"),
        "service.port",
        "HTTP GET web:8080/broken: ",
    )?;
    fails(
        get("web", 8081, "/"),
        "service.port",
        "HTTP GET web:8081/: ",
    )?;
    fails(
        get("web", 8082, "/").timeout(MOMENT),
        "wait.timeout",
        "no answer within 200 ms",
    )?;
    for path in ["", "echo", "http://elsewhere/", "/a b", "/a\r\nX: y"] {
        fails(get("web", 8080, path), "argument.invalid", "path")?;
    }
    for method in ["", "G T", "CONNECT"] {
        fails(
            c.http("web", 8080, method, "/"),
            "argument.invalid",
            "method",
        )?;
    }
    for (name, value) in [("a b", "1"), ("a", "1\r\nb: 2"), ("Content-Length", "9")] {
        fails(
            get("web", 8080, "/").header(name, value),
            "argument.invalid",
            "header",
        )?;
    }
    let too_long = "x".repeat(17 << 20);
    fails(
        get("web", 8080, "/").body(too_long),
        "limit.input",
        "the limit is 16777216",
    )?;
    c.stop(["web"])?;
    fails(get("web", 8080, "/"), "service.absent", "has exited")
}
