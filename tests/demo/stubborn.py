"""A program that does not end when it is asked to; with --drive it repeats what it hears."""

import signal
import sys
import time

for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
print("last words", file=sys.stderr, flush=True)
if "--drive" in sys.argv:
    for line in sys.stdin:
        print(line, end="", flush=True)
        if "quit" in line:
            sys.exit(3)
time.sleep(60)
