//! How a file is compressed.

use std::io::{self, Write};

use flate2::write::GzEncoder;

use crate::actions::Arguments;
use crate::failure::Error;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    /// Not at all.
    None,
    /// As by `gzip`.
    Gzip,
    /// As by `zstd`.
    Zstd,
}

impl Compression {
    /// The `compression` of a call.
    pub(super) fn of(arguments: &mut Arguments) -> Result<Self, Error> {
        if let Some(at) = arguments.place("compression") {
            for name in ["bzip2", "xz"] {
                if arguments.is("compression", name) {
                    return Err(Error::file(format!(
                        "compression={name} is not offered; there are none, gzip, zstd"
                    ))
                    .at(at));
                }
            }
        }
        let choices = [
            ("none", Self::None),
            ("gzip", Self::Gzip),
            ("zstd", Self::Zstd),
        ];
        let chosen = arguments.one_of("compression", &choices)?;
        Ok(chosen.unwrap_or(Self::None))
    }
}

/// Compresses what is written to it into one member, taken out piece by piece.
pub(super) enum Encoder {
    /// Without compression.
    None(Vec<u8>),
    /// As by `gzip`.
    Gzip(GzEncoder<Vec<u8>>),
    /// As by `zstd`.
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Encoder {
    /// Begins a member.
    pub(super) fn new(compression: Compression) -> io::Result<Self> {
        Ok(match compression {
            Compression::None => Self::None(Vec::new()),
            Compression::Gzip => {
                Self::Gzip(GzEncoder::new(Vec::new(), flate2::Compression::default()))
            }
            Compression::Zstd => {
                let level = zstd::DEFAULT_COMPRESSION_LEVEL;
                Self::Zstd(zstd::stream::write::Encoder::new(Vec::new(), level)?)
            }
        })
    }

    /// Adds bytes to the member.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::None(output) => output.write_all(bytes),
            Self::Gzip(encoder) => encoder.write_all(bytes),
            Self::Zstd(encoder) => encoder.write_all(bytes),
        }
    }

    /// What is ready of the member, and was not taken before.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(match self {
            Self::None(output) => output,
            Self::Gzip(encoder) => encoder.get_mut(),
            Self::Zstd(encoder) => encoder.get_mut(),
        })
    }

    /// Ends the member: what was not taken before.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::None(output) => Ok(output),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    /// Two members, each written and taken in two pieces.
    fn two_members(compression: Compression) -> Vec<u8> {
        let mut all = Vec::new();
        for _ in 0..2 {
            let mut encoder = Encoder::new(compression).unwrap();
            for piece in ["one\n", "two\n"] {
                encoder.write(piece.as_bytes()).unwrap();
                all.extend(encoder.take());
            }
            all.extend(encoder.finish().unwrap());
        }
        all
    }

    #[test]
    fn members_are_read_as_one_text() {
        let mut text = String::new();
        let bytes = two_members(Compression::Gzip);
        let mut decoder = flate2::read::MultiGzDecoder::new(bytes.as_slice());
        decoder.read_to_string(&mut text).unwrap();
        assert_eq!(text, "one\ntwo\none\ntwo\n");
        let bytes = zstd::stream::decode_all(two_members(Compression::Zstd).as_slice()).unwrap();
        assert_eq!(bytes, text.as_bytes());
        assert_eq!(two_members(Compression::None), text.as_bytes());
    }

    #[test]
    fn what_is_not_offered_names_what_is() {
        for name in ["xz", "rar"] {
            let mut arguments = Arguments::default();
            arguments.add("compression", name.to_owned(), 4);
            let error = Compression::of(&mut arguments).unwrap_err();
            assert!(error.message.ends_with("none, gzip, zstd"), "{error}");
            assert_eq!(error.at, Some(4));
        }
    }
}
