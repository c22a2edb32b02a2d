//! Options, environment and configuration file: who wins, what is refused, and where reports go.

use std::fs;

use super::program::{program, ran, run};
use ndmp_preflight::rule::Catalog;
use tempfile::{TempDir, tempdir};

fn folder_with(config: &str) -> TempDir {
    let folder = tempdir().unwrap();
    fs::create_dir_all(folder.path().join("repo/.git")).unwrap();
    fs::create_dir_all(folder.path().join("repo/deep/er")).unwrap();
    fs::write(folder.path().join("repo/ndmp-preflight.toml"), config).unwrap();
    fs::write(folder.path().join("repo/deep/er/x.txt"), "hello").unwrap();
    folder
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let folder = folder_with("format = \"json\"\n");
    let deep = folder.path().join("repo/deep/er");
    let start = |line: &str, variable: Option<&str>| {
        let mut command = program(&deep, line);
        command.envs(variable.map(|value| ("NDMP_PREFLIGHT_FORMAT", value)));
        ran(command).out.chars().take(2).collect::<String>()
    };
    assert_eq!(start("check --from x.txt", None), "{\n");
    assert_eq!(start("check --from x.txt", Some("")), "{\n", "a variable that is set to nothing says nothing");
    assert_eq!(start("check --from x.txt", Some("junit")), "<?");
    assert_eq!(start("check --from x.txt --format human", Some("junit")), "==");
}

#[test]
fn the_file_that_was_used_is_told_when_everything_is_wanted() {
    let folder = folder_with("dma-address = [\"192.0.2.10\"]\n");
    let deep = folder.path().join("repo/deep/er");
    let told = run(&deep, "check -v --from x.txt").err;
    assert!(told.starts_with("configuration: ") && told.ends_with("repo/ndmp-preflight.toml\n"), "{told}");
    assert_eq!(run(&deep, "check --from x.txt").err, "");
}

#[test]
fn the_search_ends_at_the_repository_and_goes_on_in_the_home() {
    let folder = folder_with("");
    fs::write(folder.path().join("ndmp-preflight.toml"), "outside = 1\n").unwrap();
    fs::remove_file(folder.path().join("repo/ndmp-preflight.toml")).unwrap();
    let deep = folder.path().join("repo/deep/er");
    assert_eq!(run(&deep, "check -v --from x.txt").err, "", "the file above the repository is not ours");

    let home = folder.path().join("home/.config/ndmp-preflight");
    fs::create_dir_all(&home).unwrap();
    fs::write(home.join("ndmp-preflight.toml"), "format = \"json\"\n").unwrap();
    let mut command = program(&deep, "check --from x.txt");
    command.env("HOME", folder.path().join("home"));
    assert!(ran(command).out.starts_with('{'));
}

#[test]
fn all_faults_of_the_configuration_are_told_and_nothing_is_judged() {
    let folder = folder_with("fail_on = \"must\"\ntape = \"loca\"\n[[waiver]]\nrule = \"lif-home\"\n");
    let done = run(&folder.path().join("repo"), "check --from deep");
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    for part in ["did you mean `fail-on`?", "did you mean `local`?", "missing key `reason`", "missing key `until`"] {
        assert!(done.err.contains(part), "{part} is missing in:\n{}", done.err);
    }
    assert!(done.err.contains("ndmp-preflight.toml:2:9\n"), "{}", done.err);
    assert!(done.err.ends_with("4 faults; nothing was judged\n"), "{}", done.err);
}

#[test]
fn a_configuration_that_is_named_must_be_there() {
    let folder = tempdir().unwrap();
    let done = run(folder.path(), "check --demo --config nowhere.toml");
    let expected = "error: configuration `nowhere.toml`: no such file or directory\n";
    assert_eq!((done.code, done.err.as_str()), (2, expected));
}

#[test]
fn reports_go_into_files_besides_the_screen() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("out.json"), "old").unwrap();
    let line = "check --demo --color always --report json=out.json --report junit=out.xml --report human=out.txt";
    let done = run(folder.path(), line);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(done.out.contains("exit code") && done.out.contains('\u{1b}'), "{}", done.out);
    assert_eq!(read("out.json"), run(folder.path(), "check --demo --format json").out);
    assert_eq!(read("out.xml"), run(folder.path(), "check --demo --format junit").out);
    assert!(read("out.txt").contains("exit code") && !read("out.txt").contains('\u{1b}'), "no colour in files");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "no draft is left");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error_before_anything_is_judged() {
    let folder = tempdir().unwrap();
    let done = run(folder.path(), "check --demo --report json=no/where/out.json");
    let expected = "error: report `no/where/out.json` could not be written: no such file or directory\n";
    assert_eq!((done.code, done.err.as_str(), done.out.as_str()), (2, expected, ""));
}

#[test]
fn rules_that_were_left_out_are_told() {
    let folder = tempdir().unwrap();
    let some = run(folder.path(), "check --demo --ignore lif-* --ignore tape-attachment");
    let names: Vec<String> = Catalog::embedded()
        .unwrap()
        .rules
        .into_iter()
        .map(|rule| rule.id)
        .filter(|id| id.starts_with("lif-") || id == "tape-attachment")
        .collect();
    let line = format!("left out   {} rules by --select or --ignore: `{}`, `{}`,", names.len(), names[0], names[1]);
    let flat = some.out.replace("\n           ", " ");
    assert!(flat.contains(&line), "{line}\n{}", some.out);
    let all = run(folder.path(), "check --demo");
    assert!(!all.out.contains("left out "), "{}", all.out);
    let json: serde_json::Value =
        serde_json::from_str(&run(folder.path(), "check --demo --format json --select lif-up --select lif-home").out)
            .unwrap();
    assert_eq!(json["left_out"].as_array().unwrap().len(), Catalog::embedded().unwrap().rules.len() - 2);
}

#[test]
fn a_site_s_rule_must_do_what_its_examples_say() {
    let folder = tempdir().unwrap();
    let example = |verdict: &str| {
        format!(
            "id = \"node-health\"\ntitle = \"nodes are healthy\"\nseverity = \"must\"\nwhy = \"w\"\npasses = \"p\"\n\
            [check]\neach = \"node\"\nexpect = {{ health = \"true\" }}\n[say]\npass = \"{{node}}\"\nfail = \"{{node}}\"\n\
            [[example]]\nverdict = \"{verdict}\"\nsubject = {{ node = \"n1\" }}\ninput = \'\'\'\n\
            c::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
            n1                    false   true\n\nc::>\n\'\'\'\n"
        )
    };
    fs::create_dir(folder.path().join("site")).unwrap();
    fs::write(folder.path().join("site/node-health.toml"), example("pass")).unwrap();
    let wrong = run(folder.path(), "rules --rules site");
    let expected = "error: site/node-health.toml: example 1 of `node-health`: expected pass for { node = \"n1\" }, \
        found fail for { node = \"n1\" }: n1\n\nnothing was judged\n";
    assert_eq!((wrong.code, wrong.err.as_str()), (2, expected));
    fs::write(folder.path().join("site/node-health.toml"), example("fail")).unwrap();
    assert_eq!(run(folder.path(), "rules --rules site").code, 0);
}

#[test]
fn a_site_s_table_must_read_what_its_examples_say() {
    let folder = tempdir().unwrap();
    let table = |health: &str| {
        format!(
            "command = \"acme show\"\nentity = \"acme\"\nkey = [\"acme\"]\nabout = \"a\"\n\
            [[column]]\nname = \"acme\"\nheading = [\"Acme\"]\n[[column]]\nname = \"health\"\nheading = [\"Health\"]\n\
            [[view]]\ncolumns = [\"acme\", \"health\"]\n[[example]]\ninput = \'\'\'\nc::> acme show\n\
            Acme    Health\n------- -------\nroad    good\n\nc::>\n\'\'\'\n\
            records = [{{ acme = \"road\", health = \"{health}\" }}]\n"
        )
    };
    fs::create_dir_all(folder.path().join("site/tables")).unwrap();
    fs::write(folder.path().join("site/tables/acme.toml"), table("bad")).unwrap();
    let wrong = run(folder.path(), "rules --rules site");
    let expected = "error: site/tables/acme.toml: example 1 of `acme show`: record 1: `health` is `good`, expected `bad`\n\n\
        nothing was judged\n";
    assert_eq!((wrong.code, wrong.err.as_str()), (2, expected));
    fs::write(folder.path().join("site/tables/acme.toml"), table("good")).unwrap();
    assert_eq!(run(folder.path(), "rules --rules site").code, 0);
}

#[test]
fn wrong_words_are_refused_with_the_right_ones() {
    let folder = tempdir().unwrap();
    let refused = [
        (
            "--format xml",
            "[possible values: human, json, jsonl, junit, sarif, markdown, github, gitlab, openmetrics, csv, nagios, tap, html]",
        ),
        ("--report xml=x", "no format is called `xml`; the formats are human, json, jsonl, junit"),
        ("--report json", "expected FORMAT=PATH"),
        ("--report json=-", "for standard output use `--format json`"),
        ("--report json=x --report junit=x", "two reports would be written to `x`"),
        ("--scope smv", "[possible values: auto, svm, node]"),
        ("--ontap nine", "expected an ONTAP release such as 9.12.1P4"),
        ("--dma no-such-product", "no profile of a backup application is called `no-such-product`"),
        ("--dma-address 192.0.2.300", "is not an IP address"),
        ("--dma-address 0.0.0.0", "is not the address of one machine"),
        ("--dma-address ff02::1", "is not the address of one machine"),
        ("--select lif-*,no-such-*", "matches no rule"),
        ("--now tomorrow", "invalid value 'tomorrow'"),
        ("-q -v", "cannot be used with"),
    ];
    for (options, message) in refused {
        let done = run(folder.path(), &format!("check --demo {options}"));
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{options}");
        assert!(done.err.contains(message), "{options}: {}", done.err);
    }
}
