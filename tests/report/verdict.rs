//! From outcomes to verdict, exit code and the sentence that gives the reason.

use ndmp_preflight::judge::{Outcome, Severity, Verdict};
use ndmp_preflight::report::{FailOn, Policy, Readiness, Report, Target};

use super::fixture;

const PLAIN: Policy = Policy { fail_on: FailOn::Must, allow_unknown: false };
const STRICT: Policy = Policy { fail_on: FailOn::Should, allow_unknown: false };
const LENIENT: Policy = Policy { fail_on: FailOn::Must, allow_unknown: true };

fn of(kinds: &[(&str, Severity, Verdict)]) -> Target {
    let outcome = |&(rule, weight, verdict): &(&str, _, _)| fixture::outcome(rule, weight, verdict, &[], "seen");
    fixture::target(kinds.iter().map(outcome).collect::<Vec<Outcome>>())
}

fn passing() -> Target {
    of(&[("lif-up", Severity::Must, Verdict::Pass)])
}

fn said(targets: Vec<Target>, policy: Policy) -> (Readiness, u8, String) {
    let report = Report::of(targets, policy);
    assert_eq!(report.exit().code(), report.exit_code);
    (report.verdict, report.exit_code, report.because)
}

fn expected(verdict: Readiness, code: u8, because: &str) -> (Readiness, u8, String) {
    (verdict, code, because.to_owned())
}

#[test]
fn ready_when_every_must_rule_passed_or_is_waived() {
    let ready = expected(Readiness::Ready, 0, "every applicable must rule passed");
    assert_eq!(said(vec![passing()], PLAIN), ready);
    let waived = of(&[("lif-up", Severity::Must, Verdict::Pass), ("lif-home", Severity::Must, Verdict::Waived)]);
    let because = "every applicable must rule passed or is waived (`lif-home`)";
    assert_eq!(said(vec![waived], PLAIN), expected(Readiness::Ready, 0, because));
}

#[test]
fn a_should_rule_decides_only_when_asked_and_info_never() {
    let target =
        of(&[("lif-home", Severity::Should, Verdict::Fail), ("tape-attachment", Severity::Info, Verdict::Fail)]);
    assert_eq!(said(vec![target.clone()], PLAIN).1, 0);
    let because = "1 must or should rule failed: `lif-home`";
    assert_eq!(said(vec![target], STRICT), expected(Readiness::NotReady, 1, because));
}

#[test]
fn unknown_must_rules_keep_it_undecided_unless_that_is_allowed() {
    let target = of(&[("lif-up", Severity::Must, Verdict::Pass), ("ndmp-user", Severity::Must, Verdict::Unknown)]);
    let because = "nothing failed, but 1 must rule could not be told: `ndmp-user`";
    assert_eq!(said(vec![target.clone()], PLAIN), expected(Readiness::Undecided, 3, because));
    let because = "nothing failed, and `--allow-unknown` accepts that 1 must rule could not be told";
    assert_eq!(said(vec![target], LENIENT), expected(Readiness::Undecided, 0, because));
    let lesser = of(&[("lif-up", Severity::Must, Verdict::Pass), ("lif-home", Severity::Should, Verdict::Unknown)]);
    assert_eq!(said(vec![lesser], PLAIN).1, 0);
}

#[test]
fn nothing_judged_is_undecided_and_no_option_relaxes_that() {
    let because = "no rule could be decided in `prod.example`, and `--allow-unknown` does not accept that";
    let nothing = expected(Readiness::Undecided, 3, because);
    assert_eq!(said(vec![of(&[])], LENIENT), nothing);
    assert_eq!(said(vec![of(&[("lif-up", Severity::Must, Verdict::Unknown)])], LENIENT), nothing);
    assert_eq!(said(vec![of(&[("lif-up", Severity::Must, Verdict::NotApplicable)])], LENIENT), nothing);
    assert_eq!(said(vec![], LENIENT), expected(Readiness::Undecided, 3, "nothing was judged"));
}

#[test]
fn a_rule_that_passes_on_a_text_without_any_answer_does_not_make_it_judged() {
    let mut target = of(&[("capture-secret", Severity::Must, Verdict::Pass)]);
    target.answers.retain(|answer| matches!(answer.status.as_str(), "refused" | "missing"));
    assert_eq!(said(vec![target], LENIENT).1, 3);
}

#[test]
fn of_several_targets_the_gravest_counts() {
    let failing = || of(&[("lif-up", Severity::Must, Verdict::Fail), ("ndmp-user", Severity::Must, Verdict::Unknown)]);
    let open = || of(&[("lif-up", Severity::Must, Verdict::Pass), ("ndmp-user", Severity::Must, Verdict::Unknown)]);
    let code = |targets, policy| said(targets, policy).1;
    assert_eq!(code(vec![passing(), open(), failing(), fixture::unreadable()], LENIENT), 4);
    assert_eq!(code(vec![passing(), open(), failing()], LENIENT), 1);
    assert_eq!(code(vec![passing(), open()], PLAIN), 3);
    assert_eq!(code(vec![passing(), of(&[])], LENIENT), 3);
    assert_eq!(code(vec![passing(), passing()], PLAIN), 0);
    let words: Vec<_> = Report::of(vec![passing(), failing(), fixture::unreadable()], PLAIN)
        .targets
        .iter()
        .map(|target| target.verdict.word())
        .collect();
    assert_eq!(words, ["ready", "not-ready", "unreadable"]);
}

#[test]
fn long_lists_of_rules_are_cut_in_the_reason() {
    let names = ["a", "b", "c", "d", "e", "f"];
    let target = of(&names.map(|name| (name, Severity::Must, Verdict::Fail)));
    assert_eq!(said(vec![target], PLAIN).2, "6 must rules failed: `a`, `b`, `c`, `d` and 2 more");
}
