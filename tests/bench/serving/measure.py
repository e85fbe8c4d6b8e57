"""Serves one page three ways and prints what a request costs: ours, a bare actix-web handler that
sends the same bytes and headers, and nginx with the same file on disk and its file cache on.

Servers have one core and the client another; rounds are interleaved, so that a busy moment of the
machine meets all of them. CPU time is what the kernel charges the server's processes.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
SERVER_CORE, CLIENT_CORE = "0", "1"
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
# What nginx writes itself.
OF_NGINX = {"date", "content-length", "connection", "etag", "content-type", "server"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path, tag=None):
    """Asks once; the status, the headers as they were sent and the body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Accept-Encoding": "br", **({"If-None-Match": tag} if tag else {})}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.getheaders(), answer.read()


def cpu_seconds(pid):
    """User and system time of a process and of its children that still run."""
    total = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if int(folder.name) == pid or int(fields[1]) == pid:
                total += int(fields[11]) + int(fields[12])
    return total / TICKS_PER_SECOND


def wait_for(port, name):
    for _ in range(1200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    sys.exit(f"{name} does not answer at port {port}")


def wait_until_idle(pid):
    """A server prepares its pages in the background after its start."""
    before = -1.0
    while cpu_seconds(pid) - before > 0.02:
        before = cpu_seconds(pid)
        time.sleep(1)


def nginx_configuration(folder, port, path, head):
    lines = []
    for name, value in head:
        if name.lower() not in OF_NGINX:
            quoted = value.replace('"', '\\"')
            lines.append(f'add_header {name} "{quoted}";')
    text = Path(__file__).with_name("nginx.conf").read_text()
    for name, value in {
        "FOLDER": str(folder),
        "PORT": str(port),
        "PATH": path,
        "TYPE": dict(head)["content-type"],
        "HEADERS": "\n            ".join(lines),
    }.items():
        text = text.replace(f"@{name}@", value)
    target = folder / "nginx.conf"
    target.write_text(text)
    return target


def ours(binary, port):
    return [
        binary,
        *("serve", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--no-watch"),
        *("--content", str(REPOSITORY / "content"), "--static", str(REPOSITORY / "static")),
    ]


class Peer:
    """A running server, how much of its time was used, and what wrk saw."""

    def __init__(self, stack, name, port, command, path, under=()):
        self.name, self.port, self.path = name, port, path
        pinned = ["taskset", "-c", SERVER_CORE, *under, *command]
        quiet = {**os.environ, "RUST_LOG": "warn"}
        self.process = subprocess.Popen(pinned, env=quiet, stderr=subprocess.DEVNULL)
        stack.callback(self.end)
        wait_for(port, name)
        self.url = f"http://127.0.0.1:{port}{path}"

    def load(self, connections, seconds, tag):
        command = ["taskset", "-c", CLIENT_CORE, "wrk", "-t1", f"-c{connections}"]
        command += [f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: br"]
        command += ["-H", f"If-None-Match: {tag}"] if tag else []
        before = cpu_seconds(self.process.pid)
        text = subprocess.run([*command, self.url], capture_output=True, text=True, check=True).stdout
        used = cpu_seconds(self.process.pid) - before
        if "Non-2xx" in text or "Socket errors" in text:
            sys.exit(f"{self.name}: {text}")
        requests = int(re.search(r"(\d+) requests in", text)[1])
        return {
            "cpu": used * 1e6 / requests,
            "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
            "p50": milliseconds(re.search(r"^ +50% +(\S+)", text, re.MULTILINE)[1]),
            "p99": milliseconds(re.search(r"^ +99% +(\S+)", text, re.MULTILINE)[1]),
        }

    def end(self):
        self.process.terminate()
        self.process.wait(20)


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def start(folder, binary, bare, stack, under=()):
    """All peers, after it was seen that they send the same; each under a program that looks on."""
    port = free_port()
    first = Peer(stack, "ours", port, ours(binary, port), "/", under)
    wait_until_idle(first.process.pid)
    path = role_path(port)
    first.path, first.url = path, f"http://127.0.0.1:{port}{path}"
    _, head, body = get(port, path)
    (folder / "head").write_text("".join(f"{name}: {value}\n" for name, value in head))
    (folder / "body").write_bytes(body)
    peers = [first]
    port = free_port()
    bare_command = [bare, f"127.0.0.1:{port}", folder / "head", folder / "body"]
    peers.append(Peer(stack, "bare actix", port, bare_command, path, under))
    port = free_port()
    configuration = nginx_configuration(folder, port, path, head)
    nginx = ["nginx", "-p", folder, "-c", configuration]
    # Looked on is at one process.
    nginx += ["-g", "master_process off;"] if under else []
    peers.append(Peer(stack, "nginx", port, nginx, path, under))
    for peer in peers:
        status, headers, same = get(peer.port, path)
        assert (status, same) == (200, body), f"{peer.name} sends something else"
        peer.tag = next(value for name, value in headers if name.lower() == "etag")
        status, _, nothing = get(peer.port, path, peer.tag)
        assert (status, nothing) == (304, b""), f"{peer.name} does not revalidate"
        size = sum(len(name) + len(value) + 4 for name, value in headers)
        print(f"{peer.name}: {len(same)} bytes, {len(headers)} headers of {size} bytes", flush=True)
    return peers


def role_path(port):
    """The first role the site tells machines of."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/roles.json")
    roles = json.loads(connection.getresponse().read())["roles"]
    return "/" + roles[0]["url"].split("/", 3)[3]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", required=True, help="the built server")
    parser.add_argument("--bare", required=True, help="the built bare handler")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=4, help="of a round of one server")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        # The workers of nginx are another user.
        folder.chmod(0o755)
        peers = start(folder, options.ours, options.bare, stack)
        for status in (200, 304):
            for connections in (64, 256):
                compare(peers, status, connections, options)


def compare(peers, status, connections, options):
    seen = {peer.name: [] for peer in peers}
    for _ in range(options.rounds):
        for peer in peers:
            tag = peer.tag if status == 304 else None
            seen[peer.name].append(peer.load(connections, options.seconds, tag))
    median = {
        name: {key: statistics.median(each[key] for each in rounds) for key in rounds[0]}
        for name, rounds in seen.items()
    }
    own = median["ours"]
    print(f"\n{status}, {connections} connections, medians of {options.rounds} rounds")
    print(f"{'':12} {'CPU µs':>7} {'ratio':>6} {'req/s':>8} {'p50 ms':>7} {'p99 ms':>7}")
    for name, row in median.items():
        print(
            f"{name:12} {row['cpu']:7.2f} {row['cpu'] / own['cpu']:6.2f} {row['rate']:8.0f} "
            f"{row['p50']:7.2f} {row['p99']:7.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
