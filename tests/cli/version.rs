//! `--version --verbose`: what the program was built with.

use super::program::{program, ran};

#[test]
fn both_words_in_any_order_and_form_tell_what_it_was_built_with() {
    let place = tempfile::tempdir().unwrap();
    let told = ran(program(place.path(), "--version --verbose"));
    assert_eq!(told.code, 0, "{}", told.err);
    let compiler = std::process::Command::new("rustc").arg("--version").output().unwrap();
    let expected = format!("compiler  {}", String::from_utf8_lossy(&compiler.stdout).trim());
    for wanted in [concat!("ndmp-preflight ", env!("CARGO_PKG_VERSION")), &expected, "features  cli", "rules     6"] {
        assert!(told.out.lines().any(|line| line.starts_with(wanted)), "{wanted}:\n{}", told.out);
    }
    for words in ["--verbose --version", "-V -v", "-Vv", "-vV"] {
        assert_eq!(ran(program(place.path(), words)).out, told.out, "{words}");
    }
    let short = ran(program(place.path(), "--version"));
    assert_eq!((short.code, short.out.lines().count()), (0, 1), "{}", short.out);
    let other = ran(program(place.path(), "-v"));
    assert_eq!(other.code, 2, "{}", other.err);
}

#[test]
fn what_cargo_hands_to_the_program_that_it_runs_is_nothing_that_the_program_warns_of() {
    let script = include_str!("../../build.rs");
    let names: Vec<&str> = script.split("rustc-env=").skip(1).filter_map(|rest| rest.split('=').next()).collect();
    assert!(names.len() > 3, "{names:?}");
    let place = tempfile::tempdir().unwrap();
    let mut command = program(place.path(), "check --demo -q");
    command.envs(names.iter().map(|name| (name, "1")));
    assert_eq!(ran(command).err, "");
}
