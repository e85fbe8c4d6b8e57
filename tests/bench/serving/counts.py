"""User instructions and allocations of a request, counted by valgrind: no clock, no noise."""

import os
import re
import subprocess
import http.client

REQUESTS = 2000
# A small site: everything takes fifty times as long under valgrind.
CONTENT = "tests/fixtures/minimal"
ALLOCATING = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"}


def report(folder, bare, ours, get, free_port, wait_for, wait_until_idle):
    print(f"\nPer request, over {REQUESTS} requests on one connection (callgrind)")
    print(f"{'':12} {'instructions':>12} {'allocations':>12}")
    port = free_port()
    with Counted("ours", folder, ours(port, CONTENT)) as server:
        wait_for(port)
        wait_until_idle(server.process.pid)
        _, head, body = get(port, "/roles/mint")
        (folder / "head").write_text("".join(f"{name}: {value}\n" for name, value in head))
        (folder / "body").write_bytes(body)
        server.count(port, "/roles/mint")
    port = free_port()
    address = f"127.0.0.1:{port}"
    with Counted("bare actix", folder, [bare, address, folder / "head", folder / "body"]) as server:
        wait_for(port)
        server.count(port, "/roles/mint")


class Counted:
    """A server under callgrind."""

    def __init__(self, name, folder, command):
        self.name, self.out = name, folder / "callgrind"
        tool = ["valgrind", "--tool=callgrind", "-q", f"--callgrind-out-file={self.out}"]
        quiet = {**os.environ, "RUST_LOG": "warn"}
        self.process = subprocess.Popen([*tool, *command], env=quiet, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def control(self, option):
        command = ["callgrind_control", option, str(self.process.pid)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def count(self, port, path):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        ask(connection, path, 50)
        self.control("-z")
        ask(connection, path, REQUESTS)
        self.control("-d")
        instructions, allocations = read(self.out.with_name(self.out.name + ".1"))
        print(f"{self.name:12} {instructions / REQUESTS:12.0f} {allocations / REQUESTS:12.2f}", flush=True)


def ask(connection, path, times):
    for _ in range(times):
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        connection.getresponse().read()


def read(out):
    """All instructions, and how often something was allocated, from a file of callgrind."""
    names, allocations, called, instructions = {}, 0, None, 0
    for line in out.read_text().splitlines():
        if found := re.match(r"c?fn=\((\d+)\)(?: (.+))?", line):
            number, name = found.groups()
            if name:
                names[number] = name
            called = names.get(number)
        elif line.startswith("calls=") and called in ALLOCATING:
            allocations += int(line[6:].split()[0])
        elif line.startswith(("summary:", "totals:")):
            instructions = int(line.split()[1])
    out.unlink()
    return instructions, allocations
