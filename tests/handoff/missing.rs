//! What was not captured is said at its place with the command that tells it; what contradicts itself is not told.

use std::fs;

use serde_json::{Value, json};

use super::{CLYDE, edited, folder, handoff, ready, run, sheet, values, without};

const OPTIONS: &str = "--reservations scsi";

#[test]
fn each_missing_answer_is_asked_for_at_its_place() {
    for (command, chapter, key, run) in [
        ("version", "cluster", "release", "version"),
        ("volume show", "volumes", "more", "volume show -fields node,state,type"),
        ("storage tape show\n", "devices", "more_drives", "storage tape show"),
        ("storage tape show-media-changer", "devices", "more_changers", "storage tape show-media-changer"),
    ] {
        let target = sheet(&without(CLYDE, command), OPTIONS);
        let told = &target["sheet"][chapter][key];
        assert_eq!(told["value"], Value::Null, "{command}: {told}");
        assert_eq!(told["reason"], "not-captured", "{command}");
        assert_eq!(told["run"][0], run, "{command}: {told}");
    }
    let human = handoff(&without(CLYDE, "volume show"), OPTIONS).out;
    assert!(human.contains("? not captured; run `volume show -fields node,state,type`"), "{human}");
    let next = human.split("Capture these commands next to complete the sheet").nth(1).unwrap();
    assert!(next.contains("\n  volume show -fields node,state,type\n"), "{next}");
    let settings = sheet(&without(CLYDE, "vserver services ndmp show"), OPTIONS);
    let svms = &settings["sheet"]["ports"]["svms"];
    assert_eq!(svms[0]["data_port_range"]["reason"], "not-captured", "{svms}");
    assert_eq!(settings["sheet"]["register"]["hosts"].as_array().unwrap().len(), 0, "NDMP may be off there");
}

#[test]
fn of_a_text_that_tells_next_to_nothing_no_chapter_is_silent() {
    let text = "NetApp Release 9.8P9: Tue Oct 26 10:00:00 UTC 2021\n";
    let svm = sheet(text, "--scope svm")["sheet"].clone();
    for (chapter, key) in [
        ("cluster", "name"),
        ("cluster", "nodes"),
        ("register", "more"),
        ("ports", "admin_svm"),
        ("authentication", "admin_svm"),
        ("devices", "more_drives"),
        ("devices", "more_changers"),
        ("reservations", "no_nodes"),
        ("volumes", "more"),
    ] {
        let told = &svm[chapter][key];
        assert_eq!(told["reason"], "not-captured", "{chapter}.{key}: {told}");
        assert!(!told["run"].as_array().unwrap().is_empty(), "{chapter}.{key}: {told}");
    }
    assert_eq!(svm["login"]["users"][0]["user"]["reason"], "not-captured");
    let node = sheet(text, "--scope node")["sheet"].clone();
    assert_eq!(node["login"]["no_nodes"]["reason"], "not-captured");
    assert_eq!(node["authentication"]["no_nodes"]["reason"], "not-captured");
}

#[test]
fn what_a_whole_answer_shows_to_be_empty_is_none_and_not_untold() {
    let at = CLYDE.find("clyde::> volume show").unwrap();
    let text = format!("{}clyde::> volume show\nThere are no entries matching your query.\n\nclyde::>\n", &CLYDE[..at]);
    let target = sheet(&text, OPTIONS);
    assert_eq!(target["sheet"]["volumes"]["more"]["value"], "no data SVM in question has any");
}

#[test]
fn an_answer_that_is_cut_off_tells_what_it_shows_and_that_there_may_be_more() {
    let text = edited(
        &ready(),
        "5 entries were displayed.\n\nclyde::> storage tape show-tape",
        "\nclyde::> storage tape show-tape",
    );
    let target = sheet(&text, OPTIONS);
    let devices = &target["sheet"]["devices"];
    assert_eq!(devices["more_drives"]["reason"], "cut-off", "{devices}");
    assert_eq!(devices["drives"].as_array().unwrap().len(), 2);
}

#[test]
fn answers_that_differ_and_have_no_order_tell_nothing() {
    let folder = folder(&ready());
    let other = "clyde::> storage tape show-media-changer\n\nMedia Changer: swa:3.126L1\n  Description: IBM 3573-TL\n         \
                 WWNN: 5:005:076312:000020\n         WWPN: 5:005:076312:000021\nSerial Number: 00OTHER_LL0\n       Errors: -\n\n\
                 Paths:\nNode                     Initiator  Alias   Device State              Status\n\
                 ------------------------ ---------- ------- ------------------------  --------\n\
                 clyde-01                 1a         mc0     available                 normal\n\nclyde::>\n";
    let dir = folder.path().join("cluster");
    fs::create_dir(&dir).unwrap();
    fs::rename(folder.path().join("cap.txt"), dir.join("cap.txt")).unwrap();
    fs::write(dir.join("later.txt"), other).unwrap();
    let out = run(folder.path(), "handoff --from cluster --format json --reservations scsi").out;
    let value: Value = serde_json::from_str(&out).unwrap();
    let changer = &value["targets"][0]["sheet"]["devices"]["changers"][0];
    assert_eq!(changer["serial_number"]["reason"], "contradiction", "{changer}");
    assert!(changer["serial_number"]["why"].as_str().unwrap().contains("00OTHER_LL0"), "{changer}");
}

#[test]
fn what_somebody_wrote_beside_is_not_handed_over_as_a_fact() {
    let text = edited(CLYDE, "Serial Number: HUBUTE0001", "Serial Number: HUBUTE0001      <-- swap planned");
    let target = sheet(&text, OPTIONS);
    let serials = values(&target["sheet"]["devices"]["drives"], "serial_number");
    assert!(!serials.contains(&"HUBUTE0001".into()), "{serials:?}");
}

#[test]
fn without_the_scope_no_address_is_recommended() {
    let text = without(CLYDE, "system services ndmp node-scope-mode status");
    let register = sheet(&text, OPTIONS)["sheet"]["register"].clone();
    assert_eq!(register["hosts"].as_array().unwrap().len(), 0, "{register}");
    assert_eq!(sheet(&text, OPTIONS)["sheet"]["cluster"]["scope"]["reason"], "not-captured");
}

#[test]
fn nodes_that_are_seen_where_nobody_lists_them_are_named_as_such() {
    let target = sheet(&without(CLYDE, "cluster show"), OPTIONS);
    let nodes = &target["sheet"]["cluster"]["nodes"];
    assert_eq!(nodes["reason"], "not-captured", "{nodes}");
    let why = nodes["why"].as_str().unwrap();
    assert!(why.starts_with("seen: clyde-01, clyde-02; not captured; run `cluster show`"), "{why}");
}

#[test]
fn a_volume_that_lies_on_several_nodes_names_them() {
    let head = "clyde::> volume show -fields node,state,type\nvserver   volume     node     state  type\n\
                --------- ---------- -------- ------ ----\n";
    let wide = "clyde::> volume show -fields node,nodes,state,type\nvserver   volume     node     nodes             state  type\n\
                --------- ---------- -------- ----------------- ------ ----\n";
    let mut text = edited(CLYDE, head, wide);
    for (volume, node) in
        [("clyde-01  vol0      ", "clyde-01"), ("clyde-02  vol0      ", "clyde-02")].into_iter().chain([
            ("svm_arran arran_root", "clyde-01"),
            ("svm_bute  bute_data ", "clyde-01"),
            ("svm_bute  bute_root ", "clyde-02"),
        ])
    {
        text = edited(&text, &format!("{volume} {node} online"), &format!("{volume} {node} {node:<17} online"));
    }
    text =
        edited(&text, "svm_arran arran_data clyde-02 online", "svm_arran arran_data -        clyde-01,clyde-02 online");
    let target = sheet(&text, OPTIONS);
    let nodes = values(&target["sheet"]["volumes"]["volumes"], "node");
    assert!(nodes.contains(&json!(["clyde-01", "clyde-02"])), "{nodes:?}");
    assert!(nodes.contains(&json!("clyde-01")) && nodes.contains(&json!("clyde-02")), "{nodes:?}");
}

#[test]
fn why_volumes_or_nodes_are_not_told_is_said_as_it_is() {
    let refused = "Error: command failed: not authorized for that command";
    let at = CLYDE.find("clyde::> volume show").unwrap();
    let text = format!("{}clyde::> volume show\n{refused}\n\nclyde::>\n", &CLYDE[..at]);
    let more = sheet(&text, OPTIONS)["sheet"]["volumes"]["more"].clone();
    assert_eq!(more["reason"], "refused");
    assert_eq!(more["why"], format!("the cluster refused `volume show`: {refused}"));
    let bare = sheet("NetApp Release 9.8P9: Tue Oct 26 10:00:00 UTC 2021\n", OPTIONS)["sheet"]["cluster"].clone();
    let seen = sheet(&without(CLYDE, "cluster show"), OPTIONS)["sheet"]["cluster"].clone();
    let why = |cluster: &Value| cluster["nodes"]["why"].as_str().unwrap().to_owned();
    assert!(why(&bare).starts_with("not captured; run"), "{bare}");
    assert_eq!(why(&seen), format!("seen: clyde-01, clyde-02; {}", why(&bare)));
}

#[test]
fn a_device_of_which_nobody_tells_what_it_is_stands_by_itself() {
    let of = |fields: &str, row: &str| {
        let dashes: Vec<String> = fields.split(',').map(|name| "-".repeat(name.len().max(9))).collect();
        let heading: Vec<String> = fields.split(',').map(|name| format!("{name:<9}")).collect();
        let text = format!(
            "clyde::> storage tape show -fields {fields}\n{}\n{}\n{row}\n1 entries were displayed.\n\nclyde::>\n",
            heading.join(" "),
            dashes.join(" ")
        );
        let devices = sheet(&text, OPTIONS)["sheet"]["devices"].clone();
        (devices["drives"].as_array().map_or(0, Vec::len), devices.to_string())
    };
    let (drives, text) = of("node,device-id,device-type", "clyde-01  0c.4      tape drive");
    assert_eq!(drives, 1, "{text}");
    let (drives, text) = of("node,device-id", "clyde-01  0c.4");
    assert!(drives == 0 && text.contains("0c.4"), "{text}");
}
