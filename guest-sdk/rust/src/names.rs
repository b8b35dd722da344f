//! Lists of names and command words, however the caller has them.

/// Service names or the words of a command: `"db"`, `["psql", "-c", sql]`, a slice or vector of strings.
///
/// Where services are named, the empty list `[]` means all of them.
pub trait Names {
    /// The list with owned strings.
    fn into_names(self) -> Vec<String>;
}

impl Names for &str {
    fn into_names(self) -> Vec<String> {
        vec![self.to_owned()]
    }
}

// The only implementation for arrays, so that `[]` needs no type.
impl<const N: usize> Names for [&str; N] {
    fn into_names(self) -> Vec<String> {
        self.map(str::to_owned).into()
    }
}

impl<S: AsRef<str>> Names for &[S] {
    fn into_names(self) -> Vec<String> {
        self.iter().map(|name| name.as_ref().to_owned()).collect()
    }
}

impl<S: AsRef<str>> Names for &Vec<S> {
    fn into_names(self) -> Vec<String> {
        self.as_slice().into_names()
    }
}

impl<S: Into<String>> Names for Vec<S> {
    fn into_names(self) -> Vec<String> {
        self.into_iter().map(Into::into).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_gives_the_same_list() {
        let word = String::from("a");
        assert_eq!("a".into_names(), ["a"]);
        assert_eq!([word.as_str()].into_names(), ["a"]);
        assert_eq!(vec![word.clone()].into_names(), ["a"]);
        assert_eq!((&vec!["a"]).into_names(), ["a"]);
        assert_eq!([word].as_slice().into_names(), ["a"]);
        assert!([].into_names().is_empty());
    }
}
