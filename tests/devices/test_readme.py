"""The package's README names what there is: every role, driver, simulated fault and profile."""

import re
from pathlib import Path

import pytest

from center.attached import ROLES
from devices.encoding import model
from devices.troubles import Misconfigured

FOLDER = Path(__file__).parents[2] / "devices"
README = (FOLDER / "README.md").read_text("utf-8")


def test_every_role_and_scheme():
    opening = (FOLDER / "opening.py").read_text("utf-8")
    schemes = set(re.findall(r'"([a-z]+)"(?= \||:$)', opening, re.MULTILINE)) - {"escls", "ipps", "rtsps"}
    assert schemes >= {"tcp", "escl", "cups", "camera", "hid", "system"}
    assert all(f"| `{role}` |" in README for role in ROLES)
    assert not [scheme for scheme in schemes - {"http", "https", "sim"} if f"`{scheme}" not in README]


def test_every_file_that_is_named_is_there():
    named = set(re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|md))", README)) - {"printing.py"}
    missing = [
        name
        for name in named
        if not any((place / name).is_file() for place in (FOLDER, FOLDER.parent, FOLDER.parent / "tests" / "devices"))
    ]
    assert not missing


def test_the_tests_that_are_named_are_there():
    for file, test in re.findall(r"`(test_\w+\.py)::(test_\w+)", README):
        assert f"def {test}" in (FOLDER.parent / "tests" / "devices" / file).read_text("utf-8")


def test_the_printers_that_are_claimed_can_be_drawn_on():
    claimed, refused = re.search(r"that print raster: (.*?)Refused.*?: (.*?) \|", README, re.DOTALL).groups()
    from escpos.capabilities import CAPABILITIES

    able = set()
    for name in CAPABILITIES["profiles"]:
        try:
            able.add(model(name, None).name)
        except Misconfigured:
            assert name.removesuffix("B") in refused, name
    assert len(able) == int(re.search(r"the (\d+) profiles", README)[1])
    for name in able - {"default", "simple"}:
        short = re.sub(r"^TM-|-\d+mm$|-SA$|-42col$|Plus$", "", name).replace("Sunmi-V2", "Sunmi V2")
        assert short in claimed, name


@pytest.mark.parametrize(
    "module", ["paper_printer", "document_queue", "feeder", "reader", "buttons", "sign", "camera", "speaker"]
)
def test_every_fault_that_can_be_simulated(module):
    import importlib

    from devices.simulators import script

    there = importlib.import_module(f"devices.simulators.{module}")
    kinds = [one for one in vars(there).values() if isinstance(one, type) and issubclass(one, script.Befallen)]
    faults = getattr(there, "FAULTS", None) or kinds[-1].FAULTS
    role = {"paper_printer": "printer", "document_queue": "documents", "feeder": "scanner", "reader": "reader"}
    row = next(line for line in README.splitlines() if line.startswith(f"| `{role.get(module, module)}")).split("|")
    assert not set(faults) - set(row[4].split())
