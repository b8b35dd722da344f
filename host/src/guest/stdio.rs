//! A guest's standard output and standard error: cut into lines, made safe for a terminal, counted.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use mzhost_core::code::Code;
use mzhost_core::event::Stream;
use mzhost_core::fault::Fault;
use mzhost_core::mask::Masker;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamError, StreamResult};

use super::call::OutputSink;

/// A longer line is told in pieces.
const MAX_LINE: usize = 64 << 10;
/// How much of standard error is kept for explaining a panic.
const TAIL: usize = 64 << 10;
/// What a guest may write at once.
const PERMIT: usize = 64 << 10;

/// The output of one call. Dropping it tells what is left of unfinished lines.
pub(super) struct Output {
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    sink: OutputSink,
    masker: Masker,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    tail: VecDeque<u8>,
    written: u64,
    limit: u64,
}

impl Output {
    /// Output that goes to `sink`, at most `limit` bytes of it. No line is cut within a secret of `masker`.
    pub(super) fn new(sink: OutputSink, masker: Masker, limit: u64) -> Self {
        Self {
            shared: Arc::new(Mutex::new(Shared {
                sink,
                masker,
                stdout: Vec::new(),
                stderr: Vec::new(),
                tail: VecDeque::new(),
                written: 0,
                limit,
            })),
        }
    }

    /// One of the two streams, for WASI.
    pub(super) fn stream(&self, stream: Stream) -> GuestStream {
        GuestStream {
            stream,
            shared: Arc::clone(&self.shared),
        }
    }

    /// The last of standard error.
    pub(super) fn stderr_tail(&self) -> String {
        let mut shared = lock(&self.shared);
        visible(&String::from_utf8_lossy(shared.tail.make_contiguous()))
    }

    /// The fault when the guest wrote more than it may.
    pub(super) fn exceeded(&self) -> Option<Fault> {
        let shared = lock(&self.shared);
        (shared.written > shared.limit).then(|| {
            Fault::new(
                Code::LimitOutput,
                format!(
                    "the guest wrote more than {} bytes to standard output and standard error: \
                     raise the limit with --guest-output",
                    shared.limit
                ),
            )
            .detail("allowed", shared.limit.to_string())
        })
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        let mut shared = lock(&self.shared);
        for stream in [Stream::Stdout, Stream::Stderr] {
            let rest = std::mem::take(shared.buffer(stream));
            if !rest.is_empty() {
                shared.tell(stream, &rest);
            }
        }
    }
}

impl Shared {
    fn buffer(&mut self, stream: Stream) -> &mut Vec<u8> {
        match stream {
            Stream::Stdout => &mut self.stdout,
            Stream::Stderr => &mut self.stderr,
        }
    }

    /// Takes bytes; false when there are too many.
    fn write(&mut self, stream: Stream, bytes: &[u8]) -> bool {
        self.written = self.written.saturating_add(bytes.len() as u64);
        if stream == Stream::Stderr {
            self.tail.extend(bytes);
            let surplus = self.tail.len().saturating_sub(TAIL);
            self.tail.drain(..surplus);
        }
        if self.written > self.limit {
            return false;
        }
        let mut pending = std::mem::take(self.buffer(stream));
        pending.extend_from_slice(bytes);
        let mut rest = pending.as_slice();
        while let Some((line, after)) = next_line(rest, &self.masker) {
            self.tell(stream, line);
            rest = after;
        }
        *self.buffer(stream) = rest.to_vec();
        true
    }

    fn tell(&self, stream: Stream, line: &[u8]) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        (self.sink)(stream, &visible(&String::from_utf8_lossy(line)));
    }
}

/// The first whole line, or a piece of a line that is too long, and what comes after.
fn next_line<'b>(bytes: &'b [u8], masker: &Masker) -> Option<(&'b [u8], &'b [u8])> {
    let window = bytes.get(..MAX_LINE + 1).unwrap_or(bytes);
    if let Some(end) = window.iter().position(|byte| *byte == b'\n') {
        let (line, after) = bytes.split_at_checked(end)?;
        return Some((line, after.get(1..)?));
    }
    if bytes.len() <= MAX_LINE {
        return None;
    }
    // Not within a character: its further bytes begin with the bits 10.
    let end = (MAX_LINE - 3..=MAX_LINE)
        .rev()
        .find(|end| bytes.get(*end).is_some_and(|byte| byte & 0xC0 != 0x80))
        .unwrap_or(MAX_LINE);
    bytes.split_at_checked(masker.cut(bytes, end))
}

/// Text in which every character that could drive a terminal or reorder its line is replaced by one that shows it.
/// Line ends and tabs stay.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(character),
            // The block "Control Pictures" has a picture for each.
            '\0'..='\x1f' => {
                shown.push(char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'));
            }
            '\x7f' => shown.push('\u{2421}'),
            '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Standard output or standard error of a guest.
#[derive(Clone)]
pub(super) struct GuestStream {
    stream: Stream,
    shared: Arc<Mutex<Shared>>,
}

impl IsTerminal for GuestStream {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for GuestStream {
    fn async_stream(&self) -> Box<dyn tokio::io::AsyncWrite + Send + Sync> {
        // Only WASI 0.3 asks for it, which is not linked.
        Box::new(tokio::io::sink())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for GuestStream {
    async fn ready(&mut self) {}
}

impl OutputStream for GuestStream {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        if lock(&self.shared).write(self.stream, &bytes) {
            Ok(())
        } else {
            Err(StreamError::trap("too much output"))
        }
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(PERMIT)
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Lines = Arc<Mutex<Vec<(Stream, String)>>>;

    fn masker() -> Masker {
        let masker = Masker::default();
        masker.mark("hunter2").unwrap();
        masker
    }

    fn output(limit: u64) -> (Output, Lines) {
        let lines = Lines::default();
        let sink = Arc::clone(&lines);
        let output = Output::new(
            Arc::new(move |stream, line: &str| {
                sink.lock().unwrap().push((stream, line.to_owned()));
            }),
            masker(),
            limit,
        );
        (output, lines)
    }

    fn write(output: &Output, stream: Stream, bytes: &[u8]) -> StreamResult<()> {
        output.stream(stream).write(Bytes::copy_from_slice(bytes))
    }

    fn texts(lines: &Lines) -> Vec<String> {
        lines
            .lock()
            .unwrap()
            .iter()
            .map(|(_, line)| line.clone())
            .collect()
    }

    #[test]
    fn bytes_become_lines_and_the_last_is_told_at_the_end() {
        let (output, lines) = output(1000);
        write(
            &output,
            Stream::Stdout,
            "one\r\ntw\u{f6}".as_bytes().split_last().unwrap().1,
        )
        .unwrap();
        write(&output, Stream::Stderr, b"other\n").unwrap();
        write(&output, Stream::Stdout, &[0xb6]).unwrap();
        assert_eq!(texts(&lines), ["one", "other"]);
        drop(output);
        assert_eq!(texts(&lines), ["one", "other", "tw\u{f6}"]);
    }

    #[test]
    fn a_guest_cannot_drive_the_terminal() {
        let (output, lines) = output(1000);
        write(&output, Stream::Stdout, b"\x1b[2Jclear\x07\ttab \xff\n").unwrap();
        assert_eq!(texts(&lines), ["\u{241b}[2Jclear\u{2407}\ttab \u{fffd}"]);
        assert_eq!(visible("a\u{9b}b\u{202e}c\n"), "a\\u{9b}b\\u{202e}c\n");
    }

    #[test]
    fn a_long_line_comes_in_pieces_that_keep_characters_whole() {
        let (output, lines) = output(1 << 20);
        let long = format!("{}\u{20ac}{}", "x".repeat(MAX_LINE - 1), "y".repeat(10));
        write(&output, Stream::Stdout, long.as_bytes()).unwrap();
        drop(output);
        let lines = texts(&lines);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].len(), MAX_LINE - 1);
        assert!(lines[1].starts_with('\u{20ac}'));
    }

    #[test]
    fn a_long_line_is_not_cut_within_a_secret() {
        let (output, lines) = output(1 << 20);
        let long = format!("{}hunter2{}", "x".repeat(MAX_LINE - 3), "y".repeat(10));
        let (first, second) = long.split_at(MAX_LINE + 1);
        for piece in [first, second] {
            write(&output, Stream::Stdout, piece.as_bytes()).unwrap();
        }
        drop(output);
        let lines = texts(&lines);
        assert_eq!(lines[0].len(), MAX_LINE - 3);
        assert_eq!(lines[1], "hunter2yyyyyyyyyy");
    }

    #[test]
    fn too_much_output_ends_the_call_and_is_remembered() {
        let (output, _) = output(10);
        write(&output, Stream::Stdout, b"12345678").unwrap();
        assert!(output.exceeded().is_none());
        assert!(matches!(
            write(&output, Stream::Stderr, b"9ab"),
            Err(StreamError::Trap(_))
        ));
        assert!(output.exceeded().unwrap().is(Code::LimitOutput));
        assert_eq!(output.stderr_tail(), "9ab");
    }

    #[test]
    fn the_tail_of_standard_error_is_bounded() {
        let (output, _) = output(1 << 30);
        for _ in 0..3 {
            write(&output, Stream::Stderr, &vec![b'a'; TAIL - 1]).unwrap();
        }
        write(&output, Stream::Stderr, b"end").unwrap();
        let tail = output.stderr_tail();
        assert_eq!(tail.len(), TAIL);
        assert!(tail.ends_with("end"));
    }
}
