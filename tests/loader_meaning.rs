//! What ONTAP means, as table files declare it: which tables list all rows of an entity, which facts follow from others, and
//! what to type. A site's own do so alike.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use insta::assert_snapshot;
use ndmp_preflight::facts::tellers;
use ndmp_preflight::fault::Fault;
use ndmp_preflight::judge::{Outcome, Question, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

/// A table of a site's own about the nodes.
const RACKS: &str = r#"command = "rack show"
entity = "node"
key = ["node"]
lists = true
about = "in which rack each node stands"

[[column]]
name = "node"
heading = ["Node"]
type = "name"

[[column]]
name = "rack"
heading = ["Rack"]
type = "word"

[[view]]
columns = ["node", "rack"]
"#;

const SESSION: &str = "\
etive::> system services ndmp node-scope-mode status
NDMP node-scope-mode is enabled.

etive::> system services ndmp show
Node                  Enabled   Clear text  User Id
--------------------- --------- ----------- ---------
etive-01              true      false       bkp
etive-02              true      false       bkp
2 entries were displayed.

etive::> rack show
Node     Rack
-------- ----
etive-01 r1
etive-02 r2
2 entries were displayed.

etive::> ";

fn with_site(files: &[(&str, &str)]) -> Result<Catalog, Vec<Fault>> {
    let mut catalog = Catalog::embedded().unwrap();
    catalog.add_site(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())?;
    Ok(catalog)
}

fn told(site: &[(&str, &str)]) -> String {
    let faults = with_site(site).unwrap_err();
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n\n")
}

/// The outcome without a subject of the rule about the NDMP service of all nodes: why some of them may be missing.
fn untold_nodes(rack: &str) -> Option<String> {
    let catalog = with_site(&[("site/tables/rack.toml", rack)]).unwrap_or_else(|faults| panic!("{}", faults[0]));
    let reading = table::read("site", vec![Capture::of_text("session.txt", SESSION)], &catalog.tables).remove(0);
    assert_eq!(reading.answers.len(), 3);
    let outcomes = judge(&reading, &catalog, &Question::plain(jiff::civil::date(2026, 11, 22))).outcomes;
    let is_it = |outcome: &&Outcome| outcome.rule == "node-ndmp-enabled" && outcome.subject.is_empty();
    outcomes.iter().find(is_it).map(|outcome| outcome.message.clone())
}

#[test]
fn a_site_s_own_table_that_lists_the_nodes_is_a_list_of_them() {
    assert_eq!(untold_nodes(RACKS), None);
}

#[test]
fn a_site_s_own_table_that_does_not_say_that_it_lists_the_nodes_is_no_list_of_them() {
    for rack in [RACKS.replace("lists = true", "lists = false"), RACKS.replace("lists = true\n", "")] {
        let message = untold_nodes(&rack).unwrap_or_else(|| panic!("{rack}"));
        assert!(message.ends_with("run `cluster show` or `system node show`"), "{message}");
    }
}

#[test]
fn what_a_site_s_own_table_lists_takes_nothing_from_the_other_lists() {
    let lifs = RACKS.replace("entity = \"node\"", "entity = \"lif\"");
    let catalog = with_site(&[("site/tables/rack.toml", &lifs)]).unwrap();
    let lists = |command: &str| catalog.tables.iter().find(|table| table.command == command).unwrap().lists("lif");
    assert!(lists("network interface show") && lists("rack show"));
}

#[test]
fn an_entity_that_no_table_lists_is_refused() {
    let rack = RACKS.replace("entity = \"node\"", "entity = \"rack\"").replace("lists = true", "lists = false");
    assert_snapshot!(told(&[("site/tables/rack.toml", &rack)]), @r"
    error: no table lists all rows of `rack`
     --> site/tables/rack.toml:4:1
      |
    4 | lists = false
      | ^^^^^
      = help: expected `lists = true` in the table whose answers show every row of `rack`
    ");
    let all = rack.replace("rack show", "rack show-all").replace("lists = false", "lists = true");
    assert!(with_site(&[("site/tables/rack.toml", &rack), ("site/tables/all.toml", &all)]).is_ok());
}

#[test]
fn whether_a_table_lists_all_rows_is_true_or_false() {
    let rack = RACKS.replace("lists = true", "lists = \"all\"");
    assert_snapshot!(told(&[("site/tables/rack.toml", &rack)]), @r#"
    error: `lists` is a string
     --> site/tables/rack.toml:4:9
      |
    4 | lists = "all"
      |         ^^^^^
      = help: expected `true` or `false`
    "#);
}

/// The faults of the table with a derived fact.
fn derived(lines: &str) -> String {
    told(&[("site/tables/rack.toml", &format!("{RACKS}\n[[derived]]\n{lines}"))])
}

#[test]
fn what_a_fact_follows_from_must_be_printed_by_a_table() {
    let lines = "column = \"place\"\ntype = \"word\"\ntakes = \"rack\"\nfrom = [\"rak\", \"nod.rack\", \"lif.home-nod\", \"tape-device.unit\"]\n";
    assert_snapshot!(derived(lines), @r#"
    error: no table prints a column `rak` of `node`
      --> site/tables/rack.toml:24:10
       |
    24 | from = ["rak", "nod.rack", "lif.home-nod", "tape-device.unit"]
       |          ^^^
       = help: did you mean `rack`?

    error: unknown entity `nod`
      --> site/tables/rack.toml:24:17
       |
    24 | from = ["rak", "nod.rack", "lif.home-nod", "tape-device.unit"]
       |                 ^^^^^^^^
       = help: did you mean `node`?

    error: no table prints a column `home-nod` of `lif`
      --> site/tables/rack.toml:24:29
       |
    24 | from = ["rak", "nod.rack", "lif.home-nod", "tape-device.unit"]
       |                             ^^^^^^^^^^^^
       = help: did you mean `home-node`?

    error: no table prints a column `unit` of `tape-device`
      --> site/tables/rack.toml:24:45
       |
    24 | from = ["rak", "nod.rack", "lif.home-nod", "tape-device.unit"]
       |                                             ^^^^^^^^^^^^^^^^
       = help: expected one of `alias`, `alias-mapping`, `alias-name`, `description`, `device-id`, `device-state`, `device-type`, `errors`, `initiator`, `node`, `path-status`, `serial-number`, `status`, `wwnn`, `wwpn`
    "#);
}

#[test]
fn a_fact_that_nothing_tells_how_to_make_is_refused() {
    assert_snapshot!(derived("column = \"place\"\ntype = \"word\"\nfrom = [\"rack\"]\n"), @r#"
    error: nothing tells how `place` follows
      --> site/tables/rack.toml:21:11
       |
    21 | column = "place"
       |           ^^^^^
       = help: say `takes = "column"` of which it is the value; of `node` the program computes none
    "#);
    assert_snapshot!(derived("column = \"place\"\ntype = \"word\"\nfrom = [\"rack\"]\ntakes = \"rak\"\n"), @r#"
    error: no table prints a column `rak` of `node`
      --> site/tables/rack.toml:24:10
       |
    24 | takes = "rak"
       |          ^^^
       = help: did you mean `rack`?
    "#);
    assert_snapshot!(derived("column = \"place\"\ntype = \"word\"\nfrom = [\"rack\"]\notherwise = \"none\"\n"), @r#"
    error: `otherwise` of no column
      --> site/tables/rack.toml:24:1
       |
    24 | otherwise = "none"
       | ^^^^^^^^^
       = help: expected `takes = "column"` beside it: the word stands where no answer tells that column
    "#);
}

#[test]
fn a_derived_fact_has_one_type_and_says_what_is_asked() {
    assert_snapshot!(derived("column = \"place\"\ntakes = \"rack\"\n"), @r"
    error: missing key `from` in `[[derived]]`
      --> site/tables/rack.toml:20:1
       |
    20 | [[derived]]
       | ^^^^^^^^^^^
       = help: expected the columns that are asked in its place
    ");
    assert_snapshot!(derived("column = \"place\"\ntakes = \"rack\"\nfrom = []\n"), @r"
    error: `from` is empty
      --> site/tables/rack.toml:23:1
       |
    23 | from = []
       | ^^^^
       = help: expected the columns that are asked in its place
    ");
    assert_snapshot!(derived("column = \"place\"\ntakes = \"rack\"\nfrom = [\"rack\"]\n"), @r"
    error: missing key `type` in `[[derived]]`
      --> site/tables/rack.toml:20:1
       |
    20 | [[derived]]
       | ^^^^^^^^^^^
       = help: no table prints `place` of `node`: say how it reads
    ");
    assert_snapshot!(derived("column = \"place\"\ntype = \"wrod\"\ntakes = \"rack\"\nfrom = [\"rack\"]\n"), @r#"
    error: unknown type `wrod`
      --> site/tables/rack.toml:22:9
       |
    22 | type = "wrod"
       |         ^^^^
       = help: did you mean `word`?
    "#);
    assert_snapshot!(derived("column = \"rack\"\ntype = \"word\"\ntakes = \"rack\"\nfrom = [\"rack\"]\n"), @r#"
    error: `rack` has a type already
      --> site/tables/rack.toml:22:9
       |
    22 | type = "word"
       |         ^^^^
       = help: a table prints that column: leave its type to it
    "#);
}

#[test]
fn a_fact_that_is_derived_already_is_refused() {
    let lines = "column = \"tape-reservations\"\ntype = \"word\"\ntakes = \"rack\"\nfrom = [\"rack\"]\n";
    assert_snapshot!(derived(lines), @r#"
    error: derived column `tape-reservations` of `node` is already in `tables/options.toml`
      --> site/tables/rack.toml:21:11
       |
    21 | column = "tape-reservations"
       |           ^^^^^^^^^^^^^^^^^
       = help: keep one of the two
    "#);
}

#[test]
fn advice_is_the_command_with_an_argument() {
    let rack = RACKS.replace("about =", "advice = \"node show -rack\"\nabout =");
    assert_snapshot!(told(&[("site/tables/rack.toml", &rack)]), @r#"
    error: `node show -rack` is not the command with an argument
     --> site/tables/rack.toml:5:11
      |
    5 | advice = "node show -rack"
      |           ^^^^^^^^^^^^^^^
      = help: expected words that begin with `rack show `
    "#);
}

#[test]
fn a_table_that_holds_the_admin_svm_has_a_column_of_svms() {
    let rack = RACKS.replace("about =", "holds-admin = true\nabout =");
    assert_snapshot!(told(&[("site/tables/rack.toml", &rack)]), @r"
    error: no column `vserver` tells which SVM a row is of
     --> site/tables/rack.toml:5:1
      |
    5 | holds-admin = true
      | ^^^^^^^^^^^
      = help: expected a `[[column]]` of that name, in which the admin SVM is looked for
    ");
}

const PLACES: &str = "id = \"place\"\ntitle = \"t\"\nseverity = \"must\"\nwhy = \"w\"\npasses = \"p\"\n[check]\neach = \"node\"\n\
    expect = { place = \"r1\" }\n[say]\npass = \"{node} stands in {place}\"\nfail = \"{node} stands in {place}\"\n\
    [[example]]\nverdict = \"pass\"\ninput = \"\"\n";

#[test]
fn a_site_s_own_derived_fact_is_judged_and_what_it_follows_from_is_asked() {
    let rack = format!(
        "{RACKS}\n[[derived]]\ncolumn = \"place\"\ntype = \"word\"\nfrom = [\"rack\"]\ntakes = \"rack\"\notherwise = \"nowhere\"\n"
    );
    let catalog = with_site(&[("site/tables/rack.toml", &rack), ("site/place.toml", PLACES)])
        .unwrap_or_else(|faults| panic!("{}", faults[0]));
    let rule = catalog.rule("place").unwrap();
    let told: Vec<String> = tellers(rule, &catalog).into_iter().map(|teller| teller.command).collect();
    assert_eq!(told, ["rack show"]);
    let said = |session: &str| {
        let reading = table::read("site", vec![Capture::of_text("session.txt", session)], &catalog.tables).remove(0);
        let outcomes = judge(&reading, &catalog, &Question::plain(jiff::civil::date(2026, 11, 22))).outcomes;
        let of_rule = outcomes.iter().filter(|outcome| outcome.rule == "place");
        of_rule.map(|outcome| outcome.message.clone()).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(said(SESSION), @r"
    etive-01 stands in r1
    etive-02 stands in r2
    ");
    assert_snapshot!(said(SESSION.split("rack show").next().unwrap()), @r"
    etive-01 stands in nowhere
    etive-02 stands in nowhere
    cannot be told: not captured; run `cluster show` or `system node show` or `rack show`
    ");
}
