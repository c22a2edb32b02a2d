//! The plan through the program: its formats, and that it ends as `check` does.

use std::path::Path;

use serde_json::Value;

use super::program::{run, run_on};

const SAMPLES: [&str; 8] = [
    "--demo",
    "--from document-two-nodes",
    "--from many-faults",
    "--from mail-damaged.txt",
    "--from ready-node-scope",
    "--from ready-svm-9.12.1",
    "--from ready-svm-9.9.1 --dma-address 192.0.2.9",
    "--from no-such-file",
];

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs")
}

#[test]
fn it_ends_as_check_does_and_all_formats_have_all_steps() {
    for sample in SAMPLES {
        let folder = samples();
        let wanted = run(&folder, &format!("check {sample} --now 2026-11-22 -q")).code;
        let fix = |format: &str| run(&folder, &format!("fix {sample} --now 2026-11-22 --format {format}"));
        let json = fix("json");
        let value: Value = serde_json::from_str(&json.out).unwrap();
        assert_eq!((json.code, value["exit_code"].as_i64()), (wanted, Some(i64::from(wanted))), "{sample}");
        assert_eq!(value["schema"], "ndmp-preflight/fix/v1");
        let steps: Vec<&Value> = value["targets"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|target| target["steps"].as_array().unwrap())
            .collect();
        for format in ["human", "ontap", "markdown"] {
            let ran = fix(format);
            assert_eq!(ran.code, wanted, "{sample} {format}");
            for command in steps.iter().flat_map(|step| step["commands"].as_array().unwrap()) {
                let command = command.as_str().unwrap();
                let is_told = [format!("{command}\n"), format!("{command}`")].iter().any(|text| ran.out.contains(text));
                assert!(is_told, "{sample} {format}: {command}\n{}", ran.out);
            }
        }
    }
}

/// A line that is pasted is a command as it stands, or a comment which no shell takes for one.
#[test]
fn what_is_pasted_asks_for_nothing_and_is_complete() {
    for sample in SAMPLES {
        let out = run(&samples(), &format!("fix {sample} --now 2026-11-22 --format ontap")).out;
        assert!(!out.contains("generate-password"), "{out}");
        let json: Value =
            serde_json::from_str(&run(&samples(), &format!("fix {sample} --now 2026-11-22 --format json")).out)
                .unwrap();
        let steps = json["targets"].as_array().unwrap().iter().flat_map(|target| target["steps"].as_array().unwrap());
        let asking: Vec<&str> = steps
            .filter(|step| step["asks"] != "" || step["apart"] == true)
            .flat_map(|step| step["commands"].as_array().unwrap())
            .map(|command| command.as_str().unwrap())
            .collect();
        for line in out.lines() {
            if line.starts_with('#') {
                assert!(!line.contains(';') && !line.contains('?'), "{line}");
            } else {
                assert!(!line.contains('<') && !asking.contains(&line), "{line}");
                assert!(line.chars().all(|c| c.is_ascii_graphic() || c == ' '), "{line}");
            }
        }
    }
}

/// A name that is more than a name stands in no command, and commands nobody who reads the plan.
#[test]
fn a_name_that_is_more_than_a_name_is_put_into_no_command() {
    let text = std::fs::read_to_string(samples().join("many-faults/session.txt")).unwrap();
    // The one fits no column, and nothing rests on it; what the other is called in would have to be mended.
    for (name, odd, is_told) in [
        ("tweed-01_ic2 up/up", "a;b`*_<c>|?x up/up", false),
        ("tweed-01_ic1", "tweed-01*ic1", true),
        ("SN[10WT102884]", "SN[a;`b*?|<c>]", true),
    ] {
        let hostile = text.replace(name, odd);
        assert_ne!(hostile, text);
        for format in ["human", "ontap", "markdown", "json"] {
            let ran = run_on(&samples(), &format!("fix --from - --now 2026-11-22 --format {format}"), &hostile);
            assert_eq!(ran.code, 1, "{format}: {}", ran.err);
            let commands = ["-lif a;b", "-lif tweed-01*ic1", "-mapping SN[a"];
            assert!(commands.iter().all(|command| !ran.out.contains(command)), "{format}: {}", ran.out);
            assert_eq!(ran.out.contains("No command is printed"), is_told, "{format}: {}", ran.out);
            if format == "ontap" {
                assert!(ran.out.lines().all(|line| !line.contains(';')), "{}", ran.out);
            }
        }
    }
}

fn fixed(options: &str) -> String {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-outputs/many-faults");
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &format!("fix --from {sample} --now 2026-11-22 {options}")).out
}

#[test]
fn who_is_told_of_is_let_in_and_nobody_else() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-outputs/many-faults");
    let folder = tempfile::tempdir().unwrap();
    let check = |options: &str| run(folder.path(), &format!("check --from {sample} --now 2026-11-22 {options}")).out;
    let alone = "--select lif-firewall-ndmp --format ontap";
    for (all, told) in [
        (check(""), check("--dma-address 192.0.2.9")),
        (fixed(alone), fixed(&format!("{alone} --dma-address 192.0.2.9"))),
        (fixed("--format ontap"), fixed("--format ontap --dma-address 192.0.2.9")),
    ] {
        assert!(all.contains("-allow-list 0.0.0.0/0"), "{all}");
        assert!(told.contains("-allow-list 192.0.2.9/32") && !told.contains("-allow-list 0.0.0.0/0"), "{told}");
    }
    let both = fixed(&format!("{alone} --dma-address 192.0.2.9 --dma-address 192.0.2.77"));
    assert!(both.contains("192.0.2.9/32, 192.0.2.77/32") || both.contains("192.0.2.9/32,192.0.2.77/32"), "{both}");
}

#[test]
fn what_is_copied_out_of_a_comment_stays_on_one_line() {
    let json: serde_json::Value = serde_json::from_str(&fixed("--format json")).unwrap();
    let text = fixed("--format ontap");
    let lines: Vec<&str> = text.lines().collect();
    let mut count = 0;
    for step in json["targets"][0]["steps"].as_array().unwrap() {
        for (label, key) in [("check", "check"), ("undo", "undo")] {
            for command in step[key].as_array().unwrap().iter().map(|command| command.as_str().unwrap()) {
                count += usize::from(command.len() > 100);
                let whole = format!("# {label}: {}", command.replace(';', ",").replace('"', "'"));
                assert!(lines.contains(&whole.as_str()), "{whole}\nin\n{text}");
            }
        }
    }
    assert!(count > 0, "no command is longer than a line of a comment");
}

#[test]
fn the_failures_of_a_plan_add_up() {
    for options in ["", "--dma-address 192.0.2.9", "--dma netbackup --user backup_admin1 --register cluster_mgmt"] {
        let text = fixed(&format!("{options} --format markdown"));
        let gist = text.lines().find(|line| line.contains("Rehearsed on what was read")).unwrap().to_owned();
        let number = |behind: &str| {
            let before = gist.split(behind).next().filter(|_| gist.contains(behind))?;
            before.rsplit([' ', ',']).find(|word| !word.is_empty())?.parse::<usize>().ok()
        };
        let all = number(" failures pass").unwrap();
        let passes = number(" of ").unwrap_or(all);
        let left = number(" still fail").unwrap_or_default() + number(" can no longer").unwrap_or_default();
        assert_eq!(passes + left, all, "{gist}");
    }
}

#[test]
fn what_a_rehearsal_says_of_each_failure_stands_in_every_format() {
    let json: Value = serde_json::from_str(&fixed("--format json")).unwrap();
    let steps = json["targets"][0]["steps"].as_array().unwrap();
    let mends: Vec<&Value> = steps.iter().flat_map(|step| step["mends"].as_array().unwrap()).collect();
    let mut then: Vec<&str> = mends.iter().map(|one| one["then"].as_str().unwrap()).collect();
    let text = fixed("--format markdown");
    let mut told: Vec<&str> = text.lines().filter_map(|line| Some(line.rsplit_once("; then ")?.1)).collect();
    then.sort_unstable();
    told.sort_unstable();
    assert_eq!(told, then);
    for word in ["passes", "unknown", "not-rehearsed"] {
        assert!(then.contains(&word), "{then:?}");
    }
    let open = mends.iter().find(|one| one["then"] == "unknown").unwrap();
    let human = fixed("").split_whitespace().collect::<Vec<_>>().join(" ");
    let (rule, says) = (open["rule"].as_str().unwrap(), open["says"].as_str().unwrap());
    assert!(human.contains(&format!("yes; {rule} unknown: {says}")), "{human}");
}
