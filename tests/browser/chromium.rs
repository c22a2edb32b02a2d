//! The browser in which pages are opened, and what drives it.
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};
use std::process::Command;

const BROWSERS: [&str; 4] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

/// Where the scripts are, and the browser; without them nothing is tested here.
pub(crate) fn browser() -> Option<(PathBuf, &'static str)> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let browser = BROWSERS.into_iter().find(|path| Path::new(path).exists());
    let has_node = Command::new("node").arg("--version").output().is_ok_and(|run| run.status.success());
    let has_modules =
        scripts.join("node_modules/playwright-core").exists() && scripts.join("node_modules/axe-core").exists();
    let (true, true, Some(browser)) = (has_node, has_modules, browser) else {
        missing("the page was not opened in a browser: that needs `chromium`, `node` and `npm ci` in tests/browser");
        return None;
    };
    Some((scripts, browser))
}

/// The page that checks, as `web/build` made it: where `NDMP_PREFLIGHT_PAGE` says.
pub(crate) fn page() -> Option<PathBuf> {
    let given = std::env::var_os("NDMP_PREFLIGHT_PAGE").map(PathBuf::from);
    if given.is_none() {
        missing("the page that checks was not opened: `web/build` makes it, and NDMP_PREFLIGHT_PAGE names it");
    }
    given
}

/// Runs a case of a script on the files of a folder; `more`: what else the script is given.
pub(crate) fn run_case(script: &str, case: &str, folder: &Path, more: &[&Path]) {
    let Some((scripts, browser)) = browser() else { return };
    let mut node = Command::new("node");
    node.arg(scripts.join(script)).args([case, browser]).arg(folder).args(more).current_dir(&scripts);
    let ran = node.output();
    let told = ran
        .as_ref()
        .map(|ran| format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr)));
    assert!(ran.as_ref().is_ok_and(|ran| ran.status.success()), "{case}: {told:?}");
}

fn missing(needed: &str) {
    assert!(std::env::var("CI").is_err(), "{needed}");
    #[expect(clippy::print_stderr, reason = "who looks at the tests is told what was not tested")]
    {
        eprintln!("{needed}");
    }
}
