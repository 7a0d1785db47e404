"""From "scan" to pages in hand: our eSCL driver against a bare download, and scanimage with sane-airscan beside it.

All three take the same sheets from the same simulated scanner on loopback, so what differs is what stands in between.
Prints one line per way: the first page, each further page, processor time of this program and its children.

    PYTHONPATH=. .venv/bin/python -m benchmarks.scanning [--quick]
"""

import argparse
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import requests

from devices.drivers.escl_scanner import EsclScanner
from devices.drivers.escl_words import parse_capabilities, scan_settings
from devices.drivers.sane_scanner import SaneScanner
from devices.scanning import Mode, ScanWish, Source
from devices.simulators.escl_server import EsclServer
from devices.simulators.feeder import Feeder


def bare(server: EsclServer, wish: ScanWish) -> Iterator[bytes]:
    """The floor: the same requests without deadlines, checks or looking at the pages."""
    root = f"http://127.0.0.1:{server.port}/eSCL"
    body, _ = scan_settings(wish, parse_capabilities(requests.get(f"{root}/ScannerCapabilities", timeout=60).content))
    job = requests.post(f"{root}/ScanJobs", body, timeout=60).headers["Location"]
    while (answer := requests.get(f"{job}/NextDocument", timeout=60)).status_code == 200:
        yield answer.content


def ours(server: EsclServer, wish: ScanWish) -> Iterator[bytes]:
    for page in EsclScanner(server.uri).scan(wish):
        yield page.content


def airscan(server: EsclServer, wish: ScanWish) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "dll.conf").write_text("airscan\n")
        devices = f'[devices]\n"Sim" = http://127.0.0.1:{server.port}/eSCL, eSCL\n[options]\ndiscovery = disable\n'
        (Path(folder) / "airscan.conf").write_text(devices)
        os.environ["SANE_CONFIG_DIR"] = folder
        for page in SaneScanner("sane:airscan:e0:Sim").scan(wish):
            yield page.content


def cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure(way: Callable, wish: ScanWish, pages: int, rounds: int) -> tuple[float, float, float, float]:
    """Medians: seconds to the first page, per further page, processor seconds per page, MB per page."""
    firsts, others, cpus, sizes = [], [], [], []
    with EsclServer(feeder=Feeder(",".join(["form", "letter", "stained"] * (pages // 3)))) as server:
        for _ in range(rounds + 1):  # the first one draws the sheets and is not counted
            began, cpu, arrivals = time.monotonic(), cpu_seconds(), []
            for content in way(server, wish):
                arrivals.append(time.monotonic())
                sizes.append(len(content) / 1e6)
            assert len(arrivals) == pages
            firsts.append(arrivals[0] - began)
            others.append((arrivals[-1] - arrivals[0]) / (pages - 1))
            cpus.append((cpu_seconds() - cpu) / pages)
    return (*(statistics.median(values[1:]) for values in (firsts, others, cpus)), statistics.median(sizes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three pages, one round")
    quick = parser.parse_args().quick
    pages, rounds = (3, 1) if quick else (12, 3)
    ways: list[tuple[str, Callable]] = [("bare download (floor)", bare), ("eSCL driver", ours)]
    if shutil.which("airscan-discover"):
        ways.append(("scanimage + sane-airscan", airscan))
    for mode, dpi in ((Mode.GRAY, 300), (Mode.COLOUR, 300)):
        for name, way in ways:
            first, other, cpu, size = measure(way, ScanWish(Source.FEEDER, mode, dpi), pages, rounds)
            print(
                f"A4 {mode:6} {dpi} dpi  {name:26} first page {first:6.3f} s   each further {other:6.3f} s   "
                f"processor {cpu:6.3f} s a page   {size:5.2f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
