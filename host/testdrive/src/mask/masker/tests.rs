use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::*;

/// Bytes that every encoding changes.
const SECRET: &str = "hünter2+/?>~ ü\"'x";

fn knows(values: &[&str]) -> Masker {
    let masker = Masker::default();
    for value in values {
        masker.mark(value).unwrap();
    }
    masker
}

#[test]
fn a_value_is_masked_as_it_is_and_others_are_not() {
    let masker = knows(&["hunter2"]);
    assert_eq!(masker.mask("a hunter2, hunter2b"), "a ***, ***b");
    assert!(matches!(masker.mask("hunter3"), Cow::Borrowed("hunter3")));
}

#[test]
fn a_value_is_masked_within_json_debug_output_and_sql() {
    let masker = knows(&[SECRET]);
    let json = serde_json::json!({ "key": SECRET }).to_string();
    assert_eq!(masker.mask(&json), "{\"key\":\"***\"}");
    assert_eq!(masker.mask(&format!("{SECRET:?}")), "\"***\"");
    let twice = format!("{:?}", format!("{SECRET:?}"));
    assert_eq!(masker.mask(&twice), "\"\\\"***\\\"\"");
    let sql = format!("'{}'", SECRET.replace('\'', "''"));
    assert_eq!(masker.mask(&sql), "'***'");
}

#[test]
fn a_value_is_masked_in_base64_at_every_place_of_a_group() {
    let masker = knows(&[SECRET]);
    for before in ["", "u", "us", "use", "user:"] {
        for after in ["", "a", "ab", "abc"] {
            let text = format!("{before}{SECRET}{after}");
            for engine in [STANDARD, URL_SAFE] {
                let digits = engine.encode(&text);
                let masked = masker.mask(&digits).into_owned();
                assert!(masked.contains(MASK), "{digits}");
                // What is left are digits of its surroundings.
                let most = (before.len() + after.len()) * 8 / 6 + 4 + MASK.len();
                assert!(masked.len() <= most, "{digits}: {masked}");
            }
        }
    }
}

#[test]
fn the_lines_of_a_long_value_are_masked_in_base64() {
    let value: String = (0..200_u8).map(|n| char::from(b'a' + n % 26)).collect();
    let digits = STANDARD.encode(&value);
    let masker = knows(&[&value]);
    for line in digits.as_bytes().chunks(76) {
        let line = std::str::from_utf8(line).unwrap();
        assert_eq!(masker.mask(line).trim_end_matches('='), MASK, "{line}");
    }
}

#[test]
fn a_value_is_masked_percent_encoded_however_much_is_encoded() {
    let masker = knows(&[SECRET]);
    let mut url = url::Url::parse("http://h/").unwrap();
    url.set_password(Some(SECRET)).unwrap();
    assert_eq!(masker.mask(url.as_str()), "http://:***@h/");
    let mut url = url::Url::parse("http://h/").unwrap();
    url.set_query(Some(&format!("a={SECRET}")));
    assert_eq!(masker.mask(url.as_str()), "http://h/?a=***");
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("a", SECRET)
        .finish();
    assert_eq!(masker.mask(&form), "a=***");
    let code = |byte: u8| format!("%{byte:02x}");
    let all: String = SECRET.bytes().map(code).collect();
    assert_eq!(masker.mask(&all), MASK);
    assert_eq!(masker.mask(&all.to_uppercase()), MASK);
}

#[test]
fn the_lines_of_a_value_are_masked_one_by_one() {
    let masker = knows(&["first line\n  second line\nx\n"]);
    assert_eq!(masker.mask("a first line b"), "a *** b");
    assert_eq!(masker.mask("second line x"), "*** x");
}

#[test]
fn values_that_overlap_are_masked_whole() {
    let masker = knows(&["abcdef", "defghi", "abcdefgh"]);
    assert_eq!(masker.mask("xabcdefghiy"), "x***y");
}

#[test]
fn short_values_and_too_many_are_refused() {
    let masker = Masker::default();
    assert_eq!(masker.mark(""), Ok(()));
    assert_eq!(masker.mark("12345"), Err(Refused::Short));
    assert_eq!(masker.mark(" 12345\n"), Err(Refused::Short));
    assert_eq!(masker.mark(&"x".repeat(MOST_BYTES + 1)), Err(Refused::Full));
    masker.mark("123456").unwrap();
    for number in 0..MOST_VALUES {
        masker.add(&format!("secret-{number}"));
    }
    assert_eq!(masker.mark("one-more"), Err(Refused::Full));
    assert_eq!(masker.mark("123456"), Ok(()));
}

#[test]
fn a_password_that_everybody_knows_is_masked_in_its_place_only() {
    let masker = Masker::default();
    masker.add_password("postgres", &["postgres", "db"]);
    masker.add_password("sesame", &["app"]);
    masker.add_password("p4ssw", &["app"]);
    masker.add_password("hunter2", &["app"]);
    assert_eq!(
        masker.mask("postgres://postgres:postgres@postgres user=postgres password=postgres"),
        "postgres://postgres:***@postgres user=postgres password=***"
    );
    assert_eq!(
        masker.mask("open sesame PASSWORD=sesame p4ssw :p4ssw@ hunter2"),
        "open sesame PASSWORD=*** p4ssw :***@ ***"
    );
}

#[test]
fn a_stream_is_masked_however_it_is_split() {
    let masker = knows(&["hunter2", "abcabcabc", "cabcabxyz", SECRET]);
    masker.add_url("postgres://u:sesame@h/");
    let text = format!(
        "hunter2 hunter2hunter2 huntehunter2 abcabcabcabcabxyz abcabcabcabc {SECRET}\n \
         {} :sesame@ :sesame hunter",
        STANDARD.encode(format!("u:{SECRET}"))
    );
    let whole = masker.mask(&text).into_owned();
    assert!(!whole.contains("hunter2") && whole.ends_with("hunter"));
    let bytes = text.as_bytes();
    for first in 0..=bytes.len() {
        for second in first..=bytes.len() {
            let mut stream = masker.stream();
            let mut shown = Vec::new();
            for piece in [&bytes[..first], &bytes[first..second], &bytes[second..]] {
                shown.extend(stream.push(piece));
            }
            shown.extend(stream.finish());
            assert_eq!(String::from_utf8(shown).unwrap(), whole, "{first} {second}");
        }
    }
    let mut stream = masker.stream();
    let mut shown: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| stream.push(&[*byte]))
        .collect();
    shown.extend(stream.finish());
    assert_eq!(String::from_utf8(shown).unwrap(), whole);
}

#[test]
fn a_stream_holds_back_what_may_be_a_secret_only() {
    let mut stream = knows(&["hunter2"]).stream();
    assert_eq!(stream.push(b"a line\nhunt"), b"a line\n");
    assert_eq!(stream.push(b"ed\n"), b"hunted\n");
    // The mask is given once, and a chain of secrets is not kept.
    let mut stream = knows(&["aaaaaa"]).stream();
    let mut shown = stream.push(&[b'a'; 1000]);
    shown.extend(stream.push(&[b'a'; 1000]));
    assert!(stream.finish().is_empty());
    assert_eq!(shown, MASK.as_bytes());
}

#[test]
fn a_long_line_is_not_cut_within_a_secret() {
    let masker = knows(&["hunter2"]);
    assert_eq!(masker.cut(b"0123hunter2", 8), 4);
    assert_eq!(masker.cut(b"0123hunt", 8), 4);
    assert_eq!(masker.cut(b"0123hunted on", 8), 8);
    assert_eq!(Masker::default().cut(b"0123hunter2", 8), 8);
}

#[test]
fn a_masker_does_not_show_what_it_knows() {
    assert_eq!(format!("{:?}", knows(&["hunter2"])), "Masker(1 values)");
}
