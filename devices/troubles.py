"""What may be wrong with a device, as one tree. Each trouble carries what a clerk can do about it.

DeviceTrouble            the world is imperfect; `.remedy` tells a clerk what to do about it
├── NotConnected         the device cannot be reached: cable, power, address
│   ├── InUse            another program holds it
│   └── LinkLost         it was reached, and went away in the middle of a job
├── PrinterSilent        the printer used to answer and no longer does
├── PaperOut             the roll is used up
├── PaperNearEnd         the roll is nearly used up (a warning: tickets still come)
├── CoverOpen            the cover of the printer is open
├── CutterStuck          the knife does not move
├── PrinterFailed        the printer reports an error that only switching it off and on clears
├── TooLate              the job waited longer than its deadline and was dropped, so that it never prints by itself
├── NoPrinter            there is no printer here, by intention: a person is asked instead
├── NoSound              nothing on this machine can play sound
└── Misconfigured        the address of a device in the machine's config cannot be understood
"""


class DeviceTrouble(Exception):
    """A device cannot do what it was asked. Facts carry `code`; `remedy` is for a clerk, `str()` for the log."""

    code = "device_trouble"
    remedy = "Thiết bị gặp sự cố. Vui lòng báo người phụ trách kỹ thuật."

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))


class NotConnected(DeviceTrouble):
    code = "not_connected"
    remedy = "Không kết nối được với thiết bị. Kiểm tra dây cáp và nguồn điện của thiết bị."


class InUse(NotConnected):
    code = "in_use"
    remedy = "Thiết bị đang bị một chương trình khác sử dụng. Đóng chương trình đó lại."


class LinkLost(NotConnected):
    code = "link_lost"
    remedy = "Mất kết nối với thiết bị khi đang làm việc. Kiểm tra dây cáp và nguồn điện của thiết bị."


class PrinterSilent(DeviceTrouble):
    code = "printer_silent"
    remedy = "Máy in không trả lời. Tắt máy in, chờ 10 giây rồi bật lại; kiểm tra dây cáp."


class PaperOut(DeviceTrouble):
    code = "paper_out"
    remedy = "Hết giấy in. Mở nắp máy in, thay cuộn giấy mới rồi bấm «Đã thay giấy»."


class PaperNearEnd(DeviceTrouble):
    code = "paper_near_end"
    remedy = "Sắp hết giấy in. Chuẩn bị sẵn một cuộn giấy mới."


class CoverOpen(DeviceTrouble):
    code = "cover_open"
    remedy = "Nắp máy in đang mở. Đóng nắp lại cho đến khi nghe tiếng «tách»."


class CutterStuck(DeviceTrouble):
    code = "cutter_stuck"
    remedy = "Dao cắt giấy bị kẹt. Tắt máy in, mở nắp, lấy mẩu giấy kẹt ra rồi bật lại."


class PrinterFailed(DeviceTrouble):
    code = "printer_failed"
    remedy = "Máy in báo lỗi. Tắt máy in, chờ 10 giây rồi bật lại; nếu vẫn lỗi, báo người phụ trách kỹ thuật."


class TooLate(DeviceTrouble):
    code = "too_late"
    remedy = "Phiếu không kịp in và đã được bỏ qua. Nếu người dân cần, bấm «In lại»."


class NoPrinter(DeviceTrouble):
    code = "no_printer"
    remedy = "Ở đây không có máy in. Mời ông/bà ghi lại số trên màn hình."


class NoSound(DeviceTrouble):
    code = "no_sound"
    remedy = "Máy không phát được âm thanh. Kiểm tra loa và chương trình phát âm thanh."


class Misconfigured(DeviceTrouble):
    code = "misconfigured"
    remedy = "Địa chỉ thiết bị trong tệp cấu hình của máy chưa đúng. Báo người phụ trách kỹ thuật."
