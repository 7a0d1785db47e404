"""The box over real HTTP: who may ask what, and one Vietnamese sentence for everything that is refused."""

import json
import logging
import re
import sqlite3
import threading
import tomllib
from dataclasses import MISSING, fields
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from center import verbs as v
from center.facts import FreeRated
from center.verbs import VERBS
from sync import trust, wire
from sync.journal import Journal
from sync.troubles import DiskFull
from sync.wire import Batch, decode_answer, encode_batch
from tests.sync.live_box import PIN, ROLE, LiveBox

MACHINE = {role: machine for machine, role in ROLE.items()}
VIETNAMESE = re.compile("[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.I)


@pytest.fixture
def box(folder, clock):
    made = LiveBox(folder, clock)
    yield made
    made.close()


@pytest.fixture(scope="module")
def any_box(tmp_path_factory):
    """One box for all that must change nothing in it."""
    made = LiveBox(tmp_path_factory.mktemp("any"), lambda: datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    for counter, official in ((1, "cb01"), (2, "cb02")):
        made.book.ask(v.SignIn(counter=counter, official=official))
    for _ in range(20):
        made.book.ask(v.TakeNumber(field="ho-tich"))
    yield made
    made.close()


def path_of(cls: type) -> str:
    return f"/verbs/{wire.kebab(cls.__name__)}"


def no(answer) -> dict:
    """What a refusing answer says: JSON with one sentence, whatever went wrong."""
    assert answer.headers["content-type"] == "application/json"
    said = answer.json()
    assert VIETNAMESE.search(said["sentence"]) and said["sentence"].endswith(".") and "\n" not in said["sentence"]
    assert said.keys() <= {"refusal", "trouble", "sentence", "remedy", "wait_seconds"}
    return said


# The description -----------------------------------------------------------------------------


def test_every_verb_is_described_with_its_own_schema(box):
    described = box.get("/openapi.json").json()
    for name, cls in VERBS.items():
        route = described["paths"][path_of(cls)]["post"]
        schema = route["requestBody"]["content"]["application/json"]["schema"]
        assert set(schema["properties"]) == {one.name for one in fields(cls)}, name
        assert set(schema.get("required", [])) == {one.name for one in fields(cls) if one.default is MISSING}
        assert schema["additionalProperties"] is False and route["summary"]
        assert route["responses"].keys() == {"200", "401", "403", "409", "422", "503"}
    assert "HTTPValidationError" not in json.dumps(described)
    assert described["paths"]["/stream"]["get"]["responses"].keys() == {"200", "401", "422"}
    assert {"/stream", "/intake", "/setup", "/health", "/tickets", "/machines"} <= described["paths"].keys()


def test_nothing_on_the_box_is_fetched_from_the_internet(box):
    for path in ("/docs", "/redoc", "/nowhere", "/verbs/fly"):
        assert no(box.get(path)) and box.get(path).status_code == 404
    assert box.get("/verbs/take-number").status_code == 405


# Who may ask ---------------------------------------------------------------------------------


def test_a_role_may_ask_its_verbs_and_no_others(box):
    for role, allowed in trust.ALLOWED.items():
        if role == "box":
            continue
        for cls in VERBS.values():
            answer = box.post(path_of(cls), b"{]", MACHINE[role])
            assert answer.status_code == (422 if cls in allowed else 403), (role, cls.__name__)
            no(answer)


def test_only_this_pc_is_believed_without_a_token(box):
    press = wire.encode(v.TakeNumber(field="ho-tich")).encode()
    assert box.post("/verbs/take-number", press).status_code == 200
    box.seen_from = "192.168.1.7"
    for path in ("/setup", "/tickets", "/machines", "/stream"):
        assert box.get(path).status_code == 401 and no(box.get(path))["trouble"] == "not_enrolled"
    token = box.enrolled.enrol("kiosk-7", "kiosk")
    taken = box.post("/verbs/take-number", press, "counter-1", token).json()["facts"][0]["body"]
    assert taken["machine"] == "kiosk-7", "the token says who asks, not the header"
    assert box.post("/verbs/call-next", b'{"counter":1}', "counter-1", token).status_code == 403
    box.enrolled.revoke("kiosk-7")
    for wrong in (token, "x" * 43, ""):
        answer = box.post("/verbs/take-number", press, token=wrong)
        assert answer.status_code == 401 and no(answer)["remedy"]
    assert box.get("/health").json()["writes"] is True, "a watchdog needs no token"


def test_the_pins_of_officials_are_only_for_counters(box):
    assert any(one.get("pin_hash") for one in tomllib.loads(box.get("/setup", "counter-1").text)["officials"])
    for machine in ("kiosk-1", "hall", "rate-1"):
        text = box.get("/setup", machine).text
        assert not any("pin_hash" in one for one in tomllib.loads(text)["officials"])
        assert len(re.findall(r"scrypt\$\d", text)) == 1, "the operator's own PIN and no other"


def test_a_pin_is_checked_and_guessing_is_stopped(box, clock):
    def sign_in(pin: str):
        return box.ask(v.SignIn(counter=1, official="cb00", pin=pin), "counter-1")

    for _ in range(5):
        assert sign_in("0000").status_code == 409
    locked = sign_in(PIN)
    assert locked.status_code == 409 and no(locked)["refusal"] == "too_early" and no(locked)["wait_seconds"] > 290
    clock.forward(301)
    assert sign_in(PIN).status_code == 200
    assert box.ask(v.SignIn(counter=2, official="cb02"), "counter-1").status_code == 200, "an official without a PIN"


# What is asked -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"field":7}', b'{"field":"ho-tich","colour":"red"}', b'{"field":"a\\u0000b"}',
        b'{"field":"' + b"x" * 3000 + b'"}', b'{"field":"\\u202e"}', b"\xff\xfe", b'{"field":"ho-tich","returning":1}',
        b'{"field":"ho-tich","appointment_at":"tomorrow"}', b"[" * 70_000, b'{"field":"ho-tich","nonce":"\x1b[2J"}',
        b'{"field":"ho-tich","procedures":[1]}', bytes(range(32)) * 94, b'{"field":null}', b'{"machine":"a"}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_such_verb_is_refused_in_one_sentence(any_box, body):
    answer = any_box.post("/verbs/take-number", body)
    assert answer.status_code == 422 and no(answer)["refusal"] == "unreadable"


def test_an_endless_body_is_not_read_to_its_end(box):
    sent = []

    def endless():
        while len(sent) < 20_000:
            sent.append(1)
            yield b"x" * 10_000

    try:
        assert box.post("/verbs/take-number", endless()).status_code == 422
    except OSError:
        pass  # the box hung up while the rest was still being sent
    assert len(sent) < 2_000
    assert box.post("/intake", b"x" * 2_100_000).status_code == 422


def test_bad_parameters_of_the_stream_are_refused(box):
    for query in ("after=x", "epoch=1.5", "after=" + "9" * 5000):
        assert box.get(f"/stream?{query}").status_code == 422 and no(box.get(f"/stream?{query}"))


def test_a_refusal_and_its_waiting_time(box):
    nobody = box.ask(v.CallNext(counter=1), "counter-1")
    assert nobody.status_code == 409 and no(nobody)["refusal"] == "not_signed_in"
    for verb in (v.SignIn(counter=1, official="cb01"), v.CallNext(counter=1)):
        box.ask(v.TakeNumber(field="ho-tich"))
        assert box.ask(verb, "counter-1").status_code == 200
    early = box.ask(v.Recall(counter=1), "counter-1")
    assert early.status_code == 409 and no(early)["refusal"] == "too_early" and no(early)["wait_seconds"] > 0


def test_the_same_press_is_answered_with_the_same_facts(box):
    press = v.TakeNumber(field="ho-tich", nonce="press-1")
    first = box.ask(press).json()["facts"]
    assert all(box.ask(press).json()["facts"] == first for _ in range(4))
    together = []
    threads = [
        threading.Thread(target=lambda: together.append(box.book.ask(v.TakeNumber(field="dat-dai", nonce="press-2"))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.ticket for answer in together}) == 1
    assert [ticket["ticket"] for ticket in box.get("/tickets").json()] == ["A001", "B001"]


# Trouble -------------------------------------------------------------------------------------


def test_a_press_of_long_ago_is_forgotten_and_one_of_this_week_is_not(box):
    def known() -> list[str]:
        rows = box.book.look(lambda book: book.journal.connection.execute("SELECT nonce FROM answers").fetchall())
        return sorted(nonce for (nonce,) in rows.result())

    for turn in range(10):
        box.book.ask(v.TakeNumber(field="ho-tich", nonce=f"press-{turn}"))
        box.clock.forward(86_400)
    assert known() == [f"press-{turn}" for turn in range(2, 10)]


def test_a_disk_that_takes_no_more_is_said_and_nothing_is_lost(box, expect_log):
    expect_log("Ổ đĩa đã đầy")
    assert box.ask(v.TakeNumber(field="ho-tich")).status_code == 200
    pages = box.book.look(lambda book: book.journal.connection.execute("pragma page_count").fetchone()[0]).result()
    box.book.look(lambda book: book.journal.connection.execute(f"pragma max_page_count = {pages}")).result()
    given = 1
    while (answer := box.ask(v.TakeNumber(field="ho-tich", procedures=("x" * 190,) * 4))).status_code == 200:
        given += 1
    assert answer.status_code == 503 and no(answer)["trouble"] == "disk_full" and "Xoá bớt" in no(answer)["remedy"]
    health = box.get("/health").json()
    assert health["writes"] is False and health["trouble"] == DiskFull.sentence
    assert len(box.get("/tickets").json()) == given, "what was promised before is all there"
    box.book.look(lambda book: book.journal.connection.execute("pragma max_page_count = 1000000")).result()
    assert box.ask(v.TakeNumber(field="ho-tich")).json()["facts"][0]["body"]["number"] == given + 1
    assert box.get("/health").json()["writes"] is True


def test_a_list_of_machines_that_cannot_be_read_is_a_trouble(box, monkeypatch):
    def broken(*_):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error

    monkeypatch.setattr(box.enrolled, "find_machine", broken)
    answer = box.get("/tickets", token="abc")
    assert answer.status_code == 503 and no(answer)["trouble"] == "disk_failing"


def test_a_bug_is_logged_once_and_answered_in_the_same_form(box, monkeypatch, expect_log):
    expect_log("ZeroDivisionError")
    monkeypatch.setattr(box.box.presence, "rows", lambda: 1 // 0)
    answer = box.get("/machines")
    assert answer.status_code == 500 and no(answer)["trouble"] == "trouble" and "Traceback" not in answer.text


@pytest.mark.parametrize("year", [2010, 2031])
def test_a_clock_that_is_wrong_is_said_on_every_screen(folder, clock, year, expect_log):
    box = LiveBox(folder, clock)
    assert box.get("/health").json()["trouble"] == ""
    if year == 2031:
        expect_log("the clock leapt")
    clock.put(clock().replace(year=year))
    assert "Đồng hồ" in box.get("/health").json()["trouble"]
    taken = box.ask(v.TakeNumber(field="ho-tich")).json()
    assert taken["facts"][0]["body"]["day"] == "2026-11-23", "the people who wait keep their day"
    box.close()


# Handing up ----------------------------------------------------------------------------------


def test_a_batch_is_taken_in_once_and_damage_is_told(box, folder, clock):
    own = Journal(folder / "own.db", "kiosk-1")
    with own.commit():
        own.append(FreeRated(at=clock(), day=box.book.day.day, value=4, machine="kiosk-1"))
    lines = tuple(line for _, line, _, _ in own.rows())
    body = encode_batch(Batch(node="kiosk-1", epoch=own.epoch, parent=None, first=1, prev_hash="0" * 32,
                              last_hash=own.head.hash.hex(), lines=lines))  # fmt: skip
    own.close()
    assert decode_answer(box.post("/intake", body[:-1]).content).kind == "damaged"
    for _ in range(3):
        answer = decode_answer(box.post("/intake", body).content)
        assert answer.kind == "quarantined" and answer.mark.seq == 1, "a kiosk states no ratings"
    stranger = box.post("/intake", body, "kiosk-2")
    assert stranger.status_code == 503 and no(stranger)["trouble"] == "foreign_book"


# Anything at all -----------------------------------------------------------------------------


def values(schema: dict) -> st.SearchStrategy:
    """Bodies that fit a schema of ours, and some that nearly do."""
    if "anyOf" in schema:
        return st.one_of([values(one) for one in schema["anyOf"]])
    known = st.sampled_from(["ho-tich", "A001", "thuong", "cb01", "A", "2026-11-23T01:00:00Z", "", "Z" * 300])
    texts = known | st.text()
    return {
        "string": texts,
        "integer": st.integers() | st.integers(-1, 9),
        "boolean": st.booleans(),
        "array": st.lists(texts, max_size=3),
        "null": st.none(),
    }.get(schema.get("type"), st.none())


def bodies(schema: dict) -> st.SearchStrategy:
    known = {name: values(one) for name, one in schema["properties"].items()}
    required = {name: known[name] for name in schema.get("required", [])}
    fitting = st.fixed_dictionaries(required, optional={n: one for n, one in known.items() if n not in required})
    junk = st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text() | st.lists(st.text()), max_size=3)
    return (fitting | st.tuples(fitting, junk).map(lambda pair: {**pair[0], **pair[1]})).map(
        lambda body: json.dumps(body).encode()) | st.binary(max_size=60)  # fmt: skip


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_asked_the_box_answers_and_stays_whole(any_box, data):
    paths = any_box.box_paths = getattr(any_box, "box_paths", None) or any_box.get("/openapi.json").json()["paths"]
    name = data.draw(st.sampled_from(sorted(VERBS)))
    schema = paths[path_of(VERBS[name])]["post"]["requestBody"]["content"]["application/json"]["schema"]
    role = data.draw(st.sampled_from(
        [role for role, allowed in trust.ALLOWED.items() if VERBS[name] in allowed and role != "box"] or ["hall"]))
    answer = any_box.post(path_of(VERBS[name]), data.draw(bodies(schema)), MACHINE[role])
    assert answer.status_code in (200, 403, 409, 422)
    if answer.status_code != 200:
        no(answer)


def test_the_book_is_whole_after_all_that(any_box):
    assert any_box.book.look(lambda book: book.journal.verify().whole and not book.day.doubts).result()


# What is never written down ------------------------------------------------------------------


def test_neither_a_pin_nor_a_person_is_in_any_log(box, caplog, folder):
    caplog.set_level(logging.DEBUG)
    canaries = ("739152", "034099012345", "Nguyễn Thị Bí Mật", "token-canary-0123456789")
    box.ask(v.SignIn(counter=1, official="cb00", pin="739152"), "counter-1")
    strange = b'{"counter":1,"official":"cb00","pin":"739152","x":"034099012345"}'
    box.post("/verbs/sign-in", strange, "counter-1")
    box.post("/verbs/take-number", '{"field":"034099012345","priority":"Nguyễn Thị Bí Mật"}'.encode())
    box.get("/tickets", token=canaries[3])
    box.get("/stream?after=034099012345x")
    text = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("urllib3"))
    assert not any(canary in text for canary in canaries)
    box.stop()
    files = b"".join(path.read_bytes() for path in folder.iterdir())
    assert not any(canary.encode() in files for canary in canaries)
