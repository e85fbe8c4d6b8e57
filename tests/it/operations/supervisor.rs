//! What passes between a server and what supervises it: sockets, and words of how it does.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{PATIENCE, Server, TestSite};

/// A supervisor that listens to one server.
struct Supervisor {
    socket: UnixDatagram,
    folder: TempDir,
}

impl Supervisor {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let socket = UnixDatagram::bind(folder.path().join("notify")).expect("a socket");
        socket.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        Self { socket, folder }
    }

    fn serve(&self, site: &TestSite, watchdog: Option<&str>) -> Server {
        let mut command = site.command(&["serve", "--bind", "127.0.0.1:0"]);
        command.env("NOTIFY_SOCKET", self.folder.path().join("notify"));
        if let Some(limit) = watchdog {
            command.env("WATCHDOG_USEC", limit);
        }
        Server::start(command)
    }

    /// The next thing that is said.
    fn hear(&self) -> String {
        let mut bytes = [0; 4096];
        let length = self.socket.recv(&mut bytes).expect("a word");
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    }
}

#[test]
fn a_supervisor_hears_of_start_reload_and_end() {
    let (site, supervisor) = (TestSite::minimal(), Supervisor::new());
    let server = supervisor.serve(&site, None);
    assert_eq!(supervisor.hear(), "READY=1\n");
    server.signal("-HUP");
    let reloading = supervisor.hear();
    assert!(
        reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="),
        "{reloading}"
    );
    assert_eq!(supervisor.hear(), "READY=1\n");
    assert_eq!(server.stop("-TERM"), Some(0));
    assert_eq!(supervisor.hear(), "STOPPING=1\n");
}

#[test]
fn a_supervisor_that_wants_to_hear_a_heartbeat_does() {
    let (site, supervisor) = (TestSite::minimal(), Supervisor::new());
    let server = supervisor.serve(&site, Some("100000"));
    assert_eq!(supervisor.hear(), "READY=1\n");
    for _ in 0..3 {
        assert_eq!(supervisor.hear(), "WATCHDOG=1\n");
    }
    assert_eq!(server.stop("-TERM"), Some(0));
}

/// A server on a socket that was opened by somebody else.
fn serve_on(site: &TestSite, listener: &TcpListener) -> Server {
    let server = site.command(&["serve", "--bind", "192.0.2.1:1", "--drain-timeout", "1"]);
    let mut command = Command::new("sh");
    command
        .arg("-c")
        // The first socket is the one after standard error: sd_listen_fds(3).
        .arg("LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\" 3<&0 </dev/null")
        .arg(server.get_program())
        .args(server.get_args())
        .stdin(Stdio::from(OwnedFd::from(
            listener.try_clone().expect("a second handle"),
        )));
    if let Some(folder) = server.get_current_dir() {
        command.current_dir(folder);
    }
    for (name, value) in server.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Server::start(command)
}

#[test]
fn a_socket_that_was_passed_outlives_the_server() {
    let site = TestSite::minimal();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let first = serve_on(&site, &listener);
    assert_eq!(first.address, address);
    assert_eq!(first.get("/roles/mint").status, 200);
    assert_eq!(first.stop("-TERM"), Some(0));
    // Nobody serves now, and nobody is refused.
    let mut waiting = std::net::TcpStream::connect(&address).expect("a connection");
    waiting.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    waiting
        .write_all(b"GET /roles/mint HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .expect("a request");
    let _second = serve_on(&site, &listener);
    let mut answer = String::new();
    waiting.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
