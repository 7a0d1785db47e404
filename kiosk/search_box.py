"""What somebody is typing, what the finding rule makes of it with every letter, and the sentence that goes with it."""

from collections.abc import Callable, Mapping

from center import composing
from center.composing import Typed
from center.procedures import Procedure
from kiosk.library import Library
from screen.translation import translate

MOST_LETTERS = 120  # a question in one's own words is shorter; what comes beyond is a paste or a code
MOST_HITS = 12


class SearchBox:
    """`found` are procedures, the likeliest first; with `nothing` only the nearest.

    `remark` says what else is the matter: "" | long | elsewhere | strange_code | no_such_code.
    """

    def __init__(self, library: Callable[[], Library], popular: Callable[[], Mapping[str, int]]):
        self._library, self._popular = library, popular
        self.clear()

    def clear(self) -> None:
        self._typed, self.found, self.nothing = Typed(), [], False
        self.remark, self._elsewhere, self.by_code = "", "", False

    @property
    def text(self) -> str:
        return self._typed.text

    @property
    def wish(self) -> str:
        """What was typed, without blanks around it."""
        return self._typed.text.strip()

    @property
    def asks(self) -> bool:
        """Whether the note sends one to an official."""
        return self.nothing or self.remark not in ("", "long")

    def press(self, key: str) -> None:
        """A letter, a tone mark, a blank, or "back" or "clear"."""
        match key:
            case "back":
                self._type(composing.backspace(self._typed))
            case "clear":
                self._type(Typed())
            case _ if len(self.text) >= MOST_LETTERS:
                self.remark = "long"
            case " " if not self.text or self.text.endswith(" "):
                pass
            case _:
                self._type(composing.press(self._typed, key))

    def _type(self, typed: Typed) -> None:
        self._typed, self.remark, self.found, self.nothing = typed, "", [], False
        if self.wish:
            answer = self._library().finder.find(self.wish, MOST_HITS, self._popular())
            self.found: list[Procedure] = [hit.procedure for hit in answer.hits]
            self.nothing, self._elsewhere = answer.nothing, answer.elsewhere
            self.remark = "elsewhere" if answer.elsewhere else ""

    def take_miss(self) -> tuple[str, ...] | None:
        """The words that may be kept of a search in vain, once; None when nothing was missed."""
        if not (self.nothing and self.wish):
            return None
        self.nothing = False
        return self._library().finder.what_may_be_counted(self.wish)

    @property
    def note(self) -> str:
        """One sentence above what was found: how to begin, or what is the matter and the way on."""
        match self.remark:
            case "long":
                return translate("Find", "Câu hơi dài. Xin gõ ngắn hơn: chỉ cần vài chữ của việc cần làm.")
            case "elsewhere":
                told = translate("Find", "Việc này làm ở nơi khác: %1. Xin hỏi cán bộ để được chỉ chỗ.")
                return told.replace("%1", self._elsewhere)
            case "strange_code":
                return translate("Find", "Mã vừa quét không phải mã thủ tục. Xin gõ việc cần làm.")
            case "no_such_code":
                return translate("Find", "Chưa có thủ tục mang mã này. Xin gõ tên việc cần làm.")
        if not self.wish and self.by_code:
            return translate("Find", "Gõ mã thủ tục, ví dụ 1.001193.")
        if not self.wish:
            return translate("Find", "Gõ việc cần làm, ví dụ «làm sổ đỏ», «con mới sinh». Không cần gõ dấu.")
        if not self.nothing:
            return ""
        if self.found:
            return translate("Find", "Chưa tìm thấy đúng thủ tục. Gần nhất là:")
        if not any(letter.isalpha() for letter in self.wish):
            return translate("Find", "Chưa có thủ tục mang mã này. Xin gõ tên việc cần làm.")
        return translate("Find", "Chưa tìm thấy. Xin gõ cách khác, hoặc hỏi cán bộ.")
