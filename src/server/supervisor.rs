//! What a supervisor such as systemd is told, by the protocol of sd_notify(3). Where none asked to
//! be told, nothing happens.

use std::time::Duration;

use sd_notify::NotifyState;

/// The server answers: after its start, or after a reload that was asked for.
pub fn ready() {
    tell(&[NotifyState::Ready]);
}

/// A reload that was asked for begins; [`ready`] ends it.
pub fn reloading() {
    // Supervisors that wait for reloads tell them apart by the moment they began.
    match NotifyState::monotonic_usec_now() {
        Ok(moment) => tell(&[NotifyState::Reloading, moment]),
        Err(_) => tell(&[NotifyState::Reloading]),
    }
}

/// The server is about to end.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Says that the server is alive as often as the supervisor wants to hear it, until it is dropped.
///
/// It runs between the signals, on the thread that also supervises the workers: requests that wait
/// are no reason to start anew, since that would lose them.
pub async fn beat() {
    let Some(limit) = sd_notify::watchdog_enabled() else {
        return std::future::pending().await;
    };
    // Half the limit, as sd_watchdog_enabled(3) recommends.
    let mut ticks = tokio::time::interval((limit / 2).max(Duration::from_millis(1)));
    loop {
        ticks.tick().await;
        tell(&[NotifyState::Watchdog]);
    }
}

fn tell(state: &[NotifyState]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "cannot tell the supervisor");
    }
}
