"""Starting a server as its own process, pressing it from many clients, and reading what it cost."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def machine() -> str:
    """The machine in one line, for the figures' caption."""
    model = "unknown processor"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next((x.split(":")[1].strip() for x in cpuinfo.read_text().splitlines() if x.startswith("model name")),
                     model)
    return f"{os.cpu_count()} × {model}, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}"


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Served:
    """One server in a session of its own, so that it can be killed like a pulled plug."""

    def __init__(self, command: list[str], port: int, ready: str = "/health", *, wrap: list[str] | None = None,
                 folder: Path | None = None):
        self.command, self.port, self.ready = [*(wrap or []), sys.executable, *command], port, ready
        self.folder = folder
        self.process: subprocess.Popen | None = None

    def start(self) -> float:
        """Starts it; seconds until it answered."""
        began = time.perf_counter()
        with open((self.folder / "log") if self.folder else os.devnull, "ab") as log:
            self.process = subprocess.Popen(self.command, start_new_session=True, stdout=log, stderr=log)
        while True:
            try:
                client = Client(self.port, 1.0)
                client.get(self.ready)
                client.close()
                return time.perf_counter() - began
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"{self.command} ended with {self.process.returncode}") from None
                time.sleep(0.002)

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def pids(self) -> list[int]:
        """Every process of the server's session."""
        assert self.process is not None
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[3]) == self.process.pid:
                    found.append(int(pid))
            except OSError:
                continue
        return found

    def cpu_seconds(self) -> float:
        tick, spent = os.sysconf("SC_CLK_TCK"), 0.0
        for pid in self.pids():
            row = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            spent += (int(row[11]) + int(row[12])) / tick
        return spent

    def resident_mb(self) -> float:
        total = 0
        for pid in self.pids():
            rows = Path(f"/proc/{pid}/status").read_text().splitlines()
            total += next((int(row.split()[1]) for row in rows if row.startswith("VmRSS")), 0)
        return total / 1024

    def __enter__(self) -> "Served":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


# On loopback a program is believed by its name; the counter role may take numbers and call.
WHO = {"X-Machine": "counter-1", "X-Role": "counter"}


class Client:
    """One kept connection."""

    def __init__(self, port: int, timeout: float = 30.0):
        self.port, self.timeout = port, timeout
        self._line: http.client.HTTPConnection | None = None

    def _open(self) -> http.client.HTTPConnection:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            self._line.connect()
            self._line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._line

    def request(self, method: str, path: str, values: dict | None = None) -> tuple[int, dict]:
        line = self._open()
        try:
            line.request(method, path, json.dumps(values) if values is not None else None, WHO)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def post(self, path: str, values: dict) -> tuple[int, dict]:
        return self.request("POST", path, values)

    def get(self, path: str) -> dict:
        return self.request("GET", path)[1]

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


@dataclass
class Presses:
    """What many clients did: seconds of each press, what each received, how often one was repeated."""

    seconds: list[float] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    retries: int = 0
    refused: int = 0
    wall: float = 0.0


def press(port: int, clients: int, total: int, path: str, body: Callable[[int], dict],
          on_answer: Callable[[int], None] | None = None) -> Presses:
    """`total` presses by `clients` at once; a press that is not answered is repeated with its own nonce."""
    done, lock, left = Presses(), threading.Lock(), iter(range(total))

    def one_client(place: int) -> None:
        client = Client(port)
        while True:
            with lock:
                turn = next(left, None)
            if turn is None:
                break
            values = {**body(place), "nonce": secrets.token_hex(12)}
            began = time.perf_counter()
            while True:
                try:
                    status, answer = client.post(path, values)
                    break
                except (OSError, http.client.HTTPException):
                    with lock:
                        done.retries += 1
                    time.sleep(0.02)
            spent = time.perf_counter() - began
            with lock:
                if status == 200:
                    done.seconds.append(spent)
                    done.received.append(answer["facts"][0]["body"]["ticket"])
                    count = len(done.received)
                else:
                    done.refused += 1
                    count = 0
            if on_answer is not None and count:
                on_answer(count)
        client.close()

    threads = [threading.Thread(target=one_client, args=(i,), daemon=True) for i in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.wall = time.perf_counter() - began
    return done
