//! Files that are held in memory are read as those of a disk: the same targets, sources and words, whatever lies in the folders.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;

use std::fs;
use std::path::Path;

use ndmp_preflight::check::{Aim, Asked, targets};
use ndmp_preflight::config::{Config, Options, Planned};
use ndmp_preflight::judge::Passes;
use ndmp_preflight::report::{Format, Policy, Report, Style, Verbosity};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::saved::{Held, distinguish, settled, sources};
use ndmp_preflight::table::Reader;
use program::{program, ran};
use tempfile::tempdir;

/// All below a folder, as a page is given it.
fn hold(held: &mut Held, root: &Path, path: &Path) {
    let own = path.strip_prefix(root).unwrap();
    if path.is_file() {
        held.put(own, fs::read(path).unwrap());
        return;
    }
    held.put_folder(own);
    fs::read_dir(path).unwrap().for_each(|entry| hold(held, root, &entry.unwrap().path()));
}

/// What is read of it from memory, as JSON; why nothing was, where it is so.
fn from_memory(folder: &Path, given: &[&str]) -> Result<String, String> {
    let mut held = Held::default();
    given.iter().for_each(|own| hold(&mut held, folder, &folder.join(own)));
    let mut catalog = Catalog::for_judging().unwrap();
    let today = jiff::civil::date(2026, 11, 22);
    let (options, planned) = (Options::default(), Planned::default());
    let aim =
        Aim::of(&options, &planned, &Config::default(), &mut catalog, today).map_err(|usage| usage.to_string())?;
    let reader = Reader::new(&catalog.tables);
    let mut all: Vec<_> = given.iter().flat_map(|own| sources(&held, Path::new(own))).collect();
    distinguish(&mut all);
    let read = settled(all, |source| source.gather(&held, &catalog, &reader)).map_err(|usage| usage.to_string())?;
    let asked = Asked { questions: &aim.questions, passes: Passes::Told, answers: false };
    let judged = read.iter().flat_map(|one| targets(one, &catalog, asked, &aim.selection)).collect();
    let mut text = Vec::new();
    let style = Style::of_file(Verbosity::Normal);
    Format::Json.write(&Report::of(judged, Policy::default()), &style, &mut text).unwrap();
    Ok(String::from_utf8(text).unwrap())
}

/// Both say the same of what lies in the folder.
fn alike(folder: &Path, given: &[&str]) {
    let from = given.join(" ");
    let ran = ran(program(folder, &format!("check --from {from} --now 2026-11-22 --format json")));
    match from_memory(folder, given) {
        Ok(text) => assert_eq!(text, ran.out, "{from}"),
        Err(told) => assert!(ran.err.contains(&told) && ran.code == 2, "{from}: {told}\n{}", ran.err),
    }
}

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs")
}

#[test]
fn each_sample_is_read_from_memory_as_from_the_disk() {
    let names: Vec<String> =
        fs::read_dir(samples()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.iter().for_each(|name| alike(&samples(), &[name]));
    alike(&samples(), &names.iter().map(String::as_str).collect::<Vec<_>>());
    let folder = samples();
    alike(folder.parent().unwrap(), &["sample-outputs"]);
}

/// Folders of one shape each: what is empty, hidden, broken, packed, deep, named alike, and what nobody can mean.
#[test]
fn each_shape_of_folders_is_read_from_memory_as_from_the_disk() {
    let session = fs::read(samples().join("many-faults/session.txt")).unwrap();
    let packed = [0x1f, 0x8b, 8, 0, 1, 2, 3];
    let shapes: [&[(&str, &[u8])]; 10] = [
        &[("in/empty.txt", b""), ("in/session.txt", &session)],
        &[("in/.hidden", &session), ("in/README.md", b"read"), ("in/a.txt", b"tay::> version\n")],
        &[("in/a/session.txt", &session), ("in/b/session.txt", &session)],
        &[("in/session.txt", &session), ("in/a/session.txt", &session)],
        &[("in/session.txt", &session), ("in/a/notes.txt", b"call the vendor")],
        &[("in/a/b/c/d/e/session.txt", &session)],
        &[("in/c1.ndmp.tar.gz", &packed), ("in/c1.ndmp.tar.gz.sig", b"x"), ("in/x.gz", &packed)],
        &[("in/picture.bin", &[0, 1, 2, 3, 0, 0, 0, 1]), ("in/s.txt", &session)],
        &[("in/a.zip", b"PK\x03\x04rest"), ("in/s.txt", &session)],
        &[("in/nothing.txt", b"nothing of ONTAP is in it")],
    ];
    for shape in shapes {
        let folder = tempdir().unwrap();
        for (path, bytes) in shape {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        alike(folder.path(), &["in"]);
        shape.iter().for_each(|(path, _)| alike(folder.path(), &[path]));
    }
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    alike(folder.path(), &["in"]);
}
