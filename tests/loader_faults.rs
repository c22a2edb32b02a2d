//! Malformed files: every fault at once, with its place and the nearest right word, asserted word by word.

mod loader_sample;

use insta::assert_snapshot;
use loader_sample::{FILE, RULE, faults_with, shown, tables};
use ndmp_preflight::rule::parse_rule;
use ndmp_preflight::table::parse_definition;
use proptest::prelude::*;

#[test]
fn a_rule_tells_all_its_faults_at_once() {
    let text = r#"id       = "lif-failover-locl"
titel    = "LIFs stay on their node"
severity = "mst"
why      = true
passes   = "failover policy is local-only"

[applies]
ontap = "<9.1x"

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

    error: unknown range of releases `<9.1x`
     --> network/lif-failover-local.toml:8:10
      |
    8 | ontap = "<9.1x"
      |          ^^^^^
      = help: expected `>=9.10.1`, `<9.10.1`, or both as in `>=9.6 <9.12.1`

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
       = help: expected one of `name`, `word`, `text`, `bool`, `integer`, `up-down`, `address-mask`, `address`, `node-port`, `port`, `device-id`, `list`, `addresses`, `service-addresses`, `targets`, `time`, `size`, `percent`, `option-name`, `{a|b}`, `{a|b|...}`

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
