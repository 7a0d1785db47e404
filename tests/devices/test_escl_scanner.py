"""eSCL: what scanners' firmware says, read strictly; what it does wrong, borne; what is hostile, one trouble."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice

import pytest

from devices.drivers import escl_scanner
from devices.drivers.bounded_http import Answer, BoundedHttp
from devices.drivers.escl_scanner import EsclScanner
from devices.drivers.escl_words import EsclJob, parse_capabilities, parse_status, scan_settings, trouble_of_job
from devices.drivers.scanned_picture import measure
from devices.drivers.strict_xml import read_xml
from devices.opening import open_driver
from devices.scanning import Mode, Paper, ScanWish, Source
from devices.simulated import serve_scanner
from devices.simulators.escl_server import CAPABILITIES, EsclServer
from devices.simulators.feeder import Feeder, picture_bytes
from devices.troubles import (
    AnswerUnreadable,
    FeederEmpty,
    LinkLost,
    Misconfigured,
    NotConnected,
    NotOffered,
    ScanCancelled,
    ScannerSilent,
)
from tests.devices.hostile import good_answers, mutated
from tests.devices.scanner_stands import DEADLINE_SECONDS, ESCL, WISH, scan

JPEG = picture_bytes("blank", 1, WISH, 75, "image/jpeg")
STATUS = b"""<?xml version="1.0"?><scan:ScannerStatus xmlns:scan="s" xmlns:pwg="p"><pwg:State>%s</pwg:State>
<scan:AdfState>%s</scan:AdfState><scan:Jobs>%s</scan:Jobs></scan:ScannerStatus>"""
# A range instead of a list, and duplex told as an option only: both are in the field.
RANGE = b"""<scan:ScannerCapabilities xmlns:scan="s" xmlns:pwg="p"><pwg:Version>2.63</pwg:Version>
<pwg:MakeAndModel>Brand\xc2\xae MFP \xe2\x80\x8bX</pwg:MakeAndModel><scan:Adf><scan:AdfSimplexInputCaps><scan:MaxWidth>
2550</scan:MaxWidth><scan:MaxHeight>4200</scan:MaxHeight><scan:SettingProfiles><scan:SettingProfile><scan:ColorModes>
<scan:ColorMode>BlackAndWhite1</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
<scan:SupportedResolutions><scan:ResolutionRange><scan:XResolutionRange><scan:Min>100</scan:Min><scan:Max>600</scan:Max>
<scan:Step>1</scan:Step></scan:XResolutionRange></scan:ResolutionRange></scan:SupportedResolutions>
</scan:SettingProfile></scan:SettingProfiles></scan:AdfSimplexInputCaps><scan:AdfOptions><scan:AdfOption>Duplex
</scan:AdfOption></scan:AdfOptions></scan:Adf></scan:ScannerCapabilities>"""


class Firmware:
    """A scanner that says exactly what a test has written down: (method, end of path) → answers, the last for ever."""

    def __init__(self, **script):
        self.script = {
            "GET ScannerCapabilities": [(200, CAPABILITIES)],
            "GET ScannerStatus": [(200, STATUS % (b"Idle", b"ScannerAdfLoaded", b""))],
            "POST ScanJobs": [(201, b"", {"Location": "http://10.99.99.99:8080/eSCL/ScanJobs/7"})],
            "GET NextDocument": [(200, JPEG), (404, b"")],
            "DELETE 7": [(200, b"")],
            **{name.replace("_", " "): list(answers) for name, answers in script.items()},
        }
        self.asked: list[str] = []
        firmware = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                name = f"{self.command} {self.path.rpartition('/')[2]}"
                firmware.asked.append(name)
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answers = firmware.script[name]
                status, body, *headers = answers.pop(0) if len(answers) > 1 else answers[0]
                self.close_connection = True
                if callable(body):
                    body(self)
                    return
                self.send_response(status)
                for head, value in {"Content-Length": str(len(body)), **(headers[0] if headers else {})}.items():
                    self.send_header(head, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = answer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self._server.handle_error = lambda *_: None  # the driver hangs up on what it will not hear
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.scanner = EsclScanner(f"escl://127.0.0.1:{self._server.server_address[1]}/eSCL", ESCL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.scanner.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def test_the_host_in_location_is_not_believed():
    with Firmware() as firmware:
        assert len(scan(firmware.scanner).pages) == 1
        assert "GET NextDocument" in firmware.asked


def test_no_page_yet_is_not_the_end():
    """sane-airscan #39, #385: 404 and "empty" although the job still works."""
    job = b"<JobInfo><JobUri>/eSCL/ScanJobs/7</JobUri><JobState>%s</JobState></JobInfo>"
    working = STATUS % (b"Processing", b"ScannerAdfEmpty", job % b"Processing")
    done = STATUS % (b"Idle", b"ScannerAdfEmpty", job % b"Completed")
    begin = STATUS % (b"Idle", b"ScannerAdfLoaded", b"")
    with Firmware(
        GET_NextDocument=[(503, b""), (200, JPEG), (404, b""), (404, b""), (200, JPEG), (404, b"")],
        GET_ScannerStatus=[(200, begin), (200, working), (200, working), (200, working), (200, done)],
    ) as firmware:
        done = scan(firmware.scanner)
        assert len(done.pages) == 2 and not done.trouble


def test_a_flatbed_that_fails_once_after_the_feeder_is_asked_again():
    """naps2 #681; only once, and only where no page came."""
    with Firmware(GET_NextDocument=[(500, b""), (200, JPEG)]) as firmware:
        assert len(scan(firmware.scanner, ScanWish(Source.FLATBED, Mode.GRAY, 75)).pages) == 1
        assert firmware.asked.count("POST ScanJobs") == 2 and firmware.asked.count("DELETE 7") == 2
    with Firmware(GET_NextDocument=[(500, b"")]) as firmware:
        assert scan(firmware.scanner, ScanWish(Source.FLATBED, Mode.GRAY, 75)).code == "scanner_failed"
        assert firmware.asked.count("POST ScanJobs") == 2
    with Firmware(GET_NextDocument=[(500, b"")]) as firmware:
        assert scan(firmware.scanner).code == "scanner_failed"
        assert firmware.asked.count("POST ScanJobs") == 1, "a feeder would pull the next sheet"


def test_busy_is_waited_for_as_long_as_it_asks():
    place = {"Location": "/eSCL/ScanJobs/7"}
    with Firmware(POST_ScanJobs=[(503, b"", {"Retry-After": "0"}), (503, b""), (201, b"", place)]) as firmware:
        assert len(scan(firmware.scanner).pages) == 1
    with Firmware(POST_ScanJobs=[(503, b"")]) as firmware:
        assert scan(firmware.scanner).code == "scanner_busy"


def test_empty_is_asked_twice():
    empty, loaded = (STATUS % (b"Idle", state, b"") for state in (b"ScannerAdfEmpty", b"ScannerAdfLoaded"))
    with Firmware(GET_ScannerStatus=[(200, empty), (200, loaded)]) as firmware:
        assert len(scan(firmware.scanner).pages) == 1
    with Firmware(GET_ScannerStatus=[(200, empty)]) as firmware:
        done = scan(firmware.scanner)
        assert isinstance(done.trouble, FeederEmpty) and "POST ScanJobs" not in firmware.asked


def test_how_long_a_scanner_may_ask_us_to_wait():
    def after(**headers):
        return escl_scanner._after(Answer(503, headers, b""), 0.7)

    assert [after(**{"retry-after": said}) for said in ("2", "999", "9999", "soon", "-1", "")] == [
        2.0, 5.0, 0.7, 0.7, 0.7, 0.7,
    ]  # fmt: skip
    assert after() == 0.7


def test_the_flatbed_is_given_a_moment_before_it_is_asked_again(monkeypatch):
    with Firmware(GET_NextDocument=[(500, b""), (200, JPEG)]) as firmware:
        waits = []
        monkeypatch.setattr(firmware.scanner._http, "wait", waits.append)
        assert len(scan(firmware.scanner, ScanWish(Source.FLATBED, Mode.GRAY, 75)).pages) == 1
        assert waits == [ESCL.flatbed_again]


@pytest.mark.parametrize("status, code", [(409, "not_offered"), (415, "not_offered"), (500, "scanner_failed")])
def test_what_is_said_to_a_wish_that_it_will_not_have(status, code):
    with Firmware(POST_ScanJobs=[(status, b"")]) as firmware:
        assert scan(firmware.scanner).code == code


def test_a_scanner_that_never_gets_round_to_a_page_and_one_whose_page_is_endless(monkeypatch):
    with Firmware(GET_NextDocument=[(503, b"")]) as firmware:
        done = scan(firmware.scanner)
        assert done.code == "scanner_silent" and done.seconds < 6.0 and "DELETE 7" in firmware.asked
    monkeypatch.setattr(escl_scanner, "MOST_PAGE_BYTES", len(JPEG) - 1)
    with Firmware() as firmware:
        assert scan(firmware.scanner).code == "answer_unreadable"


def test_no_page_yet_is_not_the_end_where_only_the_feeder_tells():
    """Firmware that lists no jobs, with a sheet still in its feeder."""
    loaded, empty = (STATUS % (b"Idle", state, b"") for state in (b"ScannerAdfLoaded", b"ScannerAdfEmpty"))
    with Firmware(
        GET_NextDocument=[(200, JPEG), (404, b""), (200, JPEG), (404, b"")],
        GET_ScannerStatus=[(200, loaded), (200, loaded), (200, empty)],
    ) as firmware:
        assert len(scan(firmware.scanner).pages) == 2


def test_a_cancelled_job_is_taken_back_though_the_request_was_broken_off():
    def hang(handler) -> None:
        firmware.scanner.cancel()
        threading.Event().wait(0.3)

    with Firmware(GET_NextDocument=[(200, JPEG), (200, hang)]) as firmware:
        done = scan(firmware.scanner)
        assert len(done.pages) == 1 and done.code == "scan_cancelled" and firmware.asked[-1] == "DELETE 7"


def test_a_scanner_that_has_no_time_for_questions_is_there():
    with Firmware(GET_ScannerStatus=[(503, b"")]) as firmware:
        health = firmware.scanner.health()
        assert health.well and [warning.code for warning in health.warnings] == ["scanner_busy"]
        assert scan(firmware.scanner).code == "scanner_busy"


def test_a_scanner_that_stands_still_is_not_begun_with():
    for state in (b"Stopped", b"Down"):
        with Firmware(GET_ScannerStatus=[(200, STATUS % (state, b"", b""))]) as firmware:
            assert scan(firmware.scanner).code == "scanner_failed" and "POST ScanJobs" not in firmware.asked
            assert firmware.scanner.health().faults


@pytest.mark.parametrize(
    "adf, code",
    [
        ("ScannerAdfLoaded", ""), ("ScannerAdfEmpty", ""), ("ScannerAdfJam", "feeder_jammed"),
        ("ScannerAdfMispick", "feeder_jammed"), ("ScannerAdfHatchOpen", "scanner_open"),
        ("ScannerAdfMultipickDetected", "double_feed"), ("ScannerAdfInputTrayFailed", "scanner_failed"),
        ("ScannerAdfInputTrayOverloaded", "feeder_jammed"), ("ScannerAdfDuplexPageTooLong", "feeder_jammed"),
    ],
)  # fmt: skip
def test_what_a_feeder_says(adf, code):
    said = parse_status(STATUS % (b"Idle", adf.encode(), b""))
    assert (trouble.code if (trouble := said.trouble()) else "") == code
    assert said.trouble(from_feeder=False) is None, "the glass is free"


@pytest.mark.parametrize(
    "state, reason, code",
    [
        ("Completed", "JobCompletedSuccessfully", ""), ("Processing", "JobScanning", ""),
        ("Canceled", "", "scan_cancelled"), ("Aborted", "", "scanner_failed"),
        ("Aborted", "ScannerCoverOpen", "scanner_open"), ("Aborted", "ADFMultipick", "double_feed"),
        ("Canceled", "JobCanceledAtDevice", "scan_cancelled"), ("Aborted", "AdfEmpty", "feeder_empty"),
    ],
)  # fmt: skip
def test_how_a_job_ended(state, reason, code):
    trouble = trouble_of_job(EsclJob("/eSCL/ScanJobs/1", state, (reason,)))
    assert (trouble.code if trouble else "") == code


def test_a_wish_is_cut_to_what_the_scanner_has_and_an_inlet_that_offers_nothing_is_none():
    narrow = parse_capabilities(RANGE.replace(b"2550", b"1800").replace(b"4200", b"1000"))
    body, _ = scan_settings(ScanWish(Source.FEEDER, Mode.COLOUR, 300), narrow)
    assert b"<pwg:Width>1800</pwg:Width>" in body and b"<pwg:Height>1000</pwg:Height>" in body
    with pytest.raises(AnswerUnreadable, match="way in"):
        parse_capabilities(RANGE.replace(b"RGB24", b"BlackAndWhite1"))


def test_the_port_of_a_scanner_with_tls():
    assert [EsclScanner(uri)._http.port for uri in ("escls://a/eSCL", "escl://a/eSCL", "escls://a:8443/")] == [
        443, 80, 8443,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content, why",
    [
        (b"<a>" + b" " * 600_000 + b"</a>", "bytes of XML"),
        (b"<a>" + b"<b/>" * 20_000 + b"</a>", "without end"),
        (b"<a>" * 40 + b"</a>" * 40, "without end"),
        (b"<a>" + b"x<!-- -->" * 9_000 + b"</a>", "endless text"),
        (b"<!DOCTYPE a><a/>", "document type"),
        (b"<?xml version='1.0' encoding='latin-1'?><a>\xff</a>", "no XML"),
        (b"<b/>", "expected a"),
    ],
)
def test_each_limit_of_xml_is_the_one_that_holds(content, why):
    with pytest.raises(AnswerUnreadable, match=why):
        read_xml(content, "a")


@pytest.mark.parametrize("said, number", [("0", 0), (" 4800 ", 4800), ("4801", None), ("-1", None), ("1e3", None)])
def test_numbers_within_reason(said, number):
    element = read_xml(f"<a><b>{said}</b></a>".encode(), "a")
    assert element.count("c", most=4800) is None
    if number is None:
        with pytest.raises(AnswerUnreadable):
            element.count("b", most=4800)
    else:
        assert element.count("b", most=4800) == number


def trickle(handler) -> None:
    """A byte now and then, for ever."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    try:
        while True:
            handler.wfile.write(b".")
            threading.Event().wait(0.05)
    except OSError:
        pass


def endless_head(handler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-More: and more\r\n" * 1000)
    except OSError:
        pass


def no_http(handler) -> None:
    handler.wfile.write(b"220 this is a printer of 1998\r\n")


def short(handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + JPEG[:200])


def chunk_cut(handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nabc")


@pytest.mark.parametrize(
    "said, trouble",
    [
        (trickle, ScannerSilent),
        (endless_head, AnswerUnreadable),
        (no_http, AnswerUnreadable),
        (short, LinkLost),
        (chunk_cut, LinkLost),
        (b"\xff\xd8\xff\xe0 no picture", AnswerUnreadable),
        (JPEG[: len(JPEG) // 2], AnswerUnreadable),
        (b"GIF89a", AnswerUnreadable),
    ],
)
@pytest.mark.parametrize("where", ["GET ScannerCapabilities", "GET NextDocument"])
def test_what_is_no_answer_is_one_trouble_in_time(where, said, trouble):
    with Firmware(**{where.replace(" ", "_"): [(200, said)]}) as firmware:
        done = scan(firmware.scanner)
        assert type(done.trouble) is trouble and done.seconds < DEADLINE_SECONDS and not done.pages


@pytest.mark.parametrize("place", ["", "http://[", "nowhere", "/eSCL/ScanJobs/\x7f", "/e SCL/ScanJobs/7"])
def test_a_job_without_a_place(place):
    with Firmware(POST_ScanJobs=[(201, b"", {"Location": place})]) as firmware:
        assert scan(firmware.scanner).code == "answer_unreadable"


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">%s]><ScannerStatus>&z;</ScannerStatus>' % b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (98 + n, *[97 + n] * 4) for n in range(25)
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><ScannerStatus><State>&a;</State></ScannerStatus>',
        b'<!DOCTYPE ScannerStatus SYSTEM "http://127.0.0.1:1/x.dtd"><ScannerStatus/>',
        b'<!DOCTYPE x [<!ENTITY a "Idle">]><ScannerStatus><State>&a;</State></ScannerStatus>',
        b"<!DOCTYPE ScannerStatus><ScannerStatus><State>Idle</State></ScannerStatus>",
        b"<ScannerStatus>" + b"<a>" * 40_000,
        b"<ScannerStatus>" + b"<a/>" * 40_000 + b"</ScannerStatus>",
        b"<ScannerStatus><State>" + b"x" * 600_000 + b"</State></ScannerStatus>",
        b"<ScannerStatus><State>Thinking</State></ScannerStatus>",
        b"<ScannerStatus><State>Idle</State><JobInfo><ImagesCompleted>-1</ImagesCompleted></JobInfo></ScannerStatus>",
        b"<?xml version='1.0' encoding='utf-7'?><ScannerStatus><State>\xff</State></ScannerStatus>",
        b"<Other/>",
        b"",
        b"\x00" * 50,
    ],
)
def test_hostile_xml_is_one_trouble(content):
    with pytest.raises(AnswerUnreadable):
        parse_status(content)
    with pytest.raises(AnswerUnreadable):
        parse_capabilities(content.replace(b"ScannerStatus", b"ScannerCapabilities"))


@pytest.mark.parametrize("reader, name", [(parse_capabilities, "parse_capabilities"), (parse_status, "parse_status")])
def test_broken_answers_raise_nothing_else(reader, name):
    """Millions of them in benchmarks; some here."""
    read = refused = 0
    for answer in islice(mutated(good_answers()[name], 1), 1500):
        try:
            reader(answer)
            read += 1
        except AnswerUnreadable:
            refused += 1
    assert read and refused > 500


def test_capabilities_as_others_say_them():
    can = parse_capabilities(RANGE)
    assert can.model == "Brand® MFP X" and set(can.inlets) == {Source.FEEDER, Source.DUPLEX}
    assert can.inlets[Source.DUPLEX].dpis == (100, 150, 200, 300, 400, 600)
    assert can.offered().modes == (Mode.COLOUR,)
    body, dpi = scan_settings(ScanWish(Source.DUPLEX, Mode.COLOUR, 250, Paper.A4), can)
    assert dpi == 300 and b"<scan:Duplex>true</scan:Duplex>" in body and b"<pwg:Height>3508</pwg:Height>" in body
    for wish in (ScanWish(Source.FLATBED), ScanWish(Source.FEEDER, Mode.GRAY)):
        with pytest.raises(NotOffered):
            scan_settings(wish, can)


def test_a_picture_beyond_all_paper_is_refused():
    """A head of 65,000 × 65,000 costs 12 GB if it is believed."""
    head = JPEG.index(b"\xff\xc0")
    with pytest.raises(AnswerUnreadable):
        measure(JPEG[: head + 5] + b"\xff\xf0\xff\xf0" + JPEG[head + 9 :])


def test_nobody_there_is_told_at_once():
    with EsclServer() as server:
        uri = server.uri
    scanner = open_driver("scanner", uri)
    assert [type(fault) for fault in scanner.health().faults] == [NotConnected]
    assert scan(scanner).code == "not_connected"
    with pytest.raises(Misconfigured):
        open_driver("scanner", "escl://")
    with pytest.raises(Misconfigured):
        open_driver("scanner", "escl://host:port/eSCL")


def test_a_request_broken_off_says_so_and_the_next_one_does_too_until_it_is_begun():
    with Firmware() as firmware:
        http = BoundedHttp("127.0.0.1", firmware._server.server_address[1], ScannerSilent, ScanCancelled)
        http.break_off()
        for _ in range(2):
            with pytest.raises(ScanCancelled):
                http.ask("GET", "/eSCL/ScannerStatus")
        http.begin()
        assert http.ask("GET", "/eSCL/ScannerStatus").well


def test_a_served_scanner_for_demonstrations():
    with serve_scanner(feed="form,letter", script="1pages:double_feed") as server:
        done = scan(open_driver("scanner", server.uri))
        assert len(done.pages) == 1 and done.code == "double_feed"
        server.feeder.set_faults()
        server.feeder.load("form", "skewed_letter", "blank")
        assert len(scan(open_driver("scanner", server.uri)).pages) == 3
    with pytest.raises(ValueError):
        Feeder("cat")
    with pytest.raises(ValueError):
        Feeder(fault="ghost")
    with pytest.raises(Misconfigured):
        open_driver("scanner", "sim://broken?script=nonsense")
