"""What a camera over a counter sees while a person holds a card, a sheet or a phone before it: bursts of frames.

Medium-hard, by which the aim of issue 3 is measured: a document camera or webcam of 640 to 1280 pixels; modules of 2.2
to 4.5 pixels; a card (every other burst), a sheet or a phone, also in dark mode, tilted by up to 35 degrees; 100 to 180
bytes. The hand moves and the lens hunts, so that every frame has its own blur (a lens out of focus by a disk of 0.1 to
0.7 modules in radius and, at once, a movement over 0 to 1.5 modules), its own place, tilt and turn, and its own
reflection (up to 0.6 of what blinds a sensor, wandering over the medium). Light falls unevenly; noise and JPEG are a
webcam's.
"""

from collections.abc import Iterator
from dataclasses import replace

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
    held = code_frames.any_shot(rng, size=size, module=min(module, fits), tilt=rng.uniform(0, 33))
    return content, _frames(rng, seed, medium, held, frames)


def _frames(rng, seed: int, medium, held, frames: int) -> Iterator[np.ndarray]:
    for _ in range(frames):
        shot = replace(
            held,
            tilt=max(0.0, held.tilt + rng.normal(0, 2)),
            turn=held.turn + rng.normal(0, 1.5),
            module=held.module * rng.uniform(0.97, 1.03),
            moved=tuple(rng.normal(0, held.module * 2, 2)),
            defocus=held.module * rng.uniform(0.1, 0.7),
            motion=held.module * rng.uniform(0, 1.5),
            glare=rng.uniform(0, 0.6),
        )
        # The same desk and the same pose for all frames of a burst.
        scene = code_frames.scene_of(np.random.default_rng([8, seed]), medium, shot)
        yield code_frames.sensed(rng, scene, shot)
