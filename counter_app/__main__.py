"""`python -m counter_app`: the officials' window on a counter PC."""

import sys

from center.errors import SetupFault
from screen.program import Stage, options
from sync.troubles import Trouble


def main() -> int:
    parser = options("counter_app", "The officials' window: call, serve, transfer, hold, done.")
    parser.add_argument("--counter", type=int, metavar="N", help="the desk this window sits at")
    parser.add_argument("--compact", action="store_true", help="begin as the small bar that stays on top (F11)")
    arguments = parser.parse_args()

    from counter_app.office import Office, machine_of

    try:
        machine = machine_of(arguments)
    except (Trouble, SetupFault) as trouble:
        print(trouble, getattr(trouble, "remedy", ""), file=sys.stderr)
        return 2
    stage = Stage(arguments, widgets=True, public=False, screen=machine.screen)
    office = Office(stage, machine, arguments.compact)
    return stage.run(office.state)


if __name__ == "__main__":
    sys.exit(main())
