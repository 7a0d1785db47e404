"""`python -m kiosk find --ask "làm sổ đỏ"`: what the search finds, one JSON object a line; no window, no network.

First the answer: {"asked", "nothing", "elsewhere"}; then every procedure found, the likeliest first: {"code", "name",
"field", "why", "papers", "where", "term", "fee", "result", "source"}, each attribute as the screen may show it.
"""

import argparse
import json
import sys

from center.finding import Finder, Hit
from screen.machine import NotOpened, named_machine, tell
from sync import reference
from sync.catalogue import catalogue
from sync.troubles import Trouble

MOST = 5


def run(arguments: argparse.Namespace) -> int:
    """The exit code: 0 when something was found, 1 when nothing was."""
    try:
        folder = named_machine(arguments, "kiosk").folder
    except Trouble as trouble:
        sys.stderr.write(tell(trouble) + "\n")
        raise NotOpened(tell(trouble)) from None
    answer = Finder(catalogue(folder), reference.words()).find(arguments.ask, MOST)
    say({"asked": arguments.ask, "nothing": answer.nothing, "elsewhere": answer.elsewhere})
    for hit in answer.hits:
        say(told(hit))
    return 1 if answer.nothing else 0


def told(hit: Hit) -> dict:
    procedure = hit.procedure
    return {
        "code": procedure.code,
        "name": procedure.name,
        "field": procedure.field,
        "why": hit.why,
        "papers": procedure.says("papers"),
        "where": procedure.says("receiver"),
        "term": procedure.says("term"),
        "fee": procedure.says("fee"),
        "result": procedure.says("result"),
        "source": procedure.source,
    }


def say(line: dict) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
