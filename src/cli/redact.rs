//! `redact`: a paste that can be shown to others, with names, addresses and serial numbers replaced and every character in its place.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ndmp_preflight::collect::bundle::{Access, write_whole};
use ndmp_preflight::redaction::{Comparison, Redaction, compared};
use ndmp_preflight::report::{Exit, Verbosity};
use ndmp_preflight::saved::{LIMIT, shown as plain};
use ndmp_preflight::source::Capture;

use super::complaint::{Complaint, reason, shown};
use super::output::Screen;
use super::setting::{Setting, SettingOptions};
use super::{file, say};

/// Replace names, addresses, serial numbers and passwords in saved output, so that it can be shown to others
///
/// The same one by the same one, in all files that are named together, and every character keeps its place: what is read
/// wrongly is read wrongly still. What stays: ONTAP's own words and what they begin with, the trade's and common English ones, words of
/// one letter, numbers of up to four digits (two behind a word), and dates. Whatever else has letters is replaced, in prose too. Look
/// through the text before you share it: a name or a password that is such a word (a cluster called "backup", "May", "secret12") stays.
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
        let read: Vec<_> = files.iter().map(|path| (path, bytes(path))).collect();
        read.iter().flat_map(|(_, bytes)| bytes).for_each(|bytes| redaction.heed(bytes.clone()));
        let (mut texts, mut is_unread) = (Vec::new(), false);
        for (path, bytes) in read {
            match bytes {
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
        let places = output.as_deref().map(|folder| places(folder, &texts, &mut redaction)).transpose()?;
        apart(output.as_deref(), names.as_deref())?;
        for (at, text) in texts.iter().enumerate() {
            match places.as_ref().and_then(|places| places.get(at)) {
                Some(path) => write(path, text)?,
                None => printed(&text.redacted, setting.screen)?,
            }
            tell(text, &setting);
        }
        names.map_or(Ok(()), |path| write_names(&path, &redaction))?;
        Ok(if is_unread { Exit::Unreadable } else { Exit::Ready })
    }
}

/// Where each text is written to. Nothing is written where one of them cannot be.
fn places(folder: &Path, texts: &[Text], redaction: &mut Redaction) -> Result<Vec<PathBuf>, Complaint> {
    let mut places: Vec<PathBuf> = Vec::new();
    for text in texts {
        let path = folder.join(redaction.text(name(&text.from).into_bytes()));
        if path.symlink_metadata().is_ok() {
            return Err(unwritten(&path, "it is there already; name an empty folder, or remove it"));
        }
        if places.contains(&path) {
            return Err(unwritten(&path, "two of the files have that name; redact them into folders of their own"));
        }
        places.push(path);
    }
    fs::create_dir_all(folder).map_err(|error| unwritten(folder, &reason(&error)))?;
    Ok(places)
}

/// The names do not lie in the folder that is sent.
fn apart(folder: Option<&Path>, names: Option<&Path>) -> Result<(), Complaint> {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let above = |path: &Path| {
        path.parent().map(|own| if own.as_os_str().is_empty() { real(Path::new(".")) } else { real(own) })
    };
    match (folder, names) {
        (Some(folder), Some(names)) if above(names).is_some_and(|above| above.starts_with(real(folder))) => {
            Err(unwritten(names, "who gets the folder would get the names too; write them elsewhere"))
        }
        _ => Ok(()),
    }
}

fn write(path: &Path, text: &Text) -> Result<(), Complaint> {
    write_whole(path, text.redacted.as_bytes(), Access::AsBefore).map_err(|error| unwritten(path, &reason(&error)))
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
    if path.is_dir() {
        return Err(format!("a folder; name the files in it: {}/*", shown(path)));
    }
    let bytes = if is_stdin(path) { LIMIT.read(Vec::new(), io::stdin().lock()) } else { file::bytes(path, LIMIT) }?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err("an archive or a bundle; unpack it (`tar xzf`), and name the files in it".to_owned());
    }
    Capture::read("", bytes.clone()).map_err(|error| error.to_string())?;
    Ok(bytes)
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

/// Whether the redacted text is read and judged as the original one, for only then does it show what went wrong.
fn tell(text: &Text, setting: &Setting) {
    if setting.verbosity == Verbosity::Quiet {
        return;
    }
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let compared = compared(&setting.catalog, today, &name(&text.from), text.bytes.clone(), &text.redacted);
    let message = compared.map_or_else(|error| error, |comparison| sentence(&comparison));
    let is_recoded = std::str::from_utf8(&text.bytes).is_err() || text.bytes.starts_with(b"\xef\xbb\xbf");
    let written = if is_recoded { "; written as UTF-8" } else { "" };
    say(&format!("{}: {message}{written}", shown(&text.from)));
}

fn sentence(comparison: &Comparison) -> String {
    let Comparison { answers, records, differences } = comparison;
    let read = format!("{answers} answers, {records} records");
    match differences.as_slice() {
        [] if *answers == 0 => {
            "no answer of ONTAP is recognised, in the original text as in the redacted one".to_owned()
        }
        [] => format!("read and judged as the original text is ({read})"),
        differences => format!("NOT read as the original text is ({read}): {}", differences.join("; ")),
    }
}
