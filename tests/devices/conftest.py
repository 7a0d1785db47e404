import threading

import pytest

from devices.simulators import buttons, camera, document_printer, link, reader, scanner, sign, speaker


@pytest.fixture(autouse=True)
def fresh_simulators():
    """Simulated devices live as long as the program; here as long as a test, and no thread outlives it."""
    before = set(threading.enumerate())
    yield
    shelves = (link._printers, link._claimed, reader._readers, speaker._speakers, buttons._boxes, sign._signs)
    for shelf in (*shelves, scanner._scanners, document_printer._printers, camera._scenes):
        shelf.clear()
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(1.0)
    assert not [thread.name for thread in left if thread.is_alive()]
