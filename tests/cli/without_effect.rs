//! Options that were typed and would change nothing are refused; defaults for all runs are not.

use std::fs;

use super::program::{program, ran, run};
use tempfile::tempdir;

/// Every option for HOST with a value that is good.
const FOR_HOSTS: [(&str, &str); 9] = [
    ("--login op", "`--login`"),
    ("--port 2222", "`--port`"),
    ("--identity id", "`--identity`"),
    ("--transport openssh", "`--transport`"),
    ("--accept-new", "`--accept-new`"),
    ("--gentle", "`--gentle`"),
    ("--deadline run=5", "`--deadline`"),
    ("-o kept", "`--output` (`-o`)"),
    ("--output kept", "`--output` (`-o`)"),
];

#[test]
fn options_for_hosts_are_refused_where_no_host_is_asked() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("x.txt"), "hello").unwrap();
    let inputs = [
        ("check --demo", "`--demo`"),
        ("check --from x.txt", "`--from`"),
        ("facts --demo", "`--demo`"),
        ("facts --from x.txt", "`--from`"),
    ];
    for (input, with) in inputs {
        for (option, named) in FOR_HOSTS {
            let done = run(folder.path(), &format!("{input} {option}"));
            let told = format!(
                "error: {named} has no effect with {with}: no cluster is asked over SSH; leave it out, or name a HOST \
                 instead of {with}\n"
            );
            assert_eq!((done.code, done.out.as_str(), done.err), (2, "", told), "{input} {option}");
        }
    }
    assert!(!folder.path().join("kept").exists());
}

#[test]
fn all_of_them_are_named_at_once() {
    let folder = tempdir().unwrap();
    let done = run(folder.path(), "check --demo --gentle --login op --port 2222");
    assert!(
        done.err.starts_with("error: `--login`, `--port` and `--gentle` have no effect with `--demo`: "),
        "{}",
        done.err
    );
    assert!(done.err.contains("leave them out"), "{}", done.err);
}

#[test]
fn what_stands_in_the_environment_or_the_file_is_a_default_for_all_runs() {
    let folder = tempdir().unwrap();
    let plain = run(folder.path(), "check --demo");
    assert_eq!((plain.code, plain.err.as_str()), (1, ""));
    let variables = [
        ("USER", "op"),
        ("PORT", "2222"),
        ("IDENTITY", "id"),
        ("TRANSPORT", "openssh"),
        ("ACCEPT_NEW", "true"),
        ("GENTLE", "true"),
        ("DEADLINE", "run=5"),
        ("OUTPUT", "kept"),
    ];
    let variables = variables.map(|(name, value)| (format!("NDMP_PREFLIGHT_{name}"), value));
    for line in ["check --demo", "facts --demo"] {
        let mut command = program(folder.path(), line);
        command.envs(variables.clone());
        let set = ran(command);
        assert_eq!((set.code, set.err.as_str()), (run(folder.path(), line).code, ""), "{line}");
    }
    let text = "[ssh]\nuser = \"op\"\nport = 2222\nidentity = \"id\"\ntransport = \"openssh\"\naccept-new = true\n\
                gentle = true\ndeadline = \"run=5\"\noutput = \"kept\"\n";
    fs::write(folder.path().join("ndmp-preflight.toml"), text).unwrap();
    let filed = run(folder.path(), "check --demo");
    assert_eq!((filed.code, filed.out == plain.out, filed.err.as_str()), (1, true, ""));
    assert!(!folder.path().join("kept").exists());
}

#[test]
fn typed_over_the_environment_is_typed() {
    let folder = tempdir().unwrap();
    let mut command = program(folder.path(), "check --demo --login me");
    command.env("NDMP_PREFLIGHT_USER", "op").env("NDMP_PREFLIGHT_GENTLE", "true");
    let done = ran(command);
    assert_eq!(done.code, 2);
    assert!(done.err.starts_with("error: `--login` has no effect with `--demo`: "), "{}", done.err);
}
