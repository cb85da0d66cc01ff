"""Who collects: the adults of a child beside a message that says who comes, with what each of them may do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.domain.identity import Directory

_CALLED = {
    "mother": "mum mummy mom mam mama",
    "father": "dad daddy papa",
    "grandmother": "nan nana nanna gran granny grandma babcia bunica",
    "grandfather": "grandad grandpa dziadek bunicul",
    "aunt": "auntie aunty ciocia",
    "uncle": "wujek",
    "childminder": "minder",
}
"""A relationship as lists of school name it → what families call it."""


@dataclass(frozen=True, slots=True)
class Collector:
    """One adult of a child. ``named`` is whether the message may speak of them, ``wrote`` whether it is theirs."""

    name: str
    relationship: str
    child: str
    parental_responsibility: bool
    lives_with: bool
    restriction: str
    may_contact: bool
    named: bool
    wrote: bool

    @property
    def is_restricted(self) -> bool:
        """Whether something stands against this adult: a leader decides before anybody agrees."""
        return bool(self.restriction) or not self.may_contact


def collectors(people: Directory, text: str, pupil_ids: Sequence[str], *, contact_id: str) -> tuple[Collector, ...]:
    """The adults on the list for these children, those of whom a message may speak first.

    A name that is not among them belongs to somebody who is not on the list.
    """
    said = set(re.findall(r"[^\W\d_]{2,}", text.casefold()))
    found = []
    for tie in people.roster.ties:
        if tie.pupil_id not in pupil_ids or tie.contact_id not in people.contacts:
            continue
        contact, pupil = people.contacts[tie.contact_id], people.pupils[tie.pupil_id]
        called = {contact.first_name.casefold(), *re.findall(r"[^\W\d_]{2,}", tie.relationship.casefold())}
        for word in tuple(called):
            called.update(_CALLED.get(word, "").split())
        found.append(
            Collector(
                name=contact.name,
                relationship=tie.relationship,
                child=pupil.preferred_name or pupil.first_name,
                parental_responsibility=tie.parental_responsibility,
                lives_with=tie.lives_with,
                restriction=tie.restriction,
                may_contact=tie.may_contact,
                named=bool(called & said),
                wrote=tie.contact_id == contact_id,
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.named, not one.is_restricted, one.child, one.name)))
