//! What is written to a file: a header and lines, as often as `repeat` says.

use super::escape::unescape;
use crate::actions::Arguments;
use crate::failure::Error;

/// About the bytes that are compressed and written at once.
const PIECE: usize = 64 << 10;

/// What is written to a file.
pub(super) struct Contents {
    header: Option<String>,
    lines: Vec<Vec<u8>>,
    repeat: u64,
    repeat_at: Option<usize>,
    trailing_newline: bool,
}

impl Contents {
    /// The contents that a call asks for.
    pub(super) fn of(arguments: &mut Arguments) -> Result<Self, Error> {
        let repeat_at = arguments.place("repeat");
        let lines = arguments
            .body()
            .into_iter()
            .map(|line| unescape(&line.text).map_err(|message| Error::file(message).at(line.at)));
        let lines = lines.collect::<Result<Vec<_>, Error>>()?;
        let repeat = arguments
            .parsed("repeat", "a number of times")?
            .unwrap_or(1);
        Ok(Self {
            header: arguments.optional("header"),
            // Nothing, repeated, is nothing: no loop of an endless count.
            repeat: if lines.is_empty() { 0 } else { repeat },
            lines,
            repeat_at,
            trailing_newline: arguments
                .parsed("trailing-newline", "true or false")?
                .unwrap_or(true),
        })
    }

    /// Bytes that are written at most, before compression; none when no number holds them.
    pub(super) fn bytes(&self) -> Option<u64> {
        let length = |line: usize| u64::try_from(line).ok()?.checked_add(1);
        let mut body = 0_u64;
        for line in &self.lines {
            body = body.checked_add(length(line.len())?)?;
        }
        let header = match &self.header {
            Some(header) => length(header.len())?,
            None => 0,
        };
        body.checked_mul(self.repeat)?.checked_add(header)
    }

    /// Where `repeat` stands.
    pub(super) fn repeat_at(&self) -> Option<usize> {
        self.repeat_at
    }

    /// The bytes in pieces of moderate size.
    pub(super) fn pieces(&self, with_header: bool) -> impl Iterator<Item = Vec<u8>> + Send {
        let header = self.header.iter().filter(move |_| with_header);
        let header = header.map(String::as_bytes);
        let body = (0..self.repeat).flat_map(|_| self.lines.iter().map(Vec::as_slice));
        let mut lines = header.chain(body).peekable();
        std::iter::from_fn(move || {
            let mut piece = Vec::new();
            while piece.len() < PIECE {
                let Some(line) = lines.next() else { break };
                piece.extend_from_slice(line);
                if self.trailing_newline || lines.peek().is_some() {
                    piece.push(b'\n');
                }
            }
            (!piece.is_empty()).then_some(piece)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::Line;

    fn contents(body: &[&str], arguments: &[(&str, &str)]) -> Result<Contents, Error> {
        let line = |text: &&str| Line {
            text: (*text).to_owned(),
            at: 3,
        };
        let mut all = Arguments::new(body.iter().map(line).collect());
        for (key, value) in arguments {
            all.add(key, (*value).to_owned(), 0);
        }
        Contents::of(&mut all)
    }

    fn text(contents: &Contents, with_header: bool) -> String {
        String::from_utf8(contents.pieces(with_header).collect::<Vec<_>>().concat()).unwrap()
    }

    #[test]
    fn the_header_comes_once_and_the_body_as_often_as_asked() {
        let contents = contents(&["1", "2"], &[("header", "n"), ("repeat", "2")]).unwrap();
        assert_eq!(text(&contents, true), "n\n1\n2\n1\n2\n");
        assert_eq!(text(&contents, false), "1\n2\n1\n2\n");
        assert_eq!(contents.bytes(), Some(10));
    }

    #[test]
    fn the_last_line_may_have_no_end() {
        let contents = contents(&["1", "2"], &[("trailing-newline", "false")]).unwrap();
        assert_eq!(text(&contents, true), "1\n2");
    }

    #[test]
    fn the_pieces_of_much_are_all_of_it() {
        let contents = contents(&["0123456789"], &[("repeat", "20000")]).unwrap();
        assert!(contents.pieces(true).all(|piece| piece.len() < 2 * PIECE));
        assert_eq!(text(&contents, true), "0123456789\n".repeat(20000));
    }

    #[test]
    fn an_endless_count_is_no_endless_loop_and_no_overflow() {
        let most = u64::MAX.to_string();
        let empty = contents(&[], &[("repeat", &most)]).unwrap();
        assert_eq!(text(&empty, true), "");
        assert_eq!(
            contents(&["1"], &[("repeat", &most)]).unwrap().bytes(),
            None
        );
    }

    #[test]
    fn a_wrong_escape_is_told_at_its_line() {
        assert_eq!(contents(&[r"\xzz"], &[]).err().unwrap().at, Some(3));
    }
}
