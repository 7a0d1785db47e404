"""Random card payloads through every reader that is no camera: how many texts are exact, refused, doubted, wrong.

    PYTHONPATH=. .venv/bin/python -m benchmarks.card_texts [--quick]

A serial reader carries bytes: over a pseudo terminal each text must be exact. A keyboard carries no Vietnamese letter:
whatever the reader makes of them, the text must be refused, or told to the official with a doubt. Wrong is a text that
differs from the card and goes on without a word. The control believes what was typed.
"""

import argparse
import os
import random
import sys
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from benchmarks.fuzz_targets import CLASSES, TODAY
from center.cards import PROVINCES
from center.errors import Unreadable
from center.people import read_person, ticket_class
from devices.codes import Scan
from devices.drivers.serial_reader import SerialReader
from devices.key_codes import EVENT_SIZES, LETTERS, KeyCodes
from devices.transports import transport
from devices.wedge import Key, Wedge

PAYLOADS, QUICK = 10_000, 500
FAMILIES, GIVEN, PLACES = (
    row.split("|")
    for row in (
        "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|An",
        "Văn|Thị|Đức|Ngọc|Minh|Ưu|Ánh|Thuỵ|Hoà|Tuấn|Nghĩa|Phượng|Quỳnh|Bảo|Châu|Long|Lan|Oanh|Yến|Bé",
        "Thôn Mẫu|Xã Tân Hưng|Phường Mẫu|Tổ dân phố số 4|Khoái Châu|Hưng Yên|Thái Bình|Đông Tiền Hải",
    )
)
PRESSED = {sign: (code, up) for code, pair in LETTERS.items() for up, sign in enumerate(pair)}
SHIFT, ENTER, ALT, KEYPAD_DIGITS = 42, 28, 56, (82, 79, 80, 81, 75, 76, 77, 71, 72, 73)


def payloads(many: int, seed: int = 20261121) -> list[str]:
    """Cards that are right in themselves, all different. Names, numbers and places are invented."""
    dice, provinces, made = random.Random(seed), sorted(PROVINCES), {}
    while len(made) < many:
        year, female = dice.randrange(1930, 2026), dice.randrange(2)
        number = f"{dice.choice(provinces)}{(year // 100 - 19) * 2 + female}{year % 100:02}{dice.randrange(10**6):06}"
        name = " ".join([dice.choice(FAMILIES), *dice.sample(GIVEN, dice.randrange(1, 4))])
        born, issued = (f"{dice.randrange(1, 29):02}{dice.randrange(1, 10):02}{y}" for y in (year, 2026))
        old = dice.choice(("", f"{dice.randrange(10**9):09}"))
        address = ", ".join(dice.sample(PLACES, dice.randrange(2, 5)))
        extra = "|" * dice.choice((0, 0, 4, 5))
        made["|".join((number, old, name, born, ("Nam", "Nữ")[female], address, issued)) + extra] = True
    return list(made)


# What keyboard-like readers make of a letter that no key has -------------------------------------


def dropped(text: str) -> str:
    return "".join(filter(str.isascii, text))


def stripped(text: str) -> str:
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def question_marks(text: str) -> str:
    return "".join(sign if sign.isascii() else "?" for sign in text)


def vni(text: str) -> str:
    """Keys of an input method that were sent as they are: Nguye64n."""
    marks = {"\u0302": "6", "\u0306": "8", "\u031b": "7", "\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4",
             "\u0323": "5"}  # fmt: skip
    return "".join(
        marks.get(sign, {"đ": "d9", "Đ": "D9"}.get(sign, sign)) for sign in unicodedata.normalize("NFD", text)
    )


def byte_letters(text: str) -> str:
    """Each byte as the letter that has its number."""
    return text.encode().decode("latin-1")


def composed(text: str) -> str:
    """What Telex makes of the letters that are left over: "oo" becomes ô, "dd" đ, "aw" ă."""
    left = dropped(text)
    for keys, letter in (
        ("oo", "ô"),
        ("ee", "ê"),
        ("aa", "â"),
        ("dd", "đ"),
        ("aw", "ă"),
        ("ow", "ơ"),
        ("uw", "ư"),
        ("w", "ư"),
    ):
        left = left.replace(keys, letter)
    return left


# The readers ------------------------------------------------------------------------------------


def through_window(text: str) -> Scan | None:
    """Typed within milliseconds into our window."""
    wedge: Wedge[str] = Wedge()
    known = [one for place, sign in enumerate(text) for one in wedge.press(Key(sign, place * 0.003, sign))]
    known += wedge.press(Key("\r", len(text) * 0.003, ends=True))
    return next((one for one in known if isinstance(one, Scan)), None)


def through_device(text: str) -> Scan | None:
    """As key events of a grabbed input device; what no key writes as Alt and the digits of its number."""
    event, presses = EVENT_SIZES[24], []
    for sign in text:
        if sign in PRESSED:
            code, up = PRESSED[sign]
            presses += [(SHIFT, 1)] * up + [(code, 1), (code, 0)] + [(SHIFT, 0)] * up
        else:
            digits = [(KEYPAD_DIGITS[int(digit)], value) for digit in str(ord(sign)) for value in (1, 0)]
            presses += [(ALT, 1), *digits, (ALT, 0)]
    presses += [(ENTER, 1), (ENTER, 0)]
    scans = KeyCodes(24).feed(b"".join(event.pack(0, 0, 1, code, value) for code, value in presses))
    return scans[0] if scans else None


def through_serial(texts: list[str]) -> Iterable[Scan | None]:
    """Over a pseudo terminal, in pieces of any length; the driver as it runs in a kiosk."""
    import tty

    reader_end, port = os.openpty()
    tty.setraw(port)
    reader, heard, whole = SerialReader(transport(f"serial://{os.ttyname(port)}?baud=115200")), [], threading.Event()
    reader.watch(lambda scan: (heard.append(scan), len(heard) >= len(texts) and whole.set()))
    dice, stream = random.Random(1), b"".join(text.encode() + b"\r\n" for text in texts)
    deadline = time.monotonic() + 10
    while not reader.health().well and time.monotonic() < deadline:
        time.sleep(0.01)
    while stream:
        piece = dice.randrange(1, 400)
        os.write(reader_end, stream[:piece])
        stream = stream[piece:]
    whole.wait(30)
    reader.close()
    os.close(reader_end)
    os.close(port)
    return heard + [None] * (len(texts) - len(heard))


# Counting ---------------------------------------------------------------------------------------


def outcome(card: str, scan: Scan | None) -> str:
    """exact | refused | doubted | wrong; "wrong class" where a ticket would get a class that is not the holder's."""
    if scan is None or scan.text is None:
        return "refused"
    try:
        if ticket_class(scan.text, CLASSES, TODAY) != ticket_class(card, CLASSES, TODAY):
            return "wrong class"
    except Unreadable:
        pass
    if scan.text == card:
        return "exact"
    try:
        return "doubted" if read_person(scan.text, TODAY).doubts else "wrong"
    except Unreadable:
        return "refused"


WAYS: tuple[tuple[str, Callable[[str], Scan | None]], ...] = (
    ("window, letters dropped", lambda card: through_window(dropped(card))),
    ("window, marks stripped", lambda card: through_window(stripped(card))),
    ("window, question marks", lambda card: through_window(question_marks(card))),
    ("window, VNI keys as they are", lambda card: through_window(vni(card))),
    ("window, bytes as letters", lambda card: through_window(byte_letters(card))),
    ("window, Telex left on", lambda card: through_window(composed(card))),
    ("evdev, letters dropped", lambda card: through_device(dropped(card))),
    ("evdev, Alt and numbers", through_device),
    ("evdev, VNI keys as they are", lambda card: through_device(vni(card))),
)


def rows(cards: list[str]) -> list[tuple[str, Counter]]:
    """Each way with what became of the cards."""
    found = [("serial, over a pty", Counter(map(outcome, cards, through_serial(cards))))] if os.name == "posix" else []
    return found + [(name, Counter(outcome(card, read(card)) for card in cards)) for name, read in WAYS]


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.card_texts", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    cards = payloads(QUICK if parser.parse_args().quick else PAYLOADS)
    print(f"{len(cards):,} cards{'':22}{'exact':>8} {'refused':>8} {'doubted':>8} {'wrong':>8} {'wrong class':>12}")
    wrong = 0
    for name, count in rows(cards):
        wrong += count["wrong"] + count["wrong class"]
        columns = (count[kind] for kind in ("exact", "refused", "doubted", "wrong"))
        print(f"{name:32}" + " ".join(f"{column:8,}" for column in columns) + f" {count['wrong class']:12,}")
    believed = sum(dropped(card) != card for card in cards)
    print(f"control, a keyboard that is believed: {believed:,} wrong texts")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
