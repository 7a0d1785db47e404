"""What every test stands on: nothing unexpected in the log, a clock that stands still, no other machine."""

import logging
import os
import re
import socket
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
os.environ.setdefault("PYTHONUTF8", "1")
# Qt's own words stay in stderr, marked. A Python message handler would deadlock: setSource holds the interpreter's lock
# while it waits for the thread that loads QML, and that thread warns.
os.environ["QT_FORCE_STDERR_LOGGING"] = "1"
os.environ["QT_MESSAGE_PATTERN"] = "Qt %{type} %{category}: %{message}"

# The same examples on every machine: a failure here is a failure there.
settings.register_profile("house", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("house")


class Clock:
    """Stands still until told: call it for the instant (UTC), `forward` it, or `put` it anywhere."""

    def __init__(self, at: datetime):
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> datetime:
        self.at += timedelta(seconds=seconds)
        return self.at

    def put(self, at: datetime) -> None:
        self.at = at


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, 08:00 in Hưng Yên."""
    return Clock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))


@pytest.fixture
def folder(tmp_path) -> Path:
    """A machine's empty data folder."""
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture(autouse=True)
def no_home(monkeypatch, tmp_path_factory):
    """Nothing that a test starts writes into the tester's own folders."""
    home = tmp_path_factory.getbasetemp() / "home"
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))


class Watch(logging.Handler):
    """Keeps every record from WARNING up, and every exception that Python or Qt would only have printed."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.seen: list[str] = []
        self.expected: list[str] = []

    def emit(self, record):
        text = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1]:
            text += f" ({record.exc_info[0].__name__}: {record.exc_info[1]})"
        self.seen.append(text)

    def unexpected(self) -> list[str]:
        return [text for text in self.seen if not any(re.search(pattern, text) for pattern in self.expected)]

    def unheard(self) -> list[str]:
        return [pattern for pattern in self.expected if not any(re.search(pattern, text) for text in self.seen)]


def said_by_qt(request) -> list[str]:
    """Warnings of Qt and QML among what this test has written to stderr so far."""
    stderr = "".join(text for _, stream, text in request.node._report_sections if stream == "stderr")
    capture = request.config.pluginmanager.getplugin("capturemanager")
    if capture.is_globally_capturing():
        out, err = capture.read_global_capture()
        sys.stdout.write(out)
        sys.stderr.write(err)
        stderr += err
    return re.findall(r"^Qt (?:warning|critical) .*", stderr, re.MULTILINE)


@pytest.fixture(autouse=True)
def watch(monkeypatch, request):
    """Fails the test on a log record from WARNING up, an exception swallowed by a slot, a complaint of Qt or QML."""
    watch = Watch()

    def swallowed(kind, error, trace):
        watch.seen.append(f"swallowed {kind.__name__}: {error}")

    monkeypatch.setattr(sys, "excepthook", swallowed)
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    if "PySide6.QtCore" in sys.modules:
        watch.seen += said_by_qt(request)
    if watch.unexpected():
        pytest.fail("unexpected: " + "\n            ".join(watch.unexpected()), pytrace=False)
    if watch.unheard():
        pytest.fail(f"never logged: {watch.unheard()}", pytrace=False)


@pytest.fixture
def expect_log(watch):
    """`expect_log("chain broken")`: this pattern must, and therefore may, appear among the warnings of the test."""
    return watch.expected.append


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch):
    """A connection to any other machine is a mistake of the test."""

    def guarded(plain):
        def call(self, *arguments):
            address = arguments[-1]
            if isinstance(address, tuple) and not re.match(r"127\.|::1$|localhost$|$", str(address[0])):
                raise AssertionError(f"a test talks to {address}")
            return plain(self, *arguments)

        return call

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
