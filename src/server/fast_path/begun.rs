//! A connection on its way from the fast path to actix.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use actix_web::rt::net::TcpStream;
use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::server::connections::Open;

/// Longer heads are not understood here, in bytes; actix refuses them.
const MAX_HEAD: usize = 64 << 10;

/// Nor are those with more headers; actix takes fewer.
const MAX_HEADERS: usize = 128;

/// A connection of which something has been read.
#[derive(Debug)]
pub struct Begun {
    seen: Bytes,
    stream: TcpStream,
    turns: Turns,
    _open: Open,
}

/// Lets actix read no request before it has answered the one before.
///
/// RFC 9112 section 9.3.2 allows clients to send them together, but actix-http 3.20 writes answers
/// by the method, the version and the `Connection` of the request it read last: a `HEAD` between
/// two `GET` is answered with a body.
#[derive(Debug, Default)]
struct Turns {
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
    /// How many of these bytes may be passed on now.
    fn allow(&mut self, bytes: &[u8]) -> usize {
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

    /// All that was written has been sent.
    fn flushed(&mut self) {
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

impl Begun {
    /// This was read of it; all that follows is still to be read.
    pub fn new(seen: Bytes, stream: TcpStream, open: Open) -> Self {
        Self {
            seen,
            stream,
            turns: Turns::default(),
            _open: open,
        }
    }

    /// Who is at the other end.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.stream.peer_addr().ok()
    }
}

impl AsyncRead for Begun {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.turns.is_asked {
            self.turns.reader = Some(context.waker().clone());
            return Poll::Pending;
        }
        if self.seen.is_empty() {
            let before = buffer.filled().len();
            ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
            let read = &buffer.filled()[before..];
            let allowed = self.turns.allow(read);
            self.seen = Bytes::copy_from_slice(&read[allowed..]);
            buffer.set_filled(before + allowed);
            return Poll::Ready(Ok(()));
        }
        let length = self.seen.len().min(buffer.remaining());
        let seen = self.seen.slice(..length);
        let allowed = self.turns.allow(&seen);
        buffer.put_slice(&seen[..allowed]);
        self.seen.advance(allowed);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Begun {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.turns.is_written = true;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.turns.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
        // Requests nobody has read would have the system reset the connection, and the client lose
        // the end of the last answer: RFC 9112 section 9.6.
        let mut rest = [0; 4 << 10];
        loop {
            let mut rest = ReadBuf::new(&mut rest);
            let read = Pin::new(&mut self.stream).poll_read(context, &mut rest);
            if !matches!(read, Poll::Ready(Ok(()))) || rest.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.turns.is_written = true;
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
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
        turns.is_written = true;
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
