//! Compound files: the file system in a file that old Word and Excel, and encrypted new ones, are kept in.

use super::{Document, ReadError, doc, sheet};

mod streams;

pub(super) use streams::Compound;

/// Reads whichever document a compound file holds.
pub(super) fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut compound = Compound::open(bytes).ok_or(ReadError::BrokenOffice)?;
    if compound.has("EncryptedPackage") || compound.has("EncryptionInfo") {
        return Err(ReadError::EncryptedOffice);
    }
    if let Some(workbook) = ["Workbook", "Book"].into_iter().find(|name| compound.has(name)) {
        return sheet::xls::read(&compound.stream(workbook).ok_or(ReadError::BrokenOffice)?);
    }
    if compound.has("WordDocument") {
        return doc::read(&mut compound);
    }
    if compound.has("PowerPoint Document") {
        return Err(ReadError::Unsupported("PowerPoint"));
    }
    Err(ReadError::BrokenOffice)
}
