//! Rules for some releases only: any range of them, also where no answer tells the release itself.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::judge::{Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

const NODES: &str = "etive::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
    etive-01              true    true\netive-02              true    true\n2 entries were displayed.\n\netive::> ";

/// An entry of a firewall policy, which only releases before 9.10.1 have.
const OLD: &str = "system services firewall policy show\nVserver Policy       Service    Allowed\n\
    ------- ------------ ---------- -------------------\netive\n        mgmt\n                     ndmp       0.0.0.0/0\n\n\
    etive::> ";

/// Verdict and reason of a rule for these releases.
fn judged(range: &str, session: &str) -> (Verdict, Option<String>) {
    let text = format!(
        "id = \"ranged\"\ntitle = \"t\"\nseverity = \"must\"\nwhy = \"w\"\npasses = \"p\"\n[applies]\nontap = \"{range}\"\n\
         [check]\neach = \"node\"\nsubject = {{}}\nexpect = {{ health = \"true\" }}\n[say]\npass = \"p\"\nfail = \"f\"\n\
         [[example]]\nverdict = \"pass\"\ninput = \"\"\n"
    );
    let mut catalog = Catalog::embedded().unwrap();
    catalog.add_site(vec![("site/ranged.toml".to_owned(), text)]).unwrap();
    let reading = table::read("site", vec![Capture::of_text("session.txt", session)], &catalog.tables).remove(0);
    let outcomes = judge(&reading, &catalog, &Question::plain(jiff::civil::date(2026, 11, 22))).outcomes;
    let outcome = outcomes.into_iter().find(|outcome| outcome.rule == "ranged").unwrap();
    (outcome.verdict, outcome.reason)
}

fn of_release(release: &str) -> String {
    format!("{NODES}version\nNetApp Release {release}: Thu Jun 15 12:03:10 UTC 2023\n\netive::> ")
}

#[test]
fn the_release_decides_at_any_boundary() {
    let (pass, out) = (Verdict::Pass, Verdict::NotApplicable);
    for (range, release, verdict, reason) in [
        (">=9.12.1", "9.12.1P4", pass, None),
        (">=9.12.1", "9.11.1P2", out, Some("old-release")),
        ("<9.6", "9.5P3", pass, None),
        ("<9.6", "9.6", out, Some("new-release")),
        (">=9.6 <9.12.1", "9.10.1", pass, None),
        (">=9.6 <9.12.1", "9.4", out, Some("old-release")),
        (">=9.6 <9.12.1", "9.14.1", out, Some("new-release")),
    ] {
        let found = judged(range, &of_release(release));
        assert_eq!(found, (verdict, reason.map(str::to_owned)), "{range} at {release}");
    }
}

#[test]
fn where_no_answer_tells_the_release_the_evidence_may_tell_enough() {
    let session = format!("{NODES}{OLD}");
    for (range, verdict, reason) in [
        ("<9.10.1", Verdict::Pass, None),
        ("<9.12.1", Verdict::Pass, None),
        (">=9.10.1", Verdict::NotApplicable, Some("old-release")),
        (">=9.12.1", Verdict::NotApplicable, Some("old-release")),
        ("<9.6", Verdict::Unknown, Some("version-unknown")),
        (">=9.6", Verdict::Unknown, Some("version-unknown")),
    ] {
        assert_eq!(judged(range, &session), (verdict, reason.map(str::to_owned)), "{range}");
    }
    assert_eq!(judged(">=9.6", NODES), (Verdict::Unknown, Some("version-unknown".to_owned())));
}
