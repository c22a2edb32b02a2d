//! What the random damages gave, as `docs/trust.md` tells it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::damage::Damage;
use super::tally::Tally;

const START: &str = "<!-- damages: written by the test `reading_properties` -->\n";
const END: &str = "<!-- end of damages -->";

/// The table of single damages.
fn table(tally: &Tally) -> String {
    let mut text =
        "| damage | records printed | read whole | cases with a wrong value or a lie |\n|---|---|---|---|\n".to_owned();
    for (damages, share) in &tally.shares {
        let names: Vec<String> = damages.iter().map(|damage| spelled(*damage)).collect();
        let percent = share.whole * 100 / share.printed.max(1);
        writeln!(text, "| {} | {} | {percent} % | {} |", names.join(", "), share.printed, share.failed)
            .expect("memory");
    }
    text
}

/// `FirstHeadingRenamed` as `first heading renamed`.
fn spelled(damage: Damage) -> String {
    let name = format!("{damage:?}");
    let words = name.chars().flat_map(|c| if c.is_uppercase() { vec![' ', c.to_ascii_lowercase()] } else { vec![c] });
    words.collect::<String>().trim_start().to_owned()
}

/// Holds the document against the tally; with `UPDATE_TRUST` writes it.
pub fn check(tally: &Tally) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/trust.md");
    let document = fs::read_to_string(&path).expect("docs/trust.md is there");
    let (before, rest) = document.split_once(START).expect("the table begins");
    let (shown, after) = rest.split_once(END).expect("the table ends");
    let table = table(tally);
    if std::env::var_os("UPDATE_TRUST").is_some() {
        fs::write(&path, format!("{before}{START}{table}{END}{after}")).expect("docs/trust.md can be written");
        return;
    }
    assert!(
        shown == table,
        "docs/trust.md is old: run `UPDATE_TRUST=1 cargo test --test reading_properties one_damage`"
    );
}
