//! What was typed at a made-up cluster, and answered.

use super::saved::Saved;

pub(crate) const RELEASE: &str = "version\nNetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023";
pub(crate) const SVM_SCOPE: &str = "system services ndmp node-scope-mode status\nNDMP node-scope-mode is disabled.";
pub(crate) const ADMIN_SVM: &str = "vserver show -fields vserver,type\nvserver type\n------- -----\nayr     admin";
pub(crate) const NODES: &str = "cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
ayr-01                true    true
ayr-02                true    true
2 entries were displayed.";

/// These commands with their answers, one behind the other.
pub(crate) fn typed(parts: &[&str]) -> Saved {
    let session: String = parts.iter().map(|part| format!("ayr::> {part}\n\n")).collect();
    Saved::text(&format!("{session}ayr::>"))
}
