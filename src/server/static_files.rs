//! The files of `static/` under their own names.

use std::path::Path;
use std::sync::Arc;

use actix_files::Files;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, web};

use super::{CurrentEdition, Route, documents};

/// Serves the files below a folder; what is not there gets the site's own error page.
pub fn service(folder: &Path) -> Files {
    Files::new("/", folder)
        .disable_content_disposition()
        // Theirs is made of inode and time, so replicas would disagree.
        .use_etag(false)
        .prefer_utf8(true)
        // A folder is not a file, and every file that is meant to be served has an ending.
        .path_filter(|path, _| path.extension().is_some())
        .default_handler(web::to(documents::not_found))
}

/// Refuses methods that files do not answer.
pub async fn complete(
    current: web::Data<CurrentEdition>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, Error> {
    let edition = Arc::clone(&current.borrow());
    if let Some(site) = &edition.site
        && !matches!(*request.method(), Method::GET | Method::HEAD)
    {
        let answer = documents::method_not_allowed(site, request.request());
        return Ok(request.into_response(answer));
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    let is_file = response.status().is_success() || response.status().is_redirection();
    if is_file {
        response
            .response_mut()
            .extensions_mut()
            .insert(Route::Static);
    }
    Ok(response)
}
