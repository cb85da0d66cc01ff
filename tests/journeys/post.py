"""The post between a family and the school over real servers: SMTP in, an IMAP mailbox, the timed jobs, and SMTP out."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from itertools import count
from typing import cast

from flask import Flask

from gateway.actions.equipment import Equipment
from gateway.actions.mailboxes import save_mailbox
from gateway.jobs.table import JOBS
from gateway.mail.message import ParsedMail
from gateway.mail.parsing import parse
from tests.clocks import SetClock
from tests.polling import KEY
from tests.schools import SCHOOL
from tests.servers import exim as exim_server
from tests.servers.dovecot import Dovecot
from tests.servers.exim import Exim

_users = count(1)


@dataclass
class Post:
    """One school's mailboxes and its way out; every test has users of its own at the shared servers."""

    app: Flask
    clock: SetClock
    dovecot: Dovecot
    exim: Exim
    users: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        save_mailbox(
            SCHOOL,
            endpoint="school_email",
            kind="smtp",
            settings=self.exim.settings(),
            key=KEY,
            now=self.clock(),
        )
        self.watch("office")

    def watch(self, endpoint: str) -> None:
        """Let the school have one more mailbox."""
        self.users.append(f"journey{next(_users)}")
        settings = self.dovecot.settings(self.users[-1])
        save_mailbox(SCHOOL, endpoint=endpoint, kind="imap", settings=settings, key=KEY, now=self.clock())

    def sends(self, raw: bytes, *, mailbox: int = 0) -> None:
        """A parent's mail program hands a mail to the mail server, which puts it into the school's mailbox."""
        assert not self.exim.waiting(), "the school's own letters are read before the next mail is sent"
        trusted = ssl.create_default_context(cafile=str(self.exim.certificate.certificate))
        with smtplib.SMTP("127.0.0.1", self.exim.port) as line:
            line.starttls(context=trusted)
            line.login("family", exim_server.PASSWORD)
            sent = parse(raw)
            line.sendmail(sent.from_.address, [one.address for one in sent.to], re.sub(rb"\r?\n", b"\r\n", raw))
        self.dovecot.deliver(self.users[mailbox], self.exim.next_mail(), at=self.clock())

    def work(self) -> None:
        """Let every timed job run until nothing is left to do at this moment."""
        kit = cast(Equipment, self.app.extensions["handbell.equipment"])
        for _ in range(3):
            for job in JOBS:
                job.run(SCHOOL, kit)

    def letters(self, number: int) -> list[ParsedMail]:
        """That many mails that have left the school, by the address they are to; AssertionError where there are not so many."""
        return sorted((parse(self.exim.next_mail()) for _ in range(number)), key=lambda one: one.to[0].address)

    def letter(self) -> ParsedMail:
        """The one mail that has left the school."""
        (found,) = self.letters(1)
        assert not self.exim.waiting(), "one mail was expected and more have left"
        return found
