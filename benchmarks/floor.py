"""The floor: the least a durable ticket over HTTP can cost on this machine. Not the product.

One table, one lock, SQLite WAL with synchronous=FULL, one INSERT and one commit per request, the
standard library's threading HTTP server. `python -m benchmarks.floor PORT FILE`.
"""

import http.server
import json
import sqlite3
import sys
import threading


def main() -> None:
    port, path = int(sys.argv[1]), sys.argv[2]
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute("create table if not exists ticket(number integer primary key, nonce text unique)")
    lock = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_POST(self) -> None:
            nonce = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["nonce"]
            with lock:
                number = db.execute("insert into ticket(nonce) values(?)", (nonce,)).lastrowid
            self.answer({"facts": [{"body": {"ticket": f"A{number:03d}"}}]})

        def do_GET(self) -> None:
            self.answer({})

        def answer(self, values: dict) -> None:
            body = json.dumps(values).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    Server(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
