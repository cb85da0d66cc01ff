"""What anybody at the door may know of a school: its name, whether the office is open, and whom to phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from gateway.actions.directory import directory
from gateway.actions.schools import every_school
from gateway.domain.councils import councils_for
from gateway.domain.help import Help, help_at
from gateway.domain.scope import Scope
from gateway.store.transaction import reading


@dataclass(frozen=True, slots=True)
class Front:
    """A school as its public pages show it at ``now``; moments are in ``zone``."""

    school: str
    zone: tzinfo
    now: datetime
    help: Help

    @property
    def hour(self) -> str:
        """The light of the drawing: ``day`` while the office is open, else ``evening``."""
        return "evening" if self.help.open_until is None else "day"


def front_of(scope: Scope, *, now: datetime, contact_id: str = "") -> Front:
    """The front of one school, with the numbers for this contact's children. No event: nothing in it is anybody's."""
    with reading():
        people = directory(scope)
    zone = people.staffing.calendar.zone
    school, councils = (
        people.roster.school,
        councils_for(people.roster, [one.pupil_id for one in people.ties_of(contact_id)]),
    )
    shown = help_at(people.staffing, school.emergency, councils, now, own_rule=school.own_rule)
    return Front(school.name, zone, now.astimezone(zone), shown)


def front_door(*, now: datetime) -> Front | None:
    """The front of the one school of this database; None where there are several, or none yet. No event, as above."""
    schools = every_school()
    return front_of(schools[0], now=now) if len(schools) == 1 else None
