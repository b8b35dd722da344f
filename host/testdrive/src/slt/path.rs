//! Names of included files.

/// The name of a file that another one includes: relative to the folder of the including file, without `.` and, as far
/// as that goes, without `..`.
pub(super) fn resolve(including: &str, included: &str) -> String {
    let joined = match including.rsplit_once('/') {
        Some((folder, _)) if !included.starts_with('/') => format!("{folder}/{included}"),
        _ => included.to_owned(),
    };
    let absolute = joined.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    if absolute { format!("/{path}") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_including_file() {
        let cases = [
            ("a.slt", "b.slt", "b.slt"),
            ("t/a.slt", "b.slt", "t/b.slt"),
            ("t/u/a.slt", "../b.slt", "t/b.slt"),
            ("t/a.slt", "./x/./b.slt", "t/x/b.slt"),
            ("t/a.slt", "../../b.slt", "../b.slt"),
            ("../t/a.slt", "../b.slt", "../b.slt"),
            ("/t/a.slt", "../../b.slt", "/b.slt"),
            ("t/a.slt", "/u/b.slt", "/u/b.slt"),
        ];
        for (including, included, expected) in cases {
            assert_eq!(
                resolve(including, included),
                expected,
                "{including} {included}"
            );
        }
    }
}
