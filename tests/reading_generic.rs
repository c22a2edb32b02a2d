//! Answers of commands that no table describes, of columns that none knows, and headings over damaged rulers.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Reading, Status};

fn one(text: &str) -> Reading {
    let catalog = Catalog::embedded().expect("the rules are sound");
    let capture = Capture::read("paste.txt", text.as_bytes().to_vec()).expect("the text is text");
    let mut readings = table::read("paste", vec![capture], &catalog.tables);
    assert_eq!(readings.len(), 1);
    readings.pop().unwrap()
}

/// The only answer.
fn answer(text: &str) -> Answer {
    let Reading { mut answers, generic, .. } = one(text);
    answers.extend(generic);
    assert_eq!(answers.len(), 1, "{text}");
    answers.pop().unwrap()
}

fn values(answer: &Answer, field: &str) -> Vec<String> {
    answer.records.iter().map(|record| record.cell(field).map_or_else(String::new, |cell| cell.value.text())).collect()
}

/// The same text after a word processor made one dash of so many hyphens, in its rulers.
fn with_dashes(text: &str, hyphens: usize, dash: &str) -> String {
    let is_ruler = |line: &&str| line.contains("---") && line.chars().all(|c| matches!(c, '-' | ' '));
    let dashed = |line: &str| line.replace(&"-".repeat(hyphens), dash);
    text.lines().map(|line| if is_ruler(&line) { dashed(line) } else { line.to_owned() } + "\n").collect()
}

const NODES: &str = "tay::> system node show
Node      Health Eligibility Uptime        Model       Owner    Location
--------- ------ ----------- ------------- ----------- -------- ---------------
tay-1     true   true        212 days 07:31
                                           FAS9500              Hall 1 Row 4
tay-2     true   true        5 days 00:01  FAS9500     Storage
2 entries were displayed.
";

#[test]
fn a_ruler_of_dashes_for_pairs_of_hyphens_has_its_columns_below_the_headings() {
    for (hyphens, dash) in [(2, "\u{2013}"), (2, "-"), (3, "\u{2014}")] {
        let answer = answer(&with_dashes(NODES, hyphens, dash));
        assert_eq!(answer.status, Status::Complete, "{hyphens}: {}", answer.why);
        assert_eq!(values(&answer, "uptime"), ["212 days 07:31", "5 days 00:01"]);
        assert_eq!(values(&answer, "owner"), ["", "Storage"]);
        assert_eq!(values(&answer, "location"), ["Hall 1 Row 4", ""]);
    }
}

#[test]
fn a_shortened_ruler_parts_the_columns_of_two_wide_ones() {
    let text = "tay::> network interface service-policy show
Vserver   Policy                     Service: Allowed Addresses
--------- -------------------------- ----------------------------------------
tay
          default-intercluster       intercluster-core: 192.0.2.0/24
                                     management-https: 192.0.2.0/24
          default-management         management-ssh: 192.0.2.0/24
2 entries were displayed.
";
    let whole = answer(text);
    let halved = answer(&with_dashes(text, 2, "\u{2013}"));
    assert_eq!((whole.status, halved.status), (Status::Complete, Status::Complete), "{}", halved.why);
    assert_eq!(values(&halved, "allowed-addresses"), values(&whole, "allowed-addresses"));
    assert_eq!(values(&halved, "policy"), ["default-intercluster", "default-management"]);
}

#[test]
fn what_no_table_describes_is_read_below_a_shortened_ruler() {
    let text = "tay::> storage disk show
                     Usable           Disk    Container   Container
Disk                   Size Shelf Bay Type    Type        Name      Owner
---------------- ---------- ----- --- ------- ----------- --------- --------
1.0.3                     -     0   3 SAS     unassigned  -         -
1.0.4                1.63TB     0   4 SAS     spare       Pool0     tay-2
2 entries were displayed.
";
    for (hyphens, dash) in [(2, "\u{2013}"), (3, "\u{2014}")] {
        let answer = answer(&with_dashes(text, hyphens, dash));
        assert_eq!(answer.status, Status::Complete, "{hyphens}: {}", answer.why);
        assert_eq!(values(&answer, "usable-size"), ["-", "1.63TB"]);
        assert_eq!(values(&answer, "owner"), ["-", "tay-2"]);
    }
}

#[test]
fn a_ruler_that_ends_before_the_last_heading_and_fits_no_stretching_is_not_trusted() {
    let ruler = "--------- ------ ----------- ------------- ----------- -------- ---------------";
    let text = NODES.replace(ruler, "---- --- ------ -- ----- ---- ---");
    let answer = answer(&text);
    assert!(values(&answer, "uptime").iter().all(|uptime| uptime != "212"), "{:?}", values(&answer, "uptime"));
    assert!(values(&answer, "location").iter().all(|location| ["Hall 1 Row 4", ""].contains(&location.as_str())));
}
