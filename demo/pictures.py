"""The README's pictures, from a played morning: python -m demo.pictures SHOTS, after ./run --shots SHOTS."""

import argparse
import sys
from pathlib import Path

from PIL import Image, ImageDraw

TARGET = Path(__file__).resolve().parent.parent / "assets" / "pictures"
GROUND, LINE = "#e6ecf4", "#b9c5d6"
MARGIN, GAP, RADIUS = 36, 28, 12
TALL = 860  # height of the upper row
COLOURS = 256
PAPER_END = 817  # below this line the printer's window shows its buttons

# Name in the README → the picture of the morning, and its width.
SINGLES = {
    "kiosk": ("kiosk-home", 540),
    "for-every-reader": ("kiosk-large-contrast", 540),
    "search": ("kiosk-search-results", 540),
    "procedure": ("kiosk-procedure", 540),
    "without-the-box": ("kiosk-number-from-lease", 540),
    "out-of-paper": ("kiosk-paper-out", 540),
    "hall": ("hall-calls", 1200),
    "counter": ("counter-1-called", 1366),
}
UPPER, LOWER = ("kiosk-home", "kiosk-number", "paper-ticket"), ("hall-calls", "counter-1-called", "rate-asked")


def shot(folder: Path, title: str) -> Image.Image:
    """The picture of this title, whatever its place in the story."""
    found = sorted(folder.glob(f"[0-9][0-9]-{title}.png"))
    if not found:
        raise SystemExit(f"{folder}: no picture {title}; play the morning first: ./run --shots {folder}")
    return Image.open(found[0]).convert("RGB")


def as_high(picture: Image.Image, height: int) -> Image.Image:
    return picture.resize((round(picture.width * height / picture.height), height), Image.Resampling.LANCZOS)


def framed(picture: Image.Image) -> Image.Image:
    """Round corners on the ground's colour, and a thin line around."""
    mask = Image.new("L", (picture.width * 4, picture.height * 4), 0)
    edge = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(edge, RADIUS * 4, fill=255)
    framed = Image.new("RGB", picture.size, GROUND)
    framed.paste(picture, mask=mask.resize(picture.size, Image.Resampling.LANCZOS))
    ImageDraw.Draw(framed).rounded_rectangle((0, 0, picture.width - 1, picture.height - 1), RADIUS, outline=LINE)
    return framed


def row(pictures: list[Image.Image]) -> Image.Image:
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    made, x = Image.new("RGB", (width, pictures[0].height), GROUND), 0
    for picture in pictures:
        made.paste(framed(picture), (x, 0))
        x += picture.width + GAP
    return made


def composed(folder: Path) -> Image.Image:
    """Kiosk, number and ticket above; hall, counter and rating below, as wide together."""
    pictures = [shot(folder, title) for title in UPPER]
    pictures[2] = pictures[2].crop((0, 0, pictures[2].width, PAPER_END))
    upper = row([as_high(picture, TALL) for picture in pictures])
    pictures = [shot(folder, title) for title in LOWER]
    room = upper.width - GAP * (len(pictures) - 1)
    height = int(room / sum(picture.width / picture.height for picture in pictures))
    lower = row([as_high(picture, height) for picture in pictures])
    made = Image.new("RGB", (upper.width + 2 * MARGIN, upper.height + lower.height + GAP + 2 * MARGIN), GROUND)
    made.paste(upper, (MARGIN, MARGIN))
    made.paste(lower, (MARGIN + (upper.width - lower.width) // 2, MARGIN + upper.height + GAP))
    return made


def save(picture: Image.Image, name: str) -> None:
    file = TARGET / f"{name}.png"
    picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.name}  {picture.width}x{picture.height}  {file.stat().st_size / 1000:.0f} kB")


def main() -> int:
    parser = argparse.ArgumentParser(prog="demo.pictures", description=__doc__)
    parser.add_argument("shots", type=Path, help="the folder of ./run --shots")
    shots = parser.parse_args().shots
    TARGET.mkdir(exist_ok=True)
    save(composed(shots), "center")
    for name, (title, width) in SINGLES.items():
        picture = shot(shots, title)
        save(as_high(picture, round(picture.height * width / picture.width)), name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
