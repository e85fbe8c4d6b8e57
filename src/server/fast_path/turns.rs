//! Requests that come together are passed on one after the other.

use std::mem::MaybeUninit;
use std::task::{Context, Poll, Waker};

/// Longer heads are not understood here, in bytes; actix refuses them.
const MAX_HEAD: usize = 64 << 10;

/// Nor are those with more headers; actix takes fewer.
const MAX_HEADERS: usize = 128;

/// Lets actix read no request before it has answered the one before.
///
/// RFC 9112 section 9.3.2 allows clients to send them together, but actix-http 3.20 writes answers
/// by the method, the version and the `Connection` of the request it read last: a `HEAD` between
/// two `GET` is answered with a body.
#[derive(Debug, Default)]
pub struct Turns {
    /// What was passed on of a request whose head has not come to its end.
    unfinished: Vec<u8>,
    /// A request was passed on, and not answered since.
    is_asked: bool,
    /// Its answer was begun.
    is_written: bool,
    /// Who wants to read when it is answered.
    reader: Option<Waker>,
    /// Something came that this does not understand: all that follows is passed on as it comes.
    is_over: bool,
}

impl Turns {
    /// Whether the next request may be read.
    pub fn poll_next(&mut self, context: &Context<'_>) -> Poll<()> {
        if !self.is_asked {
            return Poll::Ready(());
        }
        self.reader = Some(context.waker().clone());
        Poll::Pending
    }

    /// How many of these bytes may be passed on now.
    pub fn allow(&mut self, bytes: &[u8]) -> usize {
        if self.is_over {
            return bytes.len();
        }
        let before = self.unfinished.len();
        self.unfinished.extend_from_slice(bytes);
        match end_of_head(&self.unfinished) {
            Some(httparse::Status::Complete(end)) => {
                self.unfinished.clear();
                (self.is_asked, self.is_written) = (true, false);
                end - before
            }
            Some(httparse::Status::Partial) if self.unfinished.len() <= MAX_HEAD => bytes.len(),
            _ => {
                self.unfinished = Vec::new();
                self.is_over = true;
                bytes.len()
            }
        }
    }

    /// Something of an answer was written.
    pub fn written(&mut self) {
        self.is_written = true;
    }

    /// All that was written has been sent.
    pub fn flushed(&mut self) {
        if self.is_written {
            self.is_asked = false;
            if let Some(reader) = self.reader.take() {
                reader.wake();
            }
        }
    }
}

/// Where a head ends, of a request without a body; nothing of any other.
fn end_of_head(bytes: &[u8]) -> Option<httparse::Status<usize>> {
    let mut headers = [const { MaybeUninit::uninit() }; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut []);
    let status = request
        .parse_with_uninit_headers(bytes, &mut headers)
        .ok()?;
    let has_body = request.headers.iter().any(|header| {
        ["Content-Length", "Transfer-Encoding", "Upgrade"]
            .iter()
            .any(|name| header.name.eq_ignore_ascii_case(name))
    });
    (!has_body).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n";
    const SECOND: &str = "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n";

    #[test]
    fn a_request_is_passed_on_and_no_more_until_it_is_answered() {
        let mut turns = Turns::default();
        let both = format!("{FIRST}{SECOND}");
        assert_eq!(turns.allow(both.as_bytes()), FIRST.len());
        assert!(turns.is_asked);
        turns.flushed();
        assert!(turns.is_asked, "nothing was written");
        turns.written();
        turns.flushed();
        assert!(!turns.is_asked);
        assert_eq!(turns.allow(SECOND.as_bytes()), SECOND.len());
    }

    #[test]
    fn heads_may_come_in_pieces() {
        for at in 1..FIRST.len() {
            let mut turns = Turns::default();
            let (start, end) = FIRST.split_at(at);
            assert_eq!(turns.allow(start.as_bytes()), start.len());
            assert!(!turns.is_asked, "{start}");
            let rest = format!("{end}{SECOND}");
            assert_eq!(turns.allow(rest.as_bytes()), end.len(), "{start}");
        }
    }

    #[test]
    fn what_is_no_request_without_a_body_is_passed_on_as_it_comes() {
        for head in [
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\ntransfer-encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: a\r\n\r\n",
            "nothing\r\n\r\n",
        ] {
            let mut turns = Turns::default();
            let all = format!("{head}{FIRST}{SECOND}");
            assert_eq!(turns.allow(all.as_bytes()), all.len(), "{head}");
            assert!(!turns.is_asked, "{head}");
            assert_eq!(turns.allow(all.as_bytes()), all.len(), "{head}");
        }
        let mut turns = Turns::default();
        let long = format!("GET / HTTP/1.1\r\nA: {}", "b".repeat(MAX_HEAD));
        assert_eq!(turns.allow(long.as_bytes()), long.len());
        assert!(turns.is_over && turns.unfinished.is_empty());
    }
}
