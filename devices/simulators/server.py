"""The simulated printer on a TCP port, as a network printer stands on 9100: one sender at a time."""

import socket
import threading
import time

from devices.simulators.paper_printer import PaperPrinter


class PaperPrinterServer:
    """Serves `printer` until `close`. Port 0 takes a free one; `port` then tells which."""

    def __init__(self, port: int = 0, printer: PaperPrinter | None = None, host: str = "127.0.0.1"):
        self.printer = printer or PaperPrinter()
        self._listening = socket.create_server((host, port), backlog=1)
        self._listening.settimeout(0.1)
        self.port: int = self._listening.getsockname()[1]
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name=f"paper-printer-{self.port}", daemon=True)
        self._thread.start()

    @property
    def uri(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._closing.set()
        self._thread.join(2.0)
        self._listening.close()

    def __enter__(self) -> "PaperPrinterServer":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                peer, _ = self._listening.accept()
            except TimeoutError:
                continue
            with peer:
                if "refused" in self.printer.faults:
                    continue
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                peer.settimeout(0.05)
                try:
                    self._listen_to(peer)
                except ConnectionError:
                    pass  # the sender went away, as senders do

    def _listen_to(self, peer: socket.socket) -> None:
        taken, power_cycles = 0, self.printer.power_cycles
        while not self._closing.is_set() and "refused" not in self.printer.faults:
            if self.printer.power_cycles != power_cycles:
                return
            room = self.printer.room
            if not room:
                time.sleep(0.02)  # a full printer stops its sender
                continue
            try:
                sent = peer.recv(min(512, room))
            except TimeoutError:
                continue
            if not sent:
                return
            if self.printer.baud:
                self._closing.wait(len(sent) * 10 / self.printer.baud)
            if "dropped" in self.printer.faults and taken + len(sent) > self.printer.drop_after:
                self.printer.take(sent[: max(0, self.printer.drop_after - taken)])
                return
            taken += len(sent)
            if answers := self.printer.take(sent):
                peer.sendall(answers)
