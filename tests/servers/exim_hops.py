"""Real Exims on both sides of a relay: one that hands it all mail, and one that takes mail from it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.parts import require_or_skip
from tests.servers.exim import INSTALL
from tests.servers.places import free_port, give_to_server, server_user, short_folder, wait_for

DELIVERED_WITHIN = 60.0

_COMMON = """
primary_hostname = {name}
keep_environment =
exim_user = {user}
exim_group = nogroup
deliver_drop_privilege = true
spool_directory = {folder}/spool
log_file_path = {folder}/log-%s
pid_file_path = {folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts =
smtputf8_advertise_hosts = *
dsn_advertise_hosts = *
host_lookup =
rfc1413_hosts =
smtp_accept_max = 0
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data
message_size_limit = 5M
begin acl
acl_rcpt:
  deny message = 5.1.1 nobody of that name
       local_parts = nobody-here
  defer message = 4.2.1 try again in 5 minutes
       local_parts = busy
  accept
acl_data:
  deny message = 5.7.1 not this mail
       condition = ${{if match{{$h_subject:}}{{refuse me}}}}
  accept
"""
_TAKES = """
begin routers
everybody:
  driver = accept
  transport = folder
begin transports
folder:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  create_directory = false
  envelope_to_add
  user = {user}
  group = nogroup
"""
_HANDS_ON = """
begin routers
relay:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = relay
begin transports
relay:
  driver = smtp
  port = {next_port}
  allow_localhost
  hosts_try_fastopen =
begin retry
* * F,1h,1s
"""


class EximHop:
    """A running server; with ``next_port`` it hands all mail on to there, else it keeps all mail in a folder."""

    def __init__(self, *, next_port: int = 0) -> None:
        program = shutil.which("exim4", path="/usr/sbin:/usr/bin:/usr/local/sbin") or shutil.which("exim")
        require_or_skip("exim", program and os.geteuid() == 0 and program, f"{INSTALL} (and run the tests as root)")
        assert program is not None
        self.folder = short_folder("hop")
        self.folder.chmod(0o755)
        self.port = free_port()
        for part in ("spool", "mail", "mail/new", "mail/cur", "mail/tmp"):
            (self.folder / part).mkdir()
        give_to_server(self.folder)
        settings = (_COMMON + (_HANDS_ON if next_port else _TAKES)).format(
            name="mx.elmswick.example" if next_port else "store.elmswick.example",
            folder=self.folder,
            port=self.port,
            user=server_user(),
            next_port=next_port,
        )
        (self.folder / "exim.conf").write_text(settings)
        self._command = [program, "-C", str(self.folder / "exim.conf"), "-bdf", *(["-q2s"] if next_port else ["-odf"])]
        self.start()

    def start(self) -> None:
        """Start it, at first or again; returns once it answers."""
        log = self.folder / "log-start"
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log.open("wb"),
            start_new_session=True,
        )
        wait_for(self.port, self._process, log)

    def stop(self) -> None:
        """Stop it and whatever it has begun; what it holds stays."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def waiting(self) -> list[Path]:
        """What was delivered and not looked at yet."""
        return sorted((self.folder / "mail" / "new").iterdir())

    def next_mail(self) -> bytes:
        """The mail that was delivered last; waits for it, and takes it out of the folder."""
        until = time.monotonic() + DELIVERED_WITHIN
        while time.monotonic() < until:
            for path in self.waiting():
                content = path.read_bytes()
                path.unlink()
                return content
            time.sleep(0.01)
        logs = "".join(path.read_text() for path in Path(self.folder).glob("log-*"))
        raise AssertionError(f"no mail was delivered: {logs}")
