"""Photographs of a folder, your own phone's for example: what each decoder reads of their codes, by sub-folder.

What is true is looked for beside NAME.jpg:
- NAME.txt or NAME.bin: the text, as zxing's pictures have it. Several codes are a line each; an empty file is no code.
- NAME.txt with a line SETS: four corners of each code and no text, as BoofCV's pictures have it. Codes are counted.
- nothing: a text is true if two of the three peers say so; what is said beyond it is `unproved`, and your eye decides.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2

from devices.pictures import colours_of

Reader = Callable[..., list[bytes]]  # what a decoder says of an array
ENDINGS = {".jpg", ".jpeg", ".mpo", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif"}
CHARSETS = ("utf-8", "cp932", "gb18030", "iso8859-1")  # of texts in others' corpora; ours are UTF-8
NAMES_SHOWN = 12


@dataclass(slots=True)
class Row:
    """Of one sub-folder; `ours` is among the names of `read`, `false` and `unproved`."""

    pictures: int = 0
    codes: int = 0
    union: int = 0
    read: Counter = field(default_factory=Counter)
    false: Counter = field(default_factory=Counter)
    unproved: Counter = field(default_factory=Counter)
    hits: list[float] = field(default_factory=list)  # our time in times of plain zxing-cpp
    misses: list[float] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)  # pictures of which a peer reads more than we do
    unread: list[str] = field(default_factory=list)  # of which nobody reads everything
    doubted: list[str] = field(default_factory=list)  # of which we say what is false or unproved
    unopened: list[str] = field(default_factory=list)  # torn, or of a kind that Pillow does not know (HEIC)

    def add(self, other: "Row") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def by_opencv(detector, picture) -> list[bytes]:
    try:
        found, texts, _, _ = detector.detectAndDecodeMulti(picture)
    except (cv2.error, UnicodeDecodeError):
        return []
    return [text.encode(errors="replace") for text in texts if text] if found else []


def by_aruco(picture) -> list[bytes]:
    return by_opencv(cv2.QRCodeDetectorAruco(), picture)


def is_said(truth: bytes, said: Iterable[bytes]) -> bool:
    text = truth.decode("utf-8", "replace")
    return any(raw == truth or any(raw.decode(name, "replace") == text for name in CHARSETS) for raw in said)


def truth_of(path: Path) -> tuple[list[bytes] | None, int]:
    """The texts, or None if they are not told, and how many codes there are."""
    for beside in (path.with_suffix(".bin"), path.with_suffix(".txt")):
        if beside.exists():
            told = beside.read_bytes().removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
            if beside.suffix == ".txt" and b"SETS" in told.split():
                return None, sum(len(line.split()) == 8 for line in told.splitlines())
            return ([told] if told else []), 1
    return None, 0


def measure(folder: Path, readers: Mapping[str, Reader], path: Path) -> tuple[str, Row]:
    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    name, row = str(path.relative_to(folder).parent), Row(pictures=1)
    try:
        picture = colours_of(path)
    except OSError:
        row.unopened.append(path.name)
        return name, row
    said, seconds = {}, {}
    for reader, read in readers.items():
        started = perf_counter()
        said[reader] = read(picture)
        seconds[reader] = perf_counter() - started
    everything = [raw for told in said.values() for raw in told]
    truths, codes = truth_of(path)
    known = truths is not None
    if truths and not is_said(truths[0], everything):
        lines = truths[0].splitlines()
        truths = lines if any(is_said(line, everything) for line in lines) else truths
    if truths is None:
        votes = Counter(raw for reader, told in said.items() if reader != "ours" for raw in set(told))
        truths = [raw for raw, count in votes.items() if count > 1]
    for reader, told in said.items():
        right = [truth for truth in truths if is_said(truth, told)]
        row.read[reader] = len(right) if known or not codes else min(codes, len(told))
        wrong = sum(not any(is_said(truth, [raw]) for truth in truths) for raw in told)
        (row.false if known else row.unproved)[reader] = wrong
    row.codes = len(truths) if known or not codes else codes
    by_peers = {raw for reader, told in said.items() if reader != "ours" for raw in told}
    best = max(row.read[reader] for reader in readers if reader != "ours")
    several = sum(is_said(truth, by_peers) for truth in truths) if known or not codes else min(codes, len(by_peers))
    row.union = max(best, several)
    if row.read["ours"] < row.union:
        row.behind.append(path.name)
    if max(best, row.read["ours"]) < row.codes:
        row.unread.append(path.name)
    if row.false["ours"] + row.unproved["ours"]:
        row.doubted.append(path.name)
    if row.codes and row.read["ours"] >= row.codes:
        row.hits.append(seconds["ours"] / seconds["zxing-cpp"])
    elif not said["ours"] and not said["zxing-cpp"]:
        row.misses.append(seconds["ours"] / seconds["zxing-cpp"])
    return name, row


def tell(name: str, row: Row, names: list[str]) -> None:
    peers = (row.read[reader] for reader in names[1:])
    counts = " ".join(f"{count:6}" for count in (row.codes, row.read["ours"], row.union, *peers))
    doubts = (" / ".join(str(told[reader]) for reader in names) for told in (row.false, row.unproved))
    times = (f"{median(ratios):5.1f}" if ratios else "    –" for ratios in (row.hits, row.misses))
    print(f"{name[-28:]:28} {row.pictures:5} {counts}   {'   '.join((*doubts, *times))}", flush=True)


def photos(folder: Path, readers: Mapping[str, Reader], pool: Executor) -> None:
    """`readers`: ours, then the peers, by name."""
    paths = (path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    paths = sorted(paths, key=lambda path: (path.parent, path.name))
    readers = {**readers, "cv2": by_aruco}
    names = list(readers)
    print(f"\nphotos: {len(paths)} of {folder}; false and unproved: {' / '.join(names)}; time in times of zxing-cpp")
    print(f"{'':27} photos  codes   ours  union  zxing pyzbar    cv2   false           unproved        hits  misses")
    whole = Row()
    measured = pool.map(partial(measure, folder, readers), paths)
    for name, ones in groupby(measured, key=itemgetter(0)):
        row = Row()
        for _, one in ones:
            row.add(one)
        tell(name, row, names)
        whole.add(row)
        for what in ("behind", "unread", "doubted", "unopened"):
            if there := getattr(row, what):
                print(f"    {what}: {', '.join(there[:NAMES_SHOWN])}{' …' * (len(there) > NAMES_SHOWN)}", flush=True)
    tell("all", whole, names)
