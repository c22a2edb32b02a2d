//! `handoff HOST` asks what its plan lists, and nothing that changes anything; its sheet is that of the bundle.

use std::collections::BTreeSet;

use ndmp_preflight::collect::script::Show;

use crate::ontap::Manner;
use crate::rig::{Cluster, Place};
use crate::server::Faults;

const CLYDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/handoff/clyde.txt");

fn clyde(manner: Manner) -> Cluster {
    Cluster::new(CLYDE, manner, Faults::default()).named("clyde")
}

fn planned(place: &Place, options: &[&str]) -> BTreeSet<String> {
    let done = place.run(&[&["plan", "--format", "json"], options].concat());
    let commands = done.json()["commands"].as_array().unwrap().clone();
    commands.iter().map(|command| command["command"].as_str().unwrap().to_owned()).collect()
}

fn sent(cluster: &Cluster) -> BTreeSet<String> {
    cluster.log().commands.into_iter().filter(|command| !command.starts_with("set ") && command != "version").collect()
}

#[test]
fn it_asks_what_its_plan_lists_and_check_asks_no_more_than_before() {
    let told = ["--ontap", "9.13.1", "--scope", "svm"];
    let (cluster, other) = (clyde(Manner::default()), clyde(Manner::default()));
    let (place, others) = (Place::of(&[&cluster]), Place::of(&[&other]));
    let (for_sheet, for_check) =
        (planned(&place, &[&["--for", "handoff"], &told[..]].concat()), planned(&place, &told));
    place.run(&[&["handoff", "clyde"], &told[..]].concat());
    others.run(&[&["check", "clyde"], &told[..]].concat());
    let without = |mut commands: BTreeSet<String>| {
        commands.remove("version");
        commands
    };
    assert_eq!(sent(&cluster), without(for_sheet.clone()));
    assert_eq!(sent(&other), without(for_check.clone()));
    let more: Vec<&String> = for_sheet.difference(&for_check).collect();
    assert!(more.iter().any(|command| command.starts_with("storage tape show-tape-drive -fields ")), "{more:?}");
    assert!(sent(&cluster).iter().all(|command| Show::parse(command).is_ok()), "{:?}", sent(&cluster));
    // What is judged is asked of the same commands: a sheet takes nothing from it.
    let path = |command: &String| command.split(" -fields ").next().unwrap().to_owned();
    let paths: BTreeSet<String> = for_sheet.iter().map(path).collect();
    assert!(for_check.iter().all(|command| paths.contains(&path(command))), "{for_check:?}");
}

#[test]
fn a_live_sheet_is_that_of_the_bundle_and_tells_the_drives() {
    for manner in [Manner::default(), Manner { is_old: true, ..Manner::default() }] {
        let cluster = clyde(manner);
        let place = Place::of(&[&cluster]);
        for format in ["human", "markdown", "csv", "json"] {
            let live = place.run(&["handoff", "clyde", "-o", "kept", "--dma", "netbackup", "--format", format]);
            let line = ["handoff", "--from", "kept/clyde.ndmp.tar.gz", "--dma", "netbackup", "--format", format];
            let later = place.run(&line);
            assert_eq!(live.out, later.out, "{format}");
            assert_eq!((live.code, later.code), (1, 1), "{}", live.out);
        }
        let sheet = place.run(&["handoff", "clyde", "--dma", "netbackup", "--format", "json"]).json();
        let sheet = &sheet["targets"][0]["sheet"];
        let drives = sheet["devices"]["drives"].as_array().unwrap();
        let serials: Vec<&str> = drives.iter().map(|drive| drive["serial_number"]["value"].as_str().unwrap()).collect();
        assert_eq!(serials, ["HUBUTE0001", "10WTARRAN1"]);
        assert_eq!(drives[1]["use"]["value"], "differs: nrst1a at clyde-01, nrst0a at clyde-02");
        assert_eq!(sheet["devices"]["changers"][0]["alias"]["value"], "mc0");
        assert_eq!(sheet["register"]["hosts"][0]["address"]["value"], "192.0.2.10");
        assert_eq!(sheet["volumes"]["volumes"].as_array().unwrap().len(), 4);
    }
}

#[test]
fn a_bundle_collected_for_the_sheet_holds_what_it_needs() {
    let cluster = clyde(Manner::default());
    let place = Place::of(&[&cluster]);
    assert_eq!(place.run(&["collect", "clyde", "-o", "kept", "--for", "handoff"]).code, 0);
    let done =
        place.run(&["handoff", "--from", "kept/clyde.ndmp.tar.gz", "--format", "json", "--reservations", "scsi"]);
    assert_eq!(done.json()["targets"][0]["sheet"]["devices"]["drives"][0]["alias"]["value"], "st0");
}
