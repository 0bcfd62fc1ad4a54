//! Not read yet.

use super::{Document, ReadError};

/// Refuses.
pub(super) fn read(_compound: &super::compound::Compound<'_>) -> Result<Document, ReadError> {
    Err(ReadError::Unsupported("Word（doc）"))
}
