"""What is written can be read, always and in one way only; what is not ours to read is refused in one sentence."""

import json
import types
import typing
import zlib
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center.errors import Unreadable
from center.facts import KINDS, DayOpened, NumberTaken, RatingReasonGiven, TicketHeld
from center.verbs import VERBS, GiveReasons, Hold, TakeNumber
from sync import wire
from sync.troubles import Damaged

AT = datetime(2026, 11, 23, 1, 42, 3, 120_000, tzinfo=UTC)
DAY = date(2026, 11, 23)
TAKEN = NumberTaken(
    at=AT, day=DAY, ticket="A015", series="A", number=15, field="ho-tich", priority="thuong", machine="kiosk-1"
)

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=60)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
values = {
    str: texts,
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    datetime: instants,
    date: st.dates(),
    tuple[str, ...]: st.lists(texts, max_size=5).map(tuple),
}


def instances(cls):
    """Any instance of a class of facts or verbs."""
    given_values = {}
    for field in fields(cls):
        hint = typing.get_type_hints(cls)[field.name]
        if isinstance(hint, types.UnionType):
            inner = next(part for part in typing.get_args(hint) if part is not type(None))
            given_values[field.name] = st.none() | values[inner]
        else:
            given_values[field.name] = values[hint]
    return st.builds(cls, **given_values)


@given(st.sampled_from(list(KINDS.values())).flatmap(instances))
def test_any_fact_comes_back(fact):
    text = wire.encode(fact)
    kind, v = wire.kind_of(fact)
    again = wire.decode_fact(kind, v, text)
    assert again == fact and type(again) is type(fact)
    assert wire.encode(again) == text
    assert hash(again) == hash(fact)


@given(st.sampled_from(list(VERBS.values())).flatmap(instances))
def test_any_verb_comes_back(verb):
    assert wire.read_verb(type(verb), wire.encode(verb).encode(), verb.machine) == verb


def test_a_fact_is_compact_and_in_declared_order():
    assert wire.encode(TAKEN) == (
        '{"at":"2026-11-23T01:42:03.120Z","day":"2026-11-23","ticket":"A015","series":"A","number":15,'
        '"field":"ho-tich","priority":"thuong","machine":"kiosk-1"}'
    )


def test_an_instant_of_another_zone_is_the_same_instant():
    here = AT.astimezone(timezone(timedelta(hours=7)))
    assert wire.encode(DayOpened(at=here, day=DAY)) == wire.encode(DayOpened(at=AT, day=DAY))
    with pytest.raises(ValueError):
        wire.encode(DayOpened(at=AT.replace(tzinfo=None), day=DAY))


def test_what_nobody_could_read_is_never_written():
    for reason in ("hai\ndòng", "\x1b[2J", "\u202eđảo", "\ud800", "x" * 1001):
        with pytest.raises(Unreadable):
            wire.encode(TicketHeld(at=AT, day=DAY, ticket="A015", counter=1, official="cb03", reason=reason))
    assert wire.encode(TicketHeld(at=AT, day=DAY, ticket="A015", counter=1, official="cb03", reason='"chờ" \\ bổ sung'))


# Other versions --------------------------------------------------------------------------


def test_fields_of_a_newer_program_are_passed_over():
    text = wire.encode(TAKEN)[:-1] + ',"lift":"3"}'
    assert wire.decode_fact("NumberTaken", 1, text) == TAKEN


@pytest.mark.parametrize(("kind", "v"), [("DoorOpened", 1), ("NumberTaken", 99)])
def test_an_unknown_fact_is_kept_word_for_word(kind, v):
    text = '{"at":"2026-11-23T01:42:03.120Z","day":"2026-11-23","door":[1,2]}'
    fact = wire.decode_fact(kind, v, text)
    assert fact == wire.UnknownFact(kind=kind, v=v, text=text, at=AT, day=DAY)
    assert wire.kind_of(fact) == (kind, v)


def test_an_old_version_is_brought_up(monkeypatch):
    monkeypatch.setattr(NumberTaken, "v", 3)
    monkeypatch.setitem(wire.upcasters, ("NumberTaken", 1), lambda old: {**old, "field": old["field"].upper()})
    monkeypatch.setitem(wire.upcasters, ("NumberTaken", 2), lambda old: {**old, "priority": "cao-tuoi"})
    fact = wire.decode_fact("NumberTaken", 1, wire.encode(TAKEN))
    assert (fact.field, fact.priority) == ("HO-TICH", "cao-tuoi")
    with pytest.raises(Unreadable):
        wire.decode_fact("NumberTaken", 0, wire.encode(TAKEN))


# What is refused -------------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    "", "[]", "null", "{", '"x"', "[" * 50_000,
    '{"day":"2026-11-23"}',
    '{"at":"2026-11-23T01:42:03.120Z"}',
    '{"at":"2026-11-23T01:42:03.120","day":"2026-11-23"}',
    '{"at":"hôm nay","day":"2026-11-23"}',
    '{"at":"2026-11-23T01:42:03.120Z","day":"20261123"}',
    '{"at":7,"day":"2026-11-23"}',
    '{"at":null,"day":"2026-11-23"}',
    '{"at":"2026-11-23T01:42:03.120Z","day":"2026-11-23","clock_suspect":1}',
])  # fmt: skip
def test_a_body_that_is_no_such_fact(text):
    with pytest.raises(Unreadable):
        wire.decode_fact("DayOpened", 1, text)


@pytest.mark.parametrize("body", [
    b'{"field":7}', b'{"field":null}', b"{}", b'{"field":"a","colour":"red"}', b'{"field":"a","returning":"yes"}',
    b'{"field":"a","procedures":"x"}', b'{"field":"a","procedures":[1]}', b'{"field":"a","procedures":["\\u0007"]}',
    b'{"field":"a","appointment_at":"2026-11-23"}', b'{"field":"a\\u0000"}', b'{"field":"\\ud800"}', b"\xff",
    b'{"field":"' + b"x" * 201 + b'"}', b'{"field":"a","procedures":[' + b'"x",' * 50 + b'"x"]}', b" " * 70_000, b"7",
    b'{"field":"a","nonce":"' + b"x" * 201 + b'"}',
])  # fmt: skip
def test_a_request_that_is_no_such_verb(body):
    with pytest.raises(Unreadable) as no:
        wire.read_verb(TakeNumber, body, "kiosk-1")
    assert str(no.value).endswith(".") and "\n" not in str(no.value) and len(str(no.value)) < 120


@given(st.binary(max_size=200) | st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
       lambda part: st.lists(part) | st.dictionaries(st.text() | st.sampled_from(["field", "reasons", "minutes", "at"]),
       part)).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_a_strangers_bytes_are_a_verb_or_refused(body):
    for cls in (TakeNumber, GiveReasons, Hold):
        try:
            assert isinstance(wire.read_verb(cls, body, "kiosk-1"), cls)
        except Unreadable:
            pass


def test_who_asks_is_not_for_the_body_to_say():
    verb = wire.read_verb(TakeNumber, b'{"field":"a","machine":"kiosk-2"}', "kiosk-1")
    assert verb == TakeNumber(field="a", machine="kiosk-1")


def test_a_number_too_large_for_every_reader():
    with pytest.raises(Unreadable):
        wire.read_verb(Hold, b'{"counter":100000000000000000000,"reason":"x"}', "c")


def test_paths_of_verbs():
    assert [wire.kebab(name) for name in ("TakeNumber", "UndoNoShow", "Recall")] == [
        "take-number", "undo-no-show", "recall"]  # fmt: skip


# Chain, batches, answers -----------------------------------------------------------------


def test_every_word_is_in_the_hash():
    line = wire.Line("NumberTaken", 1, "{}")
    said = [
        wire.chain(wire.ROOT, "box", 5, 7, line),
        wire.chain(b"\1" * 16, "box", 5, 7, line),
        wire.chain(wire.ROOT, "bo", 5, 7, line),
        wire.chain(wire.ROOT, "box", 6, 7, line),
        wire.chain(wire.ROOT, "box", 5, 8, line),
        wire.chain(wire.ROOT, "box", 5, 7, line._replace(kind="Rated")),
        wire.chain(wire.ROOT, "box", 5, 7, line._replace(v=2)),
        wire.chain(wire.ROOT, "box", 5, 7, line._replace(text="{} ")),
        wire.chain(wire.ROOT, "box", 5, 7, line._replace(origin=wire.Origin("kiosk-1", 1, 1))),
        wire.chain(wire.ROOT, "box", 5, 7, line._replace(origin=wire.Origin("kiosk-1", 11, 1))),
    ]
    assert len(set(said)) == len(said) and {len(made) for made in said} == {16}


BATCH = wire.Batch(
    node="kiosk-1", epoch=2**61 + 1, parent=wire.Mark(5, 2, "0f" * 16), first=3, prev_hash="00" * 16,
    last_hash="ab" * 16,
    lines=(
        wire.Line("NumberTaken", 1, wire.encode(TAKEN), wire.Origin("kiosk-2", 8, 9)),
        wire.Line("RatingReasonGiven", 1, wire.encode(RatingReasonGiven(
            at=AT, day=DAY, ticket="A015", counter=1, reasons=("thái độ",), machine="rate-1"))),
    ),
)  # fmt: skip


def test_a_batch_comes_back():
    assert wire.decode_batch(wire.encode_batch(BATCH)) == BATCH
    from dataclasses import replace

    assert wire.decode_batch(wire.encode_batch(replace(BATCH, parent=None, lines=()))).lines == ()


def test_any_flipped_bit_of_a_batch_is_damage():
    body = wire.encode_batch(BATCH)
    for place in range(len(body) * 8):
        bad = bytearray(body)
        bad[place // 8] ^= 1 << place % 8
        with pytest.raises(Damaged):
            wire.decode_batch(bytes(bad))
    for length in range(len(body)):
        with pytest.raises(Damaged):
            wire.decode_batch(body[:length])


@pytest.mark.parametrize("said", [
    b"", b"{}", b"[]", b'["kiosk-1",1,null,1,"00","00",[]]',
    b'["",1,null,1,"' + b"0" * 32 + b'","' + b"0" * 32 + b'",[]]',
    b" " * (wire.BODY_MAX + 1),
])  # fmt: skip
def test_an_honest_digest_of_nonsense_is_damage(said):
    body = zlib.compress(said)
    with pytest.raises(Damaged):
        wire.decode_batch(blake2b(body, digest_size=16).digest() + body)


def test_answers_come_back():
    for answer in (wire.Answer(kind="ok", mark=wire.Mark(1, 2, "0f" * 16)), wire.Answer(kind="gap"),
                   wire.Answer(kind="quarantined", mark=wire.Mark(1, 2, "0f" * 16), quarantined=3)):  # fmt: skip
        assert wire.decode_answer(wire.encode_answer(answer)) == answer


@pytest.mark.parametrize(
    "said", [b"", b"<html>Wi-Fi</html>", b'["yes",null,0]', b'["ok",[1,2,"x"],0]', b'["ok",null,-1]']
)
def test_what_is_no_answer_is_damage(said):
    with pytest.raises(Damaged):
        wire.decode_answer(said)
