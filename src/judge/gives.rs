//! What a control connection to a LIF gives, by its role and by whether the application uses cluster aware backup
//! (ND:tape-backup/availability-volumes-tapes-backup-restore-lif-reference.adoc, ndmp-data-connection-types-reference.adoc; of node
//! scope ND:tape-backup/ndmp-concept.adoc).

/// Which of the volumes or tape devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// All of the cluster.
    Cluster,
    /// Those of the LIF's node.
    Node,
    /// All of the LIF's SVM.
    Svm,
    /// Those of the LIF's SVM on its node.
    SvmOnNode,
    /// None.
    None,
}

/// What a LIF gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gives {
    pub(super) volumes: Share,
    pub(super) tapes: Share,
    /// Whether the data may go to a tape device of the same node, besides over TCP.
    pub(super) is_local: bool,
}

impl Gives {
    const fn new(volumes: Share, tapes: Share, is_local: bool) -> Self {
        Self { volumes, tapes, is_local }
    }

    /// In SVM scope, with and without cluster aware backup; `None`: no source tells it of the role.
    pub(super) fn in_svm_scope(role: &str, has_cab: bool) -> Option<Self> {
        Some(match (role, has_cab) {
            ("intercluster" | "cluster-mgmt", true) => Self::new(Share::Cluster, Share::Cluster, true),
            ("node-mgmt", _) | ("intercluster", false) => IN_NODE_SCOPE,
            ("cluster-mgmt", false) => Self::new(Share::Node, Share::None, false),
            ("data", true) => Self::new(Share::Svm, Share::None, false),
            ("data", false) => Self::new(Share::SvmOnNode, Share::None, false),
            _ => return None,
        })
    }
}

/// In node scope, at a LIF that stays on its node.
pub(super) const IN_NODE_SCOPE: Gives = Gives::new(Share::Node, Share::Node, true);
