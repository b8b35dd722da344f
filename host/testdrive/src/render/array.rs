//! Arrays: `{a,b}`, elements written without quotes.

/// Writes the server's text of an array anew, its elements by `element`; none when it is no array.
pub(super) fn render(text: &str, element: impl Fn(&str) -> String) -> Option<String> {
    // Bounds stand before it when they do not begin with 1.
    let start = text.find('{')?;
    let (bounds, body) = text.split_at(start);
    let mut result = bounds.to_owned();
    let mut depth = 0_usize;
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' => {
                depth += 1;
                result.push('{');
            }
            '}' => {
                depth = depth.checked_sub(1)?;
                result.push('}');
            }
            ',' => result.push(','),
            '"' => {
                let mut item = String::new();
                loop {
                    match chars.next()? {
                        '"' => break,
                        '\\' => item.push(chars.next()?),
                        other => item.push(other),
                    }
                }
                result.push_str(&element(&item));
            }
            first => {
                let mut item = String::from(first);
                while let Some(next) = chars.next_if(|next| !matches!(next, ',' | '}')) {
                    item.push(next);
                }
                if item == "NULL" {
                    result.push_str("NULL");
                } else {
                    result.push_str(&element(&item));
                }
            }
        }
    }
    (depth == 0).then_some(result)
}
