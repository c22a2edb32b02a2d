//! What somebody attests of the application: until when it counts, and what the plan or the profile says against it.

use jiff::civil::{Date, date};
use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Attestation, Attested, Question};

use super::cluster::{judged, judged_by, plan, question, ready};
use super::saved::{whole, word};
use super::session::{NODES, typed};

fn attestation(what: Attested, value: &str) -> Attestation {
    let (by, place) = ("backup team".to_owned(), "preflight.toml:1".to_owned());
    let value = Some(value.to_owned()).filter(|value| !value.is_empty());
    Attestation { what, value, by, on: date(2026, 11, 20), until: None, place }
}

/// What is planned, and attested besides.
fn asked(planned: Planned, attested: Vec<Attestation>) -> Question {
    let mut question = question(planned);
    question.attestations = attested;
    question
}

/// Rule and message of what is said of the attestations and of the plan itself.
fn findings(question: &Question) -> Vec<(String, String)> {
    let is_one = |rule: &str| rule.starts_with("attestation-") || rule.starts_with("plan-");
    let all = judged(&ready(), question).outcomes.into_iter().filter(|outcome| is_one(&outcome.rule));
    all.map(|outcome| (outcome.rule, outcome.message)).collect()
}

fn of(dma: &str) -> Planned {
    Planned { dma: Some(dma.to_owned()), ..plan() }
}

#[test]
fn an_attestation_counts_through_its_last_day() {
    let until = |until: Option<Date>, on: Date| {
        let one = Attestation { until, on, ..attestation(Attested::DataPortsOpen, "") };
        findings(&asked(plan(), vec![one]))
    };
    let lapsed = |day: &str, on: &str| {
        let text = format!(
            "the attestation of `data-ports-open` by backup team on {on} counted until {day} (preflight.toml:1)"
        );
        vec![("attestation-lapsed".to_owned(), text)]
    };
    let on = date(2026, 1, 5);
    assert_eq!(until(Some(date(2026, 11, 22)), on), [], "the day itself");
    assert_eq!(until(Some(date(2026, 11, 21)), on), lapsed("2026-11-21", "2026-01-05"));
    assert_eq!(until(None, date(2025, 11, 22)), [], "a year");
    assert_eq!(until(None, date(2025, 11, 21)), lapsed("2026-11-21", "2025-11-21"));
}

#[test]
fn a_plan_that_says_otherwise_is_told_and_one_that_says_the_same_is_not() {
    let against = |planned: Planned, what, value: &str| {
        let found = findings(&asked(planned, vec![attestation(what, value)]));
        found
            .into_iter()
            .filter(|(rule, _)| rule == "attestation-contradicted")
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
    };
    let text = |text: &str| vec![format!("backup team attests {text} (preflight.toml:1)")];
    let dma = "veeam";
    let cab = |cab| Planned { cab, ..of(dma) };
    let used = text("`dma-supports-cab`, and the plan says that it is not used");
    assert_eq!(against(cab(Some(false)), Attested::DmaSupportsCab, ""), used);
    assert_eq!(against(cab(Some(true)), Attested::DmaSupportsCab, ""), Vec::<String>::new());
    let set = |value: Option<&str>| Planned { reservations: value.map(str::to_owned), ..of(dma) };
    let other = text("`dma-reservations` (scsi), and the plan says persistent");
    assert_eq!(against(set(Some("persistent")), Attested::DmaReservations, "scsi"), other);
    assert_eq!(against(set(Some("scsi")), Attested::DmaReservations, "scsi"), Vec::<String>::new());
    assert_eq!(against(set(None), Attested::DmaReservations, "scsi"), Vec::<String>::new(), "nobody planned any");
    let set = |value: Option<&str>| Planned { authentication: value.map(str::to_owned), ..of(dma) };
    let other = text("`dma-authentication` (plaintext), and the plan says challenge");
    assert_eq!(against(set(Some("challenge")), Attested::DmaAuthentication, "plaintext"), other);
    assert_eq!(against(set(Some("plaintext")), Attested::DmaAuthentication, "plaintext"), Vec::<String>::new());
}

#[test]
fn a_profile_that_says_otherwise_is_told() {
    let is_disputed = |dma: &str, what, value: &str| {
        let profile = whole().profile(dma).unwrap();
        attestation(what, value).disputed_by(profile).is_some()
    };
    for (size, disputed) in [("3", true), ("4", false), ("256", false), ("257", true)] {
        assert_eq!(is_disputed("data-protector", Attested::DmaBlockSize, size), disputed, "{size}");
    }
    assert!(!is_disputed("netvault", Attested::DmaBlockSize, "1"), "it tells the most alone");
    assert!(is_disputed("netvault", Attested::DmaBlockSize, "512"));
    assert!(is_disputed("amanda", Attested::DmaBlockSize, "16"), "it tells the least alone");
    assert!(!is_disputed("amanda", Attested::DmaBlockSize, "1024"));
    assert!(!is_disputed("commvault", Attested::DmaBlockSize, "1"), "it tells none");
    for (family, disputed) in [("ipv4", false), ("ipv6", true), ("both", true)] {
        assert_eq!(is_disputed("amanda", Attested::DmaAddressFamily, family), disputed, "{family}");
    }
    assert!(!is_disputed("dpx", Attested::DmaNdmpVersion, "v4"));
    assert!(is_disputed("dpx", Attested::DmaNdmpVersion, "v3"));
    assert!(!is_disputed("dpx", Attested::DataPortsOpen, ""), "no profile tells that");
}

/// What is asked where an application is named, by what was told of it.
#[test]
fn what_was_told_is_not_asked() {
    let open = |question: &Question| -> Vec<String> {
        let questions = judged(&ready(), question).questions;
        questions.into_iter().map(|one| format!("{} {}", one.whom, one.about)).collect()
    };
    let nobody = asked(Planned { dma: None, ..plan() }, Vec::new());
    assert_eq!(open(&nobody), Vec::<String>::new(), "no application is named");
    let bare = Planned { dma: Some("networker".to_owned()), register: Vec::new(), ..plan() };
    let all = open(&asked(bare.clone(), Vec::new()));
    let of_vendor = "cab reservations authentication registers address-family ports ndmp-versions block-size";
    let of_site = ["site data-ports-open", "site ndmp-password-generated"].map(str::to_owned);
    let of_vendor = of_vendor.split(' ').map(|matter| format!("vendor {matter}"));
    assert_eq!(all, of_vendor.chain(of_site).collect::<Vec<_>>());
    let gone = |question: Question| {
        let left = open(&question);
        all.iter().filter(|one| !left.contains(one)).cloned().collect::<Vec<_>>()
    };
    for (what, value, wanted) in [
        (Attested::DmaAddressFamily, "ipv4", &["vendor address-family"][..]),
        (Attested::DmaNdmpVersion, "v4", &["vendor ndmp-versions"]),
        (Attested::DmaBlockSize, "64", &["vendor block-size"]),
        (Attested::DataPortsOpen, "", &["vendor ports", "site data-ports-open"]),
        (Attested::NdmpPasswordGenerated, "", &["site ndmp-password-generated"]),
    ] {
        assert_eq!(gone(asked(bare.clone(), vec![attestation(what, value)])), wanted, "{}", what.word());
    }
    let word = |word: &str| Some(word.to_owned());
    for (planned, wanted) in [
        (Planned { cab: Some(true), ..bare.clone() }, "vendor cab"),
        (Planned { reservations: word("scsi"), ..bare.clone() }, "vendor reservations"),
        (Planned { tape: Some(false), ..bare.clone() }, "vendor reservations"),
        (Planned { authentication: word("challenge"), ..bare.clone() }, "vendor authentication"),
        (Planned { register: plan().register, ..bare.clone() }, "vendor registers"),
    ] {
        assert_eq!(gone(asked(planned, Vec::new())), [wanted]);
    }
}

/// What is asked where this is attested before the plan is filled in, as a configuration does.
fn attested_first(planned: Planned, one: Attestation) -> Question {
    let mut question = Question { attestations: vec![one], ..super::saved::plain() };
    let profile = planned.dma.clone();
    planned.ask(&mut question, profile.and_then(|name| whole().profile(&name)));
    question
}

#[test]
fn what_rests_on_an_attestation_that_the_profile_disputes_is_not_known() {
    let in_profile = "where it is right, have a profile of your own say it (--rules)";
    for (dma, what, value, rule, advice) in [
        ("amanda", Attested::DmaAddressFamily, "ipv6", "dma-address-family", in_profile),
        ("data-protector", Attested::DmaBlockSize, "512", "dma-block-size", in_profile),
        ("dpx", Attested::DmaNdmpVersion, "v3", "dma-ndmp-version", in_profile),
        ("dpx", Attested::DmaAuthentication, "plaintext", "dma-authentication", "say it in [backup]"),
        ("bareos", Attested::DmaSupportsCab, "", "dma-scope", "say it in [backup]"),
    ] {
        let all = judged(&ready(), &attested_first(of(dma), attestation(what, value))).outcomes;
        let own = all.iter().find(|outcome| outcome.rule == rule).unwrap();
        assert_eq!(word(own), "unknown:contradiction", "{rule}: {}", own.message);
        let (head, tail) = (
            format!("`{}` is attested by backup team on 2026-11-20, and the profile {dma} says", what.word()),
            format!(": ask its vendor, and {advice}"),
        );
        assert!(own.message.contains(&head) && own.message.ends_with(&tail), "{}", own.message);
        // Of cluster aware backup nothing is shown: the mode of the cluster is not what is disputed.
        assert_eq!(own.evidence.is_empty(), what == Attested::DmaSupportsCab, "{rule}");
    }
    let planned = Planned { cab: Some(true), ..of("bareos") };
    let all = judged(&ready(), &attested_first(planned, attestation(Attested::DmaSupportsCab, ""))).outcomes;
    let scope = all.iter().find(|outcome| outcome.rule == "dma-scope").unwrap();
    assert_eq!(word(scope), "pass", "the plan says it too: {}", scope.message);
}

#[test]
fn a_plan_against_the_profile_is_told_and_counts() {
    let of_plan = |planned: Planned| {
        let all = judged(&ready(), &question(planned)).outcomes;
        all.into_iter().filter(|outcome| outcome.rule == "plan-contradicted").collect::<Vec<_>>()
    };
    let set = |value: &str| Planned { authentication: Some(value.to_owned()), ..of("dpx") };
    for planned in [Planned { cab: Some(false), ..of("bareos") }, of("bareos"), set("challenge"), of("dpx")] {
        assert_eq!(of_plan(planned).len(), 0);
    }
    for (planned, matter, said) in [
        (
            Planned { cab: Some(true), ..of("bareos") },
            "cab",
            "the plan says cab = true, and the profile bareos says: no (",
        ),
        (
            set("plaintext"),
            "authentication",
            "the plan says authentication = plaintext, and the profile dpx says: challenge (MD5) (",
        ),
    ] {
        let all = of_plan(planned);
        assert_eq!(all.len(), 1, "{all:?}");
        let one = &all[0];
        assert_eq!((one.subject["what"].as_str(), word(one).as_str()), (matter, "fail"));
        assert!(one.message.starts_with(said), "{}", one.message);
        assert_eq!(one.title, "the plan agrees with what sources tell of the application");
        assert_eq!(one.expected, "a plan that the application can follow by its profile");
        assert!(one.note.starts_with("ask the vendor of the application; where the plan is right"), "{}", one.note);
    }
    // What is attested alike is not the plan's alone.
    let question = attested_first(of("dpx"), attestation(Attested::DmaAuthentication, "plaintext"));
    assert!(findings(&question).iter().all(|(rule, _)| rule != "plan-contradicted"), "{:?}", findings(&question));
}

#[test]
fn what_is_to_be_done_about_an_attestation_is_said_with_it() {
    let lapsed = Attestation { until: Some(date(2026, 11, 21)), ..attestation(Attested::DataPortsOpen, "") };
    let all = judged(&ready(), &asked(plan(), vec![lapsed])).outcomes;
    let one = all.iter().find(|outcome| outcome.rule == "attestation-lapsed").unwrap();
    assert_eq!(one.title, "every attestation counts");
    assert!(
        one.expected.starts_with("an attestation that has not lapsed, and that agrees with the plan"),
        "{}",
        one.expected
    );
    assert!(one.note.starts_with("have it attested again, or take it out of the configuration"), "{}", one.note);
}

#[test]
fn an_attestation_that_the_plan_overrules_disputes_nothing() {
    let planned = Planned { authentication: Some("challenge".to_owned()), ..of("dpx") };
    let all =
        judged(&ready(), &attested_first(planned, attestation(Attested::DmaAuthentication, "plaintext"))).outcomes;
    let own: Vec<String> = all.iter().filter(|outcome| outcome.rule == "dma-authentication").map(word).collect();
    assert_eq!(own, ["pass", "pass"]);
}

/// A profile of a site's own that knows one method of reservations alone.
#[test]
fn a_method_of_reservations_that_the_profile_has_not_is_told() {
    let mut catalog = whole().clone();
    let own = catalog.profiles.iter_mut().find(|profile| profile.name == "netbackup").unwrap();
    own.reservations.as_mut().unwrap().value.choices.clear();
    let profile = catalog.profile("netbackup").unwrap();
    let said = |value: Option<&str>, attested: Option<&str>| {
        let attestations = attested.map(|value| attestation(Attested::DmaReservations, value)).into_iter().collect();
        let mut question = Question { attestations, ..super::saved::plain() };
        Planned { reservations: value.map(str::to_owned), ..of("netbackup") }.ask(&mut question, Some(profile));
        let all = judged_by(&ready(), &question, &catalog).outcomes;
        let is_told = all.iter().any(|outcome| outcome.rule == "plan-contradicted");
        (is_told, word(all.iter().find(|outcome| outcome.rule == "tape-reservations").unwrap()))
    };
    let word = str::to_owned;
    assert_eq!(said(Some("persistent"), None), (true, word("pass")), "the plan counts, and nobody shall miss it");
    assert_eq!(said(Some("scsi"), None), (false, word("fail")));
    assert_eq!(said(None, None), (false, word("fail")), "the profile's own");
    assert_eq!(said(None, Some("persistent")), (false, word("unknown:contradiction")));
    assert_eq!(said(None, Some("scsi")), (false, word("fail")));
    assert_eq!(said(Some("persistent"), Some("persistent")), (true, word("pass")));
}

#[test]
fn what_is_attested_of_the_site_tells_of_no_application() {
    let of = |what, value: &str| {
        let question = asked(Planned::default(), vec![attestation(what, value)]);
        let all = judged(&typed(&[NODES]), &question).outcomes;
        word(all.iter().find(|outcome| outcome.rule == "dma-ndmp-version").unwrap())
    };
    for (what, value) in
        [(Attested::DataPortsOpen, ""), (Attested::NdmpPasswordGenerated, ""), (Attested::DmaReservations, "scsi")]
    {
        assert_eq!(of(what, value), "not-applicable:no-application", "{}", what.word());
    }
    assert_eq!(of(Attested::DmaNdmpVersion, "v4"), "not-applicable:not-captured", "it is of some application");
}
