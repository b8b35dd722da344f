//! Values on their way to and from the server, which are texts.

/// A value for `$1`, `$2` … or for an expected row.
pub trait ToParam {
    /// The text that the server reads; none is NULL.
    fn to_param(&self) -> Option<String>;
}

/// A value that a cell can be read as.
pub trait FromCell: Sized {
    /// Reads the server's text; `None` is NULL. The error says what was expected.
    fn from_cell(text: Option<&str>) -> Result<Self, String>;
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Option<String> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Option<String> {
        self.as_ref().and_then(ToParam::to_param)
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(text: Option<&str>) -> Result<Self, String> {
        text.map(|text| T::from_cell(Some(text))).transpose()
    }
}

macro_rules! by_text {
    ($($type:ty),*) => {$(
        impl ToParam for $type {
            fn to_param(&self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}

by_text!(
    str, String, char, i8, i16, i32, i64, u8, u16, u32, u64, usize, f32, f64, bool
);

macro_rules! by_parsing {
    ($($type:ty),*) => {$(
        impl FromCell for $type {
            fn from_cell(text: Option<&str>) -> Result<Self, String> {
                let text = present(text, stringify!($type))?;
                text.parse().map_err(|_| format!("{text:?} is no {}", stringify!($type)))
            }
        }
    )*};
}

// "NaN" and "Infinity" are what Rust reads, too.
by_parsing!(i8, i16, i32, i64, u8, u16, u32, u64, usize, f32, f64);

impl FromCell for String {
    fn from_cell(text: Option<&str>) -> Result<Self, String> {
        present(text, "String").map(str::to_owned)
    }
}

impl FromCell for bool {
    fn from_cell(text: Option<&str>) -> Result<Self, String> {
        match present(text, "bool")? {
            "t" | "true" => Ok(true),
            "f" | "false" => Ok(false),
            other => Err(format!("{other:?} is no bool")),
        }
    }
}

fn present<'a>(text: Option<&'a str>, name: &str) -> Result<&'a str, String> {
    text.ok_or_else(|| format!("NULL is no {name}; read it as Option<{name}>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_needs_an_option() {
        assert_eq!(Option::<i64>::from_cell(None), Ok(None));
        assert_eq!(
            i64::from_cell(None).unwrap_err(),
            "NULL is no i64; read it as Option<i64>"
        );
        assert_eq!(None::<i64>.to_param(), None);
    }

    #[test]
    fn booleans_are_read_as_the_server_writes_them() {
        assert_eq!(bool::from_cell(Some("t")), Ok(true));
        assert_eq!(bool::from_cell(Some("f")), Ok(false));
        assert!(bool::from_cell(Some("1")).is_err());
    }
}
