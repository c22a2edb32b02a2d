//! Right files: what a table and a rule say, value by value.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails there")]

use ndmp_preflight::judge::{Severity, Verdict};
use ndmp_preflight::rule::{
    Applies, Check, Claim, Condition, ExampleOptions, Releases, RowCheck, Rule, Test, parse_rule,
};
use ndmp_preflight::table::{Column, Definition, Kind, parse_definition};

const DEVICES: &str = r#"
command = "storage tape show"
entity  = "tape-device"
key     = ["node", "device-id"]
counted = false
about   = "the tape devices of each node"

[[column]]
name        = "device-id"
heading     = ["Device", "ID"]
or-headings = [["Device ID"], ["Tape", "Drive"]]
labels      = ["Device ID"]
type        = "device-id"
group       = true

[[column]]
name = "node-name"
fact = "node"

[[column]]
name = "node"
type = "name"
fact = "owner"

[[column]]
name   = "state"
type   = "up-down"
splits = ["admin", "oper"]
blank  = true
right  = true

[[column]]
name = "admin"
type = "{up|down}"

[[column]]
name = "oper"
type = "{up|down|...}"

[[column]]
name = "alias"
type = "list"

[[derived]]
column = "lun"
type   = "integer"
from   = ["device-id"]

[[view]]
columns = ["device-id", "state"]
above   = ["node"]

[[view]]
option   = "alias"
headless = true
counted  = true
entity   = "tape-alias"
key      = ["alias"]

[[sentence]]
text  = "The device is on."
field = "admin"
value = "up"
"#;

fn devices() -> Definition {
    parse_definition("tables/storage-tape.toml", DEVICES).unwrap()
}

/// The tape devices, and one column each of the other entities that the rules speak of.
fn tables() -> Vec<Definition> {
    let one = |(entity, column, kind)| {
        let text = format!(
            "command = \"{entity} show\"\nentity = \"{entity}\"\nkey = []\nabout = \"a\"\n[[column]]\nname = \"{column}\"\ntype = \"{kind}\"\n"
        );
        parse_definition("tables/other.toml", &text).unwrap()
    };
    let others = [
        ("cluster", "cluster-name", "name"),
        ("lif", "role", "{intercluster|cluster-mgmt|node-mgmt|data|cluster|...}"),
        ("node", "tape-reservations", "{off|scsi|persistent}"),
    ];
    std::iter::once(devices()).chain(others.map(one)).collect()
}

/// A rule with this `[check]`, whose examples have no subject.
fn rule(check: &str) -> Rule {
    let text = format!(
        "id = \"x\"\ntitle = \"t\"\nseverity = \"should\"\nwhy = \"w\"\npasses = \"p\"\n[check]\n{check}\n\
         [say]\npass = \"{{count}}\"\nfail = \"{{reservations}}\"\n[[example]]\nverdict = \"fail\"\ninput = \"\"\n"
    );
    parse_rule("tape/x.toml", &text, &tables()).unwrap_or_else(|faults| panic!("{}", faults[0]))
}

fn rows(check: &str) -> RowCheck {
    let Check::Rows(rows) = rule(check).check else { panic!("no rows") };
    *rows
}

fn query(column: &str, query: &str) -> Condition {
    Condition { column: column.to_owned(), test: Test::Query(query.to_owned()) }
}

fn pair(left: &str, right: &str) -> (String, String) {
    (left.to_owned(), right.to_owned())
}

#[test]
fn a_table_says_what_its_file_says() {
    let table = devices();
    assert_eq!((table.file.as_str(), table.command.as_str()), ("tables/storage-tape.toml", "storage tape show"));
    assert_eq!((table.entity.as_str(), table.counted, table.reference.as_str()), ("tape-device", false, ""));
    assert_eq!(table.key, ["node", "device-id"]);
    let expected = Column {
        name: "device-id".to_owned(),
        fact: "device-id".to_owned(),
        headings: vec![
            vec!["Device".to_owned(), "ID".to_owned()],
            vec!["Device ID".to_owned()],
            vec!["Tape".to_owned(), "Drive".to_owned()],
            vec!["device-id".to_owned()],
        ],
        labels: vec!["Device ID".to_owned(), "device-id".to_owned()],
        kind: Kind::DeviceId,
        group: true,
        ..Column::default()
    };
    assert_eq!(table.columns[0], expected);
}

#[test]
fn columns_have_their_marks_and_facts() {
    let table = devices();
    assert_eq!((table.columns[1].fact.as_str(), &table.columns[1].kind), ("node", &Kind::Name));
    let state = table.column("state").unwrap();
    assert!(state.blank && state.right && !state.group && state.splits == ["admin", "oper"]);
    let words = vec!["up".to_owned(), "down".to_owned()];
    assert_eq!(table.column("admin").unwrap().kind, Kind::Enumeration { words: words.clone(), open: false });
    assert_eq!(table.column("oper").unwrap().kind, Kind::Enumeration { words, open: true });
}

#[test]
fn views_and_sentences_are_kept() {
    let table = devices();
    assert_eq!((table.views[0].option.as_str(), table.views[0].headless, table.views[0].counted), ("", false, None));
    assert_eq!(
        (&table.views[0].columns[..], &table.views[0].above[..]),
        (&["device-id", "state"].map(String::from)[..], &["node".to_owned()][..])
    );
    assert_eq!((table.views[0].key.clone(), table.views[0].entity.clone()), (None, None));
    let alias = &table.views[1];
    assert_eq!((alias.option.as_str(), alias.headless, alias.counted), ("alias", true, Some(true)));
    assert_eq!((alias.entity.as_deref(), alias.key.clone()), (Some("tape-alias"), Some(vec!["alias".to_owned()])));
    let sentence = &table.sentences[0];
    assert_eq!(
        (sentence.text.as_str(), sentence.field.as_str(), sentence.value.as_str()),
        ("The device is on.", "admin", "up")
    );
}

#[test]
fn a_subject_keeps_the_order_of_the_file() {
    let rows = rows(
        "each = \"tape-device\"\nsubject = { node = \"owner\", device = \"device-id\", a = \"lun\" }\nexpect = { oper = \"up\", lun = \"0\", admin = \"up\" }",
    );
    assert_eq!(rows.subject, [pair("node", "owner"), pair("device", "device-id"), pair("a", "lun")]);
    assert_eq!(rows.claim, Claim::Expect(vec![query("oper", "up"), query("lun", "0"), query("admin", "up")]));
    assert_eq!((rows.each.as_str(), rows.none.as_str(), rows.scope.len()), ("tape-device", "no-tape-device", 0));
}

#[test]
fn without_a_subject_the_key_is_it_and_an_empty_one_stays_empty() {
    let keyed = rows("each = \"tape-device\"\nsame = \"oper\"\nnone = \"no-tape\"");
    assert_eq!(keyed.subject, [pair("owner", "owner"), pair("device-id", "device-id")]);
    assert_eq!((keyed.claim, keyed.none.as_str()), (Claim::Same("oper".to_owned()), "no-tape"));
    assert_eq!(rows("each = \"tape-device\"\nsubject = {}\nsame = \"oper\"").subject, []);
    assert_eq!(rows("each = \"tape-alias\"\nsame = \"oper\"").subject, [pair("alias", "alias")]);
}

#[test]
fn claims_about_lists_and_other_entities() {
    let list = rows("each = \"tape-device\"\nwhere = { lun = \"<8\" }\nsome = { alias = { exactly = [\"a\"] } }");
    let test = Test::List { holds: vec!["a".to_owned()], within: Some(vec!["a".to_owned()]) };
    assert_eq!(list.claim, Claim::Some(vec![Condition { column: "alias".to_owned(), test }]));
    assert_eq!(list.scope, [query("lun", "<8")]);
    let open = rows("each = \"tape-device\"\nexpect = { alias = { holds = [\"a\", \"b\"] } }");
    let test = Test::List { holds: vec!["a".to_owned(), "b".to_owned()], within: None };
    assert_eq!(open.claim, Claim::Expect(vec![Condition { column: "alias".to_owned(), test }]));
    let has = rows(
        "each = \"cluster\"\nhas = \"tape-device\"\non = { owner = \"cluster-name\" }\nwith = { lun = \"0\" }\ncount = \"{drives}\"\ndistinct = \"device-id\"",
    );
    let expected = Claim::Has {
        entity: "tape-device".to_owned(),
        on: vec![pair("owner", "cluster-name")],
        with: vec![query("lun", "0")],
        count: "{drives}".to_owned(),
        distinct: Some("device-id".to_owned()),
    };
    assert_eq!(has.claim, expected);
    let Claim::Has { count, .. } = rows("each = \"cluster\"\nhas = \"lif\"").claim else { panic!("no has") };
    assert_eq!(count, ">=1");
}

#[test]
fn parameters_wildcards_and_the_unset_value_pass_the_check_of_words() {
    rows("each = \"node\"\nexpect = { tape-reservations = \"{reservations}|pers*|-|\\\"\\\"|OFF\" }");
    rows("each = \"lif\"\nexpect = { role = \"{ndmp-roles}\" }");
}

#[test]
fn the_rest_of_a_rule_says_what_its_file_says() {
    let text = r#"
id       = "tape-drive-qualified"
title    = "t"
severity = "info"
why      = "w"
passes   = "p"
applies  = { scope = "node", ontap = ">=9.10.1", tape = "local", address = "given" }
document = { section = "s", edition = "2023-02-24" }

[check]
builtin = "tape-drive-qualified"
reads   = ["lif.role", "node.tape-reservations"]

[fix]
note   = "Ask {whom}."
verify = "version"

[[example]]
verdict     = "not-applicable"
reason      = "no-tape"
subject     = { b = "2", a = "1" }
scope       = "auto"
tape        = "none"
ontap       = "9.12.1"
dma         = "netbackup"
dma-address = ["192.0.2.9", "2001:db8::9"]
config      = "dma = 'netbackup'"
input       = '''
oban::> version
'''
"#;
    let rule = parse_rule("site\\tape\\tape-drive-qualified.toml", text, &tables()).unwrap();
    assert_eq!((rule.severity, rule.check), (Severity::Info, Check::Builtin("tape-drive-qualified".to_owned())));
    let reads: Vec<String> = rule.reads.iter().map(|(entity, column)| format!("{entity}.{column}")).collect();
    assert_eq!(reads, ["lif.role", "node.tape-reservations"]);
    let applies = Applies {
        scope: Some("node".to_owned()),
        ontap: Releases::parse(">=9.10.1"),
        tape: true,
        address: true,
        ..Applies::default()
    };
    assert_eq!(rule.applies, applies);
    assert_eq!((rule.document.section.as_str(), rule.document.edition.as_str()), ("s", "2023-02-24"));
    let fix = rule.fixes[0].clone();
    assert_eq!(
        (fix.note.as_str(), fix.verify.as_deref(), fix.undo, fix.commands.len()),
        ("Ask {whom}.", Some("version"), None, 0)
    );
    let example = &rule.examples[0];
    assert_eq!((example.verdict, example.reason.as_deref()), (Verdict::NotApplicable, Some("no-tape")));
    assert_eq!(example.input, "oban::> version\n");
    assert_eq!(example.subject, [pair("a", "1"), pair("b", "2")].into());
    let options = ExampleOptions {
        scope: Some("auto".to_owned()),
        tape: Some("none".to_owned()),
        ontap: Some("9.12.1".to_owned()),
        dma: Some("netbackup".to_owned()),
        dma_address: vec!["192.0.2.9".to_owned(), "2001:db8::9".to_owned()],
        config: Some("dma = 'netbackup'".to_owned()),
    };
    assert_eq!(example.options, options);
}

/// Both are printed for administrators to paste.
#[test]
fn a_command_and_its_directory_are_plain_words_and_the_same_command() {
    let table = |head: &str| {
        let text = format!("{head}\nentity = \"x\"\nabout = \"x\"\n\n[[column]]\nname = \"x\"\n");
        parse_definition("tables/x.toml", &text)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    };
    assert_eq!(table("command = \"volume show\"\ndirectory = \"vserver volume show\"").unwrap().command, "volume show");
    for (head, wanted) in [
        ("command = \"volume show; volume offline\"", "`volume show; volume offline` is no command"),
        ("command = \"volume  show\"", "`volume  show` is no command"),
        ("command = \"Volume show\"", "`Volume show` is no command"),
        ("command = \"volume show\"\ndirectory = \"volume\"", "`volume` is not the command in full"),
        ("command = \"volume show\"\ndirectory = \"x\\\" -access all; volume show\"", "is not the command in full"),
        ("command = \"volume show\"\ndirectory = \"\\u001b[2J volume show\"", "`\\u{1b}[2J volume show` is not the"),
    ] {
        let told = table(head).unwrap_err();
        assert!(told.contains(wanted) && !told.contains('\u{1b}'), "{told}");
    }
}
