"""Chance as the system gives it, by which what is asked twice and books that part ways are told apart.

Not by `secrets`, which brings OpenSSL with it (see blake2.py); tokens and PINs are made with that.
"""

import os


def draw_nonce() -> str:
    return os.urandom(12).hex()


def draw_epoch() -> int:
    """1 to 2 ** 62."""
    return (int.from_bytes(os.urandom(8)) >> 2) + 1
