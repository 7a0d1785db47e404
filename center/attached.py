"""Which devices a machine's file names, and by which addresses. What a driver makes of an address is its own affair."""

import re

from center.settings import Table
from center.setup_file import NAME_ID, NAME_ID_NEED

ROLES = ("printer", "documents", "scanner", "camera", "reader", "buttons", "sign", "speaker")
URI = r"[a-z][a-z0-9+.-]*:.*|nobody"
OPTIONS = ("profile", "width_dots", "letters", "number", "status", "volume", "volume_back_seconds")
URI_NEED = 'địa chỉ thiết bị, ví dụ "tcp://192.168.1.50:9100"'


def read_devices(table: Table) -> dict[str, dict[str, object]]:
    """Each device as a table, by its role or, where a role has several, by role.name: `camera.hall`."""
    devices = {}
    for role in ROLES:
        if role not in table:
            continue
        if table.is_text(role):
            devices[role] = {"uri": table.text(role, URI_NEED, match=URI)}
            continue
        one = table.table(role)
        if "uri" in one or not _are_names(one):
            devices[role] = _read_device(role, one)
            continue
        for name in (*one.keys(),):
            if not re.fullmatch(NAME_ID, name):
                one.blame(name, NAME_ID_NEED)
            single = one.is_text(name)
            devices[f"{role}.{name}"] = (
                {"uri": one.text(name, URI_NEED, match=URI)} if single else _read_device(role, one.table(name))
            )
    table.offer(*ROLES)
    return devices


def _are_names(table: Table) -> bool:
    """Whether the keys of a role's table are names of devices: what stands behind them is an address or a table."""
    keys = table.keys()
    return bool(keys) and not any(key in OPTIONS for key in keys)


def _read_device(role: str, device: Table) -> dict[str, object]:
    """`printer = "tcp://…"` alone means {uri = "tcp://…"}; of other roles every further key is the driver's affair."""
    asked: dict[str, object] = {"uri": device.text("uri", URI_NEED, match=URI)}
    if role == "printer":
        asked["profile"] = device.text("profile", "tên kiểu máy in, ví dụ «default»", "default", longest=40)
        asked["width_dots"] = device.number("width_dots", 200, 1200, 576, unit="chấm")
        asked["letters"] = device.choice("letters", ("auto", "drawn", "coarse", "own"), "auto")
        asked["number"] = device.choice("number", ("auto", "drawn", "native"), "auto")
        asked["status"] = device.choice("status", ("auto", "no"), "auto")
    elif role == "speaker":
        asked["volume"] = device.number("volume", 0, 1, 0.8, whole=False)
        asked["volume_back_seconds"] = device.number("volume_back_seconds", 0, 86_400, 1800, unit="giây")
    else:
        asked |= {key: device.plain(key) for key in (*device.keys(),) if key != "uri"}
    return {key: value for key, value in asked.items() if key in device}
