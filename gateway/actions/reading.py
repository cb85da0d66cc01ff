"""One mail read in full, before any transaction is open: its words, its kind, and what the risk screen says first."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.domain import operations, risk
from gateway.domain.messages import Evidence, Finding, Turn
from gateway.mail import automatic, bounces, fingerprints, quoted, threading
from gateway.mail.bounces import Failure
from gateway.mail.message import ParsedMail
from gateway.mail.parsing import parse
from gateway.mail.threading import ThreadKeys


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail says. ``kind`` is ``message``, ``auto_reply``, ``bounce``, ``list_mail`` or ``receipt``."""

    mail: ParsedMail
    fingerprint: str
    kind: str
    may_be_answered: bool
    text: str
    folded: str
    keys: ThreadKeys
    risks: tuple[Finding, ...]
    operations: tuple[Finding, ...]
    failures: tuple[Failure, ...]


def read_mail(raw: bytes) -> Reading:
    """Read any bytes; never raises. Risk is screened here, first, whatever becomes of the mail afterwards."""
    mail = parse(raw)
    kind = automatic.kind_of(mail).kind if mail.readable else "message"
    written = quoted.newly_written(mail.text)
    text = written.text
    risks, practical = (
        screen(mail.subject, text, [one.name for one in mail.attachments]) if kind == "message" else ((), ())
    )
    return Reading(
        mail=mail,
        fingerprint=fingerprints.fingerprint(mail),
        kind=kind,
        may_be_answered=kind == "message" and automatic.may_be_answered(mail),
        text=text,
        folded="\n".join(filter(None, (written.signature, written.quoted))),
        keys=threading.keys(mail),
        risks=risks,
        operations=practical,
        failures=bounces.failures(mail, raw) if kind == "bounce" else (),
    )


def screen(subject: str, text: str, file_names: list[str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Risks and operations of a message: a subject speaks like its first line, and evidence points into the text alone."""
    lead = f"{subject}\n" if subject else ""
    turn = Turn(by="parent", author="", text=lead + text, attachments=tuple(file_names))
    return (
        tuple(_shifted(one, len(lead)) for one in risk.screen((turn,))),
        tuple(_shifted(one, len(lead)) for one in operations.recognise(lead + text)),
    )


def _shifted(finding: Finding, by: int) -> Finding:
    kept = (one for one in finding.evidence if one.start >= by)
    return Finding(
        finding.code, finding.reason, tuple(Evidence(one.message, one.start - by, one.end - by) for one in kept)
    )
