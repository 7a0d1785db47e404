"""The pages as Qt's own linter reads them."""

import shutil
import subprocess
from pathlib import Path

import PySide6

TOP = Path(__file__).parents[2]
# Theme, Touch, Tiles and what a page is given come from Python, of whose types the linter knows nothing.
UNKNOWN = ("import", "unqualified", "missing-property")


def test_no_page_has_a_fault_of_another_kind():
    linter = shutil.which("qmllint", path=str(Path(PySide6.__file__).parent))
    files = sorted((TOP / "kiosk").rglob("*.qml"))
    quiet = [word for kind in UNKNOWN for word in (f"--{kind}", "disable")]
    done = subprocess.run([linter, "-W", "0", *quiet, *map(str, files)], capture_output=True, text=True, timeout=60)
    assert len(files) > 20
    assert done.returncode == 0, done.stdout + done.stderr
