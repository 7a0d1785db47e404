"""Calls as sound: joined without gaps, louder or softer, broken off at once."""

import array
import os
import sys
import tempfile
import threading
import time
import wave
from concurrent.futures import Future
from pathlib import Path

import pytest

from devices import Power
from devices.cabinet import Cabinet
from devices.drivers import player_speaker
from devices.drivers.file_speaker import FileSpeaker
from devices.drivers.player_speaker import PlayerSpeaker
from devices.drivers.sound import join, seconds
from devices.opening import open_driver
from devices.simulated import simulated
from devices.speaking import MOST_WAITING, Calls, Volume
from devices.troubles import DeviceHangs, NoSound
from tests.devices.test_cabinet import until


@pytest.fixture
def sounds(tmp_path):
    made = []
    for name, level in (("chime", 1000), ("a", -20000)):
        with wave.open(str(tmp_path / f"{name}.wav"), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(array.array("h", [level] * 800).tobytes())
        made.append(tmp_path / f"{name}.wav")
    return made


def samples(path):
    with wave.open(str(path)) as sound:
        return list(array.array("h", sound.readframes(sound.getnframes())))


def test_joined_and_softened(sounds, tmp_path):
    speaker = FileSpeaker((tmp_path / "said").as_uri())
    speaker.say(sounds, 0.5)
    assert samples(tmp_path / "said" / "0001.wav") == [500] * 800 + [-10000] * 800
    assert seconds(join(sounds, 1.0)) == pytest.approx(0.2)
    assert speaker.health().well


def test_a_sound_that_does_not_fit_or_is_missing(sounds, tmp_path):
    with wave.open(str(tmp_path / "stereo.wav"), "wb") as sound:
        sound.setparams((2, 2, 8000, 0, "NONE", ""))
    for wrong in (tmp_path / "stereo.wav", tmp_path / "missing.wav"):
        with pytest.raises(NoSound):
            join([*sounds, wrong], 1.0)


def test_a_recording_with_a_damaged_head_or_half_a_sample_is_a_trouble(sounds, tmp_path):
    whole, wrong = sounds[0].read_bytes(), tmp_path / "wrong.wav"
    for damaged in (
        whole.replace(b"fmt ", b"fm\xe1 ").replace(b"\x10\0\0\0", b"\xaf\0\0\x7f"),
        whole[:-1],
        whole.replace((8000).to_bytes(4, "little"), b"\xc0\xe0\xff\xff"),  # samples a second
        whole[:20],
        b"",
    ):
        wrong.write_bytes(damaged)
        with pytest.raises(NoSound):
            join([wrong], 1.0)


def test_sounds_of_another_kind_do_not_fit_and_nothing_is_a_sound_too(tmp_path):
    for name, width, rate in (("deep.wav", 2, 16000), ("rough.wav", 1, 8000), ("plain.wav", 2, 8000)):
        with wave.open(str(tmp_path / name), "wb") as sound:
            sound.setparams((1, width, rate, 0, "NONE", ""))
            sound.writeframes(bytes(width * rate))
    for wrong in (("plain.wav", "deep.wav"), ("rough.wav",)):
        with pytest.raises(NoSound):
            join([tmp_path / name for name in wrong], 1.0)
    assert seconds(join([tmp_path / "deep.wav"], 7.0)) == 1.0 and seconds(join([], 1.0)) == 0.0


def test_a_folder_that_takes_no_calls_says_so(sounds, tmp_path):
    (tmp_path / "file").write_text("in the way")
    speaker = FileSpeaker((tmp_path / "file").as_uri())
    with pytest.raises(NoSound):
        speaker.say(sounds)
    assert [fault.code for fault in speaker.health().faults] == ["not_connected"]


@pytest.fixture
def player(tmp_path, monkeypatch):
    """A player program that plays for as long as `PLAY_SECONDS` says."""
    if os.name != "posix":
        pytest.skip("player programs are Linux's")
    program = tmp_path / "aplay"
    program.write_text(f"#!{sys.executable}\nimport os,time\ntime.sleep(float(os.environ.get('PLAY_SECONDS','0')))\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return PlayerSpeaker()


def test_a_player_that_is_installed_is_not_yet_a_sound(player, sounds, tmp_path, monkeypatch):
    """Nobody has heard anything: unknown is never shown as good."""
    assert player.health().power is Power.UNKNOWN
    (tmp_path / "played").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "played"))
    player.hush()  # of what was spoken before
    player.say(sounds, 0.8)
    assert player.health().power is Power.ONLINE
    assert not list((tmp_path / "played").iterdir()), "nothing spoken is left on the disk"


def test_hushed_within_200_ms(player, sounds, monkeypatch):
    monkeypatch.setenv("PLAY_SECONDS", "30")
    threading.Timer(0.15, player.hush).start()
    started = time.monotonic()
    player.say(sounds, 0.8)
    assert time.monotonic() - started < 0.35


def test_a_player_that_hangs_is_ended(player, sounds, monkeypatch):
    monkeypatch.setenv("PLAY_SECONDS", "30")
    monkeypatch.setattr(player_speaker, "SLACK_SECONDS", 0.0)
    with pytest.raises(NoSound):
        player.say(sounds)
    assert player.health().power is Power.UNKNOWN


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has a player")
def test_no_player_is_silence_that_says_so(sounds, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    speaker = PlayerSpeaker()
    assert speaker.health().power is Power.UNKNOWN
    with pytest.raises(NoSound):
        speaker.say(sounds)


def test_a_player_without_its_server_is_passed_over(player, sounds, tmp_path):
    """paplay is installed and PulseAudio does not run: aplay plays, and is asked first from then on."""
    broken = tmp_path / "paplay"
    broken.write_text(
        f"#!{sys.executable}\nimport sys\nopen({str(tmp_path / 'tried')!r}, 'a').write('x')\nsys.exit(1)\n"
    )
    broken.chmod(0o755)
    speaker = PlayerSpeaker()
    assert speaker.health().source == "paplay"
    for _ in range(2):
        speaker.say(sounds, 0.8)
    assert speaker.health().source == "aplay" and (tmp_path / "tried").read_text() == "x"


class FalseWinsound:
    """Notes what is played. On Linux in place of the module of Windows."""

    SND_FILENAME, SND_ASYNC, SND_NODEFAULT = 0x20000, 1, 2

    def __init__(self):
        self.played: list[tuple[str | None, int]] = []
        self.broken = False

    def PlaySound(self, name, flags):
        if self.broken and name:
            raise RuntimeError("Failed to play sound")
        assert name is None or os.path.getsize(name) > 44
        self.played.append((name, flags))


def test_on_windows_winsound_plays_and_is_stopped(sounds, monkeypatch):
    winsound = FalseWinsound()
    monkeypatch.setattr(player_speaker.sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winsound", winsound)
    speaker = PlayerSpeaker()
    speaker.say(sounds, 0.5)
    assert [name is None for name, _ in winsound.played] == [False, True]
    assert winsound.played[0][1] & winsound.SND_ASYNC and speaker.health().well
    threading.Timer(0.05, speaker.hush).start()
    speaker.say(sounds * 200, 0.5)
    assert len(winsound.played) == 4
    winsound.broken = True
    with pytest.raises(NoSound):
        speaker.say(sounds, 0.5)
    assert not speaker.health().well


def test_a_full_disk_is_silence(player, sounds, monkeypatch):
    def full(suffix):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(player_speaker.tempfile, "mkstemp", full)
    with pytest.raises(NoSound):
        player.say(sounds)


# Calls in turn, and how loud -----------------------------------------------------------------------


def call(number: str) -> tuple[Path, ...]:
    return (Path("chime.wav"), Path("moi_so.wav"), Path(f"{number}.wav"))


def test_a_burst_of_ten_calls_is_spoken_in_order_and_the_oldest_that_wait_give_way():
    with Cabinet({"speaker": "sim://speaker?seconds=0.05"}) as cabinet:
        first = cabinet.say(call("0"))
        until(first.running)
        said = [first, *(cabinet.say(call(str(n))) for n in range(1, 10))]
        said[-1].result(5)
    spoken = [sounds[-1] for sounds in simulated("speaker").said]
    assert spoken == ["0", *(str(n) for n in range(10 - MOST_WAITING, 10))]
    assert [future.cancelled() for future in said] == [str(n) not in spoken for n in range(10)]
    assert all(sounds[0] == "chime" for sounds in simulated("speaker").said)


def test_the_same_call_again_is_spoken_once():
    calls, futures = Calls(), [Future() for _ in range(3)]
    for number, said in zip(("1", "2", "1"), futures, strict=True):
        calls.add(call(number), said)
    assert [said.cancelled() for said in futures] == [True, False, False]


def test_a_speaker_that_hangs_is_silence_that_says_so(monkeypatch, expect_log):
    expect_log("speaker: device_hangs")
    monkeypatch.setattr("devices.cabinet.SAY_SECONDS", 0.05)
    with Cabinet({"speaker": "sim://speaker?seconds=0.6"}, poll_seconds=0.05) as cabinet:
        with pytest.raises(DeviceHangs):
            cabinet.say(call("1")).result(2)
        until(lambda: cabinet.health()["speaker"].well)


def test_volume_goes_back_by_itself_or_with_the_person():
    now = [0.0]
    volume = Volume(0.6, back_seconds=600, clock=lambda: now[0])
    volume.change(0.2)
    volume.person_left()
    now[0] = 599
    assert volume.level == 0.8
    volume.change(0.9)
    now[0] = 1198
    assert volume.level == 1.0
    now[0] = 1199
    assert volume.level == 0.6
    of_a_person = Volume(0.6, back_seconds=0, clock=lambda: now[0])
    of_a_person.change(-0.9)
    now[0] = 1e6
    assert of_a_person.level == 0.1
    of_a_person.person_left()
    assert of_a_person.level == 0.6


def test_a_simulated_speaker_fails_by_name_and_by_script(sounds, expect_log):
    speaker = open_driver("speaker", "sim://speaker?script=1calls:silent")
    speaker.say(sounds)
    with pytest.raises(NoSound):
        speaker.say(sounds)
    assert [fault.code for fault in speaker.health().warnings] == ["no_sound"] and len(speaker.said) == 1
    assert not open_driver("speaker", "sim://other?fault=silent").health().well


def test_no_speaker_by_intention_is_told_as_such():
    assert {open_driver("speaker", uri).health().source for uri in ("nobody", "silent:")} == {"nobody"}
