"""A CUPS of our own on a free port of loopback, with nothing of this machine's: `with PrivateCups() as cups`."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.devices.patience import until

PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

CUPSD = """
Listen 127.0.0.1:{port}
LogLevel debug
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}/server
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/tmp
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
"""


class PrivateCups:
    def __init__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="cups-", ignore_cleanup_errors=True)
        self.folder = Path(self._temporary.name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def __enter__(self) -> "PrivateCups":
        for name in ("server", "spool", "cache", "state", "tmp"):
            (self.folder / name).mkdir(parents=True)
            (self.folder / name).chmod(0o777)
        self.folder.chmod(0o755)  # where we are root, backends run as lp
        (self.folder / "cupsd.conf").write_text(CUPSD.format(port=self.port))
        as_lp = "User lp\nGroup lp\nSystemGroup root\n" if os.getuid() == 0 else ""
        (self.folder / "files.conf").write_text(FILES.format(folder=self.folder) + as_lp)
        command = [shutil.which("cupsd", path=PATH), "-f", "-c", str(self.folder / "cupsd.conf")]
        self._process = subprocess.Popen(
            [*command, "-s", str(self.folder / "files.conf")], stderr=subprocess.DEVNULL, start_new_session=True
        )
        until(self._answers, 10.0)
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        self._process.wait(10)
        self._temporary.cleanup()

    def add(self, name: str, uri: str, *more: str) -> str:
        """A queue to that printer; gives the address that a counter's config would hold."""
        command = [shutil.which("lpadmin", path=PATH), "-h", f"127.0.0.1:{self.port}", "-p", name, "-E", "-v", uri]
        subprocess.run([*command, *more], check=True, capture_output=True, timeout=20)
        return f"cups://{name}?server=127.0.0.1:{self.port}"

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 0.2).close()
        except OSError:
            return False
        return True
