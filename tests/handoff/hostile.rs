//! Names that command something: a terminal, a spreadsheet, a table, a cluster. And secrets.

use super::formats::{cells, tables};
use super::{CLYDE, FORMATS, edited, folder, handoff, ready, run, sheet};

fn hostile() -> String {
    let text = edited(CLYDE, "Description: HP LTO-5", "Description: =HYPERLINK(1)|a\u{1b}[2J\u{202e}`b`");
    let text = edited(
        &text,
        "0c.4                    tape drive      HP LTO-5      ",
        "0c.4                    tape drive      =HYPERLINK(1)|a\u{1b}[2J\u{202e}`b`",
    );
    edited(&text, "bkp_clyde      ssh", "bkp;reboot     ssh")
}

#[test]
fn nothing_of_a_name_commands_a_terminal_a_spreadsheet_or_a_table() {
    for format in FORMATS {
        let out = handoff(&hostile(), &format!("--dma netbackup --format {format}")).out;
        let strange = out.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(strange, None, "{format}");
        assert!(out.contains("HYPERLINK"), "{format}: {out}");
    }
    let folder = folder(&hostile());
    run(folder.path(), "handoff --from cap.txt --dma netbackup --report human=sheet.txt --report json=sheet.json");
    for file in ["sheet.txt", "sheet.json"] {
        let kept = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(kept.contains("HYPERLINK") && !kept.contains('\u{1b}') && !kept.contains('\u{202e}'), "{kept}");
    }
    let csv = handoff(&hostile(), "--dma netbackup --format csv").out;
    let cells_of: Vec<String> = tables(&csv).into_iter().flat_map(|(_, _, rows)| rows).flatten().collect();
    assert!(cells_of.iter().any(|cell| cell.starts_with("'=HYPERLINK(1)|a")), "{cells_of:?}");
    assert!(!cells_of.iter().any(|cell| cell.trim_start().starts_with('=')), "{cells_of:?}");
    let markdown = handoff(&hostile(), "--dma netbackup --format markdown").out;
    let drive = markdown.lines().find(|line| line.contains("HYPERLINK")).unwrap();
    assert!(drive.contains("\\|a"), "{drive}");
    assert_eq!(cells("| a \\| b | c |").len(), 2);
}

#[test]
fn a_name_that_is_more_than_a_name_is_put_into_no_command() {
    let text = hostile();
    let user = &sheet(&text, "--user bkp;reboot --dma netbackup")["sheet"]["login"]["users"][0];
    assert_eq!(user["password"]["reason"], "unknown-value", "{user}");
    for format in FORMATS {
        let out = handoff(&text, &format!("--user bkp;reboot --dma netbackup --format {format}")).out;
        assert!(!out.contains("-user bkp") && !out.contains("user bkp;reboot, its NDMP password"), "{format}: {out}");
    }
}

#[test]
fn no_secret_is_handed_over() {
    let shown = "clyde::> vserver services ndmp generate-password -vserver clyde -user bkp_clyde\n\n\
                 Vserver: clyde\n   User: bkp_clyde\nPassword: s3cr3tNDMPpass\n\nclyde::> options";
    let text = edited(&ready(), "clyde::> options", shown);
    for format in FORMATS {
        let ran = handoff(&text, &format!("--dma netbackup --format {format}"));
        assert!(!ran.out.contains("s3cr3tNDMPpass") && !ran.err.contains("s3cr3tNDMPpass"), "{format}");
    }
    let target = sheet(&text, "--dma netbackup");
    assert!(target["open"].to_string().contains("capture-secret"), "{target}");
}
