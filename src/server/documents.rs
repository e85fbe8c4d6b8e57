//! Prepared documents, and the pages for requests that lead to none.

use std::sync::Arc;

use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};

use super::{Answer, CurrentEdition, headers, negotiation, preview, request_id};
use crate::query::params::{Params, Refused};
use crate::site::document::Document;
use crate::site::made::{Made, Picture};
use crate::site::{Found, Site, security_policy};
use crate::urls::{BaseUrl, UrlPath};

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
        Err(error) => return failure(&request, &error),
    };
    match found {
        Found::Document(document) => match answer_query(site, &request, path) {
            Some(answer) => answer,
            None => respond(site.base(), &request, StatusCode::OK, document),
        },
        Found::Made(Made::Text(text)) => {
            let params = Params::parse(request.uri().query().unwrap_or_default());
            let params = match params {
                Ok(params) => params,
                Err(Refused(sentence)) => return bad_request(site, &request, sentence),
            };
            respond_or_fail(site, &request, site.text(&text, &params))
        }
        Found::Made(Made::Picture(picture)) => {
            let document = picture_of(site, &picture).await;
            respond_or_fail(site, &request, document)
        }
        Found::Moved(target) => {
            let query = request.uri().query();
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            let mut response = HttpResponse::PermanentRedirect();
            headers::add(&mut response, site.base());
            response
                .insert_header((header::CONTENT_SECURITY_POLICY, security_policy::OF_FILES))
                .insert_header((
                    header::LOCATION,
                    format!("{}{query}", site.base().href(&target)),
                ))
                .finish()
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
        Err(error) => failure(request, &error),
    }
}

/// What no content should bring about: a template that fails.
fn failure(request: &HttpRequest, error: &anyhow::Error) -> Answer {
    tracing::error!(error = format!("{error:#}"), "cannot render a page");
    let mut response = HttpResponse::InternalServerError().finish();
    request_id::mark(request, &mut response);
    response
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
    let page = site.not_found(path);
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
        Ok(document) => {
            let mut response = respond(site.base(), request, status, &document);
            request_id::mark(request, &mut response);
            response
        }
        Err(error) => failure(request, &error),
    }
}

/// Answers with a document, or says that the client has it already.
pub fn respond(
    base: &BaseUrl,
    request: &HttpRequest,
    status: StatusCode,
    document: &Document,
) -> Answer {
    let variant = negotiation::choose(document, request);
    let fresh = status == StatusCode::OK && negotiation::is_fresh(variant, request);
    let status = if fresh {
        StatusCode::NOT_MODIFIED
    } else {
        status
    };
    let mut response = HttpResponse::build(status);
    headers::add(&mut response, base);
    let policy = document.security_policy.as_deref();
    response
        .insert_header((header::CACHE_CONTROL, document.cache.header()))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            policy.unwrap_or(security_policy::OF_FILES),
        ));
    if status == StatusCode::OK || fresh {
        response.insert_header((header::ETAG, variant.etag.as_str()));
    }
    if document.for_everyone {
        headers::let_everyone_read(&mut response);
    }
    if base.strip(request.uri().path()) == Some(UrlPath::service_worker().as_str()) {
        headers::let_worker_look_after(&mut response, base);
    }
    if document.varies() {
        response.insert_header((header::VARY, "Accept-Encoding"));
    }
    if fresh {
        return response.finish();
    }
    if variant.encoding.name() != "identity" {
        response.insert_header((header::CONTENT_ENCODING, variant.encoding.name()));
    }
    response
        .insert_header((header::CONTENT_TYPE, document.content_type))
        .body(variant.bytes.clone())
}
