"""Counts what a request costs in the server itself: instructions outside the kernel and
allocations, under callgrind, over 64 connections that ask for one page again and again.
"""

import argparse
import contextlib
import re
import socket
import subprocess
import tempfile
from pathlib import Path

from measure import start

CONNECTIONS, WARM_UP, ROUNDS = 64, 5, 50
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"}


class Client:
    """Connections that ask all at once, and wait for all answers."""

    def __init__(self, peer, tag):
        head = f"GET {peer.path} HTTP/1.1\r\nHost: 127.0.0.1:{peer.port}\r\nAccept-Encoding: br\r\n"
        head += f"If-None-Match: {tag}\r\n" if tag else ""
        self.request = (head + "\r\n").encode()
        address = ("127.0.0.1", peer.port)
        self.connections = [socket.create_connection(address, 60) for _ in range(CONNECTIONS)]

    def ask(self, rounds):
        for _ in range(rounds):
            for connection in self.connections:
                connection.sendall(self.request)
            for connection in self.connections:
                read_answer(connection)

    def close(self):
        for connection in self.connections:
            connection.close()


def read_answer(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        data += receive(connection)
    head, body = data.split(b"\r\n\r\n", 1)
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    is_empty = head.startswith(b"HTTP/1.1 304")
    left = 0 if is_empty or not length else int(length[1]) - len(body)
    while left > 0:
        left -= len(receive(connection))


def receive(connection):
    data = connection.recv(1 << 16)
    if not data:
        raise ConnectionError("the server closed a connection")
    return data


def counted(folder, pid):
    """Instructions and allocations in the last dump of a process."""
    dumps = sorted(folder.glob(f"callgrind.{pid}.*"), key=lambda path: int(path.suffix[1:]))
    text = dumps[-1].read_text()
    names, allocations, callee = {}, 0, ""
    for line in text.splitlines():
        if found := re.match(r"c?fn=\((\d+)\)(?: (.*))?", line):
            if found[2]:
                names[found[1]] = found[2]
            if line.startswith("cfn="):
                callee = names[found[1]]
        elif found := re.match(r"calls=(\d+)", line):
            allocations += int(found[1]) if callee in ALLOCATORS else 0
    return int(re.search(r"^(?:summary|totals): (\d+)", text, re.MULTILINE)[1]), allocations


def control(pid, *arguments):
    subprocess.run(["callgrind_control", *arguments, str(pid)], check=True, capture_output=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", required=True, help="the built server")
    parser.add_argument("--bare", required=True, help="the built bare handler")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        under = ["valgrind", "--tool=callgrind", "--instr-atstart=no", "-q"]
        under.append(f"--callgrind-out-file={folder}/callgrind.%p")
        peers = start(folder, options.ours, options.bare, stack, under)
        count = CONNECTIONS * ROUNDS
        print(f"\n{count} requests over {CONNECTIONS} connections, each request")
        print(f"{'':12} {'instructions':>12} {'allocations':>12}")
        for status in (200, 304):
            for peer in peers:
                with contextlib.closing(Client(peer, peer.tag if status == 304 else None)) as client:
                    client.ask(WARM_UP)
                    control(peer.process.pid, "-i", "on")
                    control(peer.process.pid, "-z")
                    client.ask(ROUNDS)
                    control(peer.process.pid, "-d")
                    control(peer.process.pid, "-i", "off")
                instructions, allocations = counted(folder, peer.process.pid)
                print(
                    f"{status} {peer.name:8} {instructions / count:12.0f} {allocations / count:12.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
