//! What may be wrong in what a rule says of its outcomes, and in its fixes.

use super::*;

#[test]
fn an_outcome_for_all_rows_has_no_subject() {
    assert_snapshot!(faults_with(&[("[say]", "subject = {}\n\n[say]")]), @r#"
    error: the subject has no `vserver`
      --> network/lif-failover-local.toml:23:13
       |
    23 | subject = { vserver = "alpha", lif = "ic1" }
       |             ^^^^^^^
       = help: expected `{}`: the rule has one outcome without a subject

    error: the subject has no `lif`
      --> network/lif-failover-local.toml:23:32
       |
    23 | subject = { vserver = "alpha", lif = "ic1" }
       |                                ^^^
       = help: expected `{}`: the rule has one outcome without a subject
    "#);
}

#[test]
fn of_several_fixes_each_can_count_and_speaks_of_what_is_known() {
    let fixes = "[[fix]]\nwhen     = { status-admin = \"don\", curr-nod = \"*\" }\ncommands = [\"network interface modify -lif {lfi} -status-admin up\"]\n\n[[fix]]\nnote = \"Look.\"\n\n[[fix]]\neach = \"life\"\non   = { curr-node = \"curr-nod\" }\nnote = \"{lif}\"\n\n[[example]]";
    let (from, _) = loader_sample::RULE.split_once("[fix]").unwrap().1.split_once("[[example]]").unwrap();
    assert_snapshot!(faults_with(&[(&format!("[fix]{from}[[example]]"), fixes)]), @r#"
    error: unknown word `don` for `status-admin`
      --> network/lif-failover-local.toml:17:30
       |
    17 | when     = { status-admin = "don", curr-nod = "*" }
       |                              ^^^
       = help: did you mean `down`?

    error: unknown column `curr-nod`
      --> network/lif-failover-local.toml:17:36
       |
    17 | when     = { status-admin = "don", curr-nod = "*" }
       |                                    ^^^^^^^^
       = help: did you mean `curr-node`?

    error: unknown column `{lfi}`
      --> network/lif-failover-local.toml:18:44
       |
    18 | commands = ["network interface modify -lif {lfi} -status-admin up"]
       |                                            ^^^^^
       = help: did you mean `lif`?

    error: no `[[fix]]` behind this one can ever count
      --> network/lif-failover-local.toml:20:1
       |
    20 | [[fix]]
       | ^^^^^^^
       = help: give it a `when`, or let it be the last one

    error: the last `[[fix]]` has a condition
      --> network/lif-failover-local.toml:23:1
       |
    23 | [[fix]]
       | ^^^^^^^
       = help: expected a last `[[fix]]` without `when` and `each`, for what no other one fits

    error: unknown entity `life`
      --> network/lif-failover-local.toml:24:9
       |
    24 | each = "life"
       |         ^^^^
       = help: did you mean `lif`?

    error: unknown column `curr-nod`
      --> network/lif-failover-local.toml:25:23
       |
    25 | on   = { curr-node = "curr-nod" }
       |                       ^^^^^^^^
       = help: did you mean `curr-node`?
    "#);
    assert_snapshot!(faults_with(&[("[fix]\n", "[fix]\nnot-on = { lif = \"lif\" }\nwhen = { lif = \"a\" }\n")]), @r#"
    error: the last `[[fix]]` has a condition
      --> network/lif-failover-local.toml:16:1
       |
    16 | [fix]
       | ^^^^^
       = help: expected a last `[[fix]]` without `when` and `each`, for what no other one fits

    error: `not-on` says nothing without `each`
      --> network/lif-failover-local.toml:17:1
       |
    17 | not-on = { lif = "lif" }
       | ^^^^^^
       = help: take it away
    "#);
    assert_snapshot!(faults_with(&[("[fix]\n", "[fix]\nwhere = \"it moved\"\n")]), @r#"
    error: `where` says nothing without `when` or `each`
      --> network/lif-failover-local.toml:17:1
       |
    17 | where = "it moved"
       | ^^^^^
       = help: take it away
    "#);
}
