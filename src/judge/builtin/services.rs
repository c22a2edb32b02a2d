//! Names of services as ONTAP gives them: a policy lacks NDMP where all of its services are known. Where one of them has no name that
//! ONTAP gives, somebody masked it or put another word in its place, and it may be NDMP's own.

use super::super::truth;
use super::NDMP_SERVICE;

/// Services of firewall policies (docs.netapp.com/us-en/ontap-cli, system services firewall policy create).
const OF_FIREWALL: [&str; 14] =
    ["all", "dns", "http", "https", "ndmp", "ndmps", "none", "ntp", "portmap", "rsh", "snmp", "ssh", "telnet", "-"];

/// Protocols of an SVM (docs.netapp.com/us-en/ontap-cli, vserver show).
const OF_SVM: [&str; 9] = ["cifs", "fcp", "iscsi", "ndmp", "nfs", "nvme", "s3", "none", "-"];

/// How the names of services begin that service policies hold
/// (docs.netapp.com/us-en/ontap/networking/lifs_and_service_policies96.html).
const FAMILIES: [&str; 5] = ["backup-ndmp-", "cluster-", "data-", "intercluster-", "management-"];

/// Whether the word is a service of firewall policies.
pub(super) fn is_of_firewall(word: &str) -> bool {
    OF_FIREWALL.iter().any(|own| own.eq_ignore_ascii_case(word))
}

/// Whether the word may stand for NDMP among the protocols of an SVM, and is not it.
pub(super) fn may_be_ndmp_protocol(word: &str) -> bool {
    !word.is_empty() && !OF_SVM.iter().any(|own| own.eq_ignore_ascii_case(word))
}

/// Whether the word may stand for NDMP's service in a service policy.
pub(super) fn may_be_ndmp(word: &str) -> bool {
    truth::may_be(word, NDMP_SERVICE) || !is_of_policy(word)
}

/// Whether the word is a service of service policies, be it of a release to come.
fn is_of_policy(word: &str) -> bool {
    let is_named = |family: &&str| word.strip_prefix(*family).is_some_and(|rest| !rest.is_empty());
    let is_clean = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    word == NDMP_SERVICE || is_clean && !word.split('-').any(truth::is_mask) && FAMILIES.iter().any(is_named)
}
