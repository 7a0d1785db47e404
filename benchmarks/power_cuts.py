"""Power cuts on the real box: no printed ticket may be lost, none may be given twice.

    python -m benchmarks.power_cuts [--cuts 10000] [--tickets 300] [--seed 7]

The unmodified box runs under strace while citizens take numbers, counters call and ratings
arrive. The trace is then cut at random places. At each cut a disk is made as a power loss could
leave it: writes that were synced are there, later ones are kept, dropped or torn in sectors of
512 bytes, each by chance. The box's own code opens that disk, checks the chain, and every
ticket whose answer had left the box before the cut must be in it.

The control is the same run with synchronous=NORMAL, which has to lose tickets; a run that finds
nothing there has proved nothing. Not modelled: directory entries that vanish or come back, a
disk that lies about having synced.
"""

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.box import FIELDS, TAKE, line, setup_text
from benchmarks.driving import Client, Served, free_port, machine, press
from center.facts import NumberTaken
from sync.journal import Journal
from sync.place import Place
from sync.troubles import Trouble

CALLS = "openat,pwrite64,fsync,fdatasync,ftruncate,unlink,close,sendto,write"
SECTOR = 512
_LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*?)(?:\)\s+=\s+(-?\d+).*|\s*<unfinished \.\.\.>)$")
_RESUMED = re.compile(r"^(?:(\d+)\s+)?<\.\.\. (\w+) resumed>(.*)\)\s+=\s+(-?\d+)")
_TICKET = re.compile(rb'"kind":"NumberTaken".*?"ticket":"([A-Z]+\d+)"')


@dataclass
class Step:
    """One thing the trace says: write, truncate, sync or unlink of a file, or tickets whose answer left the box."""

    kind: str
    file: str = ""
    offset: int = 0
    data: bytes = b""
    tickets: tuple[str, ...] = ()


def record(folder: Path, synchronous: str, tickets: int) -> Path:
    """The trace of a box that gives out so many tickets and serves some of them."""
    (folder / "center.toml").write_text(setup_text(4), "utf-8")
    trace, port = folder / "trace", free_port()
    wrap = ["strace", "-f", "-qq", "-xx", "-s", "100000", "-o", str(trace), "-e", f"trace={CALLS}"]
    served = Served(["-m", "benchmarks.power_cuts", "--serve", str(folder), str(port), synchronous], port,
                    wrap=wrap, folder=folder)
    with served:
        press(port, 4, tickets // 2, TAKE, lambda i: {"field": FIELDS[i]})
        client = Client(port)
        for number in (1, 2):
            client.post("/verbs/sign-in", {"counter": number, "official": f"cb{number:02d}"})
            for _ in range(tickets // 8):
                client.post("/verbs/call-next", {"counter": number})
                client.post("/verbs/start-service", {"counter": number})
            client.post("/verbs/end-service", {"counter": number})
        time.sleep(6)  # long enough for the box to put its write-ahead log back into the book
        press(port, 1, tickets - tickets // 2, TAKE, lambda _: {"field": FIELDS[0]})
    return trace


def serve(folder: Path, port: int, synchronous: str) -> None:
    """The product's own serving, its journal opened with this synchronous setting."""
    from sync import serving

    serving.Journal = partial(Journal, synchronous=synchronous)
    serving.run(Place(folder / "center.toml", folder), "127.0.0.1", port)


def _bytes(text: str) -> bytes:
    quoted = re.search(r'"((?:\\x[0-9a-f]{2})*)"', text)
    return bytes.fromhex(quoted[1].replace("\\x", "")) if quoted else b""


def read_trace(trace: Path, folder: Path) -> list[Step]:
    """The steps of the trace in the order in which the calls ended."""
    files: dict[int, str] = {}
    steps: list[Step] = []
    begun: dict[tuple[str, str], str] = {}
    for row in trace.read_text("utf-8").splitlines():
        pid = row.split(" ", 1)[0]
        if resumed := _RESUMED.match(row):
            name, arguments, result = resumed[2], begun.pop((pid, resumed[2]), "") + resumed[3], resumed[4]
        elif found := _LINE.match(row):
            name, arguments, result = found.groups()
            if result is None:
                begun[pid, name] = arguments
                # An answer counts from the moment it starts to leave; a write only from its end.
                if name in ("sendto", "write") and (acked := _TICKET.findall(_bytes(arguments))):
                    steps.append(Step("answer", tickets=tuple(t.decode() for t in acked)))
                continue
        else:
            continue
        if int(result) < 0:
            continue
        if name == "openat":
            path = _bytes(arguments).decode("utf-8", "replace")
            files.pop(int(result), None)
            if Path(path).parent == folder and Path(path).name.startswith("center.db"):
                files[int(result)] = Path(path).name
            continue
        if name == "unlink":
            path = Path(_bytes(arguments).decode("utf-8", "replace"))
            if path.parent == folder and path.name.startswith("center.db"):
                steps.append(Step("unlink", path.name))
            continue
        handle = re.match(r"(\d+)", arguments)
        if name in ("sendto", "write") and handle and int(handle[1]) not in files:
            if acked := _TICKET.findall(_bytes(arguments)):
                steps.append(Step("answer", tickets=tuple(t.decode() for t in acked)))
            continue
        if handle is None or int(handle[1]) not in files:
            continue
        file = files[int(handle[1])]
        if name == "close":
            del files[int(handle[1])]
        elif name == "pwrite64":
            length, offset = re.search(r", (\d+), (\d+)$", arguments).groups()
            data = _bytes(arguments)
            assert len(data) == int(length), "the trace holds every byte"
            steps.append(Step("write", file, int(offset), data))
        elif name == "ftruncate":
            steps.append(Step("truncate", file, int(arguments.split(", ")[1])))
        elif name in ("fsync", "fdatasync"):
            steps.append(Step("sync", file))
    return steps


@dataclass
class Disk:
    """What is surely on the disk, what may be, and the tickets whose answers have left."""

    durable: dict[str, bytearray] = field(default_factory=dict)
    pending: dict[str, list[Step]] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)

    def take(self, step: Step) -> None:
        if step.kind == "answer":
            self.answered.extend(step.tickets)
        elif step.kind == "unlink":
            self.durable.pop(step.file, None)
            self.pending.pop(step.file, None)
        elif step.kind == "sync":
            for late in self.pending.pop(step.file, ()):
                apply(self.durable.setdefault(step.file, bytearray()), late)
        else:
            self.durable.setdefault(step.file, bytearray())
            self.pending.setdefault(step.file, []).append(step)

    def after_cut(self, chance: random.Random) -> dict[str, bytearray]:
        """One of the disks that a cut at this moment could leave."""
        mode = chance.choice(("any", "any", "none", "all"))
        image = {name: bytearray(body) for name, body in self.durable.items()}
        for name, late in self.pending.items():
            for step in late:
                fate = {"none": 1.0, "all": 0.0}.get(mode, chance.random())
                if fate < 0.5:
                    apply(image[name], step)
                elif fate < 0.7 and step.kind == "write":
                    for at in range(0, len(step.data), SECTOR):
                        if chance.random() < 0.5:
                            apply(image[name], Step("write", name, step.offset + at, step.data[at:at + SECTOR]))
        return image


def apply(body: bytearray, step: Step) -> None:
    if step.kind == "truncate":
        del body[step.offset:]
        body.extend(bytes(step.offset - len(body)))
        return
    if len(body) < step.offset:
        body.extend(bytes(step.offset - len(body)))
    body[step.offset:step.offset + len(step.data)] = step.data


def judge(image: dict[str, bytearray], answered: list[str], folder: Path) -> str:
    """What a box that starts on this disk would find: ok, lost, twice, damaged."""
    for old in folder.iterdir():
        old.unlink()
    for name, body in image.items():
        if not name.endswith(("-shm", ".claim")):
            (folder / name).write_bytes(body)
    try:
        journal = Journal(folder / "center.db", "box", synchronous="OFF")
    except Trouble as trouble:
        return f"damaged: {trouble.code}"
    try:
        if not journal.verify().whole:
            return "damaged: chain"
        numbers = Counter(e.fact.ticket for e in journal.entries() if isinstance(e.fact, NumberTaken))
    finally:
        journal.close()
    if any(count > 1 for count in numbers.values()):
        return "twice"
    return "lost" if set(answered) - set(numbers) else "ok"


def replay(steps: list[Step], cuts: int, seed: int) -> Counter:
    """The verdicts of so many cuts at random places of the trace."""
    chance = random.Random(seed)
    places = sorted(chance.randrange(1, len(steps) + 1) for _ in range(cuts))
    fast = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="cut-", dir=fast if fast.is_dir() else None))
    disk, done, verdicts = Disk(), 0, Counter()
    try:
        for place in places:
            for step in steps[done:place]:
                disk.take(step)
            done = place
            verdicts[judge(disk.after_cut(chance), disk.answered, folder)] += 1
    finally:
        shutil.rmtree(folder)
    return verdicts


def run(synchronous: str, tickets: int, cuts: int, seed: int) -> Counter:
    folder = Path(tempfile.mkdtemp(prefix="power-")).resolve()
    try:
        steps = read_trace(record(folder, synchronous, tickets), folder)
        began = time.perf_counter()
        verdicts = replay(steps, cuts, seed)
        rate = cuts / (time.perf_counter() - began)
    finally:
        shutil.rmtree(folder)
    kinds = Counter(step.kind for step in steps)
    answered = sum(len(step.tickets) for step in steps)
    line(f"synchronous={synchronous}", f"{kinds['write']} writes", f"{kinds['sync']} syncs", f"{answered} answers",
         f"{cuts} cuts", f"{rate:.0f}/s", dict(verdicts))
    return verdicts


def main() -> int:
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=10_000)
    parser.add_argument("--tickets", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if not shutil.which("strace"):
        print("strace is missing", file=sys.stderr)
        return 2
    print(machine())
    real = run("FULL", options.tickets, options.cuts, options.seed)
    control = run("NORMAL", options.tickets, max(200, options.cuts // 10), options.seed)
    held = set(real) == {"ok"}
    print("FULL held" if held else "FULL did NOT hold", "– control NORMAL",
          "failed as it must" if control["lost"] else "did NOT fail: nothing is proved")
    return 0 if held and control["lost"] else 1


if __name__ == "__main__":
    sys.exit(main())
