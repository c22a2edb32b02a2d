//! One captured text: bytes to lines.

/// One captured text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// Name of the source as the user knows it.
    pub name: String,
    /// The decoded text, secrets masked.
    pub text: String,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line;

/// Why bytes are not a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaptureError {
    /// No byte at all.
    #[error("the file is empty")]
    Empty,
}

impl Capture {
    /// Decodes `bytes` (stub).
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, CaptureError> {
        if bytes.is_empty() {
            return Err(CaptureError::Empty);
        }
        Ok(Self { name: name.to_owned(), text: String::from_utf8_lossy(&bytes).into_owned() })
    }
}
