"""A program that ends at once: `falling FILE 75 1 0` with 75 at its first start, with 1 at its second, then with 0."""

import sys
from pathlib import Path

starts, codes = Path(sys.argv[1]), [int(code) for code in sys.argv[2:]]
turn = len(starts.read_text()) if starts.exists() else 0
starts.write_text("|" * (turn + 1))
print("words of the fall", file=sys.stderr, flush=True)
sys.exit(codes[min(turn, len(codes) - 1)])
