//! The files of a made-up cluster.

/// Name and text of each file.
#[derive(Default)]
pub(crate) struct Saved {
    pub(crate) files: Vec<(String, String)>,
}
