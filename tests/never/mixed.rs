//! A ready cluster with something broken, and the break where a reader may pass over it: in another cluster's answer, below a mail
//! in another language, in a later answer that cannot be read, in what a shell did. Never ready; and ready where nothing is wrong.

use crate::breaks::BREAKS;
use crate::cluster::Cluster;
use crate::hiding::{Answers, Case};
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

/// Every break of two clusters, with what it is called.
fn cases() -> Vec<(String, Case)> {
    let clusters = [
        Cluster::ready("c1", &["-01", "-02"], "9.9.1P5", false),
        Cluster::ready("lab_7", &["-a", "-b", "-c"], "9.15.1", false),
    ];
    let mut cases = Vec::new();
    for cluster in clusters {
        let is_old = cluster.release.starts_with("9.9");
        for (at, found) in BREAKS.iter().enumerate().filter(|(_, found)| found.is_old.is_none_or(|old| old == is_old)) {
            let mut broken = cluster.clone();
            (found.damage)(&mut broken);
            let printed = |cluster: &Cluster| cluster.answers(Regime::Overflowing, at % 2 == 0);
            let (good, bad) = (printed(&cluster), printed(&broken));
            let case = Case { name: cluster.name.clone(), good, bad, other: Vec::new() };
            cases.push((format!("{} {}", cluster.name, found.name), case));
        }
    }
    cases
}

/// The answers as somebody fetches them with `ssh`, each from the host that is told for it.
fn fetched(answers: &Answers, form: &str, host: impl Fn(&str) -> String) -> String {
    let fetch = |(command, text): &(String, String)| {
        format!("{}\n{text}\n", form.replace("HOST", &host(command)).replace("COMMAND", command))
    };
    answers.iter().map(fetch).collect()
}

const FORMS: [&str; 6] = [
    "joe@jump:~$ ssh admin@HOST 'COMMAND'",
    "[root@jump ~]# ssh -l admin HOST \"COMMAND\" 2>&1 | tee -a out.txt",
    "$ ssh HOST -l admin COMMAND",
    "C:\\> plink -batch admin@HOST \"COMMAND\"",
    "joe@jump:~$ timeout 30 sshpass -e ssh -o BatchMode=yes HOST 'COMMAND; exit'",
    "joe@jump:~$ sudo /usr/bin/ssh HOST -- COMMAND </dev/null",
];

/// Two hosts are two clusters, whatever the names of their nodes are: what one answers is no proof for the other.
#[test]
fn answers_of_two_hosts_prove_nothing_together() {
    let mut wrong = Wrong::default();
    for (at, (what, case)) in cases().into_iter().enumerate() {
        let changed: Vec<&str> = case.changed().into_iter().map(|(command, ..)| command).collect();
        let form = FORMS[at % FORMS.len()];
        let elsewhere = |command: &str| if changed.contains(&command) { "dr" } else { "prod" }.to_owned();
        let mixed = fetched(&case.good, form, elsewhere);
        wrong.check(&[1, 3], &format!("{what} of two hosts by `{form}`"), &Saved::text(&mixed));
        // The broken cluster, and behind it the same answers of a whole one.
        let own = fetched(&case.bad, form, |_| "prod".to_owned());
        let changed_good: Answers =
            case.good.iter().filter(|(command, _)| changed.contains(&command.as_str())).cloned().collect();
        let other = fetched(&changed_good, form, |_| "dr".to_owned());
        wrong.check(&[1, 3], &format!("{what} hidden by another by `{form}`"), &Saved::text(&(own + &other)));
        let prompt = case.prompt();
        let session = case.session(&case.bad);
        wrong.check(&[1, 3], &format!("{what} behind prompts"), &Saved::text(&format!("{session}\n{other}{prompt}\n")));
    }
    wrong.none();
}

/// One host by several of its names is one cluster; so is one that was logged in to, and what its prompt tells.
#[test]
fn one_host_is_one_cluster() {
    let mut wrong = Wrong::default();
    for (at, form) in FORMS.iter().enumerate() {
        let (what, case) = cases().swap_remove(at);
        let names = ["prod.example.com", "prod", "PROD", "admin@prod:22"];
        let name =
            |command: &str| if form.contains("admin@") { names[command.len() % 3] } else { names[command.len() % 4] };
        let text = fetched(&case.good, form, |command| name(command).to_owned());
        wrong.check(&[0], &format!("{what} by `{form}`"), &Saved::text(&text));
        let (first, rest) = case.good.split_at(3);
        let login = "joe@jump:~$ ssh admin@192.0.2.10\n\n";
        let text = fetched(&first.to_vec(), form, |_| "192.0.2.10".to_owned()) + login + &case.session(&rest.to_vec());
        wrong.check(&[0], &format!("{what} by `{form}` and a login"), &Saved::text(&text));
        let text = fetched(&first.to_vec(), form, |_| format!("{}-mgmt", case.name)) + &case.session(&rest.to_vec());
        wrong.check(&[0], &format!("{what} by `{form}` and prompts"), &Saved::text(&text));
    }
    wrong.none();
}

/// What stands on top, above an older text in a mail, a ticket or a chat in any language.
const OLDER: [&str; 24] = [
    "-----Ursprüngliche Nachricht-----\nVon: Tom\nBetreff: tape\n",
    "-----Message d'origine-----\nDe : Tom\nEnvoyé : lundi 16 novembre 2026 09:12\n",
    "---------- Forwarded message ----------\nFrom: Tom <tom@example.com>\n",
    "---------- Weitergeleitete Nachricht ----------\n",
    "Begin forwarded message:\n",
    "________________________________\nFrom: Tom\nSubject: tape\n",
    "De: Tom\nEnviado: lunes, 16 de noviembre de 2026 9:12\nPara: Ann\n",
    "Da: Tom\nInviato: lunedì 16 novembre 2026 09:12\nA: Ann\n",
    "Van: Tom\nVerzonden: maandag 16 november 2026 09:12\nAan: Ann\n",
    "Od: Tom\nWysłano: poniedziałek, 16 listopada 2026 09:12\nDo: Ann\n",
    "Från: Tom\nSkickat: den 16 november 2026 09:12\nTill: Ann\n",
    "发件人: Tom\n发送时间: 2026年11月16日 9:12\n收件人: Ann\n",
    "Tom wrote on 16 Nov 2026:\n",
    "Am Montag, 16. November 2026, 09:12:13 MEZ hat Tom geschrieben:\n",
    "Le lun. 16 nov. 2026 à 09:12, Tom <tom@example.com> a\nécrit :\n",
    "El lun, 16 nov 2026 a las 9:12, Tom (<tom@example.com>) escribió:\n",
    "Il giorno lun 16 nov 2026 alle ore 09:12 Tom ha scritto:\n",
    "tom commented 3 days ago\n",
    "Tom added a comment - 16/Nov/26 9:12 AM\n",
    "Comment by tom, 16/Nov/26 9:12 AM\n",
    "Old capture (last week)\n",
    "Alter Stand:\n",
    "Before maintenance\n",
    "vorher\n",
];

#[test]
fn an_older_text_below_does_not_count_in_whatever_language() {
    let mut wrong = Wrong::default();
    for (at, (what, case)) in cases().into_iter().enumerate() {
        for older in OLDER.iter().skip(at % 4).step_by(4) {
            let text = format!("Hi,\n\n{}\n{older}\n{}", case.session(&case.bad), case.session(&case.good));
            wrong.check(&[1, 3], &format!("{what} above {older:?}"), &Saved::text(&text));
            let text = format!("Hi,\n\n{}\n{older}\n{}", case.session(&case.good), case.session(&case.good));
            wrong.check(&[0], &format!("{what} twice the same, {older:?}"), &Saved::text(&text));
        }
    }
    wrong.none();
}

/// Words between two sessions begin no other text: the one below is the later one.
#[test]
fn words_between_leave_the_order_as_it_is() {
    let mut wrong = Wrong::default();
    let between =
        ["Hier noch einmal, jetzt stimmt es:", "Now it is fixed:", "Prima, danke.", "Danach", "# after the change"];
    for (at, (what, case)) in cases().into_iter().enumerate() {
        let words = between[at % between.len()];
        let text = format!("{}\n{words}\n\n{}", case.session(&case.bad), case.session(&case.good));
        wrong.check(&[0], &format!("{what} {words:?}"), &Saved::text(&text));
        let text = format!("{}\n{words}\n\n{}", case.session(&case.good), case.session(&case.bad));
        wrong.check(&[1, 3], &format!("{what} {words:?} the other way"), &Saved::text(&text));
    }
    wrong.none();
}

/// An answer that was asked for again and cannot be read: what was shown before holds no longer.
#[test]
fn a_later_answer_that_cannot_be_read_takes_the_earlier_one_away() {
    let mut wrong = Wrong::default();
    for (at, (what, case)) in cases().into_iter().enumerate() {
        let (session, prompt) = (case.session(&case.good), case.prompt());
        for (command, good, _) in case.changed() {
            for garbage in
                ["NDMP is how it was left\n", "cl1 - off - (?)\n", "{ \"num_records\": 0 }\n"].iter().skip(at % 3)
            {
                let text = format!("{session}{prompt}{command}\n{garbage}\n{prompt}\n");
                wrong.check(&[1, 3], &format!("{what} `{command}` {garbage:?}"), &Saved::text(&text));
                // Shown once more behind it, all is known again.
                let text = format!("{session}{prompt}{command}\n{garbage}\n{prompt}{command}\n{good}\n{prompt}\n");
                wrong.check(&[0], &format!("{what} `{command}` {garbage:?} and again"), &Saved::text(&text));
            }
            for quiet in ["", "^C\n"] {
                let text = format!("{session}{prompt}{command}\n{quiet}{prompt}\n");
                wrong.check(&[0], &format!("{what} `{command}` {quiet:?}"), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

/// What a shell does to a cluster by other means than a plain `ssh HOST COMMAND` is a change too.
#[test]
fn a_shell_can_change_a_cluster() {
    let mut wrong = Wrong::default();
    let changing = [
        "curl -u admin -X PATCH https://192.0.2.10/api/protocols/ndmp/svms/1 -d '{\"enabled\":false}'",
        "Set-NcNdmp -Enable $false",
        "echo 'vserver services ndmp off' | ssh admin@192.0.2.10",
        "ssh admin@192.0.2.10 < changes.txt",
        "for n in c1; do ssh $n 'system node halt -node x'; done",
        "ansible-playbook ndmp_off.yml",
    ];
    let harmless =
        ["ls -l", "Get-NcNdmp", "curl https://192.0.2.10/api/cluster", "for n in c1; do ssh $n 'cluster show'; done"];
    let (_, case) = cases().swap_remove(0);
    let session = case.session(&case.good);
    for (commands, allowed) in [(&changing[..], &[3][..]), (&harmless[..], &[0])] {
        for command in commands {
            for shell in ["joe@jump:~$ ", "PS C:\\> "] {
                let text = format!("{session}exit\nGoodbye\n\n{shell}{command}\n{shell}\n");
                wrong.check(allowed, &format!("{shell}{command}"), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

/// A filter tells one element of a list, and takes nothing away from a list that is known and holds it.
#[test]
fn a_filter_by_an_element_is_not_the_list() {
    let mut wrong = Wrong::default();
    for (_, case) in cases().into_iter().filter(|(what, _)| what.ends_with("plaintext")) {
        let prompt = case.prompt();
        let (name, is_shown) = (&case.name, |command: &str| command.starts_with("vserver services ndmp show"));
        let asked = format!("vserver services ndmp show -vserver {name} -authtype challenge -fields enable");
        let chosen = format!("{prompt}{asked}\nvserver enable\n------- ------\n{name:<7} true\n\n{prompt}\n");
        let good = case.session(&case.good);
        wrong.check(&[0], &format!("{name} behind the whole list"), &Saved::text(&format!("{good}\n{chosen}")));
        let rest: Answers = case.good.iter().filter(|(command, _)| !is_shown(command)).cloned().collect();
        let alone = format!("{}\n{chosen}", case.session(&rest));
        wrong.check(&[3], &format!("{name} alone"), &Saved::text(&alone));
        let bad = format!("{}\n{chosen}", case.session(&case.bad));
        wrong.check(&[1, 3], &format!("{name} behind a list that fails"), &Saved::text(&bad));
    }
    wrong.none();
}
