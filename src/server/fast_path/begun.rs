//! A connection on its way from the fast path to actix.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::rt::net::TcpStream;
use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::turns::Turns;
use crate::server::connections::Open;

/// A connection of which something has been read.
#[derive(Debug)]
pub struct Begun {
    seen: Bytes,
    stream: TcpStream,
    turns: Turns,
    _open: Open,
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
        ready!(self.turns.poll_next(context));
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
        self.turns.written();
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
        self.turns.written();
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
