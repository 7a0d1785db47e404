"""What the page of one sentence says: a refusal, a help that comes, a number that is cancelled."""

from dataclasses import dataclass

from center.errors import LeaseSpent, NoNumberLeft, Refusal
from kiosk.phrases import refusal_line
from screen.translation import translate


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind` names its sound (phrases.SOUNDS) and whom it leads back to; it stays `stays_ms`, then home."""

    kind: str = ""
    icon: str = "info-circle"
    title: str = ""
    text: str = ""
    stays_ms: int = 5_000

    @property
    def card(self) -> dict:
        return {"kind": self.kind, "icon": self.icon, "title": self.title, "text": self.text}


def no_ticket(refusal: Refusal, language: str) -> Notice:
    """Why no number was given, and where one is to be had."""
    line = refusal_line(refusal, language)
    if isinstance(refusal, LeaseSpent):
        return Notice("paper", "ticket", translate("Take", "Xin lấy số giấy tại quầy hướng dẫn"), line, 10_000)
    if isinstance(refusal, NoNumberLeft):
        return Notice("no_number", "info-circle", translate("Take", "Đã hết số"), line)
    return Notice("refused", "info-circle", translate("Take", "Chưa lấy được số"), line)


def card_unread(refusal: Refusal, language: str) -> Notice:
    return Notice("unread", "id", translate("Take", "Chưa đọc được mã"), refusal_line(refusal, language))


def cancelled(number: str) -> Notice:
    title = translate("Take", "Đã huỷ số %1").replace("%1", number)
    return Notice("cancelled", "check", title, translate("Take", "Ông/bà có thể lấy số khác."), 3_000)


def not_cancelled(refusal: Refusal, language: str) -> Notice:
    return Notice("refused", "info-circle", translate("Take", "Chưa huỷ được số"), refusal_line(refusal, language))


def help_comes() -> Notice:
    return Notice("help", "bell", translate("Take", "Cán bộ sẽ đến ngay"), translate("Take", "Xin ông/bà chờ tại máy."))


def help_unreached() -> Notice:
    line = translate("Take", "Máy chưa báo được, xin ông/bà gọi cán bộ tại quầy.")
    return Notice("alone", "bell", translate("Take", "Xin gọi trực tiếp"), line)
