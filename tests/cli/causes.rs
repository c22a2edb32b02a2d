//! From a symptom to its rule: `docs/causes.md` is written from the rule files, and `explain --symptom` finds what stands there.

use std::fs;
use std::path::Path;

use ndmp_preflight::facts::tellers;
use ndmp_preflight::judge::Verdict;
use ndmp_preflight::rule::Catalog;

use super::program::{Ran, program, ran, run};

const START: &str = "<!-- causes: written by the test `cli`, from the rule files -->\n";
const END: &str = "<!-- end of causes -->";

fn table(catalog: &Catalog) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut rows: Vec<String> = Vec::new();
    for rule in &catalog.rules {
        let commands: Vec<String> =
            tellers(rule, catalog).iter().map(|teller| format!("`{}`", teller.command)).collect();
        rows.extend(rule.causes.iter().map(|cause| {
            let (symptom, behind, source) = (cell(&cause.symptom), cell(&cause.cause), cell(&cause.source));
            format!("| {symptom} | {behind} | [`{0}`](rules/{0}.md) | {1} | {source} |\n", rule.id, commands.join(", "))
        }));
    }
    for profile in &catalog.profiles {
        rows.extend(profile.symptoms.iter().map(|symptom| {
            let seen = cell(&format!("{}: {}", profile.title, symptom.text));
            let rule = catalog.rule(&symptom.rule);
            let link = rule.map(|rule| format!("[`{0}`](rules/{0}.md)", rule.id)).unwrap_or_default();
            let tellers = rule.map(|rule| tellers(rule, catalog)).unwrap_or_default();
            let commands: Vec<String> = tellers.iter().map(|teller| format!("`{}`", teller.command)).collect();
            format!(
                "| {seen} | {} | {link} | {} | {} |\n",
                cell(&symptom.means),
                commands.join(", "),
                cell(&symptom.source)
            )
        }));
    }
    rows.sort();
    format!("| symptom | cause | rule | shown by | source |\n|---|---|---|---|---|\n{}", rows.concat())
}

#[test]
fn the_table_of_causes_is_that_of_the_rule_files() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/causes.md");
    let document = fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once(START).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    let table = table(&Catalog::embedded().unwrap());
    if std::env::var_os("UPDATE_CAUSES").is_some() {
        fs::write(&path, format!("{before}{START}{table}{END}{after}")).unwrap();
        return;
    }
    assert!(shown == table, "docs/causes.md is old: run `UPDATE_CAUSES=1 cargo test --test cli causes`");
}

/// Who reads a cause must be able to see it: the rule fails on a text of its own.
#[test]
fn each_cause_is_one_that_a_capture_shows() {
    for rule in Catalog::embedded().unwrap().rules.iter().filter(|rule| !rule.causes.is_empty()) {
        let shows = |verdict| rule.examples.iter().any(|example| example.verdict == verdict);
        // The profiles of the program all name the right port; `seeded_faults` has one that does not.
        let only_tells = rule.severity.word() == "info" || rule.id == "dma-ports";
        assert!(shows(Verdict::Fail) || only_tells, "{} shows no failure", rule.id);
    }
}

fn told(folder: &Path, words: &str) -> Ran {
    let mut command = program(folder, "explain --symptom");
    command.arg(words);
    ran(command)
}

#[test]
fn words_that_are_seen_lead_to_the_rule() {
    let folder = tempfile::tempdir().unwrap();
    for (words, rule) in [
        ("reservation conflict", "tape-reservations"),
        ("tapemc.device.resvConfl", "tape-reservations-uniform"),
        ("Cannot get password for user", "ndmp-user"),
        ("connection refused to port 10000", "lif-service-ndmp"),
        ("Maximum number of allowed dumps", "ndmp-session-capacity"),
        ("0 bytes, volumes of one node", "volume-node-lif"),
        ("ndmpd invalid version number", "dma-ndmp-version"),
        ("Nonqualified tape drive", "tape-drive-qualified"),
        ("browsing is fine but the backup fails", "ndmp-data-ports"),
    ] {
        let done = told(folder.path(), words);
        let first = done.out.split("\n\n").next().unwrap_or_default();
        assert!(done.code == 0 && done.out.contains(rule), "{words}: {first}{}", done.err);
        assert!(done.out.contains("shown by"), "{}", done.out);
    }
    for (words, first) in [
        ("Job aborted due to snapshot autodelete", "Job aborted due to Snapshot autodelete"),
        ("NDMP_FILE_NOT_FOUND_ERR", "an application without a profile of its own: NDMP_FILE_NOT_FOUND_ERR"),
        ("ndmp_no_tape_loaded", "an application without a profile of its own: NDMP_NO_TAPE_LOADED_ERR"),
        (
            "error NDMP_DEVICE_OPENED_ERR at 10:04",
            "an application without a profile of its own: NDMP_DEVICE_OPENED_ERR",
        ),
        ("Read Socket received EOF", "an application without a profile of its own: Read Socket received EOF"),
        (
            "[filer01: tapemc.device.resvConfl:error]: Reservation conflict on device sw_tape01:29.126L5.",
            "reservation conflict (tapemc.device.resvConfl) on one node",
        ),
    ] {
        let done = told(folder.path(), words);
        assert_eq!((done.code, done.out.lines().next()), (0, Some(first)), "{words}: {}", done.err);
    }
    // A wrong cause is worse than none: a code is known as a whole or not at all, and few words of many are none.
    for words in [
        "the kettle whistles",
        "NDMP_IO_ERR",
        "NDMP_BAD_FILE_ERR",
        "tapemc.device.smoke",
        "No files were created",
        "Invalid inode number on restore, expected another volume",
    ] {
        let done = told(folder.path(), words);
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{words}");
        assert!(done.err.contains(&format!("no cause is known for `{words}`")), "{}", done.err);
    }
    assert_eq!(run(folder.path(), "explain").code, 2);
}

/// Whoever pastes what a cause says it looks like finds that cause among those that are told.
#[test]
fn each_symptom_leads_to_its_own_cause() {
    let (folder, catalog) = (tempfile::tempdir().unwrap(), Catalog::embedded().unwrap());
    let of_rules = catalog.rules.iter().flat_map(|rule| rule.causes.iter().map(|one| (&one.symptom, &one.cause)));
    let of_profiles = catalog.profiles.iter().flat_map(|one| one.symptoms.iter().map(|one| (&one.text, &one.means)));
    let parts = |text: &str| text.split("; ").map(str::to_owned).collect::<Vec<_>>();
    for (symptom, cause) in of_rules.chain(of_profiles) {
        for part in parts(symptom) {
            let done = told(folder.path(), &part);
            let flat = done.out.split_whitespace().collect::<Vec<_>>().join(" ");
            let wanted = cause.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(done.code == 0 && flat.contains(&wanted), "{part}: {wanted}\n{}{}", done.out, done.err);
        }
    }
}
