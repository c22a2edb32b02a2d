//! Backup applications on the command line: their list, what is known of one, and what the rules expect with it.

use std::fs;
use std::path::Path;

use ndmp_preflight::rule::{Catalog, Matter};
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::program::{program, ran, run};

const ACME: &str = "name = \"acme\"\ntitle = \"Acme Backup\"\naliases = [\"acme-old\"]\nabout = \"It is ours.\"\n\
                    [cab]\nvalue = \"no\"\nsource = \"our guide, page 3\"\n[ndmp-versions]\nvalue = [\"v3\"]\nsource = \"page 4\"\n";

/// A folder with a site's own profile.
fn site() -> TempDir {
    let folder = tempdir().unwrap();
    fs::create_dir_all(folder.path().join("site/profiles")).unwrap();
    fs::write(folder.path().join("site/profiles/acme.toml"), ACME).unwrap();
    folder
}

/// The words of a page, whatever its lines are.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn help_in_place_of_an_application_lists_them() {
    let folder = site();
    let profiles = Catalog::embedded().unwrap().profiles;
    for line in [
        "check --dma help",
        "check --dma=help --from nowhere",
        "check --demo --dma help",
        "plan --dma help",
        "role --dma help",
        "collect --dma help",
        "rules --dma help",
    ] {
        let told = run(folder.path(), line);
        assert_eq!((told.code, told.err.as_str()), (0, ""), "{line}");
        for profile in &profiles {
            let is_it = |row: &str| row.starts_with(&profile.name) && row.contains(&profile.title);
            assert!(told.out.lines().any(is_it), "{line}: {}\n{}", profile.name, told.out);
        }
        assert!(told.out.contains("16 applications; `ndmp-preflight explain NAME`"), "{}", told.out);
        assert!(!told.out.contains("acme"), "{}", told.out);
    }
    let own = run(folder.path(), "check --dma help --rules site");
    assert!(own.out.contains("Acme Backup (or acme-old)") && own.out.contains("17 applications"), "{}", own.out);
    let mut command = program(folder.path(), "check --from nowhere");
    command.env("NDMP_PREFLIGHT_DMA", "help");
    assert_eq!(ran(command).code, 0);
    let wrong = run(folder.path(), "check --dma help --rules no-such-folder");
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
}

/// Another `help` is the parser's, as ever.
#[test]
fn the_help_of_the_parser_stays() {
    let folder = tempdir().unwrap();
    for line in ["help", "help check", "check --help", "explain --help"] {
        let told = run(folder.path(), line);
        assert!(told.code == 0 && told.out.contains("Usage: ndmp-preflight"), "{line}: {}", told.out);
    }
    assert_eq!(run(folder.path(), "check --from help").code, 4, "a file of that name");
}

#[test]
fn an_application_is_explained_with_every_source_and_every_question() {
    let folder = tempdir().unwrap();
    for profile in Catalog::embedded().unwrap().profiles {
        let page = run(folder.path(), &format!("explain {}", profile.name));
        // Addresses have their scheme, which the files leave out.
        let plain = |text: &str| words(text).replace("https://", "");
        let text = plain(&page.out);
        assert_eq!(page.code, 0);
        assert!(text.starts_with(&format!("{} (backup application) {}", profile.name, profile.title)), "{text}");
        for matter in Matter::ALL {
            let Some(told) = profile.told(matter) else {
                let wanted =
                    words(&format!("{} {} Settled by {}.", matter.word(), matter.question(), matter.settled_by()));
                assert!(text.contains(&wanted), "{}: {wanted}\n{text}", profile.name);
                continue;
            };
            for wanted in [told.words.as_str(), &format!("source: {}", told.source), told.remark] {
                assert!(text.contains(&plain(wanted)), "{}: {wanted}\n{text}", profile.name);
            }
        }
        let symptoms = profile.symptoms.iter().flat_map(|symptom| [&symptom.text, &symptom.means, &symptom.source]);
        for wanted in symptoms.chain(&profile.looked_in) {
            assert!(text.contains(&plain(wanted)), "{}: {wanted}\n{text}", profile.name);
        }
    }
}

#[test]
fn what_an_application_makes_the_rules_expect() {
    let folder = site();
    let page = |name: &str| words(&run(folder.path(), &format!("explain {name} --rules site")).out);
    let acme = page("acme");
    for wanted in [
        "also acme-old",
        "cab no source: our guide, page 3 `dma-scope` expects: NDMP is node-scoped",
        "ndmp-versions v3 source: page 4 `dma-ndmp-version` expects: it fails, whatever the cluster",
        "`dma-authentication` expects: nothing (not-told): the report asks",
        "`tape-reservations` expects: tape.reservations is persistent; any other value is unknown (ask-application)",
    ] {
        assert!(acme.contains(wanted), "{wanted}\n{acme}");
    }
    assert_eq!(page("acme-old"), acme);
    assert!(
        page("bareos").contains("`dma-address-family` expects: every node has a LIF for NDMP with an IPv4 address")
    );
    assert!(
        page("bareos")
            .contains("`dma-authentication` expects: each SVM with NDMP, or each node, takes challenge or plaintext ")
    );
    let scope = "`dma-scope` expects: NDMP is node-scoped; in SVM scope it is unknown (ask-application)";
    assert!(page("veeam").contains(scope), "{}", page("veeam"));
}

#[test]
fn the_rules_with_an_application() {
    let folder = tempdir().unwrap();
    let text = words(&run(folder.path(), "rules --dma netbackup").out);
    let wanted = "tape-reservations must tape.reservations is scsi (scsi with SPC-2 SCSI reserve, its default; persistent with SCSI persistent reserve; off with SCSI reservation disabled) [tape local]";
    assert!(text.starts_with("expected with Veritas (Cohesity) NetBackup (--dma netbackup):"), "{text}");
    let (own, others) = text.split_once("expected with any application:").unwrap();
    assert!(own.contains(wanted) && own.contains("dma-scope must NDMP is SVM-scoped or node-scoped"), "{own}");
    assert!(others.contains("lif-up must administrative and operational status are up [always]"), "{others}");
    let told = run(folder.path(), "rules --dma spectrum-protect --format json").out;
    let sheet: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        (sheet["schema"].as_str(), sheet["dma"].as_str()),
        (Some("ndmp-preflight/rules/v1"), Some("storage-protect"))
    );
    let expected = |rule: &str| {
        let rules = sheet["rules"].as_array().unwrap();
        rules.iter().find(|entry| entry["rule"] == rule).unwrap()["expected"].as_str().map(str::to_owned)
    };
    assert_eq!(expected("lif-up"), None);
    let persistent = "tape.reservations is persistent; any other value is unknown (ask-application)";
    assert_eq!(expected("tape-reservations").as_deref(), Some(persistent));
    let plain: Value = serde_json::from_str(&run(folder.path(), "rules --format json").out).unwrap();
    assert!(plain.get("dma").is_none() && plain["rules"][0].get("expected").is_none());
}

#[test]
fn what_is_misspelt_has_the_nearest_right_word() {
    let folder = tempdir().unwrap();
    for (line, wanted) in [
        ("explain netbakup", "no rule and no application is called `netbakup`; did you mean `netbackup`?"),
        ("explain dma-scop", "did you mean `dma-scope`?"),
        ("rules --dma spectrum-protct", "did you mean `spectrum-protect`?"),
        ("check --demo --dma netbakup", "the profiles are amanda, avamar,"),
        ("check --demo --dma netbakup", "(`--dma help` tells whose they are)"),
    ] {
        let told = run(folder.path(), line);
        assert_eq!((told.code, told.out.as_str()), (2, ""), "{line}");
        assert!(told.err.contains(wanted), "{line}: {}", told.err);
    }
}

/// A site's application that speaks no version 4 makes its rule fail.
#[test]
fn a_profile_without_version_4_fails() {
    let folder = site();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/ready-node-scope/session.txt");
    fs::copy(sample, folder.path().join("session.txt")).unwrap();
    let told = run(folder.path(), "check --from session.txt --rules site --dma acme-old --format json");
    let report: Value = serde_json::from_str(&told.out).unwrap();
    let target = &report["targets"][0];
    let failed = target["outcomes"].as_array().unwrap().iter().filter(|outcome| outcome["verdict"] == "fail");
    let failed: Vec<&str> = failed.map(|outcome| outcome["rule"].as_str().unwrap()).collect();
    assert_eq!((told.code, failed), (1, vec!["dma-ndmp-version", "ndmp-scope-deprecated"]), "{}", told.err);
    assert_eq!(target["dma"], "acme");
}
