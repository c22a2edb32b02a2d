//! The schemas that the program prints, and everything that it writes and reads beside them.

use std::fs;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use jsonschema::Validator;
use ndmp_preflight::collect::answers::Piece;
use ndmp_preflight::collect::bundle::{Bundle, Entry, How};
use ndmp_preflight::collect::judged::Judged;
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::judge::Question;
use ndmp_preflight::report::Policy;
use ndmp_preflight::rule::Catalog;
use serde_json::{Value, json};

use super::{SAMPLES, program, report, samples};

fn printed(name: &str) -> Value {
    let ran = program::run(&samples(), &format!("generate schema {name}"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    super::json(&ran.out)
}

/// The schema, and no key besides those that it describes: new keys may come, and must be described then.
fn strict(name: &str) -> Validator {
    fn close(value: &mut Value) {
        match value {
            Value::Array(all) => all.iter_mut().for_each(close),
            Value::Object(all) => {
                if all.contains_key("properties") && !all.contains_key("additionalProperties") {
                    all.insert("additionalProperties".to_owned(), json!(false));
                }
                all.values_mut().for_each(close);
            }
            _ => {}
        }
    }
    let mut schema = printed(name);
    jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
    close(&mut schema);
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn holds(schema: &Validator, value: &Value, what: &str) {
    let faults: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).take(5).collect();
    assert!(faults.is_empty(), "{what}: {faults:#?}");
}

/// That a value is as the schema says, and has no key besides; and that the schema can refuse.
pub(super) fn holds_strictly(name: &str, value: &Value) {
    let schema = strict(name);
    holds(&schema, value, name);
    for key in printed(name)["required"].as_array().unwrap() {
        let mut without = value.clone();
        without.as_object_mut().unwrap().remove(key.as_str().unwrap()).unwrap();
        assert!(!schema.is_valid(&without), "{name}: {key}");
    }
}

#[test]
fn every_report_and_all_facts_are_as_their_schemas_say() {
    let (reports, facts) = (strict("report"), strict("facts"));
    let options =
        ["", "--dma netbackup --dma-address 192.0.2.9 --register cluster_mgmt --svm vs1 --tape none", "--ignore lif-*"];
    for sample in SAMPLES.iter().chain(&["no-such-file", "README.md"]) {
        for options in options {
            holds(&reports, &super::json(&report(sample, &format!("--format json {options}"))), sample);
            holds(&reports, &in_page(&report(sample, &format!("--format html {options}"))), sample);
        }
        let lines = report(sample, "--format jsonl");
        for line in lines.lines() {
            // A line is a target, the last one all but the targets.
            let value = super::json(line);
            let whole = if value.get("schema").is_some() {
                let mut whole = value;
                whole["targets"] = json!([]);
                whole
            } else {
                let tool = json!({ "name": "ndmp-preflight", "version": "0" });
                json!({ "schema": "ndmp-preflight/report/v1", "tool": tool, "verdict": "ready", "exit_code": 0, "targets": [value] })
            };
            holds(&reports, &whole, sample);
        }
        let told = program::run(&samples(), &format!("facts --from {sample} --format json")).out;
        holds(&facts, &super::json(&told), sample);
    }
}

/// Damages that make a cluster fail, and options that make more stand in a sheet.
const OPTIONS: [&str; 4] = [
    "",
    "--dma netbackup --dma-address 192.0.2.9 --register cluster_mgmt --user backup_admin1",
    "--scope node --tape none --ignore lif-*",
    "--select lif-* --allow-unknown --config site.toml",
];

/// Everything else that is written as JSON, of every sample and of what is none.
#[test]
fn plans_sheets_and_differences_are_as_their_schemas_say() {
    let folder = tempfile::tempdir().unwrap();
    let site =
        "[rule.lif-up]\nseverity = \"info\"\n[[attest]]\nwhat = \"data-ports-open\"\nby = \"b\"\non = 2026-11-20\n";
    fs::write(folder.path().join("site.toml"), site).unwrap();
    let run = |line: &str| program::run(folder.path(), line).out;
    let path = |sample: &str| samples().join(sample).display().to_string();
    let all: Vec<String> = SAMPLES.iter().chain(&["no-such-file", "README.md"]).map(|sample| path(sample)).collect();
    for command in ["fix", "handoff"] {
        let schema = strict(command);
        for (sample, options) in all.iter().flat_map(|sample| OPTIONS.map(|options| (sample, options))) {
            let line = format!("{command} --from {sample} --now 2026-11-22 --format json {options}");
            let value = super::json(&run(&line));
            holds(&schema, &value, &line);
            // It must be able to refuse: each key of the whole, taken away or called otherwise.
            for key in ["schema", "tool", "verdict", "exit_code", "targets"] {
                let mut without = value.clone();
                let own = without.as_object_mut().unwrap().remove(key).unwrap();
                assert!(!schema.is_valid(&without), "{line}: {key}");
                without[format!("{key}x")] = own;
                assert!(!schema.is_valid(&without), "{line}: {key}");
            }
        }
    }
    let schema = strict("diff");
    for (one, other) in all.iter().zip(all.iter().skip(1)).chain([(&all[2], &all[2]), (&all[4], &all[5])]) {
        let line = format!("diff {one} {other} --now 2026-11-22 --format json");
        let out = run(&line);
        // A file that is not there is no side at all.
        if !out.is_empty() {
            holds(&schema, &super::json(&out), &line);
        }
    }
    let whole = super::json(&run(&format!("diff {} {} --format json", all[2], all[4])));
    assert!(!whole["targets"][0]["changes"].as_array().unwrap().is_empty());
    let mut wrong = whole.clone();
    wrong["targets"][0]["changes"][0]["kind"] = "redder".into();
    assert!(!schema.is_valid(&wrong));
}

#[test]
fn what_is_told_of_rules_is_as_its_schemas_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let run = |line: &str| super::json(&program::run(path, line).out);
    fs::write(path.join("site.toml"), "[rule.tape-device-count]\nseverity = \"info\"\ndrives = 3\n").unwrap();
    let rules = strict("rules");
    for options in ["", "--dma netbackup", "--config site.toml"] {
        holds(&rules, &run(&format!("rules --format json {options}")), options);
    }
    let (check, test) = (strict("rules-check"), strict("rules-test"));
    assert_eq!(program::run(path, "rules new node-eligible -o site").code, 0);
    let file = path.join("site/node-eligible.toml");
    let text = fs::read_to_string(&file).unwrap();
    let broken = [
        (text.clone(), [0, 0]),
        (text.replace("\"fail\"", "\"pass\""), [0, 1]),
        (text.replace("severity", "severty"), [2, 2]),
        (text.replace('=', ""), [2, 2]),
    ];
    for (text, codes) in broken {
        fs::write(&file, text).unwrap();
        for (schema, name, code) in [(&check, "check", codes[0]), (&test, "test", codes[1])] {
            let value = run(&format!("rules {name} site --format json"));
            holds(schema, &value, name);
            assert_eq!(value["exit_code"], code, "{name}");
            let mut wrong = value.clone();
            wrong["faults"] = json!([{ "file": "x" }]);
            assert!(!schema.is_valid(&wrong));
        }
    }
}

/// The report that a page holds.
fn in_page(page: &str) -> Value {
    let (_, behind) = page.split_once("<script type=\"application/json\" id=\"report-value\">").unwrap();
    super::json(behind.split("</script>").next().unwrap())
}

/// What a page has besides is for people: without it stands there what `--format json` writes.
#[test]
fn a_page_holds_the_json_report_with_keys_of_its_own() {
    for sample in SAMPLES.iter().chain(&["no-such-file"]) {
        let mut held = in_page(&report(sample, "--format html"));
        held.as_object_mut().unwrap().remove("because").unwrap();
        for target in held["targets"].as_array_mut().unwrap() {
            strip(target, &["sources", "further_answers"]);
            target["answers"].as_array_mut().unwrap().iter_mut().for_each(|answer| {
                strip(answer, &["why", "typed", "columns", "unknown_columns", "rows", "text"]);
            });
            for outcome in target["outcomes"].as_array_mut().unwrap() {
                strip(outcome, &["causes"]);
                outcome["evidence"]
                    .as_array_mut()
                    .unwrap()
                    .iter_mut()
                    .for_each(|mark| strip(mark, &["heading", "row"]));
            }
        }
        assert_eq!(held, super::json(&report(sample, "--format json")), "{sample}");
    }
}

fn strip(value: &mut Value, keys: &[&str]) {
    keys.iter().for_each(|key| {
        value.as_object_mut().unwrap().remove(*key);
    });
}

/// A bundle with its report, an answer, and one that was lost.
#[test]
fn the_manifest_of_a_bundle_is_as_its_schema_says() {
    let (catalog, question) = (Catalog::embedded().unwrap(), Question::plain(jiff::civil::date(2026, 11, 22)));
    let step = Plan::of(&catalog, &question).steps.remove(0);
    let piece = |text: &str, whole| Piece { text: text.as_bytes().to_vec(), whole };
    let answer = piece("NetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023\n", true);
    let told = Entry::new("version", &step, How::default(), answer);
    let lost = Entry::new("version", &step, How::default(), piece("", false)).lost("the connection ended");
    let mut bundle = Bundle { target: "tay".to_owned(), entries: vec![told, lost], ..Bundle::default() };
    bundle.judged = Some(Judged::of(&bundle, &catalog, &question, Policy::default(), &[]));
    let bytes = bundle.bytes();
    let mut archive = tar::Archive::new(GzDecoder::new(bytes.as_slice()));
    let mut files = archive.entries().unwrap().map(Result::unwrap);
    let manifest = files.find(|file| file.path().unwrap().ends_with("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_reader(manifest).unwrap();
    assert_eq!(manifest["commands"].as_array().map(Vec::len), Some(2));
    holds(&strict("bundle"), &manifest, "manifest.json");
}

fn toml_files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A TOML file as JSON; a date is a text.
fn value(text: &str) -> Value {
    fn converted(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(time) => time.to_string().into(),
            toml::Value::Array(all) => all.into_iter().map(converted).collect(),
            toml::Value::Table(all) => {
                all.into_iter().map(|(key, own)| (key, converted(own))).collect::<serde_json::Map<_, _>>().into()
            }
            other => serde_json::to_value(other).unwrap(),
        }
    }
    converted(toml::Value::Table(text.parse().unwrap()))
}

#[test]
fn every_rule_and_table_is_as_its_schema_says() {
    let (rules, tables) = (strict("rule"), strict("table"));
    let folders = ["cluster", "network", "service", "tape", "volume"];
    let paths: Vec<PathBuf> = folders.iter().flat_map(|folder| toml_files(folder)).collect();
    assert!(paths.len() > 50);
    for path in paths {
        holds(&rules, &value(&fs::read_to_string(&path).unwrap()), &path.display().to_string());
    }
    for path in toml_files("tables") {
        holds(&tables, &value(&fs::read_to_string(&path).unwrap()), &path.display().to_string());
    }
}

/// What the schema of the configuration lets through the program takes, and the other way round: each key, with a value of its
/// kind, and none besides.
#[test]
fn the_schema_of_the_configuration_knows_its_keys() {
    let (schema, strict) = (printed("configuration"), strict("configuration"));
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).unwrap();
    let example = page.split("```toml\n").find(|part| part.starts_with("dma = \"netbackup\"")).unwrap();
    holds(&strict, &value(example.split("```").next().unwrap()), "docs/configuration.md");
    for (key, own) in schema["properties"].as_object().unwrap() {
        let text = match (own["enum"][0].as_str(), own["type"].as_str()) {
            (Some(word), _) => format!("{key} = {word:?}"),
            (_, Some("boolean")) => format!("{key} = true"),
            (_, Some("integer")) => format!("{key} = 2"),
            (_, Some("object" | "array")) => continue,
            _ if key == "now" => format!("{key} = 2026-11-22"),
            _ if key == "backup" => "backup = { user = \"x\" }".to_owned(),
            _ if key == "shard" => "shard = \"2/4\"".to_owned(),
            _ if key == "ontap" => "ontap = \"9.12.1\"".to_owned(),
            _ if key == "dma-address" => "dma-address = \"192.0.2.9\"".to_owned(),
            _ => format!("{key} = \"x\""),
        };
        ndmp_preflight::config::Config::parse("x.toml", &text).unwrap_or_else(|faults| panic!("{}", faults[0]));
        holds(&strict, &value(&text), &text);
        assert!(!strict.is_valid(&value(&text.replacen(key, &format!("{key}x"), 1))), "{text}");
    }
    // What nobody knows is told with all that is known: none of that is missing.
    let faults = ndmp_preflight::config::Config::parse("x.toml", "zzzzzz = 1").unwrap_err();
    let known: Vec<&str> = faults[0].help.split('`').skip(1).step_by(2).collect();
    assert!(known.len() > 20, "{}", faults[0].help);
    for key in known {
        assert!(schema["properties"].get(key).is_some(), "the schema lacks `{key}`");
    }
}

#[test]
fn a_name_that_no_schema_has_is_told_with_all_that_have() {
    let ran = program::run(&samples(), "generate schema repport");
    assert_eq!(ran.code, 2);
    for name in ["report", "facts", "bundle", "configuration", "rule", "table"] {
        assert!(ran.err.contains(name), "{}", ran.err);
    }
}

#[test]
fn manual_pages_and_completions_name_every_command_and_option() {
    let folder = samples();
    let help = program::run(&folder, "--help").out;
    let commands: Vec<&str> = help
        .split("Commands:\n")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| {
            line.strip_prefix("  ").filter(|line| !line.starts_with(' ')).and_then(|line| line.split(' ').next())
        })
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.contains(&"check") && commands.contains(&"generate"), "{commands:?}");
    let page = program::run(&folder, "generate man").out;
    let bash = program::run(&folder, "generate completions bash").out;
    for command in commands {
        assert!(page.contains(&format!("ndmp\\-preflight\\-{command}(1)")), "{command}");
        assert!(
            bash.contains(&format!("ndmp__preflight__subcmd__{command}"))
                || bash.contains(&format!("ndmp__preflight__{command}")),
            "{command}"
        );
        let own = program::run(&folder, &format!("generate man {command}")).out;
        assert!(
            own.contains(&format!(".TH ndmp-preflight-{command}"))
                || own.contains(&format!(".TH ndmp\\-preflight\\-{command}")),
            "{own}"
        );
    }
    let check = program::run(&folder, "generate man check").out;
    assert!(check.contains("\\-\\-fail\\-on"), "{check}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(program::run(&folder, &format!("generate completions {shell}")).out.contains("fail-on"), "{shell}");
    }
    assert_eq!(program::run(&folder, "generate man chekc").code, 2);
}

#[test]
fn completions_offer_the_names_of_rules_applications_and_clusters() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("ndmp-preflight.toml"), "[hosts.clyde]\naddress = \"192.0.2.9\"\n").unwrap();
    // Fish is told no values of arguments, PowerShell none at all.
    for (shell, names) in [
        ("bash", &["lif-failover-local", "netbackup", "clyde"][..]),
        ("zsh", &["lif-failover-local", "netbackup", "clyde"]),
        ("fish", &["lif-failover-local", "netbackup"]),
    ] {
        let script = program::run(place.path(), &format!("generate completions {shell}"));
        assert_eq!(script.code, 0, "{}", script.err);
        names.iter().for_each(|name| assert!(script.out.contains(name), "{shell} {name}"));
    }
    let bash = program::run(place.path(), "generate completions bash").out;
    fs::write(place.path().join("complete.bash"), &bash).unwrap();
    let offered = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let ask = format!(
            "source complete.bash; COMP_WORDS=({line}); COMP_CWORD={}; COMP_LINE='{line}'; _ndmp__preflight ndmp-preflight '{}' '{}'; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words.len() - 1,
            words[words.len() - 1],
            words[words.len() - 2]
        );
        let done = std::process::Command::new("bash").args(["-c", &ask]).current_dir(place.path()).output().unwrap();
        String::from_utf8(done.stdout).unwrap()
    };
    assert!(offered("ndmp-preflight check --select lif-f").contains("lif-failover-local\n"));
    assert!(offered("ndmp-preflight check cly").contains("clyde\n"));
    assert!(offered("ndmp-preflight check --dma net").contains("netbackup\n"));
    assert!(offered("ndmp-preflight explain tape-r").contains("tape-reservations-uniform\n"));
}

#[test]
fn every_command_has_a_manual_page_of_its_own() {
    let place = tempfile::tempdir().unwrap();
    let done = program::run(place.path(), "generate man -o man");
    assert_eq!((done.code, done.out.as_str()), (0, ""), "{}", done.err);
    for name in ["ndmp-preflight", "ndmp-preflight-check", "ndmp-preflight-redact", "ndmp-preflight-rules-new"] {
        let page = fs::read_to_string(place.path().join(format!("man/{name}.1"))).unwrap_or_default();
        assert!(page.contains(".SH SYNOPSIS") || page.contains(".SH NAME"), "{name}");
    }
}
