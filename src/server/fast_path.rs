//! The fast path: prepared documents are written straight to the connection.
//!
//! Every connection begins here. As long as it asks in plain requests for nothing but documents on
//! the shelf, each costs one read, a look-up and one write. The first request of any other kind
//! makes the connection actix's for the rest of its life, with what was read of it. So whatever is
//! not plain is understood in one place only, and answered as if there were no fast path.

mod begun;
mod patience;
mod plain;
mod turns;

use std::cell::RefCell;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use actix_http::Protocol;
use actix_server::GracefulShutdownSignal;
use actix_service::{Service, ServiceFactory};
use actix_web::rt::net::TcpStream;
use bytes::Bytes;
use tokio::io::{AsyncRead, ReadBuf};

use self::patience::{Ending, Patience};
use self::plain::{MAX_HEADERS, Plain};
use super::connections::{Connections, Open};
use super::dated::{Dated, Written};
use super::shelf::Shelf;
use super::{CurrentEdition, Limits, Recorder, Route, limits};

pub use self::begun::Begun;

/// So much is read at once; browsers send about a tenth of it.
const READ: usize = 8 << 10;

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
        let worker = Rc::new(Worker::new(self.path.clone()));
        let http = self.http.new_service(());
        Box::pin(async move {
            let http = Rc::new(http.await?);
            let hears = Rc::clone(&worker);
            actix_web::rt::spawn(async move {
                hears.path.ending.notified().await;
                hears.ending.tell();
            });
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
                    let peer = begun.peer();
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
    /// Passes on what `path` hears, so that connections share no lock with those of other workers.
    ending: Ending,
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
    fn new(path: FastPath) -> Self {
        Self {
            shelf: RefCell::new(Shelf::new(path.current.clone())),
            dated: RefCell::new(Dated::new()),
            buffer: RefCell::new(Box::new([0; READ])),
            ending: Ending::default(),
            path,
        }
    }

    /// Answers requests until one is not plain: that and all others are left to actix.
    async fn follow(&self, mut stream: TcpStream, open: Open) -> Option<Begun> {
        let limits = &self.path.limits;
        // Without it actix says with every answer that it is the last.
        if limits.keep_alive.is_zero() {
            return Some(Begun::new(Bytes::new(), stream, open));
        }
        let mut patience = Patience::new(limits.request, &self.ending);
        let mut further = Bytes::new();
        loop {
            let step = if further.is_empty() {
                std::future::poll_fn(|context| {
                    let step = self.poll_read(&mut stream, context);
                    if step.is_ready() {
                        return step;
                    }
                    patience.poll(context).map(|()| Step::End)
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use actix_server::ServerBuilder;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::sync::watch;

    use super::*;
    use crate::server::Metrics;
    use crate::site::Edition;
    use crate::urls::BaseUrl;

    /// What is left to actix of a connection on which these bytes come, which then ends.
    async fn left(bytes: &[u8]) -> Option<Vec<u8>> {
        let edition = Edition {
            base: BaseUrl::parse("https://example.org").expect("an address"),
            site: None,
            number: 0,
            is_broken: true,
            warnings: 0,
            findings: None,
        };
        let (_sender, current) = watch::channel(Arc::new(edition));
        let worker = Worker::new(FastPath {
            current,
            recorder: Metrics::default().recorder(),
            limits: Limits {
                connections: 1,
                request: Duration::from_secs(10),
                keep_alive: Duration::from_secs(10),
            },
            connections: Connections::default(),
            ending: ServerBuilder::new().graceful_shutdown_signal(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut client = TcpStream::connect(address).await.expect("a connection");
        client.write_all(bytes).await.expect("a request");
        client.shutdown().await.expect("half a connection");
        let (stream, _) = listener.accept().await.expect("a connection");
        let open = worker.path.connections.open();
        let mut begun = worker.follow(stream, open).await?;
        let mut left = Vec::new();
        begun.read_buf(&mut left).await.expect("what is left");
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
