"""The handbooks: a page for every screen whose pictures are there, and no word of a screen that does not exist."""

import re
import tomllib
from argparse import Namespace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from kiosk import handbook

TOP = Path(__file__).parents[2]
PAGES = tomllib.loads((TOP / "assets" / "handbooks" / "handbooks.toml").read_text("utf-8"))["pages"]
SIZES = {"kiosk": (540, 960), "paper": (240, 650), "hall": (960, 540), "rate": (640, 400), "counter": (683, 384)}


@pytest.fixture
def shots(folder) -> Path:
    """A picture for every title that the handbooks ask for."""
    titles = [title for page in PAGES for row in page["pictures"] for title, _ in row]
    for number, title in enumerate(dict.fromkeys(titles), 1):
        Image.new("RGB", SIZES[title.split("-")[0]], "#DDE5F0").save(folder / f"{number:02}-{title}.png")
    return folder


def make(shots: Path) -> int:
    return handbook.run(Namespace(shots=shots, out=shots / "out"))


def test_every_screen_has_its_page(shots):
    assert make(shots) == 0
    for audience, name in handbook.AUDIENCES.items():
        pdf = pypdfium2.PdfDocument(shots / "out" / name)
        expected = [page for page in PAGES if page["for"] == audience]
        assert len(pdf) == len(expected)
        for sheet, page in zip(pdf, expected, strict=True):
            assert [round(side / 72 * 25.4) for side in sheet.get_size()] == [210, 297]
            text = " ".join(sheet.get_textpage().get_text_range().split())
            for words in (page["title"], page["lead"], *page["steps"], *page["help"]):
                assert " ".join(words.split()) in text, page["id"]


def test_a_page_waits_for_its_pictures(shots, capsys):
    for path in shots.glob("*kiosk-search-results*"):
        path.unlink()
    assert make(shots) == 1
    assert capsys.readouterr().err == "Chưa có ảnh cho: tra-cuu\n"
    pages, waiting = handbook.handbooks(shots)
    assert waiting == ("tra-cuu",) and len(pages) == len(PAGES) - 1


def test_no_pictures_no_handbook(folder, capsys):
    assert make(folder) == 2
    assert "./run --shots" in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_the_pictures_are_those_of_the_played_morning():
    """A picture renamed in the story would silently leave its page out."""
    story = "\n".join(path.read_text("utf-8") for path in (TOP / "demo").glob("*.py"))
    titles = [title for page in PAGES for row in page["pictures"] for title, _ in row]
    for title in titles:
        last = title.removeprefix("counter-1-").removeprefix("counter-2-").partition("-")[2] or title
        assert f'"{title.split("-", 2)[-1]}"' in story or f'"{last}"' in story, title


def test_every_word_of_a_screen_is_on_one():
    """What stands between « and » is a word that some screen shows."""
    sources = [*(TOP / "kiosk").rglob("*.qml"), *(TOP / "kiosk").glob("*.py"), *(TOP / "counter_app").glob("*.py")]
    sources += [*(TOP / "center").glob("*.py"), TOP / "assets" / "fields.toml", *(TOP / "assets/words").glob("*.ts")]
    shown = "\n".join(path.read_text("utf-8") for path in sources)
    examples = {"lam so do", "con mới sinh"}  # what a citizen may type
    for page in PAGES:
        for words in re.findall("«(.+?)»", " ".join([*page["steps"], *page["help"]])):
            assert words in examples or words in shown, f"{page['id']}: «{words}»"


def test_every_key_of_the_counter_exists():
    sources = "\n".join(path.read_text("utf-8") for path in (TOP / "counter_app").glob("*.py"))
    for page in PAGES:
        for key in re.findall(r"\b(?:Ctrl\+[A-Z0-9]|F\d+)\b", " ".join([*page["steps"], *page["help"]])):
            assert f'"{key}"' in sources, f"{page['id']}: {key}"
