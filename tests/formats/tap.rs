//! A reader of TAP, and Perl's own beside it where there is one.

use std::io::Write;
use std::process::{Command, Stdio};

use super::readers::{Counts, Read, strings};

pub(super) fn tap(text: &str) -> Read {
    let mut counts = Counts { pass: Some(0), not_applicable: Some(0), waived: Some(0), ..Counts::default() };
    let (mut texts, mut next, mut plan) = (Vec::new(), 1, None);
    for line in text.lines() {
        if let Some(count) = line.strip_prefix("1..") {
            plan = Some(count.parse::<usize>().unwrap());
        } else if let Some(rest) = line.strip_prefix("ok ").or_else(|| line.strip_prefix("not ok ")) {
            assert!(rest.starts_with(&format!("{next} - ")), "{line}");
            next += 1;
            let is_ok = line.starts_with("ok ");
            let plain = rest.replace("\\\\", "").replace("\\#", "");
            let (what, directive) = plain.split_once(" # ").unwrap_or((&plain, ""));
            match (is_ok, directive.split_once(": ").map_or(directive, |(word, _)| word)) {
                (true, "") => *counts.pass.as_mut().unwrap() += 1,
                (true, "SKIP not-applicable") => *counts.not_applicable.as_mut().unwrap() += 1,
                (true, "SKIP waived") => *counts.waived.as_mut().unwrap() += 1,
                (false, "" | "TODO should rule" | "TODO info rule") if what.ends_with(": fail") => counts.fail += 1,
                (false, _) if what.ends_with(": unknown") => counts.unknown += 1,
                (false, "") => counts.unjudged += 1,
                other => panic!("{other:?}: {line}"),
            }
        } else if let Some((_, quoted)) = line.strip_prefix("  ").and_then(|line| line.split_once(": ")) {
            strings(&serde_json::from_str(quoted).unwrap(), &mut texts);
        }
    }
    assert_eq!(plan, Some(next - 1));
    by_perl(text, &counts, next - 1);
    Read { counts, texts }
}

/// What Perl's own reader counts, where there is one.
fn by_perl(text: &str, counts: &Counts, all: usize) {
    const SCRIPT: &str = "use TAP::Parser; local $/; my $p = TAP::Parser->new({tap => <STDIN>}); $p->run; \
        print join(' ', $p->tests_run, scalar($p->skipped), scalar($p->todo), scalar($p->parse_errors));";
    let child = Command::new("perl")
        .args(["-e", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return };
    // Without the module it ends before it reads.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    let done = child.wait_with_output().unwrap();
    if !done.status.success() {
        return;
    }
    let told: Vec<usize> =
        String::from_utf8(done.stdout).unwrap().split(' ').map(|word| word.parse().unwrap()).collect();
    assert_eq!((told[0], told[3]), (all, 0), "{text}");
    assert_eq!(Some(told[1]), counts.not_applicable.zip(counts.waived).map(|(one, other)| one + other));
}
