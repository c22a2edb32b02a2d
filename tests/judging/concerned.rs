//! Which rules the plan brings up: those about tapes, about data SVMs, and those beyond the document.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Expect, Question, Waiver};

use super::cluster::{judged, outcomes, plan, question, ready, through, verdicts};
use super::saved::{plain, word};

#[test]
fn devices_that_are_expected_are_looked_for_whatever_is_said_of_tapes() {
    let of = |drives: Option<u32>, changers: Option<u32>, tape: bool| {
        let mut question = question(Planned { tape: Some(tape), ..plan() });
        question.expect = Expect { drives, changers };
        word(&outcomes(&ready(), &question, "media-changer-visible")[0])
    };
    assert_eq!(of(None, None, true), "pass");
    assert_eq!(of(None, None, false), "not-applicable:no-tape");
    assert_eq!(of(Some(2), None, false), "pass");
    assert_eq!(of(None, Some(1), false), "pass");
    assert_eq!(of(None, Some(2), false), "fail");
}

#[test]
fn a_data_svm_is_judged_where_the_plan_names_it_its_lif_or_its_user() {
    let of = |register: &[&str], svms: &[&str], vserver: Option<&str>| {
        let mut question = question(through(register, svms));
        question.user.vserver = vserver.map(str::to_owned);
        verdicts(&ready(), &question, "backup-svm-enabled")
    };
    let (svm, own) = ("svm-aviemore-fs1", ["svm-aviemore-fs1 pass"]);
    assert_eq!(of(&[], &[svm], None), own);
    assert_eq!(of(&["aviemore_lif1"], &[], None), own, "sessions log in at its LIF");
    assert_eq!(of(&[], &[], Some(svm)), own, "the planned user is its own");
    for (register, vserver) in [(&[][..], None), (&["cluster_mgmt"], None), (&[], Some("strathspey"))] {
        assert_eq!(of(register, &[], vserver), [" not-applicable:no-svm"], "{register:?} {vserver:?}");
    }
}

#[test]
fn a_rule_that_the_document_does_not_have_says_so() {
    let all = judged(&ready(), &question(plan())).outcomes;
    let is_beyond = |rule: &str| all.iter().find(|outcome| outcome.rule == rule).map(|outcome| outcome.beyond);
    for (rule, beyond) in
        [("lif-up", false), ("tape-reservations", false), ("registered-lif", true), ("no-takeover", true)]
    {
        assert_eq!(is_beyond(rule), Some(beyond), "{rule}");
    }
}

#[test]
fn what_is_to_be_done_about_a_waiver_that_ended_is_said_with_it() {
    let (rule, reason, place) = ("lif-up".to_owned(), "planned".to_owned(), "preflight.toml:2".to_owned());
    let until = jiff::civil::date(2026, 1, 1);
    let waiver = Waiver { rule, reason, until, place, only: Vec::new(), observed: Vec::new() };
    let question = Question { waivers: vec![waiver], ..plain() };
    let one = outcomes(&ready(), &question, "waiver-expired").remove(0);
    assert_eq!(one.message, "the waiver of `lif-up` ended on 2026-01-01 (preflight.toml:2)");
    assert_eq!(one.title, "every waiver does its work");
    assert_eq!(one.expected, "a waiver of a known rule, not expired, that covers a failure as it was waived");
    assert_eq!(one.note, "renew it or take it out of the configuration");
}
