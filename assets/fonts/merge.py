"""Makes the three full TTF files beside this script from the subsets of @fontsource/be-vietnam-pro.

    python assets/fonts/merge.py FOLDER      the folder with be-vietnam-pro-latin-400-normal.woff2 and its siblings

The published subsets each lack half of Vietnamese, and Qt falls back to another font when subsets
are loaded one after the other under the same family name: hence one whole file per weight.
Needs fonttools and brotli.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
SUBSETS = ("latin", "latin-ext", "vietnamese")
FAMILY = "Be Vietnam Pro"


def merge_weight(folder: Path, weight: int, target: Path):
    """Writes one whole weight to `target`, named so that Qt finds it as family plus weight."""
    with tempfile.TemporaryDirectory() as scratch:
        parts = []
        for subset in SUBSETS:
            font = TTFont(folder / f"be-vietnam-pro-{subset}-{weight}-normal.woff2")
            font.flavor = None
            parts.append(Path(scratch) / f"{subset}.ttf")
            font.save(parts[-1])
        whole = Merger(Options(drop_tables=["DSIG"])).merge([str(part) for part in parts])
    style = WEIGHTS[weight]
    plain = style in ("Regular", "Bold")
    names = {
        1: FAMILY if plain else f"{FAMILY} {style}",
        2: style if plain else "Regular",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        16: FAMILY,
        17: style,
    }
    for number, text in names.items():
        whole["name"].setName(text, number, 3, 1, 0x409)
    whole["OS/2"].usWeightClass = weight
    whole["OS/2"].fsSelection = whole["OS/2"].fsSelection & ~0b1100001 | (0x20 if style == "Bold" else 0x40)
    whole["head"].macStyle = 1 if style == "Bold" else 0
    whole.save(target)


if __name__ == "__main__":
    for each, style_name in WEIGHTS.items():
        merge_weight(Path(sys.argv[1]), each, Path(__file__).parent / f"BeVietnamPro-{style_name}.ttf")
