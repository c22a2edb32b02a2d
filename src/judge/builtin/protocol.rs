//! What the backup application and ONTAP must have in common to talk at all: authentication, version, sizes of blocks.

use super::super::Attested;
use super::super::context::{Context, Scope};
use super::super::finding::Finding;
use super::super::rows;
use super::super::truth::Truth;
use crate::facts::{Fact, Mark, Reason, Row, Why};
use crate::rule::{BlockSize, Claim, Condition, Matter, RowCheck, Test};
use crate::table::Value;

const CHALLENGE: &str = "challenge";
const CLEAR: [&str; 2] = ["plaintext", "plaintext_sso"];

/// How the application can authenticate, in ONTAP's words.
struct Offer {
    /// What it can do, or what it is set to.
    words: Vec<String>,
    /// What it uses unless it is told otherwise, where that is known.
    usual: Option<String>,
    /// Whether these are the words of the plan: then `plaintext_sso` and `plaintext` are not the same.
    is_planned: bool,
}

impl Offer {
    fn of(context: &Context<'_>) -> Option<Self> {
        if let Some(word) = &context.question.backup.authentication {
            return Some(Self { words: vec![word.clone()], usual: None, is_planned: true });
        }
        let cell = &context.profile()?.authentication.as_ref()?.value;
        Some(Self { words: cell.offers.clone(), usual: cell.usual.clone(), is_planned: false })
    }

    fn holds(&self, word: &str) -> bool {
        let is_clear = |word: &String| CLEAR.contains(&word.as_str());
        let any_clear = !self.is_planned && CLEAR.contains(&word) && self.words.iter().any(is_clear);
        any_clear || self.words.iter().any(|own| own == word)
    }
}

/// What the application offers, and what ONTAP takes, have one in common
/// (ND:tape-backup/supported-ndmp-authentication-methods-concept.adoc).
pub(super) fn dma_authentication<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let Some(offer) = Offer::of(context) else { return vec![untold(context, Matter::Authentication)] };
    let scope = match &context.scope {
        Ok(scope) => *scope,
        Err(why) => return vec![Finding::unknown(why.clone())],
    };
    let enabled = Condition { column: "enable".to_owned(), test: Test::Query("true".to_owned()) };
    let check = match scope {
        Scope::Svm => check("vserver", vec![enabled], "no-ndmp-svm"),
        Scope::Node => check("node", Vec::new(), "no-node"),
    };
    let (groups, gap) = rows::subjects(context, &check);
    if groups.is_empty() {
        let none = || Finding::not_applicable(&check.none, "a complete answer shows none");
        return vec![gap.map_or_else(none, Finding::unknown)];
    }
    let judged = groups.into_iter().filter_map(|(subject, rows)| Some((subject, *rows.first()?)));
    let judged = judged.map(|(subject, row)| match taken(context, scope, row) {
        Ok((words, mark)) => common(context, &offer, subject, (&words, mark)).words_of(row),
        Err(why) => Finding::about(subject, Truth::Unknown(why)).words_of(row),
    });
    judged.chain(gap.map(Finding::unknown)).collect()
}

fn check(each: &str, scope: Vec<Condition>, none: &str) -> RowCheck {
    let subject = vec![(each.to_owned(), each.to_owned())];
    RowCheck { each: each.to_owned(), subject, scope, claim: Claim::Expect(Vec::new()), none: none.to_owned() }
}

/// What ONTAP takes there. At a node challenge cannot be turned off.
fn taken(context: &Context<'_>, scope: Scope, row: &Row) -> Result<(Vec<String>, Mark), Why> {
    let (entity, column) = if scope == Scope::Svm { ("vserver", "authtype") } else { ("node", "clear-text") };
    let (value, mark) = match context.facts.fact(entity, row, column) {
        Fact::Known { value, mark, .. } => (value, mark),
        Fact::Unknown(why) => return Err(why),
        Fact::NoneOf(_) => return Err(Why::new(Reason::NotCaptured, format!("no answer tells its {column}"))),
    };
    let odd = |word: &str| Why::new(Reason::UnknownValue, format!("{column} is `{word}`")).with(vec![mark.clone()]);
    let words = match (scope, value) {
        (Scope::Svm, Value::List(words)) => words,
        (Scope::Svm, Value::Text(word)) => vec![word.into()],
        (Scope::Node, value) => match value.text().as_str() {
            "true" => vec![CHALLENGE.to_owned(), CLEAR[0].to_owned()],
            "false" => vec![CHALLENGE.to_owned()],
            word => return Err(odd(word)),
        },
    };
    match words.iter().find(|word| *word != CHALLENGE && !CLEAR.contains(&word.as_str())) {
        Some(word) if matches!(word.as_str(), "" | "-") => {
            Err(Why::new(Reason::Unset, format!("its {column} is not set")).with(vec![mark]))
        }
        Some(word) => Err(odd(word)),
        None => Ok((words, mark)),
    }
}

fn common<'f>(
    context: &Context<'f>,
    offer: &Offer,
    subject: Vec<(String, String)>,
    (words, mark): (&[String], Mark),
) -> Finding<'f> {
    let name = name(context);
    let at = subject.first().map(|(_, value)| value.clone()).unwrap_or_default();
    let both: Vec<&str> = words.iter().map(String::as_str).filter(|word| offer.holds(word)).collect();
    let (offers, takes) = (offer.words.join(", "), words.join(", "));
    let message = if both.contains(&CHALLENGE) {
        match offer.usual.as_deref().filter(|usual| *usual != CHALLENGE) {
            Some(usual) => format!(
                "{name} offers challenge (MD5), which {at} takes; set it there: unless it is told, it uses {usual}"
            ),
            None => format!("{name} offers challenge (MD5), which {at} takes"),
        }
    } else if both.is_empty() {
        format!("{name} offers {offers}, and {at} takes {takes}: no session can log in")
    } else {
        format!(
            "only clear text is left: {name} offers {offers}, and {at} takes {takes}; the password crosses the network readable"
        )
    };
    let note = if both.is_empty() { format!("{name} offers {offers}") } else { String::new() };
    let kind = if offer.holds(CHALLENGE) { CHALLENGE } else { "clear-text" };
    Finding::about(subject, Truth::of(!both.is_empty()))
        .marks([mark.noted(&note)])
        .message(message)
        .word("offers", kind)
}

/// The application speaks version 4 of NDMP, the only one of ONTAP 9
/// (ND:tape-backup/ndmpd-invalid-version-number-version-reference.adoc).
pub(super) fn dma_ndmp_version<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let attested = context.question.attested(Attested::DmaNdmpVersion);
    let attested = attested.and_then(|one| Some((vec![one.value.clone()?], format!("attested by {}", one.whose()))));
    let cell = || context.profile()?.ndmp_versions.as_ref().map(|cell| (cell.value.clone(), cell.source.clone()));
    let Some((versions, source)) = attested.or_else(cell) else {
        return vec![untold(context, Matter::NdmpVersions)];
    };
    let is_right = versions.iter().any(|version| version == "v4");
    let said = format!("{} speaks NDMP {} ({source})", name(context), versions.join(", "));
    vec![by_release(context, is_right, said)]
}

/// The port that the application addresses is one at which ONTAP listens, 10000 or 30000 with TLS
/// (ND:networking/ontap_port_usage_on_a_storage_system_overview.adoc).
pub(super) fn dma_ports<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let profile = context.profile();
    let cell = profile.and_then(|profile| Some((profile.ports.as_ref()?, profile.told(Matter::Ports)?)));
    let Some((cell, told)) = cell else { return vec![untold(context, Matter::Ports)] };
    let fits = cell.value.control.is_none_or(|port| matches!(port, 10000 | 30000));
    vec![by_release(context, fits, format!("{} needs open: {} ({})", name(context), told.words, cell.source))]
}

/// Blocks of 4 to 256 KiB are written to tape (ND:tape-backup/tape-record-size-must-be-range-reference.adoc).
pub(super) fn dma_block_size<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    const RANGE: std::ops::RangeInclusive<u32> = 4..=256;
    let attested = context.question.attested(Attested::DmaBlockSize);
    let attested = attested.and_then(|one| {
        let size = one.value.as_deref()?.parse().ok()?;
        let sizes = BlockSize { usual: Some(size), ..BlockSize::default() };
        Some((sizes, format!("{size} KiB"), format!("attested by {}", one.whose())))
    });
    let of_profile = || {
        let words = context.profile()?.told(Matter::BlockSize)?.words;
        context.profile()?.block_size.as_ref().map(|cell| (cell.value.clone(), words, cell.source.clone()))
    };
    let Some((sizes, words, source)) = attested.or_else(of_profile) else {
        return vec![untold(context, Matter::BlockSize)];
    };
    let fits = sizes.least.is_none_or(|least| least <= *RANGE.end())
        && sizes.most.is_none_or(|most| most >= *RANGE.start())
        && sizes.usual.is_none_or(|usual| RANGE.contains(&usual));
    vec![by_release(context, fits, format!("{} writes blocks of {words} ({source})", name(context)))]
}

/// What holds for ONTAP 9 is judged where the release is known.
fn by_release<'f>(context: &Context<'f>, holds: bool, message: String) -> Finding<'f> {
    if let Err(why) = &context.release {
        return Finding::unknown(why.clone());
    }
    let mark = context.facts.cluster().and_then(|cluster| cluster.mark("release"));
    Finding::about(Vec::new(), Truth::of(holds)).marks(mark).message(message)
}

/// The name of the application in messages.
pub(super) fn name(context: &Context<'_>) -> String {
    context.question.dma.clone().unwrap_or_else(|| "the application".to_owned())
}

/// Neither the plan nor a source tells it: then nothing is judged, and the report asks.
pub(super) fn untold<'f>(context: &Context<'f>, matter: Matter) -> Finding<'f> {
    match &context.question.dma {
        Some(name) => {
            let text = format!("no source tells it of {name} ({}): ask its vendor", matter.word());
            Finding::not_applicable("not-told", &text)
        }
        None => Finding::not_applicable("no-application", "no backup application is named (--dma)"),
    }
}
