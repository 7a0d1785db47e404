"""Taking a number as people do it: one tap, two with a priority, a card, a printer without paper, nobody there."""

import pytest

from center import papers
from center import verbs as v
from tests.screens.take_screen import ELDERLY, TakeScreen


@pytest.fixture
def take(folder, clock):
    screen = TakeScreen(folder, clock)
    yield screen
    screen.shut()


def numbers(document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, papers.Number)]


def texts(document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, papers.Text)]


def test_one_tap_gives_a_number_on_paper(take):
    take.choose("ho-tich").expect_ticket("A 001")
    assert numbers(take.printer.printed[0]) == ["A 001"]
    assert take.text("paper") == "Xin lấy phiếu"
    assert "so_cua_ong_ba" in take.spoken.said[0]


def test_a_priority_takes_two_taps(take):
    take.tap("priority").tap("class-phu_nu_mang_thai").choose("dat-dai").expect_ticket("B 001")
    assert take.node.day.tickets["B001"].priority == "phu_nu_mang_thai"
    take.tap("done").choose("dat-dai")
    assert take.node.day.tickets["B002"].priority == "thuong"


def test_a_trembling_second_tap_is_not_heard(take):
    take.choose("ho-tich")
    take.touch.gap_seconds = 0.5
    take.tap("cancel")
    assert take.take.page == "result"
    assert take.node.day.waiting_count() == 1


def test_a_card_gives_the_class_and_leaves_nothing(take):
    take.scan(ELDERLY)
    assert take.take.page == "fields"
    assert take.take.cardRead
    take.choose("ho-tich")
    assert take.node.day.tickets["A001"].priority == "nguoi_cao_tuoi_80"
    assert "Nguyễn" not in repr(vars(take.take))


@pytest.mark.parametrize("text", ["http://example.org", "033036001234", "\x1b[2J", "A" * 3000])
def test_what_is_not_a_card_is_one_sentence(take, text):
    take.scan(text)
    assert take.take.page == "notice"
    assert take.text("notice-title") == "Chưa đọc được mã"
    take.tap("done")
    assert take.take.page == "home"


def test_without_paper_the_number_stays_longer_and_can_be_photographed(take):
    take.printer.out = True
    take.choose("ho-tich").expect_ticket("A 001")
    take.until(lambda: take.take.result["paper"] == "failed")
    assert take.text("paper").startswith("Máy in đang hết giấy")
    assert take.take.stayMs == 20_000


def test_a_reprint_is_marked_and_a_new_job(take):
    take.choose("ho-tich")
    take.until(lambda: take.take.result["reprint"])
    take.settle().tap("reprint")
    take.until(lambda: len(take.printer.printed) == 2)
    assert "BẢN IN LẠI" in texts(take.printer.printed[1])
    assert len(set(take.printer.jobs)) == 2


def test_a_cancelled_number_waits_no_more(take):
    take.choose("ho-tich").tap("cancel")
    take.until(lambda: take.take.page == "notice")
    assert take.text("notice-title") == "Đã huỷ số A 001"
    assert take.node.day.waiting_count() == 0


def test_everything_is_forgotten_when_nobody_answers(take):
    take.tap("bar-language").tap("bar-large").tap("bar-contrast").tap("bar-voice")
    assert take.translation.language == "en" and take.theme.large and take.theme.contrast
    take.visitor.set_patience(20, 100)
    take.visitor.stay()
    take.until(lambda: take.take.page == "stay")
    take.until(lambda: take.take.page == "home")
    assert take.visitor.untouched and take.translation.language == "vi"
    assert not take.theme.large and not take.theme.contrast


def test_more_time_returns_to_where_one_was(take):
    take.tap("priority")
    take.visitor.set_patience(20, 5000)
    take.visitor.stay()
    take.until(lambda: take.take.page == "stay")
    take.visitor.set_patience(5000, 5000)
    take.settle().tap("more-time")
    assert take.take.page == "classes"


def test_a_cut_line_is_said_and_a_spent_lease_sends_to_the_desk(take):
    take.cut()
    assert "vẫn lấy số bình thường" in take.text("banner")
    take.choose("ho-tich")
    assert take.take.notice["kind"] == "paper"
    assert "quầy hướng dẫn" in take.text("notice")


def test_a_full_field_says_so_on_its_tile(take):
    field = take.node.setup.field_by_id["ho-tich"]
    object.__setattr__(field, "daily_max", 1)
    take.choose("ho-tich").tap("done")
    take.take.look()
    assert next(tile for tile in take.take.fields if tile["id"] == "ho-tich")["closed"]
    take.settle().tap("field-ho-tich")
    assert take.take.page == "home" and take.node.day.waiting_count() == 1


def test_outside_the_hours_it_says_when_to_come_back(take, clock):
    clock.forward(10 * 3600)
    take.take.look()
    take.settle()
    assert take.take.page == "closed"
    assert "07:30" in take.take.center["opens"]


def test_help_is_called_and_shown(take):
    take.tap("bar-help")
    take.until(lambda: take.take.page == "notice")
    assert "kiosk-1" in take.node.day.help
    take.node.ask(v.GiveHelp(help_machine="kiosk-1")).result()
    take.until(lambda: not take.take.live["help"])


def test_the_operator_comes_in_by_pin_and_reprints(take):
    object.__setattr__(take.node.setup, "operator_pin_hash", "known")
    take.choose("ho-tich").tap("done")
    take.take.openOperatorDoor()
    take.settle()
    for key in "1111":
        take.tap(f"key-{key}")
    take.tap("key-enter")
    assert take.take.page == "pin" and take.text("pin-text") == "Mã PIN chưa đúng."
    for key in "2468":
        take.tap(f"key-{key}")
    take.tap("key-enter")
    assert take.take.page == "operator"
    take.tap("reprint-A001")
    take.until(lambda: len(take.printer.printed) == 2)
    assert "BẢN IN LẠI" in texts(take.printer.printed[1])
    take.tap("operator-leave")
    assert take.left == [0]


def test_five_wrong_pins_close_the_door(take):
    object.__setattr__(take.node.setup, "operator_pin_hash", "known")
    take.take.openOperatorDoor()
    for _ in range(5):
        take.operator.press("1")
        take.operator.press("enter")
    for key in "2468":
        take.operator.press(key)
    take.operator.press("enter")
    assert take.take.page == "pin"


def test_after_a_bug_the_first_page_is_back(take):
    take.choose("ho-tich")
    take.take.recover()
    assert take.take.page == "home" and not take.take.busy
