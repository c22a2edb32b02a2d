//! A secret that is planted everywhere is found nowhere.

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, Place};
use crate::server::Faults;

const CANARY: &str = "c4nary-b1rd-0f-war";

/// Runs a command with the canary as password and passphrase; gives everything that it said.
fn said(place: &Place, words: &[&str]) -> String {
    let mut command = place.command(words);
    command.env("NDMP_PREFLIGHT_PASSWORD", CANARY).env("NDMP_PREFLIGHT_PASSPHRASE", CANARY);
    let Done { out, err, .. } = Done::of(command.output().unwrap());
    format!("{out}\n{err}")
}

#[test]
fn a_planted_secret_is_in_no_output_report_or_bundle() {
    let banner = Some(format!("Password: {CANARY}\r\n"));
    let faults = Faults { banner, ..Faults::default() };
    let planted = |text: String| text + "\r\nVserver: strathspey\r\nUser: bkp\r\nPassword: c4nary-b1rd-0f-war\r\n";
    let manner = Manner { banner: format!("\nNDMP Password: {CANARY}\n\n"), ..Manner::default() };
    let cluster = Cluster::guarded("ready-svm-9.12.1", manner, faults, CANARY, planted);
    let place = Place::of(&[&cluster]);
    let name = cluster.name.as_str();
    let mut all = String::new();
    for locked in [false, place.make_key(CANARY)] {
        all += &format!("{locked}");
        for format in ["human", "json", "junit"] {
            all += &said(&place, &["check", name, "-v", "--format", format, "-o", "kept", "--report", "json=r.json"]);
        }
        all += &said(&place, &["facts", name, "--format", "json"]);
        all += &said(&place, &["collect", name, "-o", "kept"]);
        all += &said(&place, &["check", "--from", "kept", "-v"]);
    }
    all += &std::fs::read_to_string(place.folder.path().join("r.json")).unwrap();
    all += &place.unpacked("kept");
    assert!(all.contains("strathspey") && all.contains("capture-secret"), "{all}");
    assert!(all.contains("****"), "the planted secret was seen and masked");
    assert!(!all.contains(CANARY), "{}", all.lines().find(|line| line.contains(CANARY)).unwrap_or_default());
}
