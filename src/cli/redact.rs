//! `redact`: a paste that can be shown to others, with names, addresses and serial numbers replaced and every character in its place.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use ndmp_preflight::collect::bundle::{Access, write_whole};
use ndmp_preflight::redaction::{Comparison, Redaction, compared};
use ndmp_preflight::report::{Exit, Verbosity};
use ndmp_preflight::saved::{LIMIT, shown as plain};
use ndmp_preflight::table::Definition;

use super::complaint::{Complaint, reason, shown};
use super::output::Screen;
use super::setting::{Setting, SettingOptions};
use super::{file, say};

/// Replace names, addresses, serial numbers and passwords in saved output, so that it can be shown to others
///
/// The same one by the same one, in all files that are named together, and every character keeps its place: what is read
/// wrongly is read wrongly still. ONTAP's own words, the trade's and common English ones stay, and so do words of one letter,
/// numbers of up to four digits, and dates. Whatever else has letters is replaced, in prose too. Look through the text before
/// you share it: a name that is a common word (a cluster called "backup") stays.
#[derive(Args, Debug)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Redact {
    /// Text that ONTAP printed, in files, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Writes each text into a file of its name (redacted too) in this folder, instead of to standard output
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Writes what stands for what into a file of your own (tab-separated, for nobody else): it leads back to the names
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,

    #[command(flatten)]
    setting: SettingOptions,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  every text was written; whether the program reads it as it reads the original one stands on standard error
  2  usage, or something could not be written
  4  a file could not be read, or is no text";

/// A text before and after.
struct Text {
    /// As it was named.
    from: PathBuf,
    bytes: Vec<u8>,
    redacted: String,
}

impl Redact {
    /// Reads, replaces and writes.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let Self { files, output, names, setting } = self;
        let setting = setting.setting()?;
        if files.len() > 1 && output.is_none() {
            return Err(Complaint::Usage("several files need a folder to be written into: -o DIR".to_owned()));
        }
        let mut redaction = Redaction::new(&setting.catalog.tables);
        let (mut texts, mut is_unread) = (Vec::new(), false);
        for path in &files {
            match bytes(path) {
                Ok(bytes) => {
                    let redacted = redaction.text(bytes.clone());
                    texts.push(Text { from: path.clone(), bytes, redacted });
                }
                Err(error) => {
                    is_unread = true;
                    say(&format!("error: `{}`: {error}", shown(path)));
                }
            }
        }
        for text in &texts {
            write(text, output.as_deref(), &mut redaction, &setting)?;
            tell(text, &setting);
        }
        names.map_or(Ok(()), |path| write_names(&path, &redaction))?;
        Ok(if is_unread { Exit::Unreadable } else { Exit::Ready })
    }
}

fn write(text: &Text, folder: Option<&Path>, redaction: &mut Redaction, setting: &Setting) -> Result<(), Complaint> {
    let Some(folder) = folder else { return printed(&text.redacted, setting.screen) };
    let path = folder.join(redaction.text(name(&text.from).into_bytes()));
    if path.symlink_metadata().is_ok() {
        return Err(unwritten(&path, "it is there already; name an empty folder, or remove it"));
    }
    fs::create_dir_all(folder).map_err(|error| unwritten(folder, &reason(&error)))?;
    write_whole(&path, text.redacted.as_bytes(), Access::AsBefore).map_err(|error| unwritten(&path, &reason(&error)))
}

/// Who has this file can tell the names: it is for its owner alone.
fn write_names(path: &Path, redaction: &Redaction) -> Result<(), Complaint> {
    let lines: String = redaction.replaced().map(|(from, to)| format!("{to}\t{from}\n")).collect();
    write_whole(path, lines.as_bytes(), Access::Owner).map_err(|error| unwritten(path, &reason(&error)))
}

/// The name of the file: it may tell the command that the text answers.
fn name(path: &Path) -> String {
    let name = path.file_name().filter(|_| !is_stdin(path));
    name.map_or_else(|| "stdin.txt".to_owned(), |name| plain(Path::new(name)))
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let bytes = if is_stdin(path) { LIMIT.read(Vec::new(), io::stdin().lock()) } else { file::bytes(path, LIMIT) }?;
    match bytes.starts_with(&[0x1f, 0x8b]) {
        true => Err("an archive or a bundle; unpack it, and name the files in it".to_owned()),
        false => Ok(bytes),
    }
}

fn unwritten(path: &Path, why: &str) -> Complaint {
    Complaint::Usage(format!("`{}` is not written: {why}", shown(path)))
}

/// A terminal gets nothing that commands it; a file gets all, for what is read wrongly may hang on it.
fn printed(text: &str, screen: Screen) -> Result<(), Complaint> {
    if io::stdout().is_terminal() {
        screen.write(text.as_bytes())
    } else {
        screen.stream(|out| out.write_all(text.as_bytes()))
    }
}

/// Whether the redacted text is read as the original one, for only then does it show what went wrong.
fn tell(text: &Text, setting: &Setting) {
    if setting.verbosity == Verbosity::Quiet {
        return;
    }
    let tables: &[Definition] = &setting.catalog.tables;
    let message = match compared(tables, &name(&text.from), text.bytes.clone(), &text.redacted) {
        Ok(comparison) => sentence(&comparison),
        Err(error) => error,
    };
    say(&format!("{}: {message}", shown(&text.from)));
}

fn sentence(comparison: &Comparison) -> String {
    let Comparison { answers, records, differences } = comparison;
    let read = format!("{answers} answers with {records} records");
    match differences.as_slice() {
        [] => format!("read as the original text is: {read}"),
        differences => format!("not read as the original text is ({read}): {}", differences.join("; ")),
    }
}
