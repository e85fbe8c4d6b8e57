//! Where the requests of all connections come in that have left the fast path: prepared documents
//! are handed out here, all others are passed on.
//!
//! It stands before actix-web's application, whose routing and request objects cost more than the
//! look-up of a document does. What holds for every answer is done here as well: it is counted, it
//! has the headers of every answer, and a panic while making it is an answer, too.

use std::cell::RefCell;
use std::convert::Infallible;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use actix_http::{Request, Response};
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{AppConfig, Service, ServiceFactory, ServiceResponse};
use actix_web::http::StatusCode;

use super::limits::{MAX_HEADERS, MAX_PATH};
use super::request_id::Asked;
use super::shelf::Shelf;
use super::{Answer, CurrentEdition, Recorder, RequestIds, Route, documents, headers};
use crate::site::Edition;

/// An application of actix-web.
pub trait Application:
    ServiceFactory<
        Request,
        Config = AppConfig,
        Response = ServiceResponse<Self::Body>,
        Error = actix_web::Error,
        InitError = (),
        Service: 'static,
        Future: 'static,
    >
{
    /// What its answers are made of.
    type Body: MessageBody + 'static;
}

impl<A, B> Application for A
where
    A: ServiceFactory<
            Request,
            Config = AppConfig,
            Response = ServiceResponse<B>,
            Error = actix_web::Error,
            InitError = (),
            Service: 'static,
            Future: 'static,
        >,
    B: MessageBody + 'static,
{
    type Body = B;
}

/// The entrance of one worker, before the worker runs.
#[derive(Debug)]
pub struct Entrance<A> {
    app: A,
    current: CurrentEdition,
    recorder: Recorder,
    request_ids: Arc<RequestIds>,
}

/// The entrance of a running worker.
#[derive(Debug)]
pub struct OpenEntrance<S> {
    app: S,
    shelf: Rc<RefCell<Shelf>>,
    recorder: Recorder,
    request_ids: Arc<RequestIds>,
}

/// An answer that is there, or one that is being made.
pub enum Answering {
    /// It is there.
    Now(Option<Response<BoxBody>>),
    /// It is being made.
    Later(Pin<Box<dyn Future<Output = Response<BoxBody>>>>),
}

impl<A> Entrance<A> {
    /// An entrance before an application.
    pub fn new(
        app: A,
        current: CurrentEdition,
        recorder: Recorder,
        request_ids: Arc<RequestIds>,
    ) -> Self {
        Self {
            app,
            current,
            recorder,
            request_ids,
        }
    }
}

impl<A: Application> ServiceFactory<Request> for Entrance<A> {
    type Response = Response<BoxBody>;
    type Error = Infallible;
    type Config = AppConfig;
    type Service = OpenEntrance<A::Service>;
    type InitError = ();
    type Future = Pin<Box<dyn Future<Output = Result<Self::Service, ()>>>>;

    fn new_service(&self, config: AppConfig) -> Self::Future {
        let app = self.app.new_service(config);
        let shelf = Rc::new(RefCell::new(Shelf::new(self.current.clone())));
        let recorder = self.recorder.clone();
        let request_ids = Arc::clone(&self.request_ids);
        Box::pin(async move {
            Ok(OpenEntrance {
                app: app.await?,
                shelf,
                recorder,
                request_ids,
            })
        })
    }
}

impl<S, B> Service<Request> for OpenEntrance<S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = Response<BoxBody>;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // Its errors are answers, see below.
        self.app.poll_ready(context).map(|_| Ok(()))
    }

    fn call(&self, request: Request) -> Answering {
        let start = Instant::now();
        if size_of_headers(&request) > MAX_HEADERS {
            return self.refuse(&request, start, documents::headers_too_large);
        }
        let found = catch_unwind(AssertUnwindSafe(|| {
            self.shelf.borrow_mut().answer(request.head())
        }));
        let found = found.unwrap_or_else(|_| {
            let mut answer = documents::broken(self.shelf.borrow_mut().edition());
            let asked = Asked::of(request.head());
            self.request_ids.mark(&asked, &mut answer);
            Some(answer)
        });
        if let Some(answer) = found {
            let took = start.elapsed();
            self.recorder.record(Route::Document, answer.status(), took);
            return Answering::Now(Some(answer.into()));
        }
        if request.path().len() > MAX_PATH {
            return self.refuse(&request, start, documents::too_long);
        }
        let asked = Asked::of(request.head());
        let made = Made {
            future: Box::pin(self.app.call(request)),
        };
        let (shelf, recorder) = (Rc::clone(&self.shelf), self.recorder.clone());
        let request_ids = Arc::clone(&self.request_ids);
        Answering::Later(Box::pin(async move {
            let made = made.await;
            let mut shelf = shelf.borrow_mut();
            let edition = shelf.edition();
            let mut answer = match made {
                Some(Ok(response)) => response.into_parts().1.map_into_boxed_body(),
                Some(Err(error)) => Answer::from_error(error),
                None => Answer::new(StatusCode::INTERNAL_SERVER_ERROR),
            };
            let route = answer.extensions().get().copied();
            let route = route.unwrap_or(Route::Nothing);
            let says_nothing = matches!(answer.body().size(), BodySize::None | BodySize::Sized(0));
            if answer.status() == StatusCode::INTERNAL_SERVER_ERROR && says_nothing {
                answer = documents::broken(edition);
            }
            headers::complete(answer.headers_mut(), &edition.base);
            if answer.status().is_client_error() || answer.status().is_server_error() {
                request_ids.mark(&asked, &mut answer);
            }
            recorder.record(route, answer.status(), start.elapsed());
            answer.into()
        }))
    }
}

impl<S> OpenEntrance<S> {
    /// Answers a request that takes more than its share, whatever it is for.
    fn refuse(&self, request: &Request, start: Instant, page: fn(&Edition) -> Answer) -> Answering {
        let mut answer = page(self.shelf.borrow_mut().edition());
        self.request_ids
            .mark(&Asked::of(request.head()), &mut answer);
        self.recorder
            .record(Route::Nothing, answer.status(), start.elapsed());
        Answering::Now(Some(answer.into()))
    }
}

fn size_of_headers(request: &Request) -> usize {
    let sizes = request.head().headers.iter();
    sizes
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum()
}

impl Future for Answering {
    type Output = Result<Response<BoxBody>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Later(future) => future.as_mut().poll(context).map(Ok),
            // Nobody asks again after the answer.
            Self::Now(answer) => answer.take().map_or(Poll::Pending, |a| Poll::Ready(Ok(a))),
        }
    }
}

/// An answer in the making; nothing comes of it where that panics.
struct Made<F> {
    future: Pin<Box<F>>,
}

impl<F: Future> Future for Made<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let polled = catch_unwind(AssertUnwindSafe(|| self.future.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Some),
            Err(_) => Poll::Ready(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_service::IntoServiceFactory;
    use actix_web::http::header;
    use actix_web::{App, HttpResponse, web};
    use tokio::sync::watch;

    use super::*;
    use crate::server::Metrics;
    use crate::server::request_id::REQUEST_ID;
    use crate::urls::BaseUrl;

    /// Nothing is there yet, as in a preview whose content has errors.
    fn nothing() -> Edition {
        Edition {
            base: BaseUrl::parse("https://example.org").expect("an address"),
            site: None,
            number: 0,
            is_broken: true,
            warnings: 0,
            findings: None,
        }
    }

    async fn panics() -> HttpResponse {
        panic!("on purpose")
    }

    async fn fails() -> Result<HttpResponse, actix_web::Error> {
        Err(actix_web::error::ErrorNotFound("no such thing"))
    }

    #[actix_web::test]
    async fn a_panic_is_an_answer_and_the_next_request_gets_one_too() {
        let (_sender, current) = watch::channel(std::sync::Arc::new(nothing()));
        let metrics = Metrics::default();
        let app = App::new()
            .route("/panics", web::get().to(panics))
            .route("/fails", web::get().to(fails));
        let ids = Arc::new(RequestIds::of_process(1));
        let entrance = Entrance::new(app.into_factory(), current, metrics.recorder(), ids);
        let entrance = entrance.new_service(AppConfig::default()).await;
        let entrance = entrance.expect("an entrance");
        for (path, status) in [("/panics", 500), ("/panics", 500), ("/fails", 404)] {
            let request = actix_web::test::TestRequest::with_uri(path).to_request();
            let answer = entrance.call(request).await.expect("an answer");
            assert_eq!(answer.status().as_u16(), status, "{path}");
            for name in [
                header::CONTENT_SECURITY_POLICY,
                header::X_CONTENT_TYPE_OPTIONS,
                header::STRICT_TRANSPORT_SECURITY,
                header::CACHE_CONTROL,
                REQUEST_ID,
            ] {
                assert!(answer.headers().contains_key(&name), "{path}: {name}");
            }
        }
        let counted = metrics.snapshot().requests;
        assert_eq!(counted[&(Route::Nothing, 500)], 2);
        assert_eq!(counted[&(Route::Nothing, 404)], 1);
    }
}
