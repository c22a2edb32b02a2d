//! The page that checks says of each seeded fault what the program says, byte for byte: all that the other tests judge is handed in, in
//! folders of clusters with one plan each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ndmp_preflight::judge::{Attestation, Question, ScopeWish};
use tempfile::tempdir;

use super::chromium::{browser, page, run_case};
use super::program::{program, ran};
use super::saved::{Saved, seen};

/// What a configuration file says of a question.
fn configuration(question: &Question) -> String {
    let Question { backup, user, expect, .. } = question;
    let list =
        |key: &str, words: &[String]| if words.is_empty() { String::new() } else { format!("{key} = {words:?}\n") };
    let word = |key: &str, word: Option<&str>| word.map(|word| format!("{key} = {word:?}\n")).unwrap_or_default();
    let bare = |key: &str, value: Option<String>| value.map(|value| format!("{key} = {value}\n")).unwrap_or_default();
    let addresses: Vec<String> = question.dma_addresses.iter().map(ToString::to_string).collect();
    let reservations = Some(question.reservations.as_str()).filter(|_| question.reservations_by == "--reservations");
    let cab = question.cab.filter(|_| question.cab_told && question.attestations.is_empty());
    let scope = match question.scope {
        ScopeWish::Auto => "auto",
        ScopeWish::Svm => "svm",
        ScopeWish::Node => "node",
    };
    [
        word("scope", Some(scope)),
        word("ontap", question.ontap.as_deref()),
        "[backup]\n".to_owned(),
        word("dma", question.dma.as_deref()),
        list("dma-address", &addresses),
        list("register", &backup.register),
        list("svms", &backup.svms),
        word("user", user.name.as_deref()),
        word("reservations", reservations),
        word("authentication", backup.authentication.as_deref()),
        bare("cab", cab.map(|cab| cab.to_string())),
        bare("streams", backup.streams.map(|streams| streams.to_string())),
        word("tape", Some(if question.tape { "local" } else { "none" })),
        "[expect]\n".to_owned(),
        bare("drives", expect.drives.map(|count| count.to_string())),
        bare("changers", expect.changers.map(|count| count.to_string())),
        question.attestations.iter().map(attest).collect(),
    ]
    .concat()
}

fn attest(one: &Attestation) -> String {
    let value = one.value.as_ref().map(|value| format!("value = {value:?}\n")).unwrap_or_default();
    format!("[[attest]]\nwhat = {:?}\n{value}by = {:?}\non = {}\n", one.what.word(), one.by, one.on)
}

fn save(folder: &Path, saved: &Saved) {
    fs::create_dir_all(folder).unwrap();
    saved.files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
}

/// Of all that was judged by this test so far.
pub(crate) fn check() {
    let (Some(page), Some(_)) = (page(), browser()) else { return };
    let mut groups: BTreeMap<String, Vec<Saved>> = BTreeMap::new();
    for (saved, question) in seen() {
        let group = groups.entry(configuration(&question)).or_default();
        if !group.iter().any(|known| known.files == saved.files) {
            group.push(saved);
        }
    }
    let count: usize = groups.values().map(Vec::len).sum();
    assert!(groups.len() > 20 && count > 300, "{count} clusters with {} plans", groups.len());
    let folder = tempdir().unwrap();
    for (at, (configuration, clusters)) in groups.iter().enumerate() {
        let own = folder.path().join(format!("group{at}"));
        clusters.iter().enumerate().for_each(|(at, saved)| save(&own.join(format!("in/c{at:03}")), saved));
        fs::write(own.join("ndmp-preflight.toml"), configuration).unwrap();
        let line = "check --from in --now 2026-11-22 --report json=report.json";
        let ran = ran(program(&own, line));
        assert!([0, 1, 3].contains(&ran.code), "{configuration}{}", ran.err);
    }
    run_case("page.mjs", "many", folder.path(), &[&page]);
}
