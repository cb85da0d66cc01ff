"""How much memory taking mail in needs, each measured in a process of its own."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from bench.corpus import corpus
from bench.school import BEGINS, SCHOOL, opened, prepared, sample_roster
from gateway.actions.arrivals import take_in
from gateway.ports.channels import RawHook

LARGE = 30 * 1024 * 1024


def peak_mb() -> float:
    """The largest memory this process has held, in MB: ``getrusage`` would give a larger parent's where there was one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def one_large_mail(at: datetime) -> bytes:
    """A parent's mail of about 30 MB: one video, as a phone sends it."""
    contact = next(one for one in sample_roster().contacts if one.emails)
    lines = (b"QUJD" * 19 + b"\r\n") * (LARGE // 78)
    head = (
        f"From: {contact.name} <{contact.emails[0]}>\r\nTo: office@elmswick.example\r\nSubject: Video\r\n"
        f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000\r\nMessage-ID: <video@mail.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n'
        '--b\r\nContent-Type: video/mp4; name="play.mp4"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head.encode() + lines + b"--b--\r\n"


def write(folder: Path) -> None:
    """Put the corpus into files, so that making it does not count as taking it in."""
    for number, mail in enumerate(corpus(sample_roster(), count=1000, start=BEGINS)):
        (folder / f"{number:04d}.eml").write_bytes(mail.raw)


def take(folder: Path) -> None:
    """Take every mail of the folder in, five minutes apart."""
    for number, path in enumerate(sorted(folder.glob("*.eml"))):
        at = BEGINS + number * timedelta(minutes=5)
        take_in(SCHOOL, RawHook("bench", path.name, path.read_bytes(), at), now=at)


def main() -> None:
    """``python -m bench.memory write|corpus|large FOLDER``; the last two print the peak in MB.

    ``write`` makes the mails and two databases, because a process that takes mail in has not migrated one.
    """
    what, mails = sys.argv[1], Path(sys.argv[2])
    if what == "write":
        write(mails)
        for name in ("corpus", "large"):
            prepared(address(mails, name), mails)
        return
    app = opened(address(mails, what), mails)
    with app.app_context():
        if what == "large":
            take_in(SCHOOL, RawHook("bench", "large", one_large_mail(BEGINS), BEGINS), now=BEGINS)
        else:
            take(mails)
    print(f"{peak_mb():.0f}")


def address(folder: Path, name: str) -> str:
    """Where the database of one measurement is."""
    return f"sqlite:///{folder}/{name}.sqlite"


if __name__ == "__main__":
    main()
