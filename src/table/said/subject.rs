//! Sentences below an answer that speak of what is judged: of NDMP, a node, a LIF, a drive, a user, or of a name that the answers tell.
//! Nobody can list what may have happened to these, in whatever language, and such words are mostly the same in all of them. So the
//! subject decides: whoever writes of it below an answer may know more than the answer shows, unless the sentence plainly takes
//! nothing away, for it asks, denies, describes, or leads to what was printed.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::plain;
use crate::source::Capture;
use crate::table::Definition;

/// What the answers of a text call by name.
pub(super) struct Names<'c> {
    capture: &'c Capture,
    tables: &'c [Definition],
    /// First and last lines of what people wrote, in which nothing is named by the cluster.
    said: Vec<(usize, usize)>,
    /// Found when somebody asks: most texts hold nobody's words.
    found: OnceCell<HashSet<&'c str>>,
}

impl<'c> Names<'c> {
    pub(super) fn new(capture: &'c Capture, tables: &'c [Definition], mut said: Vec<(usize, usize)>) -> Self {
        said.sort_unstable();
        Self { capture, tables, said, found: OnceCell::new() }
    }

    /// Whether the line is a label of ONTAP's with its value, and nobody's words.
    pub(super) fn are_labelled(&self, line: &str) -> bool {
        let Some((label, _)) = line.split_once(':') else { return false };
        let mut labels = self.tables.iter().flat_map(|table| &table.columns).flat_map(|column| &column.labels);
        labels.any(|own| own.eq_ignore_ascii_case(label.trim()))
    }

    fn hold(&self, word: &str) -> bool {
        is_name(word) && self.found.get_or_init(|| self.all()).contains(word)
    }

    fn all(&self) -> HashSet<&'c str> {
        let capture: &'c Capture = self.capture;
        let is_said = |line: usize| {
            let behind = self.said.partition_point(|(first, _)| *first <= line);
            self.said[..behind].last().is_some_and(|(_, last)| line <= *last)
        };
        let lines = (1..=capture.line_count()).filter(|line| !is_said(*line));
        let words =
            lines.flat_map(|line| capture.raw_line(line).split(|c: char| c.is_whitespace() || "|,>".contains(c)));
        words.map(bare).filter(|word| is_name(word)).collect()
    }
}

/// A word as a cluster's administrators build names of several parts. A name of one plain word may be any word of a sentence.
fn is_name(word: &str) -> bool {
    let has = |of: fn(char) -> bool| word.contains(of);
    // A user of the backup is called after it.
    if word.len() > "ndmpd".len() && word.contains("ndmp") {
        return true;
    }
    word.len() > 2 && has(|c| c.is_ascii_alphabetic()) && has(|c| c.is_ascii_digit() || "-_".contains(c))
}

/// A word without the signs round it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// What rules speak of, as whole words in small letters, without an `s` at the end.
const SUBJECTS: [&str; 58] = [
    "ndmp",
    "ndmpd",
    "lif",
    "node",
    "svm",
    "vserver",
    "cluster",
    "clusters",
    "tape",
    "drive",
    "library",
    "librarie",
    "changer",
    "robot",
    "autoloader",
    "port",
    "firewall",
    "policy",
    "policie",
    "user",
    "account",
    "scope",
    "mode",
    "reservation",
    "plaintext",
    "takeover",
    "giveback",
    "failover",
    "ontap",
    "filer",
    "controller",
    "interface",
    "lab",
    "prod",
    "production", // and so in other languages:
    "knoten",
    "laufwerk",
    "laufwerke",
    "bibliothek",
    "benutzer",
    "konto",
    "modus",
    "nodo",
    "cinta",
    "librería",
    "unidad",
    "usuario",
    "modo",
    "clúster",
    "nastro",
    "libreria",
    "noeud",
    "nœud",
    "lecteur",
    "bande",
    "utilisateur",
    "klaster",
    "klustret",
];

/// Beginnings of such words.
const STEMS: [&str; 14] = [
    "bandlaufwerk",
    "bandbibliothek",
    "bandroboter",
    "reservier",
    "reserver",
    "reserva",
    "biblioth",
    "klastr",
    "kluster",
    "węz",
    "taśm",
    "użytkownik",
    "användar",
    "gebruiker",
];

/// Where words are not parted, or are several.
const SIGNS: [&str; 15] = [
    "clear-text",
    "clear text",
    "cleartext",
    "plain text",
    "klartext",
    "节点",
    "集群",
    "磁带",
    "用户",
    "ノード",
    "テープ",
    "クラスタ",
    "кластер",
    "узел",
    "лент",
];

/// Whether words in small letters speak of what is judged.
fn speaks(lower: &str, original: &str, names: &Names<'_>) -> bool {
    let is_subject = |word: &str| {
        let one = word.strip_suffix('s').unwrap_or(word);
        SUBJECTS.contains(&word) || SUBJECTS.contains(&one) || STEMS.iter().any(|stem| word.starts_with(stem))
    };
    lower.split(|c: char| !c.is_alphanumeric()).any(is_subject)
        || SIGNS.iter().any(|sign| lower.contains(sign))
        || original.split_whitespace().map(bare).any(|word| names.hold(word))
}

/// Whether somebody's lines below an answer speak of what is judged, and say more than that all is as it was. Of a title whole
/// sentences count.
pub(super) fn tells(lines: impl Iterator<Item: AsRef<str>>, is_title: bool, names: &Names<'_>) -> bool {
    let mut paragraph = String::new();
    for line in lines {
        let line = line.as_ref().trim();
        if is_typed(line) {
            continue;
        }
        // A list and its marks are one thing a line.
        if is_loose(line, names) || !is_title && takes(line, names) {
            return true;
        }
        paragraph.push_str(line);
        paragraph.push(' ');
    }
    sentences(&paragraph).any(|sentence| is_told(sentence, is_title, names))
}

/// Whether a sentence, wherever it stands, says that something that is judged is not as it should be.
pub(super) fn takes(text: &str, names: &Names<'_>) -> bool {
    sentences(text).any(|sentence| {
        let lower = sentence.trim().to_lowercase();
        !is_typed(sentence) && speaks(&lower, sentence, names) && plain::is_bad(&lower)
    })
}

/// The sentences of a paragraph, with the signs at their ends.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let ends = |(at, sign): (usize, char)| {
            let behind = &rest[at + sign.len_utf8()..];
            let is_end = "。！？".contains(sign) || ".!?".contains(sign) && behind.starts_with([' ', ')']);
            is_end.then_some(at + sign.len_utf8())
        };
        let end = rest.char_indices().find_map(ends).unwrap_or(rest.len());
        let (sentence, behind) = rest.split_at(end);
        rest = behind;
        (end > 0).then_some(sentence)
    })
}

/// Whether a line stands behind the prompt of a shell: what was typed there is looked at elsewhere.
fn is_typed(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|first| first.ends_with(['$', '%', '>'])) || line.starts_with("PS ")
}

/// Whether a sentence tells something of what is judged that may take away what an answer shows.
fn is_told(sentence: &str, is_title: bool, names: &Names<'_>) -> bool {
    let text = sentence.trim().trim_matches(['(', ')', '*', '_', '`']);
    let lower = text.to_lowercase();
    // What a program writes as it goes is nobody's sentence.
    let is_written = text.starts_with(['{', '}', '<', '"']) || text.ends_with("..");
    let is_sentence = text.ends_with(['.', '!', '?', '。', '！']) || !is_title && text.split_whitespace().count() >= 6;
    !is_written && is_sentence && speaks(&lower, text, names) && !plain::is_plain(&lower)
}

/// What somebody put down as the result for a thing: `NDMP enabled: no`, `| NDMP | off |`, `[ ] NDMP`, `tape 2 = NOK`.
fn is_result(line: &str, names: &Names<'_>) -> bool {
    const OPEN: [&str; 8] = ["[ ]", "[]", "☐", "❌", "✗", "✘", "❗", "⚠"];
    let lower = line.to_lowercase();
    let is_open = OPEN.iter().any(|mark| line.contains(mark));
    let parted = [": ", "=", " | "].iter().find_map(|mark| lower.trim_matches(['|', ' ']).rsplit_once(mark));
    let is_valued = parted.is_some_and(|(subject, value)| {
        let is_short = (1..=2).contains(&value.split_whitespace().count()) && subject.split_whitespace().count() <= 6;
        is_short && speaks(subject, line, names) && plain::is_bad_value(subject, value.trim())
    });
    is_valued || is_open && speaks(&lower, line, names)
}

/// What another program asked of the cluster, or logged that it did: a verb of HTTP that changes something with a path behind it, or
/// a call of a library.
fn is_request(line: &str) -> bool {
    const VERBS: [&str; 4] = ["PATCH", "POST", "PUT", "DELETE"];
    const CALLS: [&str; 5] = [".patch(", ".post(", ".put(", ".delete(", ".modify("];
    let mut words = line.split_whitespace().map(|word| word.trim_matches(['"', '\'', '[', ']', ':']));
    let has_verb = words.any(|word| VERBS.contains(&word));
    has_verb && words.take(4).any(|word| word.contains('/')) || CALLS.iter().any(|call| line.contains(call))
}

/// Whether a line behind the count of an answer is such a result or request: it may be drawn in any way.
pub(super) fn is_loose(line: &str, names: &Names<'_>) -> bool {
    is_result(line, names) || is_request(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str =
        "cl1::> network interface show -fields address\nvserver lif address\ncl1 tay-02_ic1 192.0.2.1\n";

    fn is_taken(text: &str) -> bool {
        let capture = Capture::of_text("a", &format!("{ANSWER}\n{text}\n"));
        tells(text.lines(), false, &Names::new(&capture, &[], vec![(5, 9)]))
    }

    #[test]
    fn a_sentence_on_what_is_judged_is_told_from_others() {
        for text in [
            "One of the drives died this morning.",
            "We moved the cluster to node-scoped NDMP this morning because of the old library.",
            "Hi. El nodo se apagó a mediodía.",
            "Później wyłączyliśmy NDMP na klastrze.",
            "Somebody has unplugged tay-02_ic1 over lunch.",
            "NDMP enabled: no",
            "tape.reservations = off",
            "| NDMP enabled | no |",
            "- [x] LIFs\n- [ ] NDMP enabled (open)",
            "❌ NDMP user",
            "Network security took ndmp-control out of the policy right after I had sent you this output.",
            "PATCH /api/security/accounts/1/backup {\"locked\": true} -> 200 OK",
        ] {
            assert!(is_taken(text), "{text}");
        }
        for text in [
            "The coffee machine died this morning.",
            "Nothing was changed on the cluster afterwards.",
            "The library is a small one in rack 4.",
            "Please tell us whether the nodes are good.",
            "Are both nodes good?",
            "Here is the output of both nodes, as a text file.",
            "Thank you, and have a nice weekend!",
            "Somebody has unplugged tay-03_ic1 over lunch.",
            "NDMP enabled: yes",
            "node-scope-mode: off",
            "- [x] LIFs",
            "GET /api/cluster",
            "Tel: 555-0199",
        ] {
            assert!(!is_taken(text), "{text}");
        }
    }
}
