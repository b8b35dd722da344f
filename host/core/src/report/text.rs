//! Small pieces of text that several reports need.

use std::fmt::Write as _;

/// Longest line of a guest or container that is shown in a failure, in characters.
const LONGEST_LINE: usize = 500;

/// A text from a guest or container as it may be sent to a terminal: characters that control it, or
/// that change the order of what is read, are written as `\x1b` or `\u{202e}`. Tabs are kept.
pub fn sanitize(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\t' => safe.push(char),
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\0'..='\x1f' | '\x7f' => {
                let _ = write!(safe, "\\x{:02x}", u32::from(char));
            }
            '\u{80}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {
                let _ = write!(safe, "\\u{{{:x}}}", u32::from(char));
            }
            _ => safe.push(char),
        }
    }
    safe
}

/// The lines of a text, each safe to show.
pub(super) fn lines(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.lines().map(sanitize)
}

/// The lines of a text, each safe to show and of bearable length.
pub(super) fn short_lines(text: &str) -> impl DoubleEndedIterator<Item = String> {
    lines(text).map(|line| cut(&line, LONGEST_LINE))
}

/// At most so many characters of a line, the last one an ellipsis when something is missing.
pub(crate) fn cut(line: &str, longest: usize) -> String {
    if line.chars().count() <= longest {
        return line.to_owned();
    }
    let kept = line.chars().take(longest.saturating_sub(1));
    kept.chain(std::iter::once('…')).collect()
}

/// A time for people: `45 ms`, `1.3 s`, `2 min 05 s`.
pub(crate) fn duration(ms: u64) -> String {
    // Rounded before the unit is picked, so that nothing is shown as 60.0 s.
    let tenths = ms.saturating_add(50) / 100;
    let seconds = ms.saturating_add(500) / 1000;
    if ms < 1000 {
        format!("{ms} ms")
    } else if tenths < 600 {
        format!("{}.{} s", tenths / 10, tenths % 10)
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// A size for people: `137 KB`, `18.4 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let kilobytes = bytes.saturating_add(500) / 1000;
    let tenths = bytes.saturating_add(50_000) / 100_000;
    if kilobytes < 1000 {
        format!("{kilobytes} KB")
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

/// `1 container`, `2 containers`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// An exit code, with the signal's name where it stands for one.
pub(super) fn exit_code(code: i32) -> String {
    let signal = match code {
        129 => "SIGHUP",
        130 => "SIGINT",
        131 => "SIGQUIT",
        132 => "SIGILL",
        134 => "SIGABRT",
        135 => "SIGBUS",
        136 => "SIGFPE",
        137 => "SIGKILL",
        139 => "SIGSEGV",
        141 => "SIGPIPE",
        143 => "SIGTERM",
        _ => return code.to_string(),
    };
    format!("{code} ({signal})")
}

/// The arguments of a workflow behind its name; those with blanks in quotes.
pub(super) fn with_args(name: &str, args: &[String]) -> String {
    let mut text = sanitize(name);
    for arg in args {
        let plain = !arg.is_empty() && !arg.contains([' ', '\t', '\'', '"']);
        let arg = sanitize(arg);
        let _ = if plain {
            write!(text, " {arg}")
        } else {
            write!(text, " '{}'", arg.replace('\'', "'\\''"))
        };
    }
    text
}

/// The short name of a composition: the last part of its path, or the project's name.
pub(super) fn short_name(composition: &str, project: &str) -> String {
    let name = composition
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let name = name.strip_suffix(".wasm").unwrap_or(name);
    sanitize(if matches!(name, "" | "." | "..") {
        project
    } else {
        name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_controls_a_terminal_is_left() {
        assert_eq!(
            sanitize("a\tb\x1b]0;title\x07\r\n\u{9b}31m\u{202e}ü\x7f"),
            "a\tb\\x1b]0;title\\x07\\r\\n\\u{9b}31m\\u{202e}ü\\x7f"
        );
        let all: String = (0..0x300).filter_map(char::from_u32).collect();
        assert_eq!(
            sanitize(&all)
                .chars()
                .filter(|char| char.is_control())
                .collect::<String>(),
            "\t"
        );
    }

    #[test]
    fn times_read_well() {
        let expected = [
            (0, "0 ms"),
            (999, "999 ms"),
            (1000, "1.0 s"),
            (1349, "1.3 s"),
            (59_949, "59.9 s"),
            (59_960, "1 min 00 s"),
            (125_000, "2 min 05 s"),
        ];
        for (ms, text) in expected {
            assert_eq!(duration(ms), text);
        }
    }

    #[test]
    fn sizes_have_a_unit_that_fits() {
        for (bytes, text) in [
            (0, "0 KB"),
            (136_700, "137 KB"),
            (999_600, "1.0 MB"),
            (18_400_000, "18.4 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn lines_are_cut_by_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 3), "äö…");
    }

    #[test]
    fn compositions_have_short_names() {
        assert_eq!(short_name("test/postgres-smoke/", "p"), "postgres-smoke");
        assert_eq!(short_name("out/shop.wasm", "p"), "shop");
        assert_eq!(short_name(".", "p"), "p");
        assert_eq!(short_name("/", "p"), "p");
    }

    #[test]
    fn arguments_with_blanks_are_quoted() {
        let args = ["a".to_owned(), "b c".to_owned(), String::new()];
        assert_eq!(with_args("w", &args), "w a 'b c' ''");
    }
}
