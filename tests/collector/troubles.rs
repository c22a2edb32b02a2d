//! What a collection does about connections that break, stall, are refused or lead to something else.

use super::*;

#[test]
fn a_broken_connection_comes_back_for_what_is_left() {
    let cut = |_: usize, script: usize, _: &str, output: Vec<u8>| match script {
        1..=2 => broken(output[..output.len() / 2].to_vec(), reset()),
        _ => whole(output),
    };
    for connections in [1, 4] {
        let cluster = Direct::faulty(NEW, cut);
        assert_same(&verdicts(&cluster.collect(connections).unwrap()), NEW);
        assert!(cluster.connections() > 1);
    }
}

#[test]
fn a_cluster_that_never_answers_is_given_up_with_the_reason() {
    let cluster = Direct::faulty(NEW, |_, _, _, _| broken(Vec::new(), silence()));
    assert_eq!(cluster.collect(4).unwrap_err(), CollectError::Transport(silence()));
    assert_eq!((cluster.connections(), cluster.0.scripts.load(Ordering::SeqCst)), (2, 2), "once more, and no oftener");
}

#[test]
fn a_cluster_that_stalls_behind_its_first_answers_is_given_up() {
    let first = |_: usize, script: usize, _: &str, output: Vec<u8>| match script {
        1 => whole(output),
        _ => broken(Vec::new(), silence()),
    };
    let slow_login = |_: usize| {
        std::thread::sleep(Duration::from_millis(300));
        None
    };
    let cluster = Direct::with(NEW, Manner::default(), first, slow_login);
    let bundle = cluster.collect(4).unwrap();
    let lost = bundle.entries.iter().filter(|entry| entry.is_lost()).count();
    assert!(lost > 5, "{:#?}", bundle.entries);
    assert!(cluster.0.scripts.load(Ordering::SeqCst) <= 5, "each would wait for a deadline of its own");
}

#[test]
fn connections_that_break_cost_no_answer_as_long_as_one_works() {
    let fourth = |number: usize, _: usize, _: &str, output: Vec<u8>| match number {
        4 => whole(output),
        _ => broken(Vec::new(), reset()),
    };
    let slow_fourth = |number: usize| {
        std::thread::sleep(Duration::from_millis(if number == 4 { 1000 } else { 0 }));
        None
    };
    let cluster = Direct::with(NEW, Manner::default(), fourth, slow_fourth);
    assert_same(&verdicts(&cluster.collect(4).unwrap()), NEW);
}

#[test]
fn a_quick_cluster_gets_one_connection() {
    let slow_login = |_: usize| {
        std::thread::sleep(Duration::from_millis(1500));
        None
    };
    let cluster = Direct::with(NEW, Manner::default(), |_, _, _, output| whole(output), slow_login);
    assert_same(&verdicts(&cluster.collect(4).unwrap()), NEW);
    assert_eq!(cluster.connections(), 1, "a second login would take longer than all commands");
}

#[test]
fn connections_that_are_dropped_keep_the_pace_of_ontap() {
    let drop = |_: usize| Some(TransportError::Broken { phase: Phase::KeyExchange, reason: "closed".to_owned() });
    let cluster = Direct::with(NEW, Manner::default(), |_, _, _, output| whole(output), drop);
    assert!(cluster.collect(4).is_err());
    assert_eq!(cluster.connections(), 2);
    let breaking = Direct::faulty(NEW, |_, _, _, _| broken(Vec::new(), reset()));
    assert!(breaking.collect(4).is_err());
    let times = breaking.0.times.lock().unwrap();
    let in_a_second =
        |at: &Instant| times.iter().filter(|time| **time >= *at && **time - *at < Duration::from_secs(1)).count();
    assert!(times.iter().map(in_a_second).max().unwrap() <= 8, "{times:?}");
}

#[test]
fn a_command_that_never_answers_costs_its_own_answer_only() {
    let hang = |_: usize, _: usize, script: &str, output: Vec<u8>| match script.find("storage tape show -fields") {
        Some(_) => broken(Vec::new(), silence()),
        None => whole(output),
    };
    let bundle = Direct::faulty(NEW, hang).collect(4).unwrap();
    let silent: Vec<_> = bundle.entries.iter().filter(|entry| entry.text().is_empty()).collect();
    assert_eq!(silent.len(), 1, "{silent:#?}");
    assert!(silent[0].command.starts_with("storage tape show ") && silent[0].note().contains("no answer: timed out"));
    let verdicts = verdicts(&bundle);
    let drive = verdicts.iter().find(|(name, _)| name.starts_with("tape-drive-visible")).unwrap();
    assert_eq!(*drive.1, Verdict::Unknown);
}

#[test]
fn further_connections_may_be_refused() {
    let only = |number: usize| (number > 1).then(refused);
    let cluster = Direct::with(NEW, Manner::default(), |_, _, _, output| whole(output), only);
    assert_same(&verdicts(&cluster.collect(4).unwrap()), NEW);
    // How many are tried before the first one has asked everything hangs on the machine.
    assert!((2..=4).contains(&cluster.connections()), "{}", cluster.connections());
}

#[test]
fn a_cluster_that_is_shut_is_asked_again_with_patience() {
    let shut = |number: usize| (number == 1).then(refused);
    let cluster = Direct::with(NEW, Manner::default(), |_, _, _, output| whole(output), shut);
    assert_same(&verdicts(&cluster.collect(1).unwrap()), NEW);
    let times = cluster.0.times.lock().unwrap();
    assert!(times[1] - times[0] >= Duration::from_secs(1), "{:?}", times[1] - times[0]);
}

#[test]
fn a_cluster_that_refuses_everybody_is_refused() {
    let cluster = Direct::with(NEW, Manner::default(), |_, _, _, output| whole(output), |_| Some(refused()));
    assert_eq!(cluster.collect(4).unwrap_err(), CollectError::Transport(refused()));
    assert!(cluster.connections() <= 6, "{}", cluster.connections());
}

#[test]
fn what_is_no_ontap_is_told() {
    let shell = |_: usize, _: usize, _: &str, _: Vec<u8>| {
        let errors = b"bash: line 1: set: -c: invalid option\nbash: line 1: version: command not found\n".to_vec();
        Exchange { errors, exit_status: Some(127), ..Exchange::default() }
    };
    let error = Direct::faulty(NEW, shell).collect(4).unwrap_err();
    let CollectError::NotOntap { seen, .. } = &error else { unreachable!("{error}") };
    assert!(seen.contains("command not found"), "{seen}");
}

#[test]
fn an_expired_password_is_told_in_the_words_of_the_cluster() {
    let words = "Your password has expired. You must change it now.\nEnter a new password: ";
    for stalls in [false, true] {
        let says = move |_: usize, _: usize, _: &str, _: Vec<u8>| match stalls {
            true => broken(words.into(), silence()),
            false => whole(words.into()),
        };
        let cluster = Direct::faulty(NEW, says);
        let error = cluster.collect(4).unwrap_err();
        let CollectError::PasswordExpired { seen, .. } = &error else { unreachable!("{error}") };
        assert_eq!(seen, "Your password has expired. You must change it now. Enter a new password:");
        assert_eq!(cluster.0.scripts.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn what_came_before_a_stall_is_told() {
    let cluster = Direct::faulty(NEW, |_, _, _, _| broken(b"Press any key to accept the terms".to_vec(), silence()));
    let error = cluster.collect(4).unwrap_err().to_string();
    assert!(error.starts_with("timed out: ") && error.ends_with("`Press any key to accept the terms`"), "{error}");
}

#[test]
fn a_line_that_no_command_prints_costs_its_own_answer_only() {
    let long = |_: usize, _: usize, _: &str, output: Vec<u8>| {
        let text = String::from_utf8(output).unwrap();
        let lines = text.lines().map(|line| match line.contains("backup-ndmp-control") {
            true => format!("{}{line}\r\n", "x".repeat(1 << 20)),
            false => format!("{line}\r\n"),
        });
        whole(lines.collect::<String>().into_bytes())
    };
    let bundle = Direct::faulty(NEW, long).collect(4).unwrap();
    let lost: Vec<_> = bundle.entries.iter().filter(|entry| entry.is_lost()).collect();
    assert_eq!(lost.len(), 1, "{:?}", lost.iter().map(|entry| &entry.command).collect::<Vec<_>>());
    assert!(lost[0].note().contains("a line of the answer has 10") && lost[0].text().is_empty(), "{}", lost[0].note());
}
