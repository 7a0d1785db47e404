"""The machine and its node as the options of a program name them; what cannot be opened is said in one sentence."""

import argparse
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from center.errors import SetupFault
from sync.machine import Machine, read_machine, sample_machine
from sync.troubles import Trouble

log = logging.getLogger("screen.machine")

FAULTY = 2  # exit code: the config, the disk or the enrolment has to be put right by a person


class NotOpened(SystemExit):
    """Ends the program with FAULTY unless a public screen shows the sentence instead."""

    def __init__(self, sentence: str):
        super().__init__(FAULTY)
        self.sentence = sentence


def named_machine(arguments: argparse.Namespace, role: str, counter: int | None = None) -> Machine:
    """The machine of --config, --sample or, without both, a first one of this role; --box and --data win.

    Raises SetupFault, Trouble.
    """
    if arguments.clock_ahead and not arguments.sample:
        raise SystemExit("Chỉ trung tâm mẫu mới chỉnh giờ được: --clock-ahead đi cùng --sample.")
    if arguments.config:
        machine = read_machine(arguments.config)
    elif arguments.sample:
        machine = sample_machine(arguments.sample, role, counter)
    else:
        machine = Machine(f"{role}-1" if counter is None else f"{role}-{counter}", role, counter=counter)
    changes = {"box": arguments.box, "folder": arguments.data, "counter": counter}
    machine = replace(machine, clock_ahead=arguments.clock_ahead)
    return replace(machine, **{name: value for name, value in changes.items() if value is not None})


def tell(fault: Exception) -> str:
    """The sentence for the person who starts the program: what is wrong, and what to do."""
    if isinstance(fault, SetupFault):
        return "\n".join(str(one) for one in (fault, *getattr(fault, "others", ())))
    return f"{fault} {getattr(fault, 'remedy', '')}".strip()


@contextmanager
def open_screen_node(arguments: argparse.Namespace, role: str, counter: int | None = None) -> Iterator:
    """The node of this machine, closed at the end. Raises NotOpened."""
    from sync.node import open_node

    try:
        node = open_node(named_machine(arguments, role, counter))
    except (SetupFault, Trouble) as fault:
        log.debug("not opened", exc_info=True)
        sys.stderr.write(tell(fault) + "\n")
        raise NotOpened(tell(fault)) from None
    try:
        yield node
    finally:
        node.close()
