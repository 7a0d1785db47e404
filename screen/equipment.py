"""The devices of a machine in words: what each is called, and how it is."""

from collections.abc import Mapping

from center.hours import local
from devices import Health, Power
from screen.translation import translate

GOOD, WARNED, UNKNOWN, WRONG = "good", "warned", "unknown", "wrong"
ICONS = {GOOD: "check", WARNED: "info-circle", UNKNOWN: "help-circle", WRONG: "alert-triangle"}


def device_name(device: str) -> str:
    """«Máy in phiếu»; of several of a role «Camera hall»."""
    names = {
        "printer": translate("Equipment", "Máy in phiếu"),
        "documents": translate("Equipment", "Máy in giấy"),
        "scanner": translate("Equipment", "Máy quét"),
        "camera": translate("Equipment", "Camera"),
        "reader": translate("Equipment", "Đầu đọc mã"),
        "buttons": translate("Equipment", "Hộp nút"),
        "sign": translate("Equipment", "Bảng số"),
        "speaker": translate("Equipment", "Loa"),
    }
    role, _, own = device.partition(".")
    return f"{names.get(role, role)} {own}".strip()


def how_it_is(health: Health) -> tuple[str, str]:
    """(one of GOOD, WARNED, UNKNOWN, WRONG; the sentence). Unknown is never shown as good."""
    if health.faults:
        sentences = [trouble.remedy for trouble in (*health.faults, *health.warnings)]
        if health.seen_at and health.power is Power.OFFLINE:
            last = translate("Equipment", "Hình cuối cùng lúc {time}.")
            sentences.append(last.format(time=f"{local(health.seen_at):%H:%M, %d/%m}"))
        return WRONG, " ".join(sentences)
    if health.warnings:
        return WARNED, " ".join(trouble.remedy for trouble in health.warnings)
    if health.source == "nobody":
        return UNKNOWN, translate("Equipment", "Không dùng ở máy này")
    if health.power is Power.ONLINE:
        return GOOD, translate("Equipment", "Tốt")
    return UNKNOWN, translate("Equipment", "Không rõ (thiết bị không báo)")


def device_rows(devices: Mapping[str, Health]) -> list[dict[str, str]]:
    """A row {name, text, state, icon} for every device."""
    rows = []
    for device, health in devices.items():
        state, text = how_it_is(health)
        rows.append({"name": device_name(device), "text": text, "state": state, "icon": ICONS[state]})
    return rows
