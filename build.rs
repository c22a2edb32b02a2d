//! Walks `rules/` and embeds every TOML file, so that adding a rule is adding a file: there is no second list. And keeps the
//! system's libssh2 out.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// With it the binding links the system's libssh2, which lacks the mends of CVE-2026-55199 and CVE-2026-55200: a server could write
/// past the end of a packet.
const SYSTEM_LIBSSH2: &str = "LIBSSH2_SYS_USE_PKG_CONFIG";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed={SYSTEM_LIBSSH2}");
    if env::var_os(SYSTEM_LIBSSH2).is_some() && env::var_os("CARGO_FEATURE_SSH").is_some() {
        let why = "the system's libssh2 lacks security mends that the one in `libssh2-sys` has";
        println!("cargo::error=`{SYSTEM_LIBSSH2}` is set, and {why}; unset it and run `cargo clean -p libssh2-sys`");
    }
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?).join("rules");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort();
    let rows: String = files.iter().map(|file| row(&root, file)).collect();
    let list = format!("pub(crate) static FILES: &[(&str, &str)] = &[\n{rows}];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(out.join("rules.rs"), list)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

fn row(root: &Path, file: &Path) -> String {
    let name = file.strip_prefix(root).unwrap_or(file).display().to_string().replace('\\', "/");
    format!("    ({name:?}, include_str!({:?})),\n", file.display().to_string())
}
