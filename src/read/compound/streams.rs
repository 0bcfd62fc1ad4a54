//! The streams of a compound file, followed by its allocation tables, with every chain bounded.

use crate::read::bytes::{u16_at, u32_at};

/// Ends of chains and free sectors are numbered from here on.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// Entries of a directory; no document has more.
const MAX_ENTRIES: usize = 50_000;

/// An open compound file.
pub(in crate::read) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    mini_sector: usize,
    cutoff: u64,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    kind: u8,
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    /// Reads tables and directory; `None` where the file is too damaged for it.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = 1_usize << u16_at(bytes, 30)?.clamp(7, 12);
        let mini_sector = 1_usize << u16_at(bytes, 32)?.clamp(4, 9);
        let mut compound = Self {
            bytes,
            sector,
            mini_sector,
            cutoff: u64::from(u32_at(bytes, 56)?),
            table: Vec::new(),
            mini_table: Vec::new(),
            mini_stream: Vec::new(),
            entries: Vec::new(),
        };
        compound.table = compound.allocation_table()?;
        let directory = compound.chain(u32_at(bytes, 48)?, u64::MAX);
        compound.entries = directory.chunks_exact(128).take(MAX_ENTRIES).filter_map(entry).collect();
        compound.mini_table = words(&compound.chain(u32_at(bytes, 60)?, u64::MAX));
        let root = compound.entries.iter().find(|entry| entry.kind == 5).map(|root| (root.start, root.size));
        if let Some((start, size)) = root {
            compound.mini_stream = compound.chain(start, size);
        }
        (!compound.entries.is_empty()).then_some(compound)
    }

    /// Whether there is a stream of this name, in whatever folder.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// A stream's bytes; those that are there, where the file is cut short.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.find(name)?;
        if entry.size >= self.cutoff {
            return Some(self.chain(entry.start, entry.size));
        }
        let mut out = Vec::new();
        let mut at = entry.start;
        let wanted = usize::try_from(entry.size).ok()?;
        for _ in 0..=self.mini_table.len() {
            if at >= LAST_SECTOR || out.len() >= wanted {
                break;
            }
            let Some(start) = usize::try_from(at).ok()?.checked_mul(self.mini_sector) else { break };
            let Some(rest) = self.mini_stream.get(start..) else { break };
            out.extend_from_slice(rest.get(..self.mini_sector).unwrap_or(rest));
            at = self.mini_table.get(usize::try_from(at).ok()?).copied().unwrap_or(u32::MAX);
        }
        out.truncate(wanted);
        Some(out)
    }

    /// The first of that name: embedded documents have streams of the same names further on.
    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.kind == 2 && entry.name.eq_ignore_ascii_case(name))
    }

    /// The sectors that make up the allocation table are listed in the header and in sectors of their own.
    fn allocation_table(&self) -> Option<Vec<u32>> {
        let mut listed = words(self.bytes.get(76..512)?);
        let mut next = u32_at(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector + 1;
        for _ in 0..most {
            if next >= LAST_SECTOR || listed.len() > most {
                break;
            }
            let mut more = words(self.sector_bytes(next));
            next = more.pop().unwrap_or(u32::MAX);
            listed.extend(more);
        }
        listed.retain(|&number| number < LAST_SECTOR);
        listed.truncate(most);
        let table: Vec<u32> =
            listed.into_iter().flat_map(|number| words(self.sector_bytes(number))).collect();
        Some(table)
    }

    /// The bytes of a chain of sectors, at most `size` of them. A chain that runs in a circle ends.
    fn chain(&self, start: u32, size: u64) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = start;
        for _ in 0..=self.bytes.len() / self.sector {
            if at >= LAST_SECTOR || out.len() as u64 >= size {
                break;
            }
            out.extend_from_slice(self.sector_bytes(at));
            at = usize::try_from(at).ok().and_then(|at| self.table.get(at)).copied().unwrap_or(u32::MAX);
        }
        out.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        out
    }

    /// A sector's bytes; the last one may be short.
    fn sector_bytes(&self, number: u32) -> &'a [u8] {
        let start = usize::try_from(number).ok().and_then(|n| n.checked_add(1)?.checked_mul(self.sector));
        let rest = start.and_then(|start| self.bytes.get(start..)).unwrap_or_default();
        rest.get(..self.sector).unwrap_or(rest)
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).min(64).saturating_sub(2);
    let units: Vec<u16> =
        bytes.get(..length)?.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        kind: *bytes.get(66)?,
        start: u32_at(bytes, 116)?,
        // The upper half is not always cleared by old programs.
        size: u64::from(u32_at(bytes, 120)?),
    })
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}
