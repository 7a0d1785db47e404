"""What may be wrong with a device, as one tree. Each trouble carries what a clerk can do about it.

DeviceTrouble            the world is imperfect; `.remedy` tells a clerk what to do about it
├── NotConnected         the device cannot be reached: cable, power, address
│   ├── InUse            another program holds it
│   ├── NotAllowed       the system does not let this user read it
│   └── LinkLost         it was reached, and went away in the middle of a job
├── PrinterSilent        the printer used to answer and no longer does
├── PaperOut             the roll is used up
├── PaperNearEnd         the roll is nearly used up (a warning: tickets still come)
├── CoverOpen            the cover of the printer is open
├── CutterStuck          the knife does not move
├── PrinterFailed        the printer reports an error that only switching it off and on clears
├── TicketUnfinished     the program or the PC ended while a ticket was being printed (a warning: it prints on)
├── TooLate              the job waited longer than its deadline and was dropped, so that it never prints by itself
├── NoPrinter            there is no printer here, by intention: a person is asked instead
├── NoSound              nothing on this machine can play sound
├── TrayEmpty            a document printer's tray has no paper of the size asked for
├── PrinterJammed        paper is stuck in a document printer
├── InkOut               toner or ink is used up
├── QueueStopped         somebody stopped the printer's queue in the system
├── PrintRefused         the queue or the printer threw the document away: stopped, cancelled, not understood
├── NoDocumentPrinter    documents are not printed here, by intention
├── ScanTrouble          a scan ended early; the pages that came before it are kept
│   ├── FeederEmpty      no sheet lies in the feeder
│   ├── FeederJammed     a sheet is stuck
│   ├── DoubleFeed       two sheets went through together
│   ├── ScannerOpen      the scanner's cover or lid is open
│   ├── ScannerBusy      it works for somebody else
│   ├── ScanCancelled    somebody cancelled, here or at the device
│   ├── ScannerSilent    it did not deliver a page in time
│   ├── ScannerFailed    it reports an error of its own
│   ├── PagesMissing     it counted more pages than arrived
│   ├── NoPageCame       nobody put a file into the watched folder in time
│   ├── NotOffered       it cannot do what was asked: both sides, this size
│   └── NoScanner        there is no scanner here, by intention
├── OddFile              a file in the watched folder is no page (a warning: it stays where it is)
├── BoxSilent            the button box does not answer
├── SignSilent           the counter sign does not answer
├── CameraFrozen         the camera sends the same picture again and again
├── LensCovered          something lies on the lens, or it is far out of focus
├── CameraDark           the camera sees no light (a warning: the hall may be closed)
├── OneDecoder           one of the two decoders of codes is missing (a warning: fewer codes are read)
├── AnswerUnreadable     the device answered something that no such device may answer
├── DeviceHangs          a call into its driver does not come back
├── DriverFailed         its driver met a bug of its own and is closed; it is opened again by itself
├── NotInstalled         the program part that speaks to it is missing on this machine
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


class NotAllowed(NotConnected):
    code = "not_allowed"
    remedy = "Máy không được phép đọc thiết bị này. Báo người phụ trách kỹ thuật cấp quyền cho người dùng của máy."


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


class TicketUnfinished(DeviceTrouble):
    code = "ticket_unfinished"
    remedy = (
        "Máy đã tắt khi đang in một phiếu, có thể phiếu in chưa hết. Phần in dở được cắt bỏ trước phiếu sau; "
        "nếu người dân chưa có phiếu, mở trang vận hành và in lại số ấy."
    )


class TooLate(DeviceTrouble):
    code = "too_late"
    remedy = "Phiếu không kịp in và đã được bỏ qua. Nếu người dân cần, bấm «In lại»."


class NoPrinter(DeviceTrouble):
    code = "no_printer"
    remedy = "Ở đây không có máy in. Mời ông/bà ghi lại số trên màn hình."


class NoSound(DeviceTrouble):
    code = "no_sound"
    remedy = "Máy không phát được âm thanh. Kiểm tra loa và chương trình phát âm thanh."


class DeviceHangs(DeviceTrouble):
    code = "device_hangs"
    remedy = "Thiết bị bị treo. Rút dây, chờ 10 giây rồi cắm lại; nếu vẫn treo, khởi động lại máy tính này."


class DriverFailed(DeviceTrouble):
    code = "driver_failed"
    remedy = (
        "Phần mềm của thiết bị gặp lỗi và đang tự mở lại. Chờ một phút; nếu vẫn báo lỗi, khởi động lại chương trình "
        "và báo người phụ trách kỹ thuật."
    )


class NotInstalled(DeviceTrouble):
    code = "not_installed"
    remedy = "Máy tính này thiếu phần mềm của thiết bị. Báo người phụ trách kỹ thuật cài đặt lại chương trình."


class Misconfigured(DeviceTrouble):
    code = "misconfigured"
    remedy = "Địa chỉ thiết bị trong tệp cấu hình của máy chưa đúng. Báo người phụ trách kỹ thuật."


class TrayEmpty(DeviceTrouble):
    code = "tray_empty"
    remedy = "Khay giấy của máy in đã hết giấy. Cho thêm giấy đúng khổ vào khay rồi in lại."


class PrinterJammed(DeviceTrouble):
    code = "printer_jammed"
    remedy = "Giấy bị kẹt trong máy in. Mở nắp, kéo nhẹ tờ giấy kẹt ra theo chiều giấy chạy, đóng nắp rồi in lại."


class InkOut(DeviceTrouble):
    code = "ink_out"
    remedy = "Máy in đã hết mực. Thay hộp mực rồi in lại."


class QueueStopped(DeviceTrouble):
    code = "queue_stopped"
    remedy = "Máy in đang bị tạm dừng trong hệ thống. Mở phần máy in của máy tính và cho in tiếp."


class PrintRefused(DeviceTrouble):
    code = "print_refused"
    remedy = "Máy in đã bỏ lệnh in này. Vui lòng in lại; nếu vẫn không được, báo người phụ trách kỹ thuật."


class NoDocumentPrinter(DeviceTrouble):
    code = "no_document_printer"
    remedy = "Ở đây không có máy in giấy tờ. Vui lòng in ở quầy khác hoặc ghi tay."


class ScanTrouble(DeviceTrouble):
    code = "scan_trouble"
    remedy = "Việc quét dừng giữa chừng. Các trang đã quét vẫn được giữ."


class FeederEmpty(ScanTrouble):
    code = "feeder_empty"
    remedy = "Khay nạp của máy quét chưa có giấy. Đặt giấy vào khay cho đến khi chạm đáy rồi quét lại."


class FeederJammed(ScanTrouble):
    code = "feeder_jammed"
    remedy = "Giấy bị kẹt trong máy quét. Mở nắp khay nạp, lấy tờ kẹt ra, rồi quét tiếp từ tờ đó."


class DoubleFeed(ScanTrouble):
    code = "double_feed"
    remedy = "Máy quét kéo hai tờ một lúc. Xòe tập giấy, gỡ ghim, rồi quét tiếp từ hai tờ đó."


class ScannerOpen(ScanTrouble):
    code = "scanner_open"
    remedy = "Nắp máy quét đang mở. Đóng nắp lại rồi quét tiếp."


class ScannerBusy(ScanTrouble):
    code = "scanner_busy"
    remedy = "Máy quét đang bận làm việc khác. Chờ một lát rồi quét lại."


class ScanCancelled(ScanTrouble):
    code = "scan_cancelled"
    remedy = "Việc quét đã bị hủy. Các trang đã quét vẫn được giữ; bấm quét để làm tiếp."


class ScannerSilent(ScanTrouble):
    code = "scanner_silent"
    remedy = "Máy quét không trả lời. Tắt máy quét, chờ 10 giây rồi bật lại; kiểm tra dây cáp."


class ScannerFailed(ScanTrouble):
    code = "scanner_failed"
    remedy = "Máy quét báo lỗi. Tắt máy quét, chờ 10 giây rồi bật lại; nếu vẫn lỗi, báo người phụ trách kỹ thuật."


class PagesMissing(ScanTrouble):
    code = "pages_missing"
    remedy = "Máy quét đếm được nhiều trang hơn số trang đã nhận. Đếm lại số tờ và quét bù trang thiếu."


class NoPageCame(ScanTrouble):
    code = "no_page_came"
    remedy = "Chưa thấy trang quét nào trong thư mục. Quét bằng chương trình của máy quét, lưu vào thư mục đã hẹn."


class NotOffered(ScanTrouble):
    code = "not_offered"
    remedy = "Máy quét này không làm được cách quét đã chọn. Chọn cách quét khác."


class NoScanner(ScanTrouble):
    code = "no_scanner"
    remedy = "Ở đây không có máy quét. Dùng máy ảnh tài liệu hoặc quét ở quầy khác."


class OddFile(DeviceTrouble):
    code = "odd_file"
    remedy = "Trong thư mục quét có tệp không đọc được thành trang giấy. Mở thư mục, xem lại tệp đó."


class BoxSilent(DeviceTrouble):
    code = "box_silent"
    remedy = "Hộp nút đánh giá không trả lời. Rút dây rồi cắm lại; người dân vẫn chạm được trên màn hình."


class SignSilent(DeviceTrouble):
    code = "sign_silent"
    remedy = "Bảng số của quầy không trả lời. Kiểm tra nguồn điện và dây của bảng số; loa và màn hình sảnh vẫn gọi."


class CameraFrozen(DeviceTrouble):
    code = "camera_frozen"
    remedy = "Hình của máy ảnh bị đứng. Rút điện máy ảnh, chờ 10 giây rồi cắm lại."


class LensCovered(DeviceTrouble):
    code = "lens_covered"
    remedy = "Ống kính bị che hoặc bị mờ. Bỏ vật che ra và lau ống kính bằng khăn mềm, khô."


class CameraDark(DeviceTrouble):
    code = "camera_dark"
    remedy = "Máy ảnh không thấy ánh sáng. Bật đèn nếu đang trong giờ làm việc."


class OneDecoder(DeviceTrouble):
    code = "one_decoder"
    remedy = "Máy thiếu thư viện libzbar0 nên đọc mã vạch mờ kém hơn. Báo người phụ trách kỹ thuật cài thêm."


class AnswerUnreadable(DeviceTrouble):
    code = "answer_unreadable"
    remedy = "Thiết bị trả lời không đúng chuẩn. Tắt rồi bật lại thiết bị; nếu vẫn vậy, báo người phụ trách kỹ thuật."
