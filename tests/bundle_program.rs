//! Bundles and plans on the command line: `--from BUNDLE`, `verify`, `plan`, `role`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;
mod simulated;

use std::fs;
use std::path::Path;

use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::collect::judged::Judged;
use ndmp_preflight::report::Policy;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::read;
use program::run;
use saved::{Saved, plain, whole};
use serde_json::Value;
use simulated::Simulated;

fn collected(sample: &str, target: &str) -> Bundle {
    let saved = Saved::sample(sample);
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let reading = read(target, captures, &whole().tables).remove(0);
    Simulated { reading: &reading, catalog: whole() }.collect(&plain())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn names(report: &str) -> Vec<String> {
    let report = json(report);
    let targets = report["targets"].as_array().unwrap();
    targets.iter().map(|target| target["target"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn check_and_facts_read_bundles_alone_in_folders_and_beside_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("fleet/saved")).unwrap();
    collected("ready-svm-9.9.1", "west").write(&at("fleet/west.ndmp.tar.gz")).unwrap();
    collected("many-faults", "east").write(&at("fleet/east.ndmp.tar.gz")).unwrap();
    fs::write(at("fleet/saved/version.txt"), "NetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022\n").unwrap();
    let one = run(folder.path(), "check --from fleet/west.ndmp.tar.gz --format json --now 2026-11-22");
    assert_eq!((one.code, names(&one.out)), (0, vec!["west".to_owned()]), "{}", one.err);
    assert_eq!(
        json(&one.out)["targets"][0]["answers"][0]["source"],
        "west/system_services_ndmp_node-scope-mode_status.txt"
    );
    let fleet = run(folder.path(), "check --from fleet --format json --now 2026-11-22");
    assert_eq!((fleet.code, names(&fleet.out)), (1, ["east", "west", "saved"].map(str::to_owned).to_vec()));
    let facts = run(folder.path(), "facts --from fleet/east.ndmp.tar.gz --format json");
    assert_eq!((facts.code, names(&facts.out)), (0, vec!["east".to_owned()]));
    fs::rename(at("fleet/west.ndmp.tar.gz"), at("other-name.bin")).unwrap();
    let renamed = run(folder.path(), "check --from other-name.bin --format json --now 2026-11-22");
    assert_eq!(renamed.out, one.out, "a bundle says itself whose it is");
}

#[test]
fn a_damaged_bundle_is_an_unreadable_target_beside_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    collected("ready-svm-9.9.1", "west").write(&at("west.ndmp.tar.gz")).unwrap();
    let bytes = fs::read(at("west.ndmp.tar.gz")).unwrap();
    fs::write(at("east.ndmp.tar.gz"), &bytes[..bytes.len() / 2]).unwrap();
    let both = run(folder.path(), "check --from east.ndmp.tar.gz west.ndmp.tar.gz --format json --now 2026-11-22");
    assert_eq!((both.code, names(&both.out)), (4, ["east", "west"].map(str::to_owned).to_vec()));
    let east = &json(&both.out)["targets"][0];
    assert_eq!(east["verdict"], "unreadable");
    assert!(east["error"].as_str().unwrap().starts_with("bundle `east.ndmp.tar.gz`: is no gzip archive"));
    let missing = run(folder.path(), "check --from none.ndmp.tar.gz");
    assert!(missing.code == 4 && missing.out.contains("no such file or directory"), "{}", missing.out);
}

fn kept(path: &Path, change: impl Fn(&mut Bundle)) {
    let mut bundle = collected("ready-svm-9.9.1", "west");
    bundle.tool = env!("CARGO_PKG_VERSION").to_owned();
    bundle.judged = Some(Judged::of(&bundle, whole(), &plain(), Policy::default(), &[]));
    change(&mut bundle);
    bundle.write(path).unwrap();
}

#[test]
fn verify_tells_a_whole_bundle_from_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    kept(&at("good"), |_| {});
    kept(&at("other"), |bundle| {
        let judged = bundle.judged.as_mut().unwrap();
        judged.report = judged.report.replacen("\"verdict\": \"pass\"", "\"verdict\": \"fail\"", 1);
    });
    kept(&at("part"), |bundle| {
        bundle.judged = None;
        bundle.entries.retain(|entry| entry.command != "version");
    });
    fs::write(at("junk"), "junk").unwrap();
    let good = run(folder.path(), "verify good");
    assert_eq!(
        (good.code, good.out.as_str()),
        (
            0,
            "good: 20 answers of west\n  checksums as written, those of the manifest too\n  what was sent are commands that only \
             read, and settings of the own session\n  all answers are there\n  the report comes out again\n  not signed: \
             whoever changes a bundle on purpose can write its checksums anew\n"
        )
    );
    let other = run(folder.path(), "verify other");
    assert_eq!(other.code, 1);
    assert!(other.out.contains("  report differs: ") && other.out.contains(" was fail, is pass\n"), "{}", other.out);
    let part = run(folder.path(), "verify part");
    assert_eq!(part.code, 3);
    assert!(part.out.contains("  missing: `version`: no answer that can be read\n"), "{}", part.out);
    assert!(part.out.contains("  holds no report to compare\n"));
    assert_eq!(run(folder.path(), "verify junk").code, 4);
    assert_eq!(run(folder.path(), "verify good other part junk").code, 4);
    assert_eq!(run(folder.path(), "verify good part other").code, 1);
    assert_eq!(run(folder.path(), "verify good part").code, 3);
    assert_eq!(run(folder.path(), "verify").code, 2);
}

#[test]
fn plan_and_role_follow_the_options() {
    let folder = tempfile::tempdir().unwrap();
    let plan = run(folder.path(), "plan cluster1 --format json --ontap 9.12.1 --scope svm --tape none");
    let sheet = json(&plan.out);
    assert_eq!(
        (plan.code, &sheet["schema"], &sheet["host"]),
        (0, &"ndmp-preflight/plan/v1".into(), &"cluster1".into())
    );
    let commands = sheet["commands"].as_array().unwrap();
    let texts: Vec<&str> = commands.iter().map(|command| command["command"].as_str().unwrap()).collect();
    assert!(
        texts.contains(&"vserver show -fields vserver,type,admin-state,operational-state,disallowed-protocols"),
        "{texts:?}"
    );
    assert!(!texts.iter().any(|text| text.contains("tape") || text.contains("firewall policy")), "{texts:?}");
    let human = run(folder.path(), "plan --color never");
    let head = human.out.split("\n\n").next().unwrap().replace('\n', " ");
    assert!(
        head.starts_with("`check` would send ") && head.ends_with("and nothing else. Nothing is sent now."),
        "{head}"
    );
    for text in [
        "\nfirst, because",
        "  version\n",
        "      when     only in ONTAP <9.10.1\n",
        "-fields node,health,eligibility\n",
    ] {
        assert!(human.out.contains(text), "{text} in\n{}", human.out);
    }
    let role = run(folder.path(), "role --select tape-reservations --account svc1 --vserver c1");
    assert_eq!(role.out.lines().count(), 7);
    // An answer that is asked for alone is ended by it, whatever is selected.
    assert!(role.out.contains("-cmddirname \"version\" -access readonly"), "{}", role.out);
    assert!(role.out.lines().all(|line| line.starts_with("security login ") && line.contains("-vserver c1")));
    assert!(role.out.contains("-user-or-group-name svc1 -application ssh -authentication-method publickey"));
    assert_eq!(run(folder.path(), "role --account a;b").code, 2);
    assert_eq!(run(folder.path(), "plan --select nothing").code, 2);
}

#[test]
fn a_site_s_table_that_names_a_write_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("site/tables")).unwrap();
    let table = "command = \"volume delete\"\nentity = \"pool\"\nkey = [\"pool\"]\nabout = \"a\"\nreference = \"r\"\n\
        [[column]]\nname = \"pool\"\ntype = \"name\"\n[[column]]\nname = \"state\"\ntype = \"word\"\n[[view]]\ncolumns = [\"pool\", \"state\"]\n";
    fs::write(folder.path().join("site/tables/pool.toml"), table).unwrap();
    let example = |verdict: &str, text: &str| format!("[[example]]\nverdict = \"{verdict}\"\nsubject = {text}\n");
    let input =
        |state: &str| format!("input = '''\nx::> volume delete\nPool State\n---- -----\na    {state}\n\nx::>'''\n");
    let rule = "id = \"pool-state\"\ntitle = \"t\"\nseverity = \"must\"\nwhy = \"w\"\npasses = \"p\"\n[check]\neach = \"pool\"\n\
        expect = { state = \"up\" }\n[say]\npass = \"p\"\nfail = \"f\"\n[fix]\ncommands = []\nnote = \"n\"\n".to_owned()
        + &example("pass", "{ pool = \"a\" }") + &input("up")
        + &example("fail", "{ pool = \"a\" }") + &input("down")
        + &example("unknown", "{}") + "input = \"x\"\n";
    let table = table
        .replace("name = \"pool\"\n", "name = \"pool\"\nheading = [\"Pool\"]\n")
        .replace("name = \"state\"\n", "name = \"state\"\nheading = [\"State\"]\n");
    fs::write(folder.path().join("site/tables/pool.toml"), table).unwrap();
    fs::write(folder.path().join("site/pool-state.toml"), rule).unwrap();
    let plan = run(folder.path(), "plan --rules site");
    assert_eq!(plan.code, 2, "{}{}", plan.out, plan.err);
    assert!(plan.err.contains("`volume delete` may not be sent: `delete` is not a word that shows"), "{}", plan.err);
}
