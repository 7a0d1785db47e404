"""A TCP connection within its seconds, however many addresses a name has and whether or not a name server answers."""

import socket
import threading
import time


def dial(host: str, port: int, seconds: float) -> socket.socket:
    """A connected socket, without delay. Raises OSError, of which TimeoutError is one."""
    deadline = time.monotonic() + seconds
    refused: OSError = TimeoutError(f"no answer in {seconds:g} s")
    for family, kind, protocol, _, address in _addresses(host, port, seconds):
        if (left := deadline - time.monotonic()) <= 0:
            break
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(left)
            line.connect(address)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            line.close()
            refused = error
        else:
            return line
    raise refused


def _addresses(host: str, port: int, seconds: float) -> list[tuple]:
    """What getaddrinfo says. It has no deadline (without a name server it takes half a minute), so a name is looked up
    in a thread that is left to end by itself.
    """
    answer: list[list[tuple] | Exception] = []

    def look_up() -> None:
        try:
            answer.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        pass  # a name
    thread = threading.Thread(target=look_up, name="look-up", daemon=True)
    thread.start()
    thread.join(seconds)
    if not answer:
        raise TimeoutError(f"{host}: no name server answers")
    if isinstance(answer[0], Exception):
        raise OSError(f"{host}: {answer[0]}") from answer[0]
    return answer[0]
