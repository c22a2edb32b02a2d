//! Tables that a terminal broke within words at the width of its window, which is narrower than their ruler: what is read is what stood there, or it is not said to
//! be complete and nothing of it is wrong.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use std::sync::LazyLock;

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Definition, Record, Status, TableExample};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0])));

/// Texts of all that are read wrong: elements of lists that were broken at a mark, and a row's rest that fills the window.
const KNOWN: usize = 2;

/// Columns of the narrowest window.
const NARROWEST: usize = 40;

fn answers(text: &str) -> Vec<Answer> {
    let captures = vec![Capture::of_text("paste.txt", text)];
    table::read("paste", captures, &CATALOG.tables).into_iter().flat_map(|reading| reading.answers).collect()
}

/// Each line in parts of `width` characters.
fn broken(text: &str, width: usize) -> String {
    let parts = |line: &str| {
        let chars: Vec<char> = line.chars().collect();
        let parts: Vec<String> = chars.chunks(width).map(|part| part.iter().collect()).collect();
        parts.join("\n") + "\n"
    };
    text.lines().map(parts).collect()
}

/// The examples of all tables as sessions.
fn sessions() -> impl Iterator<Item = (&'static Definition, String)> {
    let of = |table: &'static Definition| {
        let is_table = |example: &&TableExample| example.status == Status::Complete && example.input.contains("---");
        let whole = table.examples.iter().filter(is_table);
        whole.map(move |example| {
            let command = example.command.as_ref().map(|command| format!("orkney::> {command}\n")).unwrap_or_default();
            (table, format!("{command}{}\norkney::>\n", example.input.trim_end()))
        })
    };
    CATALOG.tables.iter().flat_map(of)
}

/// Whether all that a record tells is told by one of `others`.
fn is_part(record: &Record, others: &[Record]) -> bool {
    let told = |record: &Record, other: &Record| {
        record.fields.iter().all(|(name, cell)| other.cell(name).is_some_and(|own| own.value == cell.value))
    };
    others.iter().any(|other| told(record, other))
}

fn records(answer: &Answer) -> Vec<Record> {
    answer.records.iter().map(std::borrow::Cow::into_owned).collect()
}

/// What is wrong with the reading of a broken text.
fn fault(plain: &[Answer], read: &[Answer]) -> Option<String> {
    read.iter().find_map(|answer| {
        let own = plain.iter().find(|own| own.command == answer.command);
        let (own, found) = (own.map(records).unwrap_or_default(), records(answer));
        let is_complete = matches!(answer.status, Status::Complete | Status::Empty);
        if let Some(wrong) = found.iter().find(|record| !is_part(record, &own)) {
            let cells: Vec<_> =
                wrong.fields.iter().map(|(name, cell)| format!("{name}={}", cell.value.text())).collect();
            return Some(format!("WRONG ({:?}) {}", answer.status, cells.join(" ")));
        }
        let is_same = found.len() == own.len() && own.iter().all(|record| is_part(record, &found));
        (is_complete && !is_same).then(|| format!("LIE {} of {}", found.len(), own.len()))
    })
}

#[test]
fn what_a_window_broke_is_read_whole_or_is_not_complete() {
    let (mut all, mut whole, mut faults) = (0, 0, Vec::new());
    for (table, text) in sessions() {
        let plain = answers(&text);
        // In a wider window than the ruler nothing tells a word that was broken from two.
        let is_ruler = |line: &&str| line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
        let ruled = text.lines().filter(is_ruler).map(|line| line.trim_end().len()).max().unwrap_or(0);
        for width in NARROWEST..ruled {
            let broken = broken(&text, width);
            let read = answers(&broken);
            all += 1;
            whole += usize::from(read.iter().any(|answer| answer.status == Status::Complete));
            faults.extend(fault(&plain, &read).map(|fault| (table.command.clone(), width, fault, broken)));
        }
    }
    if let Ok(path) = std::env::var("SEAMS_OUT") {
        let text: String = faults.iter().map(|(c, w, f, t)| format!("#### {c} {w} {f}\n{t}\n")).collect();
        std::fs::write(path, text).ok();
    }
    let first = faults.first();
    assert!(faults.len() <= KNOWN, "{} of {all} are wrong ({whole} complete), first {first:?}", faults.len());
    assert!(whole * 10 >= all * 8, "{whole} of {all} are complete");
}

/// Answers with lists, whose first rows are short: their rulers are narrower than the rows below.
const LISTS: [(&str, &[&str]); 4] = [
    (
        "network interface service-policy show -fields services",
        &[
            "vserver policy          services",
            "------- --------------- ------------",
            "Cluster default-cluster cluster-core",
            "orkney  default-intercluster intercluster-core,management-https,backup-ndmp-control",
            "orkney  default-management management-core,management-autosupport,management-ssh,management-https,backup-ndmp-control",
            "svm1    default-data-files data-core,data-nfs,data-cifs,data-flexcache,management-dns-client",
            "4 entries were displayed.",
        ],
    ),
    (
        "vserver show -fields allowed-protocols",
        &[
            "vserver allowed-protocols",
            "------- -----------------",
            "orkney  -",
            "svm1    nfs,cifs,fcp,iscsi,ndmp,nvme,s3,nfs,cifs,fcp,iscsi,ndmp",
            "svm2    cifs,fcp,iscsi,ndmp",
            "3 entries were displayed.",
        ],
    ),
    (
        "vserver services ndmp show -fields authtype,preferred-interface-role",
        &[
            "vserver authtype  preferred-interface-role",
            "------- --------- ------------------------",
            "svm1    challenge intercluster,data",
            "orkney  challenge intercluster,cluster-mgmt,node-mgmt",
            "svm2    plaintext,challenge intercluster,cluster-mgmt,node-mgmt,data",
            "3 entries were displayed.",
        ],
    ),
    (
        "network interface show -fields services",
        &[
            "vserver lif  services",
            "------- ---- -------------",
            "orkney  lif1 data-core",
            "orkney  lif2 intercluster-core,management-https,backup-ndmp-control,management-ssh",
            "2 entries were displayed.",
        ],
    ),
];

/// Elements of a list have commas between them, wherever a window broke its line: no part of one is an element.
#[test]
fn no_part_of_an_element_is_an_element() {
    for (command, lines) in LISTS {
        let text = format!("orkney::> {command}\n{}\n\norkney::>\n", lines.join("\n"));
        let plain = answers(&text);
        assert!(plain.iter().all(|answer| answer.status == Status::Complete), "{text}");
        let longest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
        let mut whole = 0;
        for width in lines[1].len().max(NARROWEST)..longest {
            let broken = broken(&text, width);
            let read = answers(&broken);
            let is_complete = read.iter().any(|answer| answer.status == Status::Complete);
            assert_eq!(fault(&plain, &read), None, "{width}\n{broken}");
            whole += usize::from(is_complete);
        }
        assert!(whole > 0, "none is complete of\n{text}");
    }
}
