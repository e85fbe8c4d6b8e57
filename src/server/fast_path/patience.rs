//! How long a connection that asks nothing is kept.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::sync::futures::Notified;
use tokio::time::Sleep;

/// Tells the connections of one worker that the server is about to end.
#[derive(Debug, Default)]
pub struct Ending {
    is_near: Cell<bool>,
    told: Notify,
}

impl Ending {
    /// Tells it to those that are and all that come.
    pub fn tell(&self) {
        self.is_near.set(true);
        self.told.notify_waiters();
    }
}

/// How long a connection is waited for, at most until the server ends.
///
/// Its timer is set anew only when it has run down, and asked only then, which costs less than with
/// every request.
pub struct Patience<'a> {
    timer: Pin<Box<Sleep>>,
    end: Instant,
    ending: &'a Ending,
    told: Pin<Box<Notified<'a>>>,
    /// Whom the timer and the ending wake.
    waker: Option<Waker>,
}

impl<'a> Patience<'a> {
    /// Until so long from now.
    pub fn new(limit: Duration, ending: &'a Ending) -> Self {
        Self {
            timer: Box::pin(tokio::time::sleep(limit)),
            end: Instant::now() + limit,
            ending,
            told: Box::pin(ending.told.notified()),
            waker: None,
        }
    }

    /// Until so long from another moment.
    pub fn renew(&mut self, now: Instant, limit: Duration) {
        self.end = now + limit;
        if self.timer.deadline().into_std() > self.end {
            self.timer.as_mut().reset(self.end.into());
            self.waker = None;
        }
    }

    /// Whether it has ended.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.ending.is_near.get() {
            return Poll::Ready(());
        }
        let waker = context.waker();
        let will_wake = |known: &Waker| known.will_wake(waker);
        if self.waker.as_ref().is_some_and(will_wake) && !self.timer.is_elapsed() {
            return Poll::Pending;
        }
        self.waker = Some(waker.clone());
        if self.told.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        loop {
            ready!(self.timer.as_mut().poll(context));
            if Instant::now() >= self.end {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(self.end.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::time::timeout;

    use super::*;

    const SHORT: Duration = Duration::from_millis(40);
    const LONG: Duration = Duration::from_secs(60);

    async fn has_ended(patience: &mut Patience<'_>, within: Duration) -> bool {
        let end = poll_fn(|context| patience.poll(context));
        timeout(within, end).await.is_ok()
    }

    #[actix_web::test]
    async fn it_ends_when_it_has_run_down_however_often_it_is_asked_before() {
        let ending = Ending::default();
        let mut patience = Patience::new(SHORT, &ending);
        assert!(!has_ended(&mut patience, SHORT / 8).await);
        assert!(!has_ended(&mut patience, SHORT / 8).await);
        assert!(has_ended(&mut patience, LONG).await);
    }

    #[actix_web::test]
    async fn it_can_be_made_longer_and_shorter() {
        let ending = Ending::default();
        let mut patience = Patience::new(SHORT, &ending);
        assert!(!has_ended(&mut patience, SHORT / 8).await);
        patience.renew(Instant::now(), LONG);
        assert!(!has_ended(&mut patience, SHORT * 2).await);
        patience.renew(Instant::now(), SHORT);
        assert!(has_ended(&mut patience, LONG / 2).await);
    }

    #[actix_web::test]
    async fn it_ends_with_the_server() {
        let ending = Ending::default();
        let mut patience = Patience::new(LONG, &ending);
        let told = async {
            tokio::time::sleep(SHORT).await;
            ending.tell();
        };
        let (has_ended, ()) = tokio::join!(has_ended(&mut patience, LONG / 2), told);
        assert!(has_ended);
        let mut late = Patience::new(LONG, &ending);
        assert!(self::has_ended(&mut late, SHORT).await);
    }

    #[actix_web::test]
    async fn what_woke_it_for_something_else_is_not_lost() {
        let ending = Ending::default();
        let mut patience = Patience::new(SHORT, &ending);
        assert!(!has_ended(&mut patience, SHORT / 8).await);
        // The timer wakes nobody now; whoever asks afterwards is told.
        tokio::time::sleep(SHORT * 2).await;
        patience.renew(Instant::now(), SHORT);
        assert!(has_ended(&mut patience, LONG / 2).await);
    }
}
