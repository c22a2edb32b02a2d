//! Drives and changers by serial number, their aliases and device files.

use super::{CLYDE, edited, sheet, values, without};

const OPTIONS: &str = "--reservations scsi";

#[test]
fn a_drive_on_two_paths_and_two_nodes_is_one() {
    let target = sheet(CLYDE, OPTIONS);
    let drives = &target["sheet"]["devices"]["drives"];
    assert_eq!(values(drives, "serial_number"), ["HUBUTE0001", "10WTARRAN1"]);
    let paths = &drives[1]["paths"];
    assert_eq!(values(paths, "node"), ["clyde-01", "clyde-01", "clyde-02"]);
    assert_eq!(values(paths, "device_id"), ["swa:3.126", "swb:4.126", "swa:3.126"]);
    assert_eq!(drives[1]["wwnn"]["value"], "5:005:076312:000010");
    assert_eq!(drives[1]["wwpn"]["value"][1], "5:005:076312:000012");
    assert_eq!(drives[1]["wwpn"]["value"].as_array().unwrap().len(), 2);
}

#[test]
fn an_alias_that_differs_between_nodes_is_said_and_each_node_has_its_file() {
    let target = sheet(CLYDE, OPTIONS);
    let drive = &target["sheet"]["devices"]["drives"][1];
    assert_eq!(drive["alias"]["value"], "differs: st1 at clyde-01, st0 at clyde-02");
    assert_eq!(drive["use"]["value"], "differs: nrst1a at clyde-01, nrst0a at clyde-02");
    assert_eq!(values(&drive["paths"], "alias"), ["st1", "st1", "st0"]);
    assert_eq!(values(&drive["paths"], "use"), ["nrst1a", "nrst1a", "nrst0a"]);
}

#[test]
fn a_drive_has_twelve_device_files() {
    let target = sheet(CLYDE, OPTIONS);
    let drive = &target["sheet"]["devices"]["drives"][0];
    let wanted = "rst0l nrst0l urst0l rst0m nrst0m urst0m rst0h nrst0h urst0h rst0a nrst0a urst0a";
    let files: Vec<&str> =
        drive["device_files"]["value"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    assert_eq!(files, wanted.split(' ').collect::<Vec<_>>());
    assert_eq!(drive["use"]["value"], "nrst0a");
    let changer = &target["sheet"]["devices"]["changers"][0];
    assert_eq!(changer["alias"]["value"], "mc0");
    assert!(changer.get("device_files").is_none());
}

/// `storage tape alias show` names no device: it is found by the serial number.
#[test]
fn aliases_are_found_by_serial_number_or_told_apart() {
    let alias = "clyde::> storage tape alias show\n\nNode: clyde-01\n\n\
                 Alias                                   Mapping\n\
                 --------------------------------------  ----------------------------------------\n\
                 st0                                     SN[HUBUTE0001]\n\
                 st1                                     SN[10wtarran1]\n\
                 st7                                     SN[GONE]L2\n\nclyde::> ";
    let no_alias = CLYDE.replace("0c         st0 ", "0c         -   ").replace("1a         st1 ", "1a         -   ");
    let text = edited(&no_alias, "clyde::> options", &format!("{alias}options"));
    let target = sheet(&text, OPTIONS);
    let devices = &target["sheet"]["devices"];
    assert_eq!(devices["drives"][0]["alias"]["value"], "st0", "{devices}");
    assert_eq!(values(&devices["drives"][1]["paths"], "alias"), ["st1", "st1", "st0"]);
    assert_eq!(values(&devices["loose_aliases"], "alias"), ["st7"]);
    assert_eq!(values(&devices["loose_aliases"], "bound_to"), ["SN[GONE]L2"]);
    let other = edited(&text, "SN[HUBUTE0001]", "SN[10WTARRAN1]");
    let drive = &sheet(&other, OPTIONS)["sheet"]["devices"]["drives"][1];
    assert_eq!(drive["alias"]["reason"], "contradiction", "{drive}");
}

#[test]
fn without_serial_numbers_a_local_drive_of_two_nodes_is_two_and_one_behind_a_switch_is_one() {
    let text = without(CLYDE, "storage tape show-tape-drive");
    let more = "swa:3.126               tape drive      IBM LTO 8 ULT3580               normal\n\
                0c.4                    tape drive      HP LTO-5                        normal\n6 entries";
    let text = edited(
        &text,
        "swa:3.126               tape drive      IBM LTO 8 ULT3580               normal\n5 entries",
        more,
    );
    let target = sheet(&text, OPTIONS);
    let drives = &target["sheet"]["devices"]["drives"];
    let paths: Vec<usize> =
        drives.as_array().unwrap().iter().map(|drive| drive["paths"].as_array().unwrap().len()).collect();
    assert_eq!(paths, [1, 2, 1, 1], "{drives}");
    assert_eq!(drives[0]["serial_number"]["reason"], "not-captured");
    assert_eq!(drives[0]["serial_number"]["run"][0], "storage tape show-tape-drive");
    assert_eq!(drives[0]["device_files"]["reason"], "not-captured");
}

#[test]
fn three_way_backup_has_no_drives_and_the_cluster_connects_out() {
    let target = sheet(CLYDE, "--tape none");
    let devices = target["sheet"]["devices"].as_object().unwrap();
    assert_eq!(devices.keys().collect::<Vec<_>>(), ["tape"]);
    assert!(target["sheet"].get("reservations").is_none());
    let data = target["sheet"]["ports"]["data"]["value"].as_str().unwrap();
    assert!(data.starts_with("three-way or remote: the cluster connects to the data mover"), "{data}");
    let local = sheet(CLYDE, OPTIONS);
    assert_eq!(local["sheet"]["ports"]["data"]["value"], "none for tapes at the cluster: the data stay in it");
}

#[test]
fn reservations_are_told_by_node_with_what_is_wanted() {
    let target = sheet(CLYDE, "--dma netbackup");
    let own = &target["sheet"]["reservations"];
    assert_eq!((&own["wanted"]["value"], &own["wanted_by"]["value"]), (&"scsi".into(), &"profile netbackup".into()));
    assert_eq!(values(&own["nodes"], "tape_reservations"), ["scsi", "scsi"]);
    let asked = sheet(CLYDE, "--dma veeam");
    assert_eq!(asked["sheet"]["reservations"]["wanted"]["reason"], "ask-application");
}
