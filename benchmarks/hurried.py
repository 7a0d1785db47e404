"""The kiosk without the pause between taps, so that hundreds of visitors fit into minutes; else the program as it is.

python -m benchmarks.hurried take …
"""

import sys

from screen.program import Stage


def hurry(stage: Stage, *arguments) -> int:
    """As the program's last step, since what is imported earlier than it would be changes what it weighs."""
    from screen import drive

    stage.touch.gap_seconds = drive.TAP_GAP_SECONDS = 0.0
    drive.HOLD_SECONDS, drive.POLL_MS = 0.001, 1
    return run(stage, *arguments)


run, Stage.run = Stage.run, hurry


def main() -> int:
    from kiosk.__main__ import main as kiosk

    return kiosk()


if __name__ == "__main__":
    sys.exit(main())
