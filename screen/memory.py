"""One heap for all threads of a screen: on an old PC its memory counts more than a microsecond at a lock."""

import sys

M_ARENA_MAX = -8  # malloc.h of glibc


def share_one_heap() -> None:
    """glibc gives every thread a heap of its own, in which what it frees stays: 2 MB. Call it before threads begin.

    Other systems, and Linux with another C library, have nothing like it.
    """
    if sys.platform == "linux":
        import ctypes

        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt:
            mallopt(M_ARENA_MAX, 1)
