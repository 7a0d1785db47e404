"""A Setup written as the TOML file that a center keeps, commented for the people who change it."""

import json
from collections.abc import Iterable

from center.setup import Setup
from center.setup_file import CALL_BOUNDS, WEEKDAYS, Defaults

_HEAD = """\
# Cấu hình của một trung tâm phục vụ hành chính công. Một tệp này là toàn bộ trung tâm.
#
# Cách sửa: mở bằng Notepad hoặc trình soạn thảo bất kỳ, sửa phần sau dấu =, lưu lại (UTF-8),
# rồi khởi động lại máy chủ:  python -m sync serve --config center.toml
# Dòng bắt đầu bằng # là chú thích. Chữ đặt trong ngoặc kép "…". Ghi sai chỗ nào, chương trình
# báo đúng số dòng và điều cần ghi; số đã cấp trong ngày không mất khi đổi cấu hình.
"""

_CENTER = {
    "id": "tên ngắn không dấu, không đổi sau khi đã dùng",
    "commune": "tên đầy đủ in trên phiếu và màn hình",
    "commune_code": "mã đơn vị hành chính, 5 chữ số",
    "hotline": "số điện thoại hướng dẫn in trên phiếu",
    "ticket_url": 'địa chỉ trong mã QR của phiếu, ví dụ "https://…/{day}/{ticket}"; để trống: QR chứa số phiếu',
    "operator_pin_hash": "mã PIN trang vận hành của kiosk: chuỗi do lệnh  python -m sync pin  in ra",
    "recordings": "thư mục giọng đọc tự ghi của trung tâm; để trống: dùng giọng có sẵn",
}

_CALLS = {
    "priority_per_ordinary": "gọi bấy nhiêu số ưu tiên rồi đến một số thường",
    "max_wait_minutes": "chờ quá bấy nhiêu phút thì không ai được gọi vượt lên trước",
    "recall_after_seconds": "gọi nhắc lại sớm nhất sau bấy nhiêu giây",
    "recall_max": "gọi nhắc nhiều nhất bấy nhiêu lần rồi ghi vắng mặt",
    "late_minutes": "người vắng mặt được quay lại trong bấy nhiêu phút",
    "undo_seconds": "thời gian cho phép hoàn tác ghi vắng mặt",
    "hold_minutes": "thời gian tạm giữ số khi không ghi rõ",
    "appointment_early_minutes": "người có hẹn được vào hàng sớm bấy nhiêu phút",
    "appointment_late_minutes": "đến muộn quá bấy nhiêu phút thì mất lượt hẹn",
    "lease_size": "số dự phòng cho mỗi kiosk, dùng khi mất liên lạc với máy chủ",
    "lease_days_ahead": "giữ số dự phòng cho bấy nhiêu ngày tới",
}


def write_setup(setup: Setup, defaults: Defaults) -> str:
    """The TOML text of this center; reading it back with the same defaults gives an equal Setup."""
    parts = [
        _HEAD,
        _center(setup),
        _hours(setup),
        _calendar(setup, defaults),
        _calls(setup),
        _fields(setup),
        _counters(setup),
        _officials(setup),
        _classes(setup),
        _rating(setup),
    ]
    return "\n".join(parts)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)


def _pairs(pairs: Iterable[tuple[str, object]], comments: dict[str, str] | None = None) -> str:
    lines = []
    for key, value in pairs:
        line = f"{key} = {_value(value)}"
        if comments and key in comments:
            line = f"{line:<32}# {comments[key]}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _list(key: str, values: tuple[str, ...]) -> str:
    return f"{key} = [\n" + "".join(f"  {_value(value)},\n" for value in values) + "]\n"


def _center(setup: Setup) -> str:
    keys = ("id", "name", "commune", "commune_code", "province", "hotline", "ticket_url")
    keys += ("operator_pin_hash", "recordings")
    return (
        "[center]\n"
        + _pairs(((key, getattr(setup, key)) for key in keys), _CENTER)
        + "# Dòng chữ chạy trên màn hình sảnh, tiếng Việt và tiếng Anh:\n"
        + _list("ticker", setup.ticker)
        + _list("ticker_en", setup.ticker_en)
    )


def _hours(setup: Setup) -> str:
    text = "# Giờ làm việc. Mỗi buổi một bảng [[hours]]; thứ viết T2, T3, T4, T5, T6, T7, CN.\n"
    for session in setup.sessions:
        days = tuple(WEEKDAYS[day] for day in session.weekdays)
        text += "[[hours]]\n" + _pairs(
            (("weekdays", days), ("opens", f"{session.opens:%H:%M}"), ("closes", f"{session.closes:%H:%M}"))
        )
    return text


def _calendar(setup: Setup, defaults: Defaults) -> str:
    own_off = sorted((setup.days_off - defaults.days_off) | (defaults.make_up - setup.make_up))
    own_make_up = sorted((setup.make_up - defaults.make_up) | (defaults.days_off - setup.days_off))
    return (
        "# Ngày nghỉ. national = true: theo lịch nghỉ cả nước có sẵn (assets/holidays.csv).\n"
        "# Thêm ngày nghỉ và ngày làm bù riêng vào hai danh sách, dạng 2026-11-24.\n"
        "[calendar]\nnational = true\n"
        f"days_off = [{', '.join(f'{day}' for day in own_off)}]\n"
        f"make_up = [{', '.join(f'{day}' for day in own_make_up)}]\n"
    )


def _calls(setup: Setup) -> str:
    return "# Cách gọi số.\n[calls]\n" + _pairs(((key, getattr(setup.rules, key)) for key in CALL_BOUNDS), _CALLS)


def _fields(setup: Setup) -> str:
    text = (
        "# Lĩnh vực: mỗi lĩnh vực một ô trên kiosk và một dãy số.\n"
        "#   letter     chữ đầu của số (A 015); mỗi lĩnh vực một chữ riêng\n"
        "#   first, last, step   số đầu, số cuối, bước nhảy; bỏ trống: 1, 999, 1\n"
        "#   daily_max  nhiều nhất bấy nhiêu số mỗi ngày; bỏ trống: không giới hạn\n"
        "#   minutes    thời gian phục vụ thường gặp; dùng để ước lượng khi trong ngày chưa có số liệu\n"
        "#   icon       tên hình trong assets/icons\n"
        "#   guide      true: ô «chưa rõ / cần hướng dẫn», xếp cuối, nhiều nhất một ô\n"
        "#   procedures mã thủ tục đưa lên đầu;  covers: lĩnh vực trong danh mục thủ tục\n"
    )
    usual = type(setup.fields[0])("", "", "", "")
    for field in setup.fields:
        pairs = [(key, getattr(field, key)) for key in ("id", "letter", "name", "name_en")]
        pairs += [
            (key, getattr(field, key))
            for key in ("caption", "caption_en", "icon", "first", "last", "step", "daily_max", "minutes", "guide")
            if key in ("icon", "minutes") or getattr(field, key) != getattr(usual, key)
        ]
        pairs += [(key, getattr(field, key)) for key in ("procedures", "covers") if getattr(field, key)]
        text += "[[fields]]\n" + _pairs(pairs) + "\n"
    return text


def _counters(setup: Setup) -> str:
    text = (
        "# Quầy.\n"
        "#   fields   các lĩnh vực quầy này gọi (ghi id của lĩnh vực)\n"
        "#   weights  lĩnh vực chính của quầy: số phút chờ được nhân lên bấy nhiêu lần khi chọn người gọi tiếp\n"
        '#   rating   tên máy đánh giá đặt tại quầy (ví dụ "rate-1"); để trống: quầy không có máy\n'
    )
    for counter in setup.counters:
        weights = ", ".join(f"{field} = {_value(weight)}" for field, weight in counter.weights.items() if weight != 1)
        text += "[[counters]]\n" + _pairs((("number", counter.number), ("name", counter.name)))
        text += f"fields = {_value(tuple(counter.weights))}\n"
        text += (f"weights = {{ {weights} }}\n" if weights else "") + f"rating = {_value(counter.rating)}\n\n"
    return text


def _officials(setup: Setup) -> str:
    text = (
        "# Cán bộ. Nhật ký chỉ ghi mã (code), không ghi họ tên; đừng dùng số căn cước làm mã.\n"
        '#   role      "official": cán bộ tại quầy;  "head": người phụ trách (trang ngày, chốt ngày)\n'
        "#   pin_hash  chuỗi do lệnh  python -m sync pin  in ra\n"
    )
    if not setup.officials:
        return text + '# [[officials]]\n# code = "cb01"\n# name = "Nguyễn Văn A"\n# role = "head"\n# pin_hash = ""\n'
    for official in setup.officials:
        text += "[[officials]]\n" + _pairs(
            (key, getattr(official, key)) for key in ("code", "name", "role", "pin_hash")
        )
        text += "\n"
    return text


def _classes(setup: Setup) -> str:
    text = (
        "# Diện ưu tiên. Chưa thấy văn bản nào xếp thứ tự ưu tiên tại quầy một cửa: trung tâm tự quyết định.\n"
        "#   rank      số nhỏ được gọi trước trong nhóm ưu tiên\n"
        '#   group     "emergency": khẩn cấp, chỉ cán bộ đặt;  "priority": ưu tiên;  "ordinary": thường\n'
        "#   offered   true: có trên trang ưu tiên của kiosk (người dân tự khai, không cần giấy tờ)\n"
        "#   age_from, age_to   tuổi trên thẻ căn cước tự xếp vào diện này\n"
    )
    for each in setup.classes:
        pairs = [(key, getattr(each, key)) for key in ("id", "name", "name_en", "rank", "group", "offered", "icon")]
        pairs += [(key, getattr(each, key)) for key in ("age_from", "age_to") if getattr(each, key) is not None]
        text += "[[classes]]\n" + _pairs(pairs) + "\n"
    return text


def _rating(setup: Setup) -> str:
    text = (
        "# Đánh giá mức độ hài lòng: từ 2 đến 6 mức.\n"
        "#   reasons_up_to   hỏi lý do khi chọn mức từ số này trở xuống (-1: không hỏi)\n"
        "#   clear_seconds   màn hình tự xóa sau bấy nhiêu giây\n"
        "#   face            very_good, good, neutral, bad, very_bad\n"
        "[rating]\n"
    )
    text += _pairs((key, getattr(setup.rating, key)) for key in ("reasons_up_to", "clear_seconds")) + "\n"
    for level in setup.rating.levels:
        text += "[[rating.levels]]\n"
        text += _pairs((key, getattr(level, key)) for key in ("value", "name", "name_en", "face")) + "\n"
    for reason in setup.rating.reasons:
        text += "[[rating.reasons]]\n" + _pairs((key, getattr(reason, key)) for key in ("id", "name", "name_en")) + "\n"
    if not setup.rating.reasons:
        text = text.replace("[rating]\n", "[rating]\nreasons = []\n")
    return text
