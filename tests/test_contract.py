"""The laws of the house: who may import whom, what is kept for ever, what a committed file never contains."""

import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from center.facts import KINDS
from demo.center import Center

TOP = Path(__file__).parents[1]
PACKAGES = ("center", "devices", "sync", "screen", "kiosk", "counter_app", "demo")
PROGRAMS = ("sync", "devices", "kiosk", "counter_app", "demo")
GOLDEN = TOP / "tests" / "golden" / "facts"


def sources(*endings: str) -> list[Path]:
    return [path for package in PACKAGES for ending in endings for path in sorted((TOP / package).rglob(f"*{ending}"))]


def run(*arguments: str, **more) -> subprocess.CompletedProcess:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, encoding="utf-8", timeout=60, **more)


def test_imports_go_down_only():
    found = run("-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))")
    assert found.returncode == 0, found.stdout + found.stderr


def test_lint():
    found = run("-m", "ruff", "check", "--no-cache", "--output-format", "concise", ".")
    assert found.returncode == 0, found.stdout + found.stderr


def test_center_reads_no_clock():
    for path in (TOP / "center").glob("*.py"):
        assert not re.search(r"\b(utc)?now\(\)|\.today\(\)|\.now\(|fromtimestamp\(", path.read_text("utf-8")), path.name


@pytest.mark.parametrize("kind", KINDS)
def test_fact_has_a_golden_form(kind):
    """A journal of today is read for ever: each kind's bytes, every field filled, never change."""
    from sync.wire import decode_fact, encode

    files = sorted(GOLDEN.glob(f"{kind}.*.json"))
    assert f"{kind}.{KINDS[kind].v}.json" in [file.name for file in files], "this version has no golden form"
    for file in files:
        text = file.read_text("utf-8").rstrip("\n")
        v = int(file.name.split(".")[1])
        fact = decode_fact(kind, v, text)
        assert type(fact) is KINDS[kind]
        if v == KINDS[kind].v:
            assert list(json.loads(text)) == [field.name for field in fields(fact)], (
                "a field is missing in the golden form"
            )
            assert encode(fact) == text
            assert decode_fact(kind, v, encode(fact)) == fact


def commands() -> list[tuple[str, ...]]:
    """Every program with every command that its own --help lists."""
    found = []
    for program in PROGRAMS:
        said = run("-m", program, "--help")
        assert said.returncode == 0, said.stderr
        listed = re.search(r"([a-z-]+(?:[,|][a-z-]+)+)\}? \.\.\.", " ".join(said.stdout.split()))
        found += [(program, name) for name in re.split("[,|]", listed[1])] if listed else [(program,)]
    return found


def test_every_command_helps_and_is_in_the_readme():
    readme = (TOP / "README.md").read_text("utf-8")
    for program, *name in commands():
        said = run("-m", program, *name, "--help")
        assert said.returncode == 0 and "usage" in said.stdout, f"{program} {name}: {said.stderr}"
        assert f"python -m {program}" in readme
        assert not name or re.search(rf"\b{name[0]}\b", readme), f"README does not name: python -m {program} {name[0]}"


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git work tree")
    return [TOP / name for name in listed.stdout.decode().split("\0") if name and (TOP / name).is_file()]


def test_committed_files_fit_every_machine():
    """No registry host, no path of one machine: everything else installs from where its user says."""
    hosts = [r"py" + r"pi\.org", r"python" + r"hosted\.", r"npm" + r"js\.", r"deb" + r"ian\.org/debian"]
    paths = [r"\.\./sha" + "red", "/wo" + "rk/", "/ro" + "ot/", r"--(extra-)?index" + "-url"]
    if len(str(Path.home())) > 1:
        paths.append(re.escape(str(Path.home()) + "/"))
    banned = re.compile("|".join(hosts + paths))
    for path in committed():
        blob = path.read_bytes()
        if b"\0" in blob[:4096]:
            continue
        found = banned.search(blob.decode("utf-8"))
        assert not found, f"{path.relative_to(TOP)}: {found[0]}"


def test_third_parties_are_named_with_their_versions():
    named = (TOP / "THIRD-PARTY.md").read_text("utf-8")
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", (TOP / "requirements.lock").read_text(), re.MULTILINE):
        assert f"| {name} | {version} |" in named


@pytest.mark.parametrize("path", sources(".py", ".qml"), ids=lambda path: str(path.relative_to(TOP)))
def test_a_file_has_one_subject(path):
    assert len(path.read_text("utf-8").splitlines()) <= 600


# Runs in a child: what Windows lacks is refused to our own files (the libraries choose by platform themselves).
WINDOWS = """
import os, signal, sys
from importlib.abc import MetaPathFinder
from pathlib import Path

GONE = set("fcntl termios tty pty pwd grp resource evdev syslog spwd curses readline posix".split())
TOP = str(Path.cwd()) + os.sep

class Windows(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        frame = sys._getframe(1)
        while frame and ("importlib" in frame.f_code.co_filename):
            frame = frame.f_back
        if name.partition(".")[0] in GONE and frame and frame.f_code.co_filename.startswith(TOP):
            if ".venv" not in frame.f_code.co_filename:
                raise ImportError(f"{name} does not exist on Windows")

for name in GONE:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Windows())
"""

IMPORT_ALL = (
    WINDOWS
    + """
import importlib, pkgutil
for top in sys.argv[1:]:
    package = importlib.import_module(top)
    for found in pkgutil.walk_packages(getattr(package, "__path__", []), top + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
print("imported")
"""
)


def test_no_file_needs_linux_to_import():
    found = run("-c", IMPORT_ALL, "center", "sync", "screen", "kiosk", "counter_app", "devices.cabinet")
    assert found.stdout.endswith("imported\n"), found.stderr


def test_no_file_calls_what_windows_lacks():
    """Names that only POSIX has are behind a look (`os.name`, `hasattr`) on the same line, or in a driver."""
    posix = re.compile(
        r"\bos\.(fork|getuid|geteuid|getgid|setsid|killpg|getpgid|mkfifo|uname|statvfs|sched_\w+|chown)\b"
        r"|signal\.(SIGKILL|SIGHUP|SIGUSR\d|SIGALRM|SIGQUIT|pause|alarm)\b|socket\.AF_UNIX|['\"]/(proc|dev|sys|etc|var)/"
    )
    for path in sources(".py"):
        if path.is_relative_to(TOP / "devices" / "drivers"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            guarded = "os.name" in line or "hasattr" in line
            assert guarded or not posix.search(line), f"{path.relative_to(TOP)}:{number}: {line.strip()}"


@pytest.mark.parametrize("program", PROGRAMS)
def test_program_starts_without_linux_modules(program):
    start = f"import runpy; sys.argv[1:] = ['--help']; runpy.run_module('{program}', run_name='__main__')"
    found = run("-c", WINDOWS + start)
    assert found.returncode == 0 and "usage" in found.stdout, found.stderr


def test_box_kiosk_and_counter_start_without_linux_modules(folder):
    center = Center(folder, "village-morning", drive=True)
    (folder / "sitecustomize.py").write_text(WINDOWS, "utf-8")
    kiosk, counter = center.screens["kiosk"], center.screens["counter-1"]
    for program in (center.box, kiosk, counter):
        program.environment["PYTHONPATH"] = str(folder)
    try:
        center.open_box()
        for program, name in ((kiosk, "field-ho-tich"), (counter, "sign_in_button")):
            assert program.start().ask(wait=name, timeout=20, answer_within=30) == {"ok": True}, program.last_words()
    finally:
        center.close()
