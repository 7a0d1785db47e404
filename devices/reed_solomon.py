"""Codewords of a QR corrected in their field of 256 elements (ISO/IEC 18004, annex B): one block's first one."""

from itertools import zip_longest
from typing import Any

import numpy as np
from qrcode import base

EXP, LOG = base.EXP_TABLE[:255] * 2, base.LOG_TABLE  # LOG[0] means nothing


def first_codeword(block: Any, checks: int) -> int | None:
    """As it was written, of a block that ends with so many checks; None where more than half as many words are off."""
    length = len(block)
    powers = np.outer(np.arange(checks), np.arange(length - 1, -1, -1))
    terms = np.array(EXP)[(np.array(LOG)[block] + powers) % 255]
    syndromes = np.bitwise_xor.reduce(np.where(block > 0, terms, 0), axis=1).tolist()
    if not any(syndromes):
        return int(block[0])
    locator = _locator(syndromes)
    wrong = [power for power in range(length) if _value(locator, -power) == 0]
    if not len(wrong) == len(locator) - 1 <= checks // 2:
        return None
    at = length - 1  # the power of the first word
    if at not in wrong:
        return int(block[0])
    # Forney: how much it is off.
    evaluator = _times(syndromes, locator)[:checks]
    slope = [term if power % 2 else 0 for power, term in enumerate(locator)][1:]
    off = _product(_value(evaluator, -at), _inverse(_value(slope, -at)))
    return int(block[0]) ^ _product(off, EXP[at])


def _locator(syndromes: list[int]) -> list[int]:
    """The polynomial whose roots tell where the errors are (Berlekamp and Massey)."""
    locator, before, errors, since, last = [1], [1], 0, 1, 1
    for step, off in enumerate(syndromes):
        for at in range(1, min(errors, len(locator) - 1) + 1):
            off ^= _product(locator[at], syndromes[step - at])
        change = [0] * since + [_product(_product(off, _inverse(last)), term) for term in before]
        since += 1
        if off == 0:
            continue
        longer = [one ^ other for one, other in zip_longest(locator, change, fillvalue=0)]
        if 2 * errors <= step:
            before, last, errors, since = locator, off, step + 1 - errors, 1
        locator = longer
    while locator[-1] == 0:
        locator.pop()
    return locator


def _times(one: list[int], other: list[int]) -> list[int]:
    outcome = [0] * (len(one) + len(other) - 1)
    for at, term in enumerate(one):
        for further, factor in enumerate(other):
            outcome[at + further] ^= _product(term, factor)
    return outcome


def _value(polynomial: list[int], power: int) -> int:
    """At two to this power."""
    value = 0
    for at, term in enumerate(polynomial):
        value ^= _product(term, EXP[at * power % 255])
    return value


def _product(one: int, other: int) -> int:
    return EXP[LOG[one] + LOG[other]] if one and other else 0


def _inverse(one: int) -> int:
    return EXP[255 - LOG[one]]
