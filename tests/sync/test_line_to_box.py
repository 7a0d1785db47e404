"""Whatever answers where the box should be, the line says Unreachable, the box's own no, or its answer."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from center import verbs as v
from center.errors import NotNow, TooEarly
from sync.line_to_box import LineToBox
from sync.troubles import DiskFull, Unreachable


@pytest.fixture
def stranger():
    """A server that says to everything what it is told: (status, type, body)."""

    class Says(BaseHTTPRequestHandler):
        def do_GET(self):
            status, kind, body = self.server.says
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Says)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def line(stranger):
    made = LineToBox(f"http://127.0.0.1:{stranger.server_port}", "", "kiosk-1", "kiosk")
    yield made
    made.close()


@pytest.mark.parametrize(
    "says",
    [
        (200, "text/html", b"<html>Wi-Fi mien phi</html>"), (200, "application/json", b"[]"),
        (200, "application/json", b'{"facts":[{}],"seq":1}'), (302, "text/html", b""), (404, "text/plain", b"nothing"),
        (200, "application/json", b'{"facts":[{"kind":"NumberTaken","v":1,"body":{}}],"seq":1}'),
        (502, "application/json", b"[1]"), (409, "application/json", b'{"refusal":"too_early"}'),
        (200, "text/event-stream", b"event: facts\ndata: [[[\n\n"), (200, "text/plain", b"\xff\xfe"),
        (409, "application/json", b'{"refusal":7}'),
    ],
)  # fmt: skip
def test_what_is_no_box_is_unreachable(stranger, line, says):
    stranger.says = says
    with pytest.raises(Unreachable):
        line.ask(v.TakeNumber(field="ho-tich"), 2)
    with pytest.raises(Unreachable):
        list(line.listen(0, 0))
    if says[0] != 200 or says[2].startswith(b"\xff"):
        with pytest.raises(Unreachable):
            line.setup()


def test_the_boxs_own_no_comes_through(stranger, line):
    stranger.says = (409, "application/json", '{"refusal":"too_early","sentence":"Đợi.","wait_seconds":7}'.encode())
    with pytest.raises(TooEarly) as early:
        line.ask(v.Recall(counter=1), 2)
    assert (str(early.value), early.value.wait_seconds) == ("Đợi.", 7)
    stranger.says = (409, "application/json", '{"refusal":"not_now","sentence":"Chưa được."}'.encode())
    with pytest.raises(NotNow):
        line.ask(v.Recall(counter=1), 2)
    stranger.says = (503, "application/json", '{"trouble":"disk_full","sentence":"Đầy.","remedy":"Xoá."}'.encode())
    with pytest.raises(DiskFull) as full:
        line.ask(v.Recall(counter=1), 2)
    assert full.value.remedy == "Xoá."


def test_a_line_that_was_hung_up_answers_nobody(line):
    line.close()
    with pytest.raises(Unreachable):
        line.ask(v.AskHelp(), 2)
