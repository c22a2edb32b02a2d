//! Answers of which somebody lost a part: headings, indents, keys, the end of a line, a value.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use ndmp_preflight::judge::{Outcome, Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Doubt, Reading, Record, Status};

fn catalog() -> Catalog {
    Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]))
}

fn read(text: &str) -> Reading {
    table::read("lost", vec![Capture::of_text("session.txt", text)], &catalog().tables).remove(0)
}

fn answer(text: &str) -> Answer {
    read(text).answers.remove(0)
}

fn outcomes(text: &str) -> Vec<Outcome> {
    judge(&read(text), &catalog(), &Question::plain(jiff::civil::date(2026, 11, 22))).outcomes
}

/// The cells of each record as `field=value`.
fn told(answer: &Answer) -> Vec<String> {
    let cells = |record: &Record| -> Vec<String> {
        record.fields.iter().map(|(name, cell)| format!("{name}={}", cell.value.text())).collect()
    };
    answer.records.iter().map(|record| cells(&record).join(" ")).collect()
}

#[test]
fn rows_without_heading_are_read_by_the_asked_fields_and_their_types() {
    let text = "\
etive::> network interface show -role intercluster -fields address,curr-node
etive etive_ic1 192.0.2.31 etive-01
etive etive_ic2 192.0.2.32 etive-02

etive::> ";
    let answer = answer(text);
    assert_eq!(
        told(&answer),
        [
            "vserver=etive lif=etive_ic1 address=192.0.2.31 curr-node=etive-01",
            "vserver=etive lif=etive_ic2 address=192.0.2.32 curr-node=etive-02",
        ]
    );
    assert_eq!(answer.status, Status::CutOff);
    assert_eq!(answer.doubt.map(|(doubt, _)| doubt), Some(Doubt::Supposed));
}

#[test]
fn fields_of_one_type_without_heading_are_not_told_apart() {
    let text = "\
etive::> system services ndmp show -fields enable,clear-text
etive-01 true false
etive-02 true true

etive::> ";
    assert_eq!(told(&answer(text)), ["node=etive-01", "node=etive-02"]);
}

#[test]
fn a_sentence_below_a_command_is_no_row_without_heading() {
    let text = "\
etive::> volume show -fields node
nothing here today

etive::> ";
    assert_eq!(read(text).answers.iter().map(|answer| answer.records.len()).sum::<usize>(), 0);
}

#[test]
fn asked_fields_alone_are_read_and_belong_to_nobody() {
    let text = "\
etive::> network interface show -vserver <svm> -lif <lif> -fields service-policy
service-policy: default-intercluster

etive::> ";
    let answer = answer(text);
    assert_eq!(told(&answer), ["service-policy=default-intercluster"]);
    assert_eq!(answer.status, Status::CutOff);
}

#[test]
fn a_key_that_only_the_command_names_is_taken_from_there() {
    let table = "
                             Authentication             Acct   Is-Nsswitch
User/Group Name  Application Method    Role Name        Locked Group
---------------- ----------- --------- ---------------- ------ -----------
backup1          ssh         password  backup           no     no

etive::> ";
    let named = answer(&format!("etive::> security login show -vserver svm_awe\n{table}"));
    assert_eq!(
        named.records.get(0).and_then(|record| record.cell("vserver").map(|cell| cell.value.text())).as_deref(),
        Some("svm_awe")
    );
    for pattern in ["svm*", "!svm_awe", "<svm>", "svm_awe|svm_orchy"] {
        let open = answer(&format!("etive::> security login show -vserver {pattern}\n{table}"));
        assert_eq!(open.records.get(0).map(|record| record.cell("vserver").is_some()), Some(false), "{pattern}");
    }
}

#[test]
fn rows_that_lost_their_indent_go_on_where_they_can() {
    let text = "\
etive::> vserver show
                               Admin      Operational Root
Vserver     Type    Subtype    State      State       Volume     Aggregate
----------- ------- ---------- ---------- ----------- ---------- ----------
svm_orchy_archive
data    default    running    running     archive_   etive_01_
root       aggr1
svm_awe     data    default    running    stopped     awe_root   aggr2
2 entries were displayed.

etive::> ";
    let answer = answer(text);
    assert_eq!(
        told(&answer),
        [
            "vserver=svm_orchy_archive type=data subtype=default admin-state=running operational-state=running rootvolume=archive_root aggregate=etive_01_aggr1",
            "vserver=svm_awe type=data subtype=default admin-state=running operational-state=stopped rootvolume=awe_root aggregate=aggr2",
        ]
    );
    assert_eq!(answer.status, Status::Complete);
}

#[test]
fn a_row_of_one_run_of_words_keeps_its_place() {
    let text = "\
etive::> storage failover show
                              Takeover
Node           Partner        Possible State Description
-------------- -------------- -------- -------------------------------------
etive-01       etive-02       true     Connected to etive-02
etive-of-north etive-of-the-far-south true In takeover
2 entries were displayed.

etive::> ";
    let told = told(&answer(text));
    assert_eq!(told[0], "node=etive-01 partner-name=etive-02 possible=true state-description=Connected to etive-02");
    assert_eq!(
        told[1],
        "node=etive-of-north partner-name=etive-of-the-far-south possible=true state-description=In takeover"
    );
}

#[test]
fn a_broken_name_whose_rest_cannot_be_read_is_not_told() {
    let text = "\
etive::> vserver show
                               Admin      Operational Root
Vserver     Type    Subtype    State      State       Volume     Aggregate
----------- ------- ---------- ---------- ----------- ---------- ----------
svm_awe     data    default    running    running     awe_       etive_01_
?? ??

etive::> ";
    let told = told(&answer(text));
    assert_eq!(told, ["vserver=svm_awe type=data subtype=default admin-state=running operational-state=running"]);
}

#[test]
fn the_last_row_keeps_the_cells_before_the_cut() {
    let text = "\
etive::> network interface show -role intercluster
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
etive
            ic_one       up/up    192.0.2.31/26      etive-01      e0e     true
            ic_two       up/up    192.0.2
";
    let answer = answer(text);
    assert_eq!(told(&answer)[1], "vserver=etive lif=ic_two status-admin=up status-oper=up");
    assert_eq!(answer.status, Status::CutOff);
}

#[test]
fn a_clock_that_was_cut_leaves_no_half_time() {
    let text = "\
etive::> system node show
Node      Health Eligibility Uptime        Model       Owner    Location
--------- ------ ----------- ------------- ----------- -------- ---------------
etive-01  true   true        12 days 03:02 FAS2750              room12
etive-02  true   true        1042 d
";
    let second = told(&answer(text)).into_iter().nth(1).unwrap_or_default();
    assert!(!second.contains("uptime") && !second.contains("model"), "{second}");
}

#[test]
fn the_end_of_a_list_is_no_other_s_beginning() {
    let text = "\
etive::> vserver services ndmp show
Vserver       Enabled   Authentication type
------------- --------- -------------------
etive         true      challenge
svm_awe       false     plaintext, challenge
svm_orc";
    assert_eq!(told(&answer(text))[1], "vserver=svm_awe enable=false authtype=plaintext, challenge");
}

#[test]
fn heading_words_over_no_cell_and_in_no_order_name_no_columns() {
    let text = "\
etive::> system services ndmp show
Node Clear text Enabled User Id
--------------------- --------- ----------- ---------
etive-01 false true tapes
1 entries were displayed.

etive::> ";
    assert_eq!(told(&answer(text)), ["node=etive-01 user-id=tapes"]);
}

#[test]
fn a_heading_line_of_the_author_stands_over_its_column() {
    let text = "\
etive::> security login show
Vserver: etive
                                                              Lock
User/Group                 Application             Method     State
-------------------------- ----------------------- ---------- ------
admin                      service-processor       password   no
backup1                    ssh                     publickey  yes

etive::> ";
    let answer = answer(text);
    assert_eq!(answer.status, Status::CutOff);
    assert!(answer.why.contains("count"), "{}", answer.why);
    assert_eq!(
        told(&answer)[1],
        "vserver=etive user-or-group-name=backup1 application=ssh authentication-method=publickey is-account-locked=yes"
    );
    assert_eq!(answer.doubt.map(|(doubt, _)| doubt), Some(Doubt::Supposed));
}

#[test]
fn a_label_that_no_table_knows_above_a_table_is_kept() {
    let text = "\
etive::> storage tape show-media-changer

Media Changer: 0g.2L1
  Description: IBM 3573-TL
         WWNN: 2:00a:000e11:10d201
         WWPN: 2:00b:000e11:10d201
Serial Number: 00ETIVE0002_LL0
   Bus Domain: fc

       Errors: -

Paths:
Node                      Initiator  Alias    Device State              Status
------------------------  ---------  -------  ------------------------  --------
etive-01                  0g         mc0      in-use                    normal

etive::> ";
    let answer = answer(text);
    assert_eq!(answer.status, Status::Complete);
    assert!(told(&answer)[0].contains("bus-domain=fc"), "{:?}", told(&answer));
}

#[test]
fn a_label_may_say_what_the_whole_table_is_about() {
    let text = "\
etive::> vserver services ndmp show -instance
Vserver: etive
NDMP Enabled: true
Authentication Type: challenge

etive::> ";
    assert_eq!(told(&answer(text)), ["vserver=etive enable=true authtype=challenge"]);
}

#[test]
fn columns_that_a_mail_broke_off_come_back() {
    let text = "\
etive::> network interface show -failover
         Logical         Home                  Failover
Failover
Vserver  Interface       Node:Port             Policy
Group
-------- --------------- --------------------- ---------------
---------------
etive
         etive_ic1       etive-01:e0e          local-only
Default
                         Failover Targets: etive-01:e0e, etive-01:e0f
         etive_ic2       etive-02:e0e          disabled
Default
                         Failover Targets: etive-02:e0e, etive-02:e0f
2 entries were displayed.

etive::> ";
    let answer = answer(text);
    assert_eq!(answer.status, Status::Complete);
    assert_eq!(
        told(&answer)[1],
        "vserver=etive lif=etive_ic2 home-node=etive-02 home-port=e0e failover-policy=disabled failover-group=Default failover-targets=etive-02:e0e, etive-02:e0f"
    );
}

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
    let verdicts = |enabled: &str| {
        let all = outcomes(&format!("{cluster}{}", rows(enabled)));
        let own = all.into_iter().filter(|outcome| outcome.rule == "node-ndmp-enabled");
        own.map(|outcome| outcome.verdict).collect::<Vec<_>>()
    };
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
fn a_cell_that_had_no_room_comes_on_the_next_line() {
    let text = "\
etive::> vserver show
                               Admin      Operational Root
Vserver     Type    Subtype    State      State       Volume     Aggregate
----------- ------- ---------- ---------- ----------- ---------- ----------
svm_awe     data    default    running    running     awe_root   aggr_a
svm_orchy   data    dp-destination        stopped     orchy_root aggr_b
                               running
svm_kin     data    dp-destination        stopped     kin_root   aggr_b
3 entries were displayed.

etive::> ";
    let told = told(&answer(text));
    assert_eq!(
        told[1],
        "vserver=svm_orchy type=data subtype=dp-destination admin-state=running operational-state=stopped rootvolume=orchy_root aggregate=aggr_b"
    );
    // Where it did not come, nobody knows it, and what stands in the next column is not its.
    assert!(told[2].contains("operational-state=stopped") && !told[2].contains("admin-state"), "{}", told[2]);
}

#[test]
fn words_behind_a_gap_take_nothing_from_the_rows_above_and_are_none() {
    let table = "\
etive::> network interface show -failover
         Logical         Home                  Failover        Failover
Vserver  Interface       Node:Port             Policy          Group
-------- --------------- --------------------- --------------- --------
etive
         etive_ic1       etive-01:e0e          local-only      Default
                         Failover Targets: etive-01:e0e, etive-01:e0f
         etive_ic2       etive-02:e0e          local-only      Default
                         Failover Targets: etive-02:e0e, etive-02:e0f
";
    for words in [
        ".Configure the ports\n\nYou can use the ports of the data network.\n\n.Steps\n",
        "As a result, the SVM should have a LIF\nwith an IP address in this network.\n",
        "Verify storage failover:\n",
        "Name: filer.example.com\nAddress: 192.0.2.9\n",
    ] {
        let answer = answer(&format!("{table}\n{words}"));
        assert_eq!(answer.status, Status::CutOff, "{words}");
        let last = "vserver=etive lif=etive_ic2 home-node=etive-02 home-port=e0e failover-policy=local-only failover-group=Default failover-targets=etive-02:e0e, etive-02:e0f";
        assert_eq!((told(&answer).len(), told(&answer)[1].as_str()), (2, last), "{words}");
    }
}

#[test]
fn behind_the_count_and_a_gap_only_trouble_is_ontap_s() {
    let table = |words: &str| {
        format!(
            "\
etive::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
etive-01              true    true
etive-02              true    true
2 entries were displayed.

{words}
etive::> "
        )
    };
    for words in [
        "Now we make the LIFs",
        "### Step 3: Add node two",
        "# the volumes",
        "Because you use the CLI, exit the wizard:\nexit",
    ] {
        assert_eq!(answer(&table(words)).status, Status::Complete, "{words}");
    }
    for words in ["node etive-03 did not respond", "# one node is missing", "The rest was cut", "Error: rpc failed"] {
        assert_eq!(answer(&table(words)).status, Status::CutOff, "{words}");
    }
}

#[test]
fn a_second_heading_of_other_columns_ends_the_first_table() {
    let text = "\
etive::> vserver show
                               Admin      Operational Root
Vserver     Type    Subtype    State      State       Volume     Aggregate
----------- ------- ---------- ---------- ----------- ---------- ----------
svm_awe     data    default    running    running     awe_root   aggr_a

Vserver     Volume       Aggregate    State      Type       Size
----------- ------------ ------------ ---------- ---------- ----------
svm_awe     awe_data     aggr_a       online     DP         500GB

etive::> ";
    let answer = answer(text);
    assert_eq!(
        told(&answer),
        [
            "vserver=svm_awe type=data subtype=default admin-state=running operational-state=running rootvolume=awe_root aggregate=aggr_a"
        ]
    );
    assert_ne!(answer.status, Status::Complete);
}

#[test]
fn none_of_zero_entries_is_empty() {
    let text = "\
etive::> volume show -state offline -fields vserver,volume,state
vserver         volume          state
--------------- --------------- -------
0 entries were displayed.

etive::> ";
    assert_eq!(answer(text).status, Status::Empty);
}

#[test]
fn stars_round_a_value_are_a_pattern() {
    let text = "\
etive::> security login show -vserver *awe*

                             Authentication             Acct   Is-Nsswitch
User/Group Name  Application Method    Role Name        Locked Group
---------------- ----------- --------- ---------------- ------ -----------
backup1          ssh         password  backup           no     no

etive::> ";
    let answer = answer(text);
    assert_eq!(answer.filters, [("vserver".to_owned(), "*awe*".to_owned())]);
    assert!(!told(&answer)[0].contains("vserver"), "{:?}", told(&answer));
}

#[test]
fn a_command_above_a_prompt_is_not_joined_to_it() {
    let text = "\
network interface show -vserver Cluster -fields auto-revert
etive::> network interface show -vserver Cluster -fields auto-revert
vserver lif           auto-revert
------- ------------- -----------
Cluster etive-01_clu1 true

etive::> ";
    let read = read(text);
    assert_eq!(read.answers.len(), 1);
    assert_eq!(read.answers[0].typed.as_deref(), Some("network interface show -vserver Cluster -fields auto-revert"));
    assert_eq!(read.cluster.as_deref(), Some("etive"));
}

#[test]
fn two_marks_before_every_line_are_two_margins() {
    let text = "\
etive::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
etive-01              true    true
etive-02              true    true
2 entries were displayed.
etive::>";
    for marks in ["# * ", "> - ", "\u{2022} ", "> \u{2022} "] {
        let marked: String = text.lines().map(|line| format!("{marks}{line}\n")).collect();
        let answer = answer(&marked);
        assert_eq!((answer.status, answer.records.len()), (Status::Complete, 2), "{marks}");
    }
}

#[test]
fn a_masked_cell_is_shown_as_unknown_with_its_word() {
    let text = "\
etive::> network interface show -fields address
vserver lif       address
------- --------- ---------
etive   etive_ic1 <removed>
etive   etive_ic2 192.0.2.7
2 entries were displayed.

etive::> ";
    let mut program = Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"))
        .args(["facts", "--from", "-", "--color", "never"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let shown = String::from_utf8(program.wait_with_output().unwrap().stdout).unwrap();
    assert!(shown.contains("etive_ic1  (unknown: <removed>)"), "{shown}");
}
