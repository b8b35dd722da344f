//! What a language printed to standard error before it gave up, in one sentence.

/// The message of a panic or uncaught exception; none when nothing was printed.
pub(super) fn panic_text(stderr: &str) -> Option<String> {
    rust(stderr)
        .or_else(|| go(stderr))
        .or_else(|| last_line(stderr))
}

/// `thread 'x' panicked at src/lib.rs:5:9:` and the message in the lines below.
fn rust(stderr: &str) -> Option<String> {
    let (_, panic) = stderr.rsplit_once(" panicked at ")?;
    let (place, below) = panic.split_once('\n')?;
    let message: Vec<&str> = below
        .lines()
        .take_while(|line| !line.starts_with("note: ") && !line.starts_with("stack backtrace:"))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let place = place.trim_end_matches(':');
    Some(format!("{} ({place})", message.join("; ")))
}

/// `panic: message`, or `fatal error: message` of Go's runtime, before the traces of all goroutines.
fn go(stderr: &str) -> Option<String> {
    let mut lines = stderr.lines();
    lines.find_map(|line| {
        let message = line.strip_prefix("panic: ");
        let message = message.or_else(|| line.strip_prefix("fatal error: "));
        message.map(str::to_owned)
    })
}

/// Where Python and most others put the message.
fn last_line(stderr: &str) -> Option<String> {
    stderr
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_message_of_a_rust_panic_and_its_place() {
        let stderr = "starting\n\nthread '<unnamed>' (1) panicked at src/lib.rs:5:9:\nleft: 1\nright: 2\n\
                      note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n";
        assert_eq!(
            panic_text(stderr).as_deref(),
            Some("left: 1; right: 2 (src/lib.rs:5:9)")
        );
    }

    #[test]
    fn finds_the_message_in_other_languages() {
        let go = "panic: no such order\n\ngoroutine 1 [running]:\nmain.main()\n";
        assert_eq!(panic_text(go).as_deref(), Some("no such order"));
        let deadlock =
            "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\n";
        assert_eq!(
            panic_text(deadlock).as_deref(),
            Some("all goroutines are asleep - deadlock!")
        );
        let python = "Traceback (most recent call last):\n  File \"/0/app.py\", line 3\nValueError: nope\n\n";
        assert_eq!(panic_text(python).as_deref(), Some("ValueError: nope"));
        assert_eq!(panic_text("\n"), None);
    }
}
