//! Rules that no form of `rules/README.md` can say: one function a rule, over the same facts, with the same marks.

pub(super) mod access;
pub(super) mod access_rules;
pub(super) mod addressed;
mod application;
mod at_svm;
mod capacity;
mod changer;
mod cluster;
mod drive;
mod drive_model;
pub(super) mod each;
mod entry;
mod given;
pub(super) mod lif;
mod protocol;
mod registered;
mod route;
mod secret;
mod services;
mod svm;
mod tape;
mod together;
pub(super) mod user;
mod volume;

use super::context::Context;
use super::finding::Finding;

/// The service of a service policy that opens NDMP (ND:networking/lifs_and_service_policies96.adoc).
pub(super) const NDMP_SERVICE: &str = "backup-ndmp-control";

/// A built-in rule.
pub(super) type Builtin = for<'f> fn(&Context<'f>) -> Vec<Finding<'f>>;

/// All of them by their names.
const ALL: &[(&str, Builtin)] = &[
    ("ontap-version", cluster::ontap_version),
    ("ndmp-scope", cluster::ndmp_scope),
    ("ndmp-scope-deprecated", cluster::ndmp_scope_deprecated),
    ("media-changer-visible", changer::media_changer_visible),
    ("tape-drive-qualified", drive::tape_drive_qualified),
    ("ndmp-user", user::ndmp_user),
    ("lif-firewall-ndmp", access_rules::lif_firewall_ndmp),
    ("lif-service-ndmp", access_rules::lif_service_ndmp),
    ("mgmt-lif-service-ndmp", access_rules::mgmt_lif_service_ndmp),
    ("lif-port-up", lif::lif_port_up),
    ("lif-svm-ndmp-enabled", lif::lif_svm_ndmp_enabled),
    ("lif-address-family", lif::lif_address_family),
    ("lif-failover-data", lif::lif_failover_data),
    ("backup-svm-enabled", svm::backup_svm_enabled),
    ("backup-svm-lif", svm::backup_svm_lif),
    ("backup-svm-user", user::backup_svm_user),
    ("node-ndmp-user", user::node_ndmp_user),
    ("svm-ndmp-allowed", svm::svm_ndmp_allowed),
    ("no-takeover", cluster::no_takeover),
    ("volume-node-lif", volume::volume_node_lif),
    ("registered-lif", registered::registered_lif),
    ("route-covers-address", route::route_covers_address),
    ("ndmp-user-dedicated", user::ndmp_user_dedicated),
    ("tape-alias-uniform", tape::tape_alias_uniform),
    ("tape-device-count", tape::tape_device_count),
    ("tape-path-count", tape::tape_path_count),
    ("ndmp-session-capacity", capacity::ndmp_session_capacity),
    ("tape-reservations", application::tape_reservations),
    ("dma-scope", application::dma_scope),
    ("dma-authentication", protocol::dma_authentication),
    ("dma-address-family", lif::dma_address_family),
    ("dma-ndmp-version", protocol::dma_ndmp_version),
    ("dma-block-size", protocol::dma_block_size),
    ("dma-ports", protocol::dma_ports),
    ("lif-allowed-dma", access_rules::lif_allowed_dma),
    ("capture-secret", secret::capture_secret),
];

/// The built-in rule of that name.
pub(super) fn find(name: &str) -> Option<Builtin> {
    ALL.iter().find(|(own, _)| *own == name).map(|(_, judge)| *judge)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_name_that_rules_may_use_is_a_function() {
        for name in crate::rule::BUILTINS {
            assert!(super::find(name).is_some(), "no function for `{name}`");
        }
    }
}
