"""What is spoken: the call, the ticket, and that every sound has its clip in both languages."""

import wave
from pathlib import Path

import pytest

from center.speech import call_sounds, number_sounds, ticket_sounds

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"


def test_a_call_is_spoken_sign_by_sign_with_its_leading_zeros():
    assert call_sounds("A015", 3) == ("chime", "moi_so", "a", "0", "1", "5", "den_quay", "so_3")


def test_a_repeated_call_says_so():
    assert call_sounds("B112", 12, again=True) == ("chime", "goi_lai", "b", "1", "1", "2", "den_quay", "so_12")


@pytest.mark.parametrize(
    ("number", "sounds"),
    [
        (1, ("so_1",)),
        (10, ("so_10",)),
        (15, ("so_15",)),
        (21, ("so_20", "mot")),
        (35, ("so_30", "lam")),
        (50, ("so_50",)),
        (98, ("so_90", "8")),
        (104, ("1", "0", "4")),
    ],
)
def test_counts_are_said_as_people_say_them(number, sounds):
    assert number_sounds(number) == sounds


def test_a_ticket_says_who_is_ahead():
    assert ticket_sounds("C007", 14) == ("so_cua_ong_ba", "c", "0", "0", "7", "con_truoc", "so_14", "nguoi")
    assert ticket_sounds("C007", 0) == ("so_cua_ong_ba", "c", "0", "0", "7", "khong_ai_truoc")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sound_has_a_clip_of_sensible_length(language):
    wanted = {sound for letter in "abcdefghijklmnopqrstuvwxyz" for sound in call_sounds(f"{letter}123", 1, again=True)}
    wanted |= {sound for number in range(200) for sound in (*number_sounds(number), *call_sounds(f"A{number:03}", 1))}
    wanted |= set(ticket_sounds("A001", 0)) | set(ticket_sounds("A001", 1))
    wanted |= {path.stem for path in (SOUNDS / "vi").glob("*.wav")}
    for sound in sorted(wanted):
        with wave.open(str(SOUNDS / language / f"{sound}.wav")) as clip:
            assert (clip.getnchannels(), clip.getsampwidth(), clip.getframerate()) == (1, 2, 22050), sound
            longest = 6.0 if sound.startswith("trang_") else 2.5  # a page is told in a sentence, a call in pieces
            assert 0.15 <= clip.getnframes() / 22050 <= longest, sound
