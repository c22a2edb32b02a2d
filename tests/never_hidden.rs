//! Clusters of every size, era and scope with one prerequisite broken, and the break hidden in ways that need a second answer,
//! a filter, a folder, a damaged line, or two ways at once: never ready, and what only hides never fails a ready cluster.
//!
//! With `NEVER_READY_DUMP=FOLDER` the captures that are judged wrongly are written there, with `NEVER_READY_ALL=1` every pair
//! is judged and not a part of them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/answers.rs"]
mod answers;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "never/breaks.rs"]
mod breaks;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/cluster.rs"]
mod cluster;
#[path = "hidden/forms.rs"]
mod forms;
#[path = "never/harmless.rs"]
mod harmless;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "never/hiding.rs"]
mod hiding;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "cli/program.rs"]
mod program;
mod saved;
#[path = "hidden/scene.rs"]
mod scene;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/table.rs"]
mod table;
#[path = "hidden/text.rs"]
mod text;

use hiding::{Answers, NEWER, deciding, without_the_bad};
use ndmp_preflight::judge::ScopeWish;
use saved::Saved;
use scene::{Scene, Wrong, plain_scenes, scenes};
use table::Regime;

fn files(answers: &Answers, has_command: bool) -> Saved {
    let file = |(command, text): &(String, String)| {
        let text = if has_command { format!("{command}\n{text}") } else { text.clone() };
        (format!("{}.txt", command.replace(' ', "_")), text)
    };
    Saved { files: answers.iter().map(file).collect() }
}

fn bare(answers: &Answers) -> Saved {
    Saved::text(&answers.iter().map(|(command, text)| format!("{command}\n{text}\n")).collect::<String>())
}

fn mapped(saved: Saved, change: impl Fn(&str) -> String) -> Saved {
    Saved { files: saved.files.into_iter().map(|(name, text)| (name, change(&text))).collect() }
}

#[test]
fn each_cluster_is_ready_whole_and_not_broken_in_every_handing() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        let case = &scene.case;
        for (allowed, answers, what) in [(&[0][..], &case.good, "whole"), (&[1, 3], &case.bad, "broken")] {
            wrong.check(allowed, &scene, &format!("{what}, a session"), &Saved::text(&case.session(answers)));
            wrong.check(allowed, &scene, &format!("{what}, files"), &files(answers, false));
            wrong.check(allowed, &scene, &format!("{what}, files with commands"), &files(answers, true));
            wrong.check(allowed, &scene, &format!("{what}, bare"), &bare(answers));
        }
        assert!(!case.changed().is_empty(), "{} changes nothing that is printed", scene.name);
    }
    wrong.none();
}

#[test]
fn every_cluster_stays_ready_under_what_changes_nothing() {
    let mut wrong = Wrong::default();
    let mut seen: Vec<String> = Vec::new();
    for scene in scenes() {
        if std::mem::replace(&mut seen, vec![scene.case.name.clone()]) == [scene.case.name.clone()] {
            continue;
        }
        for (way, change) in harmless::WAYS {
            wrong.check(&[0], &scene, way, &change(&scene.case));
        }
    }
    wrong.none();
}

#[test]
fn every_way_of_being_newer_counts_in_any_dress() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        for (way, hide) in NEWER {
            let saved = hide(&scene.case);
            wrong.check_one_in(3, &[1, 3], &scene, way, &saved);
            for (dress, change) in text::KEPT.into_iter().chain(text::HURT) {
                wrong.check_one_in(48, &[1, 3], &scene, &format!("{way}, {dress}"), &mapped(saved.clone(), change));
            }
        }
    }
    wrong.none();
}

#[test]
fn a_text_that_was_hurt_on_its_way_shows_no_other_cluster() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        let (good, bad) = (scene.case.session(&scene.case.good), scene.case.session(&scene.case.bad));
        for (way, change) in text::KEPT {
            wrong.check_one_in(3, &[1, 3], &scene, &format!("broken, {way}"), &Saved::text(&change(&bad)));
        }
        for (way, change) in text::HURT {
            wrong.check_one_in(3, &[1, 3], &scene, &format!("broken, {way}"), &Saved::text(&change(&bad)));
            wrong.check_one_in(8, &[0, 3], &scene, &format!("whole, {way}"), &Saved::text(&change(&good)));
        }
    }
    wrong.none();
}

#[test]
fn another_form_of_the_question_counts_too() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        let good = scene.case.session(&scene.case.good);
        for form in forms::forms(&scene) {
            let later = scene.case.session(&vec![form.clone()]);
            let text = format!("{good}{later}");
            wrong.check(&[1, 3], &scene, &format!("`{}` behind it", form.0), &Saved::text(&text));
            for (dress, change) in text::KEPT {
                let way = format!("`{}` behind it, {dress}", form.0);
                wrong.check_one_in(4, &[1, 3], &scene, &way, &Saved::text(&change(&text)));
            }
            let mut both = files(&scene.case.good, true);
            both.files.push(("00_again.txt".to_owned(), format!("{}\n{}", form.0, form.1)));
            wrong.check(&[1, 3], &scene, &format!("`{}` in another file", form.0), &both);
        }
    }
    wrong.none();
}

/// The broken answers with the rows gone that an option hides, and their commands typed with that option.
fn filtered(scene: &Scene, is_everywhere: bool, at: usize) -> Option<(String, Answers)> {
    let case = &scene.case;
    // A record that the option hides is not shown at all: of an instance view nothing is left.
    let hidden = |good: &str, bad: &str| {
        if bad.contains("---") { without_the_bad(good, bad) } else { Some(table::EMPTY.to_owned()) }
    };
    let changed: Vec<(&str, String)> =
        case.changed().iter().map(|(c, good, bad)| Some((*c, hidden(good, bad)?))).collect::<Option<_>>()?;
    let (root, option) =
        changed.iter().find_map(|(c, _)| Some((c.split(" -").next()?, *forms::filters(c).get(at)?)))?;
    let hides = |command: &str| changed.iter().find(|(own, _)| *own == command).map(|(_, text)| text.clone());
    let answer = |(command, text): &(String, String)| match hides(command) {
        Some(hidden) => (format!("{command} {option}"), hidden),
        None if is_everywhere && command.split(" -").next() == Some(root) => {
            (format!("{command} {option}"), text.clone())
        }
        None => (command.clone(), text.clone()),
    };
    Some((option.to_owned(), case.bad.iter().map(answer).collect()))
}

#[test]
fn a_filter_that_hides_the_row_proves_nothing() {
    let mut wrong = Wrong::default();
    for scene in plain_scenes() {
        for (is_everywhere, at) in (0..8).flat_map(|at| [(true, at), (false, at)]) {
            let Some((option, answers)) = filtered(&scene, is_everywhere, at) else { continue };
            let way = format!("`{option}`, in every form: {is_everywhere}");
            wrong.check_one_in(3, &[1, 3], &scene, &way, &Saved::text(&scene.case.session(&answers)));
            wrong.check_one_in(6, &[1, 3], &scene, &format!("{way}, files"), &files(&answers, true));
            // The good answer of before stands above it.
            let newer = scene.case.session(&scene.case.good) + &scene.case.session(&answers);
            wrong.check_one_in(6, &[0, 1, 3], &scene, &format!("{way}, behind the good"), &Saved::text(&newer));
        }
    }
    wrong.none();
}

/// Two answers that change places while their commands, or the names of their files, stay.
#[test]
fn an_answer_below_the_command_of_another_is_not_taken_for_it() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        let case = &scene.case;
        for (one, (command, _)) in case.bad.iter().enumerate() {
            if !case.changed().iter().any(|(own, ..)| own == command) {
                continue;
            }
            for other in (0..case.bad.len()).filter(|other| *other != one) {
                // In node scope nothing but the command tells the role of a LIF, and so nothing that it is another's.
                if scene.name.starts_with("ns.example")
                    && forms::is_by_role(command)
                    && forms::is_by_role(&case.bad[other].0)
                {
                    continue;
                }
                let way = format!("`{command}` and `{}` change places", case.bad[other].0);
                let (bad, good) = (forms::swapped(&case.bad, one, other), forms::swapped(&case.good, one, other));
                wrong.check_one_in(9, &[1, 3], &scene, &way, &Saved::text(&case.session(&bad)));
                wrong.check_one_in(9, &[1, 3], &scene, &format!("{way}, files"), &files(&bad, false));
                // Whose table it is, headings alone cannot tell of two that have the same.
                if case.bad[other].0.split(" -").next() != command.split(" -").next() {
                    let whole = Saved::text(&case.session(&good));
                    wrong.check_one_in(18, &[0, 3], &scene, &format!("{way}, whole"), &whole);
                }
            }
        }
    }
    wrong.none();
}

#[test]
fn one_line_less_makes_nothing_ready() {
    let mut wrong = Wrong::default();
    for scene in plain_scenes() {
        // One row needs no count, and device blocks have none: nobody can see what is gone there.
        if matches!(scene.found, "path-failed" | "locked" | "publickey" | "second-method" | "role-of-the-user") {
            continue;
        }
        let lines: Vec<String> = scene.case.session(&scene.case.bad).lines().map(str::to_owned).collect();
        for gone in 0..lines.len() {
            let mut kept = lines.clone();
            kept.remove(gone);
            let way = format!("without line {gone} `{}`", lines[gone].trim());
            wrong.check_one_in(48, &[1, 3], &scene, &way, &Saved::text(&(kept.join("\n") + "\n")));
        }
        for end in 0..lines.len() {
            let text = lines[..end].join("\n") + "\n";
            wrong.check_one_in(96, &[1, 3], &scene, &format!("cut at line {end}"), &Saved::text(&text));
        }
    }
    wrong.none();
}

#[test]
fn a_letter_that_was_scanned_wrong_makes_nothing_ready() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        for (command, good, bad) in scene.case.changed() {
            let lines: Vec<&str> = bad.lines().collect();
            let words = deciding(bad, good).into_iter().flat_map(|at| lines[at].split([' ', ',', ':']));
            for word in words.filter(|word| word.len() > 2) {
                for read in text::scanned(word) {
                    let hurt = |own: &(String, String)| {
                        let text = if own.0 == command { own.1.replace(word, &read) } else { own.1.clone() };
                        (own.0.clone(), text)
                    };
                    let text = scene.case.session(&scene.case.bad.iter().map(hurt).collect());
                    let way = format!("`{word}` of `{command}` as `{read}`");
                    wrong.check_one_in(2, &[1, 3], &scene, &way, &Saved::text(&text));
                }
            }
        }
    }
    wrong.none();
}

#[test]
fn two_sessions_in_a_folder_have_no_order() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        let case = &scene.case;
        for (first, second, way) in [("a.log", "b.log", "good first"), ("b.log", "a.log", "bad first")] {
            let file = |name: &str, text: String| (name.to_owned(), text);
            let saved =
                Saved { files: vec![file(first, case.session(&case.good)), file(second, case.session(&case.bad))] };
            wrong.check(&[1, 3], &scene, way, &saved);
            for change in scene.changes {
                let typed = format!("{}{}\n\n{}\n", case.prompt(), scene.typed(change), case.prompt());
                let saved = Saved { files: vec![file(first, case.session(&case.good)), file(second, typed)] };
                wrong.check(&[1, 3], &scene, &format!("`{change}` in a file of its own, {way}"), &saved);
            }
        }
    }
    wrong.none();
}

#[test]
fn a_change_is_not_forgotten_in_any_dress() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        let (good, prompt) = (scene.case.session(&scene.case.good), scene.case.prompt());
        for change in scene.changes {
            let typed = format!(
                "{good}{prompt}{}\n\n{prompt}version\n{}\n{prompt}exit\n",
                scene.typed(change),
                scene.case.good[0].1
            );
            for (dress, hurt) in text::KEPT.into_iter().chain(text::HURT) {
                wrong.check_one_in(4, &[1, 3], &scene, &format!("`{change}`, {dress}"), &Saved::text(&hurt(&typed)));
            }
        }
    }
    wrong.none();
}

/// Terminals break a command line where their width ends, and the log keeps that.
#[test]
fn a_change_is_not_forgotten_wherever_its_line_breaks() {
    let mut wrong = Wrong::default();
    for scene in scenes() {
        let (good, prompt) = (scene.case.session(&scene.case.good), scene.case.prompt());
        for change in scene.changes {
            let line = format!("{prompt}{}", scene.typed(change));
            // A terminal of that width would have left all other lines alone, and nobody's is narrower than 72.
            let width = good.lines().map(str::len).max().unwrap_or(0).max(72);
            for at in width..line.len() {
                let (first, rest) = line.split_at(at);
                let text = format!("{good}{first}\n{rest}\n\n{prompt}\n");
                wrong.check_one_in(5, &[1, 3], &scene, &format!("`{change}` broken at {at}"), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

/// A table of some LIFs, behind a command that asks for something else or behind none, is not the list of all.
#[test]
fn a_table_of_unknown_scope_retires_nothing() {
    let mut wrong = Wrong::default();
    for scene in plain_scenes() {
        let case = &scene.case;
        for (command, good, bad) in case.changed() {
            let Some(hidden) = without_the_bad(good, bad) else { continue };
            let text = case.session(&case.bad);
            for (way, above) in [
                ("below another command", format!("{}volume show", case.prompt())),
                ("below no command", format!("{}\n\nand the same again:\n", case.prompt())),
            ] {
                let way = format!("`{command}` without the row, {way}");
                wrong.check(
                    &[1, 3],
                    &scene,
                    &way,
                    &Saved::text(&format!("{text}{above}\n{hidden}\n{}", case.prompt())),
                );
            }
        }
        for (own, rest) in [("node-mgmt", "intercluster"), ("intercluster", "node-mgmt")] {
            let asked = format!("network interface show -role {own}");
            let Some((_, table)) = case.good.iter().find(|(command, _)| *command == asked) else { continue };
            let good = case.session(&case.good);
            let text = format!("{good}{}volume show\n{table}\n{}", case.prompt(), case.prompt());
            let way = format!("whole, {own} shown below another command, {rest} not");
            wrong.check(&[0, 3], &scene, &way, &Saved::text(&text));
        }
    }
    wrong.none();
}

#[test]
fn a_scope_that_the_cluster_does_not_have_is_not_ready() {
    let mut wrong = Wrong::default();
    for mut scene in scenes() {
        scene.question.scope = if scene.cluster.is_node_scope { ScopeWish::Svm } else { ScopeWish::Node };
        wrong.check(&[1, 3], &scene, "the other scope is wanted", &Saved::text(&scene.case.session(&scene.case.good)));
    }
    wrong.none();
}

/// The program on a folder whose newer, bad answers cannot be read: as a file of bytes, in a folder, or empty.
#[test]
fn what_the_program_cannot_read_leaves_nothing_ready() {
    let mut wrong = Vec::new();
    for scene in scenes().iter().filter(|scene| scene.regime == Regime::Overflowing && scene.question.tape) {
        let changed: Answers = scene.case.bad.iter().filter(|own| !scene.case.good.contains(own)).cloned().collect();
        for way in ["binary", "in a folder", "empty"] {
            let folder = tempfile::tempdir().unwrap();
            let all = if way == "empty" { &scene.case.bad } else { &scene.case.good };
            for (name, text) in files(all, true).files {
                let is_bad = changed.iter().any(|(own, _)| format!("{}.txt", own.replace(' ', "_")) == name);
                let text = if is_bad && way == "empty" { String::new() } else { text };
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            let hidden = folder.path().join("later");
            match way {
                "binary" => {
                    std::fs::write(folder.path().join("later.txt"), [0, 1, 2, 3, 0, 0, 7, 1].repeat(64)).unwrap()
                }
                "in a folder" => {
                    std::fs::create_dir(&hidden).unwrap();
                    let text = scene.case.session(&changed);
                    std::fs::write(hidden.join("later.txt"), text).unwrap();
                }
                _ => {}
            }
            let ran = program::run(folder.path(), "check --from .");
            if !matches!(ran.code, 1..=4) {
                wrong.push(format!("{} {way}: exit code {}", scene.name, ran.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
