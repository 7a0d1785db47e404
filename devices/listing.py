"""`python -m devices list`: what is plugged into this machine, for somebody with a bag of unknown hardware."""

import argparse

from devices.buses import ASKED, Found, unclaimed_usb
from devices.discovery import Discovery
from devices.troubles import Misconfigured

ROLES_IN_WORDS = {
    "printer": "máy in phiếu",
    "documents": "máy in giấy tờ",
    "scanner": "máy quét",
    "camera": "camera",
    "reader": "đầu đọc mã (hoặc bàn phím)",
    "buttons": "hộp nút",
}


def list_devices(asked: argparse.Namespace) -> int:
    """Everything plugged in, each with the address a config would name it by; what nothing here knows is named too."""
    buses = Discovery()
    buses.poll()
    found = buses.here
    for bus, ask in ASKED.items() if asked.network else ():
        try:
            found += ask()
        except (OSError, ValueError, ImportError) as error:
            buses.faults[bus] = str(error)
    for one in found:
        print(in_words(one), flush=True)
    if not found:
        print("Không thấy thiết bị nào. Kiểm tra dây cáp và nguồn điện, rồi chạy lại.")
    for bus, fault in buses.faults.items():
        print(f"{bus}: không hỏi được ({fault})")
    for called in unclaimed_usb():
        print(f"usb {called}    chưa rõ loại: cần trình điều khiển của hãng, hoặc là máy quét (xem --network)")
    if not asked.network:
        print("Máy quét, và máy in trong mạng: thêm --network.")
    print("Kiểu máy in phiếu: profile=" + " | ".join(drawable_profiles()))
    return 0


def in_words(found: Found) -> str:
    """The address first, for whoever copies it into a config."""
    called = "" if found.called == "n/a" else found.called
    return "    ".join(filter(None, (found.uri, called, ROLES_IN_WORDS.get(found.role, found.role))))


def drawable_profiles() -> list[str]:
    """The models of python-escpos on which a ticket can be drawn."""
    from escpos.capabilities import CAPABILITIES

    from devices.encoding import model

    able = []
    for name in sorted(CAPABILITIES["profiles"]):
        try:
            able.append(model(name).name)
        except Misconfigured:
            continue
    return able
