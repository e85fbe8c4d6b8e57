//! A request: its first line is the address, every other line a header. Whatever is asked, the
//! answer is a page, and never that of a failure.

#![no_main]

use std::cell::LazyCell;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{AppConfig, Service, ServiceFactory};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::rt::System;
use actix_web::test::TestRequest;
use career_directions::server::{Drain, Limits, Metrics, RequestIds, Settings, entrance};
use career_directions::site::Edition;
use career_directions_fuzz::{Folder, Workshop, repository};
use libfuzzer_sys::fuzz_target;
use tokio::sync::watch;

thread_local! {
    static SERVER: LazyCell<&'static Server> = LazyCell::new(server);
}

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let address = lines.next().unwrap_or_default();
    if !address.starts_with('/') || address.parse::<actix_web::http::Uri>().is_err() {
        return;
    }
    let mut request = TestRequest::with_uri(address);
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_bytes(value.trim().as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            request = request.append_header((name, value));
        }
    }
    let status = SERVER.with(|server| server(request));
    assert!(!status.is_server_error(), "{status}: {text}");
});

type Server = dyn Fn(TestRequest) -> StatusCode;

/// Starts a server that is never dropped: its system cannot be once the thread ends.
fn server() -> &'static Server {
    let workshop = Workshop::new();
    let (catalogue, _) = workshop.load(&Folder::minimal());
    let site = workshop.build(catalogue.expect("a catalogue"));
    let edition = Edition::public(Arc::new(site));
    let metrics = Arc::new(Metrics::default());
    let recorder = metrics.recorder();
    let settings = Settings {
        static_files: repository().join("static"),
        workers: None,
        preview: false,
        drain: Drain {
            delay: Duration::ZERO,
            timeout: Duration::ZERO,
        },
        health: Arc::default(),
        upkeep: Arc::default(),
        metrics,
        request_ids: Arc::new(RequestIds::of_process(1)),
        limits: Limits {
            connections: 1,
            request: Duration::ZERO,
            keep_alive: Duration::ZERO,
        },
    };
    let (sender, current) = watch::channel(Arc::new(edition));
    let runner = System::new();
    let service = entrance(current, settings, recorder).new_service(AppConfig::default());
    let service = runner.block_on(service).expect("a service");
    Box::leak(Box::new(move |request: TestRequest| {
        // The sender lives as long as the server.
        let _ = sender.receiver_count();
        let answer = runner.block_on(service.call(request.to_request()));
        answer.expect("an answer").status()
    }))
}
