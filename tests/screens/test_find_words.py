"""Every sentence of the search has its English, and what is shipped is what its pages say."""

from screen.fonts import missing_glyphs
from tests.screens.test_take_words import TOP, WORDS, expect_shipped, messages, stage_fonts

__all__ = ["stage_fonts"]


def test_the_shipped_words_are_those_of_the_pages(tmp_path, stage_fonts):
    rooms = ("find", "search_box", "choices", "checklist_paper", "leaflets", "center_cards")
    sources = [TOP / "kiosk" / f"{name}.py" for name in rooms]
    sources += [*(TOP / "kiosk/screens").glob("Find*.qml"), TOP / "kiosk/parts/Keyboard.qml"]
    expect_shipped("find_en", sources, tmp_path)


def test_every_letter_can_be_drawn(stage_fonts):
    for _, source, forms, _ in messages(WORDS / "find_en.ts"):
        for text in (source, *forms):
            assert not missing_glyphs(text), text
