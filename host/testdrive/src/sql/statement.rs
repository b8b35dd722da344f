//! A light look at SQL: how many statements a text has, and whether they write.

/// What a text of SQL is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Number of statements.
    pub(crate) count: usize,
    /// The words outside of literals and comments, lower case.
    words: Vec<String>,
}

/// Words that begin a statement which only reads, and answers the same when it is asked again.
const READS: [&str; 6] = ["select", "values", "table", "with", "show", "explain"];
/// Words that make such a statement write after all.
const WRITES: [&str; 5] = ["insert", "update", "delete", "merge", "into"];

impl Statement {
    /// Looks at a text.
    pub(crate) fn of(sql: &str) -> Self {
        let mut words = Vec::new();
        let mut count = 0;
        let mut in_statement = false;
        for token in Tokens::new(sql) {
            if token == Token::Semicolon {
                in_statement = false;
                continue;
            }
            if !in_statement {
                in_statement = true;
                count += 1;
            }
            if let Token::Word(word) = token {
                words.push(word.to_ascii_lowercase());
            }
        }
        Self { count, words }
    }

    /// Whether it may be run again without doing anything twice.
    pub(crate) fn is_read(&self) -> bool {
        let first = self.words.first().map(String::as_str).unwrap_or_default();
        if !READS.contains(&first) {
            return false;
        }
        // EXPLAIN without ANALYZE does not run what it explains.
        let runs = first != "explain" || self.words.iter().any(|word| word.starts_with("analy"));
        !(runs
            && self
                .words
                .iter()
                .any(|word| WRITES.contains(&word.as_str())))
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Semicolon,
    /// A literal, an operator, a quoted name.
    Other,
}

/// The tokens of a text, comments and blanks left out. It never fails: an unterminated literal goes to the end.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    fn new(sql: &'a str) -> Self {
        Self { rest: sql }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn skip_blanks(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with("--") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.skip(end);
            } else if self.rest.starts_with("/*") {
                self.skip_comment();
            } else {
                return;
            }
        }
    }

    /// Comments of this kind nest.
    fn skip_comment(&mut self) {
        let mut depth = 0;
        let mut at = 0;
        while at < self.rest.len() {
            let here = self.rest.as_bytes().get(at..at + 2).unwrap_or_default();
            match here {
                b"/*" => depth += 1,
                b"*/" => depth -= 1,
                _ => {
                    at += 1;
                    continue;
                }
            }
            at += 2;
            if depth == 0 {
                break;
            }
        }
        self.skip(at);
    }

    /// Passes over a literal or a quoted name; two quotes are one within it.
    fn skip_quoted(&mut self, quote: char, backslashes: bool) {
        let mut chars = self.rest.char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            if c == '\\' && backslashes {
                chars.next();
            } else if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
                self.skip(at + quote.len_utf8());
                return;
            }
        }
        self.rest = "";
    }

    /// Passes over `$tag$ … $tag$`; whether there is one.
    fn skip_dollar_quoted(&mut self) -> bool {
        let rest = self.rest.get(1..).unwrap_or_default();
        let Some((tag, body)) = rest.split_once('$') else {
            return false;
        };
        let valid = |c: char| c.is_alphanumeric() || c == '_';
        if !tag.chars().all(valid) || tag.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let end = format!("${tag}$");
        match body.find(&end) {
            Some(at) => self.skip(1 + tag.len() + 1 + at + end.len()),
            None => self.rest = "",
        }
        true
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_blanks();
        let first = self.rest.chars().next()?;
        match first {
            ';' => {
                self.skip(1);
                return Some(Token::Semicolon);
            }
            '\'' | '"' => self.skip_quoted(first, false),
            '$' if self.skip_dollar_quoted() => {}
            _ if first.is_alphabetic() || first == '_' => {
                let ends = |c: char| !(c.is_alphanumeric() || c == '_');
                let end = self.rest.find(ends).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                if word.eq_ignore_ascii_case("e") && rest.starts_with('\'') {
                    self.skip_quoted('\'', true);
                    return Some(Token::Other);
                }
                return Some(Token::Word(word));
            }
            other => self.skip(other.len_utf8()),
        }
        Some(Token::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_counted_outside_of_literals_and_comments() {
        let cases = [
            ("select 1", 1),
            ("select 1;", 1),
            (" ; ; ", 0),
            ("-- select 1;\n", 0),
            (
                "select ';', E'\\';', \"a;b\", $$;$$, $x$ $$; $x$ /* ; /* ; */ ; */; select 2",
                2,
            ),
            ("select 'unterminated; ", 1),
            ("select $1; select 2", 2),
            ("select 'it''s;'; --", 1),
        ];
        for (sql, count) in cases {
            assert_eq!(Statement::of(sql).count, count, "{sql}");
        }
    }

    #[test]
    fn statements_that_write_are_known() {
        for sql in [
            "select 1",
            " /* c */ SELECT 'insert'",
            "with a as (select 1) table a",
            "explain insert into t values (1)",
            "values (1)",
            "show x",
        ] {
            assert!(Statement::of(sql).is_read(), "{sql}");
        }
        for sql in [
            "insert into t values (1)",
            "with a as (delete from t returning *) select * from a",
            "select * into t from u",
            "explain analyze delete from t",
            "begin",
            "fetch c",
            "create table t ()",
            "",
        ] {
            assert!(!Statement::of(sql).is_read(), "{sql}");
        }
    }
}
