//! How reports come out. What stands of a target is written as soon as it is judged, and kept aside until what stands before
//! the first one is known: the verdict on all. So no more of a fleet is in memory than is being judged.

use std::io::{self, Read, Seek, Write};

use ndmp_preflight::report::resume::Terms;
use ndmp_preflight::report::shard::Shard;
use ndmp_preflight::report::{
    Exit, ExitCodes, Format, Parts, Policy, Readiness, Report, Style, Tally, Target, harmless,
};
use rayon::prelude::*;
use tempfile::SpooledTempFile;

use super::complaint::{Complaint, reason, shown};
use super::output::ReportFile;
use super::progress::Counts;
use super::say;
use super::setting::Setting;

/// Bytes of a report that are kept in memory; what is larger goes into a file without a name.
const IN_MEMORY: usize = 4 << 20;

/// The reports of one run, on standard output and in files.
pub(crate) struct Delivery<'s> {
    setting: &'s Setting,
    tally: Tally,
    outlets: Vec<Outlet<'s>>,
}

/// What is told of the run when all targets are judged.
pub(crate) struct Closing<'c> {
    /// Rules that were not judged.
    pub(crate) left_out: Vec<String>,
    /// Targets whose bundles could not be kept, and why.
    pub(crate) unkept: &'c [(String, String)],
    /// Which part of a run that is shared the reports are about.
    pub(crate) shard: Option<Shard>,
    /// What a later run needs to know to take targets over.
    pub(crate) terms: Option<Terms>,
    /// How the program ends.
    pub(crate) codes: ExitCodes,
}

/// One report.
struct Outlet<'s> {
    format: Format,
    style: Style,
    /// Where it goes; else to standard output.
    file: Option<&'s ReportFile>,
    parts: SpooledTempFile,
    sequence: Parts,
}

impl<'s> Delivery<'s> {
    /// A report on standard output and one for each file.
    pub(crate) fn new(format: Format, files: &'s [ReportFile], setting: &'s Setting, policy: Policy) -> Self {
        let outlet = |format, style, file| {
            let parts = SpooledTempFile::new(IN_MEMORY);
            Outlet { format, style, file, parts, sequence: Parts::new(format) }
        };
        let shown = outlet(format, setting.screen.style(setting.verbosity), None);
        let kept = files.iter().map(|file| outlet(file.format(), Style::of_file(setting.verbosity), Some(file)));
        let outlets: Vec<Outlet<'_>> = std::iter::once(shown).chain(kept).collect();
        let is_listed = outlets.iter().any(|outlet| outlet.format == Format::Github);
        let tally = Tally::new(policy);
        Self { setting, tally: if is_listed { tally } else { tally.unlisted() }, outlets }
    }

    /// Counts the next targets and writes their parts, in this order.
    pub(crate) fn take(&mut self, mut targets: Vec<Target>) -> Result<(), Complaint> {
        targets.iter_mut().for_each(|target| self.tally.add(target));
        self.outlets.iter_mut().try_for_each(|outlet| outlet.take(&targets, self.setting))?;
        // Thousands of outcomes take their time to be freed, which nobody need wait for.
        rayon::spawn(|| drop(targets));
        Ok(())
    }

    /// What the targets came to so far.
    pub(crate) fn counts(&self) -> Counts {
        let of = |verdict| self.tally.count(verdict);
        Counts {
            ready: of(Readiness::Ready),
            not_ready: of(Readiness::NotReady),
            undecided: of(Readiness::Undecided),
            unreadable: of(Readiness::Unreadable),
            ..Counts::default()
        }
    }

    /// Completes the reports. That on standard output comes first, so that a full disk does not take it away.
    pub(crate) fn close(self, closing: Closing<'_>) -> Result<u8, Complaint> {
        let Closing { left_out, unkept, shard, terms, codes } = closing;
        if let Some(told) = self.tally.taken_over().filter(|_| !self.is_for_people()) {
            say(&format!("note: {told}"));
        }
        let report = Report { left_out, resume: terms, ..Report::closing(self.tally) }.unkept(unkept).of_part(shard);
        let mut troubles = Vec::new();
        for outlet in self.outlets {
            troubles.extend(outlet.close(&report, self.setting).err());
        }
        if troubles.is_empty() {
            return Ok(codes.code(&report));
        }
        troubles.iter().for_each(|trouble| say(&trouble.to_string()));
        Ok(codes.of_complaint(Exit::Usage.code()))
    }
}

impl Delivery<'_> {
    /// Whether people read it on standard output, where all is told that is to be said of the run.
    fn is_for_people(&self) -> bool {
        self.outlets.first().is_some_and(Outlet::is_painted)
    }
}

impl Outlet<'_> {
    fn is_painted(&self) -> bool {
        self.file.is_none() && self.format == Format::Human
    }

    fn take(&mut self, targets: &[Target], setting: &Setting) -> Result<(), Complaint> {
        let part = |target: &Target| self.fit(self.format.part(target, &self.style));
        let parts: Vec<io::Result<Vec<u8>>> = targets.par_iter().map(part).collect();
        if self.file.is_none() && self.format.is_shown_at_once() {
            let parts = parts.into_iter().collect::<io::Result<Vec<_>>>().map_err(|error| self.unwritten(&error))?;
            return setting.screen.stream(|out| parts.iter().try_for_each(|part| out.write_all(part)));
        }
        for (target, part) in targets.iter().zip(parts) {
            let part = part.map_err(|error| self.unwritten(&error))?;
            let part = self.sequence.next(part, target, &self.style);
            self.keep(&part).map_err(|error| unkept(&error))?;
        }
        Ok(())
    }

    /// Keeps a part aside; in memory all the same, where the folder for such files takes none.
    fn keep(&mut self, part: &[u8]) -> io::Result<()> {
        let Err(error) = self.parts.write_all(part) else { return Ok(()) };
        if self.parts.is_rolled() {
            return Err(error);
        }
        let mut kept = SpooledTempFile::new(usize::MAX);
        self.parts.rewind()?;
        io::copy(&mut self.parts, &mut kept)?;
        self.parts = kept;
        self.parts.write_all(part)
    }

    /// Nothing but colours may command the terminal.
    fn fit(&self, text: io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
        let text = text?;
        if !self.is_painted() {
            return Ok(text);
        }
        Ok(harmless(&String::from_utf8_lossy(&text), true).into_bytes())
    }

    fn close(mut self, report: &Report, setting: &Setting) -> Result<(), Complaint> {
        let frame = self.format.frame(report, &self.style).map_err(|error| self.unwritten(&error))?;
        let (head, tail) = (self.fit(Ok(frame.head)), self.fit(Ok(frame.tail)));
        let (head, tail) = head.and_then(|head| Ok((head, tail?))).map_err(|error| self.unwritten(&error))?;
        self.parts.rewind().map_err(|error| unkept(&error))?;
        let is_painted = self.is_painted();
        let parts: &mut dyn Read = &mut self.parts;
        let fill = |out: &mut dyn Write| {
            out.write_all(&head)?;
            io::copy(parts, out)?;
            out.write_all(&tail)
        };
        match self.file {
            Some(file) => file.write(fill),
            None if is_painted => setting.screen.paint(fill),
            None => setting.screen.stream(fill),
        }
    }

    fn unwritten(&self, error: &io::Error) -> Complaint {
        Complaint::Usage(format!("format {}: {}", self.format.word(), reason(error)))
    }
}

fn unkept(error: &io::Error) -> Complaint {
    let folder = std::env::temp_dir();
    let help = "name another one with TMPDIR, or check fewer clusters at a time";
    let folder = shown(&folder);
    Complaint::Usage(format!("the report could not be kept aside in `{folder}`: {}; {help}", reason(error)))
}
