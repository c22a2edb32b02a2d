//! Values that somebody masked or mistyped: each is unknown alone, passes nothing and fails nothing.

mod session;

use std::io::Write as _;
use std::process::{Command, Stdio};

use ndmp_preflight::judge::Verdict;
use ndmp_preflight::table::Status;
use session::{answer, read, told, value, verdicts};

#[test]
fn a_masked_cell_leaves_an_answer_whole_and_proves_nothing() {
    let rows = |enabled: &str| {
        format!(
            "\
etive::> system services ndmp show
Node                  Enabled   Clear text  User Id
--------------------- --------- ----------- ---------
etive-01              {enabled:<9} false       backup1
etive-02              true      false       backup1
2 entries were displayed.

etive::> "
        )
    };
    let answer = answer(&rows("<hidden>"));
    assert_eq!(answer.status, Status::Complete);
    assert_eq!(
        told(&answer),
        [
            "node=etive-01 clear-text=false user-id=backup1",
            "node=etive-02 enable=true clear-text=false user-id=backup1"
        ]
    );
    let cluster = "etive::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
                   etive-01              true    true\netive-02              true    true\n2 entries were displayed.\n\n\
                   etive::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is enabled.\n\n";
    let verdicts = |enabled: &str| verdicts(&format!("{cluster}{}", rows(enabled)), "node-ndmp-enabled");
    assert_eq!(verdicts("true"), [Verdict::Pass, Verdict::Pass]);
    assert_eq!(verdicts("<hidden>"), [Verdict::Unknown, Verdict::Pass]);
}

#[test]
fn a_column_of_strange_words_is_no_column_of_masks() {
    let text = "\
etive::> system services ndmp show
Node                  Enabled   Clear text  User Id
--------------------- --------- ----------- ---------
etive-01              ja        false       backup1
etive-02              ja        false       backup1
etive-03              ja        false       backup1
3 entries were displayed.

etive::> ";
    assert_eq!(answer(text).status, Status::Unreadable);
    assert_eq!(answer(&text.replace(" ja       ", " <masked> ")).status, Status::Complete);
}

#[test]
fn a_masked_cell_is_shown_as_unknown_with_its_word_and_its_line() {
    for mask in ["<removed>", "x.x.x.x", "x.x.2.31"] {
        let text = format!(
            "etive::> network interface show -fields address\nvserver lif       address\n------- --------- ---------\n\
             etive   etive_ic1 {mask}\netive   etive_ic2 192.0.2.7\n2 entries were displayed.\n\netive::> "
        );
        let mut program = Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"))
            .args(["facts", "-v", "--from", "-", "--color", "never"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        program.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let shown = String::from_utf8(program.wait_with_output().unwrap().stdout).unwrap();
        assert!(shown.contains(&format!("etive_ic1  (unknown: {mask})")), "{shown}");
        let why = format!("  line 4: `{mask}` is no value of `address`\n");
        assert_eq!(shown.matches(&why).count(), 1, "{shown}");
    }
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

#[test]
fn a_mask_just_below_the_next_heading_is_no_part_of_the_name_before_it() {
    let text = "\
etive::> network interface show -fields address,home-node,firewall-policy
vserver  lif          address      home-node   firewall-policy
-------- ------------ ------------ ----------- ---------------
etive    cluster_mgmt x.x.x.x      etive-01    mgmt
etive    etive_ic1    192.0.2.12   etive-01    intercluster
2 entries were displayed.

etive::> ";
    let answer = answer(text);
    assert_eq!(told(&answer)[0], "vserver=etive lif=cluster_mgmt home-node=etive-01 firewall-policy=mgmt");
    let masked = answer.records.get(0).map(|record| record.misfits[0].field.clone());
    assert_eq!(masked.as_deref(), Some("address"));
}
