//! What a process costs: time by the clock, time on processors, and the most memory that it had (Linux only).

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

/// What a process cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// In its own code and for it in the kernel's, on all processors.
    pub(crate) processor: Duration,
    /// In KiB.
    pub(crate) peak: u64,
    pub(crate) code: i32,
}

/// How often it is looked at.
const PACE: Duration = Duration::from_millis(1);

/// Runs the command to its end.
pub(crate) fn cost(command: &mut Command) -> std::io::Result<Cost> {
    let start = Instant::now();
    let mut child = command.spawn()?;
    let pid = Pid::from_child(&child);
    let mut cost = Cost::default();
    // Whoever ended and was not waited for yet still tells its times.
    while waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG)?.is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        cost.peak = cost.peak.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        std::thread::sleep(PACE);
    }
    cost.wall = start.elapsed();
    cost.processor = processor(&fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default());
    cost.code = child.wait()?.code().unwrap_or(-1);
    Ok(cost)
}

/// Fields 14 and 15 of `/proc/PID/stat` (proc(5)): hundredths of seconds in its own code and in the kernel's.
fn processor(stat: &str) -> Duration {
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind.split_whitespace().skip(11).take(2).filter_map(|text| text.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}
