//! What stands beside the rows, before them or behind them, and what it says of the answer.

mod session;

use ndmp_preflight::table::Status;
use session::{answer, read, told};

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
fn one_pair_of_close_lines_parts_no_other_lines_of_a_doubled_answer() {
    let text = "\
etive::> network interface show -failover

         Logical         Home                  Failover        Failover

Vserver  Interface       Node:Port             Policy          Group

-------- --------------- --------------------- --------------- --------

etive
         etive_ic1       etive-01:e0e          local-only      Default

                         Failover Targets: etive-01:e0e

                                           ~~~ ??? ~~~

";
    let told = told(&answer(text));
    assert!(told.iter().all(|record| !record.contains("failover-targets")), "{told:?}");
}

#[test]
fn commands_below_a_name_of_which_nothing_is_answered_may_be_any_cluster_s() {
    let session = "\
etive::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.
etiv::> network interface show -fields firewall-policy

etive::> version
NetApp Release 9.8P9: Fri Nov 12 03:22:40 UTC 2021
";
    let lost = vec!["network interface show".to_owned()];
    assert_eq!(read(session).unanswered, lost);
    // Another cluster that answers has lost its own answers only.
    let other = session.replace("etiv::> net", "nevis::> version\nNetApp Release 9.8P9: Fri Nov 12\nnevis::> net");
    assert_eq!(read(&other).unanswered, Vec::<String>::new());
}
