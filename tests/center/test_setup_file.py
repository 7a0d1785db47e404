"""A center's TOML file: every fault named by its line; what is written reads back equal."""

import json
import re
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center.attached import ROLES
from center.communes import commune
from center.errors import NotOffered, SetupFault
from center.founding import found
from center.setup_file import read_setup
from center.setup_text import write_setup
from center.toml_lines import line_numbers
from devices.cabinet import uri_of
from devices.opening import open_driver
from devices.troubles import Misconfigured
from sync import reference
from sync.machine import read_machine

DEFAULTS = reference.defaults()

PLAIN = """\
[center]
id = "dong-tien-hai"
commune = "Xã Đông Tiền Hải"
commune_code = "12988"

[[hours]]
weekdays = ["T2", "T3"]
opens = "7:30"
closes = "11:30"

[calls]
max_wait_minutes = 45

[[fields]]
id = "ho-tich"
letter = "A"
name = "Hộ tịch"
name_en = "Civil status"

[[fields]]
id = "dat-dai"
letter = "B"
name = "Đất đai"
name_en = "Land"
guide = true

[[counters]]
number = 1
fields = ["ho-tich", "dat-dai"]
weights = { ho-tich = 2 }
rating = "rate-1"

[[officials]]
code = "cb01"
name = "Nguyễn Văn A"

[[classes]]
id = "thuong"
name = "Thường"
name_en = "Ordinary"
rank = 9
group = "ordinary"

[rating]
clear_seconds = 15
"""


def faults(text: str) -> list[str]:
    with pytest.raises(SetupFault) as caught:
        read_setup(text, DEFAULTS)
    return [str(fault) for fault in (caught.value, *caught.value.others)]


def test_the_plain_file_is_sound():
    setup = read_setup(PLAIN, DEFAULTS)
    assert setup.counter_by_number[1].weights == {"ho-tich": 2.0, "dat-dai": 1.0}
    assert setup.counter_by_number[1].name == "Quầy 1"
    assert setup.rating.levels == DEFAULTS.rating.levels
    assert setup.days_off == DEFAULTS.days_off


# What is changed in the plain file, and every sentence that it is answered with.
CHANGED = [
    ('letter = "A"', 'letter = "a1"',
     ["Dòng 16, fields.letter: cần một hoặc hai chữ cái A–Z, đang là «a1»."]),
    ('letter = "B"', 'letter = "A"',
     ["Dòng 22, fields.letter: đã dùng ở dòng 16, cần một giá trị khác, đang là «A»."]),
    ('letter = "B"', "letter = 7",
     ["Dòng 22, fields.letter: cần một hoặc hai chữ cái A–Z, đang là «7»."]),
    ('letter = "B"\n', "",
     ["Dòng 20, fields.letter: còn thiếu, cần một hoặc hai chữ cái A–Z."]),
    ('letter = "B"', 'lettre = "B"',
     ["Dòng 20, fields.letter: còn thiếu, cần một hoặc hai chữ cái A–Z.",
      "Dòng 22, fields.lettre: không có mục này. Có phải ý là «letter»?"]),
    ('id = "dat-dai"', 'id = "ho-tich"',
     ["Dòng 21, fields.id: đã dùng ở dòng 15, cần một giá trị khác, đang là «ho-tich».",
      "Dòng 29, counters.fields: không có lĩnh vực này trong [[fields]], đang là «dat-dai»."]),
    ("guide = true", "first = 50\nlast = 40",
     ["Dòng 26, fields.last: số cuối phải từ số đầu (50) trở lên, đang là «40»."]),
    ("guide = true", "step = 0",
     ["Dòng 25, fields.step: cần số nguyên từ 1 đến 100, đang là «0»."]),
    ("guide = true", "daily_max = 2.5",
     ["Dòng 25, fields.daily_max: cần số nguyên từ 1 đến 9999 số mỗi ngày, đang là «2.5»."]),
    ("guide = true", 'icon = "hoem"',
     ["Dòng 25, fields.icon: "]),
    ("guide = true", 'guide = "có"',
     ["Dòng 25, fields.guide: cần true (có) hoặc false (không), đang là «có»."]),
    ('name_en = "Civil status"', 'name_en = "Civil status"\nguide = true',
     ["Dòng 26, fields.guide: chỉ một lĩnh vực được là nơi hướng dẫn, đã có ở dòng 19."]),
    ('fields = ["ho-tich", "dat-dai"]', 'fields = ["ho-tich", "dat-dia"]',
     ["Dòng 21, fields.id: chưa có quầy nào phục vụ lĩnh vực này, đang là «dat-dai».",
      "Dòng 29, counters.fields: không có lĩnh vực này trong [[fields]], đang là «dat-dia». "
      "Có phải ý là «dat-dai»?"]),
    ("{ ho-tich = 2 }", "{ ho-tich = 0 }",
     ["Dòng 30, counters.weights.ho-tich: cần số từ 0.01 đến 100, đang là «0»."]),
    ("number = 1\n", "number = 0\n",
     ["Dòng 28, counters.number: cần số nguyên từ 1 đến 99, đang là «0»."]),
    ('rating = "rate-1"', 'rating = "rate-1"\n[[counters]]\nnumber = 1\nfields = ["dat-dai"]\nrating = "rate-1"',
     ["Dòng 33, counters.number: đã dùng ở dòng 28, cần một giá trị khác, đang là «1».",
      "Dòng 35, counters.rating: đã dùng ở dòng 31, cần một giá trị khác, đang là «rate-1»."]),
    ('opens = "7:30"', 'opens = "25:30"',
     ['Dòng 8, hours.opens: cần giờ dạng "7:30", đang là «25:30».']),
    ('opens = "7:30"', 'opens = "13:30"',
     ["Dòng 9, hours.closes: giờ đóng cửa phải sau giờ mở cửa 13:30, đang là «11:30»."]),
    ('"T2", "T3"', '"T2", "T8"',
     ["Dòng 7, hours.weekdays: cần thứ trong tuần: T2, T3, T4, T5, T6, T7, CN, đang là «T8»."]),
    ('closes = "11:30"', 'closes = "11:30"\n[[hours]]\nweekdays = ["T3"]\nopens = "11:00"\ncloses = "12:00"',
     ["Dòng 12, hours.opens: trùng giờ với buổi 07:30–11:30 đã ghi ở trên."]),
    ("max_wait_minutes = 45", "max_wait_minutes = 0",
     ["Dòng 12, calls.max_wait_minutes: cần số nguyên từ 1 đến 480 phút, đang là «0»."]),
    ("max_wait_minutes = 45", "max_wait = 45",
     ["Dòng 12, calls.max_wait: không có mục này. Có phải ý là «max_wait_minutes»?"]),
    ('commune_code = "12988"', "commune_code = 12988",
     ["Dòng 4, center.commune_code: cần mã đơn vị hành chính gồm 5 chữ số, đang là «12988»."]),
    ('commune_code = "12988"', 'commune_code = "12988"\noperator_pin_hash = "1234"',
     ['Dòng 5, center.operator_pin_hash: cần chuỗi do lệnh "python -m sync pin" in ra, đang là «1234».']),
    ('commune_code = "12988"', 'commune_code = "12988"\nticker = [\n  "chào",\n  5,\n]',
     ["Dòng 7, center.ticker: cần câu dài không quá 200 chữ, đang là «5»."]),
    ('id = "dong-tien-hai"', 'id = "Đông"',
     ["Dòng 2, center.id: cần tên viết thường không dấu, a–z, 0–9, gạch nối, đang là «Đông»."]),
    ('code = "cb01"', 'code = "033090000123"',
     ["Dòng 34, officials.code: không dùng số căn cước làm mã, cần mã riêng như «cb03»."]),
    ('id = "thuong"', 'id = "khac"',
     ["Dòng 37, classes: còn thiếu nhóm «thuong» dành cho người không thuộc diện ưu tiên."]),
    ('group = "ordinary"', 'group = "oridnary"',
     ["Dòng 42, classes.group: cần một trong: emergency, priority, ordinary, đang là «oridnary». "
      "Có phải ý là «ordinary»?"]),
    ("clear_seconds = 15", 'levels = [ { value = 1, name = "Tốt", name_en = "Good", face = "smile" } ]',
     ["Dòng 45, rating.levels.face: cần một trong: very_good, good, neutral, bad, very_bad, đang là «smile».",
      "Dòng 45, rating.levels: cần từ 2 đến 6 mức, đang là «1»."]),
    ("[calls]", "[call]",
     ["Dòng 11, call: không có mục này. Có phải ý là «calls»?"]),
    ("[calls]", "[calendar]\ndays_off = [\n  2026-12-01,\n  \"1/12\",\n]\n[calls]",
     ["Dòng 14, calendar.days_off: cần ngày dạng 2026-11-24, đang là «1/12»."]),
    # Not TOML at all.
    ('letter = "A"', "letter = A",
     ["Dòng 16: cần một giá trị; chữ phải đặt trong ngoặc kép."]),
    ('letter = "A"', 'letter "A"',
     ["Dòng 16: cần dấu = sau tên mục."]),
    ('letter = "A"', 'letter = "A',
     ["Dòng 16: chữ chưa đóng ngoặc kép, hoặc có ký tự lạ."]),
    ('letter = "A"', 'letter = "A"\nletter = "B"',
     ["Dòng 17: mục này đã ghi ở trên, mỗi mục chỉ ghi một lần."]),
    ('letter = "A"', 'letter = "A" name = 3',
     ["Dòng 16: thừa chữ sau giá trị; mỗi mục một dòng."]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentences"), CHANGED, ids=[new[:30] for _, new, _ in CHANGED])
def test_a_fault_is_named_by_its_line(old, new, sentences):
    assert PLAIN.count(old) >= 1
    told = faults(PLAIN.replace(old, new, 1))
    if sentences[0].endswith(": "):
        assert told[0].startswith(sentences[0]) and "«home»" in told[0] and len(told) == 1
    else:
        assert told == sentences


def test_an_empty_file_says_what_is_missing():
    told = faults("")
    assert told[0] == "Dòng 1, center: còn thiếu bảng này, trong đó có id, commune và commune_code."
    assert len(told) == 4


def test_all_faults_of_a_file_are_found_at_once():
    text = PLAIN.replace('letter = "A"', 'letter = "?"').replace("rank = 9", "rank = 0").replace("T3", "T9")
    assert [sentence.split(",")[0] for sentence in faults(text)] == ["Dòng 7", "Dòng 16", "Dòng 41"]


def test_notepad_saves_it_with_its_mark_and_line_ends():
    assert read_setup("\ufeff" + PLAIN.replace("\n", "\r\n"), DEFAULTS) == read_setup(PLAIN, DEFAULTS)
    assert faults("\ufeff" + PLAIN.replace('"A"', '"1"').replace("\n", "\r\n"))[0].startswith("Dòng 16, fields.letter")


def test_own_days_off_are_added_and_a_national_holiday_can_be_worked():
    own = "[calendar]\ndays_off = [2026-12-01]\nmake_up = [2026-11-24]\n"
    setup = read_setup(own + PLAIN, DEFAULTS)
    assert date(2026, 12, 1) in setup.days_off and date(2026, 1, 1) in setup.days_off
    assert date(2026, 11, 24) in setup.make_up and date(2026, 11, 24) not in setup.days_off
    alone = read_setup("[calendar]\nnational = false\n" + PLAIN, DEFAULTS)
    assert alone.days_off == frozenset()


@pytest.mark.parametrize("counters", [1, 2, 4, 5, 6, 8, 12])
def test_a_new_center_reads_back_equal(counters):
    for each in reference.communes()[:: 1 if counters == 4 else 21]:
        setup = found(each, counters, reference.new_fields(counters), DEFAULTS)
        assert read_setup(write_setup(setup, DEFAULTS), DEFAULTS) == setup


def test_there_are_104_communes_with_a_center_each():
    communes = reference.communes()
    assert len(communes) == len({each.code for each in communes}) == len({each.slug for each in communes}) == 104
    setup = found(communes[0], 4, reference.new_fields(4), DEFAULTS)
    for field in setup.fields:
        mains = sum(counter.weights.get(field.id, 0) >= 2 for counter in setup.counters)
        assert field.guide or mains >= 1
        assert sum(field.id in counter.weights for counter in setup.counters) >= 2


@pytest.mark.parametrize(
    "asked", ["Đông Tiền Hải", "dong tien hai", "Xã ĐÔNG TIỀN HẢI", "12988", "UBND xã Đông Tiền Hải"]
)
def test_a_commune_is_found_with_or_without_marks(asked):
    assert commune(reference.communes(), asked).code == "12988"


def test_both_spellings_of_a_commune_are_known():
    assert commune(reference.communes(), "Thái Thụy") is commune(reference.communes(), "Thái Thuỵ")


def test_an_unknown_commune_is_answered_with_the_nearest():
    with pytest.raises(NotOffered, match="Xã Đông Tiền Hải"):
        commune(reference.communes(), "Dong Tien Hay")


@pytest.mark.parametrize("name", reference.samples())
def test_every_sample_reads(name):
    folder = reference.sample_folder(name)
    setup = read_setup((folder / "center.toml").read_text("utf-8"), DEFAULTS)
    machines = {path.stem: read_machine(path) for path in folder.glob("*.toml") if path.stem != "center"}
    assert {"kiosk", "hall", "counter-1", "rate-1"} <= set(machines)
    for machine in machines.values():
        assert machine.counter is None or machine.counter in setup.counter_by_number
        if machine.role == "rating":
            assert setup.counter_by_number[machine.counter].rating == machine.id


def test_the_samples_named_in_the_plan_are_there():
    assert set(reference.samples()) == {"village-morning", "full-hall", "no-network", "paper-out"}


MACHINE = '[machine]\nid = "kiosk-1"\nrole = "kiosk"\n[devices.printer]\nuri = "tcp://127.0.0.1:9100"\n'

MACHINES_CHANGED = [
    ('"kiosk"\n', '"kosk"\n',
     "Dòng 3, machine.role: cần một trong: box, kiosk, hall, counter, rating, đang là «kosk». Có phải ý là «kiosk»?"),
    ('"kiosk"\n', '"counter"\n', "Dòng 1, machine.counter: còn thiếu, cần số của quầy đặt máy này."),
    ('"kiosk"\n', '"kiosk"\nbox = "10.0.0.1"\n',
     'Dòng 4, machine.box: cần địa chỉ máy chủ dạng "http://127.0.0.1:8765" hoặc "auto", đang là «10.0.0.1».'),
    ('"tcp://127.0.0.1:9100"', '"máy in"',
     'Dòng 5, devices.printer.uri: cần địa chỉ thiết bị, ví dụ "tcp://192.168.1.50:9100", đang là «máy in».'),
    ("[devices.printer]", "[screen]\nrotate = 45\n[devices.printer]",
     "Dòng 5, screen.rotate: cần 0, 90, 180 hoặc 270, đang là «45»."),
    ("[devices.printer]", "[devices.pritner]",
     "Dòng 4, devices.pritner: không có mục này. Có phải ý là «printer»?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "sentence"), MACHINES_CHANGED, ids=[new for _, new, _ in MACHINES_CHANGED])
def test_a_fault_of_a_machine_is_named_by_its_line(old, new, sentence):
    with pytest.raises(SetupFault) as caught:
        read_machine(MACHINE.replace(old, new, 1))
    assert str(caught.value) == sentence


def test_a_device_may_be_one_address():
    alone = read_machine(MACHINE.replace("[devices.printer]\nuri", "[devices]\nspeaker = 'silent:'\nprinter"))
    assert alone.devices == {"printer": {"uri": "tcp://127.0.0.1:9100"}, "speaker": {"uri": "silent:"}}
    assert read_machine(MACHINE).devices == {"printer": {"uri": "tcp://127.0.0.1:9100"}}


def test_several_devices_of_a_role_have_names():
    cameras = """[devices]
camera.desk = "camera://0"
[devices.camera.hall]
uri = "rtsp://192.168.1.70/stream"
still_seconds = 60
"""
    assert read_machine(MACHINE.partition("[devices")[0] + cameras).devices == {
        "camera.desk": {"uri": "camera://0"},
        "camera.hall": {"uri": "rtsp://192.168.1.70/stream", "still_seconds": 60},
    }


@pytest.mark.parametrize(
    "path", sorted(reference.sample_folder("village-morning").glob("*-1.toml")), ids=lambda path: path.stem
)
def test_the_examples_in_comments_name_devices_that_can_be_opened(path):
    plain, marked, examples = path.read_text("utf-8").partition("# [devices.")
    machine = read_machine(plain + re.sub(r"(?m)^# (?=\[devices\.|\w+ = )", "", marked + examples))
    for name, device in machine.devices.items():
        open_driver(name.partition(".")[0], uri_of(device)).close()
    assert len(machine.devices) >= {"counter-1": 6, "rate-1": 1}.get(path.stem, 0)


def test_the_roles_of_a_config_are_those_that_can_be_opened():
    for role in ROLES:
        with pytest.raises(Misconfigured, match="không có cách kết nối «unheard-of»"):
            open_driver(role, "unheard-of:")


def test_paths_of_a_machine_are_meant_from_its_file(tmp_path):
    (tmp_path / "kiosk-1.token").write_text("abc\n", "utf-8")
    file = tmp_path / "kiosk.toml"
    file.write_text(MACHINE.replace("\n", '\ntoken_file = "kiosk-1.token"\ndata = "book"\n', 1), "utf-8")
    machine = read_machine(file)
    assert machine.token == "abc" and machine.folder == tmp_path / "book"


@given(
    st.integers(0, PLAIN.count("\n")),
    st.integers(0, 40),
    st.integers(0, 12),
    st.text(st.sampled_from("[]{}=\"'#\\.,-\n aA0\x00ệ\u202e"), max_size=6),
)
def test_no_scribble_in_the_file_ends_in_anything_but_a_fault(line, column, taken, scribble):
    lines = PLAIN.split("\n")
    written = lines[line]
    lines[line] = written[:column] + scribble + written[column + taken :]
    text = "\n".join(lines)
    try:
        read_setup(text, DEFAULTS)
    except SetupFault as fault:
        assert 1 <= fault.line <= text.count("\n") + 1
        assert str(fault).isprintable() and str(fault).startswith("Dòng ")


@pytest.mark.parametrize("value", ["[" * 5000 + "]" * 5000, "9" * 5000, "nan", "[{a=[{}]}]", "1979-05-27", '""""""'])
def test_no_value_ends_in_anything_but_a_fault(value):
    for key in ("step", "name", "guide", "procedures"):
        assert faults(PLAIN.replace("guide = true", f"{key} = {value}"))


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\x7f"), max_size=8)
scalars = st.one_of(st.integers(-9, 9), st.floats(-9, 9), words, st.booleans(), st.dates(), st.times())
values = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3))
)


def toml(value) -> str:
    """A value on as many lines as TOML allows, with comments that look like headers."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[ # [no]\n" + ",\n".join(toml(inner) for inner in value) + "\n]"
    return json.dumps(value) if isinstance(value, (str, bool, int, float)) else value.isoformat()


@given(
    st.dictionaries(words, values, max_size=4),
    st.lists(st.tuples(words.map("t{}".format), st.booleans(), st.dictionaries(words, values, max_size=3)), max_size=5),
)
def test_every_key_of_any_toml_has_its_line(top, tables):
    text = "".join(f"{toml(key)} = {toml(value)}\n" for key, value in top.items())
    for name, repeated, rows in tables:
        text += f"[[{toml(name)}]] # x = 1\n" if repeated else f"[{toml(name)}]\n"
        text += "".join(f"{toml(key)} = {toml(value)}\n" for key, value in rows.items())
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # a name taken twice
    lines, written = line_numbers(text), text.split("\n")

    def walk(path, value):
        if path:
            assert path in lines, (path, text)
            last = path[-1]
            assert not isinstance(last, str) or toml(last) in written[lines[path] - 1], (path, text)
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if type(value) is list else ():
            walk((*path, key), inner)

    walk((), tree)
