"""The sample ticket of `python -m devices print-sample`: every kind of block, in the shape of a real ticket."""

from center.papers import Code, Cut, Document, Number, Pair, Rule, Space, Text


def sample_ticket(number: str = "A 015", people_ahead: int = 4) -> Document:
    return Document(
        "phiếu mẫu",
        (
            Text("Trung tâm Phục vụ hành chính công", 2.6, bold=True),
            Text("Xã Đông Tiền Hải", 2.6, bold=True),
            Rule(),
            Space(1.5),
            Text("SỐ THỨ TỰ", 3.0, bold=True),
            Number(number),
            Space(1.5),
            Text("Hộ tịch – Chứng thực", 3.2, bold=True),
            Text("Đăng ký khai sinh · 1.001193", 2.2),
            Space(1.5),
            Rule(dashed=True),
            Pair("Lấy số lúc", "08:42 · 21/11/2026"),
            Pair("Số người chờ trước", str(people_ahead), bold=True),
            Pair("Thời gian chờ ước tính", "15 – 25 phút", bold=True),
            Pair("Mời đến quầy", "2, 3", bold=True),
            Rule(dashed=True),
            Space(2),
            Code(f"https://motcua.example/p/20261121/{number.replace(' ', '')}", 22),
            Space(1),
            Text("Quét mã để xem lượt của ông/bà", 2.1),
            Space(1),
            Text("Quá lượt, xin báo lại tại quầy hướng dẫn. Hỗ trợ: 1022", 2.1),
            Cut(),
        ),
    )
