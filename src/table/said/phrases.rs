//! Words that speak against an answer, in the languages that people write beside ONTAP's.

use super::clauses::{begun, clauses};
use super::making::is_made;
use super::outlook::is_outlook;
use crate::table::stray::calmed;

/// What a paragraph speaks against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Against {
    /// Whatever was shown.
    All,
    /// What stands beside it, of which something is missing.
    Beside,
}

/// Whether a paragraph says that answers are old, edited, cut or of another cluster, or that something is not as it must be.
pub(super) fn against(text: &str) -> Option<Against> {
    let lower = calmed(text.to_lowercase());
    // A question says nothing, and a banner's words are for whoever logs in.
    if lower.trim_end().ends_with('?') || lower.contains("unauthori") || lower.contains("prosecut") {
        return None;
    }
    let clauses = clauses(&lower);
    let words = format!(" {} ", clauses.concat().join(" "));
    let begun = begun(&words, &clauses);
    let begins =
        |words: &str, phrase: &str| words.as_bytes().first() == phrase.as_bytes().first() && words.starts_with(phrase);
    let has = |list: &[&str]| list.iter().any(|phrase| begun.iter().any(|(words, _)| begins(words, phrase)));
    // `nothing was removed`
    let is_so = |list: &[&str]| {
        list.iter().any(|phrase| begun.iter().any(|(words, is_denied)| !is_denied && begins(words, phrase)))
    };
    let is_all = has(OF_EVIDENCE)
        || [GERMAN, FRENCH, SPANISH].iter().any(|list| is_so(list))
        || is_so(OF_STATE) && !is_of_scope(&words)
        || OTHERS.iter().any(|phrase| lower.contains(phrase))
        || is_outlook(&words)
        || is_made(&words)
        || is_switched_scope(&words)
        || words.starts_with(" wrong ")
        || words.contains(" this is ") && lower.contains(", not ");
    if is_all { Some(Against::All) } else { is_so(MISSING).then_some(Against::Beside) }
}

/// That the service is of the SVMs is no trouble: `node-scope-mode is disabled`.
fn is_of_scope(words: &str) -> bool {
    let is_trouble = ["is down ", "offline", "locked "].iter().any(|phrase| words.contains(phrase));
    (words.contains(" scope ") || words.contains(" plaintext ") || words.contains(" plain text ")) && !is_trouble
}

/// `node-scope-mode was switched on`
fn is_switched_scope(words: &str) -> bool {
    words.contains(" scope ")
        && ["was switched on ", "is on ", "is enabled ", "was enabled ", "turned on "]
            .iter()
            .any(|own| words.contains(own))
}

/// That an answer is not what the cluster says now.
const OF_EVIDENCE: &[&str] = &[
    "outdated",
    "obsolete",
    "superseded",
    "old cluster ",
    "old output",
    "is old ",
    "are old ",
    "last year",
    "any longer",
    "not the current",
    "is not from",
    "are not from",
    "not rely",
    "don't rely",
    "disregard",
    "please ignore",
    "ignore the above",
    "ignore this",
    "ignore what",
    "scratch that",
    "rolled back",
    "backed out",
    "erratum",
    "i filled in",
    "filled in myself",
    "was the wrong one",
    "locked out",
    "its twin",
    "not come back",
    "last month",
    "not current",
    "not up to date",
    "no longer ",
    "any more ",
    "anymore ",
    "wrong cluster",
    "other cluster ",
    "another cluster",
    "different cluster",
    "dr cluster",
    "test system",
    "test cluster",
    "lab cluster",
    "from the lab",
    "copied from",
    "as planned",
    "planned ",
    "target state",
    "should look",
    "expected output",
    "expected result",
    "example from",
    "example only",
    "only an example",
    "just an example",
    "sample output",
    "simulated",
    "mocked",
    "by hand",
    "from memory",
    "typed from",
    "and values ",
    "changed the values",
    "edited the",
    "output edited",
    "i edited",
    "was edited",
    "replaced by ",
    "newer output",
    "is different",
    "differs ",
    "not true",
    "not valid",
    "invalid ",
    "not ok ",
    "nok ",
    "this is wrong",
    "do not use",
    "don't use",
    "do not trust",
    "todo ",
    "not yet ",
    "pending ",
    "maintenance tonight",
    "values will change",
    "open points",
    "open items",
    "to be done",
    "still open ",
    "left to do ",
];

/// That something of it is not there.
const MISSING: &[&str] = &[
    "rows removed",
    "lines removed",
    "rows cut",
    "lines cut",
    "left out",
    "is missing",
    "are missing",
    "rest is",
    "truncated",
    "cut here",
    "cut off",
    "shortened",
    "more lines",
    "more rows",
    "not complete",
    "incomplete",
    "continued in",
    "to be continued",
    "only the first",
    "only node",
    "not shown",
    "not all ",
    "not every ",
    "i cut ",
    "we cut ",
    "cut out ",
    "more of them",
    "and so on ",
    "timeout ",
    "timed out",
    "connection lost",
    "lost the connection",
    "session expired",
    "disconnected",
];

/// That something is not as it must be.
const OF_STATE: &[&str] = &[
    "is down ",
    "are down ",
    "was down ",
    "went down",
    "going down",
    "link down",
    "shut down",
    "unreachable",
    "not reachable",
    "not be reached",
    "not answer",
    "not respond",
    "crashed",
    "panicked",
    "rebooted",
    "in takeover",
    "taken over",
    "takeover of",
    "for giveback",
    "offline",
    "is disabled",
    "was disabled",
    "were disabled",
    "been disabled",
    "ndmp disabled",
    "not enabled",
    "turned off",
    "switched off",
    "powered off",
    "is off ",
    "are off ",
    "now off ",
    "to off ",
    "not running",
    "does not run",
    "not work",
    "service stopped",
    "is stopped",
    "was stopped",
    "is locked",
    "was locked",
    "been locked",
    "expired ",
    "was removed",
    "been removed",
    "were removed",
    "was deleted",
    "been deleted",
    "were deleted",
    "is gone ",
    "are gone ",
    "broken ",
    "defective",
    "faulty",
    "lost its",
    "no link",
    "has no ",
    "pulled ",
    "unplugged",
    "being replaced",
    "in maintenance",
    "blocks ",
    "is blocked",
    "blocked by",
    "not exist",
    "still locked",
    "still disabled",
    "still down ",
    "still off ",
    "still offline",
    "still missing",
    "remains locked",
    "remains disabled",
];

const GERMAN: &[&str] = &[
    "nicht erreichbar",
    "deaktiviert",
    "abgeschaltet",
    "ausgeschaltet",
    "ausgefallen",
    "ist down ",
    "defekt",
    "gesperrt",
    "veraltet",
    "überholt",
    "noch der alte stand",
    "stand von",
    "nicht vollständig",
    "unvollständig",
    "gekürzt",
    "abgeschnitten",
    "falscher cluster",
    "falsches system",
    "fehler ",
    "wird noch",
    "noch nicht",
    "geplant",
    "nicht ok ",
    "fehlt ",
    "fehlen ",
    "gelöscht",
    "entfernt ",
    "läuft nicht",
    "nicht aktuell",
    "nicht mehr",
    "noch gesperrt",
    "offene punkte",
    "muss noch",
    "müssen noch",
];

const FRENCH: &[&str] = &[
    "désactivé",
    "hors service",
    "tronqué",
    "arrêté",
    "verrouillé",
    "supprimé",
    "en panne",
    "plus valable",
    "n'existe plus",
    "répond pas",
    "incomplet",
    "pas encore",
    "injoignable",
    "obsolète",
    "mauvais cluster",
];

const SPANISH: &[&str] = &[
    "deshabilitad",
    "desactivad",
    "desativad",
    "caído",
    "bloquead",
    "eliminad",
    "truncad",
    "incomplet",
    "apagad",
    "todavía no",
    "ya no ",
    "no hay ",
    "no responde",
    "obsolet",
];

/// In languages in which hardly anybody writes to us more than such words.
const OTHERS: &[&str] = &[
    "wyłączon",
    "avstäng",
    "uitgeschakeld",
    "禁用",
    "宕机",
    "离线",
    "停止",
    "無効",
    "отключен",
    "выключен",
    "недоступ",
    "устарел",
];

#[cfg(test)]
mod tests {
    use super::against;

    #[test]
    fn what_speaks_against_an_answer_is_told_from_what_does_not() {
        for text in [
            "NDMP was turned off",
            "tay-02 is in takeover.",
            "I edited the output",
            "needs to be enabled tonight",
            "this is tay, not tees",
            "tape.reservations is now off",
            "node-scope-mode was switched on",
            "Knoten 2 ist ausgefallen",
            "das ist noch der alte Stand",
            "No wonder: tay-02 is down",
            "le noeud tay-02 est hors service",
            "NDMP está deshabilitado",
            "NDMP 已禁用",
        ] {
            assert!(against(text).is_some(), "{text}");
        }
        for text in [
            "Then I looked at the LIFs:",
            "Hi Tom, here is what you asked for. Kind regards, Ann",
            "NDMP node-scope-mode is disabled, so SVM scope:",
            "is NDMP disabled?",
            "Access is monitored; unauthorised use will be prosecuted. Accounts are locked after three attempts.",
            "Now it is fixed:",
            "I removed the passwords.",
            "NDMP has not been switched off since.",
            "No LIF was deleted or moved after this.",
            "Danach wurde nichts mehr abgeschaltet.",
        ] {
            assert_eq!(against(text), None, "{text}");
        }
    }
}
