//! A ready cluster, and sentences below its answers that speak of what is judged, by its names and by the field's nouns, with words
//! that nobody can list: never ready. The same of other things, or of what was denied, asked or described: ready.

use crate::cluster::Cluster;
use crate::hiding::Case;
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

fn case() -> Case {
    let cluster = Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false);
    let good = cluster.answers(Regime::Overflowing, true);
    Case { name: cluster.name.clone(), bad: good.clone(), good, other: Vec::new() }
}

/// The session with lines behind answer number `at`; behind all where there are not so many.
fn with(case: &Case, at: usize, lines: &str) -> Saved {
    let (above, below) = case.good.split_at(at.min(case.good.len()));
    Saved::text(&format!("{}\n\n{lines}\n\n{}", case.session(&above.to_vec()), case.session(&below.to_vec())))
}

/// What rules speak of, in languages with their own article.
const THINGS: [(&str, &str); 24] = [
    ("en", "NDMP"),
    ("en", "node tay7-01"),
    ("en", "the first tape drive"),
    ("en", "the library"),
    ("en", "the intercluster LIF"),
    ("en", "the firewall policy"),
    ("en", "the user account"),
    ("en", "tay7-02"),
    ("en", "the scope"),
    ("en", "the cluster"),
    ("de", "NDMP"),
    ("de", "der Knoten tay7-02"),
    ("de", "das Bandlaufwerk"),
    ("de", "der Benutzer"),
    ("fr", "le noeud tay7-01"),
    ("fr", "la bande"),
    ("fr", "NDMP"),
    ("es", "el nodo tay7-01"),
    ("es", "NDMP"),
    ("it", "il nodo tay7-02"),
    ("it", "NDMP"),
    ("nl", "NDMP"),
    ("pl", "NDMP"),
    ("sv", "tay7-02"),
];

/// What happened to it, in words of which no list has all.
const EVENTS: [(&str, &str); 22] = [
    ("en", "Later that night SUBJECT went up in smoke."),
    ("en", "Our colleagues have mothballed SUBJECT."),
    ("en", "SUBJECT got nuked at noon (ask Eva)."),
    ("en", "We swapped SUBJECT for something else afterwards."),
    ("en", "After this capture we fiddled with SUBJECT quite a bit."),
    ("en", "Someone yanked SUBJECT."),
    ("de", "SUBJECT wurde heute Nacht rausgeworfen."),
    ("de", "Danach hat jemand an SUBJECT geschraubt!"),
    ("de", "SUBJECT haben wir inzwischen umgezogen."),
    ("fr", "Depuis, SUBJECT a rendu l'âme."),
    ("fr", "On a débranché SUBJECT ce matin."),
    ("es", "SUBJECT se cayó a mediodía."),
    ("es", "Luego quitamos SUBJECT."),
    ("it", "Nel frattempo SUBJECT è stato tolto."),
    ("it", "SUBJECT si è rotto ieri sera."),
    ("nl", "Daarna is SUBJECT uitgezet."),
    ("pl", "Później SUBJECT padł."),
    ("sv", "SUBJECT stängdes av i natt."),
    ("en", "SUBJECT: down"),
    ("en", "SUBJECT = NOK"),
    ("en", "[ ] SUBJECT"),
    ("en", "| SUBJECT | missing |"),
];

#[test]
fn a_sentence_on_what_is_judged_leaves_nothing_ready() {
    let (case, mut wrong) = (case(), Wrong::default());
    let count = case.good.len();
    let mut tried = 0;
    for (at, (language, event)) in EVENTS.iter().enumerate() {
        for (own, (_, thing)) in THINGS.iter().filter(|(own, _)| own == language).enumerate() {
            let line = event.replace("SUBJECT", thing);
            // A scope may be off, as it should.
            if thing.contains("scope") && line.len() < 24 {
                continue;
            }
            // A line that is no sentence may be a title where a command follows.
            let is_sentence = line.ends_with(['.', '!', ')']);
            let place = if is_sentence && (at + own) % 3 == 0 { 2 + (at * 7 + own) % (count - 2) } else { count };
            wrong.check(&[1, 3], &format!("behind {place}: {line}"), &with(&case, place, &line));
            tried += 1;
        }
    }
    assert!(tried > 80, "{tried}");
    wrong.none();
}

/// Thanks, a question or a good word beside what happened.
const CALM: [&str; 14] = [
    "Fine, I took tay7-02_icl1 away now.",
    "Thanks, the intercluster LIF went yesterday.",
    "Successfully removed the user account from tay7.",
    "Works as designed: at 18:00 the scheduler disables NDMP.",
    "Why did you turn NDMP off after that?",
    "Can you turn NDMP on again, please?",
    "Please switch NDMP back on when you are done.",
    "All fine, except that tay7-02_icl1 flaps.",
    "Everything OK but the second drive.",
    "Gut, NDMP ist jetzt aus.",
    "Bitte NDMP wieder einschalten!",
    "NDMP is not on.",
    "NDMP ist nicht an.",
    "By the way, NDMP is off now, the rest looks good.",
];

#[test]
fn a_calm_word_hides_nothing() {
    let (case, mut wrong) = (case(), Wrong::default());
    for line in CALM {
        wrong.check(&[1, 3], line, &with(&case, case.good.len(), line));
        wrong.check(&[1, 3], line, &with(&case, case.good.len(), &format!("Hi Tom,\n{line}\nRegards, Ann")));
    }
    wrong.none();
}

/// What takes nothing away.
const PLAIN: [&str; 38] = [
    "The lift in building 4 got stuck this morning.",
    "Our invoice was paid last week, by the way.",
    "Nothing was changed on the cluster afterwards.",
    "NDMP has not been switched off since.",
    "No LIF was deleted or moved after this.",
    "Please tell us whether both nodes are good.",
    "Can you have a look at the tape drives?",
    "Here is the output of both nodes, as a text file.",
    "The library is a small one in rack 4.",
    "We have two drives and one library.",
    "All nodes look healthy.",
    "Thanks, and have a nice weekend!",
    "Danach wurde nichts mehr geändert.",
    "Die Ausgabe ist aus dem PuTTY-Fenster kopiert.",
    "Anbei die Ausgabe der beiden Knoten.",
    "Rien n'a été modifié sur le cluster depuis.",
    "Adjunto la salida de los dos nodos.",
    "NDMP enabled: yes",
    "node-scope-mode: off",
    "[x] NDMP",
    "GET /api/cluster",
    "Config check 6.7: 112 checks passed, 0 failed",
    "This e-mail may contain confidential information. If you are not the intended recipient please delete it.",
    "Regards, Eva, Storage Operations, Tel. +44 555 0100",
    "NDMP is enabled on tay7.",
    "NDMP ist aktiviert.",
    "NDMP está habilitado.",
    "All LIFs are up, all tape drives normal.",
    "Next: NDMP.",
    "I will create the NDMP password tomorrow.",
    "Je vais créer la politique NDMP demain.",
    "The media server will use tay7-01_icl1.",
    "Every node needs an intercluster LIF, says the guide.",
    "Source: NetApp, NDMP configuration, page 12",
    "NDMP uses port 10000, please open the firewall for it.",
    "Ask Jens about the LIFs, and Petra about the tape library.",
    "The drives are connected over two switches.",
    "The NDMP password is in the vault.",
];

#[test]
fn a_sentence_that_takes_nothing_away_leaves_a_cluster_ready() {
    let (case, mut wrong) = (case(), Wrong::default());
    for line in PLAIN {
        wrong.check(&[0], line, &with(&case, case.good.len(), line));
    }
    wrong.none();
}

/// What stands above a session that no cluster printed so, or not this one.
const EXAMPLES: [&str; 12] = [
    "Sample:",
    "Template - replace the names by your own:",
    "This is an example of what a good cluster looks like:",
    "Goal of the project: at the end all of it is like this",
    "Training material, chapter 7",
    "Taken from our lab simulator:",
    "Assuming that ndmpd gets enabled, this is printed:",
    "Imagine a cluster of two nodes:",
    "Beispiel:",
    "Vorlage für alle Standorte:",
    "Exemple :",
    "Plantilla:",
];

#[test]
fn what_stands_below_an_example_is_none_of_a_cluster() {
    let (case, mut wrong) = (case(), Wrong::default());
    let session = case.session(&case.good);
    for title in EXAMPLES {
        wrong.check(&[1, 3], title, &Saved::text(&format!("{title}\n\n{session}")));
        let at = case.good.iter().position(|(command, _)| command.starts_with("options")).unwrap();
        wrong.check(&[1, 3], &format!("inside: {title}"), &with(&case, at, title));
    }
    for title in
        ["Output of my session:", "For example this is what I see now:", "Results of our run today, all as expected:"]
    {
        wrong.check(&[0], title, &Saved::text(&format!("{title}\n\n{session}")));
    }
    wrong.none();
}
