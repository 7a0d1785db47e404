"""What a SANE device calls its options, read from `scanimage -A`, and a wish said in its words.

Each backend has names of its own: "ADF", "Automatic Document Feeder", "ADF Duplex", "Duplex"; "Color", "24bit Color".
"""

import re
from dataclasses import dataclass

from devices.scanning import WORTH_OFFERING, Mode, Paper, ScannerCapabilities, ScanWish, Source, nearest_dpi
from devices.troubles import NotOffered

OPTION = re.compile(r"^ {4,}(--[a-z][a-z0-9-]*|-[lxty])\b[ =]?(.*?)(?: \[.*\])?$")
# Inactive as long as the source is the glass, and active again behind --source=ADF.
FOLLOW_THE_SOURCE = ("duplex", "adf-mode")
MOST_LINES = 2000
GRAYS = ("gray", "grey", "grayscale", "true gray", "8-bit gray", "8 bits gray")


@dataclass(frozen=True, slots=True)
class SaneOptions:
    """Words by option name, without dashes; `widest` and `longest` of the glass in mm, None where not told."""

    sources: tuple[str, ...]
    modes: tuple[str, ...]
    dpis: tuple[int, ...]
    dpi_options: tuple[str, ...] = ("resolution",)
    widest_mm: float | None = None
    longest_mm: float | None = None
    page_size: bool = False  # feeders of some backends want the paper's size said beside the area
    duplex_switch: str = ""  # "--duplex", or "--adf-mode" with the value Duplex

    def source(self, source: Source) -> str | None:
        """The device's own word for a source; "" where it has only one and names none."""
        plain = {word: word.lower() for word in self.sources}
        fed = [word for word, low in plain.items() if "adf" in low or "feeder" in low or "duplex" in low]
        both = [word for word in fed if "duplex" in plain[word] or "both" in plain[word]]
        single = [word for word in fed if word not in both and "back" not in plain[word]]
        match source:
            case Source.FLATBED:
                glass = [word for word in self.sources if word not in fed]
                return glass[0] if glass else "" if not self.sources else None
            case Source.FEEDER:
                return single[0] if single else None
            case Source.DUPLEX:
                return both[0] if both else single[0] if self.duplex_switch and single else None

    def mode(self, mode: Mode) -> str | None:
        """The device's word for a mode, at eight bits a colour."""
        words = {word: word.lower() for word in self.modes}
        if mode is Mode.GRAY:  # with a word more it is dithered black and white
            return next((word for word, low in words.items() if low in GRAYS), None)
        return next((word for word, low in words.items() if "color" in low or "colour" in low), None)

    def offered(self, model: str) -> ScannerCapabilities:
        """The same in the house's words."""
        return ScannerCapabilities(
            model,
            tuple(source for source in Source if self.source(source) is not None),
            tuple(mode for mode in Mode if not self.modes or self.mode(mode) is not None),
            self.dpis,
        )


def read_options(text: str) -> SaneOptions:
    """The options of `scanimage -A`; a line that is none is passed over. Never raises.

    One that is marked inactive is as good as not there: scanimage 1.1 and 1.2 end at once when it is set.
    """
    said: dict[str, str] = {}
    for line in text.splitlines()[:MOST_LINES]:
        if found := OPTION.match(line):
            name = found[1].lstrip("-")
            if line.rstrip().endswith("[inactive]") and name not in FOLLOW_THE_SOURCE:
                continue
            said.setdefault(name, found[2].strip())
    words = {name: _words(values) for name, values in said.items()}
    duplex = "--duplex" if "duplex" in said else ""
    if any(word.lower() == "duplex" for word in words.get("adf-mode", ())):
        duplex = "--adf-mode"
    dpi_options = ("resolution",) if "resolution" in said else ("x-resolution", "y-resolution")
    return SaneOptions(
        words.get("source", ()),
        words.get("mode", ()),
        _dpis(said.get(dpi_options[0], "")),
        tuple(name for name in dpi_options if name in said),
        _highest(said.get("x", "")),
        _highest(said.get("y", "")),
        "page-width" in said and "page-height" in said,
        duplex,
    )


def arguments_for(wish: ScanWish, options: SaneOptions) -> tuple[list[str], int]:
    """The arguments of scanimage for a wish, and the resolution in them. Raises NotOffered."""
    source, mode = options.source(wish.source), options.mode(wish.mode)
    if source is None:
        raise NotOffered(f"no {wish.source} among {', '.join(options.sources) or 'no sources'}")
    if options.modes and mode is None:
        raise NotOffered(f"no {wish.mode} among {', '.join(options.modes)}")
    arguments = [f"--source={source}"] if source else []
    if wish.source is Source.DUPLEX and options.duplex_switch and "duplex" not in source.lower():
        arguments.append("--duplex=yes" if options.duplex_switch == "--duplex" else "--adf-mode=Duplex")
    if mode:
        arguments.append(f"--mode={mode}")
    dpi = nearest_dpi(wish.dpi, options.dpis)
    if options.dpis:
        arguments += [f"--{name}={dpi}" for name in options.dpi_options]
    return arguments + _area(wish.paper, options), dpi


def _area(paper: Paper, options: SaneOptions) -> list[str]:
    if options.widest_mm is None or options.longest_mm is None:
        return []
    width, height = (min(*pair) for pair in zip(paper.size_mm, (options.widest_mm, options.longest_mm), strict=True))
    size = [f"--page-width={width:g}", f"--page-height={height:g}"] if options.page_size else []
    return [*size, "-l", "0", "-t", "0", "-x", f"{width:g}", "-y", f"{height:g}"]


def _words(values: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in values.split("|") if word.strip())


def _dpis(values: str) -> tuple[int, ...]:
    """`1..1200dpi (in steps of 1)` or `75|150|300dpi`."""
    values = values.partition("dpi")[0]
    if span := re.fullmatch(r"(\d{1,5})(?:\.\d+)?\.\.(\d{1,5})(?:\.\d+)?", values.strip()):
        return tuple(dpi for dpi in WORTH_OFFERING if int(span[1]) <= dpi <= int(span[2]))
    return tuple(sorted({int(dpi) for dpi in re.findall(r"(?<![\d.])[1-9]\d{1,3}(?![\d.])", values)}))


def _highest(values: str) -> float | None:
    """`0..215.9mm (in steps of …)`; other units are no lengths that we know."""
    span = re.match(r"-?\d{1,5}(?:\.\d+)?\.\.(\d{1,5}(?:\.\d+)?)mm", values)
    return float(span[1]) if span else None
