"""Reading codes from a camera: our decoding beside plain pyzbar, cv2.QRCodeDetector and plain zxing-cpp, same frames.

Parts: `frames` (the corpus), `heldout` (another corpus, never tuned on), `texts` (10,000 Vietnamese card payloads by
the camera's and the serial reader's way), `burst` (medium-hard codes within the first five frames of a camera).
Union: a code counts where at least one of the three peers read it. False: a text that no code in the frame has.

    python -m benchmarks.codes [--quick] [--pictures FOLDER] [PART…]
"""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import zxingcpp
from pyzbar.pyzbar import decode as pyzbar_decode

from benchmarks import code_frames, code_heldout, code_media
from devices.decoding import read_codes
from devices.drivers.camera_reader import Presented

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


def by_zxing(picture) -> list[bytes]:
    return [code.bytes for code in zxingcpp.read_barcodes(picture)]


def by_pyzbar(picture) -> list[bytes]:
    return [code.data for code in pyzbar_decode(picture)]


def by_cv2(picture) -> list[bytes]:
    try:
        found, texts, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(picture)
    except (cv2.error, UnicodeDecodeError):
        return []
    return [text.encode(errors="replace") for text in texts if text] if found else []


def by_us(picture) -> list[bytes]:
    return [code.raw for code in read_codes(picture)]


def timed(read, picture) -> tuple[list[bytes], float]:
    started = time.perf_counter()
    return read(picture), time.perf_counter() - started


def measure(corpus: str, category: str, count: int) -> Row:
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    row = Row(category)
    for frame in {"frames": code_frames, "heldout": code_heldout}[corpus].frames(category, count):
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
        if truths and all(truth in ours for truth in truths):
            row.hits.append((seconds, zxing_seconds))
        elif not ours and not theirs["zxing-cpp"]:
            row.misses.append((seconds, zxing_seconds))
    return row


def corpus(name: str, count: int, pool: ProcessPoolExecutor) -> None:
    categories = [*code_frames.CATEGORIES, code_frames.EMPTY] if name == "frames" else code_heldout.CATEGORIES
    print(f"\n{name}: {count} frames a category (a quarter of them at 12 megapixels)")
    print(
        f"{'category':26} codes "
        + " ".join(f"{name:>6}" for name in ("ours", "union", "zxing", "pyzbar", "cv2"))
        + "   false ours/zxing/pyzbar/cv2"
    )
    counts = [max(1, count // 4) if "megapixels" in category else count for category in categories]
    whole = Row("all")
    for row in pool.map(measure, [name] * len(categories), categories, counts):
        tell(row)
        whole.codes, whole.union = whole.codes + row.codes, whole.union + row.union
        whole.read, whole.false = whole.read + row.read, whole.false + row.false
        whole.hits += row.hits
        whole.misses += row.misses
    tell(whole)
    for what, pairs in (("hits", whole.hits), ("misses", whole.misses)):
        if pairs:
            ours, zxing = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
            ratio = median(pair[0] / pair[1] for pair in pairs)
            print(f"{what}: {len(pairs)}, median {ours * 1e3:.0f} ms, plain zxing-cpp {zxing * 1e3:.0f} ms, ", end="")
            print(f"median of ratios {ratio:.2f}")


def tell(row: Row) -> None:
    shares = [row.read["ours"], row.union, *(row.read[peer] for peer in PEERS)]
    false = "/".join(str(row.false[name]) for name in ("ours", *PEERS))
    print(f"{row.name:26} {row.codes:5} " + " ".join(f"{share:6}" for share in shares) + f"   {false}", flush=True)


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


def burst_of(seed: int) -> tuple[int, bool, bool]:
    """In which frame (from 1; 0 never) a burst's code was told; whether anything else was; zxing within five."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng([7, seed])
    content = code_media.card_payload(rng)
    medium = (code_media.id_card if seed % 2 else code_media.paper)(rng, content)
    size = code_media.pick(rng, ((1280, 720), (1920, 1080)))
    tilt, glare = rng.uniform(5, 35), rng.uniform(0, 0.4)
    held = code_frames.any_shot(rng, size=size, module=rng.uniform(2.8, 4.5), tilt=tilt, glare=glare)
    scene = code_frames.scene_of(rng, medium, held)
    presented, told, wrong, plain = Presented(), 0, False, False
    for number in range(BURST_FRAMES):
        # The hand trembles and the lens hunts; the light stays.
        shot = replace(held, defocus=rng.uniform(0.3, 1.9), motion=rng.uniform(0, 3.5))
        picture = code_frames.sensed(rng, scene, shot)
        plain = plain or content in by_zxing(picture)
        for code in presented.new(read_codes(picture), number * 0.1):
            wrong = wrong or code.raw != content
            told = told or number + 1
    return told, wrong, plain


def burst(count: int, pool: ProcessPoolExecutor) -> None:
    print(f"\nburst: {count} medium-hard codes, frames at ten a second, told by the camera reader")
    outcomes = list(pool.map(burst_of, range(count), chunksize=8))
    for frame in range(1, BURST_FRAMES + 1):
        print(f"within {frame} frames: {sum(0 < told <= frame for told, _, _ in outcomes) / count:.2%}")
    print(f"plain zxing-cpp within {BURST_FRAMES}: {sum(plain for _, _, plain in outcomes) / count:.2%}; "
          f"wrong texts of ours {sum(wrong for _, wrong, _ in outcomes)}")  # fmt: skip


def save_pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for module, names in (
        (code_frames, [*code_frames.CATEGORIES, code_frames.EMPTY]),
        (code_heldout, code_heldout.CATEGORIES),
    ):
        for name in names:
            frame = next(module.frames(name, 1))
            cv2.imwrite(
                str(folder / f"{module.__name__.rpartition('.')[2]} {name}.jpg".replace("/", " ")), frame.picture
            )


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.codes", description=__doc__)
    parser.add_argument("parts", nargs="*", default=["frames", "heldout", "texts", "burst"])
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--frames", type=int, default=20, help="frames of each category; bursts are ten times as many")
    parser.add_argument("--pictures", type=Path, help="only save one frame of each category here")
    asked = parser.parse_args()
    if asked.pictures:
        save_pictures(asked.pictures)
        return 0
    with ProcessPoolExecutor(2) as pool:
        for part in asked.parts:
            match part:
                case "frames" | "heldout":
                    corpus(part, 2 if asked.quick else asked.frames, pool)
                case "texts":
                    texts(500 if asked.quick else 10_000, pool)
                case "burst":
                    burst(20 if asked.quick else asked.frames * 10, pool)
                case _:
                    parser.error(part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
