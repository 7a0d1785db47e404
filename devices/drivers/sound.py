"""WAV files joined into one and made louder or softer, so that a call is heard without gaps."""

import array
import io
import wave
from collections.abc import Sequence
from pathlib import Path

from devices.troubles import NoSound

RATES = range(4000, 192_001)  # Hz


def join(sounds: Sequence[Path], volume: float) -> bytes:
    """One WAV of all of them, in the rate and channels of the first. volume: 0..1. Raises NoSound.

    Samples have 16 bits in the order of this machine, which on every PC is that of a WAV.
    """
    joined, shape = array.array("h"), None
    for path in sounds:
        try:
            with wave.open(str(path), "rb") as sound:
                this = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
                frames = sound.readframes(sound.getnframes())
        except (OSError, wave.Error, EOFError, RuntimeError) as error:  # the last for a length beyond the file
            raise NoSound(f"{path.name}: {error}") from error
        shape = shape or this
        if this != shape or this[1] != 2 or len(frames) % 2 or this[0] not in (1, 2) or this[2] not in RATES:
            raise NoSound(f"{path.name}: {this} does not fit the other sounds, {shape}")
        part = array.array("h")
        part.frombytes(frames)
        joined += part
    level = max(0.0, min(1.0, volume))
    if level < 1.0:
        joined = array.array("h", (int(sample * level) for sample in joined))
    channels, width, rate = shape or (1, 2, 22050)
    written = io.BytesIO()
    with wave.open(written, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(joined.tobytes())
    return written.getvalue()


def seconds(wav: bytes) -> float:
    with wave.open(io.BytesIO(wav), "rb") as sound:
        return sound.getnframes() / sound.getframerate()
