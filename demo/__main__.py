"""./run: opens the sample center, plays its morning into pictures, or serves the box alone."""

import argparse
import shutil
import signal
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from center.hours import instant

SAMPLE = "village-morning"
MORNING = "2026-11-23T08:40"


def tell(words: str) -> None:
    print(f"• {words}", file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    promise = "A whole sample center on this computer: box, kiosk with its printer, hall, rating, two counters."
    parser = argparse.ArgumentParser(prog="./run", description=promise)
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--shots", type=Path, metavar="DIR", help="no display needed: a scripted morning, every screen as a picture"
    )
    only.add_argument("--headless", action="store_true", help="serve the center's box only")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the books here (usual: removed at the end)")
    parser.add_argument("--sample", default=SAMPLE, metavar="NAME", help="one of assets/samples (usual: %(default)s)")
    parser.add_argument(
        "--clock",
        type=moment,
        metavar="MOMENT",
        help=f"the hour at which the sample begins, e.g. {MORNING} (usual: now; with --shots that Monday morning)",
    )
    parser.add_argument("--port", type=int, default=0, help="port of the box (usual: a free one)")
    return parser.parse_args()


def moment(text: str) -> datetime:
    """An hour of the center's own time zone."""
    try:
        said = datetime.fromisoformat(text)
        return instant(said.date(), said.time())
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a day and an hour like {MORNING}, not {text!r}") from None


def play(options: argparse.Namespace) -> int:
    from demo.center import Center
    from demo.desktop import desktop_size, has_display
    from demo.programs import Stopped

    shots = options.shots
    if not shots and not options.headless and not has_display():
        shots = Path("shots")
        tell("Máy này không có màn hình: chụp một buổi sáng mẫu vào thư mục shots/ (chỉ máy chủ: ./run --headless)")
        tell("No display here: playing a sample morning into shots/ (for the box alone: ./run --headless)")
    folder = options.keep or Path(tempfile.mkdtemp(prefix="mot-cua-"))
    desktop = None if shots or options.headless else desktop_size()
    begins = options.clock or (moment(MORNING) if shots else None)
    ahead = (begins - datetime.now(UTC)).total_seconds() if begins else 0.0
    center = Center(folder, options.sample, desktop, bool(shots), options.port, ahead)
    try:
        if not options.headless:
            center.open_paper()
        center.open_box()
        tell(f"Máy chủ trung tâm chạy ở {center.url} / the box is up")
        if shots:
            from demo.morning import play_morning

            return play_morning(center, shots, tell)
        if not options.headless:
            tell("Mở sáu cửa sổ: lấy số, phiếu in, sảnh, đánh giá, hai quầy / opening six windows")
            center.open_screens()
        tell("Bấm Ctrl-C để kết thúc / Ctrl-C ends it")
        center.watch(tell)
        return 0
    except Stopped as fault:
        tell(f"Trung tâm mẫu dừng lại / the sample center stopped: {fault}")
        return 1
    except KeyboardInterrupt:
        return 130 if shots else 0
    finally:
        center.close()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
        tell("Đã đóng / closed")


def main() -> int:
    options = arguments()
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]

    def leave(*_) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)  # once is enough: nothing may disturb the closing
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, leave)
    try:
        return play(options)
    except KeyboardInterrupt:
        return 130  # before anything was started


if __name__ == "__main__":
    sys.exit(main())
