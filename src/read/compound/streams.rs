//! The streams of a compound file.

use std::io::{Cursor, Read as _};
use std::path::PathBuf;

use cfb::CompoundFile;

use crate::read::bytes::{index, u16_at, u32_at};

/// Storages and streams looked at; no document has more.
const MAX_ENTRIES: usize = 50_000;

/// An open compound file.
pub(in crate::read) struct Compound {
    file: CompoundFile<Cursor<Vec<u8>>>,
    /// Where each stream lies, by its name; of several of one name the one nearest the root.
    streams: Vec<(String, PathBuf)>,
    size: usize,
}

impl Compound {
    /// Reads tables and directory; `None` where the file is too damaged for it.
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let sector = if u16_at(bytes, 30) == Some(12) { 4_096 } else { 512 };
        // Programs may leave the last sector short.
        let end = bytes.len().next_multiple_of(sector);
        // A file may be cut short of the sectors its tables tell of, or these tell of more than there are.
        let told = u32_at(bytes, 44).map_or(0, index).saturating_mul(sector / 4).saturating_add(1);
        let told = told.saturating_mul(sector).min(end.saturating_mul(2).saturating_add(1 << 20));
        let file = [end, told.max(end)].into_iter().find_map(|length| {
            let mut whole = bytes.to_vec();
            whole.resize(length, 0);
            CompoundFile::open(Cursor::new(whole)).ok()
        })?;
        let listed = file.walk().take(MAX_ENTRIES).filter(cfb::Entry::is_stream);
        let mut streams: Vec<(String, PathBuf)> =
            listed.map(|entry| (entry.name().to_owned(), entry.path().to_owned())).collect();
        // Embedded documents have streams of the same names further in.
        streams.sort_by_key(|(_, path)| path.components().count());
        Some(Self { file, streams, size: bytes.len() })
    }

    /// Whether there is a stream of this name, in whatever folder.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// A stream's bytes; those that are there, where the file is damaged.
    pub fn stream(&mut self, name: &str) -> Option<Vec<u8>> {
        let path = self.find(name)?.clone();
        let mut out = Vec::new();
        // A stream is no longer than the file, whatever is said of it.
        let limit = u64::try_from(self.size).ok()?;
        let read = self.file.open_stream(path).ok()?.take(limit).read_to_end(&mut out);
        (read.is_ok() || !out.is_empty()).then_some(out)
    }

    fn find(&self, name: &str) -> Option<&PathBuf> {
        self.streams.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, path)| path)
    }
}
