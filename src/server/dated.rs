//! Answers as they are written, put together once a second: only their date changes.
//!
//! One piece of bytes is sent faster than several, by more than it takes to look for the piece.

use std::cell::Cell;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use actix_web::http::StatusCode;
use bytes::Bytes;
use tokio::io::AsyncWrite;

use super::prepared::Prepared;

/// Larger bodies stay pieces of their own, so that those who take their time over one share it.
const MAX_JOINED: usize = 64 << 10;

/// So much is kept of a second, in bytes.
const MAX_KEPT: usize = 8 << 20;

/// The answers of a second.
#[derive(Debug)]
pub struct Dated {
    /// The end of every head.
    date: String,
    until: Instant,
    second: u64,
    kept: Vec<Written>,
    bytes: usize,
}

/// Where an answer is kept, and in which second that was.
#[derive(Debug, Default)]
pub struct Place(Cell<(u64, usize)>);

/// An answer, ready to be written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its head, and its body unless that is a piece of its own.
    first: Bytes,
    body: Bytes,
}

impl Dated {
    /// Nothing yet, and no date.
    pub fn new() -> Self {
        Self {
            date: String::new(),
            until: Instant::now(),
            second: 0,
            kept: Vec::new(),
            bytes: 0,
        }
    }

    /// The answer, and what it says.
    pub fn answer(
        &mut self,
        prepared: &Prepared,
        is_unchanged: bool,
        is_head: bool,
        now: Instant,
    ) -> (StatusCode, Written) {
        if now >= self.until {
            self.begin_second(now);
        }
        let (status, head, body, place) = prepared.parts(is_unchanged);
        if is_head {
            return (status, self.put_together(head, &Bytes::new()));
        }
        let (second, index) = place.0.get();
        if second == self.second
            && let Some(written) = self.kept.get(index)
        {
            return (status, written.clone());
        }
        let written = self.put_together(head, body);
        if self.bytes + written.first.len() <= MAX_KEPT {
            place.0.set((self.second, self.kept.len()));
            self.bytes += written.first.len();
            self.kept.push(written.clone());
        }
        (status, written)
    }

    fn begin_second(&mut self, now: Instant) {
        let time = SystemTime::now();
        self.date = format!("date: {}\r\n\r\n", httpdate::fmt_http_date(time));
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let of_second = Duration::from_nanos(since.subsec_nanos().into());
        self.until = now + (Duration::from_secs(1) - of_second);
        self.second += 1;
        self.kept.clear();
        self.bytes = 0;
    }

    fn put_together(&self, head: &[u8], body: &Bytes) -> Written {
        let is_joined = body.len() <= MAX_JOINED;
        let joined: &[u8] = if is_joined { body } else { &[] };
        Written {
            first: [head, self.date.as_bytes(), joined].concat().into(),
            body: if is_joined {
                Bytes::new()
            } else {
                body.clone()
            },
        }
    }
}

impl Written {
    /// Writes it whole.
    ///
    /// # Errors
    ///
    /// When the connection is no more.
    pub async fn write(self, stream: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        let length = self.first.len() + self.body.len();
        let mut written = 0;
        std::future::poll_fn(|context| {
            while written < length {
                let mut parts = [&self.first, &self.body].map(|part| IoSlice::new(part));
                let mut rest = &mut parts[..];
                IoSlice::advance_slices(&mut rest, written);
                let stream = Pin::new(&mut *stream);
                let wrote = match &*rest {
                    [first, second] if second.is_empty() => stream.poll_write(context, first),
                    parts => stream.poll_write_vectored(context, parts),
                };
                written += match ready!(wrote)? {
                    0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                    more => more,
                };
            }
            Poll::Ready(Ok(()))
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::negotiation::Initiator;
    use crate::site::document::{CachePolicy, Document};
    use crate::urls::BaseUrl;

    fn prepared(body: String) -> Prepared {
        let base = BaseUrl::parse("https://example.org").expect("an address");
        let document = Document::plain("text/plain", CachePolicy::Page, body);
        Prepared::new(&base, "/x", &document, document.identity(), Initiator::Page)
            .expect("an answer")
    }

    /// An answer as it was written, and in how many pieces.
    async fn written(answer: Written) -> (String, usize) {
        let pieces = 1 + usize::from(!answer.body.is_empty());
        let mut bytes = Vec::new();
        answer.write(&mut bytes).await.expect("an answer");
        (String::from_utf8(bytes).expect("text"), pieces)
    }

    #[actix_web::test]
    async fn an_answer_is_its_head_its_date_and_its_body() {
        let mut dated = Dated::new();
        let now = Instant::now();
        for (length, pieces) in [(5, 1), (MAX_JOINED, 1), (MAX_JOINED + 1, 2)] {
            let body = "x".repeat(length);
            let prepared = prepared(body.clone());
            let (status, answer) = dated.answer(&prepared, false, false, now);
            assert_eq!(status, StatusCode::OK);
            let (text, count) = written(answer).await;
            assert_eq!(count, pieces, "{length}");
            let (head, rest) = text.split_once("\r\n\r\n").expect("a head");
            assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
            assert!(head.ends_with(" GMT"), "{head}");
            assert!(head.contains(&format!("\r\ncontent-length: {length}\r\n")));
            assert_eq!(rest, body);
            let (_, answer) = dated.answer(&prepared, false, true, now);
            assert_eq!(written(answer).await.0, format!("{head}\r\n\r\n"));
            let (status, answer) = dated.answer(&prepared, true, false, now);
            assert_eq!(status, StatusCode::NOT_MODIFIED);
            let (text, _) = written(answer).await;
            assert!(text.starts_with("HTTP/1.1 304 Not Modified\r\n"), "{text}");
            assert!(text.ends_with(" GMT\r\n\r\n"), "{text}");
        }
    }

    #[test]
    fn an_answer_is_put_together_once_a_second() {
        let mut dated = Dated::new();
        let prepared = prepared("x".to_owned());
        let mut at = |now| dated.answer(&prepared, false, false, now).1.first.as_ptr();
        let now = Instant::now();
        let first = at(now);
        assert_eq!(at(now), first);
        let kept = dated.kept.clone();
        let later = dated.answer(&prepared, false, false, now + Duration::from_secs(1));
        assert_ne!(later.1.first.as_ptr(), kept[0].first.as_ptr());
        assert_eq!(dated.kept.len(), 1, "that of the second before is gone");
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut dated = Dated::new();
        let now = Instant::now();
        let count = MAX_KEPT / MAX_JOINED + 10;
        for _ in 0..count {
            dated.answer(&prepared("x".repeat(MAX_JOINED)), false, false, now);
        }
        let kept: usize = dated.kept.iter().map(|written| written.first.len()).sum();
        assert!(kept <= MAX_KEPT && kept > MAX_KEPT / 2, "{kept}");
    }
}
