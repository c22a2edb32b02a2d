//! What a sentence on the cluster says when it takes nothing away from what was printed.
//!
//! Who tells of an event below an answer tells what the answer may not show; who describes what is, asks for something, or leads to an
//! output does not. In English and German an event is known by its verb; of other languages only words are known that say that all is
//! well, or is still to come.

/// Words that deny.
const DENIALS: &str = "not no nothing none never nobody without unchanged nichts nicht kein keine keiner niemand ohne unverändert rien aucun \
    aucune pas jamais nada ningún ninguna nunca non nessun nessuna niet niets geen não nenhum inget";

/// Words of whoever asks for something, or thanks.
const REQUESTS: &str =
    "please kindly bitte thanks thank danke merci gracias grazie regards verify confirm check would want wanted";

/// Words that lead to what was printed, or describe where it comes from.
const LEADS: &str = "output outputs here below above attached following shows show showing shown see lists listed command commands pasted \
    copied captured collected logged ran run screenshot log look looking anbei ausgabe hier unten oben zeigt sortie voici \
    adjunto salida aquí";

/// Words that all is well.
const GOOD: &str = "ok okay fine good healthy works working passed successful successfully expected ready correct looks enabled up online \
    visible normal green gut korrekt ordnung an aktiviert sichtbar bon bien activé activée visibles habilitado correcto \
    attivo attivato";

/// Words of what is still to come.
const AHEAD: &str =
    "will shall tomorrow next soon later morgen werde werden demain vais mañana voy domani imorgon morgon";

/// Words of something that came later, was so earlier, or is to be as it was: what they tell is not in what was printed.
const LATER: &str = "after afterwards since meanwhile before earlier previous previously until yesterday ago still again back danach nachher \
    seitdem inzwischen später vorher gestern mittlerweile wieder zurück après depuis ensuite después luego ayer dopo \
    frattempo poi ieri daarna depois później efter";

/// Forms of verbs that tell of an event.
const EVENTS: &str = "was were been went gone took taken got gave given broke lost fell came left threw thrown pulled cannot wurde wurden \
    worden war waren hatte fue fueron foi foram stato stata stati";

/// Words that end as those do, and tell how something is.
const STATIVE: &str = "enabled attached connected needed required expected supported qualified listed named called used shared mirrored \
    configured installed located scheduled included assigned dedicated need speed feed reserved allowed cabled zoned red";

/// Words by which English is known.
const ENGLISH: &str =
    "the is are was were we our of and has have with this that will someone somebody to from for at or my";

/// Words by which German is known.
const GERMAN: &str = "der die das ist sind und wir wurde wurden hat haben ein eine auf im den dem noch jetzt ich";

/// What is said of a thing that is not as it should be, or of what is open.
const BAD: &str = "lock disable delete off false down disabled disables nok missing pending todo tbd unknown locked offline stopped \
    absent wrong dead died gone broken removed deleted unplugged replaced moved migrated retired decommissioned swapped \
    reverted renamed halted lost cannot waiting n.i.o nein aus weg fehlt offen defekt gesperrt non arrêté \
    désactivé bloqueado apagado niet nie nej kaputt";

/// Yes or no: a question that supposes nothing.
const ASKING: &str = "is are does do ist sind est es";

/// Whether a list of words has this one.
pub(super) fn holds(list: &str, word: &str) -> bool {
    list.split(' ').any(|own| own == word)
}

/// Whether a word in small letters is said of what is not as it should be, or of what is open.
pub(super) fn is_bad_word(word: &str) -> bool {
    holds(BAD, word)
}

/// Words of a sentence in small letters.
struct Words<'s> {
    sentence: &'s str,
    words: Vec<&'s str>,
}

impl<'s> Words<'s> {
    fn of(sentence: &'s str) -> Self {
        let words = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        Self { sentence, words }
    }

    fn has(&self, list: &str) -> bool {
        self.words.iter().any(|word| holds(list, word))
    }

    /// `no` is *in the* in Portuguese.
    fn denies(&self) -> bool {
        self.words.iter().any(|word| holds(DENIALS, word) && (*word != "no" || !self.has("foi foram ficou")))
    }

    /// `NDMP is not on`.
    fn denies_good(&self) -> bool {
        const STATES: &str = "on enabled up running online reachable an aktiviert aktiv activé attivo habilitado";
        // `on the cluster` is no state.
        let is_state = self.words.iter().rev().take(1).any(|word| holds(STATES, word));
        is_state && self.denies() && !self.has(BAD)
    }

    /// `all is fine but the second drive`.
    fn excepts(&self) -> bool {
        self.has(GOOD) && self.has("except but apart exception außer sauf excepto salvo tranne")
    }

    /// Whether it asks whether something is so.
    fn asks(&self) -> bool {
        self.sentence.ends_with(['?', '？']) && self.words.first().is_some_and(|word| holds(ASKING, word))
    }

    /// Whether a verb tells of an event.
    fn tells_event(&self) -> bool {
        let is_past = |word: &&&str| word.len() > 3 && word.ends_with("ed") && !holds(STATIVE, word);
        // `rausgeworfen`, `umgezogen`, `geschraubt`.
        let is_participle = |word: &&&str| {
            let inner = word.find("ge").is_some_and(|at| word.len() > at + 5);
            inner && (word.ends_with('t') || word.ends_with("en")) && self.has(GERMAN)
        };
        // `login was successful`
        let is_good = |at: usize| self.words.get(at + 1).is_some_and(|word| holds(GOOD, word));
        let is_event =
            |(at, word): (usize, &&str)| holds(EVENTS, word) && !(matches!(*word, "was" | "were") && is_good(at));
        self.words.iter().enumerate().any(is_event)
            || self.words.iter().any(|word| is_past(&word) || is_participle(&word))
    }

    /// Whether its language is one of which verbs are known.
    fn is_known(&self) -> bool {
        self.has(ENGLISH) || self.has(GERMAN)
    }
}

/// Whether a sentence in small letters asks, denies, describes, leads to what was printed, or says that it is good.
pub(super) fn is_plain(sentence: &str) -> bool {
    const FEW: usize = 3;
    let words = Words::of(sentence);
    if sentence.split([',', ';', ':']).map(Words::of).any(|clause| clause.denies_good()) || words.excepts() {
        return false;
    }
    if words.denies() || words.asks() || sentence.ends_with(':') {
        return true;
    }
    if words.has(BAD) || words.has(LATER) {
        return false;
    }
    let is_event = words.tells_event();
    let is_said = words.has(LEADS) || words.is_known() && !is_event;
    let is_calm = words.has(REQUESTS) || words.has(GOOD) || words.has(AHEAD) || words.words.len() <= FEW;
    // A line that is no whole sentence, in whatever language.
    let is_open = !sentence.ends_with(['.', '!', '。', '！']);
    is_said || !is_event && (is_calm || is_open)
}

/// Whether what somebody put down for a thing says that it is not as it should be, or that this is open. That a scope or plain text is
/// off, or a user is locked, may be as it should be.
pub(super) fn is_bad_value(subject: &str, value: &str) -> bool {
    const EITHER: [&str; 6] = ["scope", "mode", "plain", "clear", "lock", "takeover"];
    let value = value.trim_end_matches(['.', '!']);
    (holds(BAD, value) || matches!(value, "no" | "open" | "error" | "fail" | "failed"))
        && !EITHER.iter().any(|word| subject.contains(word))
}

/// Whether a sentence in small letters says that something is off or gone, and neither denies nor asks.
pub(super) fn is_bad(sentence: &str) -> bool {
    const GONE: &str = "off down disabled dead died gone unplugged removed deleted retired decommissioned locked offline aus weg gesperrt \
        désactivé coupé coupée éteint éteinte apagado apagada spento spenta vypnuto vypnut kapatıldı afgesloten";
    let words = Words::of(sentence);
    let is_supposed = words.words.first().is_some_and(|word| holds("if when wenn falls si", word));
    // That the service is of the SVMs is as it should be.
    let is_of_scope = words.has("scope plain plaintext");
    !sentence.ends_with(['?', ':']) && words.has(GONE) && !words.denies() && !is_of_scope && !is_supposed
}
