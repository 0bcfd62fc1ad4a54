//! Zip packages (docx, xlsx, xlsb, ods): the parts inside, each unpacked within limits.

use std::io::{Cursor, Write as _};

use super::{Document, ReadError, docx, sheet};

mod parts;

pub(super) use parts::Package;

/// Reads whichever document a package holds.
pub(super) fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let package = Package::open(bytes)?;
    let main = main_part(&package);
    let is = |ending: &str| main.as_deref().is_some_and(|path| path.ends_with(ending));
    let lies_in = |folder: &str| main.as_deref().is_some_and(|path| path.starts_with(folder));
    match main.as_deref() {
        Some(path) if lies_in("xl/") && is(".bin") => sheet::xlsb::read(&package, path),
        Some(path) if lies_in("xl/") || is("workbook.xml") => sheet::xlsx::read(&package, path),
        Some(path) if lies_in("word/") || is("document.xml") => docx::read(&package, path),
        Some(path) if lies_in("ppt/") => {
            Err(if path.is_empty() { ReadError::Unknown } else { ReadError::Unsupported("PowerPoint") })
        }
        _ => match package.part("mimetype")?.as_deref() {
            Some(kind) if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => {
                sheet::ods::read(&package)
            }
            Some(kind) if kind.starts_with(b"application/vnd.oasis.opendocument") => {
                Err(ReadError::Unsupported("OpenDocument"))
            }
            _ => Err(ReadError::Archive),
        },
    }
}

/// The path of the part that holds the document: as the package says, or where it usually lies.
fn main_part(package: &Package<'_>) -> Option<String> {
    let stated = package.relations("").into_iter().find(|relation| relation.kind == "officeDocument");
    stated.map(|relation| relation.target).filter(|path| package.has(path)).or_else(|| {
        ["xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "ppt/presentation.xml"]
            .into_iter()
            .find(|path| package.has(path))
            .map(str::to_owned)
    })
}

/// A package of parts, stored as they are.
pub(super) fn pack<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> Option<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, bytes) in parts {
        writer.start_file(path, stored).ok()?;
        writer.write_all(bytes).ok()?;
    }
    writer.finish().ok().map(Cursor::into_inner)
}
