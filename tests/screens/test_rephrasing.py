"""The province's language server: asked in few words, never with a name, and its absence is nobody's trouble."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kiosk.rephrasing import LanguageServer, Rephrasing, facts_of
from sync.machine import read_machine
from sync.reference import catalogue

GOOD = {"choices": [{"message": {"content": "Ông/bà làm thủ tục\n đăng ký khai sinh. " + "x" * 900}}]}


class Server(HTTPServer):
    """Answers every question with `says`, after `seconds`; remembers what it was asked."""

    def __init__(self, says: bytes, status: int = 200, seconds: float = 0.0):
        self.asked: list[tuple[str, str, dict]] = []
        self.release = threading.Event()
        server = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append((self.path, self.headers.get("Authorization", ""), body))
                server.release.wait(seconds)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(says)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.release.set()
        self.shutdown()
        self.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


def asked_of(server: Server, deadline_seconds: float = 2.0) -> str:
    rephrasing = Rephrasing(LanguageServer(server.url, "any", "secret", deadline_seconds))
    try:
        procedures = [catalogue().procedure("1.001193")]
        return rephrasing.ask(("con", "mới sinh"), procedures).result(timeout=10)
    finally:
        rephrasing.close()


def test_a_sentence_comes_back_short_and_on_one_line():
    with Server(json.dumps(GOOD).encode()) as server:
        sentence = asked_of(server)
    assert sentence.startswith("Ông/bà làm thủ tục đăng ký khai sinh.") and len(sentence) == 400
    path, key, body = server.asked[0]
    assert (path, key) == ("/v1/chat/completions", "Bearer secret")
    told = body["messages"][1]["content"]
    assert "Đăng ký khai sinh (mã 1.001193)" in told and "Các từ trong câu hỏi: con mới sinh" in told


@pytest.mark.parametrize(
    "says, status",
    [(b"", 200), (b"<html>", 200), (b"{}", 200), (b'{"choices": []}', 200), (b'{"choices": [{"message": 5}]}', 200),
     (b'{"choices": [{"message": {"content": null}}]}', 200), (json.dumps(GOOD).encode(), 503), (b"\xff" * 100, 200)],
)  # fmt: skip
def test_whatever_goes_wrong_there_is_no_sentence(says, status):
    with Server(says, status) as server:
        assert asked_of(server) == ""


def test_a_slow_server_is_left_at_the_deadline_and_a_missing_one_at_once():
    with Server(json.dumps(GOOD).encode(), seconds=8) as server:
        assert asked_of(server, 0.2) == ""
    assert asked_of(server) == ""


def test_only_verified_facts_are_told():
    told = facts_of([procedure for procedure in catalogue().procedures if not procedure.is_verified("papers")])
    assert "Cần mang" not in told and "hỏi cán bộ" not in told


def test_it_is_off_unless_a_machines_file_names_it(tmp_path):
    plain = '[machine]\nid = "kiosk-1"\nrole = "kiosk"\n'
    assert read_machine(plain).rephrasing == {}
    (tmp_path / "llm.key").write_text("abc\n", "utf-8")
    named = read_machine(
        plain + '[rephrasing]\nurl = "http://127.0.0.1:9/v1/"\nmodel = "m"\nkey_file = "llm.key"\n', beside=tmp_path
    )
    assert LanguageServer(**named.rephrasing) == LanguageServer("http://127.0.0.1:9/v1", "m", "abc", 4)
