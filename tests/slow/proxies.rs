//! The examples of reverse proxies do what they are for: readers get through TLS and HTTP/2 what
//! the server says.

use std::process::Command;

use crate::daemon::{Certificate, Daemon, caddy, haproxy, nginx};
use crate::support::{Server, TestSite};

fn serve() -> (TestSite, Server) {
    let site = TestSite::minimal();
    let server = site.serve(&["--base-url", "https://careers.example.org"]);
    (site, server)
}

/// What came through a proxy.
struct Through {
    status: String,
    headers: String,
    body: Vec<u8>,
}

impl Through {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self
            .headers
            .lines()
            .filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

fn get(proxy: &Daemon, certificate: &Certificate, path: &str, headers: &[&str]) -> Through {
    let folder = certificate.folder();
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--max-time", "20", "--http2"])
        .args(["--cacert", &certificate.path("cert.pem")])
        .arg("--unix-socket")
        .arg(proxy.socket())
        .arg("--dump-header")
        .arg(folder.join("headers"))
        .arg("--output")
        .arg(folder.join("body"))
        .args(["--write-out", "%{http_version} %{http_code}"]);
    for header in headers {
        curl.args(["--header", header]);
    }
    let output = curl
        .arg(format!("https://careers.example.org{path}"))
        .output()
        .expect("curl");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{path}: {said}\n{}", proxy.log());
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap_or_default();
    Through {
        status: String::from_utf8_lossy(&output.stdout).into_owned(),
        headers: String::from_utf8_lossy(&read("headers")).into_owned(),
        body: read("body"),
    }
}

fn passes_everything_on(proxy: &Daemon, server: &Server, certificate: &Certificate) {
    for path in ["/", "/roles/mint", "/static/icons/cpu.svg", "/roles.json"] {
        let direct = server.request("GET", path, &[("Accept-Encoding", "br")]);
        let through = get(proxy, certificate, path, &["Accept-Encoding: br"]);
        assert_eq!(through.status, "2 200", "{path}");
        assert!(through.body == direct.body, "{path} differs");
        for (name, value) in &direct.headers {
            // Of one connection, or of one moment.
            if ["connection", "date", "keep-alive"].contains(&name.as_str()) {
                continue;
            }
            assert_eq!(through.header(name), Some(value.as_str()), "{path}: {name}");
        }
    }
    let tag = server.request("GET", "/", &[("Accept-Encoding", "br")]);
    let tag = tag.header("etag").expect("a tag").to_owned();
    let fresh = format!("If-None-Match: {tag}");
    let through = get(proxy, certificate, "/", &["Accept-Encoding: br", &fresh]);
    assert_eq!(through.status, "2 304");
    let missing = get(proxy, certificate, "/nothing", &[]);
    assert_eq!(missing.status, "2 404");
    assert_eq!(
        missing.header("strict-transport-security"),
        server.get("/nothing").header("strict-transport-security")
    );
    // The name is the proxy's: ours end with a number after a hyphen, and have 16 digits before.
    let id = missing.header("x-request-id").expect("a name").to_owned();
    assert!(id.len() >= 32, "{id} is no name of the proxy");
}

#[test]
fn nginx_passes_everything_on() {
    let ((_site, server), certificate) = (serve(), Certificate::new());
    let proxy = nginx([&server.address; 3], Some(&certificate));
    passes_everything_on(&proxy, &server, &certificate);
}

#[test]
fn haproxy_passes_everything_on() {
    let ((_site, server), certificate) = (serve(), Certificate::new());
    let proxy = haproxy([&server.address; 3], Some(&certificate));
    passes_everything_on(&proxy, &server, &certificate);
}

#[test]
fn caddy_passes_everything_on() {
    let ((_site, server), certificate) = (serve(), Certificate::new());
    let proxy = caddy([&server.address; 3], &certificate);
    passes_everything_on(&proxy, &server, &certificate);
}
