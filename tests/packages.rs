//! Packages are installed, run and removed in a root in which nothing of this machine is, where one is at hand: `NDMP_PREFLIGHT_PACKAGES`
//! names the folder that `deploy/packages/build` filled, `NDMP_PREFLIGHT_ROOT` what `debootstrap --variant=minbase` made. It takes
//! root, and `.github/workflows/release.yml` has both: CI does not wait for the tools that pack. What other package managers read is
//! looked at by their own readers, where these are.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Runs the program with the words of a line behind it.
fn run(program: &str, words: &[&str]) -> Output {
    Command::new(program).args(words).env("LC_ALL", "C").output().unwrap_or_else(|error| panic!("{program}: {error}"))
}

fn told(done: &Output) -> String {
    String::from_utf8_lossy(&[&done.stdout[..], &done.stderr[..]].concat()).into_owned()
}

/// A clean root for this test alone, and the packages by their endings.
struct Clean {
    root: TempDir,
    packages: PathBuf,
}

impl Clean {
    fn made() -> Option<Self> {
        let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
        let (packages, from) = (named("NDMP_PREFLIGHT_PACKAGES")?, named("NDMP_PREFLIGHT_ROOT")?);
        let root = tempfile::tempdir().unwrap();
        let copied = run("cp", &["-a", &format!("{}/.", from.display()), &root.path().display().to_string()]);
        assert!(copied.status.success(), "{}", told(&copied));
        Some(Self { root, packages })
    }

    fn root(&self) -> String {
        self.root.path().display().to_string()
    }

    /// The one package with that ending.
    fn package(&self, ending: &str) -> PathBuf {
        let files = std::fs::read_dir(&self.packages).unwrap().map(|entry| entry.unwrap().path());
        let all: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == ending)).collect();
        assert_eq!(all.len(), 1, "{all:?}");
        all[0].clone()
    }

    fn inside(&self, words: &[&str]) -> Output {
        run("chroot", &[&[self.root().as_str()], words].concat())
    }

    fn has(&self, path: &str) -> bool {
        self.root.path().join(path).exists()
    }

    /// The program does its work there, and what belongs to it is in its place.
    fn works(&self, zsh: &str) {
        let version = self.inside(&["ndmp-preflight", "--version"]);
        assert_eq!(told(&version).trim(), concat!("ndmp-preflight ", env!("CARGO_PKG_VERSION")));
        let demo = self.inside(&["ndmp-preflight", "check", "--demo"]);
        assert_eq!(demo.status.code(), Some(1), "{}", told(&demo));
        assert!(told(&demo).contains("verdict    not ready"), "{}", told(&demo));
        let sample = "/usr/share/doc/ndmp-preflight/sample-outputs/ready-svm-9.12.1";
        let ready = self.inside(&["ndmp-preflight", "check", "--from", sample, "--now", "2026-11-22"]);
        assert_eq!(ready.status.code(), Some(0), "{}", told(&ready));
        let bash = "/usr/share/bash-completion/completions/ndmp-preflight";
        let loaded = self.inside(&["bash", "-c", &format!("source {bash} && complete -p ndmp-preflight")]);
        assert!(loaded.status.success(), "{}", told(&loaded));
        assert!(self.has(zsh) && self.has("usr/share/fish/vendor_completions.d/ndmp-preflight.fish"));
        let page = |name: &str| ["", ".gz"].iter().any(|end| self.has(&format!("usr/share/man/man1/{name}.1{end}")));
        assert!(["ndmp-preflight", "ndmp-preflight-check", "ndmp-preflight-rules-new"].into_iter().all(page));
        assert!(self.has("usr/share/doc/ndmp-preflight/rules/network/lif-home.toml"));
    }
}

#[test]
fn the_package_of_debian_is_installed_runs_and_leaves_nothing() {
    let Some(clean) = Clean::made() else { return };
    let package = clean.package("deb");
    std::fs::copy(&package, clean.root.path().join("own.deb")).unwrap();
    let installed = clean.inside(&["dpkg", "-i", "/own.deb"]);
    assert!(installed.status.success(), "{}", told(&installed));
    clean.works("usr/share/zsh/vendor-completions/_ndmp-preflight");
    let removed = clean.inside(&["dpkg", "--purge", "ndmp-preflight"]);
    assert!(removed.status.success(), "{}", told(&removed));
    assert!(!clean.has("usr/bin/ndmp-preflight") && !clean.has("usr/share/doc/ndmp-preflight"), "{}", told(&removed));
}

#[test]
fn the_package_of_red_hat_is_installed_runs_and_leaves_nothing() {
    let Some(clean) = Clean::made() else { return };
    let package = clean.package("rpm").display().to_string();
    // No package of that root is known to rpm, so that what it depends on cannot be looked up: the program tells by running.
    let installed = run("rpm", &["--root", &clean.root(), "-i", "--nodeps", "--nodigest", &package]);
    assert!(installed.status.success(), "{}", told(&installed));
    clean.works("usr/share/zsh/site-functions/_ndmp-preflight");
    let removed = run("rpm", &["--root", &clean.root(), "-e", "ndmp-preflight"]);
    assert!(removed.status.success(), "{}", told(&removed));
    assert!(!clean.has("usr/bin/ndmp-preflight"), "{}", told(&removed));
}

fn is_there(reader: &str) -> bool {
    Command::new(reader).arg("--version").output().is_ok()
}

#[test]
fn what_homebrew_and_nix_read_is_ruby_and_nix() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/packages");
    let path = |name: &str| folder.join(name).display().to_string();
    for (reader, words, name) in
        [("ruby", &["-c"][..], "ndmp-preflight.rb"), ("nix-instantiate", &["--parse"], "flake.nix")]
    {
        if is_there(reader) {
            let read = run(reader, &[words, &[path(name).as_str()]].concat());
            assert!(read.status.success(), "{}", told(&read));
        }
    }
}

/// `NDMP_PREFLIGHT_STATIC` names the folder that `deploy/packages/static` filled; buildah builds without a service.
#[test]
fn the_container_holds_the_program_alone_and_runs_it_as_nobody() {
    let Some(program) = std::env::var_os("NDMP_PREFLIGHT_STATIC") else { return };
    let (folder, work) = (Path::new(&program).display().to_string(), tempfile::tempdir().unwrap());
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/terminal-transcript.txt");
    std::fs::copy(sample, work.path().join("session.txt")).unwrap();
    let store = tempfile::tempdir().unwrap();
    let (root, runs) = (store.path().join("root"), store.path().join("runs"));
    let buildah = |words: &[&str]| {
        let own = [
            "--storage-driver",
            "vfs",
            "--root",
            &root.display().to_string(),
            "--runroot",
            &runs.display().to_string(),
        ]
        .map(str::to_owned);
        let done = Command::new("buildah").args(own).args(words).output().unwrap();
        (done.status.code(), told(&done))
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/packages/Containerfile").display().to_string();
    let (code, text) = buildah(&["build", "--isolation", "chroot", "-f", &file, "-t", "ndmp-preflight", &folder]);
    assert_eq!(code, Some(0), "{text}");
    let (_, user) = buildah(&["inspect", "--type", "image", "--format", "{{.OCIv1.Config.User}}", "ndmp-preflight"]);
    assert_eq!(user.trim(), "65534:65534");
    let (code, name) = buildah(&["from", "ndmp-preflight"]);
    assert_eq!(code, Some(0), "{name}");
    let run = |words: &[&str]| {
        let volume = format!("{}:/work:ro", work.path().display());
        let own = ["run", "--isolation", "chroot", "-v", &volume, name.trim(), "--", "/ndmp-preflight"];
        buildah(&[&own, words].concat())
    };
    let (code, text) = run(&["check", "--from", "session.txt", "--now", "2026-11-22"]);
    assert!(code == Some(0) && text.contains("verdict    ready"), "{code:?}: {text}");
    let (code, text) = run(&["check", "--demo"]);
    assert!(code == Some(1) && text.contains("verdict    not ready"), "{code:?}: {text}");
    // Names are resolved without a library of the system, of which there is none.
    let (code, text) = run(&["check", "preflight@cluster.invalid"]);
    assert!(code == Some(4) && text.contains("cluster.invalid"), "{code:?}: {text}");
}
