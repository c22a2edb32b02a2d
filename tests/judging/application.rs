//! What is asked of the backup application, and what its profile or the plan tells.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Attestation, Attested, Outcome, Verdict};

use super::cluster::{judged_by, outcomes, plan, question, ready, said, verdicts};
use super::saved::{Saved, plain, whole, word};

const RESERVATIONS: &str = "options_tape.reservations";

/// The first node has another value than the document's.
fn of_first_node(planned: Planned) -> Outcome {
    let mut saved = ready();
    saved.snip(RESERVATIONS, "", "persistent", "scsi      ");
    outcomes(&saved, &question(planned), "tape-reservations").remove(0)
}

#[test]
fn whether_a_value_of_reservations_is_wrong_depends_on_who_says_which_is_right() {
    let planned = |dma: Option<&str>, told: Option<&str>| Planned {
        dma: dma.map(str::to_owned),
        reservations: told.map(str::to_owned),
        ..plan()
    };
    // Nobody says it, and no source tells it of that application: a question, not a failure.
    let open = of_first_node(planned(Some("commvault"), None));
    assert_eq!(word(&open), "unknown:ask-application");
    let text = "the value is scsi, and no source tells which one commvault wants: ask its vendor, then say `--reservations VALUE`";
    assert!(open.message.contains(text), "{}", open.message);
    // Whoever says it is not asked, and hears no more of the profile.
    for dma in [None, Some("commvault"), Some("netbackup")] {
        let wrong = of_first_node(planned(dma, Some("persistent")));
        assert_eq!(wrong.verdict, Verdict::Fail);
        assert_eq!(wrong.message, "tape.reservations of strathspey-01 is scsi, not persistent", "{dma:?}");
    }
    let alone = of_first_node(planned(None, None));
    assert_eq!(alone.verdict, Verdict::Fail, "the document's value counts where no application is named");
    let of_profile = outcomes(&ready(), &question(planned(Some("netbackup"), None)), "tape-reservations").remove(0);
    assert_eq!(of_profile.verdict, Verdict::Fail);
    let text = "strathspey-01 is persistent, not scsi. For netbackup it is scsi with SPC-2 SCSI reserve, its default; persistent with";
    assert!(of_profile.message.contains(text), "{}", of_profile.message);
}

#[test]
fn blocks_are_between_four_and_256_kib() {
    let of = |dma: &str, value: Option<&str>| {
        let mut question = question(Planned { dma: Some(dma.to_owned()), ..plan() });
        let (by, on, place) = ("backup team".to_owned(), jiff::civil::date(2026, 11, 20), "p:1".to_owned());
        let attest = |value: &str| Attestation {
            what: Attested::DmaBlockSize,
            value: Some(value.to_owned()),
            by: by.clone(),
            on,
            until: None,
            place: place.clone(),
        };
        question.attestations = value.map(attest).into_iter().collect();
        said(&ready(), &question, "dma-block-size").0
    };
    for profile in ["amanda", "bareos", "data-protector", "netbackup", "netvault"] {
        assert_eq!(of(profile, None), Verdict::Pass, "{profile}");
    }
    for (size, verdict) in [("3", Verdict::Fail), ("4", Verdict::Pass), ("256", Verdict::Pass), ("257", Verdict::Fail)]
    {
        assert_eq!(of("commvault", Some(size)), verdict, "{size}");
    }
}

#[test]
fn a_method_that_is_not_set_is_no_method() {
    let mut saved = ready();
    saved.replace("vserver_services_ndmp_show", "svm-aviemore-fs1 true   challenge", "svm-aviemore-fs1 true   -");
    saved.replace(super::cluster::OWN, "Authentication Type: challenge", "Authentication Type: -");
    let planned = Planned { authentication: Some("challenge".to_owned()), ..plan() };
    let all = verdicts(&saved, &question(planned), "dma-authentication");
    assert_eq!(all, ["strathspey pass", "svm-aviemore-fs1 unknown:unset"]);
}

/// A secret before which a word of another service stands is not one of NDMP.
#[test]
fn a_secret_of_another_service_is_no_password_for_ndmp() {
    let of = |line: &str| {
        let text = format!(
            "ayr::> version\nNetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023\n\nayr::> system snmp community show\n{line}\nayr::>\n"
        );
        said(&Saved::text(&text), &question(plan()), "capture-secret")
    };
    let (verdict, message) = of("snmp community string: s3cr3tWord9");
    assert_eq!(verdict, Verdict::Pass);
    assert_eq!(
        message,
        "the text holds no NDMP password; a secret of another service is masked here, but not in the file"
    );
    let (verdict, message) = of("Password: s3cr3tWord9");
    assert_eq!(
        (verdict, message.as_str()),
        (Verdict::Fail, "the text holds a password; it is masked here, but not in the file")
    );
    assert_eq!(of("snmp community password: s3cr3tWord9").0, Verdict::Fail, "that may be any password");
}

/// A profile of a site's own that knows settings, and not which of them is usual.
#[test]
fn where_a_setting_of_the_application_decides_it_is_asked_for() {
    let mut catalog = whole().clone();
    let own = catalog.profiles.iter_mut().find(|profile| profile.name == "netbackup").unwrap();
    let reservations = &mut own.reservations.as_mut().unwrap().value;
    reservations.usual = None;
    reservations.choices.retain(|(value, _)| value != "off");
    let mut question = plain();
    let planned = Planned { dma: Some("netbackup".to_owned()), ..plan() };
    planned.ask(&mut question, catalog.profile("netbackup"));
    let of = |value: &str| {
        let mut saved = ready();
        saved.snip(RESERVATIONS, "", "persistent", value);
        let all = judged_by(&saved, &question, &catalog).outcomes;
        let one = all.into_iter().find(|outcome| outcome.rule == "tape-reservations").unwrap();
        (word(&one), one.message)
    };
    let settings = "scsi with SPC-2 SCSI reserve, its default; persistent with SCSI persistent reserve";
    let (verdict, message) = of("scsi      ");
    assert_eq!(verdict, "unknown:ask-application", "{message}");
    assert!(
        message.contains(&format!("it depends on the setting of netbackup: {settings}. See which one it is")),
        "{message}"
    );
    let (verdict, message) = of("off       ");
    assert_eq!(
        (verdict.as_str(), message),
        ("fail", format!("the value is off, which fits no setting of netbackup: {settings}"))
    );
}
