"""What this center says of itself on the search's pages: hours, counters, hall, fees, news, guidance."""

from datetime import datetime

from center.day import Day
from center.hours import local_day
from center.setup import Setup
from kiosk import phrases
from kiosk.leaflets import heading, row
from screen.translation import translate

SUBJECTS = ("hours", "counters", "map", "fees", "vneid", "news")
ICONS = {
    "hours": "clock", "counters": "users", "map": "map-pin", "fees": "receipt", "vneid": "id-badge",
    "news": "speakerphone",
}  # fmt: skip


def title(subject: str) -> str:
    return {
        "hours": translate("Find", "Giờ làm việc"),
        "counters": translate("Find", "Các quầy và cán bộ"),
        "map": translate("Find", "Sơ đồ trung tâm"),
        "fees": translate("Find", "Lệ phí và phản ánh"),
        "vneid": translate("Find", "VNeID mức độ 2"),
        "news": translate("Find", "Thông báo"),
        "dossier": translate("Find", "Tra cứu hồ sơ"),
    }[subject]


def card(subject: str, setup: Setup, day: Day, now: datetime, language: str) -> dict:
    """One page about this center: {title, rows}, for the hall's drawing {title, rows, counters}."""
    rows, counters = [], []
    match subject:
        case "hours":
            rows = opening_rows(setup, now, language)
        case "counters":
            rows = counter_rows(setup, day, language)
        case "map":
            counters = hall_card(setup, day, language)
        case "fees":
            rows = fee_rows(setup)
        case "vneid":
            rows = vneid_rows()
        case "dossier":
            rows = dossier_rows(setup)
        case "news":
            rows = news_rows(setup, language)
    return {"title": title(subject), "rows": rows, "counters": counters}


def opening_rows(setup: Setup, now: datetime, language: str) -> list[dict]:
    rows = [heading("clock", translate("Find", "Giờ làm việc"))]
    rows += [row("strong", line["label"], line["value"]) for line in phrases.hours_lines(setup, language)]
    today = local_day(now)
    coming = sorted(day for day in setup.days_off if day >= today)[:6]
    if coming:
        rows.append(heading("calendar", translate("Find", "Ngày nghỉ sắp tới")))
        rows += [row("line", phrases.date_line(datetime(d.year, d.month, d.day, 5, tzinfo=now.tzinfo), language))
                 for d in coming]  # fmt: skip
    return rows


def counter_rows(setup: Setup, day: Day, language: str) -> list[dict]:
    """Every counter, what it receives, and who sits there now."""
    names = {official.code: official.name for official in setup.officials}
    rows = []
    for counter in setup.counters:
        desk = day.desk(counter.number)
        state = {
            "open": translate("Find", "đang mở"), "paused": translate("Find", "tạm nghỉ"),
        }.get(desk.state, translate("Find", "chưa mở"))  # fmt: skip
        title = translate("Find", "Quầy %1 – %2").replace("%1", str(counter.number)).replace("%2", state)
        rows.append(heading("user-check" if desk.state == "open" else "user", title))
        fields = [phrases.field_name(f, language) for f in setup.fields if f.id in counter.weights]
        named = names.get(desk.official or "", "") if desk.state != "closed" else ""
        sits = translate("Find", "Cán bộ: %1").replace("%1", named) if named else ""
        rows.append(row("line", ", ".join(fields), sits))
    return rows


def fee_rows(setup: Setup) -> list[dict]:
    return [
        heading("receipt", translate("Find", "Phí, lệ phí")),
        row("line", translate("Find", "Lệ phí ghi ở trang từng thủ tục. Chỗ ghi «hỏi cán bộ» là mức chưa kiểm chứng.")),
        row("line", translate("Find", "Chỉ nộp tiền tại quầy và luôn nhận biên lai.")),
        heading("phone-call", translate("Find", "Phản ánh, kiến nghị")),
        row("strong", translate("Find", "Gọi %1").replace("%1", setup.hotline)),
        row("line", translate("Find", "Hoặc gửi trên Cổng Dịch vụ công quốc gia, hoặc gặp người phụ trách.")),
    ]  # fmt: skip


def news_rows(setup: Setup, language: str) -> list[dict]:
    lines = setup.ticker_en if language == "en" and setup.ticker_en else setup.ticker
    rows = [heading("speakerphone", translate("Find", "Thông báo của trung tâm"))]
    return rows + [row("line", line) for line in lines]


def vneid_rows() -> list[dict]:
    return [
        heading("id-badge", translate("Find", "Tài khoản định danh mức độ 2 (VNeID)")),
        row("line", translate("Find", "Mức độ 2 dùng thay thẻ căn cước khi làm thủ tục, và để nộp hồ sơ trực tuyến.")),
        heading("list-check", translate("Find", "Các bước")),
        row("check", translate("Find", "Mang thẻ căn cước đến Công an xã, phường (hoặc điểm làm căn cước).")),
        row("check", translate("Find", "Đọc số điện thoại đang dùng; cán bộ chụp ảnh, lấy vân tay và nhận hồ sơ.")),
        row("check", translate("Find", "Khi có tin nhắn báo đã duyệt, cài ứng dụng VNeID từ cửa hàng ứng dụng.")),
        row("check", translate("Find", "Mở ứng dụng, chọn Kích hoạt tài khoản, làm theo hướng dẫn và đặt mật khẩu.")),
        row("quiet", translate("Find", "Không đưa mật khẩu và mã xác nhận cho bất kỳ ai. Cán bộ không bao giờ hỏi.")),
    ]  # fmt: skip


def dossier_rows(setup: Setup) -> list[dict]:
    """Where one learns today how far one's dossier is; this machine will tell it once counters keep dossiers."""
    return [
        heading("qrcode", translate("Find", "Xem hồ sơ đã đến bước nào")),
        row("line", translate("Find", "Chuẩn bị giấy tiếp nhận hồ sơ và hẹn trả kết quả: mã hồ sơ in ở góc trên.")),
        row("check", translate("Find", "Trên điện thoại: quét mã này, chọn Tra cứu hồ sơ rồi gõ mã hồ sơ.")),
        row("check", translate("Find", "Tại trung tâm: đưa giấy hẹn cho cán bộ ở quầy trả kết quả.")),
        row("check", translate("Find", "Qua điện thoại: gọi %1 và đọc mã hồ sơ.").replace("%1", setup.hotline)),
    ]  # fmt: skip


def hall_card(setup: Setup, day: Day, language: str) -> list[dict]:
    """The counters for the drawing of the hall: number, state, and their first fields in few words."""
    return [
        {
            "number": counter.number,
            "open": day.desk(counter.number).state == "open",
            "text": ", ".join(
                phrases.field_name(f, language) for f in setup.fields if f.id in counter.weights and not f.guide
            ),
        }
        for counter in setup.counters
    ]
