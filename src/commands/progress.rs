//! How far loading has come, for an operator who waits at a terminal.

use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::content::Progress;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(300);
/// The bar moves so often.
const PACE: Duration = Duration::from_millis(50);

/// Does some work; on a terminal, shows how far it has come if it takes a while.
pub fn shown<T>(progress: &Progress, work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work();
    }
    let (over, is_over) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if is_over.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::no_length();
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} files") {
                bar.set_style(style);
            }
            while is_over.recv_timeout(PACE) == Err(RecvTimeoutError::Timeout) {
                let (done, total) = progress.state();
                if total == 0 {
                    continue;
                }
                bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
                bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
            }
            bar.finish_and_clear();
        });
        let result = work();
        drop(over);
        result
    })
}
