"""`python -m kiosk find --ask …`: what is found as JSON lines, without a window; and the clips of voice mode."""

import json
from argparse import Namespace

import pytest

from kiosk import asking
from kiosk.find import SOUNDS
from kiosk.key_sounds import sound_of
from kiosk.voice import SOUNDS as CLIPS

KEYS = ["ă", "â", "đ", "ê", "ô", "ơ", "ư", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "space", "back", "clear",
        "digits", *"abcdefghijklmnopqrstuvwxyz0123456789"]  # fmt: skip


def asked(words: str, folder, capsys) -> tuple[int, list[dict]]:
    options = Namespace(ask=words, config=None, sample=None, box=None, data=folder, clock_ahead=0.0)
    code = asking.run(options)
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_answer_is_a_line_and_so_is_every_procedure(folder, capsys):
    code, (answer, *found) = asked("khai sinh cho con", folder, capsys)
    assert code == 0 and answer == {"asked": "khai sinh cho con", "nothing": False, "elsewhere": ""}
    assert found[0]["code"] == "1.001193" and found[0]["papers"] != "hỏi cán bộ" and found[0]["source"]


def test_what_is_not_verified_is_not_told(folder, capsys):
    _, (_, *found) = asked("1.004884", folder, capsys)
    assert found[0]["papers"] == "hỏi cán bộ" and found[0]["fee"] == "hỏi cán bộ"


def test_nothing_found_is_an_exit_code(folder, capsys):
    code, (answer, *_) = asked("qqq www", folder, capsys)
    assert code == 1 and answer["nothing"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_and_every_key_has_its_clip(language):
    said = {*SOUNDS.values(), *map(sound_of, KEYS), "dang_in", "trang_khong_in"}
    missing = [name for name in said if not (CLIPS / language / f"{name}.wav").is_file()]
    assert "" not in said and not missing


def test_signs_without_a_name_are_silent():
    assert sound_of(".") == sound_of("-") == ""
