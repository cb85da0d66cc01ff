"""The shape of what one language says above an older mail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, lower case, several of one kind parted by ``|`` and none of them a pattern.

    ``sender`` to ``subject`` are the labels of header lines, ``wrote`` the end or middle of "On Monday Bob wrote:",
    ``original`` and ``forwarded`` stand between dashes above an older mail, ``begins`` ends with a colon.
    """

    name: str
    sender: str
    sent: str
    to: str
    copy: str
    subject: str
    wrote: str
    original: str = ""
    forwarded: str = ""
    begins: str = ""
