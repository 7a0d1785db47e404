"""What strangers on the wire may answer: good answers broken at one to four places, without end and from a seed."""

import random
from collections.abc import Iterator

from devices import ipp_words as ipp
from devices.ipp_words import Typed
from devices.simulators.escl_server import CAPABILITIES, EsclServer
from devices.simulators.feeder import Feeder
from devices.simulators.ipp_server import IppServer

SPICES = (
    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", b"&b;", b"&#0;", b"<![CDATA[", b"\xff\xfe", b"\x00",
    b"</scan:ScannerCapabilities>", b"<scan:Min>99999999999999999999</scan:Min>", b"-1", b"\xc0\xaf", b"<a " * 40,
    b"\x7f\xff", b"\x80\x00", b"\x34\x00\x00\x00\x00", b"\x37\x00\x00\x00\x00", b"\x03", b"\x4a\x00\x00\xff\xff",
)  # fmt: skip


def good_answers() -> dict[str, list[bytes]]:
    """What our simulators say, by the function that reads it."""
    with EsclServer(feeder=Feeder("2")) as scanner, IppServer() as printer:
        job = printer.queue.add("mot-cua 1", 2)
        asked = [ipp.GET_PRINTER, ipp.GET_JOBS, ipp.GET_JOB, ipp.CREATE_JOB]
        answers = []
        for operation in asked:
            request = ipp.ipp_request(operation, 7, "ipp://x/y", {"job-id": Typed(ipp.INTEGER, job.number)})
            answers.append(printer.answer(ipp.parse_ipp(request)))
        return {
            "parse_capabilities": [CAPABILITIES],
            "parse_status": [scanner.status()],
            "parse_ipp": [*answers, COLLECTION],
        }


def mutated(good: list[bytes], seed: int) -> Iterator[bytes]:
    """Never ends; the same seed gives the same answers."""
    chance = random.Random(seed)
    while True:
        answer = bytearray(chance.choice(good))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(answer) + 1)
            match chance.randrange(6):
                case 0:
                    answer[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    del answer[at : at + chance.choice((1, 2, 8, 200))]
                case 2:
                    answer[at:at] = chance.choice(SPICES)
                case 3:
                    piece = answer[at : at + chance.randrange(1, 60)]
                    answer[at:at] = piece * chance.choice((1, 3, 50))
                case 4:
                    del answer[at:]
                case _:
                    if at < len(answer):
                        answer[at] ^= 1 << chance.randrange(8)
        yield bytes(answer[: 1 << 16])


# media-col of RFC 8011, as printers send it: a collection in a collection.
COLLECTION = (
    b"\x02\x00\x00\x00\x00\x00\x00\x07\x01\x47\x00\x12attributes-charset\x00\x05utf-8\x04"
    b"\x34\x00\x11media-col-default\x00\x00"
    b"\x4a\x00\x00\x00\x0amedia-size\x34\x00\x00\x00\x00"
    b"\x4a\x00\x00\x00\x0bx-dimension\x21\x00\x00\x00\x04\x00\x00\x52\x08"
    b"\x4a\x00\x00\x00\x0by-dimension\x21\x00\x00\x00\x04\x00\x00\x74\x04\x37\x00\x00\x00\x00"
    b"\x4a\x00\x00\x00\x0amedia-type\x44\x00\x00\x00\x0astationery\x37\x00\x00\x00\x00"
    b"\x33\x00\x10copies-supported\x00\x08\x00\x00\x00\x01\x00\x00\x03\xe7"
    b"\x32\x00\x1aprinter-resolution-default\x00\x09\x00\x00\x02\x58\x00\x00\x02\x58\x03"
    b"\x36\x00\x0cprinter-name\x00\x0b\x00\x02vi\x00\x05May\xc3\xad\x13\x00\x0aqueue-name\x00\x00\x03"
)
