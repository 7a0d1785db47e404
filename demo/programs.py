"""One program of the center in a process of its own: started, told what to do, ended without a trace."""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
TRIES = 3  # how often a program that ended by itself is started again
LAST_WORDS = 300  # characters of a log shown when a program ended by itself


class Stopped(Exception):
    """A program ended, or did not answer, while a script was playing on it."""


class Program:
    """`python -m <arguments>`; what it says goes to a log file, so that a terminal stays readable.

    `drive`: it is played by a script (`--drive`), one JSON line asked, one answered.
    """

    def __init__(
        self,
        name: str,
        arguments: list[str],
        folder: Path,
        drive: bool = False,
        environment: dict[str, str] | None = None,
    ):
        self.name, self.arguments, self.drive, self.environment = name, arguments, drive, environment or {}
        self.log = folder / f"{name}.log"
        self.tries = 0
        self.process: subprocess.Popen | None = None
        self._answers: queue.SimpleQueue = queue.SimpleQueue()

    def start(self) -> "Program":
        command = [sys.executable, "-m", *self.arguments, *(["--drive"] if self.drive else [])]
        if guard := shutil.which("setpriv"):
            command = [guard, "--pdeathsig", "TERM", *command]  # ends with us, even if we are killed
        apart = (
            {"start_new_session": True}  # Ctrl-C in the terminal reaches us alone; we end the others in order
            if os.name == "posix"
            else {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        )
        around = os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"} | self.environment
        with self.log.open("ab") as log:
            lines = {"stdin": subprocess.PIPE if self.drive else subprocess.DEVNULL}
            lines |= {"stdout": subprocess.PIPE if self.drive else log, "stderr": log}
            self.process = subprocess.Popen(command, cwd=TOP, env=around, **lines, **apart)
        if self.drive:
            self._answers = queue.SimpleQueue()
            threading.Thread(target=self._listen, args=(self.process.stdout, self._answers), daemon=True).start()
        return self

    @staticmethod
    def _listen(stream, answers: queue.SimpleQueue) -> None:
        for line in stream:
            answers.put(line)
        answers.put(None)

    def ask(self, answer_within: float = 20.0, **order) -> dict:
        """What the program answers to one order, e.g. `ask(tap="take")`. Raises Stopped."""
        try:
            self.process.stdin.write((json.dumps(order, ensure_ascii=False) + "\n").encode())
            self.process.stdin.flush()
            line = self._answers.get(timeout=answer_within)
        except (OSError, queue.Empty):
            line = None
        if line is None:
            raise Stopped(f"{self.name}: no answer to {order}; {self.last_words() or 'it said nothing'}")
        return json.loads(line)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        """The end of what it logged, in one line."""
        try:
            text = self.log.read_text("utf-8", "replace")
        except OSError:
            return ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return lines[-1][:LAST_WORDS] if lines else ""

    def ask_to_end(self) -> None:
        if self.alive():
            self.process.send_signal(signal.SIGTERM if os.name == "posix" else signal.CTRL_BREAK_EVENT)

    def kill(self) -> None:
        """At once, with whatever it started itself."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL) if os.name == "posix" else self.process.kill()
        except OSError:
            pass  # it ended by itself in the meantime
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    pass  # an order that nobody read any more


def end_all(programs: list[Program], within_seconds: float = 2.0) -> None:
    """All ended: asked politely, the rest killed when the time is over."""
    for program in programs:
        program.ask_to_end()
    until = time.monotonic() + within_seconds
    for program in programs:
        while program.alive() and time.monotonic() < until:
            time.sleep(0.02)
    for program in programs:
        program.kill()
