"""On which line of a TOML text each key and each list element stands.

`tomllib` reads values but forgets where they stood. This is only asked about text that
`tomllib` has already accepted, so it never has to judge the syntax.
"""

import re

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2}(?!"))|\'\'\'.*?\'\'\'(?:\'{0,2}(?!\'))'
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|\n|[\[\]{}=,.]|[^\s\[\]{}=,.#"\']+',
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CONTROL = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def line_numbers(text: str) -> dict[Path, int]:
    """Line (from 1) of every key, header and element: ("fields", 2, "letter") → 42."""
    return _Walk(text).lines


def _name(token: str) -> str:
    if token[0] == "'":
        return token[1:-1]
    if token[0] != '"':
        return token
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _CONTROL.get(m[3], m[3]), token[1:-1])


class _Walk:
    def __init__(self, text: str):
        self.lines: dict[Path, int] = {}
        self._tokens: list[tuple[str, int]] = []
        self._at = 0
        self._last: dict[Path, int] = {}  # array of tables → index of its newest table
        line = 1
        for token in _TOKEN.findall(text):
            if token[0] != "#":
                self._tokens.append((token, line))
            line += token.count("\n")
        table: Path = ()
        while self._at < len(self._tokens):
            if self._peek() == "\n":
                self._take()
            elif self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else "\n"

    def _line(self) -> int:
        return self._tokens[min(self._at, len(self._tokens) - 1)][1]

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][0]

    def _key(self, end: str) -> list[str]:
        parts = []
        while self._peek() != end:
            token = self._take()
            if token != ".":
                parts.append(_name(token))
        return parts

    def _inside(self, parts: list[str]) -> Path:
        path: Path = ()
        for part in parts:
            path += (part,)
            if path in self._last:
                path += (self._last[path],)
        return path

    def _header(self) -> Path:
        line = self._line()
        self._take()
        repeated = self._peek() == "["
        if repeated:
            self._take()
        parts = self._key("]")
        self._take()
        if repeated:
            self._take()
            path = (*self._inside(parts[:-1]), parts[-1])
            self._last[path] = self._last.get(path, -1) + 1
            self.lines.setdefault(path, line)
            path += (self._last[path],)
        else:
            path = self._inside(parts)
        self.lines.setdefault(path, line)
        return path

    def _pair(self, table: Path):
        line = self._line()
        path = table
        for part in self._key("="):
            path += (part,)
            self.lines.setdefault(path, line)
        self._take()
        self._value(path)

    def _value(self, path: Path):
        if self._peek() == "[":
            self._take()
            count = 0
            while self._peek() != "]":
                if self._peek() in ",\n":
                    self._take()
                    continue
                self.lines[(*path, count)] = self._line()
                self._value((*path, count))
                count += 1
            self._take()
        elif self._peek() == "{":
            self._take()
            while self._peek() != "}":
                if self._peek() in ",\n":
                    self._take()
                else:
                    self._pair(path)
            self._take()
        else:
            while self._peek() not in {",", "]", "}", "\n"}:
                self._take()
