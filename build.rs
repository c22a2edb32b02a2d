//! Reads, checks and compiles `rules/`: the same code that loads a site's own files at a start reads the program's here, a fault in
//! them ends the build, and what they say is written in a form that takes no reading. The files themselves are embedded too, so that
//! adding a rule is adding a file: there is no second list. And keeps the system's libssh2 out.

#![expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the rooms of the library offer more than a build needs"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

#[path = "src/table/definition/mod.rs"]
mod definition;
#[path = "src/fault/mod.rs"]
mod fault;
#[path = "src/rule/mod.rs"]
mod rule;
#[path = "src/table/value.rs"]
mod value;

/// What the rules know of the tables, by the names that it has in the library.
mod table {
    pub(crate) use crate::definition::*;
    pub(crate) use crate::value::{Status, Value};
}

/// With it the binding links the system's libssh2, which lacks the mends of CVE-2026-55199 and CVE-2026-55200: a server could write
/// past the end of a packet.
const SYSTEM_LIBSSH2: &str = "LIBSSH2_SYS_USE_PKG_CONFIG";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed={SYSTEM_LIBSSH2}");
    if env::var_os(SYSTEM_LIBSSH2).is_some() && env::var_os("CARGO_FEATURE_SSH").is_some() {
        let why = "the system's libssh2 lacks security mends that the one in `libssh2-sys` has";
        println!("cargo::error=`{SYSTEM_LIBSSH2}` is set, and {why}; unset it and run `cargo clean -p libssh2-sys`");
    }
    built_with();
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?).join("rules");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut paths = Vec::new();
    walk(&root, &mut paths)?;
    paths.sort();
    let files: Vec<File> = paths.iter().map(|path| File::read(&root, path)).collect::<io::Result<_>>()?;
    let rows: String = files.iter().map(File::row).collect();
    let list = format!("static FILES: &[(&str, &str)] = &[\n{rows}];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(out.join("rules.rs"), list)?;
    page(&out)?;
    let catalog = compiled(&files);
    let rest = (&catalog.rules, &catalog.profiles, &catalog.forms);
    // In two parts, which two processors unpack at the same time.
    fs::write(out.join("tables.postcard"), postcard::to_stdvec(&catalog.tables).map_err(io::Error::other)?)?;
    fs::write(out.join("rules.postcard"), postcard::to_stdvec(&rest).map_err(io::Error::other)?)
}

/// What `--version --verbose` tells. A release names its commit; nothing else of where and when it was built is in the program.
/// Cargo hands these names to the program that it runs, so they are none that the program looks at.
fn built_with() {
    let told = |name: &str| env::var(name).unwrap_or_default();
    let compiler = Command::new(told("RUSTC")).arg("--version").output();
    let compiler = compiler.map(|done| String::from_utf8_lossy(&done.stdout).trim().to_owned()).unwrap_or_default();
    println!("cargo:rerun-if-env-changed=NDMP_PREFLIGHT_COMMIT");
    println!("cargo:rustc-env=PREFLIGHT_BUILT_COMMIT={}", told("NDMP_PREFLIGHT_COMMIT"));
    println!("cargo:rustc-env=PREFLIGHT_BUILT_COMPILER={compiler}");
    println!("cargo:rustc-env=PREFLIGHT_BUILT_TARGET={}", told("TARGET"));
    println!("cargo:rustc-env=PREFLIGHT_BUILT_OPT_LEVEL={}", told("OPT_LEVEL"));
}

/// The page for a browser, where the program is to hold it.
fn page(out: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=NDMP_PREFLIGHT_PAGE");
    if env::var_os("CARGO_FEATURE_PAGE").is_none() {
        return Ok(());
    }
    let path = env::var_os("NDMP_PREFLIGHT_PAGE").unwrap_or_default();
    println!("cargo:rerun-if-changed={}", Path::new(&path).display());
    if let Err(error) = fs::copy(&path, out.join("preflight.html")) {
        let help = "`web/build FILE` makes it, and `NDMP_PREFLIGHT_PAGE=FILE` names it";
        println!("cargo::error=the feature `page` wants the page `{}`: {error}; {help}", Path::new(&path).display());
    }
    Ok(())
}

/// The catalog of all files. With a fault in them the build ends, and tells all faults.
fn compiled(files: &[File]) -> rule::Catalog {
    let texts: Vec<(&str, &str)> = files.iter().map(|file| (file.name.as_str(), file.text.as_str())).collect();
    rule::Catalog::of(&texts).unwrap_or_else(|faults| {
        for line in faults.iter().flat_map(|fault| format!("{fault}\n").lines().map(str::to_owned).collect::<Vec<_>>())
        {
            println!("cargo::error={line}");
        }
        rule::Catalog::default()
    })
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    Ok(())
}

/// A file of `rules/`.
struct File {
    path: PathBuf,
    /// Its path below `rules/`.
    name: String,
    text: String,
}

impl File {
    fn read(root: &Path, path: &Path) -> io::Result<Self> {
        let name = path.strip_prefix(root).unwrap_or(path).display().to_string().replace('\\', "/");
        Ok(Self { name, text: fs::read_to_string(path)?, path: path.to_owned() })
    }

    fn row(&self) -> String {
        format!("    ({:?}, include_str!({:?})),\n", self.name, self.path.display().to_string())
    }
}
