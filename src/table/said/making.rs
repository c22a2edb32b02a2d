//! What somebody says of the text itself: that its values were made up, changed or typed again, or that it is not of the system that is
//! meant. Names and addresses that were replaced are none of these.

use std::sync::LazyLock;

use foldhash::HashSet;

/// What is shown: of these a change changes what is judged.
const SHOWN: &str = "value values number numbers figure figures line lines row rows column columns cell cells table tables entry entries output \
    wert werte zahl zahlen zeile zeilen spalte spalten tabelle tabellen ausgabe valeur valeurs chiffre chiffres \
    ligne lignes sortie valor valores número números línea líneas tabla valore valori riga righe";

/// What somebody does to it.
const DONE: &str = "changed altered adjusted corrected retyped typed invented edited modified tweaked faked simulated rewritten \
    geändert angepasst korrigiert erfunden abgetippt getippt verändert umgeschrieben corrigé corrigées modifié modifiées changé changées \
    inventé inventées retapé cambiado cambiados corregido corregidos modificado modificados inventado inventados modificato \
    modificati corretto inventati";

/// Words that say it by themselves.
const MADE: &str = "retyped beispielwert beispielwerte phantasiewerte fantasiewerte testwerte dummywerte";

/// The same in several words.
const PHRASES: [&str; 18] = [
    " made up ",
    " from a photo ",
    " off a photo ",
    " from a screenshot ",
    " vom foto ",
    " dummy values ",
    " fake values ",
    " sample values ",
    " example values ",
    " not production ",
    " not from production ",
    " not the production ",
    " nicht vom produktiv",
    " nicht von der produktion ",
    " dr side ",
    " should be the same ",
    " for repair ",
    " in reparatur ",
];

/// Words that deny it.
const DENIALS: &str =
    "not no nothing none never nichts nicht kein keine rien aucun aucune pas nada ningún nessun niente";

/// These words: of MADE, SHOWN, DONE and DENIALS.
static WORDS: LazyLock<[HashSet<&'static str>; 4]> = LazyLock::new(|| {
    [MADE, SHOWN, DONE, DENIALS].map(|list| {
        let mut words: HashSet<&str> = HashSet::default();
        words.extend(list.split_whitespace());
        words
    })
});

/// Whether words in small letters, with a blank round each, say so.
pub(super) fn is_made(words: &str) -> bool {
    if PHRASES.iter().any(|phrase| words.contains(phrase)) {
        return true;
    }
    let has = |list: &HashSet<&str>| words.split(' ').any(|word| list.contains(word));
    let [made, shown, done, denials] = &*WORDS;
    has(made) || has(done) && has(shown) && !has(denials)
}

#[cfg(test)]
mod tests {
    use super::super::phrases::against;

    #[test]
    fn a_text_that_somebody_made_is_told_from_one_in_which_names_were_replaced() {
        for text in [
            "The second drive has been sent in for repair.",
            "I retyped the LIF table from a photo.",
            "Werte sind Beispielwerte.",
            "I changed the names and some of the values.",
            "numbers below are made up",
            "Nicht vom Produktivsystem!",
            "Taken on the DR side, production should be the same.",
            "J'ai corrigé les valeurs fausses à la main.",
        ] {
            assert!(against(text).is_some(), "{text}");
        }
        for text in [
            "Names and addresses were replaced, nothing else.",
            "No values were changed.",
            "I have not changed the lines.",
            "Here are the outputs of both nodes.",
            "The values are those of this morning.",
        ] {
            assert!(against(text).is_none(), "{text}");
        }
    }
}
