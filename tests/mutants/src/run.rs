//! Runs tests of a built binary, with a limit of time and of memory.

use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Passed,
    Failed,
    TimedOut,
}

/// The names below `failures:` in what a binary of tests printed.
pub fn failed(printed: &str) -> Vec<String> {
    let list = printed.rsplit_once("failures:\n").map_or("", |(_, list)| list);
    list.lines().take_while(|line| line.starts_with("    ")).map(|line| line.trim().to_owned()).collect()
}

/// Runs the tests of a binary that are named, in the folder of the project; what it prints goes to `out`.
pub fn run(
    folder: &Path,
    binary: &str,
    names: &[&str],
    setting: (&str, &str),
    limit: Duration,
    out: &Path,
) -> io::Result<(End, Duration)> {
    const LIMITED: &str = "ulimit -v 6291456; ulimit -c 0; exec nice -n 5 \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", LIMITED, binary]).args(names).args(["--exact", "--test-threads=1", "-q"]);
    command
        .env("CARGO_MANIFEST_DIR", folder)
        .env("INSTA_UPDATE", "no")
        .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1");
    command.env(setting.0, setting.1).current_dir(folder).process_group(0);
    command.stdin(Stdio::null()).stdout(File::create(out)?).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn()?;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((if status.success() { End::Passed } else { End::Failed }, start.elapsed()));
        }
        if start.elapsed() > limit {
            let group = format!("-{}", child.id());
            Command::new("kill").args(["-KILL", "--", &group]).status()?;
            child.wait()?;
            return Ok((End::TimedOut, start.elapsed()));
        }
        thread::sleep(Duration::from_millis(if start.elapsed().as_millis() < 200 { 2 } else { 10 }));
    }
}
