//! The first file of an archive that arrives piece by piece, up to a limit.

use std::io::Read;

/// Collects an archive until its first file is there or the limit is reached.
pub struct FirstFile {
    buffer: Vec<u8>,
    limit: usize,
}

/// Room for headers and padding around a file of the limit's size.
const OVERHEAD: usize = 64 * 1024;

impl FirstFile {
    /// Keeps at most `limit` bytes of the file.
    pub fn new(limit: usize) -> Self {
        Self {
            buffer: Vec::new(),
            limit,
        }
    }

    /// Takes a piece; false when there is enough.
    pub fn push(&mut self, piece: &[u8]) -> bool {
        self.buffer.extend_from_slice(piece);
        self.buffer.len() < self.limit.saturating_add(OVERHEAD)
    }

    /// The file's bytes and whether some are missing; none when the archive holds no file, such as a folder.
    pub fn finish(self) -> std::io::Result<Option<(Vec<u8>, bool)>> {
        let mut archive = tar::Archive::new(self.buffer.as_slice());
        for entry in archive.entries()? {
            let entry = entry?;
            if entry.header().entry_type().is_dir() {
                return Ok(None);
            }
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let size = usize::try_from(entry.size()).unwrap_or(usize::MAX);
            let mut content = Vec::new();
            entry.take(self.limit as u64).read_to_end(&mut content)?;
            let truncated = content.len() < size;
            return Ok(Some((content, truncated)));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Archive;
    use super::*;

    #[test]
    fn a_large_file_is_cut_and_says_so() {
        let mut archive = Archive::new(1 << 20);
        archive.file("x", &vec![7; 200_000], 0o644, (0, 0)).unwrap();
        let bytes = archive.finish().unwrap();
        let mut first = FirstFile::new(10);
        for piece in bytes.chunks(1000) {
            if !first.push(piece) {
                break;
            }
        }
        assert_eq!(first.finish().unwrap(), Some((vec![7; 10], true)));
    }
}
