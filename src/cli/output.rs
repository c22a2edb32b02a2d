//! Where reports go: standard output, coloured where that is wanted, and files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use ndmp_preflight::collect::bundle::{Access, followed, write_whole_with};
use ndmp_preflight::fault::nearest;
use ndmp_preflight::report::{Format, Named, Style, Verbosity, WIDTH, harmless};

use super::complaint::{Complaint, reason, shown};

/// Standard output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    choice: ColorChoice,
    width: usize,
}

/// The width that the user tells, else that of the terminal, else that of most: where text goes into a pipe, nobody knows.
fn columns() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok()).filter(|width| *width > 0);
    let shown = || io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    told.or_else(|| shown().map(|(width, _)| usize::from(width.0))).unwrap_or(WIDTH)
}

impl Screen {
    /// `color` is `auto`, `always` or `never`.
    pub(crate) fn new(color: Option<&str>) -> Self {
        let choice = match color {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => AutoStream::choice(&io::stdout()),
        };
        Self { choice, width: columns() }
    }

    /// The style of the human report on this screen.
    pub(crate) fn style(self, verbosity: Verbosity) -> Style {
        Style { colour: self.choice != ColorChoice::Never, verbosity, width: Some(self.width) }
    }

    /// Writes text that may hold colours, and nothing else that commands a terminal. A reader who closes the pipe early has
    /// seen enough.
    pub(crate) fn write(self, text: &[u8]) -> Result<(), Complaint> {
        let text = harmless(&String::from_utf8_lossy(text), true);
        let mut stream = AutoStream::new(io::stdout(), self.choice);
        calm(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()))
    }

    /// Writes text whose addresses can be opened where the terminal knows how (OSC 8); plain ones can be copied elsewhere.
    pub(crate) fn linked(self, text: &str) -> Result<(), Complaint> {
        if self.choice == ColorChoice::Never || !io::stdout().is_terminal() {
            return self.write(text.as_bytes());
        }
        let text = harmless(text, true);
        calm(AutoStream::new(io::stdout(), self.choice).write_all(links(&text).as_bytes()))
    }

    /// Writes without colours, as it is made.
    pub(crate) fn stream(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Complaint> {
        let mut stream = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        calm(write(&mut stream).and_then(|()| stream.flush()))
    }

    /// Writes text that commands a terminal by nothing but colours.
    pub(crate) fn paint(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Complaint> {
        let mut stream = BufWriter::with_capacity(1 << 16, AutoStream::new(io::stdout(), self.choice));
        calm(write(&mut stream).and_then(|()| stream.flush()))
    }
}

/// The text with each address of the web as a link to itself.
fn links(text: &str) -> String {
    let mut linked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("https://") {
        let (before, after) = rest.split_at(at);
        let end = after.find(|c: char| !c.is_ascii_graphic() || "()<>\"'`,;".contains(c)).unwrap_or(after.len());
        let address = after[..end].trim_end_matches(['.', ':']);
        linked.push_str(&format!("{before}\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\"));
        rest = &after[address.len()..];
    }
    linked + rest
}

fn calm(written: io::Result<()>) -> Result<(), Complaint> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Complaint::Usage(format!("standard output: {}", reason(&error))))
        }
        _ => Ok(()),
    }
}

/// A report that goes into a file: `FORMAT=PATH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportFile<F = Format> {
    format: F,
    /// As typed.
    path: PathBuf,
    /// Where it is written: links are followed.
    place: PathBuf,
}

impl<F: Named> ReportFile<F> {
    /// All reports of the options.
    pub(crate) fn parse_all(words: &[String]) -> Result<Vec<Self>, Complaint> {
        let mut files: Vec<Self> = Vec::new();
        for word in words {
            let file = Self::parse(word)?;
            if let Some(other) = files.iter().find(|known| known.place == file.place) {
                return Err(Complaint::Usage(format!("two reports would be written to {}", file.beside(other))));
            }
            files.push(file);
        }
        Ok(files)
    }

    fn parse(word: &str) -> Result<Self, Complaint> {
        let usage = |message: String| Complaint::Usage(format!("`--report {word}`: {message}"));
        let Some((format, path)) = word.split_once('=').filter(|(_, path)| !path.is_empty()) else {
            let help = Self::by_ending(word).map(|format| format!("; did you mean `--report {format}={word}`?"));
            let help = help.unwrap_or_default();
            return Err(usage(format!("expected FORMAT=PATH, with one of {}{help}", F::names().join(", "))));
        };
        if path == "-" {
            return Err(usage(format!("a report file has a path; for standard output use `--format {format}`")));
        }
        let known = F::names().join(", ");
        let near = nearest(format, F::names()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let unknown = || usage(format!("no format is called `{format}`{near}; the formats are {known}"));
        let format = F::named(format).ok_or_else(unknown)?;
        let path = PathBuf::from(path);
        let place = place(&path).map_err(|error| usage(reason(&error)))?;
        Ok(Self { format, path, place })
    }

    /// The format that the ending of a path speaks of.
    fn by_ending(path: &str) -> Option<&'static str> {
        let (_, ending) = path.trim_end_matches('=').rsplit_once('.')?;
        let usual = [("md", "markdown"), ("xml", "junit"), ("prom", "openmetrics"), ("txt", "human")];
        let name = usual.iter().find(|(short, _)| *short == ending).map_or(ending, |(_, name)| name);
        F::names().into_iter().find(|format| *format == name && !path.ends_with('='))
    }

    /// Where it is written.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Whether it is written where a link leads.
    pub(crate) fn is_link(&self) -> bool {
        self.path.is_symlink()
    }

    /// The path as typed, and where that leads if it is a link.
    pub(crate) fn told(&self) -> String {
        let typed = shown(&self.path);
        if !self.is_link() {
            return format!("`{typed}`");
        }
        format!("`{typed}`, a link to `{}`", shown(&self.place))
    }

    /// The same beside another one that leads to the same place.
    fn beside(&self, other: &Self) -> String {
        if self.path == other.path { self.told() } else { format!("{}, which is {} too", self.told(), other.told()) }
    }

    /// Whether the report can be written at all, before anything is judged.
    pub(crate) fn probe(&self) -> Result<(), Complaint> {
        let folder = self.place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let error = match (fs::metadata(&self.place), fs::metadata(folder)) {
            (Ok(there), _) if there.is_dir() => io::ErrorKind::IsADirectory.into(),
            (_, Ok(there)) if there.is_dir() => return Ok(()),
            (_, Ok(_)) => io::ErrorKind::NotADirectory.into(),
            (_, Err(error)) => error,
        };
        Err(self.unwritten(&error))
    }

    fn unwritten(&self, error: &io::Error) -> Complaint {
        Complaint::Usage(format!("report {} could not be written: {}", self.told(), reason(error)))
    }

    /// Its format.
    pub(crate) fn format(&self) -> F {
        self.format
    }

    /// Writes what `fill` gives under another name first, so that nobody ever reads half of it.
    pub(crate) fn write(&self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Complaint> {
        whole(&self.place, fill).map_err(|error| self.unwritten(&error))
    }
}

/// The one name of a file that may have many: its links followed, and those of its folder.
pub(super) fn place(path: &Path) -> io::Result<PathBuf> {
    let path = followed(path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A folder that is not there is told of when it is written to.
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    Ok(path.file_name().map_or_else(|| path.clone(), |name| folder.join(name)))
}

fn whole(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        // A pipe or a device must be written to, never replaced.
        Ok(there) if !there.is_file() => fill_file(OpenOptions::new().write(true).open(path)?, fill),
        _ => write_whole_with(path, Access::AsBefore, fill),
    }
}

fn fill_file(file: File, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    fill(&mut out)?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn an_address_is_a_link_to_itself_without_the_signs_behind_it() {
        let link = |address: &str| format!("\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\");
        let text = "see https://docs.example.com/a-b.html, (https://x.example/?p=1) and https://y.example.\n";
        let wanted = format!(
            "see {}, ({}) and {}.\n",
            link("https://docs.example.com/a-b.html"),
            link("https://x.example/?p=1"),
            link("https://y.example")
        );
        assert_eq!(links(text), wanted);
        assert_eq!(links("nothing"), "nothing");
    }
}
