//! Profiles of backup applications: what their files say, and that no cell goes without a source.

use ndmp_preflight::rule::{BlockSize, Catalog, Matter, Ports, Reservations, parse_profile};

const HEAD: &str = "name = \"acme-backup\"\ntitle = \"Acme Backup\"\nabout = \"a\"\n";
const WHOLE: &str = r#"name    = "acme-backup"
aliases = ["acme"]
title   = "Acme Backup"
about   = "a"
looked-in = ["the guide of 1999"]

[cab]
value  = "no"
source = "guide, page 1"
remark = "not before version 9"

[reservations]
value   = "depends"
usual   = "scsi"
choices = { persistent = "the new way", scsi = "the old way" }
source  = "guide, page 2"

[authentication]
value  = ["challenge", "plaintext"]
usual  = "plaintext"
source = "guide, page 3"

[registers]
value  = ["cluster-mgmt"]
words  = "the cluster-management LIF"
source = "guide, page 4"

[address-family]
value  = "ipv4"
source = "guide, page 5"

[ports]
control = 10000
data    = "1024..32767"
opens   = "cluster"
source  = "guide, page 6"

[ndmp-versions]
value  = ["v3", "v4"]
source = "guide, page 7"

[block-size]
usual  = 63
most   = 256
source = "guide, page 8"

[[symptom]]
text   = "it hangs"
means  = "no drive"
rule   = "tape-drive-visible"
source = "guide, page 9"
"#;

fn faults(text: &str) -> Vec<(usize, String, String)> {
    let faults = parse_profile("p.toml", text).err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.line, fault.message, fault.help)).collect()
}

fn told(line: usize, message: &str, help: &str) -> (usize, String, String) {
    (line, message.to_owned(), help.to_owned())
}

#[test]
fn a_profile_says_what_its_file_says() {
    let profile = parse_profile("profiles/acme-backup.toml", WHOLE).unwrap();
    assert_eq!((profile.name.as_str(), profile.title.as_str()), ("acme-backup", "Acme Backup"));
    assert!(profile.is_called("acme") && profile.is_called("acme-backup") && !profile.is_called("ac"));
    let cab = profile.cab.as_ref().unwrap();
    assert_eq!((cab.value, cab.source.as_str(), cab.remark.as_str()), (false, "guide, page 1", "not before version 9"));
    let pair = |value: &str, with: &str| (value.to_owned(), with.to_owned());
    let choices = vec![pair("persistent", "the new way"), pair("scsi", "the old way")];
    let reservations = &profile.reservations.as_ref().unwrap().value;
    assert_eq!(*reservations, Reservations { usual: Some("scsi".to_owned()), choices });
    assert!(reservations.allows("persistent") && !reservations.allows("off"));
    let ports = Ports { control: Some(10000), data: Some((1024, 32767)), opens: Some("cluster".to_owned()) };
    assert_eq!(profile.ports.as_ref().unwrap().value, ports);
    let sizes = BlockSize { least: None, usual: Some(63), most: Some(256) };
    assert_eq!(profile.block_size.as_ref().unwrap().value, sizes);
    assert_eq!(profile.symptoms[0].rule, "tape-drive-visible");
    assert_eq!(profile.untold(), []);
    let words: Vec<String> =
        Matter::ALL.iter().map(|matter| profile.told(*matter).unwrap()).map(|told| told.words).collect();
    let wanted = [
        "no",
        "depends: persistent with the new way; scsi with the old way; scsi unless something else is said",
        "challenge (MD5), plaintext; plaintext unless it is told otherwise",
        "the cluster-management LIF (role cluster-mgmt)",
        "IPv4 only",
        "10000 of the cluster for control; 1024 to 32767 for data; the cluster opens the data connection",
        "v3, v4",
        "63 KiB unless it is set, 256 KiB at most",
    ];
    assert_eq!(words, wanted);
}

#[test]
fn a_profile_may_tell_nothing() {
    let profile = parse_profile("p.toml", HEAD).unwrap();
    assert_eq!(
        (profile.untold(), profile.uses_cab(), profile.usual_reservations()),
        (Matter::ALL.to_vec(), None, None)
    );
}

/// Each cell without its source is a fault that says so, whatever else stands in it.
#[test]
fn no_cell_goes_without_a_source() {
    for page in 1..=8 {
        let (at, _) = WHOLE.lines().enumerate().find(|(_, line)| line.contains(&format!("page {page}\""))).unwrap();
        let without: Vec<&str> =
            WHOLE.lines().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| line).collect();
        let found = faults(&without.join("\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1.starts_with("missing key `source` in `["), "{found:?}");
        assert_eq!(found[0].2, "say where it is documented; what no source tells is no cell");
        let blank = WHOLE.replace(&format!("guide, page {page}\""), " \"");
        assert_eq!(faults(&blank), [told(at + 1, "`source` is empty", "expected a text that says something")]);
    }
    let found = faults(&WHOLE.replace("source = \"guide, page 9\"\n", ""));
    assert!(found[0].1.starts_with("missing key `source` in `[[symptom]]`"), "{found:?}");
    let bare = faults(&format!("{HEAD}cab = \"yes\"\n"));
    let help = "expected a table: `[cab]` with `value = \"yes\"` and `source = \"...\"`";
    assert_eq!(bare, [told(4, "`cab` names no source", help)]);
}

#[test]
fn wrong_words_have_their_places_and_the_nearest_right_ones() {
    for (right, wrong, line, message, help) in [
        ("[cab]", "[cap]", 7, "unknown key `cap`", "did you mean `cab`?"),
        ("\"no\"", "\"nope\"", 8, "unknown answer `nope`", "expected one of `yes`, `no`"),
        ("\"depends\"", "\"depend\"", 13, "unknown value of `tape.reservations` `depend`", "did you mean `depends`?"),
        (
            "usual   = \"scsi\"",
            "usual = \"scsy\"",
            14,
            "`scsy` is none of the values beside it",
            "did you mean `scsi`?",
        ),
        (
            "persistent = \"the",
            "persistant = \"the",
            15,
            "unknown value of `tape.reservations` `persistant`",
            "did you mean `persistent`?",
        ),
        (
            "[\"challenge\", ",
            "[\"chalenge\", ",
            19,
            "unknown way to authenticate `chalenge`",
            "did you mean `challenge`?",
        ),
        (
            "\"cluster-mgmt\"",
            "\"cluster-mgm\"",
            24,
            "unknown role of a LIF `cluster-mgm`",
            "did you mean `cluster-mgmt`?",
        ),
        ("\"ipv4\"", "\"ipv5\"", 29, "unknown family of addresses `ipv5`", "did you mean `ipv4`?"),
        (
            "1024..32767",
            "32767..1024",
            34,
            "`32767..1024` is not a range of ports",
            "expected the first and the last, as in `1024..32767`",
        ),
        ("= 10000", "= 70000", 33, "`control` is out of range", "expected a port, 65535 at most"),
        (
            "\"cluster\"\n",
            "\"clustre\"\n",
            35,
            "unknown end that opens connections `clustre`",
            "did you mean `cluster`?",
        ),
        ("\"v3\"", "\"v33\"", 39, "unknown version of NDMP `v33`", "did you mean `v3`?"),
        ("[\"v3\", \"v4\"]", "[]", 39, "`value` is empty", "leave the cell out where no source tells it"),
        ("= 63", "= 0", 43, "`usual` is out of range", "expected a whole number from 1"),
        (
            "[\"acme\"]",
            "[\"help\"]",
            2,
            "`help` is not a profile name",
            "expected lowercase words with hyphens between them, and not `help`, which lists the profiles",
        ),
    ] {
        let text = WHOLE.replacen(right, wrong, 1);
        assert_ne!(text, WHOLE, "{right}");
        let found = faults(&text);
        assert_eq!(found[0], told(line, message, help), "{found:?}");
    }
}

#[test]
fn choices_belong_to_what_depends() {
    let cell = |text: &str| faults(&format!("{HEAD}[reservations]\n{text}\nsource = \"s\"\n"));
    let found = cell("value = \"scsi\"\nchoices = { scsi = \"x\" }");
    let wanted = told(6, "`choices` stands beside one sure value", "expected it beside `value = \"depends\"` alone");
    assert_eq!(found, [wanted]);
    assert_eq!(cell("value = \"depends\"")[0].1, "missing key `choices` in `[reservations]`");
    let bare = faults(&format!("{HEAD}[ports]\nsource = \"s\"\n"));
    assert_eq!(bare, [told(4, "the cell says nothing", "expected one of `control`, `data`, `opens`")]);
}

#[test]
fn a_symptom_names_a_rule_that_there_is() {
    let mut catalog = Catalog::embedded().unwrap();
    let file = |text: String| vec![("site/profiles/acme.toml".to_owned(), text)];
    let found = catalog.add_site(file(WHOLE.replace("tape-drive-visible", "tape-drive-visable"))).unwrap_err();
    let first = (found[0].line, found[0].message.as_str(), found[0].help.as_str());
    assert_eq!(first, (50, "there is no rule `tape-drive-visable`", "did you mean `tape-drive-visible`?"));
    catalog.add_site(file(WHOLE.to_owned())).unwrap();
}

#[test]
fn an_alias_is_a_name_that_nobody_else_has() {
    let mut catalog = Catalog::embedded().unwrap();
    let (old, new) = (catalog.profile("spectrum-protect").unwrap(), catalog.profile("storage-protect").unwrap());
    assert_eq!(old, new);
    let text = WHOLE.replace("[\"acme\"]", "[\"spectrum-protect\"]");
    let found = catalog.add_site(vec![("site/profiles/acme.toml".to_owned(), text)]).unwrap_err();
    assert_eq!(found[0].message, "profile `spectrum-protect` is already in `profiles/storage-protect.toml`");
}

/// The cells that were found; who adds one, or takes one away, says so here.
#[test]
fn the_applications_and_what_their_sources_tell() {
    let catalog = Catalog::embedded().unwrap();
    let letters = |name: &str| -> String {
        let profile = catalog.profile(name).unwrap();
        Matter::ALL.iter().map(|matter| if profile.told(*matter).is_some() { 'x' } else { '.' }).collect()
    };
    // cab, reservations, authentication, registers, address family, ports, versions, block size
    let wanted = [
        ("amanda", "..xxxxxx"),
        ("avamar", "........"),
        ("backup-exec", "........"),
        ("bareos", "x.xxxxxx"),
        ("commvault", "x....x.."),
        ("data-protector", ".......x"),
        ("dpx", "..xx.xx."),
        ("generic", "........"),
        ("netbackup", "xx.x..xx"),
        ("netvault", ".......x"),
        ("networker", "........"),
        ("oracle-secure-backup", "..xxx.x."),
        ("sep-sesam", "x......."),
        ("storage-protect", "...x.x.."),
        ("unitrends", "..x..xx."),
        ("veeam", "...x...."),
    ];
    let found: Vec<(&str, String)> =
        catalog.profiles.iter().map(|profile| (profile.name.as_str(), letters(&profile.name))).collect();
    assert_eq!(found, wanted.map(|(name, cells)| (name, cells.to_owned())));
}
