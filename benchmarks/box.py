"""The box under load, beside the floor: latency, throughput, kills, calls, fsyncs, restart, memory.

    python -m benchmarks.box [--quick] [--only latency,load,kill,calls,slow-disk,fsync,restart]

The controls: the floor server of benchmarks/floor.py is measured in the same minute. `kill`
repeats every unanswered press with its own nonce; with `--no-nonce` each repetition is a new
press and the ghosts it makes must show.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

from benchmarks.driving import Client, Presses, Served, free_port, machine, percentile, press

TAKE = "/verbs/take-number"
FIELDS = ("ho-tich", "dat-dai", "bao-tro", "cu-tru")


def setup_text(counters: int) -> str:
    """A center with four long series and so many counters."""
    rows = ['[center]', 'id = "benchmark"', 'commune = "Xã Đo Lường"', 'commune_code = "12988"',
            '[calls]', 'max_wait_minutes = 480', '[[hours]]',
            'weekdays = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]', 'opens = "00:00"', 'closes = "23:59"',
            '[calendar]', 'national = false']
    for letter, name in zip("ABCD", FIELDS, strict=True):
        rows += ["[[fields]]", f'id = "{name}"', f'letter = "{letter}"', f'name = "Lĩnh vực {letter}"',
                 f'name_en = "Field {letter}"', "first = 1", "last = 9999"]
    for number in range(1, counters + 1):
        fields = ", ".join(f'"{name}"' for name in FIELDS)
        rows += ["[[counters]]", f"number = {number}", f'name = "Quầy {number}"', f"fields = [{fields}]"]
    for number in range(1, counters + 1):
        rows += ["[[officials]]", f'code = "cb{number:02d}"', f'name = "Cán bộ {number}"']
    return "\n".join(rows) + "\n"


class Bench:
    """A folder for the runs, and how to start the two servers in it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="box-bench-"))

    def floor(self, wrap: list[str] | None = None) -> Served:
        port, path = free_port(), self.folder / f"floor-{free_port()}.db"
        return Served(["-m", "benchmarks.floor", str(port), str(path)], port, "/", wrap=wrap)

    def box(self, counters: int = 8, *, wrap: list[str] | None = None, folder: Path | None = None) -> Served:
        folder = folder or Path(tempfile.mkdtemp(dir=self.folder))
        (folder / "center.toml").write_text(setup_text(counters), "utf-8")
        port = free_port()
        command = ["-m", "sync", "serve", "--config", str(folder / "center.toml"), "--data", str(folder),
                   "--port", str(port)]
        return Served(command, port, wrap=wrap, folder=folder)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def wish(place: int) -> dict:
    return {"field": FIELDS[place % len(FIELDS)]}


def line(*cells: object) -> None:
    print("  ".join(f"{c!s:>12}" if i else f"{c!s:<34}" for i, c in enumerate(cells)), flush=True)


def shown(done: Presses, high: float = 0.99) -> tuple[str, str, str]:
    ms = [s * 1000 for s in done.seconds]
    return f"{percentile(ms, 0.5):.2f} ms", f"{percentile(ms, high):.2f} ms", f"{len(ms) / done.wall:.0f}/s"


def latency(bench: Bench, n: int) -> None:
    print("one client, durable, over HTTP")
    line("", "median", "p99", "rate", "CPU/ticket")
    rows = {}
    for name, make in (("floor", bench.floor), ("box", bench.box)):
        with make() as served:
            press(served.port, 1, 100, TAKE, wish)
            before = served.cpu_seconds()
            done = press(served.port, 1, n, TAKE, wish)
            spent = (served.cpu_seconds() - before) * 1000 / n
            rows[name] = done.seconds
            line(name, *shown(done), f"{spent:.2f} ms")
    for share, name in ((0.5, "median"), (0.99, "p99")):
        ratio = percentile(rows["box"], share) / percentile(rows["floor"], share)
        line(f"box / floor, {name}", f"{ratio:.2f}", "goal ≤ 3")


def load(bench: Bench, n: int, *, wrap: list[str] | None = None, goal: str = "goal ≥ 0.5") -> None:
    line("", "median", "p99", "rate", "CPU/ticket")
    rates = {}
    for name, make in (("floor, 32 clients", bench.floor), ("box, 32 clients", bench.box)):
        with make(wrap=wrap) as served:
            press(served.port, 32, 64, TAKE, wish)
            before = served.cpu_seconds()
            done = press(served.port, 32, n, TAKE, wish)
            spent = (served.cpu_seconds() - before) * 1000 / n
            rates[name] = len(done.seconds) / done.wall
            line(name, *shown(done), f"{spent:.2f} ms")
            assert done.refused == 0 and len(set(done.received)) >= (n if "box" in name else 1)
    floor, box = rates.values()
    line("box / floor, tickets per second", f"{box / floor:.2f}", goal)


def slow_disk(bench: Bench, n: int) -> None:
    """Each fdatasync takes 10 ms longer, as on an old hard disk (strace delays the call)."""
    print("32 clients, each fsync delayed by 10 ms")
    wrap = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync",
            "-e", "inject=fdatasync,fsync:delay_exit=10000"]
    load(bench, n, wrap=wrap, goal="goal ≥ 3")


def fsync(bench: Bench, n: int) -> None:
    print("fdatasync calls per ticket (strace count)")
    for clients in (1, 32):
        trace = bench.folder / f"trace-{clients}"
        wrap = ["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=fdatasync,fsync"]
        with bench.box(wrap=wrap) as served:
            press(served.port, clients, 20, TAKE, wish)
            before = _syncs(trace)
            done = press(served.port, clients, n, TAKE, wish)
            calls = _syncs(trace) - before
        line(f"box, {clients} clients", f"{calls / len(done.received):.2f}", "goal ≤ 1")


def _syncs(trace: Path) -> int:
    return len(re.findall(r"(?:fdatasync|fsync)\(", trace.read_text()))


def kill(bench: Bench, n: int, kills: int, counters: int, *, keep_nonce: bool = True) -> bool:
    """32 clients press while the box is killed; then counters call everybody. All must hold."""
    folder = Path(tempfile.mkdtemp(dir=bench.folder))
    served = bench.box(counters, folder=folder)
    served.start()
    marks = {n * (i + 1) // (kills + 1) for i in range(kills)}
    restarts: list[float] = []
    guard = threading.Lock()

    def killing(count: int) -> None:
        with guard:
            if count in marks:
                marks.discard(count)
                served.kill()
                restarts.append(served.start())

    done = _press_killed(served.port, n, killing, keep_nonce)
    stored = _tickets(served.port)
    twice = sum(c - 1 for c in Counter(done.received).values())
    lost = len(set(done.received) - {row["ticket"] for row in stored})
    ghosts = len(stored) - len(set(done.received))
    calls = _call_all(served.port, counters)
    called_twice = sum(c - 1 for c in Counter(calls).values())
    served.kill()
    line(f"{n} tickets, {kills} × kill -9", f"twice {twice}", f"lost {lost}", f"ghosts {ghosts}",
         f"retries {done.retries}", f"restart ≤ {max(restarts, default=0):.2f} s")
    line(f"{counters} counters call everybody", f"calls {len(calls)}", f"twice {called_twice}",
         f"never {len(stored) - len(set(calls))}")
    return not (twice or lost or ghosts or called_twice or len(set(calls)) != len(stored))


def _press_killed(port: int, n: int, on_answer, keep_nonce: bool) -> Presses:
    if keep_nonce:
        return press(port, 32, n, TAKE, wish, on_answer)
    import secrets as chance

    from benchmarks import driving

    real = Client.post

    def forgetful(self: Client, path: str, values: dict) -> tuple[int, dict]:
        return real(self, path, {**values, "nonce": chance.token_hex(12)})

    driving.Client.post = forgetful
    try:
        return press(port, 32, n, TAKE, wish, on_answer)
    finally:
        driving.Client.post = real


def _tickets(port: int) -> list[dict]:
    _, rows = Client(port).request("GET", "/tickets")
    return rows


def _call_all(port: int, counters: int) -> list[str]:
    """Every counter calls and serves until nobody waits; the tickets called, in no order."""
    calls: list[str] = []
    lock = threading.Lock()

    def counter(number: int) -> None:
        client = Client(port)
        client.post("/verbs/sign-in", {"counter": number, "official": f"cb{number:02d}"})
        while True:
            _, answer = client.post("/verbs/call-next", {"counter": number})
            mine = [f["body"]["ticket"] for f in answer.get("facts", ()) if f["kind"] == "TicketCalled"]
            if not mine:
                break
            with lock:
                calls.extend(mine)
            client.post("/verbs/start-service", {"counter": number})
        client.close()

    threads = [threading.Thread(target=counter, args=(i + 1,), daemon=True) for i in range(counters)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return calls


def restart(bench: Bench) -> None:
    print("restart with a full day of 2,000 tickets, all called and served")
    folder = Path(tempfile.mkdtemp(dir=bench.folder))
    served = bench.box(8, folder=folder)
    with served:
        press(served.port, 8, 2000, TAKE, wish)
        _call_all(served.port, 8)
    began: list[float] = []
    for _ in range(5):
        up = served.start()
        first = press(served.port, 1, 1, TAKE, wish)
        began.append(up + first.wall)
        memory = served.resident_mb()
        served.kill()
    line("start to first ticket", f"{percentile(began, 0.5):.2f} s", f"max {max(began):.2f} s", "goal ≤ 1 s")
    line("resident memory", f"{memory:.0f} MB", "goal ≤ 120")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the presses")
    parser.add_argument("--only", default="latency,load,slow-disk,fsync,kill,restart")
    parser.add_argument("--no-nonce", action="store_true", help="the control of `kill` that must show ghosts")
    options = parser.parse_args()
    wanted, scale = options.only.split(","), 10 if options.quick else 1
    print(machine())
    if not shutil.which("strace") and {"slow-disk", "fsync"} & set(wanted):
        print("strace is missing: slow-disk and fsync are left out", file=sys.stderr)
        wanted = [name for name in wanted if name not in ("slow-disk", "fsync")]
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).resolve().parent.parent))
    bench, good = Bench(), True
    try:
        if "latency" in wanted:
            latency(bench, 2000 // scale)
        if "load" in wanted:
            print("32 clients, durable, over HTTP")
            load(bench, 6000 // scale)
        if "slow-disk" in wanted:
            slow_disk(bench, 2000 // scale)
        if "fsync" in wanted:
            fsync(bench, 1000 // scale)
        if "kill" in wanted:
            print("nothing twice, nothing lost, no ghosts" + (" – control without nonces" if options.no_nonce else ""))
            for counters in (8, 32):
                held = kill(bench, 10_000 // scale, 20, counters, keep_nonce=not options.no_nonce)
                good = good and (held != options.no_nonce)
        if "restart" in wanted:
            restart(bench)
    except subprocess.SubprocessError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        bench.close()
    print("all held" if good else "NOT all held")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
