//! Links lead to what is there: pages and their headings, and files of the project from its README. What lies elsewhere is not asked.

use std::collections::BTreeSet;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{file, root, written};

/// The links and pictures of a page, and the anchors of its headings.
fn parts(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let (mut links, mut anchors, mut heading) = (Vec::new(), BTreeSet::new(), None);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => links.push(dest_url.to_string()),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => anchors.extend(heading.take().map(|words| anchor(&words))),
            Event::Text(words) | Event::Code(words) => {
                heading.iter_mut().for_each(|heading: &mut String| heading.push_str(&words));
            }
            _ => {}
        }
    }
    (links, anchors)
}

/// How GitHub and mdBook call a heading in an address.
fn anchor(heading: &str) -> String {
    let lower = heading.to_lowercase().replace(' ', "-");
    lower.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// What is wrong with a link of the page `from` (its path in the project).
fn fault(from: &str, link: &str, is_book: bool) -> Option<String> {
    if link.contains("://") {
        return link.starts_with("https://").then_some(()).is_none().then(|| format!("{link} is not https"));
    }
    let (path, wanted) = link.split_once('#').unwrap_or((link, ""));
    let folder = Path::new(from).parent().unwrap();
    let target = if path.is_empty() { Path::new(from).to_owned() } else { folder.join(path) };
    if is_book && path.starts_with("../") && !from.contains("/rules/") && !from.contains("/applications/") {
        return Some(format!("{link} leads out of the guide"));
    }
    if !root().join(&target).exists() {
        return Some(format!("{link} leads to nothing"));
    }
    let is_known = || parts(&file(&target.display().to_string())).1.contains(wanted);
    (!wanted.is_empty() && !is_known()).then(|| format!("{link}: there is no such heading"))
}

#[test]
fn every_link_leads_somewhere() {
    let guide = written().into_iter().map(|(name, _)| (format!("docs/{name}"), true));
    let beside =
        ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "rules/README.md", "sample-outputs/README.md"];
    let mut faults = Vec::new();
    for (page, is_book) in guide.chain(beside.map(|name| (name.to_owned(), false))) {
        let (links, _) = parts(&file(&page));
        faults
            .extend(links.iter().filter_map(|link| fault(&page, link, is_book)).map(|told| format!("{page}: {told}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_leads_nowhere_is_found() {
    for (link, told) in [
        ("missing.md", "leads to nothing"),
        ("start.md#no-such-heading", "no such heading"),
        ("../src/lib.rs", "out of the guide"),
        ("http://example.com", "not https"),
    ] {
        assert!(fault("docs/README.md", link, true).is_some_and(|fault| fault.contains(told)), "{link}");
    }
    assert_eq!(fault("docs/README.md", "live.md#sign-it", true), None);
}
