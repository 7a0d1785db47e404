"""Reading codes from a camera: our decoding beside plain pyzbar, cv2.QRCodeDetector and plain zxing-cpp, same frames.

Parts: `frames` (the corpus), `heldout` (another corpus, never tuned on), `texts` (10,000 Vietnamese card payloads by
the camera's and the serial reader's way), `burst` (medium-hard codes within the first five frames of a camera).
Union: a code counts where at least one of the three peers read it. False: a text that no code in the frame has.

    python -m benchmarks.codes [--quick] [--pictures FOLDER] [PART…]
    python -m benchmarks.codes photos FOLDER…      photographs of your own: benchmarks/code_photos.py
"""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import zxingcpp
from pyzbar.pyzbar import decode as pyzbar_decode

from benchmarks import code_bursts, code_frames, code_heldout, code_media, code_photos
from devices.cameras import Frame
from devices.decoding import read_codes
from devices.drivers.camera_reader import Watch

CORPORA = {"frames": code_frames, "heldout": code_heldout}
PIECE = 5  # frames that one process measures at a time
PEERS = ("zxing-cpp", "pyzbar", "cv2")
BURST_FRAMES = 5


@dataclass(slots=True)
class Row:
    """One category: codes there, read by each, texts that were not there; seconds of hits and misses, ours first."""

    name: str
    codes: int = 0
    union: int = 0
    read: Counter = field(default_factory=Counter)
    false: Counter = field(default_factory=Counter)
    hits: list[tuple[float, float]] = field(default_factory=list)
    misses: list[tuple[float, float]] = field(default_factory=list)
    behind: list[int] = field(default_factory=list)  # frames with a code that a peer read and we did not

    def add(self, other: "Row") -> None:
        self.codes, self.union = self.codes + other.codes, self.union + other.union
        self.read, self.false = self.read + other.read, self.false + other.false
        self.hits += other.hits
        self.misses += other.misses
        self.behind += other.behind


def by_zxing(picture) -> list[bytes]:
    return [code.bytes for code in zxingcpp.read_barcodes(picture)]


def by_pyzbar(picture) -> list[bytes]:
    return [code.data for code in pyzbar_decode(picture)]


def by_cv2(picture) -> list[bytes]:
    return code_photos.by_opencv(cv2.QRCodeDetector(), picture)


def by_us(picture) -> list[bytes]:
    return [code.raw for code in read_codes(picture, clock=time.process_time)]


def timed(read, picture) -> tuple[list[bytes], float]:
    """The processor's time, which our patience counts here too: what else the machine does changes nothing."""
    started = time.process_time()
    return read(picture), time.process_time() - started


def measure(corpus: str, category: str, numbers: range) -> Row:
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    row = Row(category)
    for frame in CORPORA[corpus].frames(category, numbers):
        truths = [truth.raw for truth in frame.truths]
        ours, seconds = timed(by_us, frame.picture)
        theirs: dict[str, list[bytes]] = {}
        theirs["zxing-cpp"], zxing_seconds = timed(by_zxing, frame.picture)
        theirs["pyzbar"], theirs["cv2"] = by_pyzbar(frame.picture), by_cv2(frame.picture)
        row.codes += len(truths)
        row.union += sum(any(truth in said for said in theirs.values()) for truth in truths)
        for name, said in (("ours", ours), *theirs.items()):
            row.read[name] += sum(truth in said for truth in truths)
            row.false[name] += sum(text not in truths for text in said)
        for truth in truths:
            if truth not in ours and any(truth in said for said in theirs.values()):
                row.behind.append(frame.seed)
        if truths and all(truth in ours for truth in truths):
            row.hits.append((seconds, zxing_seconds))
        elif not ours and not theirs["zxing-cpp"]:
            row.misses.append((seconds, zxing_seconds))
    return row


def corpus(name: str, count: int, pool: ProcessPoolExecutor) -> None:
    print(f"\n{name}: {count} frames a category, {count // 4} at 12 megapixels; a category is told when it is done")
    print(
        f"{'category':26} codes "
        + " ".join(f"{name:>6}" for name in ("ours", "union", "zxing", "pyzbar", "cv2"))
        + "   false ours/zxing/pyzbar/cv2"
    )
    pieces: dict[Future[Row], str] = {}
    categories = CORPORA[name].CATEGORIES
    for category in sorted(categories, key=lambda category: "megapixels" not in category):  # what takes longest first
        frames = max(1, count // 4) if "megapixels" in category else count
        for start in range(0, frames, PIECE):
            pieces[pool.submit(measure, name, category, range(start, min(start + PIECE, frames)))] = category
    rows, waiting, whole = {category: Row(category) for category in categories}, Counter(pieces.values()), Row("all")
    for piece in as_completed(pieces):
        category = pieces[piece]
        rows[category].add(piece.result())
        whole.add(piece.result())
        waiting[category] -= 1
        if not waiting[category]:
            tell(rows[category])
    tell(whole)
    for what, pairs in (("hits", whole.hits), ("misses", whole.misses)):
        if pairs:
            ours, zxing = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
            ratio = median(pair[0] / pair[1] for pair in pairs)
            print(f"{what}: {len(pairs)}, median {ours * 1e3:.0f} ms, plain zxing-cpp {zxing * 1e3:.0f} ms, ", end="")
            print(f"median of ratios {ratio:.2f}", flush=True)


def tell(row: Row) -> None:
    shares = [row.read["ours"], row.union, *(row.read[peer] for peer in PEERS)]
    false = "/".join(str(row.false[name]) for name in ("ours", *PEERS))
    behind = f"   behind in {sorted(row.behind)}" if row.behind and row.name != "all" else ""
    print(
        f"{row.name:26} {row.codes:5} " + " ".join(f"{share:6}" for share in shares) + f"   {false}{behind}", flush=True
    )


def texts_of(seeds: range) -> Counter:
    """Payloads drawn as clean QR codes: right, silent and wrong texts by each way."""
    said: Counter = Counter()
    for seed in seeds:
        content = code_media.card_payload(np.random.default_rng([99, seed]))
        picture = code_media.quiet(code_media.symbol(content, "QRCode", 4), 4)
        ours = read_codes(picture)
        for name, texts in (
            ("camera", [code.text for code in ours]),
            ("zxing-cpp", [code.text for code in zxingcpp.read_barcodes(picture)]),
            ("pyzbar", [code.data.decode("utf-8", "replace") for code in pyzbar_decode(picture)]),
        ):
            said[name, "right" if texts == [content.decode()] else "wrong" if texts else "silent"] += 1
    return said


def texts(count: int, pool: ProcessPoolExecutor) -> None:
    print(f"\ntexts: {count} Vietnamese card payloads, byte mode, no charset named")
    pieces = [range(start, min(start + 250, count)) for start in range(0, count, 250)]
    said = sum(pool.map(texts_of, pieces), Counter())
    said.update(texts_by_serial(count))
    for name in ("camera", "serial", *PEERS[:2]):
        print(f"{name:10}" + "".join(f"  {what} {said[name, what]:6}" for what in ("right", "wrong", "silent")))


def texts_by_serial(count: int) -> Counter:
    """The same payloads as lines, in pieces of random lengths, through a pseudo terminal."""
    from devices.drivers.serial_reader import SerialReader
    from devices.transports import transport

    if not hasattr(os, "openpty"):
        return Counter()
    master, slave = os.openpty()
    seen: list[str | None] = []
    reader = SerialReader(transport(f"serial://{os.ttyname(slave)}?baud=115200"))
    reader.watch(lambda scan: seen.append(scan.text))
    sent = [code_media.card_payload(np.random.default_rng([99, seed])) for seed in range(count)]
    rng, stream = np.random.default_rng(5), b"\r\n".join(sent) + b"\r\n"
    time.sleep(0.3)
    at = 0
    while at < len(stream):
        step = int(rng.integers(1, 700))
        os.write(master, stream[at : at + step])
        at += step
    deadline = time.monotonic() + 20
    while len(seen) < count and time.monotonic() < deadline:
        time.sleep(0.05)
    reader.close()
    os.close(master)
    os.close(slave)
    right = sum(text == content.decode() for text, content in zip(seen, sent, strict=False))
    return Counter(
        {("serial", "right"): right, ("serial", "wrong"): len(seen) - right, ("serial", "silent"): count - len(seen)}
    )


def burst_of(seed: int) -> tuple[int, int, bool]:
    """In which frame (from 1; 0 never) we told a burst's code, and zxing read it; whether we said another text."""
    cv2.setNumThreads(1)
    content, pictures = code_bursts.burst(seed, BURST_FRAMES)
    # The clock counts this process's own work, so that what else the machine does changes nothing.
    watch, told, plain, wrong = Watch(clock=time.process_time), 0, 0, False
    for number, picture in enumerate(pictures, 1):
        plain = plain or number * (content in by_zxing(picture))
        for code in watch.see(Frame(number, picture, number * 0.1)):
            wrong = wrong or code.raw != content or code.text != content.decode()
            told = told or number
        if told and plain:
            break
    return told, plain, wrong


def burst(count: int, pool: ProcessPoolExecutor) -> None:
    print(f"\nburst: {count} medium-hard codes, told by the camera reader; what that means: benchmarks/code_bursts.py")
    outcomes = list(pool.map(burst_of, range(count), chunksize=4))
    for name, place in (("ours", 0), ("plain zxing-cpp", 1)):
        within = [sum(0 < outcome[place] <= frame for outcome in outcomes) for frame in range(1, BURST_FRAMES + 1)]
        print(f"{name:16} within 1 to {BURST_FRAMES} frames: " + "  ".join(f"{one / count:.2%}" for one in within))
    missed = [seed for seed, (told, _, _) in enumerate(outcomes) if not told]
    print(f"wrong texts of ours: {sum(wrong for _, _, wrong in outcomes)}; never told: {missed}", flush=True)


def save_pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for corpus, module in CORPORA.items():
        for name in module.CATEGORIES:
            frame = next(module.frames(name, range(1)))
            cv2.imwrite(str(folder / f"{corpus} {name}.jpg".replace("/", " ")), frame.picture)


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.codes", description=__doc__)
    parser.add_argument("parts", nargs="*", default=["frames", "heldout", "texts", "burst"])
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--frames", type=int, default=12, help="of each category")
    parser.add_argument("--bursts", type=int, default=400)
    parser.add_argument("--pictures", type=Path, help="only save one frame of each category here")
    asked = parser.parse_args()
    if asked.pictures:
        save_pictures(asked.pictures)
        return 0
    with ProcessPoolExecutor(2) as pool:
        if asked.parts[0] == "photos":
            for folder in asked.parts[1:] or parser.error("photos of which folder?"):
                code_photos.photos(Path(folder), {"ours": by_us, "zxing-cpp": by_zxing, "pyzbar": by_pyzbar}, pool)
            return 0
        for part in asked.parts:
            match part:
                case "frames" | "heldout":
                    corpus(part, 2 if asked.quick else asked.frames, pool)
                case "texts":
                    texts(500 if asked.quick else 10_000, pool)
                case "burst":
                    burst(40 if asked.quick else asked.bursts, pool)
                case _:
                    parser.error(part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
