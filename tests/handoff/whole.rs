//! Whole sheets, as whoever administers the backup reads them.

use std::path::Path;

use super::program::run;
use super::{folder, ready};

fn of_text(text: &str, options: &str) -> String {
    run(folder(text).path(), &format!("handoff --from cap.txt --now 2026-11-22 {options}")).out
}

fn of_sample(name: &str, options: &str) -> String {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs");
    run(&samples, &format!("handoff --from {name} --now 2026-11-22 {options}")).out
}

#[test]
fn a_cluster_and_an_svm_of_its_own_for_an_application() {
    insta::assert_snapshot!(of_text(&ready(), "--dma netbackup --svm svm_bute --user bkp_clyde"));
}

#[test]
fn an_application_without_cluster_aware_backup() {
    insta::assert_snapshot!(of_text(&ready(), "--dma veeam --cab=false --reservations scsi"));
}

#[test]
fn a_user_of_one_svm_alone() {
    let config =
        "[user]\nname = \"vsbackup\"\nvserver = \"svm_bute\"\n\n[backup]\nsvms = [\"svm_bute\"]\ndma = \"commvault\"\n";
    let folder = folder(&ready());
    std::fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
    insta::assert_snapshot!(run(folder.path(), "handoff --from cap.txt --now 2026-11-22").out);
}

#[test]
fn a_cluster_with_many_faults() {
    insta::assert_snapshot!(of_sample("many-faults", "--dma networker --cab=true"));
}

#[test]
fn a_cluster_in_node_scope() {
    insta::assert_snapshot!(of_sample("ready-node-scope", "--dma storage-protect"));
}
