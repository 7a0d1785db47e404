"""What befalls a simulated device, and when: `sim://printer?script=2jobs:paper_out;10s:ok;again`.

```
script = step { ";" step } [ ";again" ]
step   = amount unit ":" ( "ok" | fault { "," fault } )
unit   = "s" (seconds), or what the device counts: a printer jobs and bytes, a scanner pages, a reader
         scans, a button box presses, a sign shows, a camera pictures, a speaker calls
```
Each step waits for its amount, counted since the step before it, and then sets exactly these faults; "ok"
sets none. `again` begins anew after the last step. Spaces are allowed, amounts of seconds may have a point.
"""

import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

STEP = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)\s*:\s*([a-z_]+(?:\s*,\s*[a-z_]+)*)")


@dataclass(frozen=True, slots=True)
class Step:
    amount: float
    unit: str
    faults: frozenset[str]


class Script:
    """The steps of one device. Not locked: the device calls it under its own lock.

    `faults`: the names this device knows; `counted`: the units it counts. Raises ValueError for what it cannot read.
    """

    def __init__(
        self,
        text: str,
        faults: Collection[str],
        counted: Collection[str],
        clock: Callable[[], float] = time.monotonic,
    ):
        parts = [part.strip() for part in text.split(";") if part.strip()]
        self._again = bool(parts) and parts[-1] == "again"
        self._steps = tuple(_read(part, faults, counted) for part in (parts[:-1] if self._again else parts))
        if self._again and not any(step.amount for step in self._steps):
            raise ValueError(f"script {text!r}: a round without waiting would never end")
        amounts = {step.unit: sum(one.amount for one in self._steps) for step in self._steps}
        self._round = sum(amounts.values()) if self._again and len(amounts) == 1 else 0.0
        self._clock = clock
        self._at = 0
        self._since = clock()
        self._counts = dict.fromkeys(counted, 0.0)

    def happened(self, unit: str, many: float = 1) -> frozenset[str] | None:
        """Something countable happened. The faults that hold from now on, None where nothing changes."""
        self._counts[unit] += many
        return self.look()

    def look(self) -> frozenset[str] | None:
        """The same for time that has passed: ask it whenever the device is touched."""
        faults = None
        while (step := self._next()) is not None and self._passed(step) >= step.amount:
            faults, over = step.faults, self._passed(step) - step.amount  # what was too much counts for the next step
            if self._round and (self._at + 1) % len(self._steps) == 0:
                over %= self._round  # a night in rounds of a millisecond is not walked round by round
            self._counts = dict.fromkeys(self._counts, 0.0)
            self._since = self._clock()
            if step.unit == "s":
                self._since -= over
            else:
                self._counts[step.unit] = over
            self._at += 1
        return faults

    def left(self, unit: str) -> float | None:
        """How many more of `unit` until the next step; None where the next step waits for something else."""
        step = self._next()
        return max(0.0, step.amount - self._passed(step)) if step is not None and step.unit == unit else None

    def _next(self) -> Step | None:
        if self._again:
            return self._steps[self._at % len(self._steps)]
        return self._steps[self._at] if self._at < len(self._steps) else None

    def _passed(self, step: Step) -> float:
        return self._clock() - self._since if step.unit == "s" else self._counts[step.unit]


class Befallen:
    """A simulated device with faults by name and by script. Subclasses name their FAULTS and what they COUNTED.

    `faults` are those that hold now. Whoever is touched from several threads locks around all of it.
    """

    FAULTS: tuple[str, ...] = ()
    COUNTED: tuple[str, ...] = ()

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock = clock
        self.faults: frozenset[str] = frozenset()
        self._script: Script | None = None

    def set_faults(self, *faults: str) -> None:
        """Exactly these from now on. ValueError for one that this device does not know."""
        if unknown := set(faults) - set(self.FAULTS):
            raise ValueError(f"unknown fault {', '.join(sorted(unknown))}; known: {', '.join(self.FAULTS)}")
        self.faults = frozenset(faults)

    def follow(self, script: str) -> None:
        """Set faults as the script tells. Raises ValueError."""
        self._script = Script(script, self.FAULTS, self.COUNTED, self.clock)

    def befall(self, options: dict[str, str]) -> None:
        """What an address says of it: `fault=…`, `script=…`. Raises ValueError."""
        if faults := options.get("fault"):
            self.set_faults(*faults.split(","))
        if script := options.get("script"):
            self.follow(script)

    def happened(self, unit: str) -> None:
        if self._script and (faults := self._script.happened(unit)) is not None:
            self.faults = faults

    def look(self) -> None:
        """What time alone brings about."""
        if self._script and (faults := self._script.look()) is not None:
            self.faults = faults


def _read(part: str, faults: Collection[str], counted: Collection[str]) -> Step:
    found = STEP.fullmatch(part)
    if not found:
        raise ValueError(f"script step {part!r}: expected e.g. 2jobs:paper_out or 10s:ok")
    amount, unit, names = float(found[1]), found[2], frozenset(re.split(r"\s*,\s*", found[3]))
    if unit != "s" and unit not in counted:
        raise ValueError(f"script step {part!r}: this device counts s, {', '.join(counted)}")
    if unknown := names - {"ok"} - set(faults):
        raise ValueError(f"script step {part!r}: unknown {', '.join(sorted(unknown))}; known: {', '.join(faults)}")
    return Step(amount, unit, names - {"ok"})
