"""Inputs for fuzzing: good ones from a grammar or a list, damaged a little or a lot. The same seed, the same inputs."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Input = TypeVar("Input", str, bytes)

# What parsers trip over, wherever it stands: ends and signs of lines, other digits, invisible and joined letters.
ODD_TEXT = (
    "|", "||", "\0", "\n", "\r\n", "\t", " ", "\u00a0", "\u202e", "\u200b", "\ufeff", "\ufffd", "\ud800", "²", "٣", "①",
    "İ", "ſ", "ŉ", "e\u0323\u0302", "\u0301" * 9, "ﬃ", "Nữ", "N", "00000000", "29022023", "31129999", "01010000", "-1",
    "0x10", "1e9", "9" * 40, "<", "<<", "*", "*00", "%s", "{0}", "&amp;", "=1+1", "\U0001f600", "\x1b[2J", "\x85",
)  # fmt: skip
ODD_BYTES = (
    b"\0", b"\xff", b"\x80", b"\n", b"\r\n", b"\x04", b"\x10\x04", b"\x12", b"\xc3", b"\xe1\xbb", b"\xed\xa0\x80",
    b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\xff\xff", b"\0\0\0\1", b"*00\n", b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"</", b"/>", b"\xef\xbb\xbf", b"-1", b"99999999999999999999",
)  # fmt: skip


class Mutating:
    """`seeds`: good inputs. `grammar(dice)`: a further good one, made anew; None where there is none."""

    def __init__(
        self, seed: int, seeds: Sequence[Input], grammar: Callable[[random.Random], Input] | None, separator: Input
    ):
        self._dice = random.Random(seed)
        self._seeds, self._grammar, self._separator = tuple(seeds), grammar, separator
        self._empty = separator[:0]
        self._odd = ODD_TEXT if isinstance(separator, str) else ODD_BYTES
        self._ways = (
            self._one, self._one, self._one, self._odd_in, self._odd_in, self._cut_out, self._twice, self._graft,
            self._cut_off, self._swap, self._many, self._digit, self._digit,
        )  # fmt: skip

    def next(self) -> Input:
        chance = self._dice.random()
        if chance < 0.02:
            return self._noise(int(self._dice.random() ** 3 * 600))
        good = self._grammar(self._dice) if self._grammar and chance < 0.6 else self._pick(self._seeds)
        if chance > 0.95:
            return good
        while True:
            good = self._pick(self._ways)(good)
            if self._dice.random() < 0.55:
                return good

    def _pick(self, among: Sequence):
        return among[int(self._dice.random() * len(among))]

    def _place(self, text: Input) -> int:
        return int(self._dice.random() * (len(text) + 1))

    def _noise(self, length: int) -> Input:
        dice = self._dice
        if isinstance(self._empty, bytes):
            return dice.randbytes(length)
        return "".join(chr(int(dice.random() ** 4 * 0x10FFFF)) for _ in range(length))

    def _one(self, text: Input) -> Input:
        at = self._place(text)
        return text[:at] + self._noise(1) + text[at + 1 :]

    def _odd_in(self, text: Input) -> Input:
        at = self._place(text)
        return text[:at] + self._pick(self._odd) + text[at + int(self._dice.random() * 2) :]

    def _cut_out(self, text: Input) -> Input:
        at = self._place(text)
        return text[:at] + text[at + 1 + int(self._dice.random() ** 2 * 20) :]

    def _twice(self, text: Input) -> Input:
        at = self._place(text)
        end = at + 1 + int(self._dice.random() * 30)
        return text[:end] + text[at:]

    def _graft(self, text: Input) -> Input:
        return text[: self._place(text)] + (other := self._pick(self._seeds))[self._place(other) :]

    def _cut_off(self, text: Input) -> Input:
        return text[: self._place(text)]

    def _swap(self, text: Input) -> Input:
        fields = text.split(self._separator)
        one, other = (int(self._dice.random() * len(fields)) for _ in range(2))
        fields[one], fields[other] = fields[other], fields[one]
        return self._separator.join(fields)

    def _many(self, text: Input) -> Input:
        at = self._place(text)
        return text[:at] + text[at : at + 8] * int(self._dice.random() ** 3 * 200) + text[at:]

    def _digit(self, text: Input) -> Input:
        """Another digit where one stands, so that what is counted and checked is wrong but looks right."""
        at = self._place(text)
        for place in range(at, min(len(text), at + 40)):
            if text[place : place + 1].isdigit():
                digit = str(int(self._dice.random() * 10))
                return text[:place] + (digit if isinstance(text, str) else digit.encode()) + text[place + 1 :]
        return text
