"""Notices: mail by which an app of the school tells that a message waits there, or hands one on; and how it is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gateway.domain.channels import CLOSED
from gateway.domain.errors import InputProblem
from gateway.domain.promises import OFFICE

TELLS: Mapping[str, str] = {
    "waits": "Only that something waits there",
    "absence": "That a family explains an absence there",
    "words": "The message itself",
}
"""What mail of an app tells → how people say it."""
LONGEST = 200
"""Characters of a pattern."""
ANYBODYS = frozenset(
    {
        "aol.com",
        "btinternet.com",
        "gmail.com",
        "googlemail.com",
        "gmx.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "talktalk.net",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
    }
)
"""Domains at which anybody may have an address: mail from there is a person's, whatever it says."""
_ADDRESS = re.compile(r"[^@\s]+@(?:[a-z0-9-]+\.)+[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of mail of an app. ``sender`` and ``subject`` are patterns: ``*`` stands for anything, ``?`` for one letter; a
    blank subject is any. ``tells`` is a key of ``TELLS``; ``account`` names one of several accounts at the app.

    Who is told: ``reader`` (a staff id or ``office``), else the teachers of ``classes``, else the office.
    """

    channel: str
    sender: str
    subject: str
    tells: str
    account: str = ""
    reader: str = ""
    classes: tuple[str, ...] = ()


USUAL: tuple[Source, ...] = (
    # "<setting> Notification", and weekly "Recent <setting> Notifications": one family's mails, published September 2026.
    Source("tapestry", "noreply@tapestryjournal.com", "*Notification*", "waits"),
    # SC, seven digits and a letter: one mailbox a school, as two schools' mails show it.
    Source("schoolcomms", "sc????????@schoolcomms.com", "", "words"),
)
"""What the makers' mails look like where that is known. How School Gateway writes is published nowhere: a school enters it."""


def in_force(own: Sequence[Source]) -> tuple[Source, ...]:
    """What a school goes by: its own, and the usual ones of every channel for which it has none."""
    changed = {one.channel for one in own}
    return (*own, *(one for one in USUAL if one.channel not in changed))


def recognise(sources: Sequence[Source], *, sender: str, subject: str) -> Source | None:
    """The first source whose patterns a mail fits, or None. It says nothing yet of whether the sender is proven."""
    fitting = (one for one in sources if _fits(one.sender, sender) and (not one.subject or _fits(one.subject, subject)))
    return next(fitting, None)


def _fits(pattern: str, said: str) -> bool:
    return _compiled(pattern.casefold()).fullmatch(" ".join(said.casefold().split())) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    kinds = {"*": ".*", "?": "."}
    return re.compile("".join(kinds.get(one, re.escape(one)) for one in re.sub(r"\*+", "*", pattern)))


def checked(source: Source, *, own_domains: Sequence[str]) -> Source:
    """A source as it is kept. Raises InputProblem where mail of a person could pass for the app's."""
    sender, subject = source.sender.strip().casefold(), " ".join(source.subject.split())
    if source.channel not in CLOSED or source.tells not in TELLS:
        raise InputProblem("Choose the app, and what its email tells.")
    if len(sender) > LONGEST or len(subject) > LONGEST or len(source.account) > LONGEST:
        raise InputProblem(f"Write at most {LONGEST} letters.")
    if not _ADDRESS.fullmatch(sender):
        raise InputProblem("Enter the whole address, such as noreply@tapestryjournal.com; * only stands before the @.")
    if sender.count("*") > 3 or subject.count("*") > 5:
        raise InputProblem("Use * at most three times in the address and five times in the subject.")
    domain = sender.rpartition("@")[2]
    if domain in ANYBODYS or domain in {one.casefold() for one in own_domains}:
        raise InputProblem(
            f"People write from {domain}, so their messages would be taken for notices. Enter the app’s."
        )
    if source.tells == "absence" and source.reader not in ("", OFFICE):
        raise InputProblem("Absences go to the office. Leave out who is told.")
    return Source(
        source.channel,
        sender,
        subject,
        source.tells,
        " ".join(source.account.split()),
        source.reader,
        source.classes,
    )
