"""How facts, verbs and batches are written down, on disk and on the line, one way only.

A fact's body is compact JSON: fields in their declared order, those equal to their default left
out, instants in UTC ("2026-11-23T01:42:03.120Z"). The same fact always gives the same text, so a
text can be hashed. Nobody's name is in it, and what cannot be read here is kept as it came.
"""

import json
import re
import types
import typing
import zlib
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NamedTuple

from center.errors import Unreadable
from center.facts import KINDS, Fact
from center.verbs import VERBS, Verb
from sync.blake2 import blake2b
from sync.troubles import Damaged

FACT_TEXT_MAX = 1000  # characters of one string in a fact
VERB_TEXT_MAX = 200  # characters of one string in a verb
ITEMS_MAX = 50
WHOLE_MAX = 2**53
REQUEST_MAX = 64 * 1024  # bytes of one verb
BODY_MAX = 8 * 1024 * 1024  # bytes of a batch once unpacked
BATCH_MAX = 200  # facts in one batch

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_from_json = json.JSONDecoder().raw_decode

# (kind, v) -> the fields of version v + 1 from those of version v; every released version stays readable.
upcasters: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownFact:
    """A fact of a kind or version this program does not know yet: kept and passed on word for word."""

    kind: str
    v: int
    text: str
    at: datetime
    day: date


class Origin(NamedTuple):
    """Where a fact was first written: machine, incarnation of its book, place in it."""

    node: str
    epoch: int
    seq: int


class Mark(NamedTuple):
    """How far a book is known: its incarnation, the last place and the hash there. Place 0: nothing yet."""

    epoch: int
    seq: int
    hash: str


class Line(NamedTuple):
    """One fact as it travels. Its place is told by its batch."""

    kind: str
    v: int
    text: str
    origin: Origin | None = None


# Texts and values ------------------------------------------------------------------------


def _clean(value: str, limit: int) -> bool:
    return len(value) <= limit and (value.isprintable() or not _CONTROL.search(value))


def _write_instant(value: datetime) -> str:
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise ValueError(f"an instant without a time zone: {value!r}")
        value = value.astimezone(UTC)
    digits = "microseconds" if value.microsecond % 1000 else "milliseconds"
    return f'"{value.isoformat(timespec=digits)[:-6]}Z"'


def _read_instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError("no time zone")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


def _read_date(value: str) -> date:
    if len(value) != 10:
        raise ValueError("not a date")
    return date.fromisoformat(value)


def _write_texts(value: tuple[str, ...]) -> str:
    return f"[{','.join(map(encode_basestring, value))}]"


def _read_texts(value: list) -> tuple[str, ...]:
    if len(value) > ITEMS_MAX or not all(type(item) is str for item in value):
        raise ValueError("not a list of texts")
    return tuple(value)


class _Shape(NamedTuple):
    """How one type of field is written as JSON and read back; `expected` completes "trường … phải là"."""

    json_type: type
    expected: str
    write: Callable[[Any], str]
    read: Callable[[Any], Any] | None = None


_SHAPES: dict[Any, _Shape] = {
    str: _Shape(str, "chữ", encode_basestring),
    int: _Shape(int, "số nguyên", int.__repr__),
    bool: _Shape(bool, "true hoặc false", lambda value: "true" if value else "false"),
    datetime: _Shape(str, "thời điểm ISO 8601 có múi giờ", _write_instant, _read_instant),
    date: _Shape(str, "ngày dạng 2026-11-23", lambda value: f'"{value.isoformat()}"', _read_date),
    tuple[str, ...]: _Shape(list, "danh sách chữ", _write_texts, _read_texts),
}


class _Codec:
    """What is needed to write and read one class without looking at its types again."""

    def __init__(self, cls: type):
        hints = typing.get_type_hints(cls)
        self.names = tuple(one.name for one in fields(cls))
        self.values = attrgetter(*self.names)
        self.required = frozenset(one.name for one in fields(cls) if one.default is MISSING)
        self.text_max = FACT_TEXT_MAX if issubclass(cls, Fact) else VERB_TEXT_MAX
        self.writers, self.readers, self.defaults, self.setters = [], {}, {}, {}
        for one in fields(cls):
            hint = hints[one.name]
            optional = isinstance(hint, types.UnionType)
            if optional:
                (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
            shape = _SHAPES[hint]
            self.writers.append((one.name in self.required, one.default, f'"{one.name}":', shape.write))
            self.readers[one.name] = (shape.json_type, shape.read, optional, shape.expected)
            self.setters[one.name] = getattr(cls, one.name).__set__
            if one.default is not MISSING:
                self.defaults[one.name] = one.default


_CODECS: dict[type, _Codec] = {cls: _Codec(cls) for cls in (*KINDS.values(), *VERBS.values())}


def kebab(name: str) -> str:
    """`TakeNumber` → `take-number`, the name of a verb in a path."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def encode(thing: Fact | Verb) -> str:
    """The one text of this fact or verb.

    Raises Unreadable for a text that nobody could read back (control characters, too long), so
    that whatever was once written can be read for ever.
    """
    codec = _CODECS[type(thing)]
    parts = []
    for value, (required, default, key, write) in zip(codec.values(thing), codec.writers, strict=True):
        if required or value != default:
            parts.append(key + (write(value) if value is not None else "null"))
    text = "{" + ",".join(parts) + "}"
    if len(text) > codec.text_max or "\\" in text or not text.isprintable():
        for name, value in zip(codec.names, codec.values(thing), strict=True):
            for part in value if type(value) is tuple else (value,):
                if type(part) is str and not _clean(part, codec.text_max):
                    raise Unreadable(f"Trường “{name}” quá dài hoặc có ký tự không đọc được.")
    return text


def kind_of(fact: Fact | UnknownFact) -> tuple[str, int]:
    if type(fact) is UnknownFact:
        return fact.kind, fact.v
    return type(fact).__name__, type(fact).v


def _read(cls: type, values: dict[str, Any], *, strict: bool, checked: bool) -> Any:
    """An instance of `cls`; `strict` refuses unknown fields, `checked` says that no text needs another look."""
    codec = _CODECS[cls]
    readers, setters = codec.readers, codec.setters
    if not codec.required <= values.keys():
        raise Unreadable(f"Thiếu trường “{min(codec.required - values.keys())}”.")
    # A frozen dataclass's __init__ costs more than reading the JSON; the slots are filled directly.
    made = object.__new__(cls)
    for name, value in values.items():
        if name not in readers:
            if strict:
                raise Unreadable(f"Không có trường “{name[:40]}” trong yêu cầu này.")
            continue
        json_type, read, optional, expected = readers[name]
        if type(value) is not json_type:
            if value is not None or not optional:
                raise Unreadable(f"Trường “{name}” phải là {expected}.")
        else:
            if not checked:
                for part in value if json_type is list else (value,):
                    if type(part) is str and not _clean(part, codec.text_max):
                        raise Unreadable(f"Trường “{name}” quá dài hoặc có ký tự không đọc được.")
            if read is not None:
                try:
                    value = read(value)
                except (ValueError, OverflowError):
                    raise Unreadable(f"Trường “{name}” phải là {expected}.") from None
            elif json_type is int and not -WHOLE_MAX <= value <= WHOLE_MAX:
                raise Unreadable(f"Trường “{name}” là số quá lớn.")
        setters[name](made, value)
    for name, value in codec.defaults.items():
        if name not in values:
            setters[name](made, value)
    return made


def _object(text: str) -> dict[str, Any]:
    try:
        text = text.strip()
        values, end = _from_json(text)
    except (ValueError, RecursionError):
        raise Unreadable("Nội dung không phải JSON.") from None
    if end != len(text):
        raise Unreadable("Nội dung không phải JSON.")
    if type(values) is not dict:
        raise Unreadable("Nội dung không phải một đối tượng JSON.")
    return values


def decode_fact(kind: str, v: int, text: str) -> Fact | UnknownFact:
    """The fact that this text states. Fields unknown here are ignored, unknown kinds kept whole.

    Raises Unreadable when a known kind lacks a field or holds something else than it should.
    """
    values = _object(text)
    cls = KINDS.get(kind)
    if cls is None or v > cls.v:
        at, day = values.get("at"), values.get("day")
        try:
            return UnknownFact(kind=kind, v=v, text=text, at=_read_instant(at), day=_read_date(day))
        except (TypeError, ValueError, OverflowError):
            raise Unreadable("Dòng này không cho biết ngày giờ.") from None
    while v < cls.v:
        if (step := upcasters.get((kind, v))) is None:
            raise Unreadable(f"Không đọc được phiên bản {v} của “{kind}”.")
        values, v = step(values), v + 1
    checked = len(text) <= FACT_TEXT_MAX and "\\" not in text and text.isprintable()
    return _read(cls, values, strict=False, checked=checked)


def read_verb(cls: type[Verb], body: bytes, machine: str) -> Verb:
    """The verb in a request's body, asked by this enrolled machine whatever the body says. Raises Unreadable."""
    if len(body) > REQUEST_MAX:
        raise Unreadable("Yêu cầu quá dài.")
    try:
        text = body.decode("utf-8") or "{}"
    except UnicodeDecodeError:
        raise Unreadable("Yêu cầu không phải chữ UTF-8.") from None
    return _read(cls, {**_object(text), "machine": machine}, strict=True, checked=False)


# The chain -------------------------------------------------------------------------------

ROOT = bytes(16)  # the hash before the first fact of a book


def chain(prev: bytes, node: str, epoch: int, seq: int, line: Line) -> bytes:
    """The hash of a line: 16 bytes over the hash before it and all that it says."""
    kind, v, text, origin = line
    of = f"{origin[0]}\x1e{origin[1]}\x1e{origin[2]}" if origin else ""
    return blake2b(
        prev + f"{node}\x1f{epoch}\x1f{seq}\x1f{kind}\x1f{v}\x1f{of}\x1f{text}".encode(), digest_size=16
    ).digest()


# Batches and answers ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Facts `first`, `first + 1`… of one incarnation of one book. Without lines it is a heartbeat.

    `parent`: where this incarnation branched off an older one. `prev_hash` is the hash before
    `first`, `last_hash` the hash of the last line (`prev_hash` when there is none); both hex.
    """

    node: str
    epoch: int
    parent: Mark | None
    first: int
    prev_hash: str
    last_hash: str
    lines: tuple[Line, ...]


def encode_batch(batch: Batch) -> bytes:
    """The digest of the body (16 bytes), then the body: JSON, deflated."""
    lines = [[*line[:3], list(line.origin)] if line.origin else list(line[:3]) for line in batch.lines]
    head = [batch.node, batch.epoch, batch.parent and list(batch.parent), batch.first, batch.prev_hash, batch.last_hash]
    body = zlib.compress(_to_json([*head, lines]).encode())
    return blake2b(body, digest_size=16).digest() + body


def _need(good: bool) -> None:
    if not good:
        raise ValueError


def _hash_text(value: Any) -> bool:
    return type(value) is str and re.fullmatch("[0-9a-f]{32}", value) is not None


def _whole(*values: Any) -> bool:
    return all(type(value) is int and 0 <= value < 2**63 for value in values)


def _name(value: Any) -> bool:
    return type(value) is str and 0 < len(value) <= 80 and value.isprintable()


def _read_mark(value: Any) -> Mark:
    epoch, seq, at = value
    _need(_whole(epoch, seq) and _hash_text(at))
    return Mark(epoch, seq, at)


def _read_line(value: Any) -> Line:
    kind, v, text, *rest = value
    _need(_name(kind) and _whole(v) and type(text) is str and len(rest) <= 1)
    origin = None
    if rest:
        node, epoch, seq = rest[0]
        _need(_name(node) and _whole(epoch, seq))
        origin = Origin(node, epoch, seq)
    return Line(kind, v, text, origin)


def decode_batch(body: bytes) -> Batch:
    """The batch in this body. Raises Damaged: digest first, so that damage never looks like a fork."""
    if blake2b(body[16:], digest_size=16).digest() != body[:16]:
        raise Damaged
    try:
        unpack = zlib.decompressobj()
        text = unpack.decompress(body[16:], BODY_MAX)
        _need(unpack.eof and not unpack.unused_data)
        node, epoch, parent, first, prev_hash, last_hash, lines = json.loads(text)
        _need(_name(node) and _whole(epoch, first) and first > 0 and _hash_text(prev_hash) and _hash_text(last_hash))
        _need(type(lines) is list and len(lines) <= BATCH_MAX)
        return Batch(
            node=node, epoch=epoch, parent=_read_mark(parent) if parent is not None else None, first=first,
            prev_hash=prev_hash, last_hash=last_hash, lines=tuple(_read_line(line) for line in lines),
        )  # fmt: skip
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise Damaged(detail=repr(error)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the receiver says to a batch. kind: ok | gap | fork | damaged | quarantined.

    `mark`: how far it knows the sender's book, None if not at all. `quarantined`: how many lines
    of this book it could not read so far; it keeps them.
    """

    kind: str
    mark: Mark | None = None
    quarantined: int = 0


ANSWERS = ("ok", "gap", "fork", "damaged", "quarantined")


def encode_answer(answer: Answer) -> bytes:
    return _to_json([answer.kind, answer.mark and list(answer.mark), answer.quarantined]).encode()


def decode_answer(body: bytes) -> Answer:
    """Raises Damaged for anything that is not an answer (a login page of a hotel, half a line)."""
    try:
        kind, mark, quarantined = json.loads(body)
        _need(kind in ANSWERS and _whole(quarantined))
        return Answer(kind=kind, mark=_read_mark(mark) if mark is not None else None, quarantined=quarantined)
    except (ValueError, TypeError, RecursionError) as error:
        raise Damaged(detail=repr(error)) from None
