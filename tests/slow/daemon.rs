//! Other programs, run in the foreground with our example configurations, on sockets in a folder.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::support::{repository, wait_until};

/// A program that runs until it is dropped.
pub struct Daemon {
    child: Child,
    pub folder: TempDir,
}

/// An example of `tests/deploy/`, made to run in a folder.
pub struct Example {
    text: String,
    pub folder: TempDir,
}

impl Example {
    pub fn of(file: &str) -> Self {
        let path = repository().join("tests/deploy").join(file);
        Self {
            text: fs::read_to_string(path).expect("an example"),
            folder: TempDir::new().expect("a folder"),
        }
    }

    /// Replaces what is for another machine; it must be there.
    pub fn replace(mut self, from: &str, to: &str) -> Self {
        assert!(self.text.contains(from), "the example has no {from:?}");
        self.text = self.text.replace(from, to);
        self
    }

    /// Sets the addresses of the three replicas.
    pub fn replicas(self, addresses: [&str; 3]) -> Self {
        self.replace("127.0.0.1:8081", addresses[0])
            .replace("127.0.0.1:8082", addresses[1])
            .replace("127.0.0.1:8083", addresses[2])
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Starts a program with the example; `{}` stands for its path. Waits for its first socket.
    pub fn start(self, program: &str, arguments: &[&str]) -> Daemon {
        let configuration = self.path("configuration");
        fs::write(&configuration, &self.text).expect("a written example");
        let arguments = arguments.iter().map(|a| a.replace("{}", &configuration));
        let log = fs::File::create(self.folder.path().join("log")).expect("a log");
        let child = Command::new(program)
            .args(arguments)
            .env("HOME", self.folder.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let mut daemon = Daemon {
            child,
            folder: self.folder,
        };
        let socket = daemon.socket();
        wait_until(program, || {
            let end = daemon.child.try_wait().expect("its state");
            assert!(end.is_none(), "{program}: {}", daemon.log());
            UnixStream::connect(&socket).is_ok()
        });
        daemon
    }
}

/// nginx as in the example, with plain HTTP on a socket, or TLS where there is a certificate.
pub fn nginx(replicas: [&str; 3], tls: Option<&Certificate>) -> Daemon {
    let example = Example::of("nginx.conf").replicas(replicas);
    let socket = format!("listen unix:{}", example.path("socket"));
    let files = ["nginx.pid", "error.log", "access.log", "cache"].map(|name| example.path(name));
    let example = example
        .replace("/run/nginx.pid", &files[0])
        .replace("/var/log/nginx/error.log", &files[1])
        .replace("/var/log/nginx/access.log", &files[2])
        .replace("/var/cache/nginx/careers", &files[3]);
    let example = match tls {
        Some(certificate) => example
            .replace("listen 443", &socket)
            .replace(
                "/etc/ssl/careers/fullchain.pem",
                &certificate.path("cert.pem"),
            )
            .replace("/etc/ssl/careers/privkey.pem", &certificate.path("key.pem")),
        None => example
            .replace("listen 443 ssl http2", &socket)
            .replace("ssl_certificate ", "# ")
            .replace("ssl_certificate_key ", "# "),
    };
    example.start("nginx", &["-g", "daemon off;", "-c", "{}"])
}

/// HAProxy likewise.
pub fn haproxy(replicas: [&str; 3], tls: Option<&Certificate>) -> Daemon {
    let example = Example::of("haproxy.cfg").replicas(replicas);
    let socket = format!("unix@{}", example.path("socket"));
    let admin = example.path("admin.sock");
    let example = example.replace("/run/haproxy/admin.sock", &admin);
    let example = match tls {
        Some(certificate) => example
            .replace("bind :443", &format!("bind {socket}"))
            .replace("/etc/haproxy/careers.pem", &certificate.path("both.pem")),
        None => example.replace(
            "bind :443 ssl crt /etc/haproxy/careers.pem alpn h2,http/1.1",
            &format!("bind {socket}"),
        ),
    };
    example.start("haproxy", &["-db", "-f", "{}"])
}

/// Caddy, which always has a certificate; here one of ours.
pub fn caddy(replicas: [&str; 3], certificate: &Certificate) -> Daemon {
    let example = Example::of("Caddyfile").replicas(replicas);
    let (cert, key) = (certificate.path("cert.pem"), certificate.path("key.pem"));
    let socket = example.path("socket");
    let site = "careers.example.org {";
    let of_the_test = format!(
        "{{\n\tadmin off\n\tauto_https disable_redirects\n\
         \tservers {{\n\t\tprotocols h1 h2\n\t}}\n}}\n{site}\n\
         \tbind unix/{socket}\n\ttls {cert} {key}"
    );
    let example = example.replace(site, &of_the_test);
    example.start(
        "caddy",
        &["run", "--adapter", "caddyfile", "--config", "{}"],
    )
}

impl Daemon {
    /// Where it answers.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    /// What it said.
    pub fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name));
        format!(
            "{}{}",
            read("log").unwrap_or_default(),
            read("error.log").unwrap_or_default()
        )
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // So that masters end their workers, which a kill would leave behind.
        let id = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let _ = self.child.wait();
    }
}

/// A certificate for `careers.example.org` that nobody else trusts.
pub struct Certificate(TempDir);

impl Certificate {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let made = Command::new("openssl")
            .current_dir(folder.path())
            .args(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem"
                    .split(' '),
            )
            .args(["-subj", "/CN=careers.example.org"])
            .args(["-addext", "subjectAltName=DNS:careers.example.org"])
            .output()
            .expect("openssl");
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let read = |name: &str| fs::read(folder.path().join(name)).expect("a file");
        let both = [read("cert.pem"), read("key.pem")].concat();
        fs::write(folder.path().join("both.pem"), both).expect("a written file");
        Self(folder)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }
}
