//! A site to try things on: a copy of content in a folder of its own.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use career_directions::catalogue::{self, Catalogue, Conditions, Kept};
use career_directions::diagnostic::Diagnostics;
use career_directions::site::assets::Assets;
use career_directions::site::document::Document;
use career_directions::site::{Options, Site};
use career_directions::urls::BaseUrl;
use jiff::Timestamp;
use scraper::{ElementRef, Html, Selector};
use tempfile::TempDir;

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped site, built once for all tests of a process.
pub fn shipped_site() -> &'static Site {
    static SITE: LazyLock<Site> = LazyLock::new(|| TestSite::shipped().build());
    &SITE
}

/// A content folder that may be changed, with the shipped static files.
pub struct TestSite {
    folder: TempDir,
    now: Timestamp,
    options: Options,
}

impl TestSite {
    /// The content this repository ships, on the day of its last change.
    pub fn shipped() -> Self {
        let site = Self::copy_of(&repository().join("content"));
        let roles = fs::read_dir(site.content().join("roles")).expect("roles");
        let texts = roles.map(|role| fs::read_to_string(role.expect("a role").path()));
        let latest = texts.flat_map(|text| {
            let text = text.expect("a text");
            let changes = text
                .split("- { date: ")
                .skip(1)
                .map(|rest| rest[..10].to_owned());
            changes.collect::<Vec<_>>()
        });
        let latest = latest.max().expect("a change");
        site.at(&format!("{latest}T12:00:00Z"))
    }

    /// Two plants in a garden: no word of it is in the source code.
    pub fn minimal() -> Self {
        // A day on which no page of it is overdue.
        Self::copy_of(&repository().join("tests/fixtures/minimal")).at("2026-03-01T12:00:00Z")
    }

    fn copy_of(source: &Path) -> Self {
        let site = Self {
            folder: TempDir::new().expect("a temporary folder"),
            options: Options {
                base: BaseUrl::parse("https://example.org").expect("an address"),
                preview: None,
                offline: true,
            },
            now: "2026-11-22T12:00:00Z".parse().expect("a moment"),
        };
        site.overlay(source);
        site
    }

    /// Copies the files of a folder over those of the site.
    pub fn overlay(&self, source: &Path) -> &Self {
        copy_folder(source, &self.content());
        self
    }

    pub fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.content().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a written file");
        self
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.content().join(path)).expect("a file")
    }

    pub fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.content().join(path)).expect("a file to remove");
        self
    }

    /// Replaces a text that must be there.
    pub fn replace(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, text.replace(from, to))
    }

    pub fn under(mut self, base: &str) -> Self {
        self.options.base = BaseUrl::parse(base).expect("an address");
        self
    }

    pub fn at(mut self, now: &str) -> Self {
        self.now = now.parse().expect("a moment");
        self
    }

    pub fn not_offline(mut self) -> Self {
        self.options.offline = false;
        self
    }

    pub fn load(&self) -> (Option<Catalogue>, Diagnostics) {
        self.load_changed(&mut Kept::default())
    }

    /// Loads what changed since it was kept.
    pub fn load_changed(&self, kept: &mut Kept) -> (Option<Catalogue>, Diagnostics) {
        let (icons, characters) = (SHIPPED_ASSETS.icons(), SHIPPED_ASSETS.characters());
        // One that fixtures may show; none is shipped.
        let leaf = "/static/images/leaf.png".to_owned();
        let images = SHIPPED_ASSETS.images().into_iter().chain([leaf]).collect();
        let conditions = Conditions {
            now: self.now,
            icons: &icons,
            images: &images,
            drafts: false,
            characters: &characters,
        };
        catalogue::load_changed(&self.content(), &conditions, kept)
    }

    /// The built site; the content must have no error.
    pub fn build(&self) -> Site {
        self.build_upon(None)
    }

    /// The site that takes the place of another.
    pub fn build_after(&self, previous: &Site) -> Site {
        self.build_upon(Some(previous))
    }

    fn build_upon(&self, previous: Option<&Site>) -> Site {
        let (catalogue, diagnostics) = self.load();
        let catalogue = catalogue.unwrap_or_else(|| panic!("{}", plain(&diagnostics)));
        self.site_of(catalogue, previous)
    }

    /// The site of a catalogue that was loaded from this content.
    pub fn build_of(&self, catalogue: Catalogue) -> Site {
        self.site_of(catalogue, None)
    }

    fn site_of(&self, catalogue: Catalogue, previous: Option<&Site>) -> Site {
        let assets = Arc::clone(&SHIPPED_ASSETS);
        let options = self.options.clone();
        Site::build(catalogue, assets, options, self.now, previous).expect("a site")
    }

    /// Runs the binary on this content.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_career-directions"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("CAREER_DIRECTIONS_STATIC", repository().join("static"))
            .env("NO_COLOR", "1")
            .env_remove("RUST_LOG");
        command
    }

    /// Starts a server on a port of its own.
    pub fn serve(&self, arguments: &[&str]) -> Server {
        let mut all = vec!["serve", "--bind", "127.0.0.1:0", "--workers", "1"];
        all.extend(arguments);
        Server::start(self.command(&all))
    }
}

/// The static files, read and compressed once for all tests of a process.
static SHIPPED_ASSETS: LazyLock<Arc<Assets>> =
    LazyLock::new(|| Arc::new(Assets::load(&repository().join("static")).expect("static files")));

pub fn copy_folder(source: &Path, target: &Path) {
    fs::create_dir_all(target).expect("a folder");
    for entry in fs::read_dir(source).expect("a folder to copy") {
        let path = entry.expect("an entry").path();
        let copy = target.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, &copy).expect("a copied file");
        }
    }
}

/// The text of a role without its other names, which belong to one role only.
pub fn nameless(role: &str) -> String {
    let lines = role.split_inclusive('\n').map(|line| match line {
        line if line.starts_with("aliases:") => "aliases: []\n",
        line => line,
    });
    lines.collect()
}

/// Findings as text without colours.
pub fn plain(diagnostics: &Diagnostics) -> String {
    anstream::adapter::strip_str(&diagnostics.render_human()).to_string()
}

/// The codes of findings.
pub fn codes(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

/// A parsed page of a site.
pub struct PageView {
    pub path: String,
    pub html: Html,
    pub source: String,
}

impl PageView {
    /// Every page of a site.
    pub fn all(site: &Site) -> Vec<Self> {
        let documents = site.documents().expect("pages");
        documents
            .into_iter()
            .filter(|(_, document)| document.content_type.starts_with("text/html"))
            .map(|(path, document)| {
                let bytes = &document.identity().bytes;
                let source = String::from_utf8(bytes.to_vec()).expect("UTF-8");
                Self {
                    path: path.to_owned(),
                    html: Html::parse_document(&source),
                    source,
                }
            })
            .collect()
    }

    /// The page at an address.
    pub fn of(site: &Site, path: &str) -> Self {
        let pages = Self::all(site);
        let found = pages.into_iter().find(|page| page.path == path);
        found.unwrap_or_else(|| panic!("there is no {path}"))
    }

    pub fn select(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).expect("a selector");
        self.html.select(&selector).collect()
    }

    /// The values of an attribute, in the order of the page.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<&str> {
        let elements = self.select(selector);
        elements.iter().filter_map(|e| e.attr(name)).collect()
    }

    /// The text a reader sees in the elements of a selector.
    pub fn text(&self, selector: &str) -> String {
        let texts: String = self
            .select(selector)
            .iter()
            .flat_map(|e| e.text())
            .collect();
        as_written(&texts)
    }

    pub fn ids(&self) -> Vec<&str> {
        let elements = self.select("[id]");
        elements.iter().filter_map(|e| e.attr("id")).collect()
    }
}

/// The addresses of the pages of a site.
pub fn paths(site: &Site) -> BTreeSet<String> {
    PageView::all(site)
        .into_iter()
        .map(|page| page.path)
        .collect()
}

/// What is not there by then never comes.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The address a server says it answers at.
fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once(" at http://")?;
    let end = rest.find(|c: char| !(c.is_ascii_hexdigit() || ".:[]".contains(c)));
    Some(rest[..end.unwrap_or(rest.len())].to_owned())
}

/// Waits until something is so.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "it never comes: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

fn exchange(address: &str, request: &[u8]) -> Response {
    let mut stream = connect(address);
    // A server that refuses early closes before everything is sent.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    Response::parse(&answer)
}

/// Sends a request to an address and reads the whole answer.
pub fn request_to(address: &str, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    exchange(address, request.as_bytes())
}

/// A running server.
pub struct Server {
    child: Child,
    log: Arc<Mutex<String>>,
    pub address: String,
}

impl Server {
    /// Starts a command that serves, and waits until it does.
    pub fn start(command: Command) -> Self {
        let (server, log) = Self::begin(command);
        // The pipe is emptied, so that the server never waits for a reader.
        let kept = Arc::clone(&server.log);
        std::thread::spawn(move || {
            for line in log.lines().map_while(Result::ok) {
                let mut kept = kept.lock().expect("the log");
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        server
    }

    /// Starts a command that serves, and closes its log as soon as it does.
    pub fn start_unheard(command: Command) -> Self {
        Self::begin(command).0
    }

    fn begin(mut command: Command) -> (Self, BufReader<ChildStderr>) {
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a started server");
        let mut log = BufReader::new(child.stderr.take().expect("a log"));
        let mut address = None;
        let mut line = String::new();
        while address.is_none() {
            line.clear();
            let read = log.read_line(&mut line).expect("a line of the log");
            assert!(read > 0, "the server ended before it served");
            address = address_in(&line);
        }
        let server = Self {
            child,
            log: Arc::default(),
            address: address.expect("an address"),
        };
        (server, log)
    }

    /// Sends a request as it is and reads the whole answer.
    pub fn raw(&self, request: &[u8]) -> Response {
        exchange(&self.address, request)
    }

    pub fn connect(&self) -> TcpStream {
        connect(&self.address)
    }

    /// The same server as its operator sees it, when it has the option for that.
    pub fn operator_address(&self) -> String {
        let start = Instant::now();
        loop {
            let log = self.log();
            let line = log.lines().find(|line| line.contains("metrics at http://"));
            if let Some(address) = line.and_then(address_in) {
                return address;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "no port for the operator: {log}"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        request_to(&self.address, method, path, headers)
    }

    pub fn get(&self, path: &str) -> Response {
        self.request("GET", path, &[])
    }

    /// What the server said since it began to serve.
    pub fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.expect("kill").success());
    }

    /// Sends a signal and waits for the end.
    pub fn stop(self, signal: &str) -> Option<i32> {
        self.signal(signal);
        self.end()
    }

    /// Waits for the end.
    pub fn end(mut self) -> Option<i32> {
        self.child.wait().expect("an end").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended when `stop` was called.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer, taken apart.
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap_or_default().split(' ').nth(1);
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Self {
            status: status.and_then(|status| status.parse().ok()).unwrap_or(0),
            headers,
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A text of a page without what keeps its lines from breaking, as editors write it.
pub fn as_written(text: &str) -> String {
    text.replace('\u{a0}', " ").replace('\u{2060}', "")
}

/// What a finished command said.
pub fn said(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stdout));
    text
}

/// The text of a document.
pub fn text_at(site: &Site, path: &str) -> String {
    let documents = site.documents().expect("pages");
    let found = documents.into_iter().find(|(known, _)| *known == path);
    let (_, document) = found.unwrap_or_else(|| panic!("there is no {path}"));
    text_of(document)
}

/// The text of a document, uncompressed.
pub fn text_of(document: &Document) -> String {
    let bytes = &document.identity().bytes;
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The characters pictures can show, and how wide they are.
pub fn typeface() -> &'static career_directions::views::typeface::Typeface {
    &SHIPPED_ASSETS.for_pages.typeface
}
