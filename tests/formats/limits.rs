//! Limits of who reads the reports.

use ndmp_preflight::report::{Format, Policy, Report, Target};

use super::saved::{Saved, plain};
use super::{judged, written};

fn many(count: usize) -> Report {
    let one = judged("many-faults", &Saved::sample("many-faults"), &plain()).remove(0);
    let named = |at: usize| Target { target: format!("cluster{at}"), ..one.clone() };
    Report::of((0..count).map(named).collect(), Policy::default())
}

/// GitHub shows ten errors and ten warnings of a step: the first says what all come to, the worst of any target follow.
#[test]
fn github_shows_the_worst_of_all_targets() {
    let mut report = many(3);
    let mut targets = std::mem::take(&mut report.targets);
    // Only the last has failures of must rules.
    for target in &mut targets[..2] {
        target.outcomes.retain(|outcome| outcome.severity.word() != "must");
    }
    let text = written(&Report::of(targets, Policy::default()), Format::Github);
    let of = |kind: &str| text.lines().filter(|line| line.starts_with(&format!("::{kind} "))).collect::<Vec<_>>();
    assert_eq!((of("error").len(), of("warning").len()), (10, 9), "{text}");
    assert!(of("error")[1..].iter().all(|line| line.contains("title=cluster2%3A")), "{text}");
    assert!(text.starts_with("::error title=ndmp-preflight%3A not ready::exit code 1, because "), "{text}");
    assert!(text.lines().next().unwrap().contains("18 of "), "{text}");
    assert!(text.lines().all(|line| line.len() < 3 * 4096));
}

/// A job summary of GitHub is 1 MiB at most: what there is no room for is said, and the verdict on each is there.
#[test]
fn markdown_fits_into_a_job_summary() {
    let text = written(&many(400), Format::Markdown);
    assert!(text.len() < 1 << 20, "{}", text.len());
    let left = text.matches("\n\nLeft out, for the summary would be too large; other formats have it.").count();
    assert!(left > 0);
    let full = text.matches("### fail: must `lif-failover-local`").count();
    assert_eq!(left + full, 400);
    assert!((0..400).all(|at| text.contains(&format!("| cluster{at} | not-ready |"))));
}
