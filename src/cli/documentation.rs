//! Where NetApp's guide can be opened: the pages of its sections. Source: the names of the files in NetApp's public
//! repository of the documentation, NetAppDocs/ontap, folder `ndmp`.

/// Where all of them are.
const GUIDE: &str = "https://docs.netapp.com/us-en/ontap/ndmp/";

/// The pages by the titles of their sections.
const PAGES: [(&str, &str); 9] = [
    ("Prepare for NDMP configuration", "prepare-ndmp-config-task"),
    ("Verify tape device connections", "verify-tape-device-connections-task"),
    ("Enable tape reservations", "enable-tape-reservations-task"),
    ("Enable SVM-scoped NDMP", "enable-svm-scoped-ndmp-cluster-task"),
    ("Enable SVM-scoped NDMP on the cluster", "enable-svm-scoped-ndmp-cluster-task"),
    ("Configure a backup user for the cluster", "configure-backup-user-cluster-task"),
    ("Configure LIFs", "configure-lifs-svm-scoped-task"),
    ("Enable node-scoped NDMP on the cluster", "enable-node-scoped-ndmp-cluster-task"),
    ("Configure the backup application", "configure-backup-application-task"),
];

/// The address of a section; that of the guide where no page is known.
pub(super) fn address(section: &str) -> String {
    let page = PAGES.iter().find(|(title, _)| *title == section).map_or("index", |(_, page)| page);
    format!("{GUIDE}{page}.html")
}

/// A source with its addresses as a browser takes them: `docs.example.com/page` stands in the files without its scheme.
pub(super) fn opened(source: &str) -> String {
    let is_host = |host: &str| {
        let parts: Vec<&str> = host.split('.').collect();
        let is_part = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        parts.len() > 1 && parts.iter().all(is_part) && parts[parts.len() - 1].chars().all(char::is_alphabetic)
    };
    let word = |word: &str| match word.split_once('/') {
        Some((host, _)) if is_host(host) => format!("https://{word}"),
        _ => word.to_owned(),
    };
    source.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_get_their_scheme_and_other_words_stay() {
        assert_eq!(opened("docs.example.com/a-b, page 7"), "https://docs.example.com/a-b, page 7");
        assert_eq!(
            opened("rules/profiles/x.toml and 9.1/2 or https://a.example/b"),
            "rules/profiles/x.toml and 9.1/2 or https://a.example/b"
        );
    }
}
