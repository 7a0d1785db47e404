"""The text of a code's bytes: UTF-8, or the charset that the code itself names (ECI). Never a guess."""

import re

BINARY = 899
# Numbers of the register "Extended Channel Interpretations" (AIM ITS/04-023) as Python's codecs.
CHARSETS = {
    **{number: f"iso8859-{number - 2}" for number in range(3, 19) if number != 14},
    **dict(zip((21, 22, 23, 24), ("cp1250", "cp1251", "cp1252", "cp1256"), strict=True)),
    20: "shift_jis",
    25: "utf-16-be",
    26: "utf-8",
    27: "ascii",
    28: "big5",
    29: "gb18030",
    30: "euc_kr",
}
ONE_BYTE = (*range(3, 19), 21, 22, 23, 24)


def text_of(raw: bytes) -> str | None:
    """Of bytes whose code names no charset: what is not UTF-8 is no text; Latin-1, Windows-1258 and TCVN look alike."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def text_by_eci(stream: bytes) -> str | None:
    r"""Of a code's bytes as scanners send them: `\000026` begins another charset, a backslash itself is doubled."""
    charset, text, held = BINARY, "", b""
    for token in re.split(rb"(\\\\|\\\d{6})", stream):
        if re.fullmatch(rb"\\\d{6}", token):
            part = _decoded(held, charset)
            if part is None:
                return None
            text, held, charset = text + part, b"", int(token[1:])
        else:
            held += b"\\" if token == b"\\\\" else token
    part = _decoded(held, charset)
    return None if part is None else text + part


def _decoded(raw: bytes, charset: int) -> str | None:
    """Programs that name Latin-1 and write UTF-8 are known; Latin-1 that is UTF-8 by chance is not."""
    if charset == BINARY or (charset in ONE_BYTE and text_of(raw) is not None):
        return text_of(raw)
    try:
        return raw.decode(CHARSETS[charset])
    except (KeyError, UnicodeDecodeError):
        return None
