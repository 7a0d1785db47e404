"""Every sentence of take and operator has its English, and what is shipped is what the pages say."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as Tree
from pathlib import Path

import pytest

from screen.fonts import missing_glyphs

TOP = Path(__file__).parents[2]
WORDS = TOP / "assets" / "words"


def messages(file: Path) -> list[tuple[str, str, list[str], bool]]:
    """(context, source, translations, unfinished) of a .ts file."""
    found = []
    for context in Tree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found.append((context.findtext("name"), message.findtext("source"), forms, "type" in translation.attrib))
    return found


@pytest.mark.parametrize("file", sorted(WORDS.glob("*_en.ts")), ids=lambda file: file.stem)
def test_no_sentence_is_unfinished_and_placeholders_agree(file, request):
    for context, source, forms, unfinished in messages(file):
        assert not unfinished and all(forms), f"{context}: {source}"
        for form in forms:
            assert placeholders(form) == placeholders(source), f"{context}: {source} | {form}"


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%n|%\d|\{\w+\}", text))


def expect_shipped(words: str, sources: list[Path], folder: Path) -> None:
    """The .ts file holds the sentences of these sources and no others, and the .qm file beside it is made from it."""
    tools = Path(sys.executable).parent
    shutil.copy(WORDS / f"{words}.ts", folder / f"{words}.ts")
    lupdate = [tools / "pyside6-lupdate", "-silent", "-noobsolete", "-locations", "none"]
    lupdate += ["-source-language", "vi_VN", "-target-language", "en_US", *sources]
    subprocess.run([*lupdate, "-ts", folder / f"{words}.ts"], check=True, capture_output=True)
    assert sorted(messages(folder / f"{words}.ts")) == sorted(messages(WORDS / f"{words}.ts"))
    release = [tools / "pyside6-lrelease", "-silent", WORDS / f"{words}.ts", "-qm", folder / f"{words}.qm"]
    subprocess.run(release, check=True, capture_output=True)
    assert (folder / f"{words}.qm").read_bytes() == (WORDS / f"{words}.qm").read_bytes()


def test_the_shipped_words_are_those_of_the_pages(tmp_path, stage_fonts):
    sources = [TOP / "kiosk" / f"{name}.py" for name in ("ticket_paper", "notices", "operator", "phrases")]
    sources.append(TOP / "screen" / "equipment.py")
    sources += [*(TOP / "kiosk/screens").glob("Take*.qml"), *(TOP / "kiosk/screens").glob("Operator*.qml")]
    sources.append(TOP / "kiosk/parts/BottomBar.qml")
    expect_shipped("take_en", sources, tmp_path)


def test_every_letter_can_be_drawn(stage_fonts):
    for _, source, forms, _ in messages(WORDS / "take_en.ts"):
        for text in (source, *forms):
            assert not missing_glyphs(text), text


@pytest.fixture
def stage_fonts():
    from PySide6.QtWidgets import QApplication

    from screen.fonts import load_fonts

    app = QApplication.instance() or QApplication(["tests"])
    load_fonts()
    return app
