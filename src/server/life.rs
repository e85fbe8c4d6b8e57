//! The life of a server: it starts, is told to reload and to stop, finishes what runs, and ends.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

use super::health::Health;
use super::supervisor;

/// What the operating system may ask of a server.
pub trait Control: Send + 'static {
    /// Reads everything again (SIGHUP).
    fn reload(&self);
    /// Ends everything that holds an open stream (SIGTERM, SIGINT), before requests are drained.
    fn stop(&mut self);
}

/// How a server ends.
#[derive(Debug, Clone, Copy)]
pub struct Drain {
    /// So long it still answers everybody while it says that it is not ready, so that balancers
    /// send nothing more by the time connections are refused.
    pub delay: Duration,
    /// Requests in flight may take so long after that.
    pub timeout: Duration,
}

/// The signals a server listens to.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    /// Listens from now on.
    ///
    /// # Errors
    ///
    /// When the system does not allow it.
    pub fn new() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Waits until somebody asks for an end; does in the meantime what else is asked for.
    async fn end(&mut self, mut reload: impl FnMut()) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => return,
                _ = self.hangup.recv() => reload(),
            }
        }
    }
}

/// Lives until the server fails, or a signal has ended it.
///
/// # Errors
///
/// When the server fails.
pub async fn live(
    server: impl Future<Output = std::io::Result<()>>,
    handle: ServerHandle,
    mut signals: Signals,
    control: impl Control,
    health: web::Data<Health>,
    drain: Drain,
) -> std::io::Result<()> {
    let mut server = pin!(server);
    supervisor::ready();
    tokio::select! {
        result = &mut server => return result,
        () = supervisor::beat() => {}
        () = signals.end(|| control.reload()) => {}
    }
    tracing::info!("stopping: finishing what runs");
    health.leave();
    supervisor::stopping();
    let drained = async {
        tokio::select! {
            _ = &mut server => return,
            () = tokio::time::sleep(drain.delay) => {}
        }
        let stopped = handle.stop(true);
        // A folder that does not answer holds the end no longer than a reader may.
        let over = tokio::time::timeout(drain.timeout, stop(control));
        let _ = tokio::join!(server, stopped, over);
    };
    tokio::select! {
        () = drained => {}
        () = supervisor::beat() => {}
        () = signals.end(|| {}) => tracing::warn!("told to stop again: ending at once"),
    }
    Ok(())
}

/// Stops on a thread of its own: content that is being read is read to its end, and no second
/// signal should have to wait for that.
async fn stop(mut control: impl Control) {
    let (over, is_over) = oneshot::channel();
    let stopping = move || {
        control.stop();
        // Nobody waits any more when the process is about to end.
        let _ = over.send(());
    };
    match std::thread::Builder::new()
        .name("stop".to_owned())
        .spawn(stopping)
    {
        Ok(_) => {
            let _ = is_over.await;
        }
        Err(error) => tracing::error!(%error, "cannot start a thread"),
    }
}
