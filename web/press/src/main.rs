//! Makes one file of all that the page is: its modules with those of the viewer, its style sheets, the worker, and the program,
//! compressed. `web/build` calls it.

mod module;
mod page;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use page::Parts;

fn main() -> ExitCode {
    let given: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [root, made, out] = given.as_slice() else {
        return told(
            "expected the folder of the repository, the folder that `wasm-bindgen` wrote, and the file to write",
        );
    };
    match pressed(root, made).and_then(|page| fs::write(out, page).map_err(|error| named(out, &error))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => told(&why),
    }
}

#[expect(clippy::print_stderr, reason = "it tells whoever builds the page")]
fn told(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::FAILURE
}

fn named(path: &Path, error: &std::io::Error) -> String {
    format!("`{}`: {error}", path.display())
}

fn text(path: &Path) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|error| named(path, &error))?;
    // As a page has it when it is read, so that the hash is of the same.
    Ok(text.replace("\r\n", "\n"))
}

/// The page of the files of the repository, and of what `wasm-bindgen --target no-modules` wrote.
fn pressed(root: &Path, made: &Path) -> Result<String, String> {
    let own = |name: &str| root.join("web/page").join(name);
    let viewer = root.join("src/report/html/viewer.css");
    let program = made.join("ndmp_preflight_web_bg.wasm");
    let parts = Parts {
        page: text(&own("page.html"))?,
        style: text(&viewer)? + &text(&own("page.css"))?,
        script: module::joined(&own("start.js"))?,
        worker: text(&made.join("ndmp_preflight_web.js"))? + &text(&own("worker.js"))?,
        program: fs::read(&program).map_err(|error| named(&program, &error))?,
    };
    parts.bound()
}
