//! The forms in use: those that come with the program, and before them those that a user brings.

use std::sync::RwLock;

use super::{FormError, Forms};

/// `None` stands for the forms that come with the program.
static IN_USE: RwLock<Option<&'static Forms>> = RwLock::new(None);

/// The forms that documents are read by.
#[must_use]
pub fn in_use() -> &'static Forms {
    IN_USE.read().ok().and_then(|forms| *forms).unwrap_or_else(Forms::standard)
}

/// Reads documents by these form files (`docs/forms.md`) first, the last one given foremost, in place of any given
/// before; without a file, by the standard forms alone.
///
/// # Errors
/// What is wrong with a file, in words for its author; then everything stays as it was.
pub fn use_files(files: &[&str]) -> Result<(), FormError> {
    let forms = with_files(files).map_err(|(_, error)| error)?;
    // Tables hold on to the form they were read by. A person loads a handful of files, so that none is given back.
    let forms = forms.map(|forms| &*Box::leak(Box::new(forms)));
    if let Ok(mut slot) = IN_USE.write() {
        *slot = forms;
    }
    Ok(())
}

/// Sees whether form files can be used, and changes nothing.
///
/// # Errors
/// The first file that cannot, by its place, and what is wrong with it.
pub fn try_files(files: &[&str]) -> Result<(), (usize, FormError)> {
    with_files(files).map(|_| ())
}

/// The standard forms with a user's before them; `None` without a file.
fn with_files(files: &[&str]) -> Result<Option<Forms>, (usize, FormError)> {
    let mut forms: Option<Forms> = None;
    for (at, file) in files.iter().enumerate() {
        let more = forms.as_ref().unwrap_or_else(|| Forms::standard()).with(file);
        forms = Some(more.map_err(|error| (at, error))?);
    }
    Ok(forms)
}
