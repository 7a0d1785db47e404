"""What every Qt program of a center shares: fonts, theme, words, the edge, the lock, the drive."""

from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "assets"
