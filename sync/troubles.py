"""What can go wrong around the book, each with what a clerk does about it.

Trouble                  the world is imperfect; `str(error)` says what is wrong, `.remedy` what to do next (Vietnamese)
├── Unreachable          the other machine does not answer: normal weather, work goes on
├── WrongToken           the other machine does not know this one's token
├── NotEnrolled          this machine has no token yet
├── NotAllowed           this machine's role may not ask for this
├── Damaged              what arrived is not what was sent
├── Fork                 two books go on under one name: a cloned disk, or an old copy put back
├── Quarantined          some of what was sent up could not be read there; it is kept
├── DiskTrouble
│   ├── DiskFull
│   ├── ReadOnlyDisk
│   ├── DiskFailing      the disk reported an error while writing or reading
│   └── FolderMissing
├── BookTrouble
│   ├── BookDamaged      the file is not a whole book
│   ├── BookInUse        another program holds this book
│   ├── BookBusy         a lock was not given in time
│   ├── ForeignBook      the book belongs to another machine
│   └── TooNew           the book was written by a newer program
├── PortInUse
├── AddressMissing       the address to serve at is not one of this PC
├── FileUnreadable       a file given to a command is not what its name says
└── ClockWrong
"""

import errno
import sqlite3


class Trouble(Exception):
    """The world is imperfect. Without arguments the sentence and the remedy are the usual ones of the class."""

    code = "trouble"
    sentence = "Có trục trặc ngoài dự kiến."
    remedy = "Xin thử lại; nếu vẫn vậy, báo người phụ trách kỹ thuật."

    def __init__(self, sentence: str = "", *, remedy: str = "", detail: str = ""):
        super().__init__(sentence or self.sentence)
        self.remedy = remedy or self.remedy
        self.detail = detail


class Unreachable(Trouble):
    code = "unreachable"
    sentence = "Chưa liên lạc được với máy chủ của trung tâm."
    remedy = "Cứ làm việc tiếp, dữ liệu được giữ tại máy này và tự gửi sau. Nếu quá 5 phút: xem dây mạng và máy chủ."


class WrongToken(Trouble):
    code = "wrong_token"
    sentence = "Máy chủ của trung tâm không nhận mã của máy này."
    remedy = "Nhờ người phụ trách kỹ thuật ghi danh lại máy này (python -m sync enrol) và chép mã mới vào cấu hình."


class NotEnrolled(Trouble):
    code = "not_enrolled"
    sentence = "Máy này chưa được ghi danh với máy chủ của trung tâm."
    remedy = "Nhờ người phụ trách kỹ thuật ghi danh máy này (python -m sync enrol) rồi chép mã vào tệp cấu hình."


UNKNOWN = (WrongToken, NotEnrolled)  # who asks is not known: HTTP 401


class NotAllowed(Trouble):
    code = "not_allowed"
    sentence = "Máy này không được phép làm việc đó."
    remedy = "Làm việc đó tại đúng máy, hoặc nhờ người phụ trách kỹ thuật ghi danh máy này với vai trò khác."


class Damaged(Trouble):
    code = "damaged"
    sentence = "Gói dữ liệu bị hỏng trên đường truyền."
    remedy = "Không cần làm gì, gói sẽ được gửi lại. Nếu lặp lại nhiều lần: kiểm tra dây mạng."


class Fork(Trouble):
    code = "fork"
    sentence = "Có hai sổ khác nhau cùng mang tên máy này."
    remedy = "Đừng tắt máy. Gọi ngay người phụ trách kỹ thuật: ổ đĩa đã bị sao chép hoặc bản cũ được chép đè."


class Quarantined(Trouble):
    code = "quarantined"
    sentence = "Một số dòng gửi đi chưa được nơi nhận đọc hiểu; chúng được giữ riêng, không mất."
    remedy = "Báo người phụ trách kỹ thuật cập nhật phần mềm ở nơi nhận."


class DiskTrouble(Trouble):
    code = "disk"
    sentence = "Ổ đĩa của máy này đang có trục trặc."
    remedy = "Gọi người phụ trách kỹ thuật."


class DiskFull(DiskTrouble):
    code = "disk_full"
    sentence = "Ổ đĩa đã đầy, không ghi thêm được."
    remedy = "Xoá bớt tệp không cần trên ổ đĩa rồi thử lại; không cần khởi động lại. Dữ liệu đã ghi vẫn nguyên vẹn."


class ReadOnlyDisk(DiskTrouble):
    code = "read_only_disk"
    sentence = "Không được phép ghi vào thư mục dữ liệu."
    remedy = "Kiểm tra ổ đĩa và quyền ghi của thư mục dữ liệu, rồi khởi động lại chương trình."


class DiskFailing(DiskTrouble):
    code = "disk_failing"
    sentence = "Ổ đĩa báo lỗi khi đọc hoặc ghi."
    remedy = "Sao lưu dữ liệu ngay (python -m sync backup) và thay ổ đĩa. Phiếu đã cấp trước đó vẫn nguyên vẹn."


class FolderMissing(DiskTrouble):
    code = "folder_missing"
    sentence = "Không mở được thư mục dữ liệu."
    remedy = "Kiểm tra thư mục dữ liệu ghi trong tệp cấu hình: ổ đĩa đã gắn chưa, có quyền ghi không."


class BookTrouble(Trouble):
    code = "book"
    sentence = "Sổ của máy này đang có trục trặc."
    remedy = "Gọi người phụ trách kỹ thuật."


class BookDamaged(BookTrouble):
    code = "book_damaged"
    sentence = "Tệp sổ của máy này bị hỏng."
    remedy = "Đừng xoá tệp này. Nhờ người phụ trách kỹ thuật phục hồi từ bản sao lưu (python -m sync restore)."


class BookInUse(BookTrouble):
    code = "book_in_use"
    sentence = "Sổ này đang được một chương trình khác sử dụng."
    remedy = "Đóng chương trình đang chạy trước (có thể nó đã được mở sẵn), rồi mở lại."


class BookBusy(BookTrouble):
    code = "book_busy"
    sentence = "Sổ đang bận, chưa ghi được."
    remedy = "Chờ vài giây rồi thử lại; nếu vẫn vậy, đóng chương trình đang sao chép hoặc quét thư mục dữ liệu."


class ForeignBook(BookTrouble):
    code = "foreign_book"
    sentence = "Sổ trong thư mục này là của một máy khác."
    remedy = "Kiểm tra mã máy và thư mục dữ liệu trong tệp cấu hình; mỗi máy phải có thư mục riêng."


class TooNew(BookTrouble):
    code = "too_new"
    sentence = "Sổ này được ghi bằng phiên bản phần mềm mới hơn."
    remedy = "Cài lại phiên bản phần mềm mới nhất trên máy này rồi mở lại. Sổ chưa bị thay đổi gì."


class PortInUse(Trouble):
    code = "port_in_use"
    sentence = "Cổng mạng đã có chương trình khác dùng."
    remedy = "Đóng chương trình đang dùng cổng này, hoặc đổi số cổng trong tệp cấu hình."


class AddressMissing(Trouble):
    code = "address_missing"
    sentence = "Máy này không có địa chỉ mạng đã ghi."
    remedy = "Xem lại địa chỉ mở ra (--host): ghi địa chỉ của chính máy này, hoặc 0.0.0.0 cho cả mạng nội bộ."


class FileUnreadable(Trouble):
    code = "file_unreadable"
    sentence = "Tệp này không đọc được, có thể đã hỏng hoặc sai định dạng."
    remedy = "Mở tệp bằng Excel, lưu lại ở dạng .xlsx hoặc «CSV UTF-8» rồi thử lại."


class ClockWrong(Trouble):
    code = "clock_wrong"
    sentence = "Đồng hồ của máy này không đúng."
    remedy = "Chỉnh lại ngày giờ của máy (và thay pin CMOS nếu lần nào tắt máy cũng sai), rồi mở lại chương trình."


_BY_SQLITE = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: ReadOnlyDisk,
    sqlite3.SQLITE_PERM: ReadOnlyDisk,
    sqlite3.SQLITE_AUTH: ReadOnlyDisk,
    sqlite3.SQLITE_CANTOPEN: FolderMissing,
    sqlite3.SQLITE_CORRUPT: BookDamaged,
    sqlite3.SQLITE_NOTADB: BookDamaged,
    sqlite3.SQLITE_IOERR: DiskFailing,
    sqlite3.SQLITE_NOLFS: DiskFailing,
    sqlite3.SQLITE_BUSY: BookBusy,
    sqlite3.SQLITE_LOCKED: BookBusy,
    sqlite3.SQLITE_PROTOCOL: BookBusy,
}

_BY_ERRNO = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: ReadOnlyDisk,
    errno.EACCES: ReadOnlyDisk,
    errno.EPERM: ReadOnlyDisk,
    errno.EIO: DiskFailing,
    errno.ENOENT: FolderMissing,
    errno.ENOTDIR: FolderMissing,
    errno.EEXIST: FolderMissing,  # a file stands where the folder should be
    errno.EADDRINUSE: PortInUse,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """The trouble that an error of SQLite or of the system stands for, or None if it is a bug of ours."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None:
            kind = _BY_SQLITE.get(code & 0xFF)
        else:  # the module's own complaint about a text that is no UTF-8 carries no code
            kind = BookDamaged if "decode to UTF-8" in str(error) else None
    elif isinstance(error, ConnectionError | TimeoutError):
        kind = Unreachable
    elif isinstance(error, OSError):
        kind = _BY_ERRNO.get(error.errno)
    else:
        kind = None
    return kind(detail=f"{type(error).__name__}: {error}") if kind else None
