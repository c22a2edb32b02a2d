//! What watches clusters: Prometheus, Nagios, and systemd, which runs the check each night.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::tempdir;

use crate::{bash, example, good, is_needed, program, told};

#[test]
fn prometheus_takes_the_rules_and_they_say_what_their_tests_say() {
    let Some(promtool) = program(&["promtool"]) else { return };
    let mut check = Command::new(&promtool);
    check.args(["check", "rules"]).arg(example("prometheus/alerts.yml"));
    good(check);
    let mut test = Command::new(&promtool);
    test.args(["test", "rules"]).arg(example("prometheus/alerts_test.yml"));
    good(test);
    // The tests can fail.
    let folder = tempdir().unwrap();
    for name in ["alerts.yml", "alerts_test.yml"] {
        let text = fs::read_to_string(example(&format!("prometheus/{name}"))).unwrap();
        fs::write(folder.path().join(name), text.replacen("verdict=\"not-ready\"} == 1", "verdict=\"ready\"} == 1", 1))
            .unwrap();
    }
    let done =
        Command::new(&promtool).args(["test", "rules"]).arg(folder.path().join("alerts_test.yml")).output().unwrap();
    assert!(!done.status.success(), "{}", told(&done));
}

/// Each name that a rule asks for is one that the program writes, and Prometheus takes what it writes.
#[test]
fn the_rules_ask_for_metrics_that_are_written() {
    let folder = tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs").display().to_string();
    for (day, sample) in [(1, "many-faults"), (2, "ready-svm-9.12.1"), (3, "many-faults")] {
        let line = format!(
            "ndmp-preflight check --from {samples}/{sample} --format json | sed 's/{sample}/tweed/' > 2026-11-0{day}.json"
        );
        bash(folder.path(), &line, &[], &[]);
    }
    let run = |line: &str| String::from_utf8(bash(folder.path(), line, &[], &[]).stdout).unwrap();
    let written = run(&format!("ndmp-preflight check --from {samples}/many-faults --format openmetrics || true"))
        + &run("ndmp-preflight trend . --format openmetrics || true");
    if let Some(promtool) = program(&["promtool"]) {
        run("ndmp-preflight trend . --format openmetrics > trend.prom || true");
        let metrics = fs::File::open(folder.path().join("trend.prom")).unwrap();
        let done = Command::new(promtool).args(["check", "metrics"]).stdin(metrics).output().unwrap();
        assert!(done.status.success() && told(&done).is_empty(), "{}", told(&done));
    }
    let rules = fs::read_to_string(example("prometheus/alerts.yml")).unwrap();
    let asked: Vec<&str> = rules
        .lines()
        .filter_map(|line| line.trim().strip_prefix("expr: "))
        .filter_map(|expr| expr.split(['{', ' ']).next().filter(|name| name.starts_with("ndmp_")))
        .collect();
    assert!(asked.len() >= 4, "{asked:?}");
    for name in asked {
        let is_there = written.contains(&format!("# TYPE {name} gauge"));
        // A rule that turns to and fro has none of its own in three days.
        assert!(is_there || name == "ndmp_preflight_trend_turns", "{name}");
    }
}

#[test]
fn systemd_takes_the_service_and_finds_it_sandboxed() {
    let Some(analyze) = program(&["systemd-analyze"]) else { return };
    let folder = tempdir().unwrap();
    let program = folder.path().join("ndmp-preflight");
    fs::copy(env!("CARGO_BIN_EXE_ndmp-preflight"), &program).unwrap();
    for name in ["ndmp-preflight.service", "ndmp-preflight.timer"] {
        let text = fs::read_to_string(example(&format!("systemd/{name}"))).unwrap();
        fs::write(folder.path().join(name), text.replace("/usr/bin/ndmp-preflight", &program.display().to_string()))
            .unwrap();
    }
    let verify = |folder: &Path| {
        let files = ["ndmp-preflight.service", "ndmp-preflight.timer"].map(|name| folder.join(name));
        Command::new(&analyze).arg("verify").args(files).output().unwrap()
    };
    let done = verify(folder.path());
    assert!(done.status.success() && told(&done).is_empty(), "{}", told(&done));
    let security = |threshold: &str| {
        let mut command = Command::new(&analyze);
        command.args(["security", "--offline=true", "--no-pager", &format!("--threshold={threshold}")]);
        command.arg(folder.path().join("ndmp-preflight.service")).output().unwrap()
    };
    // In tenths: 1.5 of 10, where a service without any of it has 9.6.
    let done = security("15");
    assert!(done.status.success(), "{}", told(&done));
    assert!(!security("1").status.success(), "the threshold counts");
    let service = folder.path().join("ndmp-preflight.service");
    let text = fs::read_to_string(&service).unwrap();
    fs::write(&service, text.replace("ProtectSystem=strict", "ProtectSystem=strickt")).unwrap();
    assert!(!told(&verify(folder.path())).is_empty());
}

/// The command of the service is one that the program takes: it ends for want of the file, not for a wrong option.
#[test]
fn the_commands_of_the_examples_are_those_of_the_program() {
    let folder = tempdir().unwrap();
    let service = fs::read_to_string(example("systemd/ndmp-preflight.service")).unwrap().replace("\\\n", " ");
    let of_service = service.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let nagios = fs::read_to_string(example("nagios/ndmp-preflight.cfg")).unwrap();
    let of_nagios = nagios.lines().find_map(|line| line.trim().strip_prefix("command_line  /usr/bin/ndmp")).unwrap();
    let of_nagios = format!("/usr/bin/ndmp{}", of_nagios.replace("$HOSTNAME$", "tweed"));
    let config = folder.path().join("ndmp-preflight.toml");
    fs::write(&config, "[hosts.tweed]\naddress = \"127.0.0.1\"\nport = 1\nuser = \"op\"\n").unwrap();
    for (line, code) in [(of_service, 4), (of_nagios.as_str(), 2)] {
        let line = line.replace("/usr/bin/ndmp-preflight", "ndmp-preflight");
        let line = line.replace("/etc/ndmp-preflight/ndmp-preflight.toml", &config.display().to_string());
        let done = bash(folder.path(), &line, &[], &[]);
        // Nobody listens there: that is what it says, and nothing of its options.
        assert_eq!(done.status.code(), Some(code), "{line}: {}", told(&done));
        assert!(told(&done).contains("127.0.0.1:1 refused the"), "{line}: {}", told(&done));
    }
}

#[test]
fn nagios_takes_the_objects() {
    let Some(nagios) = program(&["nagios4", "nagios"]) else { return };
    let folder = tempdir().unwrap();
    let main = |objects: &Path| {
        let (own, user) = (folder.path().display(), good(Command::new("whoami")));
        let text = format!(
            "cfg_file={}\nlog_file={own}/log\nobject_cache_file={own}/objects\nlock_file={own}/lock\ncheck_result_path={own}\n\
             illegal_macro_output_chars=`~$&|'\"<>\nnagios_user={user}nagios_group={user}",
            objects.display()
        );
        fs::write(folder.path().join("nagios.cfg"), text).unwrap();
        Command::new(&nagios).arg("-v").arg(folder.path().join("nagios.cfg")).output().unwrap()
    };
    let done = main(&example("nagios/ndmp-preflight.cfg"));
    assert!(done.status.success() && told(&done).contains("Total Warnings: 0"), "{}", told(&done));
    let text = fs::read_to_string(example("nagios/ndmp-preflight.cfg")).unwrap();
    let damaged = folder.path().join("damaged.cfg");
    fs::write(&damaged, text.replacen("check_command          check_ndmp", "check_command          chekc_ndmp", 1))
        .unwrap();
    assert!(!main(&damaged).status.success());
}

/// Icinga 2, out of packages that are not installed; `None` where it is not and is not needed.
fn icinga() -> Option<PathBuf> {
    let named = std::env::var_os("NDMP_PREFLIGHT_ICINGA").map(PathBuf::from);
    let usual = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/ndmp-preflight/icinga"));
    let folder = named.or_else(usual)?;
    let is_there = folder.join("usr/share/icinga2/include/itl").exists();
    assert!(is_there || !is_needed(), "no Icinga at {}: see `.ci/run`", folder.display());
    is_there.then_some(folder)
}

#[test]
fn icinga_takes_the_objects() {
    let Some(unpacked) = icinga() else { return };
    let folder = tempdir().unwrap();
    let libraries = unpacked.join("usr/lib").join(format!("{}-linux-gnu", std::env::consts::ARCH));
    let check = |objects: &Path| {
        let text = format!(
            "include <itl>\nobject Host \"tweed\" {{ check_command = \"dummy\"; vars.ndmp_preflight = true }}\ninclude \"{}\"\n",
            objects.display()
        );
        fs::write(folder.path().join("icinga2.conf"), text).unwrap();
        let user = good(Command::new("whoami"));
        let mut command = Command::new(libraries.join("icinga2/sbin/icinga2"));
        command.env("LD_LIBRARY_PATH", &libraries).args(["daemon", "-C", "-c"]).arg(folder.path().join("icinga2.conf"));
        command.arg(format!("-DIncludeConfDir={}", unpacked.join("usr/share/icinga2/include").display()));
        for name in ["RunAsUser", "RunAsGroup"] {
            command.arg(format!("-D{name}={}", user.trim()));
        }
        for name in ["DataDir", "LogDir", "CacheDir", "SpoolDir", "InitRunDir"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
            command.arg(format!("-D{name}={}", folder.path().join(name).display()));
        }
        command.output().unwrap()
    };
    let done = check(&example("nagios/ndmp-preflight.conf"));
    assert!(done.status.success() && told(&done).contains("Instantiated 1 Service"), "{}", told(&done));
    let text = fs::read_to_string(example("nagios/ndmp-preflight.conf")).unwrap();
    let damaged = folder.path().join("damaged.conf");
    fs::write(&damaged, text.replacen("check_command = \"ndmp", "check_command = \"npmd", 1)).unwrap();
    assert!(!check(&damaged).status.success());
}
