//! The end of a report: what to capture next where something is unknown, what the verdict rests on where it is ready.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;

use ndmp_preflight::judge::{CaptureNext, Question, ScopeWish};
use ndmp_preflight::report::{Format, Report, Style, Verbosity};
use saved::{Saved, plain};

fn next(saved: &Saved, question: &Question) -> Vec<String> {
    let told = |next: &CaptureNext| {
        let was = next.was.as_ref().map(|was| format!(" ({was})")).unwrap_or_default();
        format!("{}{was}: {}", next.command, next.rules.join(", "))
    };
    saved.report(question).targets[0].capture_next.iter().map(told).collect()
}

fn human(report: &Report) -> String {
    let mut out = Vec::new();
    Format::Human.write(report, &Style::plain(Verbosity::Normal), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The lines of the label `rests on`, joined.
fn rests_on(report: &Report) -> String {
    let text = human(report);
    let lines = text.lines().skip_while(|line| !line.starts_with("rests on"));
    let own =
        lines.enumerate().take_while(|(at, line)| *at == 0 || line.starts_with("   ")).map(|(_, line)| line.trim());
    own.collect::<Vec<_>>().join(" ")
}

fn no_tape() -> Question {
    Question { tape: false, scope: ScopeWish::Svm, ontap: Some("9.9.1".to_owned()), ..plain() }
}

#[test]
fn a_hint_names_the_form_that_shows_the_column_and_never_what_was_captured() {
    let saved = Saved::text(
        "ayr::> network interface show
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
ayr
            ic1          up/up    192.0.2.21/24      ayr-01        e0c     true

ayr::> network interface show -role intercluster
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
ayr
            ic1          up/up    192.0.2.21/24      ayr-01        e0c     true

ayr::>
",
    );
    let report = saved.report(&no_tape());
    let outcomes = &report.targets[0].outcomes;
    let failover = outcomes.iter().find(|outcome| outcome.rule == "lif-failover-local").unwrap();
    let wanted = "cannot be told: no answer shows the column `failover-policy`; run `network interface show -fields failover-policy`";
    assert_eq!(failover.message, wanted);
    let all = next(&saved, &no_tape());
    assert!(all.contains(&"network interface show -fields failover-policy: lif-failover-local".to_owned()), "{all:#?}");
    let is_captured = |line: &&String| line.starts_with("network interface show:");
    assert_eq!(all.iter().find(is_captured), None, "{all:#?}");
    let text = human(&report);
    let (_, list) = text.split_once("capture these commands next:\n").unwrap();
    assert!(
        list.contains("  network interface show -fields failover-policy\n      for lif-failover-local\n"),
        "{list}"
    );
    assert_eq!(text.matches("capture these commands next:").count(), 1);
}

#[test]
fn each_command_stands_once_and_what_was_refused_or_cut_off_is_named_so() {
    let mut saved = Saved::sample("ready-svm-9.9.1");
    saved.without("options_tape.reservations").without("vserver_services_ndmp_show");
    let refusal = "ayr::> options tape.reservations\nError: \"options\" is not a recognized command\n\nayr::>\n";
    saved.with("session", &refusal.replace("ayr", "drumnadrochit-prd"));
    saved.count("storage_tape_show", 6, 7);
    let all = next(&saved, &plain());
    let commands: Vec<&str> = all.iter().map(|line| line.split([':', '(']).next().unwrap().trim()).collect();
    let mut once = commands.clone();
    once.dedup();
    assert_eq!(commands, once);
    let told = |wanted: &str| assert!(all.iter().any(|line| line == wanted), "{all:#?}");
    told("options tape.reservations (refused): tape-reservations, tape-reservations-uniform");
    let is_cut = |line: &&String| line.starts_with("storage tape show (cut-off): ");
    assert!(all.iter().any(|line| is_cut(&line) && line.contains("tape-device-status")), "{all:#?}");
}

#[test]
fn a_ready_cluster_says_what_was_assumed_and_how_old_the_answers_are() {
    let saved = Saved::sample("ready-svm-9.9.1");
    let told = rests_on(&saved.report(&plain()));
    assert_eq!(
        told,
        "rests on   answers that do not tell their date; assumed: the backup application wants tape.reservations to be persistent, as the document does"
    );
    let mut assumed = Saved::sample("ready-svm-9.9.1");
    assumed.without("network_interface_show_-fields_firewall-policy").without("version");
    let told = rests_on(&assumed.report(&Question { ontap: Some("9.9.1".to_owned()), ..plain() }));
    assert!(told.contains("assumed: the release is 9.9.1, as --ontap says; assumed: "), "{told}");
    assert!(
        told.contains(
            "drumnadrochit-prd-01_icl01, drumnadrochit-prd-02_icl01 have the firewall policy intercluster, the document's for their role"
        ),
        "{told}"
    );
    let mut undecided = Saved::sample("ready-svm-9.9.1");
    undecided.without("version");
    assert_eq!(rests_on(&undecided.report(&plain())), "", "only what is ready says so");
}
