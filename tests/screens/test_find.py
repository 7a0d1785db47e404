"""Finding as people do it: typed without diacritics, by what happened, printed, a number taken, and nothing left."""

import gc

import pypdfium2
import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from center import papers
from center.facts import SearchMissed
from devices.codes import Scan
from screen import ASSETS
from tests.screens.find_screen import FindScreen
from tests.screens.take_screen import ELDERLY

BIRTH = "1.001193"


@pytest.fixture
def find(folder, clock):
    screen = FindScreen(folder, clock, first="home")
    yield screen
    screen.shut()


@pytest.fixture
def machine(folder, clock):
    """A machine for searching: its first page is the search."""
    screen = FindScreen(folder, clock)
    yield screen
    screen.shut()


def texts(document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, papers.Text | papers.Check)]


def test_four_taps_from_the_first_page_to_a_printed_list(find):
    find.tap("find").tap("event-Sinh con").choose_hit(BIRTH).tap("procedure-print")
    find.until(lambda: find.search.paper == "printed")
    assert find.taps == 4
    assert find.text("procedure-print") == "Xin lấy giấy"
    printed = find.printer.printed[0]
    assert any(isinstance(block, papers.Check) and "Giấy chứng sinh" in block.text for block in printed.blocks)
    assert any(isinstance(block, papers.Code) and BIRTH in block.data for block in printed.blocks)


def test_three_letters_and_two_taps_where_a_keyboard_stands_beside_the_screen(machine):
    for letter in "kha":
        machine.reading.typed(letter)
    machine.settle()
    code = machine.codes()[0]
    machine.taps = 0
    machine.choose_hit(code).tap("procedure-print")
    machine.until(lambda: machine.search.paper == "printed")
    assert machine.taps == 2


def test_words_without_marks_find_the_procedure_and_a_number_carries_its_code(find):
    find.tap("find").tap("find-box").write("khai sinh")
    assert find.codes()[0] == BIRTH
    find.choose_hit(BIRTH)
    assert find.text("procedure-title") == "Đăng ký khai sinh"
    find.tap("procedure-take")
    find.until(lambda: find.take.page == "result")
    find.expect_ticket("A 001")
    assert find.node.day.tickets["A001"].procedures == (BIRTH,)
    slip = find.printer.printed[-1]
    assert any(isinstance(block, papers.Pair) and block.value == BIRTH for block in slip.blocks)
    assert "Đăng ký khai sinh" in texts(slip)
    find.tap("done")
    assert find.take.page == "home" and find.search.page == "home" and find.search.typed == ""


def test_the_keyboard_of_the_screen_writes_vietnamese(machine):
    machine.tap("find-box").write("lam s").tap("key-ô")
    machine.tap("key-\u0309").tap("key-space").tap("key-đ").tap("key-o").tap("key-\u0309")
    assert machine.text("typed") == "lam sổ đỏ"
    machine.tap("key-back").tap("key-back")
    assert machine.search.typed == "lam sổ "
    machine.write("ddor")
    assert machine.text("typed") == "lam sổ đỏ"
    machine.tap("key-clear")
    assert machine.search.typed == "" and machine.codes() == []
    machine.tap("key-digits").write("1.00")
    assert machine.search.typed == "1.00"


def test_popular_today_decides_between_equals_and_comes_from_the_tickets(machine):
    assert machine.search._popular() == {}
    machine.search.openProcedure(BIRTH)
    machine.settle().tap("procedure-take")
    machine.until(lambda: machine.take.page == "result")
    assert machine.search._popular() == {BIRTH: 1}


def test_a_search_without_a_find_offers_an_official_and_is_counted_without_the_words_typed(find):
    find.tap("find").tap("find-box").write("giay wxyz nguyen thi mau")
    assert find.settle().search.nothing
    facts: list = []
    find.node.book.subscribe(lambda entries: facts.extend(entry.fact for entry in entries))
    find.tap("ask-official")
    find.until(lambda: find.take.page == "notice")
    assert "kiosk-1" in find.node.day.help
    find.tap("done")
    assert find.take.page == "find" and find.search.typed  # the search is still there after the call for help
    missed = [fact for fact in facts if isinstance(fact, SearchMissed)]
    assert len(missed) == 1 and missed[0].machine == "kiosk-1"
    assert not {"wxyz", "nguyen", "mau"} & set(missed[0].words)


@pytest.mark.parametrize("text", [ELDERLY, "MC1|12988|20261123|A001", "9.999999", "\x1b[2J", "A" * 3000])
def test_a_code_held_up_while_typing_is_one_sentence(machine, text):
    machine.tap("find-box").write("khai")
    machine.reading.read(Scan(text, text.encode()))
    machine.settle()
    assert machine.search.page == "search"
    assert "không phải mã thủ tục" in machine.text("note")
    assert machine.search.typed == "khai" and machine.find("ask-official") is not None
    machine.write(" sinh")
    assert machine.codes()[0] == BIRTH


def test_the_code_of_a_procedure_opens_its_page(machine):
    machine.reading.read(Scan(machine.library.catalogue.procedure(BIRTH).portal_page, b""))
    assert machine.settle().text("procedure-title") == "Đăng ký khai sinh"


def test_a_code_that_is_no_procedure_is_one_sentence(machine):
    machine.search.openProcedure("9.999999")
    machine.settle()
    assert "Chưa có thủ tục mang mã này" in machine.text("note")
    assert machine.find("keyboard") is not None


def test_a_flood_of_keys_is_one_sentence(machine):
    machine.tap("find-box")
    for letter in "chứng thực " * 280:
        machine.search.typed_key(letter)
    machine.settle()
    assert len(machine.search.typed) <= 121
    assert "hơi dài" in machine.text("note")
    machine.tap("key-clear").write("sao y")
    assert machine.text("typed") == "sao y"


def test_nothing_typed_stays(machine, caplog):
    canary = "".join(reversed("nbvqwxyz"))  # as one string nowhere else in this process
    machine.tap("find-box").write(canary)
    assert canary in machine.text("typed")
    machine.visitor.set_patience(20, 50)
    machine.visitor.stay()
    machine.until(lambda: machine.take.page == "stay")
    machine.until(lambda: machine.take.page == "find")
    machine.settle()
    assert machine.search.page == "home" and machine.search.typed == ""
    assert canary not in caplog.text
    shown = [str(item.property("text") or "") for item in machine.view.rootObject().findChildren(QObject)]
    assert not any(canary in text for text in shown)
    held = []
    for thing in gc.get_objects():
        parts = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list | tuple | set) else ()
        held += [type(thing) for part in list(parts) if type(part) is str and canary in part]
    assert not held, "something still holds what was typed"


def test_more_time_returns_to_what_was_typed(machine):
    machine.tap("find-box").write("khai")
    machine.visitor.set_patience(20, 5000)
    machine.visitor.stay()
    machine.until(lambda: machine.take.page == "stay")
    machine.visitor.set_patience(5000, 5000)
    machine.settle().tap("more-time")
    assert machine.take.page == "find" and machine.text("typed") == "khai"


def test_the_back_arrow_walks_the_way_it_came(find):
    find.tap("find").tap("way-fields").tap("find-field-ho-tich")
    find.tap("hit-" + find.search.listed["rows"][0]["id"])
    assert find.search.page == "procedure"
    for page in ("list", "fields", "home"):
        find.tap("back")
        assert find.search.page == page
    find.tap("back")
    assert find.take.page == "home"


def test_a_search_machine_also_gives_plain_numbers(machine):
    machine.tap("back")
    assert machine.take.page == "fields"
    machine.choose("ho-tich").expect_ticket("A 001")
    machine.tap("done")
    assert machine.take.page == "find" and machine.search.page == "home"


def test_in_the_evening_it_still_answers_but_gives_no_number(machine, clock):
    clock.forward(10 * 3600)
    machine.take.look()
    machine.search.openProcedure(BIRTH)
    machine.settle()
    assert machine.find("procedure-take") is None
    assert machine.find("procedure-print") is not None


def test_without_paper_the_page_can_be_photographed(machine):
    machine.printer.out = True
    machine.search.openProcedure(BIRTH)
    machine.settle().tap("procedure-print")
    machine.until(lambda: machine.find("paper-trouble") is not None)
    assert "hết giấy" in machine.text("paper-trouble")


def test_what_is_not_verified_sends_to_an_official(machine):
    unverified = next(p for p in machine.library.procedures if not p.is_verified("papers") and p.papers)
    machine.search.openProcedure(unverified.code)
    rows = machine.search.procedure["rows"]
    assert "hỏi cán bộ" in rows[1]["text"]
    assert not any(paper.name == row["text"] for paper in unverified.papers for row in rows)


def test_answers_stand_in_the_order_in_which_people_ask(machine):
    machine.search.openProcedure(BIRTH)
    heads = [row["text"] for row in machine.search.procedure["rows"] if row["kind"] == "heading"]
    assert heads == ["Cần mang", "Nộp ở đâu", "Bao lâu", "Lệ phí", "Nhận được"]
    assert any(row["kind"] == "no" and row["text"].startswith("Không cần mang:") for row in
               machine.search.procedure["rows"])  # fmt: skip


def test_voice_reads_keys_and_pages(machine):
    machine.tap("bar-voice").tap("find-box")
    machine.write("ka").tap("key-ơ").tap("key-\u0301").tap("key-back")
    said = [sounds[0] for sounds in machine.spoken.said]
    assert said[-6:] == ["trang_go_chu", "k", "a", "chu_ow", "dau_sac", "phim_xoa"]


def test_a_question_may_get_a_sentence_beside_the_catalogues_facts(folder, clock):
    class Said:
        def __init__(self):
            self.asked = []

        def ask(self, words, procedures):
            from concurrent.futures import Future

            self.asked.append((words, [procedure.code for procedure in procedures]))
            done = Future()
            done.set_result("Ông/bà làm thủ tục đăng ký khai sinh.")
            return done

    said = Said()
    screen = FindScreen(folder, clock, rephrasing=said)
    try:
        screen.tap("find-box").write("con toi moi sinh can lam gi ")
        screen.tap("all-hits")
        screen.until(lambda: screen.find("said") is not None)
        assert screen.text("said").startswith("Ông/bà làm thủ tục")
        assert said.asked[0][1] == screen.codes()[:3]
        assert screen.find("hit-" + screen.codes()[0]) is not None
    finally:
        screen.shut()


def test_typing_comes_through_the_lock_and_a_card_does_not(machine):
    from screen.lockdown import Lockdown

    lock = Lockdown().install()
    lock.typed.connect(machine.reading.typed)
    lock.scanned.connect(machine.reading.read)
    try:
        for letter in "khai":
            QTest.keyClick(machine.view, letter)
            QTest.qWait(70)
        machine.settle()
        assert machine.search.typed == "khai"
        for letter in "MC1|12988|A001":
            QTest.keyClick(machine.view, letter)
        QTest.keyClick(machine.view, "\r")
        machine.settle()
        assert machine.search.typed == "khai" and "không phải mã thủ tục" in machine.text("note")
    finally:
        machine.app.removeEventFilter(lock)


def test_every_life_event_speaks_both_languages_and_has_its_sign(machine):
    icons = {path.stem for path in (ASSETS / "icons").glob("*.svg")}
    for event, procedures in machine.library.events:
        assert event.name_en and event.icon in icons and procedures, event.name
    first = [event.name for event, _ in machine.library.events[:7]]
    assert {"Sinh con", "Kết hôn", "Mất người thân", "Mở cửa hàng", "Chứng thực giấy tờ"} <= set(first)


def test_by_code_begins_with_digits(machine):
    machine.tap("way-code").write("1.001193")
    assert machine.codes() == [BIRTH]
    machine.tap("key-clear").write("9.99999")
    assert "Chưa có thủ tục mang mã này" in machine.text("note")


def test_where_only_a_printer_of_documents_works_the_list_comes_on_a4(machine):
    known = machine.printer.health()["reader"]
    machine.printer.health = lambda: {"documents": known}
    machine.search.openProcedure(BIRTH)
    machine.settle().tap("procedure-print")
    machine.until(lambda: machine.search.paper == "printed")
    pages = pypdfium2.PdfDocument(machine.printer.sheets[0])
    said = " ".join(pages[0].get_textpage().get_text_range().split())
    assert len(pages) == 1 and machine.printer.jobs[0].startswith(f"checklist-{BIRTH}-")
    assert "GIẤY TỜ CẦN MANG" in said and "Giấy chứng sinh" in said
