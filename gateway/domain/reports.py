"""What somebody may report from any page or message, and what each kind of report is called on the risk clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.messages import Finding

REPORT = "report"
"""The endpoint, and the channel, of what somebody reports."""
STAFF, HEAD = "staff", "head"
ABOUT: Mapping[str, str] = {
    "": "No, or I am not sure",
    STAFF: "Yes, a member of staff",
    HEAD: "Yes, the headteacher",
}
"""Whether a report is about somebody who works at the school: what is chosen → how the form says it."""
ALLEGATION = "allegation_staff"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report: its code on the risk clock, its name in the form, and an example that helps to choose."""

    code: str
    name: str
    hint: str


KINDS: Mapping[str, Kind] = {
    "child": Kind("safeguarding", "A child may not be safe", "At home, at school, online or anywhere else"),
    "online": Kind("online_bullying", "Bullying online", "Of a child, or of somebody who works at school"),
    "threat": Kind("threat", "A threat", "To anybody, in any words"),
    "other": Kind("reported", "Something else", "Anything that somebody at school should see now"),
}
"""Key of the form → its kind, the one that matters most first."""


def findings_of(kind: str, *, about: str, by: str) -> tuple[Finding, ...]:
    """Why a report is alerted; ``by`` is ``parent`` or ``staff``. Raises KeyError for a kind that is none.

    About somebody who works at the school it is an allegation, whatever else it is: its route is closed.
    """
    who = "a member of staff" if by == "staff" else "a parent"
    plain = Finding(KINDS[kind].code, f"Reported by {who}: {KINDS[kind].name[0].lower()}{KINDS[kind].name[1:]}.", ())
    if not about:
        return (plain,)
    whom = "the headteacher" if about == HEAD else "somebody who works at school"
    return (plain, Finding(ALLEGATION, f"The report is about {whom}.", ()))
