//! What the backup application asks of the cluster: all rules are judged here, those beyond the document too.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Attestation, Attested, Outcome, Question, judge};
use ndmp_preflight::report::{Policy, Report, Target};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

use super::saved::{Saved, changes, note, plain, whole};
use super::{NODE, OVERFLOW, Sample, trust};

const NDMP: &str = "vserver_services_ndmp_show";

/// The question of a plan with this application.
fn planned(dma: &str, planned: Planned) -> Question {
    let mut question = plain();
    Planned { dma: Some(dma.to_owned()), ..planned }.ask(&mut question, whole().profile(dma));
    question
}

/// The same for an application that is known to use cluster aware backup.
fn with_cab(dma: &str) -> Question {
    planned(dma, Planned { cab: Some(true), ..Planned::default() })
}

fn report(saved: &Saved, question: &Question) -> Report {
    note(saved, question);
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let readings = table::read("saved", captures, &whole().tables);
    let target = |reading| Target::of(reading, judge(reading, whole(), question), question);
    Report::of(readings.iter().map(target).collect(), Policy::default())
}

/// The outcome of the rule for the SVM.
fn of<'r>(report: &'r Report, rule: &str, vserver: &str) -> &'r Outcome {
    let is_it = |outcome: &&Outcome| outcome.rule == rule && outcome.subject.values().any(|value| value == vserver);
    report.targets[0].outcomes.iter().find(is_it).unwrap()
}

fn outcome<'r>(report: &'r Report, rule: &str) -> &'r Outcome {
    report.targets[0].outcomes.iter().find(|outcome| outcome.rule == rule).unwrap()
}

/// The damage turns exactly these verdicts of the ready cluster, and the exit code to `code`.
fn turns(sample: &Sample, question: &Question, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) -> Report {
    let mut saved = sample.saved();
    let before = report(&saved, question);
    assert_eq!(before.exit_code, 0, "{}", before.because);
    damage(&mut saved);
    let after = report(&saved, question);
    let wanted: Vec<String> = wanted.iter().map(|text| sample.long(text)).collect();
    let seen = changes(&before.targets[0].outcomes, &after.targets[0].outcomes);
    trust::count(&wanted, &seen);
    assert_eq!((seen, after.exit_code), (wanted, code), "{}", after.because);
    after
}

fn takes(word: &'static str) -> impl Fn(&mut Saved) {
    move |saved: &mut Saved| {
        saved.snip(NDMP, "svm-aviemore-fs1", "challenge", word);
    }
}

#[test]
fn no_way_to_authenticate_in_common() {
    let question = with_cab("unitrends");
    let both = ["dma-authentication svm-aviemore-fs1 fail", "svm-ndmp-authentication svm-aviemore-fs1 fail"];
    let after = turns(&OVERFLOW, &question, takes("plaintext"), &both, 1);
    let found = of(&after, "dma-authentication", "svm-aviemore-fs1");
    assert_eq!(
        found.message,
        "unitrends offers challenge, and svm-aviemore-fs1 takes plaintext: no session can log in"
    );
    assert_eq!(found.fix, ["vserver services ndmp modify -vserver svm-aviemore-fs1 -authtype challenge"]);
    let more = ["svm-ndmp-authentication svm-aviemore-fs1 fail"];
    turns(&OVERFLOW, &question, takes("plaintext, challenge"), &more, 1);
    let odd = [
        "dma-authentication svm-aviemore-fs1 unknown:unknown-value",
        "svm-ndmp-authentication svm-aviemore-fs1 unknown:unknown-value",
    ];
    turns(&OVERFLOW, &question, takes("challenge, kerberos"), &odd, 3);
}

/// What is in common may be clear text alone: it passes, and says so.
#[test]
fn clear_text_that_is_all_in_common() {
    for word in ["plaintext", "plaintext_sso"] {
        let more = ["svm-ndmp-authentication svm-aviemore-fs1 fail"];
        let after = turns(&OVERFLOW, &with_cab("oracle-secure-backup"), takes(word), &more, 1);
        let found = of(&after, "dma-authentication", "svm-aviemore-fs1");
        assert!(
            found.message.starts_with("only clear text is left: oracle-secure-backup offers "),
            "{}",
            found.message
        );
    }
}

/// The words of the plan are ONTAP's own: what is set to `plaintext_sso` cannot do with `plaintext`.
#[test]
fn what_the_plan_says_is_meant_to_the_letter() {
    let plan = |word: &str| Planned { authentication: Some(word.to_owned()), cab: Some(true), ..Planned::default() };
    let verdict = |word: &str, taken: &'static str| {
        let mut saved = OVERFLOW.saved();
        takes(taken)(&mut saved);
        let report = report(&saved, &planned("oracle-secure-backup", plan(word)));
        of(&report, "dma-authentication", "svm-aviemore-fs1").verdict.word()
    };
    assert_eq!(verdict("plaintext_sso", "plaintext"), "fail");
    assert_eq!(verdict("plaintext_sso", "plaintext_sso"), "pass");
    assert_eq!(verdict("plaintext", "plaintext_sso"), "fail");
    assert_eq!(verdict("challenge", "challenge"), "pass");
}

/// A node always takes challenge, and clear text where that is allowed.
#[test]
fn what_a_node_takes() {
    let question = planned("unitrends", Planned::default());
    let allowed = |saved: &mut Saved| {
        saved.edit("session", "sannox-b              true      false", "false", "true ");
    };
    turns(&NODE, &question, allowed, &["node-ndmp-clear-text ~-b fail"], 1);
    let plan = Planned { authentication: Some("plaintext".to_owned()), ..Planned::default() };
    let question = planned("unitrends", plan);
    let mut saved = NODE.saved();
    let before = report(&saved, &question);
    assert_eq!(outcome(&before, "dma-authentication").verdict.word(), "fail");
    allowed(&mut saved);
    let after = report(&saved, &question);
    let seen = changes(&before.targets[0].outcomes, &after.targets[0].outcomes);
    assert_eq!(seen, ["dma-authentication sannox-b pass", "node-ndmp-clear-text sannox-b fail"]);
}

#[test]
fn an_address_of_the_other_family() {
    let question = planned("oracle-secure-backup", Planned::default());
    let other = |saved: &mut Saved| {
        for address in ["198.51.100.81/26", "198.51.100.82/26"] {
            saved.replace("session", address, "2001:db8::41/64");
        }
    };
    // Its firewall policy lets a network of IPv4 in, and nobody else.
    let wanted = ["dma-address-family {} fail", "lif-firewall-ndmp ~-a_ic fail", "lif-firewall-ndmp ~-b_ic fail"];
    turns(&NODE, &question, other, &wanted, 1);
}

/// What is attested of the application fails as well as what its profile tells.
#[test]
fn what_is_attested_of_the_application() {
    let attested = |what, value: &str| {
        let mut question = planned("commvault", Planned::default());
        let (by, on) = ("backup team".to_owned(), jiff::civil::date(2026, 11, 20));
        let value = Some(value.to_owned());
        question.attestations = vec![Attestation { what, value, by, on, until: None, place: "p:1".to_owned() }];
        report(&OVERFLOW.saved(), &question)
    };
    for (what, value, rule, verdict) in [
        (Attested::DmaNdmpVersion, "v4", "dma-ndmp-version", "pass"),
        (Attested::DmaNdmpVersion, "v3", "dma-ndmp-version", "fail"),
        (Attested::DmaBlockSize, "256", "dma-block-size", "pass"),
        (Attested::DmaBlockSize, "257", "dma-block-size", "fail"),
        (Attested::DmaBlockSize, "4", "dma-block-size", "pass"),
        (Attested::DmaBlockSize, "3", "dma-block-size", "fail"),
        (Attested::DmaAddressFamily, "ipv6", "dma-address-family", "fail"),
        (Attested::DmaAddressFamily, "ipv4", "dma-address-family", "pass"),
        (Attested::DmaAddressFamily, "both", "dma-address-family", "not-applicable"),
    ] {
        let report = attested(what, value);
        let found = outcome(&report, rule);
        if verdict == "fail" {
            let told = |word: &str| vec![format!("{rule} {{}} {word}")];
            trust::count(&told(verdict), &told(found.verdict.word()));
        }
        assert_eq!(found.verdict.word(), verdict, "{value}: {}", found.message);
        assert!(found.message.contains("attested by backup team on 2026-11-20"), "{}", found.message);
        assert_eq!(report.exit_code, u8::from(verdict == "fail"), "{value}: {}", report.because);
    }
}

/// NetBackup's reservations depend on its setting: the failure says with which one the value would be right.
#[test]
fn a_value_that_another_setting_of_the_application_needs() {
    let saved = OVERFLOW.saved();
    let persistent = report(&saved, &planned("netbackup", Planned::default()));
    let found = outcome(&persistent, "tape-reservations");
    assert_eq!(found.verdict.word(), "fail");
    let wanted = "is persistent, not scsi. For netbackup it is scsi with SPC-2 SCSI reserve, its default; persistent with SCSI persistent reserve; off with SCSI reservation disabled: where it is set to go with persistent, say `--reservations persistent`";
    assert!(found.message.ends_with(wanted), "{}", found.message);
    let plan = Planned { reservations: Some("persistent".to_owned()), ..Planned::default() };
    assert_eq!(report(&saved, &planned("netbackup", plan)).exit_code, 0);
    let mut off = OVERFLOW.saved();
    off.replace("options_tape.reservations", "persistent", "off       ");
    let off = report(&off, &planned("netbackup", Planned::default()));
    let found = outcome(&off, "tape-reservations");
    assert!(found.message.ends_with("where it is set to go with off, say `--reservations off`"), "{}", found.message);
}

/// No rule on the application turns a proven cluster undecided for what no source tells.
#[test]
fn what_is_not_told_is_asked_and_not_judged() {
    let bare = report(&OVERFLOW.saved(), &planned("commvault", Planned::default()));
    assert_eq!(bare.exit_code, 0, "{}", bare.because);
    for rule in ["dma-authentication", "dma-address-family", "dma-ndmp-version", "dma-block-size"] {
        let found = outcome(&bare, rule);
        assert_eq!(found.reason.as_deref(), Some("not-told"), "{rule}: {}", found.message);
        assert!(bare.targets[0].questions.iter().any(|question| question.rules.contains(&rule.to_owned())), "{rule}");
    }
    let none = report(&OVERFLOW.saved(), &plain());
    let found = outcome(&none, "dma-authentication");
    assert_eq!(found.reason.as_deref(), Some("no-application"));
    assert!(none.targets[0].questions.is_empty());
}

/// Only the way to authenticate is told: nobody asked about cluster aware backup.
#[test]
fn a_plan_that_tells_one_thing_makes_no_other_rule_speak() {
    let mut question = plain();
    let plan = Planned { authentication: Some("challenge".to_owned()), ..Planned::default() };
    plan.ask(&mut question, None);
    let told = report(&OVERFLOW.saved(), &question);
    assert_eq!(told.exit_code, 0, "{}", told.because);
    assert_eq!(outcome(&told, "dma-authentication").verdict.word(), "pass");
    for rule in ["dma-scope", "dma-address-family", "dma-ndmp-version", "dma-block-size"] {
        assert_eq!(outcome(&told, rule).reason.as_deref(), Some("no-application"), "{rule}");
    }
}

/// Where nobody names a LIF, those of the role that the profile registers are judged: NetBackup's is cluster management.
#[test]
fn the_lif_that_the_profile_registers() {
    let plan = || Planned { reservations: Some("persistent".to_owned()), ..Planned::default() };
    let question = planned("netbackup", plan());
    let down = |saved: &mut Saved| {
        saved.edit("network_interface_show", "cluster_mgmt", "up/up", "up/down");
    };
    let wanted = ["lif-up cluster_mgmt fail", "registered-lif cluster_mgmt fail"];
    turns(&OVERFLOW, &question, down, &wanted, 1);
    let without = report(&OVERFLOW.saved(), &planned("netbackup", Planned { cab: Some(false), ..plan() }));
    let found = outcome(&without, "registered-lif");
    assert_eq!(found.verdict.word(), "fail");
    assert!(
        found.message.contains("gives the volumes of ") && found.message.contains(" no tapes"),
        "{}",
        found.message
    );
    let named = planned("netbackup", Planned { register: vec!["nobody".to_owned()], ..plan() });
    assert_eq!(outcome(&report(&OVERFLOW.saved(), &named), "registered-lif").subject["lif"], "nobody");
    // One LIF of the role is enough, and where no tape is at the cluster, none is needed.
    let verdicts = |register: &[&str], tape: bool| -> Vec<&'static str> {
        let register = register.iter().map(|name| (*name).to_owned()).collect();
        let question = planned("netbackup", Planned { register, tape: Some(tape), ..plan() });
        let report = report(&OVERFLOW.saved(), &question);
        let own = report.targets[0].outcomes.iter().filter(|outcome| outcome.rule == "registered-lif");
        own.map(|outcome| outcome.verdict.word()).collect()
    };
    assert_eq!(verdicts(&["strathspey-01_icl1"], true), ["fail"]);
    assert_eq!(verdicts(&["strathspey-01_icl1"], false), ["pass"]);
    assert_eq!(verdicts(&["strathspey-01_icl1", "cluster_mgmt"], true), ["pass", "pass"]);
    let node = report(&NODE.saved(), &planned("netbackup", plan()));
    assert_eq!(outcome(&node, "registered-lif").reason.as_deref(), Some("wrong-scope"));
    let untold = report(&OVERFLOW.saved(), &planned("commvault", Planned::default()));
    assert_eq!(outcome(&untold, "registered-lif").reason.as_deref(), Some("no-register"));
}

/// All of them, for the table.
pub(super) const EACH: [fn(); 10] = [
    no_way_to_authenticate_in_common,
    clear_text_that_is_all_in_common,
    what_the_plan_says_is_meant_to_the_letter,
    what_a_node_takes,
    an_address_of_the_other_family,
    what_is_attested_of_the_application,
    a_value_that_another_setting_of_the_application_needs,
    what_is_not_told_is_asked_and_not_judged,
    a_plan_that_tells_one_thing_makes_no_other_rule_speak,
    the_lif_that_the_profile_registers,
];
