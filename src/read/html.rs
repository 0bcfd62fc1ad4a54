//! Not read yet.

use super::{Document, ReadError};

/// Refuses.
pub(super) fn read(_bytes: &[u8]) -> Result<Document, ReadError> {
    Err(ReadError::Unsupported("网页"))
}
