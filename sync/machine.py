"""One machine of a center as its own small TOML file says: who it is, where its box is, what is attached."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from center.attached import read_devices
from center.errors import SetupFault
from center.settings import Settings, Table
from center.setup_file import NAME_ID, NAME_ID_NEED
from sync.reference import sample_folder, samples
from sync.troubles import FolderMissing

ROLES = ("box", "kiosk", "hall", "counter", "rating")
AUTO = "auto"  # the box is looked for on the LAN (mDNS)
BOX_URL = "http://127.0.0.1:8765"


@dataclass(frozen=True, slots=True)
class Machine:
    """What a program knows about the machine it runs on.

    `box`: the address of the center's box, or "auto". `screen` and `devices` hold what the file gives
    and nothing else: screen["diagonal_in"], devices["printer"]["uri"], devices["camera.hall"]["uri"].
    """

    id: str
    role: str
    box: str = BOX_URL
    token: str = ""
    folder: Path = Path("data")
    counter: int | None = None  # the desk of a counter PC or of a rating device
    screen: dict[str, object] = field(default_factory=dict)
    devices: dict[str, dict[str, object]] = field(default_factory=dict)
    sample: str = ""  # name of the sample center this machine belongs to
    rephrasing: dict[str, object] = field(default_factory=dict)  # the province's language server, if it has one
    clock_ahead: float = 0.0  # seconds; only a sample's clock may stand elsewhere than this computer's


def usual_folder(name: str) -> Path:
    """Where this user's programs keep what belongs to `name`."""
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return local / "MotCua" / name
    share = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return share / "mot-cua" / name


def read_text(path: Path) -> str:
    """The text of a settings file. Raises FolderMissing, or SetupFault when it is not UTF-8."""
    try:
        octets = path.read_bytes()
    except OSError:
        raise FolderMissing(
            f"Không mở được tệp cấu hình {path}.", remedy="Kiểm tra đường dẫn, tên tệp và quyền đọc tệp."
        ) from None
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        line = octets[: error.start].count(b"\n") + 1
        raise SetupFault(line, "", "tệp phải lưu dạng UTF-8 (Notepad: Lưu thành…, Mã hóa: UTF-8)") from None


def read_machine(source: Path | str, beside: Path | None = None) -> Machine:
    """The machine that a file (Path) or a TOML text (str) describes.

    Relative paths in it are meant from the file's folder (`beside` for a text).
    Raises SetupFault, all further faults in its `others`; FolderMissing when there is no such file.
    """
    if isinstance(source, Path):
        text, beside = read_text(source), source.resolve().parent
    else:
        text = source
    beside = beside or Path.cwd()
    settings = Settings(text)
    root = settings.root
    table = root.table("machine")
    if "machine" not in root:
        root.blame("machine", "còn thiếu bảng này, trong đó có id và role")
        name, role = "", "kiosk"
    else:
        name = table.text("id", NAME_ID_NEED, match=NAME_ID, longest=40)
        role = table.choice("role", ROLES)
    box = table.text("box", f'địa chỉ máy chủ dạng "{BOX_URL}" hoặc "auto"', BOX_URL, match=r"https?://[^\s/]+/?|auto")
    token = table.text("token", "mã do lệnh enrol in ra", "", match=r"[!-~]+")
    token_file = table.text("token_file", "đường dẫn tệp chứa mã", "")
    data = table.text("data", "đường dẫn thư mục", "")
    counter = table.number("counter", 1, 99, None)
    if "machine" in root and role == "counter" and counter is None and "counter" not in table:
        table.blame("counter", "còn thiếu, cần số của quầy đặt máy này")
    if token and token_file:
        table.blame("token_file", "chỉ ghi một trong hai: token hoặc token_file")
    screen = _read_screen(root.table("screen"))
    devices = read_devices(root.table("devices"))
    rephrasing = _read_rephrasing(root.table("rephrasing"), beside) if "rephrasing" in root else {}
    settings.settle()
    if token_file:
        token = _read_token(beside / token_file, table)
    folder = beside / data if data else usual_folder(name)
    return Machine(
        name, role, box.rstrip("/"), token, folder, counter, screen, devices, rephrasing=rephrasing
    )  # fmt: skip


def sample_machine(name: str, role: str, counter: int | None = None) -> Machine:
    """A machine of a sample center: of this role, and at this counter when one is asked for.

    Raises FolderMissing when there is no such sample or no such machine in it.
    """
    if name not in samples():
        raise FolderMissing(
            f"Không có trung tâm mẫu «{name[:40]}».", remedy=f"Các trung tâm mẫu: {', '.join(samples())}."
        )
    for path in sorted(sample_folder(name).glob("*.toml")):
        if path.name == "center.toml":
            continue
        machine = read_machine(path)
        if machine.role == role and counter in (None, machine.counter):
            return _of_sample(machine, name)
    place = f" tại quầy {counter}" if counter else ""
    raise FolderMissing(
        f"Trung tâm mẫu «{name}» không có máy loại {role}{place}.", remedy="Chọn máy khác hoặc trung tâm mẫu khác."
    )


def sample_machines(name: str) -> tuple[Machine, ...]:
    """Every machine of a sample center, by file name."""
    paths = sorted(sample_folder(name).glob("*.toml"))
    return tuple(_of_sample(read_machine(path), name) for path in paths if path.name != "center.toml")


def _of_sample(machine: Machine, name: str) -> Machine:
    return Machine(
        machine.id,
        machine.role,
        machine.box,
        machine.token,
        usual_folder(f"sample-{name}") / machine.id,
        machine.counter,
        machine.screen,
        machine.devices,
        name,
    )


def _read_token(path: Path, table: Table, key: str = "token_file") -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        name = ".".join((*table.path, key))
        raise SetupFault(table.line(key), name, "không đọc được tệp này", str(path)) from None


def _read_screen(table: Table) -> dict[str, object]:
    asked = {
        "diagonal_in": table.number("diagonal_in", 5, 120, None, whole=False, unit="inch"),
        "viewing_mm": table.number("viewing_mm", 200, 20000, None, unit="mm"),
        "bottom_edge_mm": table.number("bottom_edge_mm", 0, 3000, None, unit="mm"),
        "rotate": table.number("rotate", 0, 270, None, unit="độ"),
        "language": table.choice("language", ("vi", "en"), None),
        "full_screen": table.flag("full_screen", None),
    }
    if asked["rotate"] not in (None, 0, 90, 180, 270):
        table.blame("rotate", "cần 0, 90, 180 hoặc 270", asked["rotate"])
    return {key: value for key, value in asked.items() if key in table}


def _read_rephrasing(table: Table, beside: Path) -> dict[str, object]:
    """An OpenAI-compatible server that may put a found answer into a sentence; without this table there is none."""
    url = table.text("url", "địa chỉ dạng https://…/v1", match=r"https?://[^\s]+")
    asked = {
        "url": url.rstrip("/"),
        "model": table.text("model", "tên mô hình"),
        "deadline_seconds": table.number("deadline_seconds", 1, 30, 4, unit="giây", whole=False),
        "key": "",
    }
    key_file = table.text("key_file", "đường dẫn tệp chứa khoá", "")
    if key_file:
        asked["key"] = _read_token(beside / key_file, table, "key_file")
    return asked
