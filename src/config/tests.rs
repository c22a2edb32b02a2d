//! What a configuration may say, and what its faults say.

use jiff::civil::date;

use super::*;

fn faults(text: &str) -> Vec<(usize, usize, String, String)> {
    let found = Config::parse("ndmp-preflight.toml", text).unwrap_err();
    found.into_iter().map(|fault| (fault.line, fault.column, fault.message, fault.help)).collect()
}

#[test]
fn everything_that_a_configuration_can_say() {
    let text = r#"
dma = "netbackup"
scope = "svm"
dma-address = ["192.0.2.10", "2001:db8::5"]
tape = "none"
ontap = "9.9.1P5"
format = "junit"
report = "json=out.json"
fail-on = "should"
allow-unknown = true
jobs = 4
now = 2026-11-20
[expect]
drives = 4
[user]
name = "backup_admin1"
roles = ["dump"]
[[waiver]]
rule = "lif-home"
only = { lif = "IC2" }
reason = "IC2 is being re-homed"
until = 2026-12-31
[[attest]]
what = "dma-supports-cab"
by = "backup team"
on = 2026-11-20
[hosts.prod]
address = "cluster1.example.com"
user = "preflight"
"#;
    let config = Config::parse("ndmp-preflight.toml", text).unwrap();
    let options = config.options;
    assert_eq!((options.scope, options.backup.tape), (Some(ScopeWish::Svm), Some(false)));
    assert_eq!(options.backup.dma_addresses.len(), 2);
    assert_eq!((options.format, options.fail_on), (Some(Format::Junit), Some(FailOn::Should)));
    assert_eq!((options.allow_unknown, options.jobs), (Some(true), Some(4)));
    assert_eq!(options.reports, ["json=out.json"]);
    assert_eq!(options.now, Some(date(2026, 11, 20)));
    assert_eq!((config.expect.drives, config.expect.changers), (Some(4), None));
    assert_eq!(config.user.roles, ["dump"]);
    let waiver = &config.waivers[0];
    assert_eq!((waiver.until, waiver.place.as_str()), (date(2026, 12, 31), "ndmp-preflight.toml:19"));
    assert_eq!(waiver.only, [("lif".to_owned(), "IC2".to_owned())]);
    assert_eq!((config.attestations.len(), config.hosts[0].name.as_str()), (1, "prod"));
}

#[test]
fn all_faults_are_told_at_once_with_their_places() {
    let text =
        "scpoe = \"svm\"\nscope = \"smv\"\nexpect = { drives = -1 }\n[[waiver]]\nrule = \"lif-home\"\nreason = \" \"\n";
    let expected = [
        (1, 1, "unknown key `scpoe`", "did you mean `scope`?"),
        (2, 10, "`smv` is no value of `scope`", "did you mean `svm`?"),
        (3, 21, "`drives` is out of range", "expected a whole number from 0"),
        (4, 1, "missing key `until` in `[[waiver]]`", "expected a date without quotes, such as 2026-12-31"),
        (6, 10, "`reason` is empty", "expected a text that says something"),
    ];
    let expected = expected.map(|(line, column, message, help)| (line, column, message.to_owned(), help.to_owned()));
    assert_eq!(faults(text), expected);
}

#[test]
fn a_quoted_date_and_a_bad_address_are_faults() {
    let text =
        "dma-address = [\"192.0.2.300\"]\n[[attest]]\nwhat = \"data-ports-open\"\nby = \"y\"\non = \"2026-11-20\"\n";
    let found = faults(text);
    assert_eq!(found[0].2, "`192.0.2.300` is not an IP address");
    assert_eq!((found[1].0, found[1].2.as_str()), (5, "`on` is not a date"));
}

#[test]
fn releases() {
    for word in ["9.8", "9.9.1P5", "9.12.1", "9.14.1RC1", "9.10.1P10D3"] {
        assert!(is_release(word), "{word}");
    }
    for word in ["", "9", "nine", "9.", "9..1", ".9", "9.x.1", "9.9.1 P5", "v9.1", "9.1.P5"] {
        assert!(!is_release(word), "{word}");
    }
}

#[test]
fn clusters_are_reached_as_the_file_says() {
    let text = "[ssh]\nuser = \"preflight\"\ntransport = \"openssh\"\ngentle = true\ndeadline = \"connect=5\"\n\
                [hosts.prod]\naddress = \"192.0.2.9\"\njump = \"gate\"\ncluster = \"tay\"\ntransport = \"ssh2\"\n";
    let config = Config::parse("a.toml", text).unwrap();
    let wanted = Ssh {
        user: Some("preflight".into()),
        transport: Some(Means::Openssh),
        gentle: Some(true),
        deadlines: vec!["connect=5".into()],
        ..Ssh::default()
    };
    assert_eq!(config.ssh, wanted);
    let host = &config.hosts[0];
    assert_eq!((host.jump.as_deref(), host.cluster.as_deref()), (Some("gate"), Some("tay")));
    assert_eq!(host.transport, Some(Means::Ssh2));
}

#[test]
fn what_is_no_deadline_and_no_transport_has_a_place() {
    let text = "[ssh]\ndeadline = [\"connect=5\", \"conect=5\"]\ntransport = \"telnet\"\n";
    let faults = Config::parse("a.toml", text).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|fault| fault.contains("`conect=5` is no deadline") && fault.contains("a.toml:2:")));
    assert!(told.iter().any(|fault| fault.contains("telnet") && fault.contains("a.toml:3:")));
}

#[test]
fn the_backup_that_is_planned_of_one_cluster_stands_over_that_of_all() {
    let text = "dma = \"bareos\"\nstreams = 9\nregister = \"icl9\"\n[backup]\nsvms = [\"vs1\", \"vs2\"]\nuser = \"bkp\"\nstreams = 4\n\
                authentication = \"challenge\"\n[hosts.prod]\naddress = \"192.0.2.9\"\n[hosts.prod.backup]\nuser = \"tapes\"\nregister = [\"192.0.2.60\"]\n\
                dma-address = \"198.51.100.7\"\ntape = \"none\"\ncab = false\n";
    let config = Config::parse("a.toml", text).unwrap();
    let of_all = &config.options.backup;
    let told = (of_all.dma.as_deref(), of_all.streams, of_all.user.as_deref(), of_all.svms.len(), of_all.cab);
    assert_eq!(told, (Some("bareos"), Some(4), Some("bkp"), 2, None));
    assert_eq!(
        (of_all.register.as_slice(), of_all.authentication.as_deref()),
        (&["icl9".to_owned()][..], Some("challenge"))
    );
    let own = config.hosts[0].backup.clone().over(of_all);
    let told = (own.dma.as_deref(), own.streams, own.user.as_deref(), own.svms.len(), own.cab, own.tape);
    assert_eq!(told, (Some("bareos"), Some(4), Some("tapes"), 2, Some(false), Some(false)));
    assert_eq!((own.register.as_slice(), own.dma_addresses.len()), (&["192.0.2.60".to_owned()][..], 1));
}

#[test]
fn what_no_backup_can_be_has_a_place() {
    let text = "[backup]\nauthentication = \"chalenge\"\nstreams = 0\nsvm = \"vs1\"\n[hosts.a]\naddress = \"192.0.2.9\"\n\
                [hosts.a.backup]\nreservations = \"spc2\"\n";
    let found = faults(text);
    let places: Vec<(usize, &str)> = found.iter().map(|fault| (fault.0, fault.2.as_str())).collect();
    assert_eq!(
        places,
        [
            (2, "`chalenge` is no value of `authentication`"),
            (3, "`streams` is out of range"),
            (4, "unknown key `svm` in `[backup]`"),
            (8, "`spc2` is no value of `reservations`"),
        ]
    );
}
