//! What one client may take from all others: connections, and the time they are kept.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use socket2::SockRef;

/// What clients may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// So many connections are open at once, over all workers; more wait for one of them to close.
    pub connections: usize,
    /// A client may take so long to send the head of a request.
    pub request: Duration,
    /// A connection without a request is kept for so long.
    pub keep_alive: Duration,
}

/// A client that takes none of what waits for it for so long is gone, or wants to do harm.
const READER_TIMEOUT: Duration = Duration::from_secs(30);

/// So many connections may wait to be accepted: as many as actix itself would let wait.
const BACKLOG: i32 = 1024;

/// Open files besides connections: the program's own, those of the static folder, the log.
const OTHER_FILES: u64 = 256;

/// RFC 9110 section 4.1 recommends to support addresses of 8000 octets at least.
pub const MAX_PATH: usize = 8000;

/// Names and values of a request's headers together, in bytes. No browser sends so much to a site
/// without cookies; nginx lets 32 KiB through as it is shipped.
pub const MAX_HEADERS: usize = 32 << 10;

impl Limits {
    /// The connections one of so many workers may hold.
    pub fn connections_of_each(&self, workers: usize) -> usize {
        (self.connections / workers.max(1)).max(1)
    }

    /// Asks the system for as many open files as there may be connections.
    pub fn raise_open_files(&self) {
        let wanted = OTHER_FILES.saturating_add(self.connections as u64);
        match rlimit::increase_nofile_limit(wanted) {
            Ok(granted) if granted < wanted => tracing::warn!(
                granted,
                wanted,
                "the system allows fewer open files than `--max-connections` needs"
            ),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "cannot ask for more open files"),
        }
    }
}

/// Lets as many connections wait as the server is made for; the standard library lets 128.
///
/// # Errors
///
/// When the system refuses.
pub fn lengthen_queue(listener: &TcpListener) -> std::io::Result<()> {
    SockRef::from(listener).listen(BACKLOG)
}

/// Ends a connection whose client takes nothing of what is sent to it: RFC 5482.
pub fn watch_reader(stream: &TcpStream) {
    #[cfg(target_os = "linux")]
    {
        let set = SockRef::from(stream).set_tcp_user_timeout(Some(READER_TIMEOUT));
        if let Err(error) = set {
            tracing::debug!(%error, "a slow reader would not be noticed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_shared_among_workers() {
        let limits = Limits {
            connections: 10,
            request: Duration::ZERO,
            keep_alive: Duration::ZERO,
        };
        assert_eq!(limits.connections_of_each(1), 10);
        assert_eq!(limits.connections_of_each(3), 3);
        assert_eq!(
            limits.connections_of_each(20),
            1,
            "each worker answers somebody"
        );
    }
}
