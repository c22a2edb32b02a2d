//! The backup that is planned: what no command of a cluster shows.

/// What is told of it, besides the application, its addresses and its user; empty or `None`: nobody says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backup {
    /// The LIFs that the application addresses, by address or by name (`--register`).
    pub register: Vec<String>,
    /// The roles of LIFs that the application registers, where its profile tells them.
    pub register_roles: Vec<String>,
    /// The data SVMs that are backed up with their own NDMP service (`--svm`).
    pub svms: Vec<String>,
    /// How the application proves who it is, in ONTAP's word: `challenge`, `plaintext` or `plaintext_sso`.
    pub authentication: Option<String>,
    /// Streams at the same time, of the whole cluster.
    pub streams: Option<u32>,
}
