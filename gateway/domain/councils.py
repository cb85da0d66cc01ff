"""Which councils answer for children: the school's own, or others where they live; the text around them stays the same."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.domain.roster import Council, Roster


def councils_for(roster: Roster, pupil_ids: Iterable[str]) -> tuple[Council, ...]:
    """Every council in whose area one of these children lives, the school's own first, with a blank name; at least one.

    Without a child it is the school's own. One whose numbers are those of another stands once.
    """
    plan, wanted = roster.school.emergency, set(pupil_ids)
    others = [one for one in roster.councils if wanted & set(one.pupil_ids)]
    elsewhere = {key for one in others for key in one.pupil_ids}
    own = [Council(0, "", plan.council_day, plan.council_night, ())] if not others or wanted - elsewhere else []
    found: dict[tuple[str, str], Council] = {}
    for one in (*own, *others):
        found.setdefault((one.day, one.night), one)
    return tuple(found.values())


def councils_of(roster: Roster) -> tuple[str, ...]:
    """The other councils with their numbers, as a check confirms them: ``council:Northvale:01632 …:01632 …``, sorted."""
    return tuple(sorted(f"council:{one.name}:{one.day}:{one.night}" for one in roster.councils))
