//! Not read yet.

use super::{Document, ReadError};

/// Refuses.
pub(super) fn read(_package: &super::package::Package<'_>, _main: &str) -> Result<Document, ReadError> {
    Err(ReadError::Unsupported("Word（docx）"))
}
