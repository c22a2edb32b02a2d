//! Answers on pages and in programs: between sentences and other tables, in frames, in strings, with misspelt headings.

mod session;

use ndmp_preflight::table::Status;
use session::{answer, read, told};

const NODES: &str = "\
Node                  Health  Eligibility
--------------------- ------- ------------
morar-01              true    true
morar-02              true    false
";
const TOLD: [&str; 2] = ["node=morar-01 health=true eligibility=true", "node=morar-02 health=true eligibility=false"];

#[test]
fn a_letter_wrong_in_a_heading_names_its_column() {
    for (right, wrong) in [("Eligibility", "Elegibility"), ("Eligibility", "Eligibilty"), ("Health ", "Health ")] {
        let answer = answer(&format!("morar::> cluster show\n{}\nmorar::> ", NODES.replace(right, wrong)));
        assert_eq!(told(&answer), TOLD, "{wrong}");
    }
    assert_eq!(told(&answer(&NODES.replace("Eligibility", "Elegibility"))), TOLD);
    let ports = answer(
        "\
morar::> network port show
Node: morar-01
                                             Speed(Mbps)  Health   Health
Port    IPspace   Broadcast Domain Link MTU  Admin/Ope    Status   Status
------- --------- ---------------- ---- ---- ------------ -------- ------
e0c     Default   Default          up   1500  auto/10000  healthy  false

morar::> ",
    );
    assert!(told(&ports)[0].contains("speed-admin=auto speed-oper=10000"), "{:?}", told(&ports));
}

#[test]
fn another_word_is_no_misspelt_heading() {
    let text =
        "Node                  Health  Electable\n--------------------- ------- ------------\nmorar-01 true true\n";
    assert!(!told(&answer(&format!("morar::> cluster show\n{text}\nmorar::> ")))[0].contains("eligibility"));
}

#[test]
fn sentences_below_the_count_take_nothing_from_an_answer() {
    let table = |words: &str| format!("morar::> cluster show\n{NODES}2 entries were displayed.\n{words}\n\nmorar::> ");
    for words in [
        "If any node appears with a Health status of false or down, continue with the next step.",
        "Revert the LIFs back to the node:\nnetwork interface revert *\nThis command returns the LIFs to the node.",
        "NOTE: You must move epsilon to a node of another pair that isn't halted.",
        "Learn more about cluster show in the ONTAP command reference^.",
    ] {
        assert_eq!(answer(&table(words)).status, Status::Complete, "{words}");
        assert_eq!(answer(&table(&format!("\n{words}"))).status, Status::Complete, "{words}");
    }
    for words in [
        "morar-03              true    true",
        "Warning: Unable to list the entries of node morar-03.",
        "I have left out the rows of the other two nodes.",
        "Here are only the nodes of the first building.",
    ] {
        assert_eq!(answer(&table(words)).status, Status::CutOff, "{words}");
    }
}

#[test]
fn a_command_in_general_terms_is_not_joined_to_the_one_below_it() {
    let text = "\
network interface show -vserver vserver_name -lif lif_name -fields home-node,home-port
network interface show -vserver svm_lochailort -lif ailort1 -fields home-node,home-port

vserver        lif     home-node home-port
-------------- ------- --------- ---------
svm_lochailort ailort1 morar-01  e0d
";
    let answer = answer(text);
    let options = "-vserver svm_lochailort -lif ailort1 -fields home-node,home-port";
    assert_eq!((answer.options.as_str(), answer.status), (options, Status::Complete));
    assert_eq!(told(&answer), ["vserver=svm_lochailort lif=ailort1 home-node=morar-01 home-port=e0d"]);
}

#[test]
fn what_stands_behind_the_frame_of_an_answer_is_none_of_it() {
    let text = format!(
        "```bash\ncluster show\n```\n\nExpected output:\n\n```text\n{NODES}2 entries were displayed.\n```\n\n\
         **`Error: command not found: cluster`** Use the cluster's own shell.\n"
    );
    let answer = answer(&text);
    assert_eq!((told(&answer), answer.status), (TOLD.map(str::to_owned).to_vec(), Status::Complete));
}

#[test]
fn a_table_in_a_string_of_a_program_begins_behind_the_mark() {
    let svms = "\
OUTPUT = \"\"\"Vserver     Type    Subtype    State      State       Volume     Aggregate\\r
----------- ------- ---------- ---------- ----------- ---------- ----------\\r
svm_morar   data    default    running    running     morar_root aggr1\\r
1 entry was displayed.\\r
\"\"\"

POOLS = [{'name': 'one'}]
";
    let svms = svms.replace("\"\"\"", "\"\"\"                               Admin      Operational Root\\r\n");
    assert!(told(&answer(&svms))[0].starts_with("vserver=svm_morar type=data"), "{:?}", read(&svms).answers);
    let fields = "c='''vserver   lif     home-node\n--------- ------- ---------\nsvm_morar morar_1 morar-01\n1 entry was displayed.\n'''\n";
    assert_eq!(told(&answer(fields)), ["vserver=svm_morar lif=morar_1 home-node=morar-01"]);
    let session = format!("  content: `::> cluster show\n{NODES}2 entries were displayed.\n`\n  }},\n");
    let session = answer(&session);
    assert_eq!((told(&session), session.status), (TOLD.map(str::to_owned).to_vec(), Status::Complete));
}

#[test]
fn a_page_goes_on_below_a_table_without_making_it_unreadable() {
    for words in [
        "Repeat these steps on the other switch.\n\nStep 3: Complete the upgrade\n\nEnable the ports again.",
        "4. Set the advanced privilege level to be able to change it. Run the\n   following command:",
        "Where `morar` is the name of your own cluster,\n\nThe rest is as above.",
        "ノードの設定を変更する際は modify コマンドを使用します。",
        "We can now take the node out of the cluster with the command\nas follows:\n\n::\n\n    $ other thing",
    ] {
        let answer = answer(&format!("morar::> cluster show\n{NODES}\n{words}\n\nmorar::> "));
        assert_eq!((told(&answer), answer.status), (TOLD.map(str::to_owned).to_vec(), Status::CutOff), "{words}");
    }
}

#[test]
fn a_page_goes_on_below_labels_too() {
    let text = "\
morar::> cluster show -node morar-01

       Node: morar-01
    Epsilon: false
Eligibility: true
     Health: true

設定を変更する際は、modify コマンドを使用します。

morar::> ";
    assert_eq!(answer(text).status, Status::CutOff);
    assert_eq!(told(&answer(text)), ["node=morar-01 epsilon=false eligibility=true health=true"]);
}

#[test]
fn the_rows_of_another_table_are_not_those_of_the_one_above_it() {
    let text = format!(
        "{NODES}\n                Local  Remote\nNode            HA     HA\n--------------- ------ ------\nmorar-01        ready  ready\n\n\
         Volume          State   %Used\n--------------- ------- -----\nmorar_docs      online  45%\n"
    );
    let answer = answer(&text);
    assert_eq!((told(&answer), answer.status), (TOLD.map(str::to_owned).to_vec(), Status::CutOff));
}

#[test]
fn words_in_brackets_that_may_be_of_a_text_are_not_cut_off_it() {
    let table = |state: &str| {
        format!(
            "\
morar::> storage failover show
                              Takeover
Node           Partner        Possible State Description
-------------- -------------- -------- -------------------------------------
morar-01       morar-02       -        {state}
morar-02       morar-01       false    In takeover
2 entries were displayed.

morar::> "
        )
    };
    let whole = answer(&table("Waiting for giveback (HA mailboxes)"));
    assert!(told(&whole)[0].ends_with("state-description=Waiting for giveback (HA mailboxes)"), "{:?}", told(&whole));
    let unsure = answer(&table("Waiting for giveback (of the root aggregate)"));
    assert_eq!(told(&unsure)[0], "node=morar-01 partner-name=morar-02 possible=-");
    let by_hand = answer(&table("Waiting for giveback  <-- on Monday"));
    assert!(told(&by_hand)[0].ends_with("state-description=Waiting for giveback"), "{:?}", told(&by_hand));
}

#[test]
fn the_prompt_of_a_switch_ends_an_answer() {
    let text = format!(
        "morar::*> cluster show\n{NODES}2 entries were displayed.\n\nEnable the ports:\n\nsw1(config-if-range)# *no shutdown*\nsw1(config)# exit\n"
    );
    assert_eq!(answer(&text).status, Status::Complete);
}

#[test]
fn code_below_separated_text_is_none_of_it() {
    let text = "\
# morar::> network port show -fields port,speed-oper,health-status
# node|port|speed-oper|health-status|
# Node|Port|Speed Operational|Port Health Status|
# morar-01|e0M|1000|healthy|
# morar-01|e0a|10000|healthy|
my @lines = split( \"\\n\", $ssh->run($cmd) );
";
    let answer = answer(text);
    assert_eq!((told(&answer).len(), answer.status), (2, Status::CutOff));
}

#[test]
fn a_percentage_is_no_size() {
    let text = "\
morar::> volume show
Vserver   Volume       Aggregate    State      Area       Size  Percent Used
--------- ------------ ------------ ---------- ---------- ----- ------------
svm_morar morar_of_all_docs1 aggr_left_1 online volume 800GB 45%
svm_morar morar_all_docs aggr_left_2 online     volume     1.50TB 60%
svm_morar morar_docs     aggr_left_2 online     volume     500GB 20%

morar::> ";
    let told = told(&answer(text));
    assert!(told[2].contains("size=500GB") && told[2].contains("percent-used=20%"), "{told:?}");
    // No place tells it, but no other column has such words.
    assert!(told[0].ends_with("state=online area=volume size=800GB percent-used=45%"), "{told:?}");
}

#[test]
fn a_sentence_may_stand_between_a_command_and_its_table() {
    let answer = answer(&format!(
        "network port show\nThe following example shows that ports \"e0a\" and \"e0b\" are now cluster ports:\n{}",
        "\
Node: morar-01
                                                  Speed(Mbps) Health
Port      IPspace      Broadcast Domain Link MTU  Admin/Oper  Status
--------- ------------ ---------------- ---- ---- ----------- --------
e0a       Cluster      Cluster          up   9000  auto/10000 healthy
e0b       Cluster      Cluster          up   9000  auto/10000 healthy
2 entries were displayed.
"
    ));
    assert_eq!((told(&answer).len(), answer.status), (2, Status::Complete));
}

#[test]
fn a_few_lines_behind_comment_marks_are_a_table_when_a_ruler_is_among_them() {
    let text = "\
for host in one two; do
#Reference:
#Node                  Health  Eligibility
#--------------------- ------- ------------
#morar-01              true    true
#morar-02              true    false

    log \"${host}: cluster show ...\"
    ssh ${host} \"cluster show\" | tr -d '\\r' > ${TMPFILE}
done
";
    assert_eq!(told(&answer(text)), TOLD);
}

const SVMS: &str = "\
                               Admin      Operational Root
Vserver     Type    Subtype    State      State       Volume     Aggregate
----------- ------- ---------- ---------- ----------- ---------- ----------
svm_morar   data    default    running    running     morar_root aggr1
";

#[test]
fn of_several_commands_above_several_tables_each_table_is_of_its_own() {
    let text = format!(
        "cluster show\n# and the SVM\nvserver show -vserver svm_morar\nnetwork port show -node morar-01\n\n\
         {NODES}2 entries were displayed.\n\n{SVMS}"
    );
    let reading = read(&text);
    let named: Vec<_> =
        reading.answers.iter().map(|answer| (answer.command.as_str(), answer.options.as_str())).collect();
    assert_eq!(named, [("cluster show", ""), ("vserver show", "-vserver svm_morar")]);
    assert!(reading.answers.iter().all(|answer| answer.doubt.is_none() && answer.status == Status::Complete));
    // Which of two commands for the same table it answers, nobody knows.
    let text = format!("vserver show -vserver svm_eigg\nvserver show -vserver svm_morar\ncluster show\n\n{SVMS}");
    assert!(read(&text).answers[0].doubt.is_some());
}

#[test]
fn of_several_commands_in_a_frame_each_table_may_have_its_own() {
    let text = format!("```\nvserver show\nnode show\n```\nExample:\n```\n{SVMS}```\n```\n{NODES}```\nWords.\n");
    let reading = read(&text);
    let named: Vec<_> = reading.answers.iter().map(|answer| (answer.command.as_str(), answer.records.len())).collect();
    assert_eq!(named, [("vserver show", 1), ("cluster show", 2)]);
}

#[test]
fn names_of_fields_tell_their_table_although_a_release_has_some_more() {
    let text = "\
vserver   lif     role data-protocol home-node home-port curr-node curr-port sticky numeric-id lb-weight
--------- ------- ---- ------------- --------- --------- --------- --------- ------ ---------- ---------
svm_morar morar_1 data nfs           morar-01  e0c       morar-01  e0c       false  1024       load
1 entry was displayed.
";
    let answer = answer(text);
    assert_eq!((answer.command.as_str(), answer.status), ("network interface show", Status::Complete));
}

#[test]
fn titles_above_a_sentence_are_no_rows() {
    let text = "\
morar::> network interface show -failover
         Logical         Home                  Failover        Failover
Vserver  Interface       Node:Port             Policy          Group
-------- --------------- --------------------- --------------- --------
morar
         morar_ic1       morar-01:e0c          local-only      Default
                         Failover Targets: morar-01:e0c,
                                           morar-01:e0d
         morar_ic2       morar-02:e0c          local-only      Default
                         Failover Targets: morar-02:e0c,
                                           morar-02:e0d

Considerations when sharing ports

Creating a peer relationship

You can use the command to create a relationship between two clusters.

Steps
";
    let answer = answer(text);
    assert_eq!((told(&answer).len(), answer.status), (2, Status::CutOff));
}

#[test]
fn the_heading_of_another_table_is_no_row_although_it_stands_in_place() {
    let text = "\
                                   Admin      Operational Root
Vserver     Type    Subtype        State      State       Volume  Aggregate
=========== ======= ============== ========== =========== ======= ===========
svm_morar   data    default        running    running     vol_root aggr1

Vserver     Volume       Aggregate    State      Type       Size
=========== ============ ============ ========== ========== ==========
svm_morar   vol_data     aggr1        online     DP         500GB
svm_morar   vol_root     aggr1        online     RW         20GB
";
    let reading = read(text);
    let named: Vec<_> = reading.answers.iter().map(|answer| (answer.command.as_str(), answer.records.len())).collect();
    assert_eq!(named, [("vserver show", 1), ("volume show", 2)]);
}

#[test]
fn a_command_from_below_the_top_of_the_tree_ends_an_answer() {
    for command in [
        "broadcast-domain add-ports -ipspace Cluster -broadcast-domain Cluster -ports node:port",
        "fcp adapter show -fields switch-port,fc-wwpn",
        "net int modify -vserver morar -lif morar_1 -status-admin up",
    ] {
        let text = format!(
            "morar::> cluster show\n{NODES}If a node is not healthy, look at it with this:\n{command}\nWords.\n"
        );
        let answer = answer(&text);
        assert_eq!((told(&answer), answer.status), (TOLD.map(str::to_owned).to_vec(), Status::CutOff), "{command}");
    }
    // A row may begin with such a word.
    let row = format!(
        "morar::> cluster show\n{}\nmorar::> ",
        NODES.replace("morar-01              ", "net                   ")
    );
    assert!(told(&answer(&row))[0].starts_with("node=net "), "{row}");
}

#[test]
fn a_title_of_an_example_may_stand_between_a_command_and_its_table() {
    for title in
        ["Show example", "Example output:", "Show example\nThe following example shows both nodes to be healthy:\n"]
    {
        let answer = answer(&format!("cluster show\n{title}\n{NODES}2 entries were displayed.\n"));
        assert_eq!((told(&answer), answer.status), (TOLD.map(str::to_owned).to_vec(), Status::Complete), "{title}");
    }
}

#[test]
fn more_than_one_blank_may_stand_behind_a_sentence_and_before_a_bracket() {
    for words in [
        "The change may fail if any step fails.  You must repeat it then.",
        "Obtain the address and the port of a server of the admin SVM  (cluster):",
    ] {
        let text = format!("morar::> vserver show\n{SVMS}\n{words}\n\nWhat happens then\n\nmorar::> ");
        assert_eq!((told(&answer(&text)).len(), answer(&text).status), (1, Status::CutOff), "{words}");
    }
}

#[test]
fn labels_that_lost_their_indent_are_known_as_such() {
    let text = "\
morar::> vserver show -vserver svm_morar
Vserver: svm_morar
Vserver Type: data
List of Aggregates Assigned: -
Limit on Maximum Number of Volumes allowed: unlimited
Vserver Admin State: running

morar::> ";
    assert_eq!((told(&answer(text)).len(), answer(text).status), (1, Status::Complete));
}
