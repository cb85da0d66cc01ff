"""A real Exim 4 that takes mail for every address and keeps it in a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.parts import require_or_skip
from tests.servers.places import certificate_in, end, free_port, give_to_server, server_user, short_folder, wait_for

INSTALL = "apt-get install -y exim4-daemon-light"
PASSWORD = "for-tests-only"
DELIVERED_WITHIN = 20.0

_SETTINGS = """
primary_hostname = mail.elmswick.example
exim_user = {user}
exim_group = {group}
deliver_drop_privilege = true
spool_directory = {folder}/spool
log_file_path = {folder}/log-%s
pid_file_path = {folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts = *
tls_certificate = {certificate}
tls_privatekey = {key}
smtputf8_advertise_hosts = *
host_lookup =
rfc1413_hosts =
acl_smtp_mail = acl_mail
acl_smtp_rcpt = acl_rcpt
message_size_limit = 1M
begin acl
acl_mail:
  deny message = 5.7.3 authentication needed
       !authenticated = *
  accept
acl_rcpt:
  deny message = 5.1.1 nobody of that name
       local_parts = nobody-here
  defer message = 4.2.1 try again in 5 minutes
       local_parts = busy
  accept
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
  delivery_date_add
  envelope_to_add
  return_path_add
  user = {user}
  group = {group}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{$auth3}}{{{password}}}}}
  server_set_id = $auth2
  server_advertise_condition = true
"""


class Exim:
    """A running server that wants the password before it takes anything."""

    def __init__(self) -> None:
        program = shutil.which("exim4", path="/usr/sbin:/usr/bin:/usr/local/sbin") or shutil.which("exim")
        require_or_skip("exim", program and os.geteuid() == 0 and program, f"{INSTALL} (and run the tests as root)")
        assert program is not None
        self.folder = short_folder("smtp")
        self.folder.chmod(0o755)
        self.port = free_port()
        self.certificate = certificate_in(self.folder)
        for part in ("spool", "mail", "mail/new", "mail/cur", "mail/tmp"):
            (self.folder / part).mkdir()
        user = server_user()
        give_to_server(self.folder)
        settings = self.folder / "exim.conf"
        settings.write_text(
            _SETTINGS.format(
                folder=self.folder,
                port=self.port,
                user=user,
                group="nogroup",
                password=PASSWORD,
                certificate=self.certificate.certificate,
                key=self.certificate.key,
            )
        )
        self._process = subprocess.Popen(
            [program, "-C", str(settings), "-bdf", "-odf"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log-start").open("wb"),
        )
        wait_for(self.port, self._process, self.folder / "log-start")

    def settings(self, **changes: Any) -> dict[str, Any]:
        """The settings of an ``smtp`` endpoint that leads here."""
        plain = {
            "host": "127.0.0.1",
            "port": self.port,
            "tls": "starttls",
            "ca_file": str(self.certificate.certificate),
            "user": "office@elmswick.example",
            "password": PASSWORD,
        }
        return plain | changes

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

    def waiting(self) -> list[Path]:
        """What was delivered and not looked at yet."""
        return sorted((self.folder / "mail" / "new").iterdir())

    def empty(self) -> None:
        """Throw away what was delivered and not looked at, so that the next test finds none of it."""
        for path in self.waiting():
            path.unlink()

    def close(self) -> None:
        """Stop it and remove its folder."""
        end(self._process)
        shutil.rmtree(self.folder, ignore_errors=True)
