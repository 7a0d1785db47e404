"""Live, frozen, dark or covered: judged on halls by day and by night, hands, cloths and streams that stand still."""

import cv2
import numpy as np
import pytest

from devices.sight import FROZEN_SECONDS, Sight, edges, glance, judge

SIZE = (720, 1280)
SENT = (640, 360)  # the smaller of the two streams of a camera of the hall


def hall(light=1.0, people=0):
    """Counters, a floor of tiles, windows, and people who stand before the counters."""
    picture = np.full((*SIZE, 3), (200, 205, 205), np.uint8)
    picture[420:] = (150, 160, 165)
    for left in range(0, 1280, 80):
        cv2.line(picture, (640, 420), (left * 3 - 1200, 720), (120, 130, 135), 2)
    for left in (80, 400, 720, 1040):
        cv2.rectangle(picture, (left, 300), (left + 200, 430), (60, 90, 120), -1)
        cv2.rectangle(picture, (left + 30, 60), (left + 130, 200), (250, 250, 245), -1)
    for number in range(people):
        cv2.ellipse(picture, (200 + 210 * number, 470), (40, 120), 0, 0, 360, (40, 30, 60 + 30 * number), -1)
    return cv2.resize(picture, SENT, interpolation=cv2.INTER_AREA).astype(np.float32) * light


def sensed(picture, noise, seed):
    rng = np.random.default_rng(seed)
    return np.clip(picture + rng.normal(0, noise, picture.shape), 0, 255).astype(np.uint8)


def hand():
    """Skin on the lens, lit from one side, far out of focus."""
    picture = np.full((90, 160, 3), (90, 110, 170), np.float32)
    picture *= np.linspace(0.5, 1.1, 160)[None, :, None]
    cv2.circle(picture, (112, 37), 32, (120, 140, 200), -1)
    return cv2.resize(cv2.GaussianBlur(picture, (0, 0), 11), SENT)


def cloth():
    """A woven cloth hung over the camera: its threads are there, and blurred away."""
    rows, columns = np.mgrid[0 : SENT[1], 0 : SENT[0]]
    woven = 120 + 40 * (((rows // 3) + (columns // 3)) % 2)
    return cv2.GaussianBlur(np.repeat(woven[:, :, None], 3, axis=2).astype(np.float32), (0, 0), 6)


def one(picture):
    return judge([glance(picture, 0.0)])


@pytest.mark.parametrize("noise", [1, 15])
@pytest.mark.parametrize("people", [0, 4])
@pytest.mark.parametrize("light", [1.2, 0.5, 0.2])
def test_a_hall_is_live(light, people, noise):
    assert one(sensed(hall(light, people), noise, 1)) is Sight.LIVE


@pytest.mark.parametrize("noise", [1, 8, 20])
def test_a_hall_without_light_is_dark_whatever_the_noise(noise):
    assert one(sensed(hall(0.02), noise, 1)) is Sight.DARK
    night = hall(0.02)
    night[50:65, 300:340] = (60, 230, 90)  # the sign over the exit
    assert one(sensed(night, noise, 1)) is Sight.DARK


@pytest.mark.parametrize("noise", [1, 8, 20])
@pytest.mark.parametrize("cover", [hand, cloth])
def test_a_lens_under_a_hand_or_a_cloth_is_covered(cover, noise):
    assert one(sensed(cover(), noise, 1)) is Sight.COVERED


def test_a_hand_that_leaves_a_corner_free_is_told_by_what_was_usual():
    usual = edges(glance(sensed(hall(), 3, 1), 0.0).cells)
    partly = hand()
    partly[280:, 500:] = hall()[280:, 500:]
    assert judge([glance(sensed(partly, 3, 1), 0.0)], usual) is Sight.COVERED
    assert judge([glance(sensed(hall(people=4), 3, 1), 0.0)], usual) is Sight.LIVE


@pytest.mark.parametrize("light", [0.6, 0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.05, 0.02])
@pytest.mark.parametrize("contrast", [1.0, 0.35])
def test_a_hall_whose_lights_go_down_is_never_called_covered(light, contrast):
    """By night the same camera hisses more. Whether there is still something to see is another question."""

    def seen(share, noise):
        return glance(sensed((120 + (hall(people=2) - 120) * contrast) * share, noise, 1), 0.0)

    usual = edges(seen(1.0, 3).cells)
    sight = judge([seen(light, min(12, 2 + 1 / light))], usual)
    assert sight in (Sight.LIVE, Sight.DARK) and (sight is Sight.LIVE or light < 0.25)


def stream(picture_at, seconds, every=2.0):
    return [glance(picture_at(at), at) for at in np.arange(0.0, seconds + 0.1, every)]


def test_a_stream_that_repeats_its_picture_to_the_last_bit_is_frozen():
    still = sensed(hall(people=2), 3, 1)
    assert judge(stream(lambda at: still, FROZEN_SECONDS)) is Sight.FROZEN
    assert judge(stream(lambda at: still, FROZEN_SECONDS - 4)) is Sight.LIVE  # not yet
    moved = still.copy()
    moved[200, 300] += 1
    assert judge([*stream(lambda at: still, FROZEN_SECONDS), glance(moved, FROZEN_SECONDS + 2)]) is Sight.LIVE


def test_an_empty_hall_is_not_frozen():
    """The sun moves and the sensor hisses; or an encoder repeats all between two key pictures, ten seconds apart."""
    assert judge(stream(lambda at: sensed(hall(1.0 + at / 5000), 0.4, int(at)), 60)) is Sight.LIVE
    assert judge(stream(lambda at: sensed(hall(), 0.4, int(at // 10)), 60)) is Sight.LIVE


def test_a_frozen_stream_is_frozen_even_where_it_shows_a_dark_hall():
    still = sensed(hall(0.02), 3, 1)
    assert judge(stream(lambda at: still, FROZEN_SECONDS)) is Sight.FROZEN
