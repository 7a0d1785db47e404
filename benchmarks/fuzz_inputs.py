"""What is fuzzed: functions of ours from bytes to nothing, with good inputs to begin from, and words to trip over.

A function may raise a Refusal or a DeviceTrouble and nothing else; what it promises besides it asserts itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from devices.checked_lines import crc8

# What parsers trip over, wherever it stands: ends and signs of lines, other digits, invisible and joined letters,
# numbers beyond their type, other people's syntax.
ODD_TEXTS = (
    "|", "||", "\n", "\r\n", "\t", " ", "\u00a0", "\u202e", "\u200b", "\ufeff", "\ufffd", "\ud800", "²", "٣", "①",
    "İ", "ſ", "ŉ", "e\u0323\u0302", "\u0301" * 9, "ﬃ", "Nữ", "00000000", "29022023", "31129999", "01010000", "-1",
    "0x10", "1e9", "9" * 40, "<", "<<", "*", "*00", "%s", "{0}", "&amp;", "=1+1", "\U0001f600", "\x1b[2J", "\x85",
    "*00\n", "<![CDATA[", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "</", "/>", "99999999999999999999", "://", "%00",
    "Content-Length: ", "Transfer-Encoding: chunked\r\n", "inf", "nan", "0.0000001", "again",
)  # fmt: skip
ODD_WORDS = (
    *(text.encode("utf-8", "surrogatepass") for text in ODD_TEXTS),
    b"\0", b"\xff", b"\x80", b"\x04", b"\x10\x04", b"\x12", b"\x16\x12\x12\x12", b"\xc3", b"\xe1\xbb", b"\xed\xa0\x80",
    b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\xff\xff", b"\0\0\0\1", b"\xef\xbb\xbf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """`read(input)` says whether something came of it. `share` of all inputs; `longest` in bytes."""

    name: str
    read: Callable[[bytes], bool]
    seeds: Sequence[bytes]
    share: float
    longest: int = 2048


def as_text(read: Callable[[str], bool]) -> Callable[[bytes], bool]:
    """The same of bytes: what is no UTF-8 reaches it as lone surrogates, which no reader of ours lets through."""
    return lambda given: read(given.decode("utf-8", "surrogateescape"))


def checked(given: bytes) -> bytes:
    """Behind an odd first byte every line carries its right check, which no chance finds."""
    if not given[:1] or not given[0] & 1:
        return given[1:]
    return b"".join(b"%s*%02X\n" % (body, crc8(body)) for body in given[1:].split(b"\n"))


def damaged(seeds: Sequence[bytes]):
    """A hypothesis strategy: seeds with a few pieces cut out, doubled, or exchanged for odd words and noise."""
    from hypothesis import strategies as st

    pieces = st.sampled_from(ODD_WORDS) | st.binary(min_size=0, max_size=4)
    cuts = st.tuples(st.floats(0, 1), st.integers(0, 20), pieces, st.integers(0, 2))

    def cut(seed: bytes, wounds: list) -> bytes:
        for place, length, piece, times in wounds:
            at = int(place * len(seed))
            seed = seed[:at] + piece + seed[at : at + length] * times + seed[at + length :]
        return seed

    return st.builds(cut, st.sampled_from(seeds), st.lists(cuts, max_size=4)) | st.binary(max_size=200)
