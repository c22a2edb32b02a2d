//! Every profile has its sheet: what is typed where a source tells it, and that none does where it does not.

use ndmp_preflight::rule::Catalog;

use super::{CLYDE, FORMATS, handoff, sheet};

#[test]
fn every_profile_has_its_lines_or_says_that_no_source_tells_them() {
    let catalog = Catalog::embedded().unwrap();
    assert!(catalog.profiles.len() > 5 && catalog.forms.len() > 5);
    for profile in &catalog.profiles {
        let target = sheet(CLYDE, &format!("--dma {}", profile.name));
        let own = &target["sheet"]["application"];
        assert_eq!(own["name"]["value"], profile.title, "{}", profile.name);
        let lines = own["type"].as_array().unwrap();
        if catalog.forms.iter().any(|form| form.name == profile.name) {
            assert!(!lines.is_empty(), "{}", profile.name);
            assert!(lines.iter().all(|line| !line["source"]["value"].as_str().unwrap().is_empty()), "{own}");
        } else {
            assert!(own["notes"][0].as_str().unwrap().contains("no source tells"), "{own}");
        }
        for format in FORMATS {
            let out = handoff(CLYDE, &format!("--dma {} --format {format}", profile.name)).out;
            assert!(
                out.contains(&profile.title.replace('&', "\\&")) || out.contains(&profile.title),
                "{}",
                profile.name
            );
        }
    }
}

#[test]
fn lines_hold_the_host_the_user_and_the_devices() {
    for (dma, lines) in [
        (
            "netbackup",
            vec![
                "tpconfig ... -nh 192.0.2.10 -path nrst0a",
                "NDMP host 192.0.2.10, robot device mc0",
                "NDMP host 192.0.2.10, user bkp_clyde, its NDMP password",
            ],
        ),
        ("amanda", vec!["tapedev \"ndmp:192.0.2.21:10000@nrst0a\"", "\"chg-ndmp:192.0.2.21@mc0\", with its drives"]),
        ("bareos", vec!["Address = 192.0.2.21", "Address = 192.0.2.22", "Port = 10000", "Auth Type = MD5"]),
        (
            "storage-protect",
            vec![
                "DEFINE DATAMOVER <mover> TYPE=NASCLUSTER HLADDRESS=192.0.2.21 LLADDRESS=10000 USERID=bkp_clyde PASSWORD=<NDMP password>",
                "DESTTYPE=LIBRARY DEVICE=mc0",
                "DESTTYPE=DRIVE LIBRARY=<library> DEVICE=rst0l",
            ],
        ),
        ("commvault", vec!["host 192.0.2.21, NDMP listen port 10000"]),
        ("veeam", vec!["choose 192.0.2.21 in the list of LIFs"]),
    ] {
        let typed =
            sheet(CLYDE, &format!("--dma {dma}"))["sheet"]["application"]["type"].to_string().replace("\\\"", "\"");
        for line in lines {
            assert!(typed.contains(line), "{dma}: `{line}` is not in {typed}");
        }
    }
}

#[test]
fn an_svm_on_its_own_has_a_data_mover_of_its_own() {
    let typed = sheet(CLYDE, "--dma storage-protect --svm svm_bute")["sheet"]["application"]["type"].to_string();
    assert!(typed.contains("TYPE=NASVSERVER HLADDRESS=198.51.100.30 LLADDRESS=10000 USERID=vsbackup"), "{typed}");
}

/// A drive whose alias differs is named at each node once, whatever the number of its paths.
#[test]
fn a_drive_with_two_aliases_has_a_line_for_each() {
    let typed = sheet(CLYDE, "--dma netbackup")["sheet"]["application"]["type"].to_string();
    assert_eq!(typed.matches("-path nrst1a").count(), 1, "{typed}");
    assert_eq!(typed.matches("-path nrst0a").count(), 2, "{typed}");
}

/// `st0` of one node is another drive than `st0` of the other.
#[test]
fn without_cluster_aware_backup_a_drive_is_addressed_at_a_lif_of_its_own_node() {
    let typed = |options: &str| sheet(CLYDE, options)["sheet"]["application"]["type"].to_string().replace("\\\"", "\"");
    let own = typed("--dma amanda");
    assert!(own.contains("ndmp:192.0.2.22:10000@nrst0a") && own.contains("ndmp:192.0.2.21:10000@nrst1a"), "{own}");
    let (hosts, drive) = ("--register n2_mgmt1 --cab=false", "ndmp:<host>:10000@nrst1a");
    let other = typed(&format!("--dma amanda {hosts}"));
    assert!(other.contains(drive) && other.contains("ndmp:192.0.2.12:10000@nrst0a"), "{other}");
    let none = typed("--dma amanda --register cluster_mgmt --cab=false");
    assert!(!none.contains("192.0.2.10:10000@"), "{none}");
    let aware = typed("--dma amanda --register cluster_mgmt --cab=true");
    assert_eq!(aware.matches("192.0.2.10:10000@").count(), 3, "{aware}");
}

/// A data LIF stands for its own SVM, and never for the cluster.
#[test]
fn lines_about_the_cluster_never_name_a_data_lif() {
    let lines = |application: &str| -> Vec<String> {
        let options = format!("--dma {application} --register bute_bkp --svm svm_bute");
        let sheet = sheet(CLYDE, &options)["sheet"]["application"]["type"].clone();
        sheet.as_array().unwrap().iter().map(|line| line["type"]["value"].as_str().unwrap().to_owned()).collect()
    };
    let of_netbackup = lines("netbackup");
    let (own, others): (Vec<&String>, Vec<&String>) =
        of_netbackup.iter().partition(|line| line.contains("198.51.100.30"));
    assert_eq!(own, ["NDMP host 198.51.100.30, user vsbackup, its NDMP password"]);
    assert!(others.iter().any(|line| line.starts_with("<host> (in SVM scope")), "{others:?}");
    let of_protect = lines("storage-protect");
    assert!(of_protect.iter().all(|line| !line.contains("NASCLUSTER")), "{of_protect:?}");
    assert!(of_protect.iter().any(|line| line.contains("NASVSERVER HLADDRESS=198.51.100.30")), "{of_protect:?}");
}

/// What no command shows and no source tells is asked on the sheet; what was attested stands there by whom.
#[test]
fn what_is_left_to_ask_and_what_was_attested_stand_on_the_sheet() {
    let folder = super::folder(CLYDE);
    let attest = "[[attest]]\nwhat = \"ndmp-password-generated\"\nby = \"storage team\"\non = 2026-11-20\n";
    std::fs::write(folder.path().join("ndmp-preflight.toml"), attest).unwrap();
    let told = |format: &str| {
        let line = format!("handoff --from cap.txt --dma netbackup --now 2026-11-22 --format {format}");
        super::run(folder.path(), &line).out
    };
    for format in FORMATS {
        let out = told(format);
        assert!(out.contains("storage team") && out.contains("data-ports-open"), "{format}: {out}");
        assert!(out.contains("can it authenticate by MD5"), "{format}: {out}");
    }
    let value: serde_json::Value = serde_json::from_str(&told("json")).unwrap();
    let target = &value["targets"][0];
    assert_eq!(target["attestations"][0]["by"], "storage team");
    let asked: Vec<&str> =
        target["questions"].as_array().unwrap().iter().map(|one| one["about"].as_str().unwrap()).collect();
    assert!(asked.contains(&"authentication") && !asked.contains(&"ndmp-password-generated"), "{asked:?}");
}

#[test]
fn a_form_with_a_wrong_name_in_it_is_told_with_its_place() {
    let text = "name = \"veeam\"\n\n[[line]]\nwhat = \"host\"\ntype = \"use {hots}\"\nsource = \"s\"\n";
    let faults = Catalog::default().add_site(vec![("forms/veeam.toml".to_owned(), text.to_owned())]).err().unwrap();
    let told = faults[0].to_string();
    assert!(told.contains("`{hots}` is told by no sheet") && told.contains("did you mean `host`"), "{told}");
    assert_eq!((faults[0].line, faults.len()), (5, 1));
    let missing = Catalog::default().add_site(vec![("forms/veeam.toml".to_owned(), "name = \"veeam\"\n".to_owned())]);
    assert!(missing.err().unwrap()[0].to_string().contains("missing key `line`"));
    let taken =
        Catalog::embedded().unwrap().add_site(vec![("forms/veeam.toml".to_owned(), text.replace("hots", "host"))]);
    assert!(taken.err().unwrap()[0].to_string().contains("form `veeam` is already in"));
}
