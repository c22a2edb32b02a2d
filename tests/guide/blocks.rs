//! Blocks of code: a shell reads the commands of the guide, and the program takes each of its own; TOML is taken too, JSON is JSON.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use tempfile::tempdir;

use super::{file, written};

/// Language and text of each block.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut is_inside = false;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                is_inside = true;
                found.push((language.to_string(), String::new()));
            }
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => is_inside = false,
            Event::Text(text) if is_inside => {
                found.iter_mut().next_back().into_iter().for_each(|own| own.1.push_str(&text))
            }
            _ => {}
        }
    }
    found
}

/// The program with `--help` behind what was typed: it looks at every option, and does nothing.
const LOOKED_AT: &str =
    "#!/bin/sh\n\"$PROGRAM\" \"$@\" --help >/dev/null || { echo \"ndmp-preflight $*\" >>\"$REFUSED\"; exit 2; }\n";

/// Programs that the guide calls and that must not run here.
const OTHERS: [&str; 18] = [
    "ssh",
    "ssh-keygen",
    "cargo",
    "docker",
    "podman",
    "brew",
    "nix",
    "sudo",
    "dpkg",
    "apt",
    "rpm",
    "curl",
    "git",
    "kubectl",
    "mdbook",
    "web/build",
    "deploy/packages/static",
    "sha256sum",
];

/// What is refused of the commands in a block.
fn refused(block: &str) -> String {
    let place = tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = place.path().join("bin").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    };
    put("ndmp-preflight", LOOKED_AT);
    OTHERS.iter().for_each(|name| put(name, "#!/bin/sh\ntrue\n"));
    let (log, home) = (place.path().join("refused"), place.path().join("home"));
    fs::create_dir_all(home.join(".ssh")).unwrap();
    fs::write(home.join(".ssh/id_ed25519.pub"), "ssh-ed25519 AAAA").unwrap();
    let done = Command::new("bash")
        .args(["-u", "-c", block])
        .current_dir(place.path())
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", place.path().join("bin").display()))
        .env("HOME", &home)
        .env("PROGRAM", env!("CARGO_BIN_EXE_ndmp-preflight"))
        .env("REFUSED", &log)
        .env("GITHUB_STEP_SUMMARY", "summary.md")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&done.stderr);
    fs::read_to_string(&log).unwrap_or_default()
        + &errors.lines().filter(|line| line.contains("syntax error")).collect::<String>()
}

fn all() -> Vec<(String, String, String)> {
    let guide = written().into_iter().map(|(name, text)| (format!("docs/{name}"), text));
    let pages = guide.chain([("README.md".to_owned(), file("README.md"))]);
    pages.flat_map(|(name, text)| blocks(&text).into_iter().map(move |(kind, own)| (name.clone(), kind, own))).collect()
}

#[test]
fn every_block_says_what_it_is() {
    for (page, language, text) in all() {
        let known = ["sh", "toml", "json", "text", "yaml", "powershell", "rust"];
        assert!(known.contains(&language.as_str()), "{page}: a block in `{language}`:\n{text}");
    }
}

#[test]
fn the_program_takes_every_command() {
    let mut count = 0;
    for (page, _, text) in all().iter().filter(|(_, language, _)| language == "sh") {
        let refused = refused(text);
        assert!(refused.is_empty(), "{page}: {refused}\nin\n{text}");
        count += text.matches("ndmp-preflight ").count();
    }
    assert!(count > 30, "{count}");
    assert!(refused("ndmp-preflight check --form captures | head").contains("check --form captures"));
    assert!(refused("for x in a; do ndmp-preflight rules").contains("syntax error"));
}

#[test]
fn the_program_takes_every_configuration() {
    let mut count = 0;
    for (page, language, text) in all() {
        if language == "json" {
            serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{page}: {error}\n{text}"));
        }
        if language != "toml" || ["id ", "command ", "[dependencies]"].iter().any(|own| text.starts_with(own)) {
            continue;
        }
        count += 1;
        let told = taken(&text);
        assert!(told.is_none(), "{page}: {}\n{text}", told.unwrap_or_default());
    }
    assert!(count > 2, "{count}");
    assert!(taken("[[waiver]]\nrule = \"lif-home\"\n").is_some());
}

/// Why the text is no configuration of the program.
fn taken(text: &str) -> Option<String> {
    let place = tempdir().unwrap();
    let path: &Path = &place.path().join("ndmp-preflight.toml");
    fs::write(path, text).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"))
        .args(["check", "--demo", "-q", "--now", "2026-11-22", "--config"])
        .arg(path)
        .output()
        .unwrap();
    (done.status.code() == Some(2)).then(|| String::from_utf8_lossy(&done.stderr).into_owned())
}
