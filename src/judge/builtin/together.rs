//! What the registered LIFs give together: one may make up for what another lacks, and one of which too little is told may too.

use std::collections::BTreeSet;

use super::super::context::{Context, Scope};
use super::each::{ip, told};
use super::given::{Given, gives};
use super::lif::only_family;
use super::registered::Registered;
use crate::facts::{Row, Why};

/// The registered LIFs as one.
#[derive(Default)]
pub(super) struct Together {
    /// Whether one of them gives the volumes of all nodes.
    pub(super) is_whole: bool,
    /// The nodes whose volumes they give.
    pub(super) nodes: BTreeSet<String>,
    /// SVMs, each with a node of which one of them gives the SVM's volumes.
    pub(super) of_svms: BTreeSet<(String, String)>,
    /// Whether one of them has a role that the application registers, or it registers any.
    pub(super) has_role: bool,
    /// Whether one of them gives tapes.
    pub(super) has_tapes: bool,
    /// Whether all of them lead to data SVMs.
    pub(super) is_of_svms: bool,
    /// Families of addresses that are wanted and that none of them has: whether it is IPv6, and why it is wanted.
    pub(super) lacking_families: Vec<(bool, String)>,
    /// Why one of them may give more than is told.
    pub(super) unsure: Option<Why>,
}

impl Together {
    pub(super) fn of(context: &Context<'_>, registered: &[Registered<'_>]) -> Self {
        let mut all = Self { has_role: !wants_role(context), is_of_svms: true, ..Self::default() };
        let mut families = BTreeSet::new();
        for one in registered {
            let counted = match &one.found {
                Ok(lif) => all.count(context, lif, &mut families),
                Err(absent) => absent.why().map_or(Ok(()), Err),
            };
            all.unsure = all.unsure.take().or(counted.err());
        }
        all.lacking_families =
            wanted_families(context).into_iter().filter(|(is_v6, _)| !families.contains(is_v6)).collect();
        all
    }

    /// Adds what one of them gives.
    fn count(&mut self, context: &Context<'_>, lif: &Row, families: &mut BTreeSet<bool>) -> Result<(), Why> {
        let address = told(context, "lif", lif, "address");
        families.extend(address.as_ref().ok().and_then(|(text, _)| Some(ip(text)?.is_ipv6())));
        let (role, _) = told(context, "lif", lif, "role")?;
        self.has_role |= context.question.backup.register_roles.contains(&role);
        let (volumes, tapes) = gives(context, lif, &role)?;
        self.has_tapes |= tapes != Given::None;
        self.is_of_svms &= matches!(volumes, Given::Svm(..));
        match volumes {
            Given::All => self.is_whole = true,
            Given::Node(node) => _ = self.nodes.insert(node),
            Given::Svm(vserver, Some(node)) => _ = self.of_svms.insert((vserver, node)),
            Given::Svm(_, None) | Given::None => {}
        }
        address.map(drop)
    }
}

/// Whether the application registers a LIF of a certain role; what it says of that it says of SVM scope.
fn wants_role(context: &Context<'_>) -> bool {
    !context.question.backup.register_roles.is_empty() && matches!(context.scope, Ok(Scope::Svm))
}

/// The families over which the application talks, each with the reason.
fn wanted_families(context: &Context<'_>) -> Vec<(bool, String)> {
    let addresses = context.question.dma_addresses.iter();
    let of_addresses = addresses.map(|address| (address.is_ipv6(), format!("as {address}")));
    let only = only_family(context)
        .and_then(|(is_v6, source)| Some((is_v6?, format!("over which alone the application talks ({source})"))));
    of_addresses.chain(only).collect()
}
