//! `manifest.json`, schema `ndmp-preflight/bundle/v1`: what was sent, and the checksum of every file.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::archive::Member;
use super::{Bundle, Entry, How};
use crate::collect::clean;
use crate::collect::digest::sha256;
use crate::collect::judged::{Judged, Rules, Terms};

const NAME: &str = "manifest.json";
const REPORT: &str = "report.json";
const SCHEMA: &str = "ndmp-preflight/bundle/v1";

#[derive(Serialize, Deserialize)]
struct Manifest {
    schema: String,
    tool: Tool,
    target: String,
    cluster: Option<String>,
    address: String,
    transport: String,
    /// RFC 3339, UTC.
    started: String,
    ended: String,
    remarks: Vec<String>,
    commands: Vec<Command>,
    /// The report that was made of it, and what it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Report>,
    /// SHA-256 of this file with this value empty. Older programs wrote none.
    #[serde(default)]
    manifest_sha256: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Tool {
    name: String,
    version: String,
}

#[derive(Serialize, Deserialize)]
struct Command {
    command: String,
    sent: String,
    file: String,
    bytes: usize,
    sha256: String,
    exit_status: Option<i32>,
    duration_ms: u64,
    asked: Asked,
    form: Form,
    /// Whether the end of the answer was seen.
    whole: bool,
    note: String,
    /// Why there is no answer, or no end of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    lost: String,
}

/// Whether a command was asked together with others.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Asked {
    Joined,
    Alone,
}

/// In which form.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Form {
    Machine,
    Plain,
}

#[derive(Serialize, Deserialize)]
struct Report {
    file: String,
    bytes: usize,
    sha256: String,
    terms: Terms,
    /// The rules that made it; older programs did not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rules: Option<Rules>,
}

/// The schema alone, to tell an unknown one from a damaged manifest.
#[derive(Deserialize)]
struct Head {
    schema: String,
}

/// The files of a bundle, the manifest first.
pub(super) fn files(bundle: &Bundle) -> Vec<Member> {
    let text = serde_json::to_string_pretty(&Manifest::of(bundle)).unwrap_or_default() + "\n";
    let mut files = vec![(NAME.to_owned(), sealed(&text).into_bytes())];
    files.extend(bundle.entries.iter().map(|entry| (entry.file.clone(), entry.text.clone().into_bytes())));
    files.extend(bundle.judged.iter().map(|judged| (REPORT.to_owned(), judged.report.clone().into_bytes())));
    files
}

/// The bundle that the files are.
pub(super) fn bundle(files: Vec<Member>) -> Result<Bundle, String> {
    let mut files: BTreeMap<String, Vec<u8>> = files.into_iter().collect();
    let text = files.remove(NAME).ok_or_else(|| format!("holds no `{NAME}`: it is no bundle of this program"))?;
    let manifest = manifest(&text)?;
    let mut wrong: Vec<String> = broken_seal(&manifest, &text).into_iter().collect();
    wrong.extend(manifest.report.as_ref().and_then(|report| report.terms.fault()));
    let mut take = |file: &str, bytes: usize, sum: &str| {
        let found = files.remove(file);
        let file = clean(file);
        let text = found.unwrap_or_else(|| {
            wrong.push(format!("`{file}` is missing"));
            Vec::new()
        });
        if wrong.last().is_none_or(|last| !last.starts_with(&format!("`{file}` ")))
            && (text.len() != bytes || sha256(&text) != sum)
        {
            wrong.push(format!("`{file}` is not what was written: its checksum differs"));
        }
        String::from_utf8(text).unwrap_or_else(|_| {
            wrong.push(format!("`{file}` is no text in UTF-8"));
            String::new()
        })
    };
    let texts: Vec<String> =
        manifest.commands.iter().map(|command| take(&command.file, command.bytes, &command.sha256)).collect();
    let report = manifest.report.as_ref().map(|report| take(&report.file, report.bytes, &report.sha256));
    wrong.extend(files.keys().map(|file| format!("`{file}` is not in the manifest")));
    let times = time("started", &manifest.started).and_then(|started| Ok((started, time("ended", &manifest.ended)?)));
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    Ok(manifest.bundle(texts, report, times?))
}

fn manifest(text: &[u8]) -> Result<Manifest, String> {
    let unread = |error: serde_json::Error| format!("`{NAME}` cannot be read: {}", clean(&error.to_string()));
    let head: Head = serde_json::from_slice(text).map_err(unread)?;
    if head.schema != SCHEMA {
        let schema: String = head.schema.chars().take(100).flat_map(char::escape_default).collect();
        return Err(format!("its schema is `{schema}`, expected `{SCHEMA}`: a newer program may read it"));
    }
    serde_json::from_slice(text).map_err(unread)
}

/// A time of the manifest. The age of the evidence depends on it, and the day on which waivers end.
fn time(name: &str, text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| format!("`{NAME}`: `{name}` is `{}`; expected a time such as 2026-11-22T08:00:00Z", clean(text)))
}

/// How the checksum of the manifest stands in it; within a value the quotes would be escaped.
const SEAL: &str = "\"manifest_sha256\": \"";

/// The text of a manifest whose own checksum is empty, with it.
fn sealed(text: &str) -> String {
    text.replacen(SEAL, &format!("{SEAL}{}", sha256(text.as_bytes())), 1)
}

/// Whether a manifest is another than its checksum says.
fn broken_seal(manifest: &Manifest, text: &[u8]) -> Option<String> {
    let sum = manifest.manifest_sha256.as_ref()?;
    let text = String::from_utf8_lossy(text);
    let bare = text.replacen(&format!("{SEAL}{sum}\""), &format!("{SEAL}\""), 1);
    let is_as_written = bare.len() < text.len() && sha256(bare.as_bytes()) == *sum;
    (!is_as_written).then(|| format!("`{NAME}` is not what was written: its checksum differs"))
}

impl Manifest {
    fn of(bundle: &Bundle) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: bundle.tool.clone() },
            target: bundle.target.clone(),
            cluster: bundle.cluster.clone(),
            address: bundle.address.clone(),
            transport: bundle.transport.clone(),
            started: bundle.started.to_string(),
            ended: bundle.ended.to_string(),
            remarks: bundle.remarks.clone(),
            commands: bundle.entries.iter().map(Command::of).collect(),
            report: bundle.judged.as_ref().map(Report::of),
            manifest_sha256: Some(String::new()),
        }
    }

    fn bundle(self, texts: Vec<String>, report: Option<String>, (started, ended): (Timestamp, Timestamp)) -> Bundle {
        let judged = self.report.zip(report).map(|(own, report)| Judged { terms: own.terms, rules: own.rules, report });
        Bundle {
            target: self.target,
            cluster: self.cluster,
            address: self.address,
            transport: self.transport,
            started,
            ended,
            tool: self.tool.version,
            remarks: self.remarks,
            entries: self.commands.into_iter().zip(texts).map(|(command, text)| command.entry(text)).collect(),
            judged,
            unsealed: self.manifest_sha256.is_none(),
        }
    }
}

impl Command {
    fn of(entry: &Entry) -> Self {
        Self {
            command: entry.command.clone(),
            sent: entry.sent.clone(),
            file: entry.file.clone(),
            bytes: entry.text.len(),
            sha256: sha256(entry.text.as_bytes()),
            exit_status: entry.exit_status,
            duration_ms: u64::try_from(entry.duration.as_millis()).unwrap_or(u64::MAX),
            asked: if entry.how.joined { Asked::Joined } else { Asked::Alone },
            form: if entry.how.plain { Form::Plain } else { Form::Machine },
            whole: entry.whole,
            note: entry.note.clone(),
            lost: entry.lost.clone(),
        }
    }

    fn entry(self, text: String) -> Entry {
        Entry {
            file: self.file,
            sent: self.sent,
            command: self.command,
            text,
            whole: self.whole,
            how: How { joined: matches!(self.asked, Asked::Joined), plain: matches!(self.form, Form::Plain) },
            exit_status: self.exit_status,
            duration: Duration::from_millis(self.duration_ms),
            note: self.note,
            lost: self.lost,
        }
    }
}

impl Report {
    fn of(judged: &Judged) -> Self {
        Self {
            file: REPORT.to_owned(),
            bytes: judged.report.len(),
            sha256: sha256(judged.report.as_bytes()),
            terms: judged.terms.clone(),
            rules: judged.rules.clone(),
        }
    }
}
