//! What may be wrong in the parts of a rule: claims, conditions, sentences, examples.

#[path = "loader_rule_faults/outcomes.rs"]
mod outcomes;

mod loader_sample;

use insta::assert_snapshot;
use loader_sample::faults_with;

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
    assert_snapshot!(faults_with(&[("expect = { failover-policy = \"local-only\" }", "builtin = \"lif-service-ndm\"\nreads   = [\"lif.rol\", \"lif\", \"lfi.role\"]")]), @r#"
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

    error: unknown column `rol`
      --> network/lif-failover-local.toml:11:12
       |
    11 | reads   = ["lif.rol", "lif", "lfi.role"]
       |            ^^^^^^^^^
       = help: did you mean `role`?

    error: `lif` is not a column
      --> network/lif-failover-local.toml:11:24
       |
    11 | reads   = ["lif.rol", "lif", "lfi.role"]
       |                        ^^^
       = help: expected `entity.column`

    error: unknown entity `lfi`
      --> network/lif-failover-local.toml:11:31
       |
    11 | reads   = ["lif.rol", "lif", "lfi.role"]
       |                               ^^^
       = help: did you mean `lif`?
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
