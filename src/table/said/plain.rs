//! What a sentence on the cluster says when it takes nothing away from what was printed.

/// Beginnings of words that deny.
const DENIALS: [&str; 34] = [
    "not",
    "no",
    "nothing",
    "none",
    "never",
    "nobody",
    "without",
    "unchanged",
    "nichts",
    "nicht",
    "kein",
    "keine",
    "keiner",
    "niemand",
    "ohne",
    "unverändert",
    "rien",
    "aucun",
    "aucune",
    "pas",
    "jamais",
    "nada",
    "ningún",
    "ninguna",
    "nunca",
    "non",
    "nessun",
    "nessuna",
    "niet",
    "niets",
    "geen",
    "não",
    "nenhum",
    "inget",
];

/// Words of whoever asks for something, or thanks.
const REQUESTS: [&str; 16] = [
    "please", "kindly", "bitte", "thanks", "thank", "danke", "merci", "gracias", "grazie", "regards", "verify",
    "confirm", "check", "would", "want", "wanted",
];

/// Words that lead to what was printed, or describe where it comes from.
const LEADS: [&str; 38] = [
    "output",
    "outputs",
    "here",
    "below",
    "above",
    "attached",
    "following",
    "shows",
    "show",
    "showing",
    "shown",
    "see",
    "lists",
    "listed",
    "command",
    "commands",
    "pasted",
    "copied",
    "captured",
    "collected",
    "logged",
    "ran",
    "run",
    "screenshot",
    "log",
    "anbei",
    "ausgabe",
    "hier",
    "unten",
    "oben",
    "zeigt",
    "look",
    "looking",
    "sortie",
    "voici",
    "adjunto",
    "salida",
    "aquí",
];

/// Words that all is well.
const GOOD: [&str; 16] = [
    "ok",
    "okay",
    "fine",
    "good",
    "healthy",
    "works",
    "working",
    "passed",
    "successful",
    "successfully",
    "expected",
    "ready",
    "correct",
    "looks",
    "gut",
    "korrekt",
];

/// Words of something that came later, or was so earlier: what they tell is not in what was printed.
const LATER: [&str; 36] = [
    "after",
    "afterwards",
    "since",
    "later",
    "meanwhile",
    "before",
    "earlier",
    "previous",
    "previously",
    "until",
    "yesterday",
    "ago",
    "tonight",
    "tomorrow",
    "danach",
    "nachher",
    "seitdem",
    "inzwischen",
    "später",
    "vorher",
    "gestern",
    "mittlerweile",
    "après",
    "depuis",
    "ensuite",
    "después",
    "luego",
    "ayer",
    "dopo",
    "frattempo",
    "poi",
    "ieri",
    "daarna",
    "depois",
    "później",
    "efter",
];

/// Descriptions, and questions without their mark, with a blank before and behind.
const DESCRIPTIONS: [&str; 34] = [
    " is a ",
    " is an ",
    " is the ",
    " is our ",
    " are the ",
    " are our ",
    " there is ",
    " there are ",
    " we have a ",
    " we have an ",
    " we have one ",
    " we have two ",
    " we have three ",
    " we have four ",
    " has a ",
    " has an ",
    " has one ",
    " has two ",
    " has four ",
    " consists of ",
    " ist ein ",
    " ist eine ",
    " ist der ",
    " ist die ",
    " ist das ",
    " est un ",
    " est une ",
    " es un ",
    " let me know ",
    " let us know ",
    " tell me ",
    " tell us ",
    " can you ",
    " could you ",
];

/// Whether a sentence in small letters asks, denies, describes, leads to what was printed, or says that it is good.
pub(super) fn is_plain(lower: &str) -> bool {
    if lower.ends_with(['?', ':', '？']) {
        return true;
    }
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    // `no` is *in the* in Portuguese.
    let is_denied =
        words.iter().any(|word| DENIALS.contains(word) && (*word != "no" || !has(&["foi", "foram", "ficou"])));
    let is_described = || {
        let spaced = format!(" {} ", words.join(" "));
        DESCRIPTIONS.iter().any(|description| spaced.contains(description))
    };
    is_denied || has(&REQUESTS) || !has(&LATER) && (has(&LEADS) || has(&GOOD) || is_described())
}

/// What is said of a thing that is not as it should be, or of what is open.
const BAD: [&str; 46] = [
    "no",
    "off",
    "false",
    "down",
    "disabled",
    "nok",
    "failed",
    "fail",
    "missing",
    "open",
    "pending",
    "todo",
    "tbd",
    "unknown",
    "locked",
    "offline",
    "stopped",
    "absent",
    "wrong",
    "dead",
    "died",
    "gone",
    "broken",
    "removed",
    "deleted",
    "unplugged",
    "replaced",
    "moved",
    "reverted",
    "lost",
    "n.i.o",
    "nein",
    "aus",
    "fehlt",
    "offen",
    "defekt",
    "gesperrt",
    "non",
    "arrêté",
    "désactivé",
    "bloqueado",
    "apagado",
    "niet",
    "nie",
    "nej",
    "kaputt",
];

/// Whether what somebody put down for a thing says that it is not as it should be, or that this is open. That a scope or plain text is
/// off, or a user is locked, may be as it should be.
pub(super) fn is_bad_value(subject: &str, value: &str) -> bool {
    const EITHER: [&str; 6] = ["scope", "mode", "plain", "clear", "lock", "takeover"];
    BAD.contains(&value.trim_end_matches(['.', '!'])) && !EITHER.iter().any(|word| subject.contains(word))
}

/// Whether a sentence in small letters has such a word, and neither denies nor asks.
pub(super) fn is_bad(lower: &str) -> bool {
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    !lower.ends_with('?')
        && words().any(|word| word != "no" && BAD.contains(&word))
        && !words().any(|word| DENIALS.contains(&word))
}

/// Whether what stands above a command says that no cluster printed what follows so: `Sample:`, `Taken from our lab simulator:`.
pub(super) fn is_example(title: &str) -> bool {
    const KINDS: [&str; 24] = [
        "sample",
        "example",
        "template",
        "simulator",
        "simulation",
        "training",
        "workshop",
        "tutorial",
        "exercise",
        "goal",
        "assuming",
        "assume",
        "imagine",
        "hypothetical",
        "fictitious",
        "lab",
        "beispiel",
        "muster",
        "vorlage",
        "schulung",
        "exemple",
        "ejemplo",
        "esempio",
        "plantilla",
    ];
    let lower = title.to_lowercase();
    let mut words = lower.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.any(|word| KINDS.contains(&word))
        && !["for example", "zum beispiel", "par exemple"].iter().any(|own| lower.contains(own))
}
