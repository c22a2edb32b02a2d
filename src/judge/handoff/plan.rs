//! What is planned, as the question says it: the one place of the sheet that knows how a question holds it.

use super::super::Question;

/// The backup that is planned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Addresses or names of the LIFs that are to be registered.
    pub(super) register: Vec<String>,
    /// Data SVMs that are backed up with an NDMP service of their own.
    pub(super) svms: Vec<String>,
    /// The backup user.
    pub(super) user: Option<String>,
    /// The SVM of that user; `None`: the admin SVM.
    pub(super) user_svm: Option<String>,
    /// How the application proves who it is, in ONTAP's word.
    pub(super) authentication: Option<String>,
    /// Streams at the same time, of the whole cluster.
    pub(super) streams: Option<u32>,
}

impl Plan {
    pub(super) fn of(question: &Question) -> Self {
        Self {
            register: question.backup.register.clone(),
            svms: question.backup.svms.clone(),
            user: question.user.name.clone(),
            user_svm: question.user.vserver.clone(),
            authentication: question.backup.authentication.clone(),
            streams: question.backup.streams,
        }
    }
}
