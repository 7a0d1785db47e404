"""What a camera over a counter sees while a person holds a card, a sheet or a phone before it: bursts of frames.

Medium-hard, by which the aim of 99.5 % is measured: what is held so badly that it is still worth a grade.

- camera: 640×480, 800×600, 1280×720 or 1280×960; JPEG of quality 60 to 90; noise of 2 to 6 grey levels
- code: 2.2 to 4.5 pixels a module, 100 to 180 bytes, level L or M; on an ID card with guilloche (every other burst),
  a sheet, or a phone (half of them in dark mode, with the grid of its screen)
- contrast: light of 0.5 to 1.1 of the full range; shade takes up to 0.5 of it from one side
- pose: tilted by 5 to 40° in any direction, turned by any quarter and up to 15° more
- sharpness: what blurs, together, spreads a point by 0.2 to 0.57 modules (its deviation), which leaves alternating
  modules 82 to 20 % of their contrast: the modulation of grade A down to D of ISO/IEC 15415; below is F, failed. Up to
  0.6 of the variance is a movement of the hand in any direction, the rest the lens.
- reflection: up to 0.6 of what blinds a sensor, somewhere on the medium

Camera, code, contrast and pose stay for a burst. The hand trembles and the lens hunts, so that each frame draws its
sharpness, reflection, noise and place anew, and tilt and turn by about 2° more or less.
"""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from benchmarks import code_frames, code_media
from benchmarks.code_media import pick

SIZES = ((640, 480), (800, 600), (1280, 720), (1280, 960))


def burst(seed: int, frames: int) -> tuple[bytes, Iterator[np.ndarray]]:
    """What the code says, and the frames, drawn one after the other."""
    rng = np.random.default_rng([7, seed])
    content = code_media.card_payload(rng)
    match seed % 4:
        case 0:
            medium = code_media.paper(rng, content)
        case 1 | 3:
            medium = code_media.id_card(rng, content)
        case _:
            medium = code_media.phone(rng, content, dark=bool(rng.integers(2)))
    size, module = pick(rng, SIZES), rng.uniform(2.2, 4.5)
    if seed % 2 and module * max(medium.picture.shape) / medium.module_pixels > 0.8 * min(size):
        # Whoever shows a card to a small picture holds it so near that its other end is outside.
        height, width = medium.picture.shape[:2]
        medium = replace(medium, picture=medium.picture[: height * 11 // 20, width * 11 // 20 :])
    fits = 0.85 * min(size) * medium.module_pixels / max(medium.picture.shape)
    held = code_frames.any_shot(
        rng,
        size=size,
        module=min(module, fits),
        tilt=rng.uniform(5, 40),
        shade=rng.uniform(0, 0.5),
        exposure=rng.uniform(0.5, 1.1),
        jpeg=int(rng.integers(60, 91)),
        defocus=0.0,
    )
    return content, _frames(rng, seed, medium, held, frames)


def _frames(rng, seed: int, medium, held, frames: int) -> Iterator[np.ndarray]:
    for _ in range(frames):
        spread, by_hand = held.module * rng.uniform(0.2, 0.57), rng.uniform(0, 0.6)
        shot = replace(
            held,
            tilt=max(0.0, held.tilt + rng.normal(0, 2)),
            turn=held.turn + rng.normal(0, 1.5),
            module=held.module * rng.uniform(0.97, 1.03),
            moved=tuple(rng.normal(0, held.module * 2, 2)),
            motion=spread * np.sqrt(12 * by_hand),  # a line's deviation is its length by the root of 12
            glare=rng.uniform(0, 0.6),
            noise=rng.uniform(2, 6),
        )
        # The same desk and the same pose for all frames of a burst.
        scene = code_frames.scene_of(np.random.default_rng([8, seed]), medium, shot)
        soft = cv2.GaussianBlur(scene, (0, 0), spread * np.sqrt(1 - by_hand))
        yield code_frames.sensed(rng, soft, shot)
