//! A zip archive, packed as office programs pack theirs.

use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;

/// Writes an archive.
pub(super) fn write(parts: &[(&str, &[u8])]) -> Result<Vec<u8>, ZipError> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
