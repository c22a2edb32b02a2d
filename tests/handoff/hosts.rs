//! Which address is registered, and why; who logs in.

use serde_json::json;

use super::program::run;
use super::{CLYDE, edited, folder, handoff, ready, sheet, values};

const PLAIN: &str = "--reservations scsi";

#[test]
fn the_application_s_own_lif_goes_before_the_guide_s() {
    let target = sheet(CLYDE, "--dma netbackup");
    let hosts = &target["sheet"]["register"]["hosts"];
    assert_eq!(values(hosts, "address"), ["192.0.2.10"]);
    let why = hosts[0]["why"]["value"].as_str().unwrap();
    assert!(why.contains("NetBackup registers the cluster-management LIF"), "{why}");
    assert_eq!(hosts[0]["volumes"]["value"], "all of the cluster");
    assert_eq!(hosts[0]["tapes"]["value"], "all of the cluster");
    assert_eq!(hosts[0]["data"]["value"], "LOCAL, TCP, TCP/IPv6");
    assert_eq!(hosts[0]["failover_policy"]["value"], "broadcast-domain-wide");
}

#[test]
fn with_cluster_aware_backup_any_intercluster_lif_does_and_without_one_a_node() {
    let with = sheet(CLYDE, "--cab=true --reservations scsi");
    let hosts = &with["sheet"]["register"]["hosts"];
    assert_eq!(values(hosts, "lif"), ["n1_ic1", "n2_ic1"]);
    assert_eq!(values(hosts, "tapes"), ["all of the cluster", "all of the cluster"]);
    let without = sheet(CLYDE, "--cab=false --reservations scsi");
    let hosts = &without["sheet"]["register"]["hosts"];
    assert_eq!(values(hosts, "node"), ["clyde-01", "clyde-02"]);
    assert_eq!(values(hosts, "volumes"), ["those of its node", "those of its node"]);
    let untold = sheet(CLYDE, PLAIN);
    let hosts = &untold["sheet"]["register"]["hosts"];
    assert_eq!(values(hosts, "node"), ["clyde-01", "clyde-02"]);
    assert!(hosts[0]["why"]["value"].as_str().unwrap().contains("it is not told whether"), "{hosts}");
    assert!(hosts[0]["volumes"]["value"].as_str().unwrap().contains("without: those of its node"), "{hosts}");
}

#[test]
fn a_cluster_management_lif_without_cluster_aware_backup_is_told_to_offer_no_tape() {
    let target = sheet(CLYDE, "--register cluster_mgmt --cab=false --reservations scsi");
    let host = &target["sheet"]["register"]["hosts"][0];
    assert_eq!(host["tapes"]["value"], "none");
    assert_eq!(host["data"]["value"], "TCP, TCP/IPv6");
    assert_eq!(host["volumes"]["value"], "those of its node");
}

#[test]
fn what_is_planned_is_registered_by_name_or_by_address() {
    for plan in ["n2_mgmt1", "192.0.2.12"] {
        let target = sheet(CLYDE, &format!("--register {plan} --dma netbackup"));
        let hosts = &target["sheet"]["register"]["hosts"];
        assert_eq!(values(hosts, "lif"), ["n2_mgmt1"], "{plan}");
        assert_eq!(hosts[0]["why"]["value"], "it is planned to be registered");
        assert_eq!(hosts[0]["tapes"]["value"], "those of its node");
    }
}

#[test]
fn what_is_down_or_closed_is_never_recommended() {
    let target = sheet(CLYDE, "--register n2_ic2 --reservations scsi");
    let register = &target["sheet"]["register"];
    assert_eq!(register["hosts"].as_array().unwrap().len(), 0);
    assert!(register["notes"][0].as_str().unwrap().contains("its operational status is down"), "{register}");
    assert!(register["nothing"][0].as_str().unwrap().contains("no address can be recommended"), "{register}");
    let closed = edited(CLYDE, "backup-ndmp-control: 192.0.2.0/24", "management-http: 192.0.2.0/24    ");
    let target = sheet(&closed, "--dma netbackup");
    let register = &target["sheet"]["register"];
    assert_eq!(register["hosts"].as_array().unwrap().len(), 0);
    let why = values(&register["unusable"], "why");
    assert!(why.contains(&"service policy default-management does not hold backup-ndmp-control".into()), "{why:?}");
    let off = edited(CLYDE, "clyde     true   challenge 4", "clyde     false  challenge 4");
    let target = sheet(&off, "--dma netbackup");
    assert_eq!(target["sheet"]["register"]["hosts"].as_array().unwrap().len(), 0);
    assert!(values(&target["sheet"]["register"]["unusable"], "why").contains(&"NDMP is off at clyde".into()));
}

#[test]
fn a_server_that_the_policy_keeps_out_cannot_use_the_lif() {
    let target = sheet(CLYDE, "--dma netbackup --dma-address 203.0.113.9");
    let register = &target["sheet"]["register"];
    assert_eq!(register["hosts"].as_array().unwrap().len(), 0, "{register}");
    let why = values(&register["unusable"], "why");
    assert!(why.contains(&"its policy default-management does not let 203.0.113.9 in".into()), "{why:?}");
    let control =
        sheet(CLYDE, "--dma-address 192.0.2.9 --reservations scsi")["sheet"]["ports"]["control"]["value"].clone();
    assert_eq!(control, "tcp 10000: from 192.0.2.9 to each host above");
}

#[test]
fn what_no_lif_has_is_told() {
    let flat = |options: &str| handoff(CLYDE, options).out.split_whitespace().collect::<Vec<_>>().join(" ");
    let out = flat("--register 192.0.2.99 --reservations scsi");
    assert!(out.contains("`192.0.2.99` is planned, and no LIF of the cluster has this name or address"), "{out}");
    let out = flat("--register bute_bkp --reservations scsi");
    // A data LIF that is planned stands for its own SVM, with its user.
    assert!(out.contains("198.51.100.30 why this one it is planned to be registered"), "{out}");
    assert!(out.contains("user 2 of 2 SVM svm_bute"), "{out}");
}

#[test]
fn a_data_svm_on_its_own_has_its_lif_its_user_and_no_tape() {
    let target = sheet(CLYDE, "--dma netbackup --svm svm_bute");
    let sheet = &target["sheet"];
    let host = &sheet["register"]["hosts"][1];
    assert_eq!(host["lif"]["value"], "bute_bkp");
    assert_eq!((&host["volumes"]["value"], &host["tapes"]["value"]), (&"all of its SVM".into(), &"none".into()));
    assert_eq!(host["failover_policy"]["value"], "disabled");
    let users = &sheet["login"]["users"];
    assert_eq!(values(users, "user"), ["bkp_clyde", "vsbackup"]);
    assert_eq!(
        values(users, "password"),
        [
            "vserver services ndmp generate-password -vserver clyde -user bkp_clyde",
            "vserver services ndmp generate-password -vserver svm_bute -user vsbackup"
        ]
    );
    assert_eq!(values(&sheet["ports"]["svms"], "data_port_range"), ["all", "18700-18799"]);
    assert_eq!(values(&sheet["ports"]["svms"], "tls_control"), ["tcp 30000, as well as 10000", "off"]);
    assert_eq!(values(&sheet["volumes"]["volumes"], "path"), ["/svm_bute/bute_data", "/svm_bute/bute_root"]);
    assert_eq!(values(&sheet["volumes"]["volumes"], "root_volume"), ["no", "yes"]);
}

/// The admin SVM is no SVM on its own.
#[test]
fn the_admin_svm_as_a_data_svm_changes_nothing() {
    assert_eq!(sheet(CLYDE, "--dma netbackup --svm clyde")["sheet"], sheet(CLYDE, "--dma netbackup")["sheet"]);
}

#[test]
fn a_data_lif_that_may_fail_over_is_told_to_end_its_sessions() {
    let text = edited(CLYDE, "disabled              data-backup", "system-defined        data-backup");
    let policy =
        sheet(&text, "--dma netbackup --svm svm_bute")["sheet"]["register"]["hosts"][1]["failover_policy"].clone();
    assert!(policy["value"].as_str().unwrap().starts_with("system-defined (a session ends when"), "{policy}");
}

#[test]
fn without_planned_svms_all_volumes_of_data_svms_stand_by_node_and_those_of_nodes_do_not() {
    let target = sheet(CLYDE, PLAIN);
    let volumes = &target["sheet"]["volumes"]["volumes"];
    let nodes = values(volumes, "node");
    assert_eq!(nodes, ["clyde-01", "clyde-01", "clyde-02", "clyde-02"]);
    assert!(values(volumes, "path").iter().all(|path| path.as_str().unwrap().starts_with("/svm_")));
}

#[test]
fn the_planned_user_is_the_one_and_a_user_of_the_s_own_before_the_built_in_one() {
    let users = |options: &str| sheet(&ready(), options)["sheet"]["login"]["users"][0].clone();
    assert_eq!(users(PLAIN)["user"]["value"], "bkp_clyde");
    assert_eq!(users(PLAIN)["others"]["value"][0], "admin");
    assert_eq!(users("--user admin --reservations scsi")["user"]["value"], "admin");
    let locked = users("--user nobody --reservations scsi");
    assert_eq!(locked["user"]["value"], "nobody");
    assert_eq!(locked["role"]["reason"], "no-match");
}

/// The rules that are judged have nothing against it, and still nobody can register anything.
#[test]
fn a_sheet_without_a_host_is_never_finished() {
    let text = ready();
    let target = sheet(&text, "--register nowhere --select ontap-version");
    let message = "no address can be recommended: no LIF that is seen surely takes the NDMP sessions that are planned";
    let open = json!({"rule": "registered-lif", "verdict": "unknown", "severity": "must", "reason": "no-match", "subject": {}, "message": message});
    assert_eq!((&target["verdict"], &target["open"]), (&json!("undecided"), &json!([open])));
    assert_eq!(handoff(&text, "--register nowhere --select ontap-version").code, 3);
    assert_eq!(handoff(&text, "--select ontap-version").code, 0);
}

#[test]
fn what_is_captured_for_the_sheet_is_more_than_what_the_rules_read() {
    let of = |options: &str| {
        let ran = run(folder("").path(), &format!("plan --format ontap {options}"));
        ran.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    for tape in ["--tape local", "--tape none"] {
        let (check, sheet) = (of(tape), of(&format!("{tape} --for handoff")));
        let more: Vec<&String> = sheet.iter().filter(|command| !check.contains(command)).collect();
        let wanted = [
            "system node show",
            "vserver services ndmp show -fields vserver,enable,authtype,maxversion,preferred-interface-role,is-secure-control-connection-enabled,data-port-range",
            "volume show -fields vserver,volume,state,type,percent-used,node,nodes,snapshot-count",
        ];
        assert_eq!(more, wanted, "{tape}");
        let is_of_tape = |command: &&String| command.contains("tape");
        assert_eq!(sheet.iter().any(|command| is_of_tape(&command)), tape == "--tape local");
        // Where no rule asks for the devices, the sheet does so itself.
        let alone = of(&format!("{tape} --for handoff --select ontap-version"));
        let tapes: Vec<&str> = alone.iter().filter(is_of_tape).map(String::as_str).collect();
        let wanted: &[&str] = if tape == "--tape none" { &[] } else { &OF_TAPE };
        assert_eq!(tapes, wanted);
    }
}

#[test]
fn a_lif_that_is_planned_by_its_name_and_by_its_address_is_one_host() {
    let hosts = |options: &str| {
        let hosts = sheet(&ready(), options)["sheet"]["register"]["hosts"].clone();
        values(&hosts, "lif")
    };
    let both = hosts("--register cluster_mgmt --register 192.0.2.10 --reservations scsi");
    assert_eq!(both, ["cluster_mgmt"]);
    assert_eq!(both, hosts("--register 192.0.2.10 --reservations scsi"));
}

#[test]
fn a_lif_of_a_family_that_the_application_does_not_talk_over_is_no_host() {
    let text = edited(&ready(), "192.0.2.10 ", "2001:db8::a");
    let why = |options: &str| values(&sheet(&text, options)["sheet"]["register"]["unusable"], "why");
    let other = json!("2001:db8::a is no IPv4 address, and the application talks over IPv4 alone");
    assert!(why("--dma amanda --reservations scsi").contains(&other), "{:?}", why("--dma amanda --reservations scsi"));
    assert!(!why("--dma netbackup --reservations scsi").contains(&other), "nobody tells of its families");
}

/// What the sheet tells of tapes is in the answers to these.
const OF_TAPE: [&str; 5] = [
    "storage tape show-media-changer",
    "options -option-name tape.reservations",
    "storage tape alias show",
    "storage tape show",
    "storage tape show-tape-drive",
];

/// A name is that of one LIF in each SVM.
#[test]
fn a_name_that_two_lifs_have_says_of_neither_that_it_is_planned() {
    let twice = edited(&ready(), "bute_bkp     data", "n1_ic1       data");
    let of = |options: &str| sheet(&twice, &format!("{options} --reservations scsi"))["sheet"]["register"].clone();
    let register = of("--register n1_ic1");
    let text = "`n1_ic1` is planned, and 2 LIFs are called so; say it by the address of the one that is meant";
    assert_eq!((&register["notes"][0], &register["hosts"]), (&json!(text), &json!([])));
    let hosts = of("--register n1_ic1 --svm svm_bute")["hosts"].clone();
    assert_eq!(values(&hosts, "vserver"), ["svm_bute"], "the plan names the SVM");
    assert_eq!(values(&of("--register 192.0.2.21")["hosts"], "address"), ["192.0.2.21"]);
}

#[test]
fn why_each_node_has_a_host_of_its_own_is_said_with_it() {
    let why = |options: &str| {
        let hosts = sheet(&ready(), &format!("{options} --reservations scsi"))["sheet"]["register"]["hosts"].clone();
        values(&hosts, "why")[0].as_str().unwrap().to_owned()
    };
    assert_eq!(why("--cab=false"), "without cluster aware backup a LIF gives the volumes and tapes of its node");
    assert!(why("").starts_with("it is not told whether the application uses cluster aware backup ([backup] cab);"));
}

#[test]
fn an_svm_that_is_backed_up_on_its_own_has_its_own_data_lifs_alone() {
    let of = |text: &str, svm: &str| {
        let register = sheet(text, &format!("--dma netbackup --svm {svm}"))["sheet"]["register"].clone();
        let none = format!("{svm}: no data LIF of it that takes NDMP sessions is seen");
        let is_told = register["notes"].as_array().is_some_and(|notes| notes.contains(&json!(none)));
        (values(&register["hosts"], "lif"), is_told)
    };
    assert_eq!(of(&ready(), "svm_bute"), (vec![json!("cluster_mgmt"), json!("bute_bkp")], false));
    assert_eq!(of(&ready(), "svm_arran"), (vec![json!("cluster_mgmt")], true), "it has no LIF");
    let down = edited(&ready(), "198.51.100.30 up           up  ", "198.51.100.30 up           down");
    assert_eq!(of(&down, "svm_bute"), (vec![json!("cluster_mgmt")], true));
}
