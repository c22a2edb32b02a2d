//! The time lines as a page for a browser: one file without a script, which asks no network.

use super::html::{escaped, hash};
use super::human::words;
use super::layout::{clean, minute, subject};
use super::trend::{Before, Line, Run, Trend};
use super::verdict::counted;

const STYLE: &str = include_str!("html/trend.css");

pub(super) fn page(trend: &Trend) -> String {
    let style = STYLE.replace("\r\n", "\n");
    let span = trend.span().map(|(first, last)| format!("Runs from {} to {}. ", minute(first), minute(last)));
    let told = format!(
        "{}{}; exit code {}.",
        span.unwrap_or_default(),
        counted(trend.targets.len(), "cluster"),
        trend.exit_code
    );
    format!(
        include_str!("html/trend.html"),
        style_hash = hash(&style),
        style = style,
        verdict = words(trend.verdict),
        told = plain(&told),
        rows = trend.targets.iter().map(row).collect::<String>(),
        left_out = left_out(trend),
    )
}

fn plain(text: &str) -> String {
    escaped(&clean(text))
}

fn row(line: &Line) -> String {
    let before =
        line.before.map(|before| behind(&before, before.verdict.map(|own| words(own).to_owned()))).unwrap_or_default();
    let first = if line.before.is_none() { " at the latest" } else { "" };
    let items: String = details(line).iter().map(|item| format!("<li>{}</li>", plain(item))).collect();
    format!(
        "<tr><th scope=\"row\">{}</th><td class=\"{}\">{}</td><td>{}{first}{}</td><td class=\"runs\">{}</td><td><ul>{items}</ul></td></tr>\n",
        plain(&line.target),
        line.verdict.word(),
        words(line.verdict),
        minute(line.since),
        plain(&before),
        line.runs.iter().map(run).collect::<String>(),
    )
}

fn behind<T>(before: &Before<T>, word: Option<String>) -> String {
    format!(", {} on {}", word.unwrap_or_else(|| "not there".to_owned()), minute(before.time))
}

/// A verdict is a sign as well as a colour, and a word for whoever asks.
fn run(run: &Run) -> String {
    let word = run.verdict.word();
    let sign = match word {
        "ready" => "&#10003;",
        "not-ready" => "&#10007;",
        "undecided" => "?",
        _ => "&#8211;",
    };
    let told = format!(
        "{} {}: {}, {}",
        minute(run.time),
        words(run.verdict),
        counted(run.summary.fail, "failure"),
        run.source
    );
    format!("<span class=\"{word}\" title=\"{0}\" aria-label=\"{0}\">{sign}</span>", plain(&told))
}

fn details(line: &Line) -> Vec<String> {
    let red = line.red.iter().map(|red| {
        let before = red.before.map(|before| behind(&before, before.verdict.map(|own| own.word().to_owned())));
        let (weight, about) = (red.severity.word(), subject(&red.subject));
        format!("red: {weight} {} {about} since {}{}", red.rule, minute(red.since), before.unwrap_or_default())
    });
    let flaps = line.flaps.iter().map(|flap| {
        let (turns, about) = (counted(flap.turns, "turn"), subject(&flap.subject));
        format!("flaps: {} {} {about}: {turns}, the last on {}", flap.severity.word(), flap.rule, minute(flap.last))
    });
    line.remarks.iter().cloned().chain(red).chain(flaps).collect()
}

fn left_out(trend: &Trend) -> String {
    let item =
        |one: &super::trend::LeftOut| format!("<li><code>{}</code> {}</li>\n", plain(&one.source), plain(&one.why));
    let items: String = trend.left_out.iter().map(item).collect();
    if items.is_empty() { items } else { format!("<h2>Left out</h2>\n<ul>\n{items}</ul>\n") }
}
