"""What a ticket costs on its way to the paper, and whether the paper shows what was designed.

1. Bytes of tickets and of a checklist on 80 and 58 mm in every manner, and their seconds on a serial line, beside
   python-escpos's `image()` of the same paper in the same run (the peer). "Hybrid" is what a serial line gets.
2. CPU of composing and encoding the next ticket, and one of which no line was ever seen before, once letters are warm.
3. Every profile of python-escpos that can draw x random Vietnamese tickets, read back by the strict printer: raster
   blocks dot by dot, QR through zxing-cpp, downloaded letters one by one as text from the printer's cells.

PYTHONPATH=. .venv/bin/python -m benchmarks.tickets [--quick] [--tickets N]
"""

import argparse
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import zxingcpp
from escpos.capabilities import CAPABILITIES
from escpos.printer import Dummy

from center.papers import Check, Code, Cut, Document, Number
from center.slips import ticket_slip
from center.waiting import estimate
from devices.drawing import Paper, design
from devices.encoding import Model, encode, model, slices
from devices.sample import sample_ticket
from devices.simulators.paper_printer import PaperPrinter
from devices.troubles import Misconfigured
from tests.center.a_center import Center
from tests.devices.printed import differing_dots, number_rows, random_ticket, said, written

BAUDS = (19_200, 115_200)
REAL_TIME = re.compile(rb"\x10(\x04[\x01-\x04]|\x05[\x00-\x02]|\x14[\x01-\x03\x08])")  # heard even within a picture


def manners(printer: Model) -> Iterator[tuple[str, Model, bool]]:
    """(name, model as the driver sets it, native number)."""
    coarse, own = (replace(printer, paper=replace(printer.paper, letters=letters)) for letters in ("coarse", "own"))
    yield "drawn, QR too", replace(printer, draws_codes=False), False
    yield "drawn", printer, False
    yield "hybrid (coarse), QR too", replace(coarse, draws_codes=False), False
    yield "hybrid (coarse)", coarse, False
    yield "hybrid, printer's number", coarse, True
    yield "own letters", own, False
    yield "own, printer's number", own, True


def job_of(document: Document, printer: Model, native_number: bool) -> list[bytes]:
    return slices(encode(document, printer, native_number), printer)


def papers() -> dict[str, Document]:
    center = Center(manned=(1, 2))
    for _ in range(4):
        center.take()
    center.take(priority="cao_tuoi", procedures=("1.001193",))
    wait = estimate(center.day, center.setup, "ho-tich", before="A005")
    listed = (
        "Tờ khai theo mẫu, có đủ chữ ký của người yêu cầu",
        "Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp; nếu không có thì văn bản của người làm chứng",
        "Văn bản ủy quyền được chứng thực, trong trường hợp ủy quyền thực hiện việc đăng ký",
        "Căn cước hoặc giấy tờ khác có dán ảnh, còn giá trị sử dụng",
    )
    return {
        "sample ticket": sample_ticket(),
        "ticket of a center": ticket_slip(center.setup, center.day, center.ticket("A005"), wait),
        "checklist of 12": Document("list", (*(Check(f"{n}. {text}") for n in (1, 2, 3) for text in listed), Cut())),
    }


def cost() -> None:
    print(f"{'':48} {'bytes':>7} {'of plain':>9} {'19,200':>8} {'115,200':>8}")
    for title, document in papers().items():
        for width in (576, 384):
            printer = model("default", width)
            peer = Dummy(profile="TM-T20II" if width == 576 else "NT-5890K")
            peer.image(design(document, Paper(width)), impl="bitImageRaster", center=False)
            peer.cut()
            plain = len(peer.output)
            rows = [("python-escpos image()", plain)]
            rows += [(name, sum(map(len, job_of(document, *how)))) for name, *how in manners(printer)]
            for name, length in rows:
                seconds = " ".join(f"{length * 10 / baud:6.2f} s" for baud in BAUDS)
                where, share = f"{title}, {80 if width == 576 else 58} mm", f"1/{plain / length:.1f}"
                print(f"{where:24} {name:23} {length:7,} {share:>9} {seconds}")


def processor(tickets: int) -> None:
    for name, printer, native_number in manners(model("TM-T20II")):
        chance = random.Random(5)
        for _ in range(60):
            job_of(random_ticket(chance), printer, native_number)
        spent = []
        for _ in range(tickets):
            document = random_ticket(chance)
            before = time.process_time()
            job_of(document, printer, native_number)
            spent.append((time.process_time() - before) * 1000)
        usual = []
        for number in range(tickets):
            document = sample_ticket(f"A {number % 999:03}", number % 40)
            before = time.process_time()
            job_of(document, printer, native_number)
            usual.append((time.process_time() - before) * 1000)
        typical, most = statistics.median(usual), sorted(usual)[int(tickets * 0.95)]
        print(
            f"{name:30} next ticket {typical:5.2f} ms (p95 {most:5.2f}); "
            f"every line new {statistics.median(spent):5.2f} ms"
        )


def models() -> list[str]:
    names = []
    for name in sorted(CAPABILITIES["profiles"]):
        try:
            model(name)
            names.append(name)
        except Misconfigured:
            pass  # has no raster, or paper of no width
    return names


def read_back(name: str, tickets: int) -> tuple[str, int, int, int, int, int, int]:
    """(profile, tickets, differing dots, codes misread, letters misread, letters read, real-time bytes in pictures)."""
    chance = random.Random(name)
    dots = codes = letters = read = real_time = 0
    for turn in range(tickets):
        document = random_ticket(chance)
        _, printer, native_number = list(manners(model(name)))[turn % 7]
        native_number = native_number or chance.random() < 0.3
        pieces = encode(document, printer, native_number)
        job = slices(pieces, printer)
        paper = PaperPrinter(printer.paper, half_dot_feed=printer.half_dot_feed, knife=bool(printer.cuts))
        for part in job:
            paper.take(part)
        paper.take(b"\x1dr\x01")
        page = paper.pages[-1].picture
        dots += differing_dots(page, pieces, printer) + len(paper.complaints)
        if any(piece.native and isinstance(piece.block, Number) for piece in pieces):
            dots += number_rows(page, pieces) < 8 * printer.paper.dots_per_mm
        code = next(block.data for block in document.blocks if isinstance(block, Code))
        found = zxingcpp.read_barcode(page.convert("L"))
        codes += found is None or found.text != code
        asked = written(pieces)
        text = said(job, printer) if asked else ""
        letters += sum(a != b for a, b in zip(text, asked, strict=False)) + abs(len(text) - len(asked))
        read += len(asked)
        real_time += len(REAL_TIME.findall(b"".join(job)))
    return name, tickets, dots, codes, letters, read, real_time


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.tickets")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--tickets", type=int, default=1000, help="random tickets per profile")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    tickets = 10 if asked.quick else asked.tickets
    cost()
    processor(50 if asked.quick else 300)
    names, sums = models(), [0] * 6
    with ProcessPoolExecutor(asked.workers) as pool:
        for name, *counts in pool.map(read_back, names, [tickets] * len(names)):
            sums = [a + b for a, b in zip(sums, counts, strict=True)]
            print(
                f"{name:16} {counts[0]} tickets, {counts[1]} dots, {counts[2]} codes, {counts[3]} letters wrong",
                flush=True,
            )
    total, dots, codes, letters, read, real_time = sums
    print(
        f"{len(names)} profiles, {total:,} tickets: {dots} dots differ, {codes} QR codes misread, "
        f"{letters} of {read:,} downloaded letters wrong or missing; {real_time} commands in real time by accident"
    )
    return 1 if dots or codes or letters else 0


if __name__ == "__main__":
    sys.exit(main())
