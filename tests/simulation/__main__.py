"""Runs seeded days of the false center: `python -m tests.simulation --days 1000`, one again: `--seed 41 --story`."""

import argparse
import sys
import time

from tests.simulation.days import live


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--days", type=int, default=200, help="how many days, from --seed on (200)")
    parser.add_argument("--seed", type=int, default=None, help="the first seed (0); alone: only this day")
    parser.add_argument("--steps", type=int, default=None, help="steps of each day (50 to 100, by seed)")
    parser.add_argument("--story", action="store_true", help="tell what happened on a day that failed")
    asked = parser.parse_args()
    first = asked.seed or 0
    days = 1 if asked.seed is not None and "--days" not in sys.argv else asked.days
    failed, began = 0, time.perf_counter()
    for seed in range(first, first + days):
        lived = live(seed, asked.steps)
        if lived.faults:
            failed += 1
            print(f"seed {seed}: {len(lived.faults)} faults; again: python -m tests.simulation --seed {seed} --story")
            for fault in lived.faults[:6]:
                print("   ", fault[:400])
        if asked.story:
            print("\n".join(lived.story))
    print(f"{days} days, {failed} with faults, {time.perf_counter() - began:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
