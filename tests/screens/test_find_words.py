"""Every sentence of the search has its English, and what is shipped is what its pages say."""

import shutil
import subprocess
import sys
from pathlib import Path

from screen.fonts import missing_glyphs
from tests.screens.test_take_words import TOP, WORDS, messages, stage_fonts

__all__ = ["stage_fonts"]


def test_the_shipped_words_are_those_of_the_pages(tmp_path, stage_fonts):
    tools = Path(sys.executable).parent
    shutil.copy(WORDS / "find_en.ts", tmp_path / "find_en.ts")
    rooms = ("find", "search_box", "choices", "checklist_paper", "leaflets", "center_cards")
    sources = [TOP / "kiosk" / f"{name}.py" for name in rooms]
    sources += [*(TOP / "kiosk/screens").glob("Find*.qml"), TOP / "kiosk/parts/Keyboard.qml"]
    lupdate = [tools / "pyside6-lupdate", "-silent", "-noobsolete", "-locations", "none"]
    lupdate += ["-source-language", "vi_VN", "-target-language", "en_US", *sources]
    subprocess.run([*lupdate, "-ts", tmp_path / "find_en.ts"], check=True, capture_output=True)
    assert sorted(messages(tmp_path / "find_en.ts")) == sorted(messages(WORDS / "find_en.ts"))
    release = [tools / "pyside6-lrelease", "-silent", WORDS / "find_en.ts", "-qm", tmp_path / "find_en.qm"]
    subprocess.run(release, check=True, capture_output=True)
    assert (tmp_path / "find_en.qm").read_bytes() == (WORDS / "find_en.qm").read_bytes()


def test_every_letter_can_be_drawn(stage_fonts):
    for _, source, forms, _ in messages(WORDS / "find_en.ts"):
        for text in (source, *forms):
            assert not missing_glyphs(text), text
