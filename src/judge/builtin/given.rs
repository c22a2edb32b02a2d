//! What a LIF gives: which volumes and which tapes, by its role
//! (ND:tape-backup/availability-volumes-tapes-backup-restore-lif-reference.adoc).

use super::super::context::{Context, Scope};
use super::super::finding::Finding;
use super::super::gives::{Gives, IN_NODE_SCOPE, Share};
use super::super::truth::Truth;
use super::each::told;
use crate::facts::{Mark, Reason, Row, Why};

/// What a LIF gives, with the names of what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    All,
    /// What this node has.
    Node(String),
    /// The volumes of this SVM: all of them, or those on this node.
    Svm(String, Option<String>),
    None,
}

impl Given {
    pub(super) fn told(&self, what: &str) -> String {
        match self {
            Self::All => format!("all {what}"),
            Self::Node(node) => format!("the {what} of {node}"),
            Self::Svm(vserver, None) => format!("the {what} of the SVM {vserver}"),
            Self::Svm(vserver, Some(node)) => format!("the {what} of the SVM {vserver} on {node}"),
            Self::None => format!("no {what}"),
        }
    }

    fn of(context: &Context<'_>, lif: &Row, share: Share) -> Result<Self, Why> {
        let cell = |column: &str| told(context, "lif", lif, column).map(|(text, _)| text);
        Ok(match share {
            Share::Cluster => Self::All,
            Share::Node => Self::Node(cell("curr-node")?),
            Share::Svm => Self::Svm(cell("vserver")?, None),
            Share::SvmOnNode => Self::Svm(cell("vserver")?, Some(cell("curr-node")?)),
            Share::None => Self::None,
        })
    }
}

/// What a LIF of the role gives, with cluster aware backup or without: volumes and tapes.
pub(super) fn gives(context: &Context<'_>, lif: &Row, role: &str, has_cab: bool) -> Result<(Given, Given), Why> {
    let untold = |text: String| Why::new(Reason::NoMatch, text);
    let gives = match context.scope.clone()? {
        Scope::Node if matches!(role, "intercluster" | "node-mgmt") => IN_NODE_SCOPE,
        Scope::Node => {
            return Err(untold(format!(
                "no source tells what a {role} LIF gives in node scope; register an intercluster or node-management LIF of each node"
            )));
        }
        Scope::Svm => Gives::in_svm_scope(role, has_cab)
            .ok_or_else(|| untold(format!("no source tells what a LIF of role {role} gives")))?,
    };
    Ok((Given::of(context, lif, gives.volumes)?, Given::of(context, lif, gives.tapes)?))
}

/// What is found with cluster aware backup, and without it where nobody says whether the application uses it: what is so either
/// way holds, and the rest is a question.
pub(super) fn either_way<'f>(cab: Option<bool>, judge: impl Fn(bool) -> Vec<Finding<'f>>) -> Vec<Finding<'f>> {
    match cab {
        Some(has_cab) => judge(has_cab),
        None => judge(true).into_iter().zip(judge(false)).map(|(with, without)| agreed(with, without)).collect(),
    }
}

fn agreed<'f>(with: Finding<'f>, without: Finding<'f>) -> Finding<'f> {
    match (&with.truth, &without.truth) {
        (Truth::Unknown(_), Truth::Unknown(_)) => with,
        (one, other) if one == other && with.message == without.message => with,
        (one, other) if one == other => {
            let message = format!("with cluster aware backup {}; without it {}", with.message, without.message);
            with.message(message)
        }
        _ => {
            let marks: Vec<Mark> = with.marks.iter().take(1).cloned().collect();
            Finding { truth: Truth::Unknown(ask_of_cab().with(marks)), marks: Vec::new(), ..with }
        }
    }
}

fn ask_of_cab() -> Why {
    let text = "what it gives depends on whether the application uses cluster aware backup: name it (--dma), or say --cab true or false";
    Why::new(Reason::AskApplication, text)
}
