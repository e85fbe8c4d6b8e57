//! How long a connection that asks nothing is kept.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::time::Sleep;

/// How long a connection is waited for. Its timer is set anew only when it has run down, which
/// costs less than with every request.
pub struct Patience {
    timer: Pin<Box<Sleep>>,
    end: Instant,
}

impl Patience {
    /// Until so long from now.
    pub fn new(limit: Duration) -> Self {
        Self {
            timer: Box::pin(tokio::time::sleep(limit)),
            end: Instant::now() + limit,
        }
    }

    /// Until so long from another moment.
    pub fn renew(&mut self, now: Instant, limit: Duration) {
        self.end = now + limit;
        if self.timer.deadline().into_std() > self.end {
            self.timer.as_mut().reset(self.end.into());
        }
    }

    /// Whether it has ended.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            ready!(self.timer.as_mut().poll(context));
            if Instant::now() >= self.end {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(self.end.into());
        }
    }
}
