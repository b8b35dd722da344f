//! As much XML as a JUnit report needs: elements, attributes and text, always well-formed.

use std::fmt::Write as _;

/// A document that is being written, indented by two blanks per level.
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    pub(super) fn new() -> Self {
        Self {
            text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
            open: Vec::new(),
        }
    }

    /// Opens an element with further elements in it.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            let _ = writeln!(self.text, "</{name}>");
        }
    }

    /// An element with text only.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        if text.is_empty() {
            self.text.push_str("/>\n");
        } else {
            self.text.push('>');
            escape(text, false, &mut self.text);
            let _ = writeln!(self.text, "</{name}>");
        }
    }

    /// The document; everything that is open is closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        let _ = write!(self.text, "<{name}");
        for (key, value) in attributes {
            let _ = write!(self.text, " {key}=\"");
            escape(value, true, &mut self.text);
            self.text.push('"');
        }
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n("  ", self.open.len()));
    }
}

/// Escapes what XML keeps for itself and leaves out what XML 1.0 cannot hold at all, and what would
/// control the terminal or the reading order where somebody looks at the file.
fn escape(text: &str, attribute: bool, out: &mut String) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // Needed for `]]>` only, harmless elsewhere.
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            // A reader turns these into blanks in an attribute, and a bare return into a line end.
            '\n' | '\t' if attribute => {
                let _ = write!(out, "&#{};", u32::from(char));
            }
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(char),
            '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            _ => out.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_written_is_well_formed() {
        let mut xml = Xml::new();
        xml.open("a", &[("k", "\"<&>'\n\t\0")]);
        xml.element("b", &[], "]]> </b>\x1b[31m\r\n\u{ffff}\u{9b}\u{202e}ü");
        xml.element("c", &[("k", "")], "");
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <a k=\"&quot;&lt;&amp;&gt;'&#10;&#9;\">\n\
             \x20 <b>]]&gt; &lt;/b&gt;[31m&#13;\nü</b>\n\
             \x20 <c k=\"\"/>\n\
             </a>\n"
        );
    }
}
