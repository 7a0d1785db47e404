"""Who may speak: machines with their tokens and roles, officials with their PINs.

The box keeps only the SHA-256 of a token; the token itself lies in the machine's own file. A PIN
lies hashed (scrypt) in the center's TOML. This PC itself (loopback) needs no token.
"""

import hashlib
import hmac
import ipaddress
import math
import re
import secrets
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from center import facts as f
from center import verbs as v
from center.errors import NotSignedIn, TooEarly
from sync.journal import Journal
from sync.troubles import NotEnrolled, WrongToken
from sync.wire import UnknownFact

NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")

_ANYWHERE = {v.ReportDevice}
ALLOWED: dict[str, frozenset[type[v.Verb]]] = {
    "kiosk": frozenset(_ANYWHERE | {
        v.TakeNumber, v.CancelTicket, v.ReprintTicket, v.ChangePaper, v.AskHelp, v.GiveHelp, v.GrantLease,
        v.ReturnLateComer, v.ReportMissedSearch,
    }),
    "rating": frozenset(_ANYWHERE | {v.AskRating, v.Rate, v.GiveReasons, v.LeaveUnanswered, v.RateFreely}),
    "hall": frozenset(_ANYWHERE),
    "counter": frozenset(_ANYWHERE | {
        v.SignIn, v.SignOut, v.Pause, v.Resume, v.CallNext, v.CallTicket, v.WalkUp, v.Recall, v.StartService,
        v.EndService, v.NoShow, v.UndoNoShow, v.ReturnLateComer, v.Hold, v.Release, v.Transfer, v.AddProcedure,
        v.ServeByHand, v.ChangePriority, v.TakeNumber, v.CancelTicket, v.ReprintTicket, v.ChangePaper, v.GiveHelp,
        v.CloseDay,
    }),
    "box": frozenset(_ANYWHERE | {v.OpenDay, v.CloseDay}),
}  # fmt: skip

_ANYWHERE_STATED = {f.DeviceFaulted, f.DeviceRecovered, f.PaperChanged}
STATED: dict[str, frozenset[type[f.Fact]]] = {
    "kiosk": frozenset(_ANYWHERE_STATED | {f.NumberTaken, f.TicketCancelled, f.TicketReprinted, f.SearchMissed}),
    "rating": frozenset(
        _ANYWHERE_STATED | {f.RatingAsked, f.Rated, f.RatingReasonGiven, f.RatingUnanswered, f.FreeRated}
    ),
    "hall": frozenset(_ANYWHERE_STATED),
    "counter": frozenset(
        _ANYWHERE_STATED | {f.ServedByHand, f.RatingNotAsked, f.NumberTaken, f.TicketCancelled, f.TicketReprinted}
    ),
    "box": frozenset(),
}


# Machines --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A machine that the box knows."""

    name: str
    role: str


class Enrolled:
    """The machines of the center, in the box's own book. One thread at a time.

    Has its own connection: what the command line enrols or revokes counts from the next request on.
    """

    def __init__(self, journal: Journal):
        self._connection = sqlite3.connect(journal.path, isolation_level=None, check_same_thread=False, timeout=5)
        self._connection.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        self._connection.close()

    def enrol(self, name: str, role: str) -> str:
        """The new token of this machine, shown once. An older token of the name is void from now on.

        The machine may be a new one under the old name: its next book is then taken for the
        successor of the one known here.
        """
        if role not in ALLOWED or not NAME.fullmatch(name):
            raise ValueError(f"{name!r}, {role!r}")
        token = secrets.token_urlsafe(32)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.execute(
                "INSERT OR REPLACE INTO machines VALUES (?, ?, ?, ?, NULL)", (name, role, _digest(token), now)
            )
            self._connection.execute("UPDATE marks SET replaceable = 1 WHERE node = ?", (name,))
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        return token

    def revoke(self, name: str) -> bool:
        """Whether there was such a machine to turn away."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return bool(
            self._connection.execute(
                "UPDATE machines SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL", (now, name)
            ).rowcount
        )

    def machines(self) -> list[Enrolment]:
        """All that may speak, by name."""
        rows = self._connection.execute("SELECT name, role FROM machines WHERE revoked_at IS NULL ORDER BY name")
        return [Enrolment(*row) for row in rows]

    def find_machine(self, token: str) -> Enrolment | None:
        """Whose token this is. Looked up by its hash, so that time tells nothing about any token."""
        digest = _digest(token)
        row = self._connection.execute(
            "SELECT name, role, token_hash FROM machines WHERE token_hash = ? AND revoked_at IS NULL", (digest,)
        ).fetchone()
        return Enrolment(row[0], row[1]) if row and hmac.compare_digest(row[2], digest) else None

    def machine_asking(self, authorization: str, host: str, name: str = "", role: str = "") -> Enrolment:
        """Who asks, by its `Authorization` header; this PC's own programs are believed by name and role.

        Raises WrongToken, NotEnrolled.
        """
        if authorization:
            scheme, _, token = authorization.partition(" ")
            machine = self.find_machine(token.strip()) if scheme.lower() == "bearer" else None
            if machine is None:
                raise WrongToken
            return machine
        if _loopback(host) and role in ALLOWED and NAME.fullmatch(name):
            return Enrolment(name, role)
        raise NotEnrolled

    @staticmethod
    def version(setup_text: str) -> str:
        """Changes whenever the center's setup changes."""
        return hashlib.blake2b(setup_text.encode(), digest_size=8).hexdigest()


def may_state(machine: Enrolment) -> Callable[[f.Fact | UnknownFact], bool]:
    """Whether this machine may hand up a fact: only kinds of its role, only in its own name."""
    kinds = STATED[machine.role]

    def may(fact: f.Fact | UnknownFact) -> bool:
        return type(fact) is UnknownFact or (
            type(fact) in kinds and getattr(fact, "machine", machine.name) == machine.name
        )

    return may


def without_pins(setup_text: str) -> str:
    """The center's TOML without the officials' PIN hashes, for machines where nobody signs in."""
    return re.sub(r"""(,\s*)?(?<![\w"'-])["']?pin_hash["']?[ \t]*=[ \t]*("[^"\n]*"|'[^'\n]*')(?(1)|[ \t]*,?)""", "",
                  setup_text)  # fmt: skip


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


# PINs ------------------------------------------------------------------------------------

COST, BLOCK, LANES = 2**14, 8, 1  # 16 MB and about 50 ms a try
WRONG_MAX = 5
LOCKED = timedelta(minutes=5)


class WrongPin(NotSignedIn):
    """The PIN is not this official's."""

    def __init__(self, sentence: str = "Mã PIN không đúng, xin nhập lại."):
        super().__init__(sentence)


def hash_pin(pin: str) -> str:
    """What stands in the center's TOML for this PIN: scrypt$cost$block$lanes$salt$hash."""
    salt = secrets.token_bytes(16)
    made = hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, dklen=32)
    return f"scrypt${COST}${BLOCK}${LANES}${salt.hex()}${made.hex()}"


def check_pin(pin: str, hashed: str) -> bool:
    """Whether `hashed` was made from this PIN; False for a hash that is none."""
    found = re.fullmatch(r"scrypt\$(\d{1,6})\$(\d{1,2})\$(\d)\$([0-9a-f]{32})\$([0-9a-f]{64})", hashed)
    if not found:
        return False
    cost, block, lanes = (int(found[n]) for n in (1, 2, 3))
    try:
        made = hashlib.scrypt(
            pin.encode("utf-8", "replace"), salt=bytes.fromhex(found[4]), n=cost, r=block, p=lanes, dklen=32
        )
    except ValueError:
        return False
    return hmac.compare_digest(made, bytes.fromhex(found[5]))


class PinGuard:
    """Checks PINs and stops guessing: after five wrong ones a name rests five minutes. From any thread."""

    def __init__(self):
        self._lock = threading.Lock()
        self._wrong: dict[str, tuple[int, datetime]] = {}

    def check(self, who: str, pin: str, hashed: str, now: datetime) -> None:
        """Raises WrongPin, or TooEarly while `who` rests."""
        with self._lock:
            wrong, since = self._wrong.get(who, (0, now))
            rested = now - since
            if wrong >= WRONG_MAX:
                # A clock that jumped back must not lock anybody out for longer than the rest itself.
                if timedelta() <= rested < LOCKED:
                    left = math.ceil((LOCKED - rested).total_seconds())
                    raise TooEarly(f"Đã nhập sai mã PIN {WRONG_MAX} lần. Xin đợi {-(-left // 60)} phút.", left)
                wrong = 0
            # Counted before the check, so that tries sent side by side are counted too.
            self._wrong[who] = (wrong + 1, now)
        if check_pin(pin, hashed):
            with self._lock:
                self._wrong.pop(who, None)
            return
        left = WRONG_MAX - wrong - 1
        raise WrongPin(f"Mã PIN không đúng. Còn {left} lần thử." if left else "Mã PIN không đúng.")
