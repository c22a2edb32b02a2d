//! How fast text becomes records: `cargo bench --bench reading [-- MEGABYTES] [session|damaged|junk]`.
//!
//! Sizes grow fourfold from 1 MB to 256 MB. `of the first`: the time for a megabyte against that of the first size, which
//! does not grow where time grows with the text; below 1 MB a fixed start of some milliseconds shows. `peak`: the most memory
//! that the process had so far, the text itself among it, against the size of the text (Linux only).

#![expect(clippy::print_stdout, reason = "a bench shows its figures")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Definition};

const MEGABYTE: usize = 1 << 20;

/// A session as it is saved: prompts, commands, tables of some dozens of rows in both of ONTAP's ways to place cells that
/// are too wide, tables for each node, counts.
fn session(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 16_384);
    let mut round = 0;
    while text.len() < bytes {
        round += 1;
        TABLES.iter().for_each(|table| table(&mut text, round));
    }
    text.push_str("cluster1::>\n");
    text
}

/// What writes the answer to a command, with its prompt.
type Table = fn(&mut String, usize);

const TABLES: [Table; 4] = [lifs, volumes, drives, nodes];

fn nodes(text: &mut String, _: usize) {
    text.push_str("cluster1::> cluster show\nNode                  Health  Eligibility\n");
    text.push_str("--------------------- ------- ------------\n");
    text.push_str(
        "node1                 true    true\nnode2                 true    true\n2 entries were displayed.\n\n",
    );
}

/// The same session as people paste it: every table has one of the damages.
fn damaged(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 16_384);
    let (mut round, mut state) = (0, 7_u64);
    while text.len() < bytes {
        round += 1;
        for table in TABLES {
            let mut whole = String::new();
            table(&mut whole, round);
            let damage = DAMAGES[(next(&mut state) >> 33) as usize % DAMAGES.len()];
            whole.lines().enumerate().for_each(|(number, line)| damage(&mut text, number, line));
        }
    }
    text.push_str("cluster1::>\n");
    text
}

/// What writes line `number` (from 0) of an answer damaged.
type Damage = fn(&mut String, usize, &str);

const DAMAGES: [Damage; 7] = [
    |text, _, line| text.extend(["    ", line, "\n"]),
    |text, _, line| text.extend(["> ", line, "\n"]),
    |text, _, line| {
        line.split_whitespace().enumerate().for_each(|(at, word)| text.extend([if at > 0 { " " } else { "" }, word]));
        text.push('\n');
    },
    // A heading of either table is within these lines.
    |text, number, line| match number {
        1..=2 => text.extend([line.to_lowercase().as_str(), "\n"]),
        _ => text.extend([line, "\n"]),
    },
    |text, number, line| match number {
        1..=3 => text.extend(["  ", line, "\n"]),
        _ => text.extend([line, "\n"]),
    },
    wrapped,
    |text, _, line| {
        if !line.ends_with("were displayed.") {
            text.extend([line, "\n"]);
        }
    },
];

/// Breaks lines that are too wide for the terminal they were copied from.
fn wrapped(text: &mut String, _: usize, line: &str) {
    let (first, rest) = line.split_at(line.len().min(64));
    text.extend([first, "\n"]);
    if !rest.is_empty() {
        text.extend([rest, "\n"]);
    }
}

fn lifs(text: &mut String, round: usize) {
    text.push_str("cluster1::> network interface show\n");
    text.push_str("            Logical    Status     Network            Current       Current Is\n");
    text.push_str("Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home\n");
    text.push_str("----------- ---------- ---------- ------------------ ------------- ------- ----\nvs1\n");
    for row in 0..40 {
        let lif = format!("lif{round}_{row}");
        let address = format!("192.0.2.{row}/24");
        let _ = match row % 8 {
            // Too wide for its column: wrapped in a session that pages, else the rest is pushed to the right.
            0 if usize::is_multiple_of(round, 2) => writeln!(
                text,
                "            {lif}_intercluster\n                         up/up    {address:<18} node1         e0a     true"
            ),
            0 => writeln!(text, "{}", pushed(&lif, &address)),
            _ => writeln!(text, "            {lif:<12} up/up    {address:<18} node1         e0a     true"),
        };
    }
    text.push_str("40 entries were displayed.\n\n");
}

/// A row in which the LIF's name pushes the cells behind it until they catch up with their columns.
fn pushed(lif: &str, address: &str) -> String {
    let mut line = format!("            {lif}_intercluster");
    for (column, cell) in [(25, "up/up"), (34, address), (53, "node1"), (67, "e0a"), (75, "true")] {
        let room = column.max(line.len() + 1);
        let _ = write!(line, "{:room$}{cell}", "", room = room - line.len());
    }
    line
}

fn volumes(text: &mut String, round: usize) {
    text.push_str("cluster1::> volume show\n");
    text.push_str("Vserver   Volume       Aggregate    State      Type       Size  Available Used%\n");
    text.push_str("--------- ------------ ------------ ---------- ---- ---------- ---------- -----\n");
    for row in 0..60 {
        let volume = format!("vol{round}_{row}");
        let _ = writeln!(text, "vs1       {volume:<12} aggr1        online     RW         20GB    17.00GB   15%");
    }
    text.push_str("60 entries were displayed.\n\n");
}

fn drives(text: &mut String, round: usize) {
    text.push_str("cluster1::> storage tape show\n");
    for node in 1..=2 {
        let _ = writeln!(text, "Node: node{node}");
        text.push_str("Device ID               Device Type     Description                     Status\n");
        text.push_str("----------------------  --------------  ------------------------------  --------\n");
        for row in 0..8 {
            let device = format!("sw{round}:{row}.{node}");
            let _ = writeln!(text, "{device:<22}  tape drive      IBM LTO 6 ULT3580               normal");
        }
        text.push('\n');
    }
    text.push_str("16 entries were displayed.\n\n");
}

/// Text that is none of ONTAP's.
fn junk(bytes: usize) -> String {
    let words = ["lorem", "ipsum:", "Node", "dolor", "Vserver", "12%", "--", "sit/amet", "true", "a=b", "::", "Home"];
    let mut text = String::with_capacity(bytes + 128);
    let mut state = 7_u64;
    while text.len() < bytes {
        next(&mut state);
        text.push_str(words[(state >> 33) as usize % words.len()]);
        text.push(if (state >> 40).is_multiple_of(9) { '\n' } else { ' ' });
    }
    text
}

/// The next of a row of numbers that look like chance.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state
}

fn time(text: String, tables: &[Definition]) -> (Duration, usize) {
    let bytes = text.into_bytes();
    let start = Instant::now();
    let Ok(capture) = Capture::read("bench", bytes) else { return (Duration::ZERO, 0) };
    let readings = table::read("bench", vec![capture], tables);
    let records = readings.iter().flat_map(|reading| &reading.answers).map(|answer| answer.records.len()).sum();
    (start.elapsed(), records)
}

/// Makes a text of so many bytes.
type Make = fn(usize) -> String;

fn show(name: &str, most: usize, tables: &[Definition], make: Make) {
    let mut first = None;
    let mut size = 1;
    while size <= most {
        let text = make(size * MEGABYTE);
        let length = text.len();
        let (took, records) = time(text, tables);
        let each = took.as_secs_f64() / (length as f64 / MEGABYTE as f64);
        let first = *first.get_or_insert(each);
        println!(
            "{name:<8} {size:>4} MB {:>8.1} MB/s {records:>9} records, {:.2} of the first, peak {:.2} of the text",
            1.0 / each,
            each / first,
            peak() / length as f64
        );
        size *= 4;
    }
}

/// The most memory that this process had, in bytes; 0 where the system does not tell.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) * 1024.0
}

fn main() {
    let most = std::env::args().filter_map(|word| word.parse().ok()).next_back().unwrap_or(256);
    let Ok(catalog) = Catalog::embedded() else { return };
    let kinds: [(&str, Make); 3] = [("session", session), ("damaged", damaged), ("junk", junk)];
    let asked = |name: &str| std::env::args().any(|word| word == name);
    let is_any = kinds.iter().any(|(name, _)| asked(name));
    for (name, make) in kinds.into_iter().filter(|(name, _)| !is_any || asked(name)) {
        show(name, most, &catalog.tables, make);
    }
}
