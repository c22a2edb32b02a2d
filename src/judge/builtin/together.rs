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
    /// SVMs of which one of them gives all volumes.
    pub(super) whole_svms: BTreeSet<String>,
    /// Nodes, each with a family of an address at which one of them gives its volumes: whether it is IPv6.
    families_of_nodes: BTreeSet<(String, bool)>,
    /// Families over which the application talks: whether it is IPv6, and why.
    wanted_families: Vec<(bool, String)>,
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
    pub(super) fn of(context: &Context<'_>, registered: &[Registered<'_>], has_cab: bool) -> Self {
        let mut all = Self { has_role: !wants_role(context), is_of_svms: true, ..Self::default() };
        let mut families = BTreeSet::new();
        for one in registered {
            let counted = match &one.found {
                Ok(lif) => all.count(context, (lif, has_cab), &mut families),
                Err(absent) => absent.why().map_or(Ok(()), Err),
            };
            all.unsure = all.unsure.take().or(counted.err());
        }
        all.wanted_families = wanted_families(context);
        all.lacking_families =
            all.wanted_families.iter().filter(|(is_v6, _)| !families.contains(is_v6)).cloned().collect();
        all
    }

    /// A family that is wanted and that no LIF which gives the volumes of the node has, where nothing else gives them.
    pub(super) fn lacking_family_of(&self, node: &str) -> Option<&(bool, String)> {
        let is_lacking = |(is_v6, _): &&(bool, String)| !self.families_of_nodes.contains(&(node.to_owned(), *is_v6));
        self.wanted_families.iter().find(is_lacking).filter(|_| !self.is_whole)
    }

    /// Adds what one of them gives.
    fn count(
        &mut self,
        context: &Context<'_>,
        (lif, has_cab): (&Row, bool),
        families: &mut BTreeSet<bool>,
    ) -> Result<(), Why> {
        let address = told(context, "lif", lif, "address");
        families.extend(address.as_ref().ok().and_then(|(text, _)| Some(ip(text)?.is_ipv6())));
        let (role, _) = told(context, "lif", lif, "role")?;
        self.has_role |= context.question.backup.register_roles.contains(&role);
        let (volumes, tapes) = gives(context, lif, &role, has_cab)?;
        self.has_tapes |= match &tapes {
            Given::Node(node) => may_have_tapes(context, node),
            tapes => *tapes != Given::None,
        };
        if let (Given::Node(node), Some(address)) = (&volumes, address.as_ref().ok().and_then(|(text, _)| ip(text))) {
            self.families_of_nodes.insert((node.clone(), address.is_ipv6()));
        }
        self.is_of_svms &= matches!(volumes, Given::Svm(..));
        match volumes {
            Given::All => self.is_whole = true,
            Given::Node(node) => _ = self.nodes.insert(node),
            Given::Svm(vserver, Some(node)) => _ = self.of_svms.insert((vserver, node)),
            Given::Svm(vserver, None) => _ = self.whole_svms.insert(vserver),
            Given::None => {}
        }
        address.map(drop)
    }
}

/// Whether the node may have tape devices: no whole answer shows that it has none.
fn may_have_tapes(context: &Context<'_>, node: &str) -> bool {
    let scope = [("node".to_owned(), node.to_owned())];
    context.facts.gap("tape-device", &scope).is_some()
        || context.facts.rows("tape-device").iter().any(|row| row.is("node", node))
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
