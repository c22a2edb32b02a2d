//! Malformed files: every fault at once, with its place and the nearest right word, asserted word by word.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

use insta::assert_snapshot;
use ndmp_preflight::fault::Fault;
use ndmp_preflight::rule::parse_rule;
use ndmp_preflight::table::{Definition, parse_definition};
use proptest::prelude::*;

const LIF: &str = r#"
command = "network interface show"
entity  = "lif"
key     = ["vserver", "lif"]
about   = "the LIFs"

[[column]]
name = "vserver"
type = "name"

[[column]]
name = "lif"
type = "name"

[[column]]
name   = "status"
type   = "up-down"
splits = ["status-admin", "status-oper"]

[[column]]
name = "status-admin"
type = "{up|down}"

[[column]]
name = "status-oper"
type = "{up|down}"

[[column]]
name = "failover-policy"
type = "{local-only|broadcast-domain-wide|disabled|...}"

[[column]]
name = "is-home"
type = "bool"

[[column]]
name = "netmask-length"
type = "integer"

[[column]]
name = "targets"
type = "list"

[[column]]
name = "curr-node"
type = "name"
"#;

/// A rule that is right; the tests put their slips into it.
const RULE: &str = r#"id       = "lif-failover-local"
title    = "LIFs stay on their node"
severity = "must"
why      = "A session does not survive its LIF moving."
passes   = "failover policy is local-only"

[check]
each   = "lif"
where  = { role = "intercluster|node-mgmt" }
expect = { failover-policy = "local-only" }

[say]
pass = "failover policy of {lif} is {failover-policy}"
fail = "failover policy of {lif} is {failover-policy}, not local-only"

[fix]
commands = ["network interface modify -vserver {vserver} -lif {lif} -failover-policy local-only"]

[[example]]
verdict = "pass"
subject = { vserver = "alpha", lif = "ic1" }
input   = ""
"#;

const FILE: &str = "network/lif-failover-local.toml";

fn tables() -> Vec<Definition> {
    vec![parse_definition("tables/lif.toml", LIF).unwrap()]
}

fn shown(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n\n")
}

/// The faults of the rule after some of its words were replaced.
fn faults_with(changes: &[(&str, &str)]) -> String {
    let text = changes.iter().fold(RULE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "`{from}` is not in the rule");
        text.replacen(from, to, 1)
    });
    shown(&parse_rule(FILE, &text, &tables()).unwrap_err())
}

#[test]
fn a_rule_tells_all_its_faults_at_once() {
    let text = r#"id       = "lif-failover-locl"
titel    = "LIFs stay on their node"
severity = "mst"
why      = true
passes   = "failover policy is local-only"

[applies]
ontap = "<9.10"

[check]
each   = "lif"
where  = { role = "intercluster|nod-mgmt" }
expect = { failover_policy = "local-only", is-home = "yes", netmask-length = "<x" }

[say]
pass = "größe of {lif} is {failover-polcy}"
fail = "{lif"

[[example]]
verdict = "passed"
subject = { vserver = "alpha", life = "ic1" }
input   = ""
"#;
    assert_snapshot!(shown(&parse_rule(FILE, text, &tables()).unwrap_err()), @r#"
    error: rule `lif-failover-locl` stands in a file called `lif-failover-local.toml`
     --> network/lif-failover-local.toml:1:13
      |
    1 | id       = "lif-failover-locl"
      |             ^^^^^^^^^^^^^^^^^
      = help: expected `lif-failover-local`, or the file `lif-failover-locl.toml`

    error: unknown key `titel`
     --> network/lif-failover-local.toml:2:1
      |
    2 | titel    = "LIFs stay on their node"
      | ^^^^^
      = help: did you mean `title`?

    error: unknown severity `mst`
     --> network/lif-failover-local.toml:3:13
      |
    3 | severity = "mst"
      |             ^^^
      = help: did you mean `must`?

    error: `why` is a boolean
     --> network/lif-failover-local.toml:4:12
      |
    4 | why      = true
      |            ^^^^
      = help: expected a string

    error: unknown range of releases `<9.10`
     --> network/lif-failover-local.toml:8:10
      |
    8 | ontap = "<9.10"
      |          ^^^^^
      = help: did you mean `<9.10.1`?

    error: unknown word `nod-mgmt` for `role`
      --> network/lif-failover-local.toml:12:33
       |
    12 | where  = { role = "intercluster|nod-mgmt" }
       |                                 ^^^^^^^^
       = help: did you mean `node-mgmt`?

    error: unknown column `failover_policy`
      --> network/lif-failover-local.toml:13:12
       |
    13 | expect = { failover_policy = "local-only", is-home = "yes", netmask-length = "<x" }
       |            ^^^^^^^^^^^^^^^
       = help: did you mean `failover-policy`?

    error: unknown word `yes` for `is-home`
      --> network/lif-failover-local.toml:13:55
       |
    13 | expect = { failover_policy = "local-only", is-home = "yes", netmask-length = "<x" }
       |                                                       ^^^
       = help: expected one of `true`, `false`

    error: expected a whole number behind `<`, found `x`
      --> network/lif-failover-local.toml:13:80
       |
    13 | expect = { failover_policy = "local-only", is-home = "yes", netmask-length = "<x" }
       |                                                                                ^

    error: unknown column `{failover-polcy}`
      --> network/lif-failover-local.toml:16:27
       |
    16 | pass = "größe of {lif} is {failover-polcy}"
       |                           ^^^^^^^^^^^^^^^^
       = help: did you mean `failover-policy`?

    error: brace is not closed
      --> network/lif-failover-local.toml:17:9
       |
    17 | fail = "{lif"
       |         ^
       = help: expected `{name}`

    error: unknown verdict `passed`
      --> network/lif-failover-local.toml:20:12
       |
    20 | verdict = "passed"
       |            ^^^^^^
       = help: did you mean `pass`?

    error: the subject has no `life`
      --> network/lif-failover-local.toml:21:32
       |
    21 | subject = { vserver = "alpha", life = "ic1" }
       |                                ^^^^
       = help: did you mean `lif`?
    "#);
}

#[test]
fn a_table_tells_all_its_faults_at_once() {
    let text = r#"command = "network interface show"
entity  = "lif"
key     = ["vserver", "life"]
abuot   = "the LIFs"
counted = "yes"

[[column]]
name = "vserver"
type = "nam"

[[column]]
name = "lif"
type = "{up||down}"
splits = ["status-admin"]

[[column]]
name    = "lif"
heading = "Logical"
or-headings = [["Logical", 7]]

[[view]]
columns = ["vserver",
           "lfi"]
above   = ["node"]

[[sentence]]
text  = "It is on."
field = "state"
"#;
    assert_snapshot!(shown(&parse_definition("tables/lif.toml", text).unwrap_err()), @r#"
    error: unknown column `life`
     --> tables/lif.toml:3:24
      |
    3 | key     = ["vserver", "life"]
      |                        ^^^^
      = help: did you mean `lif`?

    error: unknown key `abuot`
     --> tables/lif.toml:4:1
      |
    4 | abuot   = "the LIFs"
      | ^^^^^
      = help: did you mean `about`?

    error: `counted` is a string
     --> tables/lif.toml:5:11
      |
    5 | counted = "yes"
      |           ^^^^^
      = help: expected `true` or `false`

    error: unknown type `nam`
     --> tables/lif.toml:9:9
      |
    9 | type = "nam"
      |         ^^^
      = help: did you mean `name`?

    error: unknown type `{up||down}`
      --> tables/lif.toml:13:9
       |
    13 | type = "{up||down}"
       |         ^^^^^^^^^^
       = help: expected one of `name`, `word`, `text`, `bool`, `integer`, `up-down`, `address-mask`, `address`, `node-port`, `port`, `device-id`, `list`, `addresses`, `service-addresses`, `targets`, `time`, `size`, `option-name`, `{a|b}`, `{a|b|...}`

    error: unknown column `status-admin`
      --> tables/lif.toml:14:12
       |
    14 | splits = ["status-admin"]
       |            ^^^^^^^^^^^^
       = help: expected one of `lif`, `vserver`

    error: column `lif` is described twice
      --> tables/lif.toml:17:12
       |
    17 | name    = "lif"
       |            ^^^
       = help: keep one of the two

    error: `heading` is a string
      --> tables/lif.toml:18:11
       |
    18 | heading = "Logical"
       |           ^^^^^^^^^
       = help: expected an array of strings

    error: `or-headings` is a number
      --> tables/lif.toml:19:28
       |
    19 | or-headings = [["Logical", 7]]
       |                            ^
       = help: expected a string

    error: unknown column `lfi`
      --> tables/lif.toml:23:13
       |
    23 |            "lfi"]
       |             ^^^
       = help: did you mean `lif`?

    error: unknown column `node`
      --> tables/lif.toml:24:13
       |
    24 | above   = ["node"]
       |             ^^^^
       = help: expected one of `lif`, `vserver`

    error: missing key `value` in `[[sentence]]`
      --> tables/lif.toml:26:1
       |
    26 | [[sentence]]
       | ^^^^^^^^^^^^

    error: unknown column `state`
      --> tables/lif.toml:28:10
       |
    28 | field = "state"
       |          ^^^^^
       = help: expected one of `lif`, `vserver`
    "#);
}

#[test]
fn a_right_rule_and_a_right_table_load() {
    let rule = parse_rule(FILE, RULE, &tables()).unwrap();
    assert_eq!(rule.id, "lif-failover-local");
}

#[test]
fn a_syntax_error_is_one_fault_with_its_place() {
    let text = RULE.replace("[check]", "[check");
    assert_snapshot!(shown(&parse_rule(FILE, &text, &tables()).unwrap_err()), @r#"
    error: not TOML: unclosed table, expected `]`
     --> network/lif-failover-local.toml:7:7
      |
    7 | [check
      |       ^
    "#);
}

#[test]
fn a_file_that_ends_early_is_told_at_its_end() {
    assert_snapshot!(shown(&parse_definition("tables/lif.toml", "command = \"lif").unwrap_err()), @r#"
    error: not TOML: invalid basic string, expected `"`
     --> tables/lif.toml:1:15
      |
    1 | command = "lif
      |               ^
    "#);
}

#[test]
fn a_key_given_twice_is_a_syntax_error() {
    assert_snapshot!(faults_with(&[("title    =", "id = \"again\"\ntitle    =")]), @r#"
    error: not TOML: duplicate key
     --> network/lif-failover-local.toml:2:1
      |
    2 | id = "again"
      | ^^
    "#);
}

#[test]
fn nothing_at_all_lacks_every_part() {
    assert_snapshot!(shown(&parse_rule("network/x.toml", "", &tables()).unwrap_err()), @r#"
    error: missing key `check`
     --> network/x.toml:1:1
      |
    1 | 
      | ^
      = help: expected `[check]` with a claim

    error: missing key `id`
     --> network/x.toml:1:1
      |
    1 | 
      | ^

    error: missing key `title`
     --> network/x.toml:1:1
      |
    1 | 
      | ^

    error: missing key `severity`
     --> network/x.toml:1:1
      |
    1 | 
      | ^

    error: missing key `why`
     --> network/x.toml:1:1
      |
    1 | 
      | ^

    error: missing key `passes`
     --> network/x.toml:1:1
      |
    1 | 
      | ^

    error: missing key `example`
     --> network/x.toml:1:1
      |
    1 | 
      | ^
      = help: expected an `[[example]]` that passes, one that fails and one that is unknown
    "#);
}

#[test]
fn a_claim_is_one_and_its_keys_belong_to_it() {
    assert_snapshot!(
        faults_with(&[("expect = {", "same   = \"is-hom\"\ncount  = \">=1\"\nexpect = {"), ("\"lif\"\nwhere", "\"life\"\nwhere")]),
        @r#"
    error: unknown entity `life`
     --> network/lif-failover-local.toml:8:11
      |
    8 | each   = "life"
      |           ^^^^
      = help: did you mean `lif`?

    error: `count` says nothing without `has`
      --> network/lif-failover-local.toml:11:1
       |
    11 | count  = ">=1"
       | ^^^^^
       = help: take it away

    error: `expect` is a second claim besides `same`
      --> network/lif-failover-local.toml:12:1
       |
    12 | expect = { failover-policy = "local-only" }
       | ^^^^^^
       = help: keep one of them, or make two rules
    "#
    );
    assert_snapshot!(faults_with(&[("expect = { failover-policy = \"local-only\" }\n", "")]), @r#"
    error: `[check]` claims nothing
     --> network/lif-failover-local.toml:7:1
      |
    7 | [check]
      | ^^^^^^^
      = help: expected one of `expect`, `some`, `same`, `has`, `builtin`
    "#);
    assert_snapshot!(faults_with(&[("expect = { failover-policy = \"local-only\" }", "builtin = \"lif-service-ndm\"")]), @r#"
    error: `each` says nothing besides `builtin`, whose function chooses its rows
     --> network/lif-failover-local.toml:8:1
      |
    8 | each   = "lif"
      | ^^^^
      = help: take it away

    error: `where` says nothing besides `builtin`, whose function chooses its rows
     --> network/lif-failover-local.toml:9:1
      |
    9 | where  = { role = "intercluster|node-mgmt" }
      | ^^^^^
      = help: take it away

    error: unknown builtin `lif-service-ndm`
      --> network/lif-failover-local.toml:10:12
       |
    10 | builtin = "lif-service-ndm"
       |            ^^^^^^^^^^^^^^^
       = help: did you mean `lif-service-ndmp`?
    "#);
}

#[test]
fn another_entity_has_its_own_columns() {
    let has = r#"has      = "node"
on       = { curr-node = "node" }
with     = { helth = "true", tape-reservations = "persistant" }
count    = "two|>={drivs}"
distinct = "lun""#;
    assert_snapshot!(faults_with(&[("expect = { failover-policy = \"local-only\" }", has)]), @r#"
    error: unknown column `curr-node`
      --> network/lif-failover-local.toml:11:14
       |
    11 | on       = { curr-node = "node" }
       |              ^^^^^^^^^
       = help: expected one of `tape-reservations`

    error: unknown column `node`
      --> network/lif-failover-local.toml:11:27
       |
    11 | on       = { curr-node = "node" }
       |                           ^^^^
       = help: did you mean `curr-node`?

    error: unknown column `helth`
      --> network/lif-failover-local.toml:12:14
       |
    12 | with     = { helth = "true", tape-reservations = "persistant" }
       |              ^^^^^
       = help: expected one of `tape-reservations`

    error: unknown word `persistant` for `tape-reservations`
      --> network/lif-failover-local.toml:12:51
       |
    12 | with     = { helth = "true", tape-reservations = "persistant" }
       |                                                   ^^^^^^^^^^
       = help: did you mean `persistent`?

    error: unknown parameter `{drivs}`
      --> network/lif-failover-local.toml:13:19
       |
    13 | count    = "two|>={drivs}"
       |                   ^^^^^^^
       = help: did you mean `drives`?

    error: expected a whole number behind `>=`, found `{drivs}`
      --> network/lif-failover-local.toml:13:19
       |
    13 | count    = "two|>={drivs}"
       |                   ^^^^^^^

    error: unknown column `lun`
      --> network/lif-failover-local.toml:14:13
       |
    14 | distinct = "lun"
       |             ^^^
       = help: expected one of `tape-reservations`
    "#);
}

#[test]
fn conditions_fit_their_columns() {
    let expect = r#"expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }"#;
    assert_snapshot!(faults_with(&[("expect = { failover-policy = \"local-only\" }", expect)]), @r#"
    error: `targets` asks for nothing
      --> network/lif-failover-local.toml:10:22
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                      ^^^^^^^^^^^^^^^^
       = help: expected one of `holds`, `within`, `exactly`

    error: unknown key `hold` in `targets`
      --> network/lif-failover-local.toml:10:24
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                        ^^^^
       = help: did you mean `holds`?

    error: `is-home` is not a list
      --> network/lif-failover-local.toml:10:40
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                                        ^^^^^^^
       = help: expected a query, such as `"up"`

    error: `exactly` is both `holds` and `within`
      --> network/lif-failover-local.toml:10:52
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                                                    ^^^^^^^
       = help: keep it alone

    error: unknown word `/24` for `netmask-length`
      --> network/lif-failover-local.toml:10:108
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                                                                                                            ^^^
       = help: expected a whole number

    error: unknown column `status`
      --> network/lif-failover-local.toml:10:114
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                                                                                                                  ^^^^^^
       = help: did you mean `status-oper`?

    error: unknown word `local` for `failover-policy`
      --> network/lif-failover-local.toml:10:150
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                                                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: did you mean `local-only`?

    error: `failover-policy` holds words, not numbers to compare
      --> network/lif-failover-local.toml:10:150
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                                                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: quotes make a text literal: `"1..2"`

    error: no word, expected one on each side of `|` (`""` is the empty one)
      --> network/lif-failover-local.toml:10:199
       |
    10 | expect = { targets = { hold = ["a"] }, is-home = { exactly = ["true"], within = [] }, netmask-length = "24|/24", status = "up/up", failover-policy = "!local|disabled*|\"-\"|<5", "status-oper" = 'up||down' }
       |                                                                                                                                                                                                       ^
    "#);
}

#[test]
fn a_text_with_escapes_is_marked_as_a_whole() {
    let expect = r#"expect = { failover-policy = "\u006Cocal-ony" }"#;
    assert_snapshot!(faults_with(&[("expect = { failover-policy = \"local-only\" }", expect)]), @r#"
    error: unknown word `local-ony` for `failover-policy`
      --> network/lif-failover-local.toml:10:30
       |
    10 | expect = { failover-policy = "\u006Cocal-ony" }
       |                              ^^^^^^^^^^^^^^^^
       = help: did you mean `local-only`?
    "#);
}

#[test]
fn texts_of_many_lines_are_marked_in_their_line() {
    let note = "note = '''\nfirst line\nsecond {lief} line'''\n\n[[example]]";
    assert_snapshot!(faults_with(&[("[[example]]", note)]), @r#"
    error: unknown column `{lief}`
      --> network/lif-failover-local.toml:21:8
       |
    21 | second {lief} line'''
       |        ^^^^^^
       = help: did you mean `lif`?
    "#);
}

#[test]
fn an_example_names_the_whole_subject() {
    assert_snapshot!(
        faults_with(&[("subject = { vserver = \"alpha\", lif", "scope = \"cluster\"\ntape = \"no\"\ndma-address = [\"192.0.2.9\", \"192.0.2.999\"]\nsubject = { lif")]),
        @r#"
    error: unknown scope `cluster`
      --> network/lif-failover-local.toml:21:10
       |
    21 | scope = "cluster"
       |          ^^^^^^^
       = help: expected one of `auto`, `svm`, `node`

    error: unknown place of tape devices `no`
      --> network/lif-failover-local.toml:22:9
       |
    22 | tape = "no"
       |         ^^
       = help: expected one of `local`, `none`

    error: `192.0.2.999` is not an address
      --> network/lif-failover-local.toml:23:30
       |
    23 | dma-address = ["192.0.2.9", "192.0.2.999"]
       |                              ^^^^^^^^^^^
       = help: expected an IP address such as `192.0.2.9`

    error: the subject lacks `vserver`
      --> network/lif-failover-local.toml:24:1
       |
    24 | subject = { lif = "ic1" }
       | ^^^^^^^
       = help: expected the whole subject, or `{}`
    "#
    );
}

#[test]
fn names_and_dates_have_their_form() {
    assert_snapshot!(
        faults_with(&[
            ("\"lif-failover-local\"", "\"LIF failover\""),
            ("passes   = \"failover policy is local-only\"", "passes   = \" \""),
            ("[check]", "[document]\nsection = \"Configure LIFs\"\nedition = \"24.02.2023\"\n\n[check]\nnone = \"No LIF\""),
        ]),
        @r#"
    error: `LIF failover` is not a rule name
     --> network/lif-failover-local.toml:1:13
      |
    1 | id       = "LIF failover"
      |             ^^^^^^^^^^^^
      = help: expected lowercase words with hyphens between them

    error: `passes` is empty
     --> network/lif-failover-local.toml:5:12
      |
    5 | passes   = " "
      |            ^^^
      = help: expected a text that says something

    error: `24.02.2023` is not a date
     --> network/lif-failover-local.toml:9:12
      |
    9 | edition = "24.02.2023"
      |            ^^^^^^^^^^
      = help: expected `YYYY-MM-DD`

    error: `No LIF` is not a reason code
      --> network/lif-failover-local.toml:12:9
       |
    12 | none = "No LIF"
       |         ^^^^^^
       = help: expected lowercase words with hyphens between them
    "#
    );
}

#[test]
fn lines_that_end_in_cr_lf_are_told_without_it() {
    let text = RULE.replace('\n', "\r\n").replace("\"must\"", "\"mast\"");
    let faults = parse_rule(FILE, &text, &tables()).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].line, faults[0].column, faults[0].length), (3, 13, 4));
    assert_eq!(faults[0].text, "severity = \"mast\"");
}

#[test]
fn a_mark_stands_below_its_word_behind_tabs() {
    let text = RULE.replace("severity = \"must\"", "\tseverity\t= \"mast\"");
    let faults = parse_rule(FILE, &text, &tables()).unwrap_err();
    assert!(shown(&faults).contains("3 | \tseverity\t= \"mast\"\n  | \t        \t   ^^^^\n"), "{}", shown(&faults));
}

proptest! {
    #[test]
    fn no_mangled_file_makes_it_panic(at in 0..RULE.len(), cut in 0..40_usize, put in "[\\[\\]{}\"'=\\\\é\n\t|a-]{0,4}") {
        let head: String = RULE.chars().take(at).collect();
        let tail: String = RULE.chars().skip(at + cut).collect();
        let text = format!("{head}{put}{tail}");
        let faults = [parse_rule(FILE, &text, &tables()).err(), parse_definition("tables/x.toml", &text).err()];
        for fault in faults.into_iter().flatten().flatten() {
            let line = text.split('\n').nth(fault.line - 1).unwrap_or_default();
            prop_assert_eq!(line.trim_end_matches('\r'), &fault.text);
            prop_assert!(fault.column <= line.chars().count() + 1, "{}", fault);
            prop_assert!(fault.length <= (line.chars().count() + 1 - fault.column).max(1), "{}", fault);
        }
    }
}
