"""`python -m devices`, as a technician types it: every command, its answer and its exit code."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from devices import __main__ as program
from devices import check_kinds, checking, hands
from devices.check_kinds import examine
from devices.hands import Nobody, Simulator, Technician
from devices.opening import shown
from devices.simulated import serve_paper_printer, simulated

CHECKED = ("printer", "documents", "scanner", "camera", "reader", "buttons", "sign", "speaker")


@pytest.fixture
def run(capsys):
    """What a command says and its exit code: `run("probe", "--uri", …)` → (code, stdout, stderr)."""

    def run(*arguments: str):
        code = program.main([*map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_from_a_shell(tmp_path):
    def shell(*arguments):
        command = [sys.executable, "-m", "devices", *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=30)

    done = shell("print-sample", "--uri", "sim://printer", "--picture", str(tmp_path / "sample.png"))
    assert done.returncode == 0 and (tmp_path / "sample.png").stat().st_size > 1000
    wrong = shell("print-sample", "--uri", "tcp://host:port")
    assert wrong.returncode == 1 and "Traceback" not in wrong.stderr


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "probe",
        "watch",
        "print-sample",
        "scan-sample",
        "read",
        "check",
        "simulate",
        "simulate-scanner",
        "simulate-documents",
    ],
)
def test_every_command_says_in_vietnamese_what_it_does(capsys, command):
    with pytest.raises(SystemExit) as ended:
        program.main([command, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0 and any(letter in said for letter in "ăâđêôơưếộạảấ")


def test_list_names_ports_and_profiles(run, monkeypatch):
    from devices import discovery
    from devices.buses import Found

    monkeypatch.setitem(discovery.POLLED, "serial", lambda: [Found("serial://COM4?baud=19200", "USB Reader")])
    code, said, _ = run("list")
    assert code == 0 and "serial://COM4?baud=19200    USB Reader" in said and "TM-T20II" in said
    assert "TM-U220" not in said  # it cannot draw a ticket and would be refused


def test_list_names_what_it_does_not_know(run, monkeypatch):
    """A bag of unknown hardware: what only its maker's driver knows is named all the same."""
    import usb.core
    from serial.tools import list_ports

    class Plugged(list):
        manufacturer, product = "EPSON", "Scanner"

        def __init__(self, vendor, product, *classes):
            super().__init__([[SimpleNamespace(bInterfaceClass=one) for one in classes]])
            self.idVendor, self.idProduct = vendor, product

    plugged = [Plugged(0x04B8, 0x013F, 255), Plugged(0x1A86, 0x7523, 255), Plugged(0x046D, 0xC077, 3)]
    port = SimpleNamespace(device="COM9", description="n/a", vid=0x1A86, pid=0x7523)
    monkeypatch.setattr(usb.core, "find", lambda find_all: plugged)
    monkeypatch.setattr(list_ports, "comports", lambda: [port])
    code, said, _ = run("list")
    assert code == 0 and "usb 04b8:013f EPSON Scanner    chưa rõ loại" in said
    assert "usb 1a86" not in said and "usb 046d" not in said and "serial://COM9?baud=19200\n" in said


def test_list_says_which_bus_cannot_be_asked(run, monkeypatch):
    from devices import discovery, listing

    def broken():
        raise OSError("no bus")

    monkeypatch.setitem(discovery.POLLED, "hid", broken)
    monkeypatch.setattr(listing, "ASKED", {"network": broken})
    code, said, _ = run("list", "--network")
    assert code == 0 and said.count("không hỏi được (no bus)") == 2


def test_probe_tells_troubles_with_their_remedies(run):
    code, said, _ = run("probe", "--uri", "sim://printer?fault=paper_out")
    assert code == 1 and "paper_out: Hết giấy in" in said and "width_dots=576" in said
    assert run("probe", "--uri", "sim://well")[0] == 0
    assert run("probe", "--role", "reader", "--uri", "sim://reader")[0] == 0


def test_probe_reads_a_machine_of_a_sample_and_a_file(run, tmp_path):
    code, said, _ = run("probe", "--sample", "village-morning/kiosk", "--role", "reader")
    assert code == 0 and "reader  sim://reader" in said and "printer" not in said
    file = tmp_path / "counter.toml"
    file.write_text('[machine]\nid = "x"\n[devices]\nsign.one = "sim://one"\nscanner = "nobody"\n', "utf-8")
    code, said, _ = run("probe", "--config", file)
    assert code == 1 and "sign.one  sim://one" in said and "scanner  nobody" in said


def test_what_cannot_be_found_is_a_sentence(run, tmp_path):
    code, _, error = run("probe", "--sample", "no-such")
    assert code == 2 and "village-morning/kiosk" in error
    (tmp_path / "kiosk.toml").write_text("[devices.printre]\nuri = 'sim://x'\n", "utf-8")
    code, _, error = run("probe", "--config", tmp_path / "kiosk.toml")
    assert code == 2 and "Có phải ý là «printer»?" in error
    code, _, error = run("scan-sample", "--uri", "tcp://nothing")
    assert code == 1 and "misconfigured" in error


SEEN = [("", 0, "last picture"), ("covered", 1, "lens_covered"), ("unplugged", 1, "not_connected")]


@pytest.mark.parametrize(("fault", "code", "told"), SEEN)
def test_probe_waits_for_a_cameras_first_picture(run, fault, code, told):
    """A moment after it was opened no camera has seen anything: that says nothing of how it is."""
    found, said, _ = run("probe", "--role", "camera", "--uri", f"sim://desk?fault={fault}")
    assert found == code and told in said


@pytest.mark.parametrize("role", CHECKED)
def test_what_is_not_here_by_intention_is_no_trouble(run, role):
    assert run("probe", "--role", role, "--uri", "nobody")[0] == 0
    code, said, _ = run("check", "--role", role, "--uri", "nobody")
    assert code == 0 and "cố ý không có" in said and "HỎNG" not in said


def test_no_simulator_stands_in_for_what_a_file_does_not_name(run, tmp_path):
    """It would print on a simulator and say «confirmed» while no paper moves."""
    file = tmp_path / "máy quầy.toml"
    file.write_text('[devices]\nsign = "sim://sign"\n', "utf-8")
    for command in ("print-sample", "scan-sample", "read"):
        code, said, error = run(command, "--config", file)
        assert code == 2 and said == "" and "Không có" in error
    file.write_text('[devices.printer]\nhall = "sim://hall"\n', "utf-8")
    assert run("print-sample", "--config", file)[0] == 0 and simulated("printer", "hall").page_count == 1
    file.write_text("[devices]\n", "utf-8")
    assert run("probe", "--config", file)[0] == 2


def test_a_reader_that_cannot_be_read_here_says_so(run):
    code, _, error = run("read", "--uri", "keyboard:")
    assert code == 2 and "gõ như bàn phím" in error
    code, _, error = run("read", "--uri", "serial:///dev/no-such-port", "--seconds", "0.5")
    assert code == 1 and "Kiểm tra dây cáp" in error


@pytest.mark.parametrize("command", ["probe", "print-sample", "scan-sample", "check", "list"])
def test_ctrl_c_is_an_end_and_no_traceback(run, monkeypatch, tmp_path, command):
    from devices import check_report, commands, listing

    def stop(*_, **__):
        raise KeyboardInterrupt

    for room in (commands, check_report, listing):
        for name in ("open_driver", "examine", "Discovery"):
            monkeypatch.setattr(room, name, stop, raising=False)
    code, _, error = run(command)
    assert code == 130 and "Đã dừng" in error


def test_print_sample_moves_paper_once(run):
    code, said, _ = run("print-sample", "--uri", "sim://printer")
    assert code == 0 and said.startswith("confirmed") and simulated("printer").page_count == 1
    code, said, _ = run("print-sample", "--uri", "sim://out?fault=paper_out")
    assert code == 1 and "Hết giấy" in said


def test_scan_sample_keeps_the_pages_that_came(run, tmp_path):
    code, said, _ = run("scan-sample", "--uri", "sim://scanner?feed=3", "--source", "feeder", "--folder", tmp_path)
    assert code == 0 and len(said.splitlines()) == 3 and len(list(tmp_path.iterdir())) == 3
    script = "sim://jams?feed=3&script=1pages:jam"
    code, said, error = run("scan-sample", "--uri", script, "--source", "feeder", "--folder", tmp_path / "jam")
    assert code == 1 and len(list((tmp_path / "jam").iterdir())) == 1 and "feeder_jammed" in error


def test_read_finds_the_codes_of_a_picture(run, tmp_path):
    ticket, blank = tmp_path / "ticket.png", tmp_path / "blank.png"
    run("print-sample", "--uri", "sim://printer", "--picture", ticket)
    Image.new("L", (300, 300), 255).save(blank)
    code, said, _ = run("read", ticket)
    (found,) = map(json.loads, said.splitlines())
    assert code == 0 and found["text"] == "https://motcua.example/p/20261121/A015"
    assert found["format"] == "QRCode" and bytes.fromhex(found["raw"]).decode() == found["text"]
    assert run("read", blank)[:2] == (1, "")
    (tmp_path / "no.png").write_bytes(b"no picture")
    code, _, error = run("read", tmp_path / "no.png")
    assert code == 2 and "không mở được ảnh" in error


def test_read_listens_to_a_reader(run):
    show = threading.Timer(0.4, lambda: simulated("reader").show("Nguyễn Thử Nghiệm"))
    show.start()
    code, said, _ = run("read", "--uri", "sim://reader", "--count", "1", "--seconds", "10")
    show.join()
    assert code == 0 and json.loads(said)["text"] == "Nguyễn Thử Nghiệm"
    assert run("read", "--uri", "sim://reader", "--seconds", "0.1")[0] == 1


def test_watch_shows_changes_and_hides_what_a_code_says(run, expect_log):
    expect_log("reader: (link_lost|not_connected)")

    def happen():
        simulated("reader").show("Nguyễn Thử Nghiệm")
        checking.time.sleep(0.4)
        simulated("reader").unplug()

    later = threading.Timer(0.8, happen)
    later.start()
    code, said, _ = run("watch", "--role", "reader", "--uri", "sim://reader", "--seconds", "5.5")
    later.join()
    assert code == 0 and "reader  online" in said and "mã 23 byte, UTF-8" in said and "Nguyễn" not in said
    assert "reader  offline: không kết nối  " in said and "Kiểm tra dây cáp" in said


def test_simulate_serves_until_it_is_stopped(tmp_path):
    command = [sys.executable, "-m", "devices", "simulate", "--port", "0", "--folder", str(tmp_path / "tickets")]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        uri = served.stdout.readline().strip()
        assert program.main(["print-sample", "--uri", uri]) == 0
        assert Path(served.stdout.readline().strip()).stat().st_size > 1000
    finally:
        served.terminate()
        served.wait(10)
        served.stdout.close()


@pytest.mark.parametrize(("command", "role"), [("simulate-scanner", "scanner"), ("simulate-documents", "documents")])
def test_a_scanner_and_a_form_printer_are_served(capfd, command, role):
    served = subprocess.Popen(
        [sys.executable, "-m", "devices", command, "--port", "0"], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        uri = served.stdout.readline().strip()
        assert program.main(["probe", "--role", role, "--uri", uri]) == 0
    finally:
        served.terminate()
        served.wait(10)
        served.stdout.close()


# check ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", CHECKED)
def test_every_kind_passes_its_check_on_its_simulator(run, tmp_path, role, monkeypatch):
    monkeypatch.setattr(checking, "POLL_SECONDS", 0.5)
    report = tmp_path / "reports" / role
    code, said, _ = run("check", "--role", role, "--uri", f"sim://{role}", "--report", report)
    assert code == 0 and "KẾT QUẢ: đạt" in said and "HỎNG" not in said
    told = json.loads(report.with_suffix(".json").read_text("utf-8"))
    assert told["passed"] and told["devices"][0]["findings"]
    assert "ĐẠT" in report.with_suffix(".txt").read_text("utf-8")
    assert "Nguyễn" not in report.with_suffix(".json").read_text("utf-8")


def test_a_password_is_in_no_report_and_in_no_log(run, tmp_path, monkeypatch):
    monkeypatch.setattr(checking, "POLL_SECONDS", 0.05)
    uri = "http://clerk:s3cret@127.0.0.1:9/stream"
    code, said, error = run("check", "--role", "camera", "--uri", uri, "--unattended", "--report", tmp_path / "report")
    assert code == 1 and "s3cret" not in said + error + (tmp_path / "report.json").read_text("utf-8")
    code, said, error = run("probe", "--role", "scanner", "--uri", "ftp://clerk:s3cret@host/x")
    assert code == 1 and "s3cret" not in said + error and "…@host" in said


@pytest.mark.parametrize(
    "uri",
    [
        "folder:///home/nguyen.van.a/Scans",
        "folder:///C:/Users/Nguyễn Văn A/Scans",
        "file:///C:/Users/Nguy%E1%BB%85n/x.bin",
        r"[Errno 13] 'C:\Users\Nguyễn Văn A\x'",
    ],
)
def test_whose_folder_it_is_stands_in_no_report(uri):
    told = shown(uri)
    assert "guy" not in told and "…" in told and told.rstrip("'").endswith(("Scans", "x.bin", "x"))


def test_a_check_finds_what_is_broken(run, monkeypatch):
    monkeypatch.setattr(checking, "POLL_SECONDS", 0.05)
    code, said, _ = run("check", "--uri", "sim://printer?fault=paper_out")
    assert code == 1 and "HỎNG    in đúng một phiếu  paper_out sau 0 byte" in said
    code, said, _ = run("check", "--uri", "foo://x")
    assert code == 1 and "HỎNG    mở  misconfigured" in said and "đóng" not in said


class Liar:
    """A driver that keeps none of the promises."""

    def __init__(self):
        self.left = []

    def health(self):
        checking.time.sleep(0.3)
        return hands and checking.Health("online")

    def print(self, document, job_id):
        from devices.printing import Outcome, Receipt

        return Receipt(job_id, Outcome.CONFIRMED, bytes_sent=len(self.left))

    def close(self):
        self.left.append(os.open(os.devnull, os.O_RDONLY))


def test_a_driver_that_lies_is_found_out(monkeypatch):
    """Slow, with nothing to tell of an open cover, printing twice, leaving descriptors: each is a failed check."""
    liar = Liar()
    monkeypatch.setattr(checking, "open_driver", lambda role, uri: liar)
    monkeypatch.setattr(checking, "HEALTH_SECONDS", 0.2)
    monkeypatch.setattr(checking, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(Simulator, "saw", lambda self, deed, words: False)
    found = {one.check: one.verdict for one in examine("printer", "sim://printer", Simulator("printer", "x")).findings}
    for descriptor in liar.left:
        os.close(descriptor)
    failed = {check for check, verdict in found.items() if verdict == checking.FAILED}
    assert failed >= {"tình trạng trả lời kịp", "in đúng một phiếu", "mở nắp", "hết giấy"}
    assert os.name != "posix" or "không để lại gì" in failed


def test_a_driver_that_hangs_or_breaks_ends_in_the_report_and_not_in_silence(monkeypatch, run, tmp_path):
    go = threading.Event()

    class Broken:
        def health(self):
            return checking.Health("online", source="x")

        def say(self, sounds, volume):
            raise ZeroDivisionError("Nguyễn Văn A")

        def close(self):
            go.wait(10)

    monkeypatch.setattr(checking, "open_driver", lambda role, uri: Broken())
    monkeypatch.setattr(checking, "HANG_SECONDS", 0.2)
    monkeypatch.setattr(checking, "HEALTH_SECONDS", 0.2)
    report = tmp_path / "Báo cáo v1.0"
    code, said, _ = run("check", "--role", "speaker", "--uri", "system:", "--report", report)
    go.set()
    assert code == 1 and "HỎNG    phát chuông  lỗi chương trình: ZeroDivisionError, test_commands.py" in said
    assert "HỎNG    đóng  treo: không trả lời trong 0 giây" in said and "thiết bị đang treo" in said
    assert "Nguyễn" not in (tmp_path / "Báo cáo v1.0.txt").read_text("utf-8") + said


def test_a_check_that_is_stopped_keeps_what_it_found(monkeypatch, run, tmp_path):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Simulator, "please", stop)
    code, said, _ = run("check", "--uri", "sim://printer", "--report", tmp_path / "report")
    assert code == 1 and "bị dừng giữa chừng" in said and "Traceback" not in said
    kept = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert not kept["passed"] and [one["check"] for one in kept["devices"][0]["findings"]][-1] == "in đúng một phiếu"


def test_what_nobody_tried_is_said_beside_what_passed(run, monkeypatch):
    monkeypatch.setattr(checking, "POLL_SECONDS", 0.05)
    served = serve_paper_printer()
    code, said, _ = run("check", "--uri", served.uri, "--unattended")
    served.close()
    assert code == 0 and "KẾT QUẢ: đạt; 3 mục chưa kiểm tra" in said


def test_a_sign_that_never_answers_can_pass(monkeypatch):
    monkeypatch.setattr(checking, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(Simulator, "saw", lambda self, deed, words: None)
    examined = examine("sign", "sim://sign?profile=alpha", Simulator("sign", "sim://sign"))
    assert examined.passed, examined.findings


def test_only_a_camera_that_watches_is_asked_for_a_covered_lens(tmp_path, monkeypatch):
    monkeypatch.setattr(checking, "POLL_SECONDS", 0.05)
    Image.effect_noise((320, 240), 60).save(tmp_path / "1.png")
    uri = tmp_path.as_uri().replace("file:", "folder:")
    found = {one.check: one.verdict for one in examine("camera", uri, Simulator("camera", "sim://x")).findings}
    assert found["ảnh tĩnh"] == checking.OK and found["che ống kính"] == checking.NEEDLESS


def test_a_technician_answers_by_keys():
    answers = iter(["", "b", "c", "k", ""])
    hands = Technician(lambda words: next(answers))
    assert [hands.please("open_cover", "Hãy mở nắp") for _ in range(2)] == [True, False]
    assert [hands.saw("heard", "Có nghe không?") for _ in range(3)] == [True, False, None]

    def nobody_there(words):
        raise EOFError

    assert Technician(nobody_there).please("open_cover", "Hãy mở nắp") is False


def test_without_hands_only_questions_are_asked():
    found = {one.check: one.verdict for one in examine("printer", "sim://printer", Nobody()).findings}
    assert found["mở nắp"] == found["rút ra, cắm lại"] == checking.SKIPPED
    assert found["in đúng một phiếu"] == checking.OK


def test_the_page_of_a_check_is_a_pdf(tmp_path):
    import pypdfium2

    page = pypdfium2.PdfDocument(check_kinds.blank_pdf())
    assert len(page) == 1 and [round(side) for side in page[0].get_size()] == [595, 842]
    page.close()
