"""A QR that is one of several which only together are a text (structured append): half a text is a wrong one.

zxing-cpp tells a part's bytes like any other's and keeps to itself that there are more. A QR's first four bits name its
mode, and lie in its lower right corner; the modules are had as they were sampled.
"""

from collections.abc import Iterator
from operator import ne
from typing import Any

APPENDED = "0011"
LEVELS = {"M": 0, "L": 1, "H": 2, "Q": 3}
MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
KNOWN_BITS, WRONG_BITS = 24, 2  # of so many bits of a whole text, so many may be misread; 300 of 17 million agree
MOST_BLOCKS = 8


def is_part(dark: Any, level: str, mask: int, raw: bytes) -> bool:
    """Whether the mode of a QR says so, and its first bits are not those of `raw` as a whole text.

    `dark`: its modules, rows of truths; of a mirrored code they are transposed. One bit of the mode misread would turn
    a file's number in capitals and digits (0010) into a part (0011).
    """
    if _agreeing(dark.T, level, mask) > _agreeing(dark, level, mask):
        dark = dark.T
    last = len(dark) - 1
    up = [(row, column) for row in range(last, 8, -1) for column in (last, last - 1)]
    places = up + [(row, column) for row in range(9, last + 1) for column in (last - 2, last - 3)]
    bits = "".join(str(int(dark[at]) ^ int(MASKS[mask](*at))) for at in places)
    return bits[:4] == APPENDED and not any(_begins(bits, told) for told in _whole_texts(raw, (last - 16) // 4))


def _whole_texts(raw: bytes, version: int) -> Iterator[str]:
    """The first bits of a symbol that holds nothing but `raw`, in each mode that can (ISO/IEC 18004, 7.4)."""
    size = (version > 9) + (version > 26)
    count, text = len(raw), raw.decode("latin-1")
    if raw.isdigit():
        head = text[:3]
        yield f"0001{count:0{(10, 12, 14)[size]}b}{int(head):0{(0, 4, 7, 10)[len(head)]}b}"
    if count > 1 and all(letter in ALPHANUMERIC for letter in text):
        pair = ALPHANUMERIC.index(text[0]) * 45 + ALPHANUMERIC.index(text[1])
        yield f"0010{count:0{(9, 11, 13)[size]}b}{pair:011b}"
    told = f"0100{count:0{(8, 16, 16)[size]}b}" + "".join(f"{byte:08b}" for byte in raw[:2])
    yield told
    yield f"0111{26:08b}{told}"  # UTF-8, named


def _begins(bits: str, told: str) -> bool:
    """Whether the bits of the first block are these; codewords of several blocks take turns."""
    told = told[:KNOWN_BITS]
    for blocks in range(1, MOST_BLOCKS + 1):
        first = "".join(bits[8 * blocks * word :][:8] for word in range(3))[: len(told)]
        if len(first) == len(told) and sum(map(ne, first, told)) <= WRONG_BITS:
            return True
    return False


def _agreeing(dark: Any, level: str, mask: int) -> int:
    """How many of both copies of the fifteen bits for level and mask (ISO/IEC 18004, 7.9) are where they should be."""
    told = LEVELS[level] << 3 | mask
    rest = told << 10
    for shift in range(4, -1, -1):
        if rest >> (shift + 10) & 1:
            rest ^= 0b10100110111 << shift
    bits = (told << 10 | rest) ^ 0b101010000010010
    size, agreeing = len(dark), 0
    for number in range(15):
        upright = (number + (number > 5) if number < 8 else size - 15 + number, 8)
        level_at = (8, size - 1 - number if number < 8 else 15 - number - (number > 8))
        for at in (upright, level_at):
            agreeing += bool(dark[at]) == bool(bits >> number & 1)
    return agreeing
