"""A question's answer put into a sentence by the province's own language server: off unless a machine's file names one.

    [rephrasing]                          # in the kiosk's own file
    url = "https://llm.example.vn/v1"     # OpenAI-compatible: <url>/chat/completions
    model = "…"
    key_file = "llm.key"                  # optional

It never sees a name or a number: only the words that may be kept of a question (the catalogue's own language) and
the catalogue's facts about the procedures found. What comes back stands marked beside those facts, never instead.
Whatever goes wrong on the way is no trouble for anybody: the catalogue's answer is already on the screen.
"""

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from center.procedures import ASK, Procedure

log = logging.getLogger("kiosk.rephrasing")

DEADLINE_SECONDS = 4.0
MOST_BYTES, MOST_LETTERS = 64_000, 400
RULE = (
    "Bạn giúp người dân tại trung tâm hành chính công. Chỉ dùng các dữ kiện dưới đây, không thêm giấy tờ, thời hạn, "
    "lệ phí hay địa chỉ nào khác. Trả lời tối đa hai câu tiếng Việt lịch sự, gọi người hỏi là ông/bà."
)

ANSWERS = (("Cần mang", "papers"), ("Nơi nộp", "receiver"), ("Thời hạn", "term"), ("Lệ phí", "fee"))


@dataclass(frozen=True, slots=True)
class LanguageServer:
    """Where it is. `key` is sent as a bearer token, "" for none."""

    url: str
    model: str
    key: str = ""
    deadline_seconds: float = DEADLINE_SECONDS


def facts_of(procedures: Sequence[Procedure]) -> str:
    """What the catalogue verified of them, as lines."""
    lines = []
    for procedure in procedures:
        lines.append(f"Thủ tục: {procedure.name} (mã {procedure.code})")
        for label, attribute in ANSWERS:
            if (text := procedure.says(attribute)) != ASK:
                lines.append(f"- {label}: {text}")
    return "\n".join(lines)


class Rephrasing:
    """Asks in a thread of its own; the newest question alone matters, an older one may go unanswered."""

    def __init__(self, server: LanguageServer):
        self._server = server
        self._worker = ThreadPoolExecutor(1, "rephrasing")

    def ask(self, words: Sequence[str], procedures: Sequence[Procedure]) -> Future[str]:
        """The sentence, later; "" when there is none in time."""
        return self._worker.submit(self._ask, " ".join(words), facts_of(procedures))

    def _ask(self, words: str, facts: str) -> str:
        body = json.dumps({
            "model": self._server.model,
            "temperature": 0,
            "max_tokens": 160,
            "messages": [
                {"role": "system", "content": RULE},
                {"role": "user", "content": f"Dữ kiện:\n{facts}\n\nCác từ trong câu hỏi: {words}"},
            ],
        }).encode()  # fmt: skip
        headers = {"Content-Type": "application/json"}
        if self._server.key:
            headers["Authorization"] = f"Bearer {self._server.key}"
        asked = urllib.request.Request(f"{self._server.url}/chat/completions", body, headers)
        try:
            with urllib.request.urlopen(asked, timeout=self._server.deadline_seconds) as answer:
                said = json.loads(answer.read(MOST_BYTES))["choices"][0]["message"]["content"]
        except (OSError, urllib.error.URLError, ValueError, LookupError, TypeError) as trouble:
            log.info("no sentence from the language server: %s", type(trouble).__name__)
            return ""
        return " ".join(said.split())[:MOST_LETTERS] if isinstance(said, str) else ""

    def close(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)
