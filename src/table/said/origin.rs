//! Where a text comes from, as its title says: another time, another system, a book, or nobody's cluster at all.

use super::plain::holds;

/// Whether the title of a text says that it is of another time, or as somebody wants it: `How it was:`, `Vorher:`, `Draft:`.
pub(super) fn is_of_other_time(title: &str) -> bool {
    const ALONE: &str = "before vorher avant antes prima alt draft baseline";
    const PHRASES: [&str; 22] = [
        "how it was",
        "looked like",
        "last known",
        "better times",
        "my archive",
        "archive copy",
        "old one",
        "state before",
        "stand vor",
        "ancien état",
        "avant la",
        "antes de",
        "prima del",
        "requested state",
        "wants to see",
        "values that we want",
        "test data",
        "restored from",
        "edited:",
        "historic output",
        "demo cluster",
        "baseline of",
    ];
    let lower = title.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    holds(ALONE, bare) || PHRASES.iter().any(|phrase| lower.contains(phrase))
}

/// Whether what stands above a command says that no cluster printed what follows so: `Sample:`, `Taken from our lab simulator:`, `It
/// would print something like this:`.
pub(super) fn is_example(title: &str) -> bool {
    const KINDS: &str = "sample example template simulator training workshop tutorial exercise goal assuming assume \
        imagine hypothetical fictitious lab beispiel muster vorlage schulung exemple ejemplo esempio plantilla";
    // What nobody has typed yet.
    const SUPPOSED: [&str; 13] = [
        "would print",
        "would show",
        "would look",
        "would be",
        "would see",
        "would give",
        "would return",
        "would say",
        "something like",
        "will see",
        "look like",
        "supposed to",
        "expect to see",
    ];
    let lower = title.to_lowercase();
    if SUPPOSED.iter().any(|phrase| lower.contains(phrase)) {
        return true;
    }
    let mut words = lower.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.any(|word| holds(KINDS, word))
        && !["for example", "zum beispiel", "par exemple"].iter().any(|own| lower.contains(own))
}

/// What is written for all readers, and not of one cluster.
const BOOKS: &str = "manual manuals handbook guide guides documentation docs doc kb textbook whitepaper article blog forum internet vendor \
    book reference wiki handbuch doku dokumentation anleitung leitfaden referenz lehrbuch artikel hersteller manuel référence notice \
    documentación guía referencia manuale documentazione guida riferimento";

/// What stands before such a word, or behind it, where a text is out of it.
const OUT_OF: &str = "from of in by per out via according as what like prints says shows aus laut nach gemäß im in wie zeigt sagt druckt \
    selon d'après dans du comme según como de del secondo dal come da";

/// Systems beside the one that is meant, and who has them.
const BESIDE: &str = "twin sister sibling simulator vsim colleague colleague's colleagues collegue neighbour neighbor zwilling schwester \
    schwestersystem schwestersystems schwestercluster kollege kollegen nachbar nachbarsystem nachbarsystems referenzsystem referenzsystems zwillings jumeau collègue gemelo gemela colega \
    compañero gemello gemella collega";

/// The same in several words.
const BESIDE_TOLD: [&str; 26] = [
    "other site",
    "other system",
    "other side",
    "other one",
    "other cluster",
    "second site",
    "second cluster",
    "remote site",
    "remote cluster",
    "dr site",
    "dr side",
    "different system",
    "model answer",
    "golden config",
    "golden image",
    "anderen standort",
    "anderer standort",
    "andere seite",
    "anderen seite",
    "andere system",
    "anderes system",
    "andere cluster",
    "anderen cluster",
    "autre site",
    "otro sitio",
    "altro sito",
];

/// What says that it is of another time.
const WAS: [&str; 5] = ["what it was", "wie es war", "as it was", "from before", "state of last"];

/// Systems that are no more.
const RETIRED: &str = "decommissioned retired former ehemals ehemalig ehemalige stillgelegt";

/// Words of a title at most.
const TITLE: usize = 9;

/// First words of whoever says what is looked at, with a book beside it.
const PLANS: &str = "check checks checking checked verify verifying step steps prüfe prüfung prüfen";

/// Whether a title says that what follows is out of a book, or of a system beside the one that is meant: `from the manual`, `NetApp
/// KB:`, `as in TR-1234`, `the twin system:`, `laut Doku`.
pub(super) fn is_of_another(title: &str) -> bool {
    let lower = title.to_lowercase();
    let sign = |c: char| !(c.is_alphanumeric() || c == '\'');
    let words: Vec<&str> = lower.split(sign).filter(|word| !word.is_empty()).collect();
    let is_sentence = lower.ends_with('.') && words.len() > 3;
    if words.len() > TITLE || is_sentence || words.first().is_some_and(|first| holds(PLANS, first)) {
        return false;
    }
    let is_report =
        |pair: &[&str]| pair[0] == "tr" && pair[1].len() == 4 && pair[1].bytes().all(|byte| byte.is_ascii_digit());
    let is_book = words.iter().any(|word| holds(BOOKS, word)) || words.windows(2).any(is_report);
    let is_out = || words.len() <= 3 || words.iter().any(|word| holds(OUT_OF, word));
    // `For reference:` says why, and not where from.
    let is_why =
        || ["for reference", "your reference", "zur referenz", "pour référence"].iter().any(|own| lower.contains(own));
    let said = words.join(" ");
    let is_beside = words.iter().any(|word| holds(BESIDE, word)) || BESIDE_TOLD.iter().any(|own| said.contains(own));
    let is_was = WAS.iter().any(|own| said.contains(own)) || words.iter().any(|word| holds(RETIRED, word));
    is_beside || is_was || is_book && is_out() && !is_why()
}

#[cfg(test)]
mod tests {
    use super::is_of_another;

    #[test]
    fn what_is_out_of_a_book_or_of_another_system_is_told_from_other_titles() {
        for title in [
            "from the manual:",
            "out of the guide",
            "per documentation",
            "NetApp KB",
            "as in TR-1234",
            "aus dem Handbuch",
            "laut Doku:",
            "colleague's cluster:",
            "other site (same name):",
            "the twin system:",
            "what it was in January",
            "vSIM",
            "=== twin ===",
            "## What the vendor documentation prints",
            "*Referenzsystem*",
            "h3. Ausgabe des Schwestersystems",
            "Zum Vergleich der andere Cluster:",
            "From the wiki page (last edited 2021):",
            "Output of ayr (since decommissioned):",
        ] {
            assert!(is_of_another(title), "{title}");
        }
        for title in [
            "Output:",
            "Here you go:",
            "For reference, the LIFs:",
            "Step 3 of the guide: tape reservations",
            "Every node needs one, says the guide.",
            "Check as in the NDMP guide",
            "Intercluster LIFs of both sites",
            "NDMP configuration guide, chapter 3: reservations",
            "Anbei die Ausgaben:",
            "Voici les sorties :",
        ] {
            assert!(!is_of_another(title), "{title}");
        }
    }
}
