"""A real Dovecot with any number of mailboxes, by password and by OAuth token."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from tests.parts import require_or_skip
from tests.servers.places import Certificate, certificate_in, end, free_port, give_to_server, server_user, short_folder
from tests.servers.places import wait_for as wait_until_open

INSTALL = "apt-get install -y dovecot-imapd"
PASSWORD = "for-tests-only"

_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
auth_username_format = %Ln
auth_mechanisms = plain login xoauth2
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%n
mail_fsync = never
imap_idle_notify_interval = 2 s
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service stats {{
  chroot =
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n allow_all_users=yes
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
namespace inbox {{
  inbox = yes
  mailbox Spam {{
    special_use = \\Junk
    auto = create
  }}
}}
"""
_OAUTH = """
introspection_mode = get
introspection_url = {url}/introspect?token=
username_attribute = email
active_attribute = active
active_value = true
timeout_msecs = 5000
"""


class Dovecot:
    """A running server; any user name has a mailbox, and every one the same password."""

    def __init__(self, *, introspection: str = "http://127.0.0.1:9") -> None:
        program = shutil.which("dovecot", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
        require_or_skip("dovecot", program, INSTALL)
        assert program is not None
        self.folder = short_folder("imap")
        self.port, self.tls_port = free_port(), free_port()
        self.certificate: Certificate = certificate_in(self.folder)
        (self.folder / "run").mkdir()
        (self.folder / "mail").mkdir()
        user = server_user()
        group = "nogroup" if user == "nobody" else Path(self.folder).group()
        (self.folder / "oauth2.conf").write_text(_OAUTH.format(url=introspection))
        (self.folder / "dovecot.conf").write_text(
            _SETTINGS.format(
                folder=self.folder,
                port=self.port,
                tls_port=self.tls_port,
                user=user,
                group=group,
                password=PASSWORD,
                certificate=self.certificate.certificate,
                key=self.certificate.key,
            )
        )
        give_to_server(self.folder)
        self._program = program
        self.start()

    def start(self) -> None:
        """Start it, at first or again; returns once it answers."""
        self._process = subprocess.Popen(
            [self._program, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until_open(self.port, self._process, self.folder / "log")

    def stop(self) -> None:
        """Stop it; every line is cut, mail and UIDs stay."""
        end(self._process)

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def settings(self, user: str, **changes: Any) -> dict[str, Any]:
        """The settings of an ``imap`` endpoint for a user."""
        plain = {"host": "127.0.0.1", "port": self.port, "tls": "none", "user": user, "password": PASSWORD}
        return plain | changes

    def client(self, user: str) -> IMAPClient:
        """A line of the test's own, with a user's mailbox open for writing nothing yet."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login(user, PASSWORD)
        return client

    def deliver(self, user: str, mail: bytes, *, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Put a mail into a mailbox."""
        client = self.client(user)
        client.append(folder, mail, msg_time=at)
        client.logout()
