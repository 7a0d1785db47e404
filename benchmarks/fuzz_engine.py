"""One target fed in a process of its own: `python -m benchmarks.fuzz_engine NAME RUNS SEED FOLDER`.

By atheris (libFuzzer, guided by the coverage of our own modules) where it is installed, which is Linux on x86_64 with
CPython 3.11 to 3.13; elsewhere by hypothesis, blindly. What happens is written where a watcher sees it from outside,
the input first: whoever dies or hangs cannot tell any more.
"""

import mmap
import os
import re
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.fuzz_inputs import ODD_WORDS, Target, damaged

LONGEST_KEPT = 8192
ROUND = 2000  # hypothesis remembers what it tried
RSS_MB = 2000  # a page of 80 million pixels is 320 MB, and its PNG as much again


class Tally:
    """Counts and the input in hand, in a file that two processes see."""

    FIELDS = ("inputs", "read", "refused", "slowest_ns")

    def __init__(self, path: Path):
        length = 8 * len(self.FIELDS) + 8 + LONGEST_KEPT
        if not path.exists():
            path.write_bytes(bytes(length))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), length)

    def __getattr__(self, name: str) -> int:
        return struct.unpack_from("Q", self._shared, 8 * self.FIELDS.index(name))[0]

    def close(self) -> None:
        """Windows removes no file that is still seen."""
        self._shared.close()

    @property
    def input(self) -> bytes:
        """The last one begun."""
        begin = 8 * len(self.FIELDS) + 8
        return self._shared[begin : begin + struct.unpack_from("Q", self._shared, begin - 8)[0]]

    def feeding(self, target: Target) -> Callable[[bytes], None]:
        """`target.read` with everything counted; what is neither Refusal nor DeviceTrouble comes through."""
        from center.errors import Refusal
        from devices.troubles import DeviceTrouble

        shared, pack, clock, read = self._shared, struct.Struct("QQQQQ").pack_into, time.perf_counter_ns, target.read
        inputs = well = refused = slowest = 0

        def feed(given: bytes) -> None:
            nonlocal inputs, well, refused, slowest
            inputs += 1
            kept = given[:LONGEST_KEPT]
            shared[40 : 40 + len(kept)] = kept
            pack(shared, 0, inputs, well, refused, slowest, len(kept))
            begun = clock()
            try:
                well += bool(read(given))
            except (Refusal, DeviceTrouble):
                refused += 1
            slowest = max(slowest, clock() - begun)
            pack(shared, 0, inputs, well, refused, slowest, len(kept))

        return feed


def target_named(name: str) -> Target:
    from benchmarks.fuzz_targets import PLANTED, TARGETS

    return next(target for target in (*TARGETS, *PLANTED) if target.name == name)


def quoted(word: bytes) -> str:
    """As libFuzzer's dictionaries write it."""
    return '"' + re.sub("..", r"\\x\g<0>", word.hex()) + '"'


def by_atheris(name: str, runs: int, seed: int, folder: Path) -> None:
    """Never returns: libFuzzer ends the process, with 77 for an exception."""
    import atheris

    with atheris.instrument_imports(include=["center", "devices", "sync", "benchmarks"]):
        target = target_named(name)
    words, seeds, found = folder / "words", folder / "seeds", folder / "found"
    words.write_text("".join(f"{quoted(word)}\n" for word in ODD_WORDS), "ascii")
    for place in (seeds, found):
        place.mkdir()
    for number, content in enumerate(target.seeds):
        (seeds / str(number)).write_bytes(content)
    flags = [f"-runs={runs}", f"-seed={seed}", f"-max_len={target.longest}", f"-rss_limit_mb={RSS_MB}"]
    flags += [f"-dict={words}", f"-artifact_prefix={folder}{os.sep}", "-timeout=120", str(found), str(seeds)]
    atheris.Setup([sys.argv[0], *flags], Tally(folder / "tally").feeding(target))
    atheris.Fuzz()


def by_hypothesis(target: Target, runs: int, seed: int, tally: Tally) -> None:
    """Raises what the target raises."""
    import hypothesis

    feed = tally.feeding(target)
    quietly = {"database": None, "deadline": None, "phases": [hypothesis.Phase.generate]}
    for begin in range(0, runs, ROUND):
        many = min(ROUND, runs - begin)

        @hypothesis.seed(seed + begin)
        @hypothesis.settings(max_examples=many, suppress_health_check=list(hypothesis.HealthCheck), **quietly)
        @hypothesis.given(damaged(target.seeds))
        def a_round(given: bytes) -> None:
            feed(given)

        a_round()


def main() -> None:
    name, runs, seed, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    try:
        import atheris  # noqa: F401
    except ImportError:
        by_hypothesis(target_named(name), runs, seed, Tally(folder / "tally"))
    else:
        by_atheris(name, runs, seed, folder)


if __name__ == "__main__":
    main()
