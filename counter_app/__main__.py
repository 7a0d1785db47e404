"""`python -m counter_app`: the officials' window on a counter PC."""

import sys

from center.errors import SetupFault
from screen.machine import FAULTY, named_machine, tell
from screen.program import Stage, options
from sync.troubles import Trouble


def main() -> int:
    parser = options("counter_app", "The officials' window: call, serve, transfer, hold, done.")
    parser.add_argument("--counter", type=int, metavar="N", help="the desk this window sits at")
    parser.add_argument("--compact", action="store_true", help="begin as the small bar that stays on top (Ctrl+M)")
    arguments = parser.parse_args()

    from counter_app.office import Office

    try:
        machine = named_machine(arguments, "counter", arguments.counter)
    except (Trouble, SetupFault) as fault:
        sys.stderr.write(tell(fault) + "\n")
        return FAULTY
    stage = Stage(arguments, widgets=True, public=False, screen=machine.screen)
    office = Office(stage, machine, arguments.compact)
    return stage.run(office.state)


if __name__ == "__main__":
    sys.exit(main())
