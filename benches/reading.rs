//! How fast text becomes records: `cargo bench --bench reading [-- MEGABYTES] [session|junk]`.
//!
//! Sizes double from 1 MB on; the last column shows the time for a megabyte against that of the first size, which stays
//! near 1 where time grows with the text.

#![expect(clippy::print_stdout, reason = "a bench shows its figures")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Definition};

const MEGABYTE: usize = 1 << 20;

/// A session as it is saved: prompts, commands, tables of some dozens of rows, counts.
fn session(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 8192);
    let mut round = 0;
    while text.len() < bytes {
        round += 1;
        lifs(&mut text, round);
        volumes(&mut text, round);
        text.push_str("cluster1::> cluster show\nNode                  Health  Eligibility\n");
        text.push_str("--------------------- ------- ------------\n");
        text.push_str(
            "node1                 true    true\nnode2                 true    true\n2 entries were displayed.\n\n",
        );
    }
    text
}

fn lifs(text: &mut String, round: usize) {
    text.push_str("cluster1::> network interface show\n");
    text.push_str("            Logical    Status     Network            Current       Current Is\n");
    text.push_str("Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home\n");
    text.push_str("----------- ---------- ---------- ------------------ ------------- ------- ----\nvs1\n");
    for row in 0..40 {
        let lif = format!("lif{round}_{row}");
        let address = format!("192.0.2.{row}/24");
        let _ = writeln!(text, "            {lif:<12} up/up    {address:<18} node1         e0a     true");
    }
    text.push_str("40 entries were displayed.\n\n");
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

/// Text that is none of ONTAP's.
fn junk(bytes: usize) -> String {
    let words = ["lorem", "ipsum:", "Node", "dolor", "Vserver", "12%", "--", "sit/amet", "true", "a=b", "::", "Home"];
    let mut text = String::with_capacity(bytes + 128);
    let mut state = 7_u64;
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(words[(state >> 33) as usize % words.len()]);
        text.push(if (state >> 40).is_multiple_of(9) { '\n' } else { ' ' });
    }
    text
}

fn time(text: &str, tables: &[Definition]) -> (Duration, usize) {
    let bytes = text.as_bytes().to_vec();
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
        let (took, records) = time(&text, tables);
        let each = took.as_secs_f64() / (text.len() as f64 / MEGABYTE as f64);
        let first = *first.get_or_insert(each);
        println!(
            "{name:<8} {size:>4} MB {:>8.1} MB/s {records:>9} records, {:.2} of the first",
            1.0 / each,
            each / first
        );
        size *= 4;
    }
}

fn main() {
    let most = std::env::args().filter_map(|word| word.parse().ok()).next_back().unwrap_or(16);
    let Ok(catalog) = Catalog::embedded() else { return };
    let kinds: [(&str, Make); 2] = [("session", session), ("junk", junk)];
    let asked = |name: &str| std::env::args().any(|word| word == name);
    let is_any = kinds.iter().any(|(name, _)| asked(name));
    for (name, make) in kinds.into_iter().filter(|(name, _)| !is_any || asked(name)) {
        show(name, most, &catalog.tables, make);
    }
}
