//! A folder of dated bundles and reports, read run by run: what is a run, when it was, and what the rules of now say of it.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ndmp_preflight::check::{Aim, Asked, targets};
use ndmp_preflight::collect::bundle::SUFFIX;
use ndmp_preflight::judge::Passes;
use ndmp_preflight::report::dated::named_time;
use ndmp_preflight::report::trend::{LeftOut, Origin};
use ndmp_preflight::report::{Target, Verbosity, clean};
use ndmp_preflight::saved::Gathered;

use super::complaint::{Complaint, reason, shown};
use super::input::{Course, Input, Placed};
use super::progress::Counts;
use super::saved_report;
use super::say;
use super::setting::Setting;

/// The files of a history.
#[derive(Default)]
pub(super) struct Files {
    pub(super) bundles: Vec<PathBuf>,
    pub(super) reports: Vec<PathBuf>,
    others: Vec<PathBuf>,
    /// What was named.
    roots: Vec<PathBuf>,
}

/// Takes the targets of one file.
pub(super) type Take<'t> = dyn FnMut(Origin<'_>, Vec<Target>) + 't;

impl Files {
    /// Those below the paths, each once, in the order of their names.
    pub(super) fn of(paths: &[PathBuf]) -> Result<Self, Complaint> {
        let mut files = Self { roots: paths.to_vec(), ..Self::default() };
        paths.iter().try_for_each(|path| files.add(path))?;
        if files.bundles.is_empty() && files.reports.is_empty() {
            let help = format!("expected bundles (NAME{SUFFIX}) or JSON reports of `check` (.json, .jsonl)");
            let paths: Vec<String> = paths.iter().map(|path| format!("`{}`", shown(path))).collect();
            return Err(Complaint::Usage(format!("no run is in {}: {help}", paths.join(", "))));
        }
        Ok(files)
    }

    fn add(&mut self, path: &Path) -> Result<(), Complaint> {
        let wrong = |error: &std::io::Error| Complaint::Usage(format!("`{}`: {}", shown(path), reason(error)));
        let kind = fs::metadata(path).map_err(|error| wrong(&error))?;
        if !kind.is_dir() {
            self.sort(path.to_owned());
            return Ok(());
        }
        let entries = fs::read_dir(path).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let mut entries = entries.map_err(|error| wrong(&error))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            // A link to a folder may lead back.
            let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            if is_link && entry.path().is_dir() {
                self.others.push(entry.path());
            } else {
                self.add(&entry.path())?;
            }
        }
        Ok(())
    }

    fn sort(&mut self, path: PathBuf) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let all = match name.as_str() {
            name if name.ends_with(SUFFIX) => &mut self.bundles,
            name if name.ends_with(".json") || name.ends_with(".jsonl") => &mut self.reports,
            _ => &mut self.others,
        };
        if !all.contains(&path) {
            all.push(path);
        }
    }

    /// Reads all and hands over what is known of each; gives what could not be read.
    pub(super) fn read(self, setting: &Setting, aim: &Aim, take: &mut Take<'_>) -> Result<Vec<LeftOut>, Complaint> {
        let mut left_out = Vec::new();
        self.note(setting.verbosity);
        for path in &self.reports {
            let source = shown(path);
            match judged(path) {
                Ok(Some(targets)) => take(origin(path, &self.roots, (&source, false)), targets),
                Ok(None) => {}
                Err(why) => left_out.push(LeftOut { source, why, unreadable: true }),
            }
        }
        let asked = Asked { questions: &aim.questions, passes: Passes::Counted, answers: false };
        let paths = self.bundles;
        let judged = |one: Placed| match (one.at, one.gathered()?) {
            (at, Gathered::Unreadable { error, .. } | Gathered::Unasked { error, .. }) => Some((at, Err(error))),
            (at, read) => Some((at, Ok(targets(&read, &setting.catalog, asked, &aim.selection)))),
        };
        Input::files(paths.clone()).read(setting, Course::default(), &judged, &mut |batch| {
            for (at, told) in batch.into_iter().flatten() {
                let path = paths.get(at).map_or(Path::new(""), PathBuf::as_path);
                let source = shown(path);
                match told {
                    Ok(targets) => take(origin(path, &self.roots, (&source, true)), targets),
                    Err(why) => left_out.push(LeftOut { source, why, unreadable: true }),
                }
            }
            Ok(Counts::default())
        })?;
        Ok(left_out)
    }

    /// What is plainly no run is told all the same, for a name may be mistyped.
    fn note(&self, verbosity: Verbosity) {
        let is_strange = |path: &&PathBuf| path.extension().is_none_or(|ending| ending != "sig");
        let strange: Vec<&PathBuf> = self.others.iter().filter(is_strange).collect();
        if let Some(first) = strange.first().filter(|_| verbosity != Verbosity::Quiet) {
            let (count, first) = (strange.len(), clean(&shown(first)));
            say(&format!("note: neither bundles nor JSON reports, and not read: {count}, such as `{first}`"));
        }
    }
}

/// What was named, and all below it, may tell the day; a folder above it speaks of something else.
fn origin<'s>(path: &Path, roots: &[PathBuf], (source, is_judged_here): (&'s str, bool)) -> Origin<'s> {
    let root = roots.iter().filter(|root| path.starts_with(root)).max_by_key(|root| root.components().count());
    let above = root.and_then(|root| root.parent()).unwrap_or(Path::new(""));
    let told = path.strip_prefix(above).unwrap_or(path);
    Origin { source, named: named_time(&told.to_string_lossy()), is_judged_here }
}

/// The targets of a report; nothing where the file is another shape of this program.
fn judged(path: &Path) -> Result<Option<Vec<Target>>, String> {
    match saved_report::reread(path).and_then(|report| report.judged()) {
        Ok(targets) => Ok(Some(targets)),
        Err(_) if saved_report::is_other_shape(path) => Ok(None),
        Err(why) => Err(why),
    }
}

/// The beginning of a day, UTC.
pub(super) fn beginning(day: Date) -> Option<Timestamp> {
    day.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
}
