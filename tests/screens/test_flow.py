"""Long answers on pages: every word comes once, in order, inside its frame, and no heading stands alone."""

import random

import pytest

from screen.flow import Flow
from screen.theme import Theme
from tests.screens.public_screen import PANELS, PublicScreen

SENTENCE = "giấy tờ tùy thân hoặc văn bản ủy quyền có chứng thực của cơ quan có thẩm quyền"
WORDS = SENTENCE.split()
SIZES = [(300, 90), (420, 260), (900, 700), (260, 1200)]


@pytest.fixture(scope="module")
def flow():
    PublicScreen("15")  # fonts, and an application to draw with
    width, height, diagonal = PANELS["15"]
    return Flow(Theme(width, height, diagonal))


def answers(seed: int) -> list[dict]:
    dice = random.Random(seed)
    rows = []
    for _ in range(dice.randint(1, 6)):
        rows.append({"kind": "heading", "text": " ".join(dice.choices(WORDS, k=3)), "note": "", "icon": "clock"})
        for _ in range(dice.randint(1, 5)):
            kind = dice.choice(["check", "no", "line", "strong", "quiet"])
            text = " ".join(dice.choices(WORDS, k=dice.choice([2, 8, 30, 90])))
            rows.append({"kind": kind, "text": text, "note": dice.choice(["", "1 bản chính"]), "icon": ""})
    return rows


@pytest.mark.parametrize("width, height", SIZES)
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_and_nothing_leaves_its_frame(flow, width, height, columns, seed):
    rows = answers(seed)
    pages = flow.plan(rows, width, height, columns, 24.0, 18.0)
    placed = [row for page in pages for row in page]
    assert " ".join(row["text"] for row in placed) == " ".join(row["text"] for row in rows)
    assert [row["note"] for row in placed if row["note"]] == [row["note"] for row in rows if row["note"]]
    for row in placed:
        assert row["y"] >= 0 and 0 <= row["column"] < columns
        assert row["y"] + row["height"] <= height + 1 or len(row["text"].split()) == 1


@pytest.mark.parametrize("seed", range(12))
def test_a_heading_never_stands_alone_at_the_foot_of_a_frame(flow, seed):
    for width, height in SIZES[1:]:
        pages = flow.plan(answers(seed), width, height, 1, 24.0, 18.0)
        for page in pages[:-1]:
            assert page[-1]["kind"] != "heading"


def test_a_month_fits_its_frame_however_low(flow):
    rows = [{"kind": "heading", "text": "Bao lâu", "note": "", "icon": "clock"}, {"kind": "calendar", "text": ""}]
    for _, height in SIZES:
        for page in flow.plan(rows, 400, height, 1, 40.0, 20.0):
            assert all(row["y"] + row["height"] <= height + 1 for row in page)


def test_rows_to_press_are_a_finger_high_and_share_one_size(flow):
    entries = [{"title": " ".join(WORDS * n), "caption": "Hộ tịch"} for n in range(1, 9)]
    plan = flow.stack(entries, 700, 300, 40.0, 20.0)
    placed = [row for page in plan["pages"] for row in page]
    assert [row["index"] for row in placed] == list(range(8))
    assert all(row["height"] >= flow._theme.length("target") for row in placed)
    assert all(page[-1]["y"] + page[-1]["height"] <= 301 for page in plan["pages"])
