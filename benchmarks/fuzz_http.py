"""What a scanner or printer on the network answers by HTTP; the real client reads it."""

import socket
import threading

from benchmarks.fuzz_inputs import Target
from devices.drivers.bounded_http import Answer, BoundedHttp, _Socket
from devices.troubles import LinkLost, ScannerSilent

BETWEEN = b"\n--\n"
CODES = (200, 201, 404, 503, 400, 409, 410, 500, 301, 204)


class Talk(BoundedHttp):
    """Every request is answered by the next piece of `said`: a digit for the status, two header lines, a body."""

    def __init__(self, said: bytes):
        super().__init__("said", 80, ScannerSilent)
        self.pieces = iter(said.split(BETWEEN))

    def wait(self, seconds: float) -> None:
        pass

    def ask(self, method: str, path: str, body: bytes = b"", *_more, **_named) -> Answer:
        piece = next(self.pieces, None)
        if piece is None:
            raise LinkLost("said all")
        location, _, rest = piece[1:].partition(b"\n")
        after, _, content = rest.partition(b"\n")
        code = CODES[piece[0] % len(CODES)] if piece else 200
        headers = {"location": location.decode("latin-1"), "retry-after": after.decode("latin-1")}
        return Answer(code, headers, content[:4] + body[4:8] + content[8:] if method == "POST" else content)


def said(*answers: tuple[int, bytes]) -> bytes:
    return BETWEEN.join(
        b"%c/eSCL/ScanJobs/7\n1\n%s" % (CODES.index(code) + 50 * (code == 200), content) for code, content in answers
    )


RESPONSES = (
    b"HTTP/1.1 201 Created\r\nLocation: http://x/eSCL/ScanJobs/7\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\n\r\n12345",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n3;a=b\r\n123\r\n0\r\nX: y\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 503 Busy\r\nRetry-After: 3\r\n\r\nlater",
)


class NearEnd(BoundedHttp):
    """A request whose whole answer lies on the line already."""

    def __init__(self, answer: bytes):
        super().__init__("said", 80, ScannerSilent)
        self._answer = answer

    def _connect(self, deadline: float, broken: threading.Event) -> socket.socket:
        near, self.far = socket.socketpair()
        self.far.sendall(self._answer)
        self.far.shutdown(socket.SHUT_WR)
        timed = _Socket(near.family, near.type, near.proto, near.detach())
        timed.settimeout(1.0)
        timed.deadline, timed.broken = deadline, broken
        return timed


def read_http(content: bytes) -> bool:
    line = NearEnd(content)
    try:
        answer = line.ask("GET", "/eSCL/ScannerStatus", seconds=2.0, most_bytes=1500)
    finally:
        line.far.close()
    assert len(answer.body) <= 1500 and all(name == name.lower() for name in answer.headers)
    return answer.well


HTTP = (Target("HTTP answers", read_http, RESPONSES, 0.01, 2000),)
