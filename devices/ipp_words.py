"""IPP messages (RFC 8010), written and read strictly. No network here.

`parse_ipp` takes any bytes and raises nothing but AnswerUnreadable.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from devices.troubles import AnswerUnreadable

OPERATION, JOB, END, PRINTER = 0x01, 0x02, 0x03, 0x04
INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
RESOLUTION, RANGE, BEGIN_COLLECTION, TEXT_IN, NAME_IN, END_COLLECTION = 0x32, 0x33, 0x34, 0x35, 0x36, 0x37
TEXT, NAME, KEYWORD, URI, URI_SCHEME = 0x41, 0x42, 0x44, 0x45, 0x46
CHARSET, LANGUAGE, MIME, MEMBER = 0x47, 0x48, 0x49, 0x4A
WORDS = (KEYWORD, URI, URI_SCHEME, CHARSET, LANGUAGE, MIME)  # ASCII by the standard

MOST_BYTES = 2 << 20
MOST_VALUES = 20_000
DEEPEST = 8

PRINT_JOB, CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB = 0x0002, 0x0005, 0x0006, 0x0008
GET_JOB, GET_JOBS, GET_PRINTER = 0x0009, 0x000A, 0x000B

Value = int | bool | str | bytes | tuple | dict
Attributes = dict[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class IppMessage:
    """A request (`code` is its operation) or an answer (its status). Groups by tag, in order."""

    code: int
    request_id: int
    groups: tuple[tuple[int, Attributes], ...]
    document: bytes = b""

    @property
    def well(self) -> bool:
        return self.code < 0x0100

    def all(self, group: int) -> list[Attributes]:
        return [attributes for tag, attributes in self.groups if tag == group]

    def first(self, group: int) -> Attributes:
        return next((attributes for tag, attributes in self.groups if tag == group), {})


@dataclass(frozen=True, slots=True)
class Typed:
    """A value with its tag, to be written."""

    tag: int
    value: int | bool | str


def number(attributes: Attributes, name: str) -> int | None:
    """The first value where it is a whole number."""
    value = attributes.get(name, (None,))[0]
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def words(attributes: Attributes, name: str) -> tuple[str, ...]:
    """All values that are text."""
    return tuple(value for value in attributes.get(name, ()) if isinstance(value, str))


def ipp_request(
    operation: int,
    request_id: int,
    printer_uri: str,
    operation_attributes: Mapping[str, Typed | tuple[Typed, ...]],
    job_attributes: Mapping[str, Typed] | None = None,
    document: bytes = b"",
) -> bytes:
    """A request, whole; the three attributes that must come first do."""
    first: dict[str, Typed | tuple[Typed, ...]] = {
        "attributes-charset": Typed(CHARSET, "utf-8"),
        "attributes-natural-language": Typed(LANGUAGE, "vi"),
        "printer-uri": Typed(URI, printer_uri),
    }
    groups = [(OPERATION, first | dict(operation_attributes))]
    if job_attributes:
        groups.append((JOB, dict(job_attributes)))
    return ipp_bytes(operation, request_id, groups) + document


def ipp_bytes(
    code: int, request_id: int, groups: list[tuple[int, dict[str, Typed | tuple[Typed, ...]]]], version: int = 0x0200
) -> bytes:
    """A message of groups of named values."""
    parts = [struct.pack(">HHI", version, code, request_id)]
    for tag, attributes in groups:
        parts.append(bytes([tag]))
        for name, values in attributes.items():
            said = name.encode("ascii")
            for value in (values,) if isinstance(values, Typed) else values:
                packed = _packed(value)
                parts.append(struct.pack(">BH", value.tag, len(said)) + said + struct.pack(">H", len(packed)) + packed)
                said = b""  # a further value of the same name
    parts.append(bytes([END]))
    return b"".join(parts)


def _packed(value: Typed) -> bytes:
    if value.tag in (INTEGER, ENUM):
        return struct.pack(">i", value.value)
    return bytes([bool(value.value)]) if value.tag == BOOLEAN else str(value.value).encode()


def parse_ipp(content: bytes, most_bytes: int = MOST_BYTES) -> IppMessage:
    """A whole message. Raises AnswerUnreadable."""
    if len(content) > most_bytes:
        raise AnswerUnreadable(f"{len(content)} bytes of IPP")
    return _Reader(content).message()


class _Reader:
    def __init__(self, content: bytes):
        self._content, self._at, self._values = content, 0, 0

    def message(self) -> IppMessage:
        major, _minor, code, request_id = struct.unpack(">BBHI", self._take(8))
        if major not in (1, 2):
            raise AnswerUnreadable(f"IPP version {major}")
        groups: list[tuple[int, dict[str, list[Value]]]] = []
        name = ""
        while (tag := self._byte()) != END:
            if tag < 0x10:  # a group begins
                groups.append((tag, {}))
                name = ""
                continue
            if not groups:
                raise AnswerUnreadable("a value outside of every group")
            said = self._name()
            if not said and not name:
                raise AnswerUnreadable("a value without a name")
            attributes = groups[-1][1]
            if said:
                name = said
                if name in attributes:
                    raise AnswerUnreadable(f"{name[:40]} twice")
                attributes[name] = []
            attributes[name].append(self._value(tag, 0))
        read = tuple((tag, {name: tuple(values) for name, values in found.items()}) for tag, found in groups)
        return IppMessage(code, request_id, read, self._content[self._at :])

    def _value(self, tag: int, depth: int) -> Value:
        self._values += 1
        if self._values > MOST_VALUES or depth > DEEPEST:
            raise AnswerUnreadable("IPP without end")
        raw = self._take(self._length())
        if tag == BEGIN_COLLECTION:
            return self._collection(depth)
        if tag in (INTEGER, ENUM):
            return struct.unpack(">i", _sized(raw, 4))[0]
        if tag == BOOLEAN:
            if _sized(raw, 1) not in (b"\x00", b"\x01"):
                raise AnswerUnreadable("a boolean that is neither")
            return raw == b"\x01"
        if tag == RANGE:
            return struct.unpack(">ii", _sized(raw, 8))
        if tag == RESOLUTION:
            return struct.unpack(">iib", _sized(raw, 9))
        if tag in (TEXT_IN, NAME_IN):
            return _with_language(raw)
        if tag in (TEXT, NAME, MEMBER):
            return raw.decode("utf-8", "replace")  # a maker's name in Latin-1 is no reason not to print
        if tag in WORDS:
            return _word(raw)
        if tag == END_COLLECTION:
            raise AnswerUnreadable("the end of no collection")
        return raw  # out-of-band ("unknown", "no-value"), octets, dates, and what nobody asks about

    def _collection(self, depth: int) -> dict:
        """Members until the end: each is named by a value of its own."""
        members: dict[str, list[Value]] = {}
        name = None
        while True:
            tag = self._byte()
            if self._name():
                raise AnswerUnreadable("a member with a name of its own")
            if tag == END_COLLECTION:
                self._take(self._length())
                return {name: tuple(values) for name, values in members.items()}
            if tag < 0x10:
                raise AnswerUnreadable("a group inside a collection")
            value = self._value(tag, depth + 1)
            if tag == MEMBER:
                name = str(value)
                members[name] = []
            elif name is None:
                raise AnswerUnreadable("a member without a name")
            else:
                members[name].append(value)

    def _name(self) -> str:
        return _word(self._take(self._length()))

    def _length(self) -> int:
        length = struct.unpack(">h", self._take(2))[0]
        if length < 0:
            raise AnswerUnreadable("a negative length")
        return length

    def _byte(self) -> int:
        return self._take(1)[0]

    def _take(self, count: int) -> bytes:
        taken = self._content[self._at : self._at + count]
        if len(taken) != count:
            raise AnswerUnreadable("IPP that ends early")
        self._at += count
        return taken


def _sized(raw: bytes, size: int) -> bytes:
    if len(raw) != size:
        raise AnswerUnreadable(f"{len(raw)} bytes where {size} belong")
    return raw


def _word(raw: bytes) -> str:
    if not raw.isascii():
        raise AnswerUnreadable("a word that is not ASCII")
    return raw.decode("ascii")


def _with_language(raw: bytes) -> str:
    """Length and language, length and text."""
    if len(raw) >= 4:
        language = struct.unpack(">H", raw[:2])[0]
        rest = raw[2 + language :]
        if len(rest) >= 2 and struct.unpack(">H", rest[:2])[0] == len(rest) - 2:
            return rest[2:].decode("utf-8", "replace")
    raise AnswerUnreadable("a text with a broken language")
