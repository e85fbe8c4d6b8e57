//! The fast path: prepared documents are written straight to the connection.
//!
//! Every connection begins here. As long as it asks in plain requests for nothing but documents on
//! the shelf, each costs one read, a look-up and one write. The first request of any other kind
//! makes the connection actix's for the rest of its life, with what was read of it. So whatever is
//! not plain is understood in one place only, and answered as if there were no fast path.

use std::cell::RefCell;
use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use actix_http::Protocol;
use actix_server::GracefulShutdownSignal;
use actix_service::{Service, ServiceFactory};
use actix_web::http::header::{self, HeaderName};
use actix_web::rt::net::TcpStream;
use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;

use super::connections::{Connections, Open};
use super::dated::{Dated, Written};
use super::negotiation::Headers;
use super::shelf::Shelf;
use super::{CurrentEdition, Limits, Recorder, Route, limits};

/// So much is read at once; browsers send about a tenth of it.
const READ: usize = 8 << 10;

/// Requests with more headers are not plain.
const MAX_HEADERS: usize = 32;

/// What a worker's fast path is made of.
#[derive(Debug, Clone)]
pub struct FastPath {
    /// What there is to hand out.
    pub current: CurrentEdition,
    /// Where it is counted.
    pub recorder: Recorder,
    /// How long clients may take.
    pub limits: Limits,
    /// Open connections are counted here.
    pub connections: Connections,
    /// Tells that the server is about to end.
    pub ending: GracefulShutdownSignal,
}

impl FastPath {
    /// The service of whole connections: this path, and `http` for all that leaves it.
    pub fn before<F>(self, http: F) -> Connecting<F> {
        Connecting { path: self, http }
    }
}

/// A fast path and what it leads to, before the worker runs.
#[derive(Debug)]
pub struct Connecting<F> {
    path: FastPath,
    http: F,
}

impl<F> ServiceFactory<TcpStream> for Connecting<F>
where
    F: ServiceFactory<Whole, Config = (), Response = (), InitError = ()>,
    F::Service: 'static,
    F::Future: 'static,
{
    type Response = ();
    type Error = F::Error;
    type Config = ();
    type Service = Connected<F::Service>;
    type InitError = ();
    type Future = Pin<Box<dyn Future<Output = Result<Self::Service, ()>>>>;

    fn new_service(&self, (): ()) -> Self::Future {
        let worker = Rc::new(Worker {
            shelf: RefCell::new(Shelf::new(self.path.current.clone())),
            dated: RefCell::new(Dated::new()),
            buffer: RefCell::new(Box::new([0; READ])),
            path: self.path.clone(),
        });
        let http = self.http.new_service(());
        Box::pin(async move {
            let http = Rc::new(http.await?);
            Ok(Connected { worker, http })
        })
    }
}

/// A fast path of a running worker, and what it leads to.
#[derive(Debug)]
pub struct Connected<S> {
    worker: Rc<Worker>,
    http: Rc<S>,
}

/// A connection as actix-http takes it over.
type Whole = (Begun, Protocol, Option<std::net::SocketAddr>);

impl<S> Service<TcpStream> for Connected<S>
where
    S: Service<Whole, Response = ()> + 'static,
{
    type Response = ();
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<(), S::Error>>>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.http.poll_ready(context)
    }

    fn call(&self, stream: TcpStream) -> Self::Future {
        let (worker, http) = (Rc::clone(&self.worker), Rc::clone(&self.http));
        Box::pin(async move {
            let open = worker.path.connections.open();
            limits::watch_reader(&stream);
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "answers may wait for each other");
            }
            match worker.follow(stream, open).await {
                Some(begun) => {
                    tracing::debug!("a connection left the fast path");
                    let peer = begun.stream.peer_addr().ok();
                    http.call((begun, Protocol::Http1, peer)).await
                }
                None => Ok(()),
            }
        })
    }
}

/// What the connections of a worker share.
#[derive(Debug)]
struct Worker {
    shelf: RefCell<Shelf>,
    dated: RefCell<Dated>,
    /// What is read is understood at once, so that connections that wait need no memory for it.
    buffer: RefCell<Box<[u8; READ]>>,
    path: FastPath,
}

/// What to do with what was read.
enum Step {
    /// Write an answer.
    Answer {
        /// When it was begun to be made.
        start: Instant,
        written: Written,
        /// What came behind the request.
        further: Bytes,
    },
    /// Let actix understand it.
    Leave(Bytes),
    /// Nothing: the client is gone, has waited too long, or has to be told nothing any more.
    End,
}

impl Worker {
    /// Answers requests until one is not plain: that and all others are left to actix.
    async fn follow(&self, mut stream: TcpStream, open: Open) -> Option<Begun> {
        let limits = &self.path.limits;
        // Without it actix says with every answer that it is the last.
        if limits.keep_alive.is_zero() {
            return Some(Begun::new(Bytes::new(), stream, open));
        }
        let mut ending = pin!(self.path.ending.notified());
        let mut patience = Patience::new(limits.request);
        let mut further = Bytes::new();
        loop {
            let step = if further.is_empty() {
                std::future::poll_fn(|context| {
                    if let Poll::Ready(step) = self.poll_read(&mut stream, context) {
                        return Poll::Ready(step);
                    }
                    let is_over = patience.poll(context).is_ready()
                        || ending.as_mut().poll(context).is_ready();
                    if is_over {
                        Poll::Ready(Step::End)
                    } else {
                        Poll::Pending
                    }
                })
                .await
            } else {
                self.step(&further)
            };
            match step {
                Step::Answer {
                    start,
                    written,
                    further: rest,
                } => {
                    patience.renew(start, limits.keep_alive);
                    written.write(&mut stream).await.ok()?;
                    further = rest;
                }
                Step::Leave(seen) => return Some(Begun::new(seen, stream, open)),
                Step::End => return None,
            }
        }
    }

    fn poll_read(&self, stream: &mut TcpStream, context: &mut Context<'_>) -> Poll<Step> {
        let mut buffer = self.buffer.borrow_mut();
        let mut read = ReadBuf::new(&mut buffer[..]);
        Poll::Ready(
            match ready!(Pin::new(stream).poll_read(context, &mut read)) {
                Ok(()) if !read.filled().is_empty() => self.step(read.filled()),
                _ => Step::End,
            },
        )
    }

    fn step(&self, bytes: &[u8]) -> Step {
        let start = Instant::now();
        let mut headers = [const { MaybeUninit::uninit() }; MAX_HEADERS];
        let leave = || Step::Leave(Bytes::copy_from_slice(bytes));
        let Some(request) = Plain::read(bytes, &mut headers) else {
            return leave();
        };
        // What panics here does so again where that is an answer.
        let found = catch_unwind(AssertUnwindSafe(|| {
            let mut shelf = self.shelf.borrow_mut();
            let (prepared, is_unchanged) = shelf.find(request.path, &request)?;
            let mut dated = self.dated.borrow_mut();
            Some(dated.answer(prepared, is_unchanged, request.is_head, start))
        }));
        let Ok(Some((status, written))) = found else {
            return leave();
        };
        let recorder = &self.path.recorder;
        recorder.record(Route::Document, status, start.elapsed());
        let further = Bytes::copy_from_slice(&bytes[request.length..]);
        Step::Answer {
            start,
            written,
            further,
        }
    }
}

/// A request that is whole and asks for a path, and says nothing that changes what a connection is
/// or how long a request: RFC 9112.
#[derive(Debug)]
struct Plain<'a> {
    is_head: bool,
    path: &'a str,
    headers: &'a [httparse::Header<'a>],
    /// How many bytes it has.
    length: usize,
}

impl<'a> Plain<'a> {
    /// Reads one; nothing when what the bytes begin with is anything else.
    fn read(bytes: &'a [u8], headers: &'a mut [MaybeUninit<httparse::Header<'a>>]) -> Option<Self> {
        let mut request = httparse::Request::new(&mut []);
        let parsed = request.parse_with_uninit_headers(bytes, headers);
        let httparse::Status::Complete(length) = parsed.ok()? else {
            return None;
        };
        let is_head = match request.method? {
            "GET" => false,
            "HEAD" => true,
            _ => return None,
        };
        let plain = Self {
            is_head,
            path: request.path?,
            headers: request.headers,
            length,
        };
        (request.version == Some(1) && plain.is_plain()).then_some(plain)
    }

    fn is_plain(&self) -> bool {
        let mut hosts = 0;
        let headers_are = self.headers.iter().all(|header| {
            let is = |name: &HeaderName| header.name.eq_ignore_ascii_case(name.as_str());
            if is(&header::HOST) {
                hosts += 1;
            }
            match header.name.len() {
                7 => !is(&header::UPGRADE) && !is(&header::TRAILER),
                6 => !is(&header::EXPECT),
                10 => !is(&header::CONNECTION) || header.value.eq_ignore_ascii_case(b"keep-alive"),
                14 => !is(&header::CONTENT_LENGTH),
                17 => !is(&header::TRANSFER_ENCODING),
                _ => true,
            }
        });
        headers_are && hosts == 1
    }
}

impl Headers for Plain<'_> {
    fn values<'a>(&'a self, name: &'a HeaderName) -> impl Iterator<Item = &'a str> {
        let same = |header: &&httparse::Header| header.name.eq_ignore_ascii_case(name.as_str());
        let values = self.headers.iter().filter(same);
        values
            .filter_map(|header| str::from_utf8(header.value).ok())
            .filter(|value| {
                value
                    .bytes()
                    .all(|byte| matches!(byte, b'\t' | b' '..=b'~'))
            })
    }
}

/// How long a connection is waited for. Its timer is set anew only when it has run down, which
/// costs less than with every request.
struct Patience {
    timer: Pin<Box<Sleep>>,
    end: Instant,
}

impl Patience {
    fn new(limit: Duration) -> Self {
        Self {
            timer: Box::pin(tokio::time::sleep(limit)),
            end: Instant::now() + limit,
        }
    }

    fn renew(&mut self, now: Instant, limit: Duration) {
        self.end = now + limit;
        if self.timer.deadline().into_std() > self.end {
            self.timer.as_mut().reset(self.end.into());
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            ready!(self.timer.as_mut().poll(context));
            if Instant::now() >= self.end {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(self.end.into());
        }
    }
}

/// A connection of which something has been read.
#[derive(Debug)]
pub struct Begun {
    seen: Bytes,
    stream: TcpStream,
    _open: Open,
}

impl Begun {
    fn new(seen: Bytes, stream: TcpStream, open: Open) -> Self {
        Self {
            seen,
            stream,
            _open: open,
        }
    }
}

impl AsyncRead for Begun {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.seen.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let length = self.seen.len().min(buffer.remaining());
        buffer.put_slice(&self.seen[..length]);
        self.seen.advance(length);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Begun {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use actix_server::ServerBuilder;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::sync::watch;

    use super::*;
    use crate::server::Metrics;
    use crate::site::Edition;
    use crate::urls::BaseUrl;

    fn path_of(bytes: &[u8]) -> Option<(bool, String, usize)> {
        let mut headers = [const { MaybeUninit::uninit() }; MAX_HEADERS];
        let plain = Plain::read(bytes, &mut headers)?;
        Some((plain.is_head, plain.path.to_owned(), plain.length))
    }

    #[test]
    fn requests_are_plain_when_they_say_nothing_of_bodies_connections_and_protocols() {
        for (head, is_plain) in [
            ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", true),
            ("HEAD / HTTP/1.1\r\nhOsT: x\r\n\r\n", true),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive\r\n\r\n",
                true,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade-Insecure-Requests: 1\r\n\r\n",
                true,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, upgrade\r\n\r\n",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\ncontent-length: 5\r\n\r\nHello",
                false,
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
                false,
            ),
            ("GET / HTTP/1.1\r\nHost: x\r\nTrailer: a\r\n\r\n", false),
            (
                "GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n",
                false,
            ),
            ("GET / HTTP/1.1\r\n\r\n", false),
            ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", false),
            ("GET / HTTP/1.0\r\nHost: x\r\n\r\n", false),
            ("POST / HTTP/1.1\r\nHost: x\r\n\r\n", false),
            ("GET / HTTP/1.1\r\nHost: x\r\n", false),
            ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", false),
            ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", false),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", false),
            ("", false),
        ] {
            let read = path_of(head.as_bytes());
            assert_eq!(read.is_some(), is_plain, "{head}");
        }
        let many = "A: b\r\n".repeat(MAX_HEADERS);
        let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n");
        assert_eq!(path_of(many.as_bytes()), None);
    }

    #[test]
    fn what_follows_a_request_is_no_part_of_it() {
        let one = "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n";
        let read = path_of(format!("{one}GET /b").as_bytes());
        assert_eq!(read, Some((true, "/a".to_owned(), one.len())));
    }

    /// What is left to actix of a connection on which these bytes come, which then ends.
    async fn left(bytes: &[u8]) -> Option<Vec<u8>> {
        let edition = Edition {
            base: BaseUrl::parse("https://example.org").expect("an address"),
            site: None,
            number: 0,
            is_broken: true,
            findings: None,
        };
        let (_sender, current) = watch::channel(Arc::new(edition));
        let worker = Worker {
            shelf: RefCell::new(Shelf::new(current.clone())),
            dated: RefCell::new(Dated::new()),
            buffer: RefCell::new(Box::new([0; READ])),
            path: FastPath {
                current,
                recorder: Metrics::default().recorder(),
                limits: Limits {
                    connections: 1,
                    request: Duration::from_secs(10),
                    keep_alive: Duration::from_secs(10),
                },
                connections: Connections::default(),
                ending: ServerBuilder::new().graceful_shutdown_signal(),
            },
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut client = TcpStream::connect(address).await.expect("a connection");
        client.write_all(bytes).await.expect("a request");
        client.shutdown().await.expect("half a connection");
        let (stream, _) = listener.accept().await.expect("a connection");
        let open = worker.path.connections.open();
        let mut begun = worker.follow(stream, open).await?;
        let mut left = Vec::new();
        begun.read_to_end(&mut left).await.expect("what is left");
        Some(left)
    }

    #[actix_web::test]
    async fn what_is_not_answered_here_is_left_as_it_came() {
        for request in [
            &b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"[..],
            b"GET / HTTP",
            b"\x16\x03\x01\x02\x00",
        ] {
            assert_eq!(left(request).await.as_deref(), Some(request));
        }
        assert_eq!(left(b"").await, None, "a client that only came and went");
    }
}
