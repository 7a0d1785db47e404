"""The voice: clips of the bank, the center's own recordings before them, and silence when the person moves on."""

from concurrent.futures import Future

from kiosk.voice import SOUNDS, Voice, clips


class Mouth:
    """A cabinet whose speaker is never done."""

    def __init__(self):
        self.saying: list[tuple[list[str], Future]] = []
        self.hushed = 0

    def say(self, files, volume):
        self.saying.append(([file.stem for file in files], Future()))
        return self.saying[-1][1]

    def hush(self):
        self.hushed += 1


def test_a_recording_of_the_center_replaces_one_clip(tmp_path):
    (tmp_path / "vi").mkdir()
    own = tmp_path / "vi" / "moi_so.wav"
    own.write_bytes(b"RIFF")
    assert clips(["moi_so", "a"], "vi", tmp_path) == [own, SOUNDS / "vi" / "a.wav"]
    assert clips(["moi_so"], "en", tmp_path) == [SOUNDS / "en" / "moi_so.wav"]


def test_a_sound_without_a_clip_leaves_a_gap():
    assert clips(["moi_so", "nonsense", "1"], "vi") == [SOUNDS / "vi" / "moi_so.wav", SOUNDS / "vi" / "1.wav"]


def test_what_is_said_now_breaks_off_the_rest():
    mouth = Mouth()
    voice = Voice(mouth)
    voice.say(["moi_so"])
    voice.say(["cam_on"])
    assert voice.speaking
    voice.say_now(["trang_danh_gia"])
    assert mouth.hushed == 1
    assert [future.cancelled() for _, future in mouth.saying] == [True, True, False]
    mouth.saying[-1][1].set_result(True)
    assert not voice.speaking
