//! A zip archive read from memory: its directory, and single parts unpacked within limits.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Read as _;

use crate::read::ReadError;
use crate::read::bytes::{u16_at, u32_at};
use crate::read::xml::{Node, Xml};

/// No part of a disclosure is larger than this when unpacked; beyond it an archive is a bomb.
const MAX_PART: u64 = 96_000_000;
/// Nor has a disclosure more parts than this.
const MAX_ENTRIES: usize = 20_000;

/// An open archive.
pub(in crate::read) struct Package<'a> {
    bytes: &'a [u8],
    entries: HashMap<String, Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    method: u16,
    encrypted: bool,
    packed: u64,
    unpacked: u64,
    header: u64,
}

/// A relation of one part to another.
#[derive(Debug, Clone)]
pub(in crate::read) struct Relation {
    /// Its name within the part.
    pub id: String,
    /// The last word of its type: `worksheet`, `styles`.
    pub kind: String,
    /// The path of the other part.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Reads the directory.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let entries = directory(bytes).or_else(|| walk(bytes)).ok_or(ReadError::BrokenOffice)?;
        Ok(Self { bytes, entries })
    }

    /// Whether there is a part of this path.
    pub fn has(&self, path: &str) -> bool {
        self.entries.contains_key(&key(path))
    }

    /// A part unpacked; `None` where there is none of this path.
    pub fn part(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(entry) = self.entries.get(&key(path)) else { return Ok(None) };
        if entry.encrypted {
            return Err(ReadError::EncryptedOffice);
        }
        if entry.unpacked > MAX_PART {
            return Err(ReadError::Bomb);
        }
        let data = self.data(*entry).ok_or(ReadError::BrokenOffice)?;
        match entry.method {
            0 => Ok(Some(data.to_vec())),
            8 => inflate(data).map(Some),
            _ => Err(ReadError::BrokenOffice),
        }
    }

    /// A part as text, whatever Unicode form it is written in.
    pub fn text(&self, path: &str) -> Result<Option<String>, ReadError> {
        Ok(self.part(path)?.map(|bytes| {
            let text: Cow<'_, str> = encoding_rs::UTF_8.decode(&bytes).0;
            text.into_owned()
        }))
    }

    /// The relations of a part; of the package itself where `part` is empty.
    pub fn relations(&self, part: &str) -> Vec<Relation> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Ok(Some(text)) = self.text(&format!("{folder}{slash}_rels/{name}.rels")) else {
            return Vec::new();
        };
        let mut relations = Vec::new();
        let mut xml = Xml::new(&text);
        while let Some(node) = xml.next() {
            let Node::Open(tag) = node else { continue };
            if tag.name() != "Relationship" || tag.attribute("TargetMode").as_deref() == Some("External") {
                continue;
            }
            let (Some(id), Some(kind), Some(target)) =
                (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
            else {
                continue;
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { id, kind, target: resolve(folder, &target) });
        }
        relations
    }

    fn data(&self, entry: Entry) -> Option<&'a [u8]> {
        let header = usize::try_from(entry.header).ok()?;
        if self.bytes.get(header..header.checked_add(4)?)? != b"PK\x03\x04" {
            return None;
        }
        let name = usize::from(u16_at(self.bytes, header + 26)?);
        let extra = usize::from(u16_at(self.bytes, header + 28)?);
        let start = header.checked_add(30 + name + extra)?;
        let end = start.checked_add(usize::try_from(entry.packed).ok()?)?;
        // A file cut short still gives what it has.
        self.bytes.get(start..end.min(self.bytes.len()))
    }
}

/// Paths differ in case and in slashes from one producer to the next.
fn key(path: &str) -> String {
    path.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// A relation's target as a path from the package's root.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// Unpacks, stopping at the limit whatever the directory says. A stream cut short gives what came before the cut.
fn inflate(data: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut out = Vec::new();
    let mut chunk = vec![0_u8; 65_536];
    let mut decoder = flate2::read::DeflateDecoder::new(data);
    loop {
        match decoder.read(&mut chunk) {
            Ok(0) => return Ok(out),
            Ok(count) => out.extend_from_slice(chunk.get(..count).unwrap_or_default()),
            Err(_) if out.is_empty() => return Err(ReadError::BrokenOffice),
            Err(_) => return Ok(out),
        }
        if out.len() as u64 > MAX_PART {
            return Err(ReadError::Bomb);
        }
    }
}

/// The directory at the archive's end.
fn directory(bytes: &[u8]) -> Option<HashMap<String, Entry>> {
    let tail = bytes.len().saturating_sub(66_000);
    let end = tail + bytes.get(tail..)?.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let size = u64::from(u32_at(bytes, end + 12)?);
    let stated = u64::from(u32_at(bytes, end + 16)?);
    // Bytes put before the archive shift all its places.
    let start = (end as u64).checked_sub(size)?;
    let shift = start.saturating_sub(stated);
    let mut at = usize::try_from(start).ok()?;
    let mut entries = HashMap::new();
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") && entries.len() < MAX_ENTRIES {
        let name_length = usize::from(u16_at(bytes, at + 28)?);
        let extra = usize::from(u16_at(bytes, at + 30)?);
        let comment = usize::from(u16_at(bytes, at + 32)?);
        let name = String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name_length)?).into_owned();
        let entry = Entry {
            method: u16_at(bytes, at + 10)?,
            encrypted: u16_at(bytes, at + 8)? & 1 == 1,
            packed: u64::from(u32_at(bytes, at + 20)?),
            unpacked: u64::from(u32_at(bytes, at + 24)?),
            header: u64::from(u32_at(bytes, at + 42)?) + shift,
        };
        entries.entry(key(&name)).or_insert(entry);
        at += 46 + name_length + extra + comment;
    }
    (!entries.is_empty()).then_some(entries)
}

/// Where the directory is lost (a download cut short), the parts are found by their own headers.
fn walk(bytes: &[u8]) -> Option<HashMap<String, Entry>> {
    let mut entries = HashMap::new();
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(b"PK\x03\x04") && entries.len() < MAX_ENTRIES {
        let packed = u64::from(u32_at(bytes, at + 18)?);
        let name_length = usize::from(u16_at(bytes, at + 26)?);
        let extra = usize::from(u16_at(bytes, at + 28)?);
        let Some(name) = bytes.get(at + 30..at + 30 + name_length) else { break };
        let streamed = u16_at(bytes, at + 6)? & 8 == 8;
        let start = at + 30 + name_length + extra;
        // A streamed part says its length only behind itself: it reaches to the next header.
        let length = if streamed && packed == 0 {
            let rest = bytes.get(start..).unwrap_or_default();
            rest.windows(4).position(|w| w == b"PK\x03\x04" || w == b"PK\x07\x08").unwrap_or(rest.len())
                as u64
        } else {
            packed
        };
        let entry = Entry {
            method: u16_at(bytes, at + 8)?,
            encrypted: u16_at(bytes, at + 6)? & 1 == 1,
            packed: length,
            unpacked: 0,
            header: at as u64,
        };
        entries.entry(key(&String::from_utf8_lossy(name))).or_insert(entry);
        at = start.checked_add(usize::try_from(length).ok()?)?;
        if bytes.get(at..at + 4) == Some(b"PK\x07\x08") {
            at += 16;
        }
    }
    (!entries.is_empty()).then_some(entries)
}
