"""`sim://name` as a code reader on a serial line: what a test or a demonstration shows it, it reads, well or badly.

Faults: bounce (each code three times within 0.2 s), misread (one bit of a letter turned), cut_short (the second half is
missing), no_ending, noise (NULs and a break before the code), two_at_once (the code before comes along), unplugged.
"""

from devices.simulators.line import LineDevice

_readers: dict[str, "SimReader"] = {}


def simulated_reader(name: str = "reader") -> "SimReader":
    """The reader of that name, shared by the window that shows codes and the cabinet that listens."""
    return _readers.setdefault(name, SimReader())


class SimReader(LineDevice):
    FAULTS = ("bounce", "misread", "cut_short", "no_ending", "noise", "two_at_once", "unplugged")
    COUNTED = ("scans",)

    def __init__(self) -> None:
        super().__init__()
        self._before = b""

    def show(self, code: str | bytes) -> None:
        """Hold a code before the reader."""
        raw = code.encode() if isinstance(code, str) else code
        with self.changed:
            self.look()
            if "misread" in self.faults and raw:
                middle = len(raw) // 2
                raw = raw[:middle] + bytes([raw[middle] ^ 0x04]) + raw[middle + 1 :]
            if "cut_short" in self.faults:
                raw = raw[: len(raw) // 2]
            line = raw if "no_ending" in self.faults else raw + b"\r\n"
            if "noise" in self.faults:
                line = b"\0\0\0\r\n" + line
            if "two_at_once" in self.faults and self._before:
                line = self._before + b"\r\n" + line
            self._before = raw
            self.say(line * (3 if "bounce" in self.faults else 1))
            self.happened("scans")
