//! What containers and guests try to reach, and what they get.
//!
//! Read by the tests of the program, which try them all, and by those of the documents.

/// One try of a container to get out of its composition.
pub(crate) struct Row {
    /// What it tries.
    pub(crate) attack: &'static str,
    /// Whom it dials, as the shell of the container writes it; `GATEWAY`, `MACHINE`, `OTHER` and `PORT` are variables.
    pub(crate) dials: &'static str,
    /// What it got: [`NOTHING`], or the answer of who listens.
    pub(crate) got: &'static str,
    /// The same with `--allow-net`; none where the machine that runs the tests decides about it.
    pub(crate) granted: Option<&'static str>,
    /// Exit code of the run: that nothing is reached is no error of mzhost's.
    pub(crate) exit: i32,
}

/// No answer.
pub(crate) const NOTHING: &str = "";
/// What the listener on the machine says.
pub(crate) const MACHINE: &str = "the machine";

/// What the server of another project says.
pub(crate) const OTHER: &str = "another project";

const fn row(
    attack: &'static str,
    dials: &'static str,
    got: &'static str,
    granted: Option<&'static str>,
) -> Row {
    Row {
        attack,
        dials,
        got,
        granted,
        exit: 0,
    }
}

/// All tries. The exception that `SECURITY.md` lists: this machine's own addresses answer on engines that give the
/// machine an address in each network, since mzhost dials containers through it.
#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("the metadata address", "169.254.169.254 80", NOTHING, None),
    row("an address of the internet", "192.0.2.1 80", NOTHING, None),
    row("another address of the internet", "198.51.100.1 443", NOTHING, None),
    row("a container of another project, by its address", "$OTHER 8080", NOTHING, Some(NOTHING)),
    row("a port that another project published", "$MACHINE $PUBLISHED", NOTHING, Some(OTHER)),
    row("the machine's loopback", "127.0.0.1 $PORT", NOTHING, Some(NOTHING)),
    row("the machine, at its address in the network (exception)", "$GATEWAY $PORT", MACHINE, Some(MACHINE)),
    row("the machine, at another of its addresses (exception)", "$MACHINE $PORT", MACHINE, Some(MACHINE)),
];

/// One host that a guest names in its calls: HTTP, waits, SQL, `port`.
pub(crate) struct Dial {
    /// What it tries.
    pub(crate) attack: &'static str,
    /// The host; `OTHER` stands for the name of another project's container.
    pub(crate) host: &'static str,
    /// The code of the error that each call gives.
    pub(crate) got: &'static str,
}

const fn dial(attack: &'static str, host: &'static str) -> Dial {
    Dial {
        attack,
        host,
        got: "service.unknown",
    }
}

/// All hosts. A host is a service's name and nothing else, so each is one that does not exist.
#[rustfmt::skip]
pub(crate) const DIALS: &[Dial] = &[
    dial("loopback by name", "localhost"),
    dial("loopback", "127.0.0.1"),
    dial("loopback as a number", "2130706433"),
    dial("loopback in hexadecimal", "0x7f000001"),
    dial("loopback in octal", "0177.0.0.1"),
    dial("any address", "0.0.0.0"),
    dial("loopback by IPv6", "::1"),
    dial("loopback by IPv6 in brackets", "[::1]"),
    dial("loopback by IPv4 in IPv6", "[::ffff:127.0.0.1]"),
    dial("a link-local address with a zone", "fe80::1%eth0"),
    dial("the metadata address as a service", "169.254.169.254"),
    dial("the engine's gateway", "172.17.0.1"),
    dial("the machine by the engine's name", "host.docker.internal"),
    dial("the internet", "example.org"),
    dial("a user before the host", "box@127.0.0.1"),
    dial("a service's name with user and password", "x:y@box"),
    dial("a service's name with a port", "box:8080"),
    dial("a service's name with a dot", "box."),
    dial("a URL", "http://box"),
    dial("a service's name with a line", "box\r\nHost: x"),
    dial("nothing", ""),
    dial("a container of another project as a service", "OTHER"),
];
