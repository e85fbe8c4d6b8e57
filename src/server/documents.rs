//! Prepared documents, and the pages for requests that lead to none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use percent_encoding::percent_decode_str;

use super::negotiation::{Initiator, Weights, is_fresh};
use super::prepared::Prepared;
use super::{Answer, CurrentEdition, Route, headers, preview};
use crate::query::params::{Params, Refused};
use crate::site::document::Document;
use crate::site::made::{Made, Picture};
use crate::site::{Edition, Found, Site};
use crate::urls::BaseUrl;

/// The methods every address answers.
pub const ALLOWED: &str = "GET, HEAD";

/// Answers a request for anything that is not a static file.
pub async fn serve(request: HttpRequest, current: web::Data<CurrentEdition>) -> Answer {
    let edition = Arc::clone(&current.borrow());
    let Some(site) = &edition.site else {
        return preview::page(&edition, &request, StatusCode::SERVICE_UNAVAILABLE);
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return method_not_allowed(site, &request);
    }
    let Some(path) = site.base().strip(request.uri().path()) else {
        return nothing_here(site, &request);
    };
    let found = match site.find(path) {
        Ok(found) => found,
        Err(error) => return failure(&error),
    };
    match found {
        Found::Document(document) => match answer_query(site, &request, path) {
            Some(answer) => answered(Route::Query, answer),
            None => {
                let answer = respond(site.base(), &request, StatusCode::OK, document);
                answered(Route::Document, answer)
            }
        },
        Found::Made(Made::Text(text)) => {
            let params = Params::parse(request.uri().query().unwrap_or_default());
            let params = match params {
                Ok(params) => params,
                Err(Refused(sentence)) => return bad_request(site, &request, sentence),
            };
            let answer = respond_or_fail(site, &request, site.text(&text, &params));
            answered(Route::Text, answer)
        }
        Found::Made(Made::Picture(picture)) => {
            let document = picture_of(site, &picture).await;
            answered(Route::Picture, respond_or_fail(site, &request, document))
        }
        Found::Moved(target) => {
            let query = request.uri().query();
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            let target = format!("{}{query}", site.base().href(&target));
            let answer = HttpResponse::PermanentRedirect()
                .insert_header((header::LOCATION, target))
                .finish();
            answered(Route::Moved, answer)
        }
        Found::Nothing => nothing_here(site, &request),
    }
}

/// Answers a request whose query asks for more than the prepared page.
fn answer_query(site: &Site, request: &HttpRequest, path: &str) -> Option<Answer> {
    let query = request.uri().query().filter(|query| !query.is_empty())?;
    if !Site::depends_on_query(path) {
        return None;
    }
    let answer = match Params::parse(query) {
        Ok(params) => site.answer(path, &params),
        Err(Refused(sentence)) => return Some(bad_request(site, request, sentence)),
    };
    Some(respond_or_fail(site, request, answer.transpose()?))
}

/// The picture at an address; the first time it is drawn, on a thread that answers nobody.
async fn picture_of(site: &Arc<Site>, picture: &Picture) -> anyhow::Result<Arc<Document>> {
    let drawing = site.drawing(picture)?;
    if let Some(drawn) = site.pictures().get(&drawing.version) {
        return Ok(drawn);
    }
    let (site, picture) = (Arc::clone(site), picture.clone());
    web::block(move || site.draw(&picture, &drawing)).await?
}

fn bad_request(site: &Site, request: &HttpRequest, sentence: &str) -> Answer {
    let status = StatusCode::BAD_REQUEST;
    let page = site.failed(status.as_u16(), sentence);
    error_page(site, request, status, page)
}

fn respond_or_fail(
    site: &Site,
    request: &HttpRequest,
    document: anyhow::Result<impl std::borrow::Borrow<Document>>,
) -> Answer {
    match document {
        Ok(document) => {
            let document = std::borrow::Borrow::borrow(&document);
            respond(site.base(), request, StatusCode::OK, document)
        }
        Err(error) => failure(&error),
    }
}

/// The answer where the program is at fault, which has been logged.
pub fn broken(edition: &Edition) -> Answer {
    let sentence = "服务器出了错，没能给出这个页面。请稍后再试。";
    // The page may be made of what is broken.
    let page = catch_unwind(AssertUnwindSafe(|| {
        without_request(edition, StatusCode::INTERNAL_SERVER_ERROR, sentence)
    }));
    page.unwrap_or_else(|_| bare(edition, StatusCode::INTERNAL_SERVER_ERROR))
}

/// Answers a request whose path is longer than any address: RFC 9110 section 15.5.15.
pub fn too_long(edition: &Edition) -> Answer {
    without_request(edition, StatusCode::URI_TOO_LONG, "这个地址太长了。")
}

/// Answers a request with more in its headers than anybody has to say: RFC 6585 section 5.
pub fn headers_too_large(edition: &Edition) -> Answer {
    let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    without_request(
        edition,
        status,
        "浏览器发来的附加信息太多，本站没有处理。清除本站的 Cookie 后再试一次。",
    )
}

/// An error page as everybody can read it, whatever was asked for.
fn without_request(edition: &Edition, status: StatusCode, sentence: &str) -> Answer {
    let page = || {
        let site = edition.site.as_ref()?;
        let page = site.failed(status.as_u16(), sentence).ok()?;
        Prepared::new(site.base(), "", &page, page.identity(), Initiator::Page).ok()
    };
    page().map_or_else(|| bare(edition, status), |page| page.as_error(status))
}

fn bare(edition: &Edition, status: StatusCode) -> Answer {
    let mut answer = Answer::new(status);
    headers::complete(answer.headers_mut(), &edition.base);
    answer
}

/// What no content should bring about: a template that fails.
fn failure(error: &anyhow::Error) -> Answer {
    tracing::error!(error = format!("{error:#}"), "cannot render a page");
    HttpResponse::InternalServerError().finish()
}

/// Answers a request for a static file that is not there.
pub async fn not_found(request: HttpRequest, current: web::Data<CurrentEdition>) -> Answer {
    let edition = Arc::clone(&current.borrow());
    match &edition.site {
        Some(site) => nothing_here(site, &request),
        None => preview::page(&edition, &request, StatusCode::NOT_FOUND),
    }
}

fn nothing_here(site: &Site, request: &HttpRequest) -> Answer {
    let requested = request.uri().path();
    let path = site.base().strip(requested).unwrap_or(requested);
    let words = percent_decode_str(path).decode_utf8();
    let words = words.ok().filter(|words| !words.contains(char::is_control));
    let page = site.not_found(words.as_deref().unwrap_or(path));
    error_page(site, request, StatusCode::NOT_FOUND, page)
}

/// Answers a request that wants to change something.
pub fn method_not_allowed(site: &Site, request: &HttpRequest) -> Answer {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let page = site.failed(status.as_u16(), "这个地址只能读取，不接受提交。");
    let mut response = error_page(site, request, status, page);
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static(ALLOWED));
    response
}

fn error_page(
    site: &Site,
    request: &HttpRequest,
    status: StatusCode,
    page: anyhow::Result<Document>,
) -> Answer {
    match page {
        Ok(document) => respond(site.base(), request, status, &document),
        Err(error) => failure(&error),
    }
}

/// Answers with a document, or says that the client has it already.
pub fn respond(
    base: &BaseUrl,
    request: &HttpRequest,
    status: StatusCode,
    document: &Document,
) -> Answer {
    let request = request.head();
    let encoding = Weights::of(request).choose(document);
    let variant = document.variant(encoding).unwrap_or(document.identity());
    let path = base.strip(request.uri.path()).unwrap_or_default();
    let initiator = Initiator::of(request, document);
    match Prepared::new(base, path, document, variant, initiator) {
        Ok(prepared) if status != StatusCode::OK => prepared.as_error(status),
        Ok(prepared) if is_fresh(prepared.etag(), request) => prepared.unchanged(),
        Ok(prepared) => prepared.whole(),
        Err(error) => failure(&error.into()),
    }
}

fn answered(route: Route, mut answer: Answer) -> Answer {
    answer.extensions_mut().insert(route);
    answer
}
