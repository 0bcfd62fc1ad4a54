//! The parts of a package: unpacked one by one, each within limits whatever the archive says of itself.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipReadOptions;
use zip::result::ZipError;

use crate::read::ReadError;
use crate::read::xml::{Node, Xml};

/// No part of a disclosure is larger than this when unpacked; beyond it an archive is a bomb.
const MAX_PART: u64 = 96_000_000;
/// Nor has a disclosure more parts than this.
const MAX_ENTRIES: usize = 20_000;

/// An open package.
pub(in crate::read) struct Package<'a> {
    source: Source<'a>,
}

/// Where parts come from, by their paths in one form.
enum Source<'a> {
    /// The archive and its directory.
    Archive { archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>, directory: HashMap<String, usize> },
    /// Parts found without a directory (a download cut short).
    Rescued(HashMap<String, Vec<u8>>),
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
    /// Reads the directory; where it is lost, what parts can be found without it.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let source = match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) if archive.len() > MAX_ENTRIES => return Err(ReadError::Bomb),
            Ok(archive) => {
                let mut directory = HashMap::new();
                for (index, name) in archive.file_names().enumerate() {
                    if let Ok(name) = name {
                        directory.entry(key(&name)).or_insert(index);
                    }
                }
                Source::Archive { archive: RefCell::new(archive), directory }
            }
            Err(_) => Source::Rescued(rescue(bytes)?),
        };
        Ok(Self { source })
    }

    /// Whether there is a part of this path.
    pub fn has(&self, path: &str) -> bool {
        match &self.source {
            Source::Archive { directory, .. } => directory.contains_key(&key(path)),
            Source::Rescued(parts) => parts.contains_key(&key(path)),
        }
    }

    /// A part unpacked; `None` where there is none of this path.
    pub fn part(&self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        match &self.source {
            Source::Rescued(parts) => Ok(parts.get(&key(path)).cloned()),
            Source::Archive { archive, directory } => {
                let Some(&index) = directory.get(&key(path)) else { return Ok(None) };
                let mut archive = archive.borrow_mut();
                let options = ZipReadOptions::new().ignore_crc32(true);
                let part = archive.by_index_with_options(index, options).map_err(|error| refusal(&error))?;
                if part.size() > MAX_PART {
                    return Err(ReadError::Bomb);
                }
                unpack(part, MAX_PART).map(Some)
            }
        }
    }

    /// A part as text, whatever Unicode form it is written in.
    pub fn text(&self, path: &str) -> Result<Option<String>, ReadError> {
        Ok(self.part(path)?.map(|bytes| encoding_rs::UTF_8.decode(&bytes).0.into_owned()))
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
fn unpack(mut part: impl Read, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut out = Vec::new();
    let mut chunk = vec![0_u8; 65_536];
    loop {
        match part.read(&mut chunk) {
            Ok(0) => return Ok(out),
            Ok(count) => out.extend_from_slice(chunk.get(..count).unwrap_or_default()),
            Err(_) if out.is_empty() => return Err(ReadError::BrokenOffice),
            Err(_) => return Ok(out),
        }
        if out.len() as u64 > limit {
            return Err(ReadError::Bomb);
        }
    }
}

/// Why a part is not given.
fn refusal(error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ReadError::EncryptedOffice
        }
        _ => ReadError::BrokenOffice,
    }
}

/// The parts of an archive without a directory, in their order up to where it is cut.
fn rescue(bytes: &[u8]) -> Result<HashMap<String, Vec<u8>>, ReadError> {
    let mut rest = bytes;
    let mut parts = HashMap::new();
    let mut room = MAX_PART;
    while parts.len() < MAX_ENTRIES {
        let Ok(Some(part)) = zip::read::read_zipfile_from_stream(&mut rest) else { break };
        let Ok(name) = part.name().map(|name| key(&name)) else { continue };
        match unpack(part, room) {
            Ok(unpacked) => {
                room = room.saturating_sub(unpacked.len() as u64);
                parts.entry(name).or_insert(unpacked);
            }
            Err(ReadError::Bomb) => return Err(ReadError::Bomb),
            Err(_) => break,
        }
    }
    if parts.is_empty() { Err(ReadError::BrokenOffice) } else { Ok(parts) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (path, bytes) in parts {
            writer.start_file(*path, options).expect("begins");
            writer.write_all(bytes).expect("writes");
        }
        writer.finish().expect("ends").into_inner()
    }

    #[test]
    fn paths_are_one_whatever_their_case_and_slashes() {
        let file = archive(&[
            ("XL\\Workbook.xml", b"x"),
            ("_rels/.rels", b"<a><Relationship Id='1' Type='t/y' Target='../b//C.xml'/></a>"),
        ]);
        let package = Package::open(&file).expect("opens");
        assert_eq!(package.part("/xl/workbook.xml"), Ok(Some(b"x".to_vec())));
        assert_eq!(package.part("xl/other.xml"), Ok(None));
        let relations = package.relations("");
        assert_eq!((relations[0].kind.as_str(), relations[0].target.as_str()), ("y", "b/C.xml"));
    }

    #[test]
    fn an_archive_cut_short_gives_what_it_has() {
        let long: Vec<u8> = (0..200_000_u32).flat_map(|n| (n * 7_919 % 65_521).to_le_bytes()).collect();
        let mut file = archive(&[("a.xml", b"whole"), ("b.xml", &long)]);
        file.truncate(file.len() / 2);
        let package = Package::open(&file).expect("opens");
        assert_eq!(package.part("a.xml"), Ok(Some(b"whole".to_vec())));
        let cut = package.part("b.xml").expect("is given").expect("is there");
        assert!(cut.len() > 1_000 && long.starts_with(&cut), "{}", cut.len());
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let file = archive(&[("a.xml", &vec![b' '; 100_000_000])]);
        assert!(file.len() < 1_000_000);
        assert_eq!(Package::open(&file).expect("opens").part("a.xml"), Err(ReadError::Bomb));
    }
}
