//! The one line of a terminal that is updated in place: what goes on right now.

use super::style::Style;
use super::text::{cut, sanitize};

/// Time between two drawings, in microseconds: engines tell progress far more often than eyes can read.
const REDRAW_US: u64 = 100_000;

/// What goes on, and whether it stands on the screen.
#[derive(Default)]
pub(super) struct Live {
    /// Names and texts.
    parts: Vec<(String, String)>,
    drawn: bool,
    drawn_us: u64,
}

impl Live {
    /// Sets the text of a part; shown by the next [`Live::draw`] when it is time for it.
    pub(super) fn set(&mut self, name: &str, text: &str, now_us: u64, out: &mut String) {
        let (name, text) = (sanitize(name), sanitize(text));
        match self.parts.iter_mut().find(|(part, _)| *part == name) {
            Some((_, old)) => *old = text,
            None => self.parts.push((name, text)),
        }
        if !self.drawn || now_us.saturating_sub(self.drawn_us) >= REDRAW_US {
            self.erase(out);
            self.drawn_us = now_us;
        }
    }

    /// Takes a part away.
    pub(super) fn remove(&mut self, name: &str, out: &mut String) {
        let name = sanitize(name);
        self.parts.retain(|(part, _)| *part != name);
        self.erase(out);
    }

    /// Takes all away.
    pub(super) fn clear(&mut self, out: &mut String) {
        self.parts.clear();
        self.erase(out);
    }

    /// Makes room for a line that stays.
    pub(super) fn erase(&mut self, out: &mut String) {
        if self.drawn {
            out.push_str("\r\x1b[K");
            self.drawn = false;
        }
    }

    /// Draws the line below what stays.
    pub(super) fn draw(&mut self, style: Style, out: &mut String) {
        if self.drawn || self.parts.is_empty() {
            return;
        }
        let parts = self
            .parts
            .iter()
            .map(|(name, text)| format!("{name}  {text}"));
        let line = parts.collect::<Vec<_>>().join(" · ").replace('\t', " ");
        // The last column stays free: some terminals begin a new line there.
        let width = style.width.unwrap_or(80).saturating_sub(1);
        out.push_str(&style.dim(&cut(&line, width)));
        self.drawn = true;
    }
}
