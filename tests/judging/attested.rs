//! What somebody attests of the application: until when it counts, and what the plan or the profile says against it.

use jiff::civil::{Date, date};
use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Attestation, Attested, Question};

use super::cluster::{judged, plan, question, ready};
use super::saved::whole;

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
