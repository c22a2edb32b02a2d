//! The guide as a book, where `mdbook` is installed; under `CI=true` it must be.

use std::fs;
use std::process::Command;

use tempfile::tempdir;

use super::{root, written};

#[test]
fn the_book_holds_every_page() {
    let place = tempdir().unwrap();
    let built = Command::new("mdbook").arg("build").arg(root().join("docs")).arg("-d").arg(place.path()).output();
    let Ok(done) = built else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "mdbook is not installed");
        return;
    };
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && !told.contains("WARN") && !told.contains("ERROR"), "{told}");
    for (name, text) in written().iter().filter(|(name, _)| name != "SUMMARY.md") {
        let page = place.path().join(name.replace("README.md", "index.md")).with_extension("html");
        let html = fs::read_to_string(&page).unwrap();
        // Up to where HTML has another character.
        let title = text.lines().next().unwrap().trim_start_matches("# ").split(['&', '\'']).next().unwrap();
        assert!(html.contains(title), "{name}: {title}");
        assert!(!html.contains("src=\"http") && !html.contains("href=\"http://"), "{name} asks the network");
    }
}
