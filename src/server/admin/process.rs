//! What the kernel says about this process, under the names all Prometheus clients use.

use super::exposition::Exposition;

/// Writes what is known; nothing where the kernel does not tell.
#[cfg(target_os = "linux")]
pub fn write(exposition: &mut Exposition) {
    if let Err(error) = try_write(exposition) {
        tracing::warn!(%error, "the kernel does not tell about this process");
    }
}

/// Only Linux tells.
#[cfg(not(target_os = "linux"))]
pub fn write(_exposition: &mut Exposition) {}

#[cfg(target_os = "linux")]
fn try_write(exposition: &mut Exposition) -> procfs::ProcResult<()> {
    use procfs::process::{LimitValue, Process};
    let process = Process::myself()?;
    let stat = process.stat()?;
    exposition.counter(
        "process_cpu_seconds_total",
        "Processor time used, in seconds.",
        seconds(stat.utime + stat.stime),
    );
    exposition.gauge(
        "process_resident_memory_bytes",
        "Memory in use, in bytes.",
        stat.rss * procfs::page_size(),
    );
    exposition.gauge(
        "process_virtual_memory_bytes",
        "Address space in use, in bytes.",
        stat.vsize,
    );
    exposition.gauge(
        "process_open_fds",
        "Open files, sockets among them.",
        process.fd_count()?,
    );
    if let LimitValue::Value(most) = process.limits()?.max_open_files.soft_limit {
        exposition.gauge("process_max_fds", "The most that may be open.", most);
    }
    exposition.gauge("process_threads", "Threads.", stat.num_threads);
    exposition.gauge(
        "process_start_time_seconds",
        "When the process started, in seconds since 1970.",
        seconds(stat.starttime) + boot_time()?,
    );
    Ok(())
}

#[cfg(target_os = "linux")]
#[expect(
    clippy::cast_precision_loss,
    reason = "ticks of a century are exact in a float"
)]
fn seconds(ticks: u64) -> f64 {
    ticks as f64 / procfs::ticks_per_second() as f64
}

/// When the system started, in seconds since 1970.
#[cfg(target_os = "linux")]
#[expect(
    clippy::cast_precision_loss,
    reason = "seconds since 1970 are exact in a float"
)]
fn boot_time() -> procfs::ProcResult<f64> {
    use procfs::CurrentSI as _;
    Ok(procfs::KernelStats::current()?.btime as f64)
}
