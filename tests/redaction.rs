//! `redact`: nobody's name is left in a text, every character stands where it stood, and the text is read and judged as before.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    unreachable_pub,
    reason = "a test ends at the first thing that is not as it must be; modules of others are used"
)]
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part of the modules")]

#[path = "reading/by_hand.rs"]
mod by_hand;
#[path = "reading/damage.rs"]
mod damage;
#[path = "reading/pasted.rs"]
mod pasted;
#[path = "cli/program.rs"]
mod program;
#[path = "reading/random.rs"]
mod random;
#[path = "reading/sheet.rs"]
mod sheet;
#[path = "reading/tables.rs"]
mod tables;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use damage::{Damage, HARMFUL, HARMLESS};
use ndmp_preflight::redaction::{Redaction, compared};
use ndmp_preflight::rule::Catalog;
use program::{program, ran};
use random::Random;
use sheet::{Line, Regime, Role, line};
use tempfile::tempdir;

/// What stands in the names of the random answers, and in nothing of ONTAP's.
const NAMES: [&str; 5] = ["examplecorp", "labcluster", "finance", "thirteen", "vault-clu"];

/// Two answers with their commands.
fn session(random: &mut Random) -> Vec<Line> {
    let mut lines = Vec::new();
    for _ in 0..2 {
        let kind = random.below(tables::ALL);
        let regime = if random.chance(50) { Regime::Wrapped } else { Regime::Overflow };
        let answer = tables::answer(random, kind, regime);
        let command = if random.chance(30) { &answer.short } else { &answer.typed };
        lines.push(line(Role::Prompt, format!("labcluster::> {command}")));
        lines.extend(answer.lines);
    }
    lines.push(line(Role::Prompt, "labcluster::> "));
    lines
}

#[test]
fn damaged_sessions_are_read_as_before() {
    let catalog = Catalog::embedded().unwrap();
    let all: Vec<Damage> = HARMFUL.iter().chain(HARMLESS).copied().collect();
    let (mut alike, mut told) = (0, Vec::new());
    for seed in 0..250 {
        let mut random = Random::new(seed);
        let mut lines = session(&mut random);
        let damages = [random.one_of(&all)];
        damage::lines(&mut random, damages[0], &mut lines);
        let bytes = damage::bytes(&lines, &damages);
        let redacted = Redaction::new(&catalog.tables).text(bytes.clone());
        NAMES.iter().for_each(|name| assert!(!redacted.contains(name), "{name} of seed {seed}:\n{redacted}"));
        let comparison = compared(&catalog, jiff::civil::date(2026, 11, 22), "paste.txt", bytes, &redacted).unwrap();
        match comparison.differences.first() {
            None => alike += 1,
            Some(difference) => told.push(format!("{seed} {damages:?}: {difference}")),
        }
    }
    assert!(alike >= 245, "{alike} of 250 are read as before; not so:\n{}", told.join("\n"));
}

/// All texts that come with the program.
fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => texts(&path, found),
            false if path.extension().is_some_and(|end| end == "txt") => found.push(path),
            false => (),
        }
    }
}

/// Rule, verdict and reason of each outcome.
fn verdicts(text: &str) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_str(text).unwrap();
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap();
    let mut told: Vec<String> =
        outcomes.iter().map(|one| format!("{} {} {}", one["rule"], one["verdict"], one["reason"])).collect();
    told.sort();
    told
}

#[test]
fn samples_are_judged_as_before_and_keep_their_places() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs");
    let mut found = Vec::new();
    texts(&root, &mut found);
    assert!(found.len() > 30, "{found:?}");
    let folders: BTreeSet<&Path> =
        found.iter().filter_map(|path| path.parent()).filter(|folder| **folder != root).collect();
    for folder in folders {
        let place = tempdir().unwrap();
        let files: Vec<PathBuf> = found.iter().filter(|path| path.parent() == Some(folder)).cloned().collect();
        let named = files.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ");
        let redacted = ran(program(place.path(), &format!("redact {named} -o out")));
        assert_eq!(redacted.code, 0, "{}", redacted.err);
        assert_eq!(
            redacted.err.matches(": read and judged as the original text is ").count(),
            files.len(),
            "{}",
            redacted.err
        );
        let judged = |from: &str| {
            verdicts(&ran(program(place.path(), &format!("check --from {from} --now 2026-11-22 --format json"))).out)
        };
        let (before, after) = (judged(&folder.display().to_string()), judged("out"));
        let others: Vec<_> = before.iter().zip(&after).filter(|(one, other)| one != other).collect();
        assert!(others.is_empty() && before.len() == after.len(), "{}: {others:?}", folder.display());
        let shapes = |paths: &[PathBuf]| {
            let text = |path: &PathBuf| fs::read_to_string(path).unwrap();
            let shape = |path: &PathBuf| text(path).lines().map(|line| line.chars().count()).collect::<Vec<_>>();
            paths.iter().map(shape).collect::<BTreeSet<_>>()
        };
        let mut written = Vec::new();
        texts(&place.path().join("out"), &mut written);
        assert_eq!(shapes(&files), shapes(&written), "{}", folder.display());
    }
}

const NOTE: &str = "\
Hi Jane, müller@acme.example here, our filer contoso2023 (serial HU1204TYP7, 4080000001) says:\n\
contoso-01::> network interface show -vserver vs_acme -lif 東京1\n\
# 198.51.100.7/24 fe80::a4:12ff:fe3b:7 50:0a:09:80:86:57:f8:42 20231115 16:04\n\
system services ndmp generate-password -password Sesam-0pen!\n";

#[test]
fn nothing_of_anybody_is_left() {
    let catalog = Catalog::embedded().unwrap();
    let mut redaction = Redaction::new(&catalog.tables);
    let text = redaction.text(NOTE.as_bytes().to_vec());
    for name in [
        "Jane",
        "müller",
        "acme",
        "contoso",
        "2023 ",
        "HU1204TYP7",
        "4080000001",
        "東京",
        "198.51.100.7",
        "a4:12ff",
        "86:57",
        "Sesam",
    ] {
        assert!(!text.contains(name), "{name}:\n{text}");
    }
    for kept in
        ["Hi ", "filer", "serial", "-01::> network interface show -vserver vs_", "/24 fe80::", " 20231115 16:04"]
    {
        assert!(text.contains(kept), "{kept}:\n{text}");
    }
    let names: Vec<_> = redaction.replaced().map(|(from, _)| from).collect();
    assert!(["acme", "contoso", "198.51.100.7", "東京"].iter().all(|name| names.contains(name)), "{names:?}");
}

#[test]
fn one_name_is_one_name_in_all_files_and_the_list_of_names_is_its_owners() {
    let place = tempdir().unwrap();
    fs::write(place.path().join("contoso_version.txt"), "contoso::> version\n").unwrap();
    fs::write(place.path().join("b.txt"), "contoso-01 contoso-02 Contoso\n").unwrap();
    let several = ran(program(place.path(), "redact contoso_version.txt b.txt"));
    assert_eq!((several.code, several.err.contains("-o DIR")), (2, true), "{}", several.err);
    let both = ran(program(place.path(), "redact contoso_version.txt b.txt -o out --names names.tsv"));
    assert_eq!(both.code, 0, "{}", both.err);
    let names = fs::read_to_string(place.path().join("names.tsv")).unwrap();
    let (name, _) = names.trim_end().split_once("\tcontoso").unwrap();
    let first = fs::read_to_string(place.path().join(format!("out/{name}_version.txt"))).unwrap();
    assert_eq!(first, format!("{name}::> version\n"));
    let second = fs::read_to_string(place.path().join("out/b.txt")).unwrap();
    let capital = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    assert_eq!(second, format!("{name}-01 {name}-02 {capital}\n"));
    let mode = fs::metadata(place.path().join("names.tsv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = ran(program(place.path(), "redact b.txt -o out"));
    assert_eq!((again.code, again.err.contains("is there already")), (2, true), "{}", again.err);
}

/// `tor` is the rest of `administrator`, which a line may begin with: where it is somebody's name, it is so at the begin of a line too.
#[test]
fn a_name_that_could_be_the_rest_of_a_word_is_one_name_everywhere() {
    let catalog = Catalog::embedded().unwrap();
    for name in ["tor95", "ter7", "ion12"] {
        let text = format!(
            "{name}::> cluster show\nNode       Health Eligibility\n---------- ------ -----------\n{name}-01   true   true\n\n\
             {name}::> network interface show -fields home-node\nvserver lif home-node\n------- --- ---------\n{name} ic1 {name}-01\n"
        );
        let redacted = Redaction::new(&catalog.tables).text(text.clone().into_bytes());
        assert!(!redacted.contains(name), "{redacted}");
        let shown = redacted.split("::>").next().unwrap();
        assert_eq!(redacted.matches(shown).count(), text.matches(name).count(), "{redacted}");
    }
}

#[test]
fn what_is_no_text_is_told() {
    let place = tempdir().unwrap();
    fs::write(place.path().join("kept.tar.gz"), [0x1f, 0x8b, 8, 0]).unwrap();
    let ran = ran(program(place.path(), "redact kept.tar.gz missing.txt -o out"));
    assert_eq!(ran.code, 4);
    assert!(ran.err.contains("`kept.tar.gz`: an archive or a bundle; unpack it"), "{}", ran.err);
    assert!(ran.err.contains("`missing.txt`: no such file"), "{}", ran.err);
}
