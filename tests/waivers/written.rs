//! What `waive` appends to a configuration, and that all else in it stays.

use super::*;

#[test]
fn entries_are_appended_and_all_else_stays() {
    let before =
        "# ours\nfail-on = \"must\"   # as agreed\n\n[expect]\ndrives = 2\n\n[hosts.prod]\naddress = \"192.0.2.9\"";
    let folder = cluster(before);
    let path = folder.path();
    let file = path.join(CONFIG);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    }
    let printed = waive(path, "lif-firewall-ndmp --until 2026-12-31 --reason r").out;
    let done = waive(path, "lif-firewall-ndmp --until 2026-12-31 --reason r --write");
    let told = format!("written: 3 waivers of `lif-firewall-ndmp` into {}\n", file.canonicalize().unwrap().display());
    assert!(done.code == 0 && done.out.is_empty() && done.err == told, "{}{told}", done.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{before}\n\n{printed}"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
    let (verdicts, findings) = found(path, "lif-firewall-ndmp");
    assert!(!verdicts.contains(&"fail".to_owned()) && findings.is_empty(), "{findings:?}");
    // Another rule stands behind them; the same one is refused, and nothing is written.
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r --write").code, 0);
    let whole = fs::read_to_string(&file).unwrap();
    assert!(whole.starts_with(&format!("{before}\n\n{printed}\n[[waiver]]\nrule   = \"lif-home\"\n")), "{whole}");
    for words in ["lif-firewall-ndmp", "lif-firewall-ndmp --only lif=tweed-01_ic1", "lif-home"] {
        let done = waive(path, &format!("{words} --until 2027-12-31 --reason again --write"));
        assert!(
            done.code == 2 && done.err.contains(" already; change that entry, or take it out first"),
            "{}",
            done.err
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), whole, "{words}");
    }
    let left: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn any_file_can_be_appended_to_and_none_is_spoilt() {
    let folder = cluster("");
    let path = folder.path();
    let words = "lif-home --until 2026-12-31 --reason r -o own.toml";
    let entry = waive(path, "lif-home --until 2026-12-31 --reason r").out;
    assert_eq!(waive(path, words).code, 0);
    assert_eq!(fs::read_to_string(path.join("own.toml")).unwrap(), entry, "a new file holds the entry alone");
    for (before, after) in [
        ("", entry.clone()),
        ("dma = \"netbackup\"\n", format!("dma = \"netbackup\"\n\n{entry}")),
        ("dma = \"netbackup\"\r\n", format!("dma = \"netbackup\"\r\n\r\n{}", entry.replace('\n', "\r\n"))),
        ("\u{feff}", format!("\u{feff}{entry}")),
        ("# only a remark", format!("# only a remark\n\n{entry}")),
    ] {
        fs::write(path.join("own.toml"), before).unwrap();
        let done = waive(path, words);
        assert_eq!(
            (done.code, fs::read_to_string(path.join("own.toml")).unwrap()),
            (0, after),
            "{before:?} {}",
            done.err
        );
    }
    for (before, told) in [
        ("dma = netbackup\n", "not TOML"),
        ("waivers = 1\n", "did you mean `waiver`?"),
        ("waiver = [{ rule = \"lif-up\", reason = \"r\", until = 2026-12-31 }]\n", "own.toml"),
        (
            "[[waiver]]\nrule = \"lif-home\"\nreason = \"r\"\nuntil = 2020-12-31\n",
            "own.toml:2 waives `lif-home` for vserver tweed, lif tweed-01_ic2 already",
        ),
        ("x = \"\"\"\n", "not TOML"),
    ] {
        fs::write(path.join("own.toml"), before).unwrap();
        let done = waive(path, words);
        assert!(done.code == 2 && done.out.is_empty() && done.err.contains(told), "{before:?}: {}", done.err);
        assert_eq!(fs::read_to_string(path.join("own.toml")).unwrap(), before);
    }
    assert!(
        waive(path, "lif-home --until 2026-12-31 --reason r -o no/where.toml").err.contains("could not be written")
    );
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r -o cluster").code, 2, "a folder");
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r --write -o own.toml").code, 2);
    #[cfg(unix)]
    {
        fs::write(path.join("real.toml"), "# real\n").unwrap();
        fs::remove_file(path.join("own.toml")).unwrap();
        std::os::unix::fs::symlink("real.toml", path.join("own.toml")).unwrap();
        assert_eq!(waive(path, words).code, 0);
        assert!(path.join("own.toml").is_symlink(), "the link stays one");
        assert_eq!(fs::read_to_string(path.join("real.toml")).unwrap(), format!("# real\n\n{entry}"));
    }
}

#[test]
fn without_a_configuration_one_is_begun_here_and_a_named_one_is_used() {
    let folder = cluster("");
    let path = folder.path();
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r").code, 0);
    fs::remove_file(path.join(CONFIG)).unwrap();
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r --write").code, 0);
    assert!(fs::read_to_string(path.join(CONFIG)).unwrap().starts_with("[[waiver]]\nrule   = \"lif-home\"\n"));
    fs::write(path.join("other.toml"), "").unwrap();
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r --write --config other.toml").code, 0);
    assert!(fs::read_to_string(path.join("other.toml")).unwrap().contains("lif-home"));
}

#[test]
fn any_value_binds_to_nothing_and_clusters_that_differ_have_an_entry_each() {
    let folder = cluster("");
    let path = folder.path();
    assert!(!waive(path, "lif-home --until 2026-12-31 --reason r --any-value").out.contains("observed"));
    let mut report: Value = serde_json::from_str(&fs::read_to_string(path.join("report.json")).unwrap()).unwrap();
    let mut other = report["targets"][0].clone();
    for one in other["outcomes"].as_array_mut().unwrap().iter_mut().filter(|one| one["rule"] == "lif-failover-local") {
        if let Some(text) = one["evidence"][0].get_mut("text") {
            *text = "disabled".into();
        }
    }
    report["targets"].as_array_mut().unwrap().push(other);
    fs::write(path.join("report.json"), report.to_string()).unwrap();
    let both = waive(path, "lif-failover-local --until 2026-12-31 --reason r").out;
    assert!(
        both.contains("observed = \"failover-policy: broadcast-domain-wide\"\n")
            && both.contains("observed = \"failover-policy: disabled\"\n"),
        "{both}"
    );
    // Each cluster has its own value: the entry of the other one is no finding.
    fs::write(path.join(CONFIG), &both).unwrap();
    let (verdicts, findings) = found(path, "lif-failover-local");
    assert!(verdicts.contains(&"waived".to_owned()) && findings.is_empty(), "{findings:?}");
    let one = waive(path, "lif-failover-local --until 2026-12-31 --reason r --any-value").out;
    assert_eq!(one.matches("[[waiver]]").count(), 1);
}
