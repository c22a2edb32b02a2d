//! Fleets that are larger than what is asked at once: what is bounded, what people see meanwhile, and that nobody is lost.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::rig::Fleet;

const READY: &str = "ready-svm-9.12.1";
const FAULTY: &str = "many-faults";

/// So many connections a cluster gets at most.
const EACH: usize = 4;

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// The first is much slower than all others, so that these wait for it; each is in the report once, in its place and with its own
/// verdict, and no more are asked at once than were allowed.
#[test]
fn connections_are_bounded_and_every_cluster_is_in_the_report_once() {
    let samples: Vec<(&str, Duration)> =
        (0..60).map(|at| (if at % 3 == 1 { FAULTY } else { READY }, if at == 0 { ms(150) } else { ms(0) })).collect();
    let fleet = Fleet::of(&samples);
    let place = fleet.place();
    let jobs = 5;
    let done =
        place.run(&["check", "--all", "--jobs", "5", "--format", "json", "--report", "jsonl=lines", "-o", "kept"]);
    assert_eq!(done.code, 1, "{}", done.err);
    let targets = done.json()["targets"].clone();
    let word = |at: usize, key: &str| targets[at][key].as_str().unwrap_or_default();
    for (at, (name, sample)) in fleet.clusters.iter().enumerate() {
        let verdict = if sample == READY { "ready" } else { "not-ready" };
        assert_eq!((word(at, "target"), word(at, "verdict")), (name.as_str(), verdict));
    }
    assert_eq!(targets.as_array().unwrap().len(), 60);
    let lines = std::fs::read_to_string(place.folder.path().join("lines")).unwrap();
    assert_eq!((lines.lines().count(), place.files("kept").len()), (61, 60));
    let log = &fleet.server.log;
    let (came, most) = (log.connections.load(Ordering::SeqCst), log.most.load(Ordering::SeqCst));
    assert!(came <= 60 * EACH && (jobs..=jobs * EACH).contains(&most), "{came} connections, {most} at once");
    // What was kept says the same.
    let later = place.run(&["check", "--from", "kept", "--format", "json"]);
    assert!(later.json()["targets"] == targets, "{}", later.out);
}

/// What stands on the screen when all of it has come: lines, the place of the cursor, and what takes a line away.
fn screen(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (mut lines, mut at, mut column) = (vec![Vec::new()], 0_usize, 0_usize);
    let mut rest = text.chars();
    while let Some(sign) = rest.next() {
        match sign {
            '\r' => column = 0,
            '\n' => at += 1,
            '\u{1b}' => {
                assert_eq!(rest.next(), Some('['));
                let digits: String = rest.clone().take_while(|c| !c.is_ascii_alphabetic()).collect();
                let command = rest.nth(digits.chars().count());
                let count = digits.parse().unwrap_or(1);
                match command {
                    Some('K') => lines[at].truncate(if digits == "2" { 0 } else { column }),
                    Some('A') => at = at.saturating_sub(count),
                    Some('B') => at += count,
                    Some('G') => column = count - 1,
                    // Colours.
                    Some('m') => {}
                    other => panic!("{other:?}"),
                }
            }
            _ => {
                let line: &mut Vec<char> = &mut lines[at];
                line.resize(line.len().max(column + 1), ' ');
                line[column] = sign;
                column += 1;
            }
        }
        lines.resize(lines.len().max(at + 1), Vec::new());
    }
    lines.into_iter().map(|line| line.into_iter().collect::<String>().trim_end().to_owned()).collect()
}

/// The lines of progress, in their order: how many are done, what they came to, and how many are asked.
fn told(bytes: &[u8], of: &str) -> Vec<(usize, BTreeMap<String, usize>, usize)> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let pieces = text.split(['\r', '\n', '\u{1b}']).filter_map(|piece| piece.trim_end().split_once(of));
    let told = pieces.map(|(done, rest)| {
        let done = done.rsplit(' ').next().unwrap().rsplit('K').next().unwrap().parse().unwrap();
        let (counts, now) = rest.split_once("; ").unwrap_or((rest, "0 asked now"));
        let counts = counts.trim_start_matches(": ").split(", ").filter(|one| !one.is_empty());
        let counts = counts
            .map(|one| one.split_once(' ').unwrap())
            .map(|(count, word)| (word.to_owned(), count.parse().unwrap()));
        (done, counts.collect(), now.split(' ').next().unwrap().parse().unwrap())
    });
    told.collect()
}

#[test]
fn a_line_tells_how_far_a_fleet_is_and_is_gone_before_the_report() {
    let samples: Vec<(&str, Duration)> = (0..12).map(|at| (if at % 3 == 1 { FAULTY } else { READY }, ms(60))).collect();
    let fleet = Fleet::of(&samples);
    let place = fleet.place();
    let inventory = std::fs::read_to_string(place.folder.path().join("fleet.csv")).unwrap();
    // Nobody listens there.
    place.write("fleet.csv", &format!("{inventory}c012,127.0.0.1,1,op\n"));
    let words = ["check", "--all", "--jobs", "3", "--color", "never"];
    let Some(seen) = place.seen_at_terminal(&words) else { return };
    let lines = told(&seen, " of 13 clusters");
    assert!(lines.len() > 3, "{}", String::from_utf8_lossy(&seen));
    for (done, counts, now) in &lines {
        assert!(counts.values().sum::<usize>() == *done && *now <= 3, "{lines:?}");
    }
    assert!(lines.is_sorted_by_key(|(done, ..)| *done), "{lines:?}");
    let words_of = |lines: &[(usize, BTreeMap<String, usize>, usize)]| {
        lines.iter().flat_map(|(_, counts, _)| counts.keys().cloned()).collect::<std::collections::BTreeSet<_>>()
    };
    assert!(words_of(&lines).contains("ready") && words_of(&lines).contains("not ready"), "{lines:?}");
    assert!(lines.iter().any(|(.., now)| *now == 3), "{lines:?}");
    let screen = screen(&seen);
    assert!(!screen.iter().any(|line| line.contains(" of 13 clusters")), "{screen:#?}");
    assert!(
        screen.iter().any(|line| line == "13 targets") && screen.iter().any(|line| line.starts_with("exit code  4"))
    );
    // A fleet that is only collected has nothing else to tell.
    let kept = place.seen_at_terminal(&["collect", "--all", "--jobs", "3", "-o", "kept"]).unwrap();
    let last = told(&kept, " of 13 clusters").pop().unwrap();
    assert!(last.1.contains_key("collected") && !last.1.contains_key("ready"), "{last:?}");
    for words in [["check", "--all", "-q"], ["check", "c000", "c001"]] {
        let seen = place.seen_at_terminal(&words).unwrap();
        assert_eq!(told(&seen, " of 2 clusters").is_empty(), words[1] == "--all", "{words:?}");
        assert!(told(&seen, " of 13 clusters").is_empty(), "{words:?}");
    }
    let piped = place.run(&["check", "c000", "c001", "c002"]);
    assert!(!piped.err.contains("clusters"), "{}", piped.err);
}

/// A fleet of saved output has the same line, where there is more than a moment to wait for.
#[test]
fn a_fleet_of_saved_output_has_the_same_line() {
    let fleet = Fleet::of(&[(READY, ms(0))]);
    let place = fleet.place();
    for at in 0..70 {
        place.write(&format!("saved/c{at}/version.txt"), "NetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n");
    }
    let Some(seen) = place.seen_at_terminal(&["check", "--from", "saved", "--format", "junit"]) else { return };
    let lines = told(&seen, " of 70 targets");
    let after = lines.iter().find(|(done, ..)| *done == 64);
    assert!(after.is_some_and(|(_, counts, _)| counts.get("undecided") == Some(&64)), "{lines:?}");
    assert!(!screen(&seen).iter().any(|line| line.contains(" of 70 targets")));
}
