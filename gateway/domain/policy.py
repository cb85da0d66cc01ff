"""The school's policy as an ordered table of named rules: the first that applies decides what happens to a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CLAUSES: dict[str, str] = {
    "C1": "Conversations about children happen only on Tapestry, school email, School Gateway or SchoolComms.",
    "C2": "Conversations happen at a mutually convenient time.",
    "C3": "Nobody is expected to be available outside normal working hours.",
    "C4": "What concerns pupils, parents, staff, volunteers and governors is confidential.",
    "C5": "The headteacher decides what school information is released, when and to whom.",
    "C6": "Staff do not pre-empt a release.",
    "C7": "Breaches of privacy are very serious.",
    "C8": "The school and its location are named with caution on social media.",
    "C9": "Nothing is posted that reflects badly on staff or school.",
    "C10": "Staff take care with parents as friends.",
    "C11": "Staff never have pupils as friends.",
    "C12": "Online bullying of staff or pupils is reported to the headteacher immediately.",
    "C13": "Nobody uses social networks while at work.",
    "C14": "Identities are protected; passwords are enabled and secure.",
    "C15": "The school may monitor, and tells the individual that and why.",
    "C16": "Discipline follows the code of conduct.",
    "C17": "Four questions are asked before posting.",
    "C18": "School accounts are used for four purposes only.",
    "C19": "Only children whose parents gave written permission appear.",
    "C20": "Names are never matched to photographs.",
    "C21": "Teachers' personal views are not posted.",
    "C22": "Conversations better held face to face are not held online.",
    "C23": "Legitimate conversation is not limited.",
}
"""What the school requires, by the identifier that code, tests and the record use."""

RESTRICTED_WRITERS = frozenset({"no_contact", "court_order", "via_office"})


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision may rest on. ``sender`` is ``contact``, ``staff`` or blank for somebody nobody knows."""

    readable: bool = True
    held_already: bool = False
    mail_kind: str = "message"
    route_is_sanctioned: bool = True
    sender: str = ""
    authentication: str = "none"
    restriction: str = ""
    risks: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    any_reader_on_duty: bool = False
    any_reader_in_lessons: bool = False
    reader_is_office: bool = False
    courteous_now: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens, and under which rule of which clause: ``rule`` reads ``C3.staff_off_duty``."""

    disposition: str
    rule: str

    @property
    def clause(self) -> str:
        """The clause the rule serves."""
        return self.rule.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the policy: when ``applies``, the message goes where ``disposition`` says."""

    name: str
    applies: Callable[[Facts], bool]
    disposition: str


RULES: tuple[Rule, ...] = (
    Rule("C23.unreadable", lambda facts: not facts.readable, "shelf"),
    Rule("C23.held_already", lambda facts: facts.held_already, "none"),
    Rule("C3.automatic_mail", lambda facts: facts.mail_kind != "message", "none"),
    Rule("C12.risk_first", lambda facts: bool(facts.risks), "risk"),
    Rule("C1.route_not_sanctioned", lambda facts: not facts.route_is_sanctioned, "turned_back"),
    Rule("C14.sender_not_proven", lambda facts: facts.authentication == "fail", "office"),
    Rule("C1.unknown_sender", lambda facts: not facts.sender, "office"),
    Rule("C2.courtesy_hours", lambda facts: facts.sender == "staff" and not facts.courteous_now, "queue"),
    Rule("C1.from_staff", lambda facts: facts.sender == "staff", "inbox"),
    Rule("C3.operation_to_office", lambda facts: bool(facts.operations), "office"),
    Rule("C4.restricted_contact", lambda facts: facts.restriction in RESTRICTED_WRITERS, "office"),
    Rule("C3.nobody_with_hours", lambda facts: facts.reader_is_office, "office"),
    Rule("C3.on_duty", lambda facts: facts.any_reader_on_duty, "inbox"),
    Rule("C3.in_lessons", lambda facts: facts.any_reader_in_lessons, "queue"),
    Rule("C3.staff_off_duty", lambda facts: True, "queue"),
)
"""The order is the policy: risk stands before every hold, operations before every teacher (two clocks)."""


def decide(facts: Facts) -> Decision:
    """The first rule that applies; there always is one."""
    rule = next(rule for rule in RULES if rule.applies(facts))
    return Decision(rule.disposition, rule.name)
