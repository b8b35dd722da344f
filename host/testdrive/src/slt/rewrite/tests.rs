use super::*;
use crate::rewrite::apply;
use crate::slt::script::line_of;

/// The text after the records that expect something else were rewritten.
fn rewritten(text: &str, outputs: &[Output]) -> String {
    let source = Source::new("a.slt", text);
    let records: Vec<Record> = sqllogictest::parse(text).unwrap();
    let records = records.iter().filter(|record| {
        matches!(
            record,
            Record::Statement { .. } | Record::Query { .. } | Record::System { .. }
        )
    });
    let edits: Vec<Edit> = records
        .zip(outputs)
        .filter_map(|(record, output)| edit(&source, line_of(record)?, record, output))
        .collect();
    apply(text, &edits)
}

fn rows(rows: &[&[&str]]) -> Output {
    let row = |row: &&[&str]| row.iter().map(|&cell| cell.to_owned()).collect();
    Output::Rows(rows.iter().map(row).collect())
}

fn failed(message: &str) -> Output {
    Output::Failed(SqlError {
        severity: "ERROR".to_owned(),
        message: message.to_owned(),
        detail: None,
        hint: Some("a\n\nb".to_owned()),
        sqlstate: "22012".to_owned(),
        closed: false,
        position: None,
    })
}

#[test]
fn only_wrong_rows_change() {
    let before =
        "# first\nquery  IT   rowsort\nselect\n  1 -- x\n----\n1\ta  b\n2\tc\n\n\n# end\nhalt\n";
    let after = "# first\nquery  IT   rowsort\nselect\n  1 -- x\n----\n1\ta  b\n3\td\n4\te\n\n\n# end\nhalt\n";
    let output = rows(&[&["1", "a b"], &["3", "d"], &["4", "e"]]);
    assert_eq!(rewritten(before, &[output]), after);
}

#[test]
fn results_are_added_and_emptied() {
    assert_eq!(
        rewritten("query I\nselect", &[rows(&[&["1\n2"]])]),
        "query I\nselect\n----\n1 2"
    );
    let text = "query I\r\nselect\r\n----\r\n1\r\n\r\nhalt\r\n";
    assert_eq!(
        rewritten(text, &[rows(&[])]),
        "query I\r\nselect\r\n----\r\n\r\nhalt\r\n"
    );
}

#[test]
fn counts_and_errors_keep_their_form() {
    let before = "statement count 1\nx\n\nstatement error a  b\ny\n\nstatement error (22013)\nz\n\nquery error b\nz\n";
    let after = "statement count 2\nx\n\nstatement error by\\s+zero\\.\ny\n\nstatement error (22012)\nz\n\nquery error c d\nz\n";
    let outputs = [
        Output::Done(Some(2)),
        failed("by  zero."),
        failed("x"),
        failed("c d"),
    ];
    assert_eq!(rewritten(before, &outputs), after);
}

#[test]
fn texts_end_with_two_empty_lines() {
    let before = "statement error\nx\n----\nold\n\nold\n\n\nsystem ok\necho\n----\nold\n";
    let after = "statement error\nx\n----\ndb error: ERROR: new\nHINT: a\n\nb\n\n\nsystem ok\necho\n----\nn\n";
    let outputs = [failed("new"), Output::Printed("n\n".to_owned())];
    assert_eq!(rewritten(before, &outputs), after);
}

#[test]
fn what_only_the_author_can_say_stays() {
    let text = "query I\nx\n----\n<slt:ignore>\n\nstatement error\nx\n\nstatement ok\nx\n\nquery I\nx\n\nsystem ok\nx\n----\nx\n";
    let outputs = [
        rows(&[&["1"]]),
        failed("x"),
        failed("x"),
        failed("x"),
        Output::Printed("a\n\n\nb".to_owned()),
    ];
    assert_eq!(rewritten(text, &outputs), text);
}
