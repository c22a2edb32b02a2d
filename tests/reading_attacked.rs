//! Masks and headings by hand that were taken for something else: each shows what must be said of it instead.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::judge::{Outcome, Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Reading, Status};

fn catalog() -> Catalog {
    Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]))
}

fn read(text: &str) -> Reading {
    table::read("attacked", vec![Capture::of_text("session.txt", text)], &catalog().tables).remove(0)
}

fn value(answer: &Answer, record: usize, field: &str) -> Option<String> {
    answer.records.get(record)?.cell(field).map(|cell| cell.value.text())
}

fn verdicts(text: &str, rule: &str) -> Vec<Verdict> {
    let all = judge(&read(text), &catalog(), &Question::plain(jiff::civil::date(2026, 11, 22))).outcomes;
    all.into_iter().filter(|outcome: &Outcome| outcome.rule == rule).map(|outcome| outcome.verdict).collect()
}

#[test]
fn no_policy_is_assumed_where_an_answer_has_it_masked_or_under_a_heading_of_the_author() {
    const NODES: &str = include_str!("../sample-outputs/ready-node-scope/session.txt");
    let rule = "lif-firewall-ndmp";
    assert!(verdicts(NODES, rule).iter().all(|verdict| *verdict == Verdict::Pass));
    let row = NODES.lines().find(|line| line.starts_with("sannox  sannox-b_ic intercluster"));
    let row = row.unwrap_or_else(|| panic!("the sample has no such row"));
    let masked = NODES.replace(row, &row.replace("b_ic intercluster", "b_ic <removed>"));
    assert!(verdicts(&masked, rule).contains(&Verdict::Unknown));
    let other = row.replace("b_ic intercluster", "b_ic data");
    let renamed = NODES.replace(row, &other).replace("lif         firewall-policy\n", "lif         richtlinie\n");
    assert!(verdicts(&renamed, rule).contains(&Verdict::Unknown));
}

#[test]
fn a_masked_name_before_the_word_ssh_is_no_prompt_of_a_shell() {
    for mask in ["<removed>", "[removed]", "<masked> "] {
        let text = format!(
            "\
etive::> security login show

Vserver: etive
                                                                 Second
User/Group                 Authentication                 Acct   Authentication
Name           Application Method        Role Name        Locked Method
-------------- ----------- ------------- ---------------- ------ --------------
admin          console     password      admin            no     none
{mask:<14} ssh         password      backup           yes    none
backup2        ssh         password      backup           yes    none
3 entries were displayed.

etive::> "
        );
        let read = read(&text);
        assert_eq!((read.answers.len(), read.answers[0].announced), (1, Some(3)), "{mask}");
        assert_ne!(read.answers[0].status, Status::Complete, "{mask}");
        assert_eq!(
            value(&read.answers[0], read.answers[0].records.len() - 1, "user-or-group-name").as_deref(),
            Some("backup2")
        );
    }
}

#[test]
fn a_heading_that_pushes_others_aside_gives_them_no_other_columns() {
    let text = "\
etive::> network interface show
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
etive
            cluster_mgmt up/up    192.0.2.70/26      etive-02      e0M     true
            etive_ic1    up/up    192.0.2.81/26      etive-01      e0e     true
2 entries were displayed.

etive::> ";
    for heading in ["<removed-by-security>", "Bezeichnung-neu", "<removed>"] {
        for own in ["Node", "Admin/Oper", "Address/Mask"] {
            let line = "Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home";
            let read = read(&text.replace(line, &line.replace(own, heading)));
            let answer = &read.answers[0];
            for (record, port) in ["e0M", "e0e"].into_iter().enumerate() {
                for (field, wanted) in
                    [("curr-port", port), ("is-home", "true"), ("curr-node", ["etive-02", "etive-01"][record])]
                {
                    let found = value(answer, record, field);
                    assert!(
                        found.is_none() || found.as_deref() == Some(wanted),
                        "{own} as {heading}: {field} {found:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_a_narrow_terminal_cut_with_a_word_of_the_heading_is_no_value() {
    let text = "\
etive::> network port show

Node: etive-01
                                                  Speed(Mbps
Port      IPspace      Broadcast Domain Link MTU  Admin/Oper
--------- ------------ ---------------- ---- ---- ----------
e0a       Cluster      Cluster          up   9000 auto/10000
e0b       Cluster      Cluster          up   9000 auto/10000
2 entries were displayed.

etive::> ";
    let cut = &read(text).answers[0];
    assert_eq!(
        (cut.status, value(cut, 0, "mtu").as_deref(), value(cut, 0, "speed-oper")),
        (Status::CutOff, Some("9000"), None)
    );
    let whole = &read(&text.replace("Speed(Mbps\n", "Speed(Mbps)\n")).answers[0];
    assert_eq!((whole.status, value(whole, 0, "speed-oper").as_deref()), (Status::Complete, Some("10000")));
}

#[test]
fn a_mask_in_free_text_fails_nothing_and_passes_nothing() {
    let changer = |errors: &str| {
        format!(
            "\
etive::> storage tape show-media-changer

Media Changer: 0g.2L1
  Description: IBM 3573-TL
         WWNN: 2:00a:000e11:10d201
         WWPN: 2:00b:000e11:10d201
Serial Number: 00ETIVE0002_LL0

       Errors: {errors}

Paths:
Node                      Initiator  Alias    Device State              Status
------------------------  ---------  -------  ------------------------  --------
etive-01                  0g         mc0      in-use                    normal

etive::> "
        )
    };
    let verdict = |errors: &str| verdicts(&changer(errors), "media-changer-status");
    assert_eq!(verdict("-"), [Verdict::Pass]);
    assert_eq!(verdict("hardware error"), [Verdict::Fail]);
    for mask in ["<removed>", "[redacted]"] {
        assert_eq!(verdict(mask), [Verdict::Unknown], "{mask}");
        let read = read(&changer(mask));
        assert_eq!(read.answers[0].records.get(0).map(|record| record.misfits.len()), Some(1), "{mask}");
    }
}

#[test]
fn records_with_a_masked_key_are_nobody_s() {
    let text = "\
etive::> vserver services ndmp show -instance

                                 Vserver: <removed>
                         Enable NDMP: true
             Authentication Type: challenge

                                 Vserver: <removed>
                         Enable NDMP: false
             Authentication Type: plaintext
2 entries were displayed.

etive::> ";
    let read = read(text);
    assert!(read.answers.iter().all(|answer| answer.records.iter().all(|record| record.cell("vserver").is_none())));
    assert!(!verdicts(text, "svm-ndmp-authentication").contains(&Verdict::Pass));
    assert!(!verdicts(text, "svm-ndmp-authentication").contains(&Verdict::Fail));
}
