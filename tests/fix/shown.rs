//! Whole plans, as whoever administers the cluster reads them.

use std::path::Path;

use super::program::run;

fn of(sample: &str, options: &str) -> String {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs");
    run(&samples, &format!("fix --from {sample} --now 2026-11-22 {options}")).out
}

#[test]
fn many_faults_and_nobody_who_is_told_of() {
    insta::assert_snapshot!(of("many-faults", ""));
}

#[test]
fn many_faults_for_two_servers_of_an_application() {
    let options = "--dma netbackup --user bkp_galashiels --register cluster_mgmt --dma-address 192.0.2.9 --dma-address 192.0.2.77";
    insta::assert_snapshot!(of("many-faults", options));
}

#[test]
fn an_application_that_wants_the_other_scope() {
    insta::assert_snapshot!(of("ready-node-scope", "--user bkp_arran --cab=true"));
}
