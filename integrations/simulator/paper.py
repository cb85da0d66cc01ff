"""Mail on paper: what the school sends is kept as files in a folder, and a parent's mail is written by hand."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from gateway.mail.addresses import normalise
from gateway.mail.writing import BrokenHeader, Draft, write
from gateway.ports.channels import Capabilities, Outbound, SendResult
from gateway.ports.errors import Refused, TryLater
from gateway.ports.playground import PaperLetter


class PaperChannel:
    """The school's email without a mail server; ``mail_of`` makes the bytes that a real one would be given."""

    name = "school_email"
    can = Capabilities(receive=True, send=True, receipts=False, attachments=False, safe_to_resend=False)

    def __init__(self, folder: Path, *, mail_of: Callable[[Outbound], bytes]) -> None:
        self._folder = folder
        self._mail_of = mail_of

    def send(self, message: Outbound) -> SendResult:
        """Keep one mail; durable when this returns. Raises Refused for a broken header, TryLater for a disk that fails."""
        mail = self._mail_of(message)
        try:
            return SendResult(_keep(self._folder, mail, address=message.to_address))
        except OSError as failure:
            raise TryLater("The folder of letters cannot be written.") from failure


class PaperPost:
    """The parents' side of that folder; a ``Playground``. ``clock`` dates what they write."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock

    def letters_to(self, address: str) -> tuple[PaperLetter, ...]:
        """Every letter to an address, newest first; empty for somebody nobody wrote to."""
        found = sorted(self._folder.glob(f"*-{_mark_of(address)}.eml"), reverse=True)
        return tuple(PaperLetter(path.stem, path.read_bytes(), _order(path)) for path in found)

    def write(
        self, *, from_address: str, from_name: str, to_address: str, subject: str, text: str, in_reply_to: str = ""
    ) -> bytes:
        """A parent's mail as it would arrive, under an id of its own. Raises Refused for a line break in a header."""
        draft = Draft(
            from_address=from_address,
            from_name=from_name,
            to_address=to_address,
            subject=subject,
            text=text,
            message_id=f"<{secrets.token_hex(12)}@{from_address.rpartition('@')[2] or 'mail.example'}>",
            in_reply_to=in_reply_to,
            references=(in_reply_to,) if in_reply_to else (),
            date=self._clock(),
        )
        try:
            return write(draft, eight_bit=True)
        except BrokenHeader as failure:
            raise Refused(str(failure), code="header") from failure


def _keep(folder: Path, mail: bytes, *, address: str) -> str:
    """Write one letter whole or not at all, under the next number; several processes may do so at once."""
    folder.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=folder, prefix=".letter-")
    written = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(mail)
            file.flush()
            os.fsync(file.fileno())
        kept = _named(written, folder, mark=_mark_of(address))
    finally:
        written.unlink(missing_ok=True)
    _settle(folder)
    return kept.stem


def _named(written: Path, folder: Path, *, mark: str) -> Path:
    """Give a written letter its number: a claimed number is a file of its own, so two letters never share one."""
    order = max((_order(path) for path in folder.glob("*-*.eml")), default=0)
    while True:
        order += 1
        claim, kept = folder / f".{order:08d}", folder / f"{order:08d}-{mark}.eml"
        try:
            os.close(os.open(claim, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        os.link(written, kept)
        return kept


def _settle(folder: Path) -> None:
    """Make the folder's own list of names durable."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _mark_of(address: str) -> str:
    """An address as a file name that says nobody's name."""
    return sha256(normalise(address).encode("utf-8", "replace")).hexdigest()[:16]


def _order(path: Path) -> int:
    number = path.name.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() else 0
