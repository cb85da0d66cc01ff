"""Never suggest: the ordered rules by which no talk is offered, what is done instead, and who may read why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from gateway.domain.meetings.limits import LEADERS, may_read

WAYS = ("in_person", "phone", "video")
"""How people talk, in the order in which it is offered."""
FAR = frozenset({"phone", "video"})
"""The ways on which nobody comes to school."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at: a conversation, and the person who would offer the talk and hold it, with these ``roles``.

    ``worry`` is the strictest of the alerts about it or its children: ``uncleared``, ``leaders`` (a leader may talk) or
    blank; ``knows_worry`` says that this person may see all of those alerts; ``may_be_accused`` that one is an allegation
    that names them, or names nobody. ``is_formal`` that a formal complaint is open in it.
    ``way`` is of ``WAYS``, blank while none is chosen.
    """

    roles: frozenset[str]
    worry: str = ""
    knows_worry: bool = True
    may_be_accused: bool = False
    is_threat: bool = False
    may_write: bool = True
    has_order: bool = False
    is_hostile: bool = False
    is_formal: bool = False
    limits: frozenset[str] = frozenset()
    way: str = ""
    has_interpreter: bool = False

    @property
    def is_leader(self) -> bool:
        """Whether they lead the school."""
        return not self.roles.isdisjoint(LEADERS)

    @property
    def leads_from_afar(self) -> bool:
        """Whether they lead the school and nobody would come to school for the talk."""
        return self.is_leader and (not self.way or self.way in FAR)


Asks = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: it ``stands`` or not, and where it does some may go on all the same (``passes``). ``knows`` is who may read
    ``reason``; ``instead`` is what to do, where ``{leader}`` is the leader to ask and ``{contact}`` the family member.
    """

    name: str
    stands: Asks
    passes: Asks
    knows: Asks
    reason: str
    instead: str


def _limit(key: str) -> Asks:
    return lambda facts: key in facts.limits


def _nobody(_: Facts) -> bool:
    return False


def _everybody(_: Facts) -> bool:
    return True


def _leader(facts: Facts) -> bool:
    return facts.is_leader


def _knows_worry(facts: Facts) -> bool:
    return facts.knows_worry


_ASK = "{leader} arranges this talk. Please ask {leader}."
RULES: tuple[Rule, ...] = (
    Rule(
        "worry_not_cleared",
        lambda facts: facts.worry == "uncleared",
        _nobody,
        _knows_worry,
        "A worry about a child is not cleared yet.",
        "Nobody speaks to the family before it is known to be safe. Say so on the alert when it is.",
    ),
    Rule("allegation", lambda facts: facts.may_be_accused, _nobody, _nobody, "It alleges something about them.", _ASK),
    Rule(
        "threat",
        lambda facts: facts.worry == "leaders" and facts.is_threat,
        lambda facts: facts.leads_from_afar,
        lambda facts: facts.knows_worry or facts.is_leader,
        "Somebody was threatened.",
        "A leader talks with them, by phone or video. Nobody meets them at school.",
    ),
    Rule(
        "worry_for_leaders",
        lambda facts: facts.worry == "leaders",
        _leader,
        _knows_worry,
        "A worry about a child was cleared for a leader alone.",
        _ASK,
    ),
    Rule(
        "restriction",
        lambda facts: not facts.may_write,
        _nobody,
        _everybody,
        "There is a restriction on {contact}.",
        "Speak to the office before you say anything, also at the gate.",
    ),
    Rule(
        "danger_at_home",
        _limit("danger_at_home"),
        _leader,
        lambda facts: may_read("danger_at_home", facts.roles),
        "There is danger from somebody at home.",
        "The headteacher decides whether and how school talks with them. Never offer a talk to two adults together.",
    ),
    Rule(
        "order",
        lambda facts: facts.has_order,
        _leader,
        _everybody,
        "A court order or a no-contact restriction stands in this family.",
        "The headteacher decides whether and how school talks with them. Never offer a talk to two adults together.",
    ),
    Rule(
        "site_ban",
        _limit("site_ban"),
        lambda facts: facts.leads_from_afar,
        _everybody,
        "{contact} may not come on site.",
        "A leader talks with them, by phone or video. {leader} arranges it.",
    ),
    Rule(
        "hostile",
        lambda facts: facts.is_hostile,
        _leader,
        _everybody,
        "The words are hostile.",
        "A leader takes over; you need not answer. Hand it to {leader}.",
    ),
    Rule(
        "formal_stage",
        lambda facts: facts.is_formal,
        _nobody,
        _everybody,
        "A formal complaint is open, and its stage is in writing.",
        "Answer in writing, by the dates of the procedure.",
    ),
    Rule(
        "writing",
        _limit("writing"),
        _nobody,
        _everybody,
        "{contact} has asked school to write.",
        "Answer in writing.",
    ),
    Rule(
        "interpreter",
        _limit("interpreter"),
        lambda facts: facts.has_interpreter,
        _everybody,
        "{contact} needs an interpreter, and none is booked.",
        "Book the interpreter first, then offer times and name who it is.",
    ),
)
"""The rules in order: the first that stands and is not passed refuses."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no talk is offered, by the ``name`` of a rule. ``is_known`` says that this person may read ``reason``.

    To whoever may not, nothing on a page may differ from a conversation in which nothing was seen.
    """

    name: str
    reason: str
    instead: str
    is_known: bool


def refusal(facts: Facts, *, leader: str, contact: str, reader: Facts | None = None) -> Refusal | None:
    """Why this person may not offer this talk, or None. ``leader`` and ``contact`` are names; ``reader`` is who reads of it,
    where that is somebody else.

    What somebody may not know is refused in the same words whatever it is, and those words say no more than whom to ask.
    """
    for rule in RULES:
        if rule.stands(facts) and not rule.passes(facts):
            is_known = rule.knows(reader or facts)
            return Refusal(
                rule.name,
                rule.reason.format(contact=contact) if is_known else "",
                (rule.instead if is_known else _ASK).format(leader=leader, contact=contact),
                is_known,
            )
    return None


def ways_left(facts: Facts) -> tuple[str, ...]:
    """The ways of ``WAYS`` by which this person may offer a talk."""
    return tuple(way for way in WAYS if _goes(replace(facts, way=way)))


AT_EVENINGS = frozenset({"worry_not_cleared", "allegation", "threat", "worry_for_leaders", "restriction", "site_ban"})
"""The rules that hold for a parents' evening too, to which every family is asked: the others are about a talk of its own."""


def is_welcome(facts: Facts) -> bool:
    """Whether this person may meet the family at a parents' evening, to which every family of a class is asked."""
    return not any(rule.stands(facts) and not rule.passes(facts) for rule in RULES if rule.name in AT_EVENINGS)


def cautions(facts: Facts, *, contact: str) -> tuple[str, ...]:
    """What somebody who may offer a talk all the same must bear in mind: the reasons of the rules that they pass."""
    passed = (rule for rule in RULES if rule.stands(facts) and rule.passes(facts) and rule.knows(facts))
    return tuple(rule.reason.format(contact=contact) for rule in passed)


def _goes(facts: Facts) -> bool:
    return not any(rule.stands(facts) and not rule.passes(facts) for rule in RULES)
