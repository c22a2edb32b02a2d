//! What runs of many days say of each cluster.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use ndmp_preflight::collect::answers::Piece;
use ndmp_preflight::collect::bundle::{Bundle, Entry, How};
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::judge::Question;
use ndmp_preflight::rule::Catalog;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::program::{Ran, run};
use super::{json, samples};

/// A session of a ready cluster, in which its LIF fails over elsewhere and is at home or not.
fn session(is_red: bool, is_home: bool) -> String {
    let text = fs::read_to_string(samples().join("terminal-transcript.txt")).unwrap().replace("\r\n", "\n");
    let text = if is_red {
        text.replacen("dunkeld-01:e0M        local-only", "dunkeld-01:e0M        disabled  ", 1)
    } else {
        text
    };
    if is_home { text } else { text.replacen("  true", "  false", 1) }
}

/// Writes the report on a text, called `tweed`, below the folder.
fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join("runs").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(folder.join("tweed.txt"), text).unwrap();
    let format = name.rsplit_once('.').unwrap().1;
    fs::write(path, run(folder, &format!("check --from tweed.txt --now 2026-11-22 --format {format}")).out).unwrap();
}

fn trend(folder: &Path, options: &str) -> Ran {
    run(folder, &format!("trend runs --now 2026-11-22 {options}"))
}

fn line(ran: &Ran) -> Value {
    let value = json(&ran.out);
    assert_eq!(value["targets"].as_array().unwrap().len(), 1, "{value}");
    value["targets"][0].clone()
}

/// Five days, the first and the last two of which are red.
fn days() -> TempDir {
    let folder = tempdir().unwrap();
    for (name, is_red) in [
        ("2026-11-03/r.json", true),
        // Names tell the order, not the files.
        ("r-20261101T0800.jsonl", true),
        ("2026-11-02_07-30-00.json", false),
        ("2026-11-04.json", false),
        ("2026-11-05.json", true),
    ] {
        write(folder.path(), name, &session(is_red, true));
    }
    folder
}

#[test]
fn it_tells_since_when_a_cluster_is_red_and_what_turns() {
    let folder = days();
    let ran = trend(folder.path(), "--format json");
    let line = line(&ran);
    assert_eq!((ran.code, line["verdict"].as_str()), (1, Some("not-ready")), "{}", ran.err);
    assert_eq!(line["since"], "2026-11-05T00:00:00Z");
    assert_eq!(line["before"], serde_json::json!({"time": "2026-11-04T00:00:00Z", "verdict": "ready"}));
    assert_eq!(line["last_ready"], "2026-11-04T00:00:00Z");
    let runs = line["runs"].as_array().unwrap();
    let told: Vec<(&str, &str)> =
        runs.iter().map(|run| (run["time"].as_str().unwrap(), run["verdict"].as_str().unwrap())).collect();
    let wanted = [
        ("2026-11-01T08:00:00Z", "not-ready"),
        ("2026-11-02T07:30:00Z", "ready"),
        ("2026-11-03T00:00:00Z", "not-ready"),
        ("2026-11-04T00:00:00Z", "ready"),
        ("2026-11-05T00:00:00Z", "not-ready"),
    ];
    assert_eq!(told, wanted);
    assert_eq!(runs[0]["source"], "runs/r-20261101T0800.jsonl");
    let red = &line["red"][0];
    assert_eq!((red["rule"].as_str(), line["red"].as_array().unwrap().len()), (Some("lif-failover-local"), 1));
    assert_eq!((&red["since"], &red["before"]["verdict"]), (&"2026-11-05T00:00:00Z".into(), &"pass".into()));
    let flap = &line["flaps"][0];
    assert_eq!((&flap["rule"], &flap["turns"]), (&"lif-failover-local".into(), &4.into()));
    assert_eq!((&flap["last"], &flap["verdict"]), (&"2026-11-05T00:00:00Z".into(), &"fail".into()));
    assert_eq!(line["flaps"].as_array().unwrap().len(), 1);
}

/// Runs in any order of their times: the time line is the same as that of the same runs told one after the other.
#[test]
fn every_course_of_five_days_is_told_as_it_was() {
    let folder = tempdir().unwrap();
    for (name, is_red) in [("green", false), ("red", true)] {
        write(folder.path(), &format!("{name}.json"), &session(is_red, true));
        fs::rename(folder.path().join(format!("runs/{name}.json")), folder.path().join(name)).unwrap();
    }
    for course in 0..32_u32 {
        fs::remove_dir_all(folder.path().join("runs")).unwrap();
        fs::create_dir_all(folder.path().join("runs")).unwrap();
        let is_red = |day: u32| course & 1 << day != 0;
        for day in 0..5 {
            let from = if is_red(day) { "red" } else { "green" };
            // The order of the names is the other way round.
            let name = format!("runs/{}-2026-11-0{}.json", 9 - day, day + 1);
            fs::copy(folder.path().join(from), folder.path().join(name)).unwrap();
        }
        let ran = trend(folder.path(), "--format json");
        let line = line(&ran);
        let since = (0..5).rev().take_while(|day| is_red(*day) == is_red(4)).last().unwrap();
        let turns = (1..5).filter(|day| is_red(*day) != is_red(day - 1)).count();
        assert_eq!(ran.code, i32::from(is_red(4)), "{course:b}");
        assert_eq!(line["since"], format!("2026-11-0{}T00:00:00Z", since + 1), "{course:b}");
        assert_eq!(line["before"].is_null(), since == 0, "{course:b}");
        let flaps = line["flaps"].as_array().unwrap();
        let told = flaps.first().map(|flap| flap["turns"].as_u64().unwrap() as usize);
        assert_eq!(told, (turns > 1).then_some(turns), "{course:b}");
        let ready = (0..5).rev().find(|day| !is_red(*day)).map(|day| format!("2026-11-0{}T00:00:00Z", day + 1));
        assert_eq!(line["last_ready"].as_str().map(str::to_owned), ready, "{course:b}");
    }
}

/// A run that could not tell ends what stood before it: nobody knows what was then.
#[test]
fn an_unknown_between_is_no_red_and_no_turn() {
    let folder = tempdir().unwrap();
    let open = session(true, true);
    let start = open.find("network interface show").unwrap();
    write(folder.path(), "2026-11-01.json", &session(true, true));
    write(folder.path(), "2026-11-02.json", &open[..open[..start].rfind('\n').unwrap()]);
    write(folder.path(), "2026-11-03.json", &session(true, true));
    let line = line(&trend(folder.path(), "--format json"));
    let red = line["red"].as_array().unwrap().iter().find(|red| red["rule"] == "lif-failover-local").unwrap().clone();
    assert_eq!(red["since"], "2026-11-03T00:00:00Z");
    assert_ne!(red["before"]["verdict"], "fail");
    assert!(line["flaps"].as_array().unwrap().iter().all(|flap| flap["rule"] != "lif-failover-local"), "{line}");
}

#[test]
fn people_are_told_in_a_line_a_cluster() {
    let folder = days();
    let told = trend(folder.path(), "").out;
    let first = told.lines().next().unwrap();
    assert_eq!(first, "not ready   tweed  x.x.x  since 2026-11-05 00:00 UTC, ready on 2026-11-04 00:00 UTC", "{told}");
    let red = "  red    must lif-failover-local  vserver dunkeld, lif dunkeld-01_mgmt1  since 2026-11-05 00:00 UTC, pass on \
        2026-11-04 00:00 UTC\n";
    assert!(told.contains(red), "{told}");
    assert!(told.contains("  4 turns, the last on 2026-11-05 00:00 UTC; now fail\n"), "{told}");
    let end = "\nexamined    5 runs of 1 cluster, from 2026-11-01 08:00 UTC to 2026-11-05 00:00 UTC\nverdict     not ready\n\
        exit code   1\n";
    assert!(told.ends_with(end), "{told}");
    let quiet = trend(folder.path(), "-q").out;
    assert!(!quiet.contains("  red ") && quiet.contains("not ready   tweed"), "{quiet}");
    let since = trend(folder.path(), "--since 2026-11-05").out;
    assert!(since.starts_with("not ready   tweed  x  since 2026-11-05 00:00 UTC at the latest\n"), "{since}");
}

/// What turns with many subjects is a line of its rule; `-v` names them all.
#[test]
fn what_turns_to_and_fro_is_a_line_a_rule() {
    let folder = tempdir().unwrap();
    for (day, is_red) in [(1, true), (2, false), (3, true)] {
        let text = run(&samples(), "check --from many-faults --now 2026-11-22 --format json").out;
        let text = if is_red { text.replace("\"verdict\": \"pass\"", "\"verdict\": \"fail\"") } else { text };
        fs::create_dir_all(folder.path().join("runs")).unwrap();
        fs::write(folder.path().join(format!("runs/2026-11-0{day}.json")), text).unwrap();
    }
    let told = trend(folder.path(), "").out;
    let flaps: Vec<&str> = told.lines().filter(|line| line.starts_with("  flaps  must lif-up ")).collect();
    assert_eq!(flaps.len(), 1, "{told}");
    assert!(
        flaps[0].ends_with("  2 turns, the last on 2026-11-03 00:00 UTC; now fail; 4 more as well"),
        "{}",
        flaps[0]
    );
    let all = trend(folder.path(), "-v").out;
    assert_eq!(all.lines().filter(|line| line.starts_with("  flaps  must lif-up ")).count(), 5, "{all}");
}

#[test]
fn metrics_and_the_page_say_the_same() {
    let folder = days();
    let ran = trend(folder.path(), "-q --report openmetrics=t.prom --report html=t.html --report json=t.json");
    assert_eq!(ran.code, 1, "{}", ran.err);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let metrics = read("t.prom");
    let time: Timestamp = "2026-11-05T00:00:00Z".parse().unwrap();
    for wanted in [
        "ndmp_preflight_trend_verdict{target=\"tweed\",verdict=\"not-ready\"} 1\n".to_owned(),
        "ndmp_preflight_trend_verdict{target=\"tweed\",verdict=\"ready\"} 0\n".to_owned(),
        format!("ndmp_preflight_trend_since_timestamp_seconds{{target=\"tweed\"}} {}\n", time.as_second()),
        format!("{{target=\"tweed\",rule=\"lif-failover-local\",severity=\"must\"}} {}\n", time.as_second()),
        "ndmp_preflight_trend_turns{target=\"tweed\",rule=\"lif-failover-local\"} 4\n".to_owned(),
        "ndmp_preflight_trend_left_out 0\n# EOF\n".to_owned(),
    ] {
        assert!(metrics.contains(&wanted), "{wanted}: {metrics}");
    }
    let families = metrics.lines().filter(|line| line.starts_with("# TYPE ")).count();
    assert_eq!(metrics.lines().filter(|line| line.starts_with("# HELP ")).count(), families);
    let page = read("t.html");
    assert!(page.contains("<th scope=\"row\">tweed</th><td class=\"not-ready\">not ready</td>"), "{page}");
    assert!(
        page.matches("<span class=\"not-ready\"").count() == 3 && page.matches("<span class=\"ready\"").count() == 2
    );
    assert!(!page.contains("<script") && page.contains("default-src 'none'"), "{page}");
    super::schemas::holds_strictly("trend", &json(&read("t.json")));
    // It lies beside what is read, and is no run.
    fs::copy(folder.path().join("t.json"), folder.path().join("runs/trend-2026-11-06.json")).unwrap();
    assert_eq!(trend(folder.path(), "--format json").out, read("t.json"));
}

/// Nothing is left out quietly: each is told, in every format, and no run is ready for it.
#[test]
fn what_cannot_stand_on_a_time_line_is_told() {
    let folder = tempdir().unwrap();
    write(folder.path(), "2026-11-04.json", &session(false, true));
    assert_eq!(trend(folder.path(), "").code, 0);
    fs::write(folder.path().join("runs/notes.txt"), "hello").unwrap();
    fs::write(folder.path().join("runs/x.ndmp.tar.gz.sig"), "signed").unwrap();
    let told = trend(folder.path(), "");
    assert_eq!(told.code, 0);
    assert!(told.err.contains("not read: 1, such as `runs/notes.txt`"), "{}", told.err);
    let whole = fs::read_to_string(folder.path().join("runs/2026-11-04.json")).unwrap();
    for (name, text, code, why) in [
        ("undated.json", whole.as_str(), 3, "tells no time"),
        ("2026-11-06.json", &whole[..whole.len() / 2], 4, "is no report of this program"),
        ("2026-11-06.json", "{\"schema\": 1}", 4, "is no report of this program"),
        ("2026-11-06.ndmp.tar.gz", "rubbish", 4, "bundle"),
    ] {
        let path = folder.path().join("runs").join(name);
        fs::write(&path, text).unwrap();
        for (format, word) in
            [("human", "left out"), ("json", "\"left_out\": ["), ("html", "Left out"), ("openmetrics", "left_out 1\n")]
        {
            let ran = trend(folder.path(), &format!("--format {format} --allow-unknown"));
            assert_eq!(ran.code, code, "{name}: {}", ran.err);
            assert!(
                ran.out.contains(word) && (format == "openmetrics" || ran.out.contains(why)),
                "{name} {format}: {}",
                ran.out
            );
        }
        fs::remove_file(path).unwrap();
    }
    // A folder above what was named speaks of something else.
    fs::create_dir_all(folder.path().join("2026-11-09/deep")).unwrap();
    fs::write(folder.path().join("2026-11-09/deep/r.json"), &whole).unwrap();
    assert!(run(folder.path(), "trend 2026-11-09/deep").out.contains("tells no time"));
    assert_eq!(run(folder.path(), "trend 2026-11-09 --now 2026-11-22").code, 0);
    let nothing = run(folder.path(), "trend runs/notes.txt");
    assert_eq!((nothing.code, nothing.err.contains("no run is in `runs/notes.txt`")), (2, true), "{}", nothing.err);
    let over = trend(folder.path(), "--report json=runs/2026-11-04.json");
    assert!(over.code == 2 && over.err.contains("would be written over what is read"), "{}", over.err);
}

/// A bundle of `tweed` that was collected at a time.
fn bundle(folder: &Path, name: &str, release: &str, time: &str) {
    let (catalog, question) = (Catalog::embedded().unwrap(), Question::plain(jiff::civil::date(2026, 11, 22)));
    let mut steps = Plan::of(&catalog, &question).steps.into_iter();
    let step = steps.find(|step| step.show.path() == "version").unwrap();
    let text = format!("NetApp Release {release}: Thu Jun 15 12:03:10 UTC 2023\n").into_bytes();
    let entry = Entry::new(step.show.text(), &step, How::default(), Piece { text, whole: true });
    let started = time.parse().unwrap();
    let mut bundle = Bundle { target: "tweed".to_owned(), started, ended: started, ..Bundle::default() };
    bundle.push(entry);
    let path = folder.join("runs").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bundle.bytes()).unwrap();
}

/// The time of a bundle is in it, whatever it is called; it is judged by the options of now, and goes before a report of that time.
#[test]
fn bundles_are_dated_by_what_is_in_them_and_judged_now() {
    let folder = tempdir().unwrap();
    bundle(folder.path(), "2020-01-01.ndmp.tar.gz", "9.12.1P4", "2026-11-02T10:00:00Z");
    bundle(folder.path(), "a/tweed.ndmp.tar.gz", "8.3.2", "2026-11-01T10:00:00Z");
    let trend = |options: &str| trend(folder.path(), &format!("--select ontap-version --format json {options}"));
    let told = line(&trend(""));
    assert_eq!((&told["since"], &told["verdict"]), (&"2026-11-02T10:00:00Z".into(), &"ready".into()));
    assert_eq!(told["before"]["time"], "2026-11-01T10:00:00Z");
    // The report of the newer bundle says otherwise, for it was written with another rule.
    let report = run(folder.path(), "check --from runs/2020-01-01.ndmp.tar.gz --select lif-up --format json");
    fs::write(folder.path().join("runs/z.json"), report.out).unwrap();
    let told = line(&trend(""));
    assert_eq!((&told["verdict"], told["runs"].as_array().unwrap().len()), (&"ready".into(), 2), "{told}");
    let remark = told["remarks"][0].as_str().unwrap();
    assert_eq!(
        remark,
        "`runs/z.json` says otherwise than `runs/2020-01-01.ndmp.tar.gz` of the same time, which counts"
    );
}

/// Of each cluster the last run before a day is held against its newest.
#[test]
fn what_changed_since_a_day_is_what_changed_between_two_runs() {
    let folder = tempdir().unwrap();
    write(folder.path(), "2026-11-01.json", &session(true, true));
    write(folder.path(), "2026-11-02.json", &session(false, true));
    write(folder.path(), "2026-11-04.json", &session(false, true));
    write(folder.path(), "2026-11-05.json", &session(true, true));
    let since = |day: &str| {
        let ran = run(folder.path(), &format!("diff runs --since {day} --now 2026-11-22 --format json"));
        let told = (json(&ran.out)["targets"][0]["before"].clone(), json(&ran.out)["targets"][0]["after"].clone());
        (ran.code, told.0.as_str().unwrap().to_owned(), told.1.as_str().unwrap().to_owned(), ran.err)
    };
    let wanted = run(folder.path(), "diff runs/2026-11-02.json runs/2026-11-05.json --now 2026-11-22 --format json");
    let told = run(folder.path(), "diff --since 2026-11-04 runs --now 2026-11-22 --format json");
    assert_eq!((told.code, told.out), (1, wanted.out), "{}", told.err);
    assert_eq!(since("2026-11-02"), (0, "not-ready".to_owned(), "not-ready".to_owned(), String::new()));
    let (code, before, after, told) = since("2026-11-01");
    assert_eq!((code, before.as_str(), after.as_str()), (0, "not-ready", "not-ready"));
    assert_eq!(told, "note: tweed: no run is older; compared with its first, of 2026-11-01 00:00 UTC\n");
    // Who had a run before and has none since has not changed, as far as is known.
    assert_eq!(since("2026-12-01"), (0, "not-ready".to_owned(), "not-ready".to_owned(), String::new()));
    fs::write(folder.path().join("runs/2026-11-06.json"), "{").unwrap();
    assert_eq!(since("2026-11-04").0, 4);
    assert_eq!(run(folder.path(), "diff runs").code, 2);
    assert_eq!(run(folder.path(), "diff runs runs --since 2026-11-04").code, 2);
}
