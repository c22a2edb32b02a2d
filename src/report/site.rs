//! What a site has set of the rules, in the words that all formats have for it: a verdict that rests on it says so.

use std::collections::BTreeSet;

use super::verdict::counted;
use super::{Readiness, Target};
use crate::judge::{Outcome, SiteLine};

/// What it stands under, where a format has labels.
pub(super) const LABEL: &str = "site";

/// Where it has none.
pub(super) const TITLE: &str = "the site's own:";

/// `lif-home is must (should); drives of tape-device-count is 32 (64)`: in brackets what the files of the rules say. Nothing where
/// nothing was set.
pub(super) fn told(lines: &[SiteLine]) -> Option<String> {
    let told: Vec<String> = lines.iter().map(SiteLine::told).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Of one outcome: what its weight would be.
pub(super) fn of_outcome(outcome: &Outcome) -> Option<String> {
    let (now, was) = (outcome.severity.word(), outcome.severity_was?.word());
    Some(format!("the rule is {now} by the site, {was} by its file"))
}

/// `1 must rule lowered and 2 must rules changed by the site`; nothing where the rules that decide are as their files have them.
pub(super) fn changed(lines: &[SiteLine]) -> Option<String> {
    let rules = |is_meant: &dyn Fn(&&SiteLine) -> bool| -> BTreeSet<&str> {
        lines.iter().filter(is_meant).map(|line| line.rule.as_str()).collect()
    };
    let lowered = rules(&|line| line.is_lowered());
    let changed = rules(&|line| line.is_of_must() && !lowered.contains(line.rule.as_str()));
    let told = |rules: &BTreeSet<&str>, how: &str| {
        (!rules.is_empty()).then(|| format!("{} {how}", counted(rules.len(), "must rule")))
    };
    let told: Vec<String> = told(&lowered, "lowered").into_iter().chain(told(&changed, "changed")).collect();
    (!told.is_empty()).then(|| format!("{} by the site", told.join(" and ")))
}

/// How many rules that decide are not as their files have them.
pub(super) fn changed_rules(lines: &[SiteLine]) -> usize {
    lines.iter().filter(|line| line.is_of_must()).map(|line| &line.rule).collect::<BTreeSet<_>>().len()
}

/// What stands behind the verdict: that it is ready by other rules than those of the program.
pub(super) fn behind(verdict: Readiness, lines: &[SiteLine]) -> String {
    let changed = changed(lines).filter(|_| verdict == Readiness::Ready);
    changed.map(|told| format!(", with {told}")).unwrap_or_default()
}

impl Target {
    /// The same as a remark, for reports that have no other place for it.
    pub(super) fn site_remark(&self) -> Option<String> {
        Some(format!("{TITLE} {}", told(&self.site)?))
    }
}
