//! `explain`: rules, applications, reasons, findings, exit codes, several at once, and addresses that can be opened.

use std::collections::BTreeSet;

use ndmp_preflight::facts::Reason;
use ndmp_preflight::judge::Verdict;
use ndmp_preflight::rule::Catalog;

use super::program::run;
use tempfile::tempdir;

#[test]
fn every_code_of_a_report_is_explained() {
    let folder = tempdir().unwrap();
    let explain = |name: &str| run(folder.path(), &format!("explain {name}"));
    for reason in Reason::ALL {
        let done = explain(reason.word());
        assert!(
            done.code == 0 && done.out.starts_with(&format!("{} (reason of an unknown", reason.word())),
            "{}",
            done.out
        );
        assert!(done.out.contains("\nhelps      "), "{}", done.out);
    }
    let catalog = Catalog::embedded().unwrap();
    let none = catalog.rules.iter().flat_map(|rule| &rule.examples);
    let reasons: BTreeSet<&String> = none
        .filter(|example| example.verdict == Verdict::NotApplicable)
        .filter_map(|example| example.reason.as_ref())
        .collect();
    assert!(reasons.len() > 8, "{reasons:?}");
    for reason in reasons {
        let done = explain(reason);
        assert!(done.code == 0 && done.out.starts_with(&format!("{reason} (reason of an ")), "{reason}: {}", done.err);
    }
    for finding in ["waiver-expired", "waiver-unmatched", "waiver-unknown-rule", "attestation-lapsed", "capture-unread"]
    {
        assert!(explain(finding).out.starts_with(&format!("{finding} (finding")), "{finding}");
    }
    for code in 0..5 {
        assert!(explain(&code.to_string()).out.starts_with(&format!("{code} (exit code)")), "{code}");
    }
    assert_eq!(explain("exit-codes").out.matches("(exit code)").count(), 5);
}

#[test]
fn several_names_and_globs_are_explained_at_once_and_each_once() {
    let folder = tempdir().unwrap();
    let explain = |names: &str| run(folder.path(), &format!("explain {names}"));
    let catalog = Catalog::embedded().unwrap();
    let both = explain("lif-up cut-off");
    assert_eq!(both.out, format!("{}\n{}", explain("lif-up").out, explain("cut-off").out));
    let lifs = catalog.rules.iter().filter(|rule| rule.id.starts_with("lif-")).count();
    assert_eq!(explain("lif-* lif-up").out.matches("\nwhy        ").count(), lifs);
    let all = explain("--all").out;
    assert_eq!(all.matches("\nwhy        ").count(), catalog.rules.len());
    assert_eq!(all.matches(" (backup application)\n").count(), catalog.profiles.len());
    assert_eq!(all.matches(" (reason of an unknown outcome)\n").count(), Reason::ALL.len());
    for wrong in ["lif-up no-such", "no-such-*", "--all lif-up", ""] {
        let done = explain(wrong);
        assert!(done.code == 2 && done.out.is_empty(), "{wrong}: {}", done.out);
    }
    assert!(explain("cutoff").err.contains("did you mean `cut-off`?"), "{}", explain("cutoff").err);
}

#[test]
fn each_section_of_the_guide_has_an_address() {
    let folder = tempdir().unwrap();
    for rule in Catalog::embedded().unwrap().rules.iter().filter(|rule| !rule.document.section.is_empty()) {
        let page = run(folder.path(), &format!("explain {}", rule.id)).out;
        let address = page.lines().find(|line| line.trim().starts_with("https://docs.netapp.com/us-en/ontap/ndmp/"));
        assert!(address.is_some_and(|address| address.ends_with(".html")), "{}", rule.id);
        assert!(!page.contains('\u{1b}'), "no terminal, no link: {}", rule.id);
    }
    let page = run(folder.path(), "explain netbackup").out;
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("source: https://docs.cohesity.com/docs/netbackup/"), "{page}");
}

/// Who acts on a rule that the document does not have must know whose word it is, and how sure that is.
#[test]
fn each_rule_beyond_the_document_says_how_sure_it_is() {
    let folder = tempdir().unwrap();
    for rule in Catalog::embedded().unwrap().rules.iter().filter(|rule| !rule.beyond.is_empty()) {
        let remark = &rule.document.remark;
        assert!(remark.contains("How sure: "), "{}: {remark}", rule.id);
        let is_sourced =
            ["NetAppDocs/ontap", "docs.netapp.com", "knowledge base"].iter().any(|one| remark.contains(one));
        assert!(is_sourced, "{}: {remark}", rule.id);
    }
    // The nearest section of the document is not told as if the rule stood there.
    for (rule, label) in [("backup-svm-lif", "beyond     nearest section of NetApp"), ("lif-up", "document   NetApp")] {
        let page = run(folder.path(), &format!("explain {rule}")).out;
        assert!(page.lines().any(|line| line.starts_with(label)), "{page}");
    }
}
