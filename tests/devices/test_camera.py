"""Cameras: the latest picture and never a wait, back after a replug, honest about what they see."""

import socket
import subprocess
import sys
import threading
import time

import cv2
import numpy as np
import pytest

from devices import Power, listening, picture_thread
from devices.cabinet import Cabinet
from devices.cameras import Frame
from devices.drivers import network_camera
from devices.drivers.camera_reader import AWAY_SECONDS, BURST_FRAMES, FRAME_SECONDS, Attention, Presented, Watch
from devices.drivers.network_camera import NetworkCamera
from devices.drivers.opencv_camera import OpencvCamera
from devices.opening import open_driver
from devices.picture_thread import PictureThread
from devices.simulated import simulated
from devices.troubles import CameraFrozen, LensCovered, LinkLost, Misconfigured, NotConnected
from tests.devices.patience import until
from tests.devices.test_decoding import on_desk, picture_of
from tests.devices.test_sight import SENT, hall, hand

CARD = "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Hưng Yên|15042021"


@pytest.fixture
def opened():
    cameras = []

    def open_it(uri, role="camera"):
        cameras.append(open_driver(role, uri))
        return cameras[-1]

    yield open_it
    for camera in cameras:
        camera.close()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(listening, "LONGEST_PAUSE_SECONDS", 0.05)


def test_the_latest_picture_only(opened):
    camera = opened("sim://camera")
    assert camera.latest() is None and camera.health().power is Power.UNKNOWN
    first = camera.latest(within_seconds=2.0)
    assert first.picture.shape == (480, 640, 3)
    until(lambda: camera.latest().number > first.number + 2)
    assert camera.latest(after=camera.latest().number) is None
    assert camera.health().well and camera.seen_at is not None and camera.health().seen_at is not None
    assert camera.still()[:3] == b"\xff\xd8\xff"


def test_unplugged_and_plugged_in_again(opened):
    camera, scene = opened("sim://camera"), simulated("camera")
    until(lambda: camera.health().well)
    scene.set_faults("unplugged")
    until(lambda: camera.health().power is Power.OFFLINE)
    assert camera.health().faults == (NotConnected(),)
    seen = camera.latest().number
    scene.set_faults()
    until(lambda: camera.health().well)
    assert camera.latest(after=seen, within_seconds=2.0)


def test_a_camera_that_sends_nothing_more_is_offline(opened, monkeypatch):
    monkeypatch.setattr(picture_thread, "SILENT_SECONDS", 0.1)
    camera = opened("sim://camera")
    until(lambda: camera.health().well)
    simulated("camera").set_faults("silent")
    until(lambda: camera.health().faults == (LinkLost(),))
    with pytest.raises(NotConnected):
        camera.still()


def test_what_a_camera_of_the_hall_sees_is_its_health(opened, monkeypatch):
    monkeypatch.setattr(picture_thread, "GLANCE_SECONDS", 0.0)
    camera, scene = opened("sim://camera"), simulated("camera")
    until(lambda: camera.health().well)
    scene.set_faults("covered")
    until(lambda: camera.health().faults == (LensCovered(),))
    scene.set_faults("dark")
    until(lambda: camera.health().warnings)
    assert camera.health().well  # the hall is closed, which is no fault


def test_a_frozen_picture_is_told_after_half_a_minute(clock):
    now, going = [0.0], threading.Event()

    def pictures(closing):
        still = np.random.default_rng(1).integers(0, 255, (120, 160, 3), np.uint8)
        for _ in range(20):
            now[0] += 2.0
            yield still
        going.set()
        closing.wait()

    camera = PictureThread("test", pictures, clock=lambda: now[0])
    try:
        camera.latest()
        assert going.wait(2.0)
        assert camera.health().faults == (CameraFrozen(),)
    finally:
        camera.close()


def test_an_evening_in_the_hall_at_one_picture_a_second():
    """Dusk, darkness, lights switched on, down to the night lamp and on again: no alarm. A hand, and a stream that
    stands still: told in time, and taken back.
    """
    noises = [np.random.default_rng(seed).normal(0, 3, (*SENT[::-1], 3)).astype(np.float32) for seed in range(5)]
    plain, now, told, ended = hall(people=2), [0.0], [], threading.Event()

    def lit(light, number):
        return np.clip(plain * light + noises[number % 5] + number % 7 / 7, 0, 255).astype(np.uint8)

    def evening():
        for at in range(180):
            yield "dusk", lit(max(0.02, np.exp(-at / 40)), at)
        for light, seconds in ((1.0, 40), (0.1, 60), (1.0, 40)):
            yield from (("switched", lit(light, at)) for at in range(seconds))
        yield from (("hand", np.clip(hand() + noises[at % 5], 0, 255).astype(np.uint8)) for at in range(20))
        yield from (("free", lit(1.0, at)) for at in range(20))
        yield from (("frozen", lit(1.0, 1)) for _ in range(45))
        yield from (("moves", lit(1.0, at)) for at in range(10))

    def pictures(closing):
        for what, picture in evening():
            now[0] += 1.0
            yield picture  # and what comes back is what became of it
            told.append((what, camera.health()))
        ended.set()
        closing.wait()

    camera = PictureThread("test", pictures, watched=True, clock=lambda: now[0])
    try:
        camera.latest()
        assert ended.wait(60)
    finally:
        camera.close()
    faults = {what: [health.faults for said, health in told if said == what] for what, _ in told}
    assert not any(faults["dusk"] + faults["switched"]), "false alarm"
    assert faults["hand"][3:] == [(LensCovered(),)] * 17 and not any(faults["free"][3:])
    assert faults["frozen"][-8:] == [(CameraFrozen(),)] * 8 and not any(faults["moves"][3:])
    assert any(health.warnings for what, health in told if what == "dusk"), "and it is dark in the end"


def test_opening_that_hangs_holds_up_nobody(expect_log, monkeypatch):
    expect_log("hangs and is left to itself")
    monkeypatch.setattr(picture_thread, "CLOSE_SECONDS", 0.05)
    now, hung = [0.0], threading.Event()

    def pictures(closing):
        hung.wait()
        yield np.zeros((480, 640, 3), np.uint8)

    camera = PictureThread("test", pictures, clock=lambda: now[0])
    assert camera.latest() is None and camera.health().power is Power.UNKNOWN
    now[0] = 20.0
    assert camera.health().faults == (NotConnected(),)
    camera.close()
    hung.set()


def film(path, *pictures):
    written = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20, (640, 480))
    for picture in pictures:
        written.write(np.dstack([picture] * 3))
    written.release()
    return f"file://{path}"


def test_a_film_is_a_camera(opened, tmp_path):
    camera = opened(film(tmp_path / "film.avi", *[on_desk(picture_of("A015"))] * 3))
    until(lambda: camera.latest() and camera.latest().number > 4)  # it begins again
    assert camera.capabilities.width_px == 640 and camera.capabilities.frames_per_second == 20
    assert camera.health().well


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (on_desk() // 40, "camera_dark"),
        (np.full((480, 640), 140, np.uint8), "lens_covered"),
        (on_desk(picture_of("A015")), ""),
    ],
)
def test_a_film_of_a_hall_is_judged_as_its_camera_would_be(opened, tmp_path, picture, code):
    """`watch=yes`; without it a film of a desk is only a film."""
    uri = film(tmp_path / "film.avi", *[picture] * 3)
    for options, wanted in (("?watch=yes", code), ("", "")):
        camera = opened(uri + options)
        until(lambda camera=camera: camera.latest() and camera.latest().number > 2)
        health = camera.health()
        assert [trouble.code for trouble in (*health.faults, *health.warnings)] == ([wanted] if wanted else [])


def test_a_film_that_stands_still_is_frozen(opened, tmp_path, monkeypatch):
    monkeypatch.setattr("devices.picture_thread.GLANCE_SECONDS", 0.02)
    monkeypatch.setattr("devices.picture_thread.FROZEN_SECONDS", 0.3)
    monkeypatch.setattr("devices.sight.FROZEN_SECONDS", 0.3)
    camera = opened(film(tmp_path / "film.avi", on_desk(), on_desk()) + "?watch=yes")
    camera.latest(within_seconds=2.0)
    until(lambda: [fault.code for fault in camera.health().faults] == ["camera_frozen"])


def test_a_film_that_ends(opened, tmp_path):
    camera = opened(film(tmp_path / "film.avi", on_desk()) + "?loop=no")
    until(lambda: camera.health().faults == (LinkLost(),))
    assert opened("file:///no/such/film.avi").latest(within_seconds=0.2) is None


def test_a_folder_is_a_camera_and_takes_up_new_pictures(opened, tmp_path):
    (tmp_path / "torn.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "notes.txt").write_text("no picture")
    camera = opened(f"folder://{tmp_path}?seconds=0.01")
    until(lambda: camera.health().power is Power.OFFLINE)
    cv2.imwrite(str(tmp_path / "card.png"), on_desk(picture_of(CARD)))
    until(lambda: camera.health().well)
    assert camera.latest().picture.shape == (480, 640, 3)


def test_a_webcam_that_is_not_there(opened):
    camera = opened("camera:97?width=1920&height=1080&focus=120")
    until(lambda: camera.health().power is Power.OFFLINE)
    assert camera.health().faults == (NotConnected(),)
    for wrong in ("camera:0?width=wide", "gopher://camera"):
        with pytest.raises(Misconfigured):
            open_driver("camera", wrong)


class Capture:
    """cv2.VideoCapture: `came` says of each read whether a picture comes of it."""

    def __init__(self, came, *how):
        self.came, self.how, self.released = list(came), how, 0

    def isOpened(self):
        return True

    def get(self, what):
        return 0

    def set(self, what, value):
        return what != cv2.CAP_PROP_AUTOFOCUS

    def grab(self):
        return bool(self.came) and self.came.pop(0)

    def retrieve(self):
        return True, np.zeros((480, 640, 3), np.uint8)

    def read(self):
        return self.grab(), self.retrieve()[1]

    def release(self):
        self.released += 1


def test_a_webcam_leaves_out_a_picture_now_and_then_and_is_let_go_of_when_it_ends(monkeypatch):
    capture = Capture([*[False] * 10, True] * 3)
    monkeypatch.setattr(cv2, "VideoCapture", lambda *how: capture)
    camera = OpencvCamera("camera:2?focus=auto")
    pictures = camera._read(threading.Event())
    assert sum(1 for _ in zip(range(3), pictures, strict=False)) == 3
    with pytest.raises(LinkLost):
        next(pictures)
    assert capture.released == 1 and not camera.capabilities.focus, "it said that it has no automatic focus"


def test_of_a_network_camera_only_fresh_pictures_are_looked_at_within_deadlines(monkeypatch):
    """What came meanwhile is drained and not decoded: else each picture is older than the one before."""
    captures = []

    def open_capture(*how):
        captures.append(Capture([True] * 500, *how))
        return captures[-1]

    monkeypatch.setattr(cv2, "VideoCapture", open_capture)
    monkeypatch.setattr(Capture, "grab", lambda self: time.sleep(0.002) or (bool(self.came) and self.came.pop()))
    pictures = NetworkCamera("rtsp://camera/stream#seconds=0.1")._read(threading.Event())
    assert sum(1 for _ in zip(range(3), pictures, strict=False)) == 3
    (capture,) = captures
    assert len(capture.came) < 470 and {cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, cv2.CAP_PROP_READ_TIMEOUT_MSEC} <= set(
        capture.how[2]
    )
    capture.came.clear()
    with pytest.raises(LinkLost):
        next(pictures)
    assert capture.released == 1


def test_which_cameras_are_judged_by_what_they_see():
    for camera, watched in (
        (OpencvCamera("camera:2"), False), (OpencvCamera("camera:2?watch=yes"), True),
        (NetworkCamera("rtsp://camera/1"), True), (NetworkCamera("rtsp://camera/1#watch=no"), False),
    ):  # fmt: skip
        assert camera._watched is watched


def test_what_is_wished_is_asked_of_the_camera(monkeypatch):
    asked = {}

    class Webcam:
        isOpened = staticmethod(lambda: True)
        get = staticmethod(lambda what: 0)
        release = staticmethod(lambda: None)

        def __init__(self, source, system):
            assert source == 2

        def set(self, what, value):
            asked[what] = value
            return True

        def read(self):
            time.sleep(0.01)
            return True, np.zeros((1080, 1920, 3), np.uint8)

    monkeypatch.setattr(cv2, "VideoCapture", Webcam)
    camera = OpencvCamera("camera:2?width=1920&height=1080&fps=15&focus=30")
    try:
        assert camera.latest(within_seconds=2.0) and camera.capabilities.focus
    finally:
        camera.close()
    assert asked[cv2.CAP_PROP_FRAME_WIDTH] == 1920 and asked[cv2.CAP_PROP_FOCUS] == 30
    assert asked[cv2.CAP_PROP_AUTOFOCUS] == 0 and asked[cv2.CAP_PROP_BUFFERSIZE] == 1


def test_a_password_of_a_network_camera_is_told_to_nobody(opened):
    camera = opened("rtsp://admin:secret@127.0.0.1:1/stream?token=secret")
    until(lambda: camera.health().power is Power.OFFLINE, 6.0)
    assert camera.uri == "rtsp://127.0.0.1:1/stream"
    assert "secret" not in str(camera.health().faults[0])


def test_a_network_camera_that_accepts_and_says_nothing(opened, monkeypatch):
    monkeypatch.setattr(network_camera, "OPEN_SECONDS", 0.4)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        camera = opened(f"rtsp://127.0.0.1:{silent.getsockname()[1]}/stream")
        until(lambda: camera.health().faults == (NotConnected(),), 8.0)
        camera.close()
    assert camera._listening.end(0.0)


def test_a_network_camera_that_breaks_off_and_comes_back(opened):
    from tests.devices.motion_jpeg import serve_motion_jpeg

    with serve_motion_jpeg(lambda number: on_desk(picture_of(CARD))) as address:
        camera = opened(address)
        until(lambda: camera.health().well, 8.0)
        seen = camera.latest().number
    until(lambda: camera.health().power is Power.OFFLINE, 8.0)
    with serve_motion_jpeg(lambda number: on_desk(picture_of(CARD)), int(address.rpartition(":")[2].partition("/")[0])):
        until(lambda: camera.latest(after=seen), 8.0)
        assert camera.health().well


def test_a_still_of_a_network_camera(opened):
    from tests.devices.motion_jpeg import serve_motion_jpeg

    with serve_motion_jpeg(lambda number: on_desk(picture_of(CARD))) as address:
        camera = opened(address)
        assert isinstance(camera, NetworkCamera)
        until(lambda: camera.health().well, 8.0)
        assert camera.capabilities.width_px == 640
        assert camera.still()[:3] == b"\xff\xd8\xff"


def test_a_camera_reads_codes_for_the_cabinet():
    scans = []
    with Cabinet({"reader": "camera:sim://desk"}, poll_seconds=0.05) as cabinet:
        cabinet.on_scan(scans.append)
        until(lambda: cabinet.health()["reader"].well)
        simulated("camera", "desk").show(CARD)
        until(lambda: scans)
        time.sleep(0.3)
    assert [scan.text for scan in scans] == [CARD]


def code(text, format="QRCode"):
    from devices.codes import Found

    return Found(text, text.encode(), format, ((0.0, 0.0),) * 4)


def test_a_code_is_told_once_until_it_was_away():
    presented, a, b = Presented(), code("A015"), code("A016")
    assert presented.new((a,), 0.0) == [a]
    assert presented.new((a,), 0.1) == []
    assert presented.new((), 0.2) == [] and presented.new((a,), 0.3) == []  # missed in one frame
    assert presented.new((a, b), 0.4) == [b]
    assert presented.new((), 1.0) == []
    assert presented.new((b, a), 0.4 + AWAY_SECONDS) == [b, a]


def test_bars_are_told_when_two_frames_in_a_row_agree():
    presented, right, wrong = Presented(), code("H33-01", "Code128"), code("H33-07", "Code128")
    assert presented.new((right,), 0.0) == [] and presented.new((wrong,), 0.1) == []
    assert presented.new((right,), 0.2) == [] and presented.new((right,), 0.3) == [right]
    assert presented.new((right,), 0.4) == []


def test_health_names_a_missing_decoder(opened, monkeypatch):
    from devices import zbar

    reader = opened("camera:sim://camera", "reader")
    monkeypatch.setattr(zbar, "present", lambda: False)
    assert [warning.code for warning in reader.health().warnings] == ["one_decoder"]


def still(at, *codes):
    """A frame of the desk with the noise of its sensor."""
    noise = np.random.default_rng(int(at * 10)).integers(0, 4, (480, 640, 3))
    return Frame(1, (np.minimum(on_desk(*codes), 250)[:, :, None] + noise).astype(np.uint8), at)


def test_what_has_changed_is_searched_for_some_frames_and_then_once_a_second():
    attention = Attention()
    searched = [attention.worth(still(at / 10)) for at in range(BURST_FRAMES + 2)]
    assert searched == [FRAME_SECONDS] * BURST_FRAMES + [0.0] * 2
    with_card = [attention.worth(still(2 + at / 10, picture_of(CARD))) for at in range(BURST_FRAMES + 2)]
    assert with_card == [FRAME_SECONDS] * BURST_FRAMES + [0.0] * 2
    last = 2 + (BURST_FRAMES - 1) / 10
    assert attention.worth(still(last + 0.9, picture_of(CARD))) == 0.0
    assert attention.worth(still(last + 1.0, picture_of(CARD))) == FRAME_SECONDS
    assert attention.worth(still(last + 1.1, picture_of(CARD))) == 0.0


def test_each_frame_of_a_burst_begins_with_another_treatment():
    turns, found = [], []

    def read(picture, seconds, clock, turn):
        turns.append(turn)
        return tuple(found)

    watch = Watch(read)
    assert [watch.see(still(at / 10)) for at in range(BURST_FRAMES + 1)] == [[]] * (BURST_FRAMES + 1)
    assert turns == [0, 1, 2, 3, 4, 5]
    found.append(code("A015"))
    assert [watch.see(still(2.0)), watch.see(still(2.1))] == [found, []]
    assert turns[-1] == 0


def test_a_slow_machine_tries_all_treatments_within_a_burst():
    """Each frame's time is over after a fourth of the looks."""
    from devices.decoding import FORMATS
    from devices.looks import TURNS, looks_at

    def kinds(turn, most):
        looks = [look for look, _ in zip(looks_at(on_desk(), FORMATS, (), turn), range(most), strict=False)]
        return {(type(look).__name__, look.grey.shape, getattr(look, "decoder", "")) for look in looks}

    everything = kinds(0, 1000)
    looks = sum(1 for _ in looks_at(on_desk(), FORMATS, ()))
    assert kinds(0, looks // TURNS) < everything
    assert set().union(*(kinds(turn, looks // 2) for turn in range(TURNS))) == everything


def test_a_machine_without_cameras_loads_none_of_their_libraries():
    code = """
import sys
from devices.cabinet import Cabinet
with Cabinet({"printer": "sim://printer", "reader": "sim://reader", "speaker": "silent:"}) as cabinet:
    for name in ("printer", "reader"):
        cabinet.check_now(name).result(5)
print([name for name in ("cv2", "numpy", "zxingcpp", "pyzbar") if name in sys.modules])
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert said.stdout == "[]\n", said.stdout + said.stderr
