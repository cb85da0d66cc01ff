"""An IMAP server that goes wrong where a test says; what is right about it is the least that a client needs."""

from __future__ import annotations

import re
import socketserver
import threading
from dataclasses import dataclass, field
from typing import Any

DATE = "01-Nov-2026 09:00:00 +0000"


@dataclass
class Mailbox:
    """One folder and its faults; uids in ``gone`` are listed and no longer there when they are asked for.

    Those in ``found_too`` are found whatever is searched for.
    """

    mails: dict[int, bytes]
    validity: int = 7
    uid_next: int | None = None
    refused: set[int] = field(default_factory=set)
    nil: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    found_too: set[int] = field(default_factory=set)
    cut_in: set[int] = field(default_factory=set)
    bad_dates: set[int] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    capabilities: str = "IMAP4rev1 IDLE"
    idle_says: tuple[str, ...] = ()
    seen: list[str] = field(default_factory=list)

    def next(self) -> int:
        """The UID that comes next."""
        return self.uid_next or max(self.mails, default=0) + 1


class FaultyImap:
    """A running server."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        handler = type("Handler", (_Handler,), {"mailbox": mailbox})
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def settings(self, **changes: Any) -> dict[str, Any]:
        """The settings of an ``imap`` endpoint that leads here."""
        return {"host": "127.0.0.1", "port": self.port, "tls": "none", "user": "office", "password": "any"} | changes

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


class _Cut(Exception):
    """The line is to be cut."""


class _Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    mailbox: Mailbox

    def handle(self) -> None:
        self.say("* OK ready")
        try:
            while line := self.rfile.readline():
                self.answer(line.decode().strip())
        except (_Cut, OSError):
            pass

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, line: str) -> None:
        tag, _, command = line.partition(" ")
        self.mailbox.seen.append(command)
        verb = command.upper().removeprefix("UID ").split()[0]
        instead = self.mailbox.answers.get(verb)
        if instead == "BYE":
            self.say("* BYE going down")
            raise _Cut
        if instead == "CUT":
            raise _Cut
        if instead:
            self.say(f"{tag} {instead}")
            return
        getattr(self, f"do_{verb.lower()}", self.do_other)(tag, command)

    def do_other(self, tag: str, command: str) -> None:
        self.say(f"{tag} OK done")

    def do_capability(self, tag: str, command: str) -> None:
        self.say(f"* CAPABILITY {self.mailbox.capabilities}")
        self.say(f"{tag} OK done")

    def do_examine(self, tag: str, command: str) -> None:
        self.say(f"* {len(self.mailbox.mails)} EXISTS")
        if self.mailbox.validity:
            self.say(f"* OK [UIDVALIDITY {self.mailbox.validity}] valid")
        if self.mailbox.uid_next != 0:
            self.say(f"* OK [UIDNEXT {self.mailbox.next()}] next")
        self.say(f"{tag} OK [READ-ONLY] open")

    def do_search(self, tag: str, command: str) -> None:
        first, last = map(int, re.findall(r"\d+", command))
        self.say(
            " ".join(
                [
                    "* SEARCH",
                    *(
                        str(uid)
                        for uid in sorted(self.mailbox.mails)
                        if first <= uid <= last or uid in self.mailbox.found_too
                    ),
                ]
            )
        )
        self.say(f"{tag} OK done")

    def do_fetch(self, tag: str, command: str) -> None:
        uids = [int(one) for one in command.split()[2].split(",")]
        wants_body = "BODY.PEEK" in command
        for place, uid in enumerate(uids, 1):
            if uid in self.mailbox.gone:
                continue
            if not wants_body:
                date = "32-Foo-2026 9" if uid in self.mailbox.bad_dates else DATE
                size = len(self.mailbox.mails[uid])
                self.say(f'* {place} FETCH (UID {uid} INTERNALDATE "{date}" RFC822.SIZE {size})')
            elif uid in self.mailbox.refused:
                self.say(f"{tag} NO [SERVERBUG] that mail is broken")
                return
            elif uid in self.mailbox.nil:
                self.say(f"* {place} FETCH (UID {uid} BODY[] NIL)")
            else:
                self._give(place, uid)
        self.say(f"{tag} OK done")

    def _give(self, place: int, uid: int) -> None:
        mail = self.mailbox.mails[uid]
        self.wfile.write(f"* {place} FETCH (UID {uid} BODY[] {{{len(mail)}}}\r\n".encode())
        if uid in self.mailbox.cut_in:
            self.wfile.write(mail[: len(mail) // 2])
            raise _Cut
        self.wfile.write(mail + b")\r\n")

    def do_idle(self, tag: str, command: str) -> None:
        self.say("+ idling")
        for line in self.mailbox.idle_says:
            if line == "CUT":
                raise _Cut
            self.say(line)
        self.rfile.readline()
        self.say(f"{tag} OK done")

    def do_logout(self, tag: str, command: str) -> None:
        self.say("* BYE")
        self.say(f"{tag} OK done")
        raise _Cut
