"""SANE through its real programs: libsane's test backend, saned over the network, sane-airscan from our scanner."""

import os
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from devices.drivers.sane_options import arguments_for, read_options
from devices.drivers.sane_scanner import Patience, SaneScanner
from devices.opening import open_driver
from devices.scanning import Mode, Paper, ScanWish, Source
from devices.simulators.escl_server import EsclServer
from devices.simulators.feeder import Feeder
from devices.simulators.sheets import draw_sheet
from devices.troubles import NotConnected, NotOffered
from tests.devices.patience import until
from tests.devices.scanner_stands import WISH, FalseScanimage, scan

SANED_ADDRESS = "127.77.3.9"  # of this computer, and of no other saned: its clients know no other port than 6566
PATIENCE = Patience(ask=8.0, page=8.0, stop=5.0)
SLOW = ("scanimage", "--read-limit=yes", "--read-limit-size=64", "--read-delay=yes", "--read-delay-duration=200000")


@pytest.fixture
def sane(tmp_path, monkeypatch):
    """`sane("test")`: SANE knows this backend and no other; further arguments are files and their text."""

    def configure(backend: str, **files: str) -> None:
        folder = tmp_path / f"sane-{backend}"
        folder.mkdir()
        (folder / "dll.conf").write_text(f"{backend}\n")
        for name, text in files.items():
            (folder / f"{name}.conf").write_text(text)
        monkeypatch.setenv("SANE_CONFIG_DIR", str(folder))

    return configure


@pytest.fixture
def airscan(sane):
    """`airscan(**feeder)`: a scanner on the network, and the driver that reaches it through sane-airscan."""
    servers = []

    def open_scanner(**feeder) -> tuple[SaneScanner, EsclServer]:
        # sane-airscan 0.99.27 says "out of documents" to its first page when the last one was fetched before it asked.
        server = EsclServer(feeder=Feeder(**{"feed": "3", "refill": False, "page_seconds": 0.2, **feeder}))
        servers.append(server)
        devices = f'[devices]\n"Sim" = http://127.0.0.1:{server.port}/eSCL, eSCL\n[options]\ndiscovery = disable\n'
        sane("airscan", airscan=devices)
        return SaneScanner("sane:airscan:e0:Sim", PATIENCE), server

    yield open_scanner
    for server in servers:
        server.close()


def test_pages_of_the_test_backend(sane):
    """Ten sheets lie in its feeder; its glass is 200 mm square."""
    sane("test")
    scanner = SaneScanner("sane:test", PATIENCE)
    assert scanner.ask_capabilities().sources == (Source.FLATBED, Source.FEEDER)
    assert scanner.health().well
    flat = scan(scanner, ScanWish(Source.FLATBED, Mode.COLOUR, 100))
    assert [(page.width_px, page.height_px, page.dpi) for page in flat.pages] == [(787, 787, 100)] and not flat.trouble
    fed = scan(scanner, WISH)
    assert [page.number for page in fed.pages] == list(range(1, 11)) and not fed.trouble
    assert scan(scanner, ScanWish(Source.DUPLEX)).code == "not_offered"


@pytest.mark.parametrize(
    "status, code",
    [
        ("CANCELLED", "scan_cancelled"),
        ("DEVICE_BUSY", "scanner_busy"),
        ("INVAL", "not_offered"),
        ("JAMMED", "feeder_jammed"),
        ("NO_DOCS", "feeder_empty"),
        ("COVER_OPEN", "scanner_open"),
        ("IO_ERROR", "link_lost"),
        ("NO_MEM", "scanner_failed"),
        ("ACCESS_DENIED", "not_connected"),
    ],
)
def test_each_status_of_sane_has_its_trouble(sane, status, code):
    sane("test")
    program = ("scanimage", f"--read-return-value=SANE_STATUS_{status}")
    done = scan(SaneScanner("sane:test", PATIENCE, program))
    assert (done.pages, done.code) == ([], code) and done.trouble.remedy


def test_a_slow_page_is_given_up_and_the_program_is_gone(sane):
    """`--read-delay`: 200 ms for each of many buffers, which is longer than anybody waits."""
    sane("test")
    done = scan(SaneScanner("sane:test", Patience(ask=8.0, page=0.6, stop=0.3), SLOW))
    assert done.code == "scanner_silent" and not done.pages


@pytest.mark.parametrize("uri", ["sane:nothing:0", "sane:airscan:e9:nobody", "sane:"])
def test_no_such_device(sane, uri):
    sane("test" if uri != "sane:" else "net")
    scanner = open_driver("scanner", uri)
    health = scanner.health()
    assert [type(fault) for fault in health.faults] == [NotConnected] and not health.well
    assert scan(scanner).code == "not_connected"


STOPPED = """#!/bin/sh
[ "$LC_ALL" = C ] || exit 10
case "$*" in *--all-options*) echo '    --source ADF [ADF]'; exit 0;; esac
read -r word
cp {page} page00001.png && echo page00001.png
echo 'scanimage: received signal {signal}' >&2
echo 'scanimage: trying to stop scanner' >&2
"""


@pytest.mark.parametrize("signal_number, code", [(13, "link_lost"), (15, "scan_cancelled")])
def test_a_scan_that_was_broken_off_is_not_complete_though_scanimage_ends_with_0(tmp_path, signal_number, code):
    """Once in 25 times with saned killed between two pages: without this the other sheets would be missed by nobody."""
    page, program = tmp_path / "page.png", tmp_path / "scanimage"
    draw_sheet("blank", 1, Paper.A5, 30, Mode.GRAY).save(page)
    program.write_text(STOPPED.format(page=page, signal=signal_number))
    program.chmod(0o755)
    done = scan(SaneScanner("sane:test", PATIENCE, (str(program),)))
    assert len(done.pages) == 1 and done.code == code


NAMELESS = """#!/bin/sh
case "$*" in *--all-options*) echo '    --source ADF [ADF]'; exit 0;; esac
read -r word
cp {page} page00001.png
exec sleep 60
"""


def test_a_page_that_was_whole_when_its_program_hung_is_kept(tmp_path):
    page, program = tmp_path / "page.png", tmp_path / "scanimage"
    draw_sheet("blank", 1, Paper.A5, 30, Mode.GRAY).save(page)
    program.write_text(NAMELESS.format(page=page))
    program.chmod(0o755)
    done = scan(SaneScanner("sane:test", Patience(ask=5, page=0.5, stop=0.3), (str(program),)))
    assert len(done.pages) == 1 and done.code == "scanner_silent"


def test_a_scan_that_is_cancelled_is_not_waited_for_to_the_end_of_its_page(sane):
    """The signal reaches the backend, which would go on for minutes; the real program then ends by itself."""
    sane("test")
    scanner = SaneScanner("sane:test", Patience(ask=8.0, page=8.0, stop=12.0), SLOW)
    scanner.ask_capabilities()
    canceller = threading.Timer(0.5, scanner.cancel)
    canceller.start()
    done = scan(scanner)
    canceller.join()
    assert done.code == "scan_cancelled" and done.seconds < 6.0


def test_without_scanimage_a_person_is_told(sane):
    scanner = SaneScanner("sane:test", PATIENCE, ("no-such-program",))
    assert scan(scanner).code == "not_connected"


def test_a_scanner_that_was_well_is_not_woken_again_at_once_and_one_that_is_away_is_asked_each_time(tmp_path):
    """Opening a scanner lights its lamp; but three misses (device.py) must be three questions."""
    feeder = Feeder("2")
    stand = FalseScanimage(feeder, tmp_path)
    try:
        assert stand.scanner.health().well
        feeder.set_faults("refused")
        assert stand.scanner.health().well
        assert scan(stand.scanner).code == "not_connected"
        assert [stand.scanner.health().well for _ in range(2)] == [False, False]
        feeder.set_faults()
        assert stand.scanner.health().well
    finally:
        stand.close()


def test_over_the_network_with_saned(sane, tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    (served / "dll.conf").write_text("test\n")
    (served / "saned.conf").write_text("127.0.0.1\n")
    program = shutil.which("saned", path=os.environ["PATH"] + ":/usr/sbin")
    saned = subprocess.Popen(
        [program, "-l", "-b", SANED_ADDRESS, "-p", "6566", "-e"],
        env={**os.environ, "SANE_CONFIG_DIR": str(served)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        sane("net", net="connect_timeout = 5\n")
        scanner = SaneScanner(f"sane:net:{SANED_ADDRESS}:test", PATIENCE)
        until(lambda: scanner.health().well, 8.0)
        done = scan(scanner)
        assert len(done.pages) == 10 and not done.trouble
        cut = scan(scanner, on_page=lambda page: page.number == 3 and os.killpg(saned.pid, signal.SIGKILL))
        assert 3 <= len(cut.pages) < 10 and cut.code in ("link_lost", "scanner_failed", "scanner_silent")
    finally:
        saned.terminate()
        saned.wait(5)
    assert scan(scanner).code == "not_connected"


def test_through_airscan_every_source(airscan):
    scanner, _ = airscan(feed="form-letter,blank")
    assert set(scanner.ask_capabilities().sources) == set(Source)
    flat = scan(scanner, ScanWish(Source.FLATBED, Mode.COLOUR, 75, Paper.A5))
    assert [(page.width_px, page.height_px) for page in flat.pages] == [(437, 620)] and not flat.trouble
    assert [page.side for page in scan(scanner, ScanWish(Source.DUPLEX, Mode.GRAY, 75)).pages] == [
        "front", "back", "front", "back",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "fault, code",
    [
        ("jam", {"feeder_jammed"}),
        ("unplugged", {"link_lost"}),
        # airscan says "I/O error" for both, and no more
        ("cover_open", {"link_lost", "scanner_open"}),
        ("double_feed", {"link_lost", "double_feed"}),
    ],
)
def test_through_airscan_a_fault_keeps_the_pages_before(airscan, fault, code):
    scanner, server = airscan(script=f"1pages:{fault}")
    done = scan(scanner)
    assert len(done.pages) == 1 and done.code in code
    server.feeder.set_faults()
    server.feeder.load()
    assert len(scan(scanner).pages) == 3


def test_through_airscan_cancelled_the_scanner_is_free(airscan):
    """scanimage is asked to end before it is killed, so that the backend takes its job back."""
    scanner, server = airscan(script="1pages:slow")
    pages = scanner.scan(WISH)
    assert next(pages).number == 1
    pages.close()
    assert all(job.state != "Processing" for job in server.jobs), "a real scanner would stand blocked"
    server.feeder.set_faults()
    server.feeder.load()
    assert len(scan(scanner).pages) == 3


# What `scanimage -A` prints for some scanners of other makers, cut to what is read.
INACTIVE = """
    --source Flatbed [inactive]
    --mode Lineart|Gray|Color [Color]
    --x-resolution 75..600dpi (in steps of 1) [300]
    --y-resolution 75..600dpi (in steps of 1) [300]
    --page-width 0..210mm [inactive]
    --page-height 0..297mm [inactive]
    -x 0..216mm [216]
    -y 0..297mm [297]
"""
ONLY_ONE_SIDE = """
    --source Flatbed|ADF [Flatbed]
    --mode Gray|Color [Color]
    --duplex[=(yes|no)] [inactive]
    --resolution 300dpi [300]
"""
FUJITSU = """
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
    --page-height 0..876.695mm (in steps of 0.0211639) [292.062]
    -l 0..215.872mm (in steps of 0.0211639) [0]
    -x 0..215.872mm (in steps of 0.0211639) [215.872]
    -y 0..279.364mm (in steps of 0.0211639) [279.364]
"""
BROTHER = """
    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color[Fast] [24bit Color[Fast]]
    --resolution 100|150|200|300|400|600|1200|2400|4800|9600dpi [200]
    --source FlatBed|Automatic Document Feeder(left aligned)|Automatic Document Feeder(left aligned,Duplex) [Automatic]
    -x 0..215.9mm (in steps of 0.0999908) [215.88]
    -y 0..355.6mm (in steps of 0.0999908) [355.567]
"""
EPSON = """
    --source Flatbed|ADF [Flatbed]
    --mode Lineart|Gray|Color [Lineart]
    --adf-mode Simplex|Duplex [Simplex]
    --resolution 75|150|300|600dpi [75]
"""
PLAIN = """
    --mode Lineart|Gray|Color [Color]
    --resolution 75|150|300|600|1200dpi [75]
    -x 0..218mm [218]
    -y 0..299mm [299]
"""


@pytest.mark.parametrize(
    "said, wish, arguments",
    [
        (
            FUJITSU,
            ScanWish(Source.DUPLEX, Mode.COLOUR, 300),
            ["--source=ADF Duplex", "--mode=Color", "--resolution=300", "--page-width=210", "--page-height=279.364",
             "-l", "0", "-t", "0", "-x", "210", "-y", "279.364"],
        ),
        (FUJITSU, ScanWish(Source.FLATBED), None),
        (
            BROTHER,
            ScanWish(Source.FEEDER, Mode.GRAY, 300),
            ["--source=Automatic Document Feeder(left aligned)", "--mode=True Gray", "--resolution=300",
             "-l", "0", "-t", "0", "-x", "210", "-y", "297"],
        ),
        (
            BROTHER,
            ScanWish(Source.DUPLEX, Mode.COLOUR, 120, Paper.A5),
            ["--source=Automatic Document Feeder(left aligned,Duplex)", "--mode=24bit Color[Fast]", "--resolution=150",
             "-l", "0", "-t", "0", "-x", "148", "-y", "210"],
        ),
        (
            EPSON,
            ScanWish(Source.DUPLEX, Mode.COLOUR, 300),
            ["--source=ADF", "--adf-mode=Duplex", "--mode=Color", "--resolution=300"],
        ),
        (
            PLAIN,
            ScanWish(Source.FLATBED, Mode.GRAY, 2400),
            ["--mode=Gray", "--resolution=1200", "-l", "0", "-t", "0", "-x", "210", "-y", "297"],
        ),
        (PLAIN, ScanWish(Source.FEEDER), None),
        ("    --resolution 300dpi [300]", ScanWish(Source.FLATBED), ["--resolution=300"]),  # one mode, not named
        (
            EPSON.replace("ADF [", "ADF Duplex [").replace("--adf-mode Simplex|Duplex", "--duplex[=(yes|no)]"),
            ScanWish(Source.DUPLEX, Mode.GRAY, 75),
            ["--source=ADF Duplex", "--mode=Gray", "--resolution=75"],  # the word says it already
        ),
        (
            INACTIVE,
            ScanWish(Source.FLATBED, Mode.COLOUR, 300),
            ["--mode=Color", "--x-resolution=300", "--y-resolution=300",
             "-l", "0", "-t", "0", "-x", "210", "-y", "297"],
        ),
        (
            ONLY_ONE_SIDE,  # its switch wakes up behind --source=ADF
            ScanWish(Source.DUPLEX, Mode.GRAY, 300),
            ["--source=ADF", "--duplex=yes", "--mode=Gray", "--resolution=300"],
        ),
        (FUJITSU.replace("Gray|Color", "Lineart2"), ScanWish(Source.FEEDER, Mode.GRAY), None),
    ],
)  # fmt: skip
def test_a_wish_in_the_words_of_other_backends(said, wish, arguments):
    if arguments is None:
        with pytest.raises(NotOffered):
            arguments_for(wish, read_options(said))
    else:
        assert arguments_for(wish, read_options(said))[0] == arguments


def test_a_resolution_of_nothing_is_none():
    assert read_options("    --resolution 75.x00|00|150dpi [300]").dpis == (150,)


def test_what_is_inactive_is_never_asked_for(sane):
    """The real program ends at once when it is: "attempted to set inactive option"."""
    sane("test")
    refused = scan(SaneScanner("sane:test", PATIENCE, ("scanimage", "--three-pass-order=RGB")))
    assert refused.code == "scanner_failed" and "inactive" in str(refused.trouble)
    listed = subprocess.run(["scanimage", "-d", "test", "-A"], capture_output=True, text=True, timeout=20).stdout
    option = "    --source Flatbed|Automatic Document Feeder [Flatbed]"
    assert option in listed and read_options(listed).source(Source.FLATBED) == "Flatbed"
    assert read_options(listed.replace(option, option.replace("[Flatbed]", "[inactive]"))).source(Source.FLATBED) == ""


def test_programs_are_there_for_these_tests():
    """./setup --dev brings them; without them the tests above would prove nothing."""
    path = os.environ["PATH"] + ":/usr/sbin"
    assert all(shutil.which(name, path=path) for name in ("scanimage", "saned", "airscan-discover"))
    assert Path(__file__).with_name("false_scanimage.py").exists()
