//! What may stand in a command that people paste into a cluster. A name is checked where it is put in, whoever told it: on
//! ONTAP's command line `;` ends a command, `*`, `!`, `|`, `<`, `>` and `..` choose many objects, and a hyphen begins an option.

/// Whether the value, a name or several parted by commas, is nothing but what ONTAP takes as it stands.
pub fn is_pasteable(value: &str) -> bool {
    value.split(',').all(is_name)
}

/// ` -NAME VALUE` to put behind a command; nothing where the value may not be pasted, and the command shows more than that.
pub(crate) fn narrowed(name: &str, value: &str) -> String {
    if is_pasteable(value) { format!(" -{name} {value}") } else { String::new() }
}

fn is_name(name: &str) -> bool {
    let name = mapped(name).unwrap_or(name);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/@+".contains(c);
    let is_begun = name.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | ':'));
    is_begun && name.chars().all(is_plain) && !name.contains("..")
}

/// What stands in `SN[...]` or `WWN[...]`, by which ONTAP names a tape device in an alias, with its LUN or without
/// (NetAppDocs/ontap, tape-backup/assign-tape-aliases-concept.adoc).
fn mapped(name: &str) -> Option<&str> {
    let (own, lun) = name.strip_prefix("SN[").or_else(|| name.strip_prefix("WWN["))?.split_once(']')?;
    let is_lun = lun.is_empty()
        || lun.strip_prefix('L').is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()));
    // One sign in brackets may choose by that sign.
    (is_lun && own.len() > 1).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::is_pasteable;

    #[test]
    fn names_of_ontap_may_be_pasted() {
        for name in [
            "IC1",
            "svm_kelso",
            "tweed-01",
            "e0a",
            "a0a-1200",
            "0c.7L3",
            "stsw-teviot-01:3.126",
            "192.0.2.0/24",
            "2001:db8::/32",
            "::/0",
            "0.0.0.0/0,::/0",
            "backup@example.com",
            "local-only",
            "/vol/vol1",
            "SN[10WT102884]",
            "SN[123456]L4",
            "WWN[5:00a:098]L12",
        ] {
            assert!(is_pasteable(name), "{name}");
        }
    }

    #[test]
    fn what_commands_chooses_or_quotes_may_not() {
        for name in [
            "",
            "IC1;reboot",
            "*",
            "IC*",
            "!IC1",
            "a|b",
            "<5",
            "a..b",
            "-force",
            "IC1 -force",
            "\"IC1\"",
            "'IC1'",
            "a\\b",
            "a`b`",
            "$a",
            "{a}",
            "a?",
            "a&b",
            "#a",
            "IC1\nreboot",
            "IC1\u{202e}",
            "lif\u{e9}",
            "a,",
            ",a",
            "a,,b",
            "<name>",
            "(a)",
            "a=b",
            "a~b",
            "SN[]",
            "SN[a",
            "SN[a]x",
            "SN[a]L",
            "SN[a]L+1",
            "SN[a;b]",
            "SN[[a]]",
            "XN[a]",
        ] {
            assert!(!is_pasteable(name), "{name}");
        }
    }
}
