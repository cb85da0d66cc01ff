"""The people of a school: the values a school folder or a management system hands over."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from gateway.domain.bank_holidays import HolidayList

STAFF_ROLES = frozenset(
    {
        "teacher",
        "teaching_assistant",
        "office",
        "headteacher",
        "deputy_head",
        "dsl",
        "deputy_dsl",
        "governor_chair",
        "it_lead",
    }
)
FOLDER, PAGE = "folder", "page"
"""Where a line of the calendar or an absence came from: the school folder, or somebody on the settings pages."""
RESTRICTIONS = ("", "via_office", "court_order", "no_contact")
"""From none to strictest."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """What a school does about danger out of hours; ``mode`` is ``signpost`` or ``on_call``."""

    mode: str
    office_phone: str
    council_day: str
    council_night: str


@dataclass(frozen=True, slots=True)
class Embargo:
    """A topic that only the headteacher may release, until an aware moment."""

    topic: str
    phrases: tuple[str, ...]
    until: datetime


REGISTER_CLOSES = "09:15"
"""Until a school says another time: published ones lie between 8:25 and 9:30 (research/domain.md, 1.18)."""


@dataclass(frozen=True, slots=True)
class School:
    """A school's own settings. Hours are text in the hours grammar (``domain.hours``).

    ``folder_hours`` is what the school folder said of them when a page changed them; blank while the folder's stand.
    ``lessons_hold`` is whether messages wait for the end of somebody's lessons, ``bank_holidays`` a newer list of
    them than Handbell's own, or None. ``own_rule`` is the school's own sentence on what families tell it by phone ("We take
    absences by phone only."), shown where they write, or blank; ``register_closes`` is when a child who is not there is
    missed. No folder says any of these.
    """

    name: str
    timezone: str
    division: str
    email_domains: tuple[str, ...]
    office_address: str
    office_hours: str
    staff_hours: str
    courtesy_hours: str
    reply_within_days: int
    emergency: Emergency
    authentication_server: str = ""
    embargoes: tuple[Embargo, ...] = ()
    folder_hours: str = ""
    lessons_hold: bool = False
    bank_holidays: HolidayList | None = None
    own_rule: str = ""
    register_closes: str = REGISTER_CLOSES

    @property
    def hours_said(self) -> str:
        """The school's hours and days for an answer in one line, to compare by."""
        return f"{self.office_hours}, {self.staff_hours}, {self.courtesy_hours}, {self.reply_within_days}"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A stretch of school days, both ends included; ``kind`` is ``term``, ``inset`` or ``closed``.

    Two that say the same are equal, whatever their ``origin``.
    """

    kind: str
    first_on: date
    last_on: date
    label: str = ""
    origin: str = field(default=FOLDER, compare=False)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person who works at the school. ``hours`` blank means the school's ``staff_hours``; ``folder_hours`` as in School.

    ``lessons`` are the hours, in a week in the hours grammar, in which they teach or prepare lessons; blank where none are
    set. Like ``year_round`` they are never the folder's.
    """

    staff_id: str
    title: str
    first_name: str
    last_name: str
    email: str
    roles: frozenset[str]
    classes: tuple[str, ...] = ()
    hours: str = ""
    works_inset: bool = False
    covered_by: str = ""
    year_round: bool = False
    folder_hours: str = ""
    lessons: str = ""

    @property
    def hours_said(self) -> str:
        """Their hours, training days and cover in one line, to compare by; year-round is never the folder's."""
        return f"{self.hours}, {'with' if self.works_inset else 'without'} training days, {self.covered_by}"

    @property
    def name(self) -> str:
        """The name parents and colleagues use: "Miss Nair"."""
        return f"{self.title} {self.last_name}".strip() if self.title else f"{self.first_name} {self.last_name}"


def folder_said(before: School | StaffMember, after: School | StaffMember) -> str:
    """What the folder said of hours that a page changes from ``before`` to ``after``; blank where that is said again."""
    said = before.folder_hours or before.hours_said
    return "" if said == after.hours_said else said


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class; ``year_groups`` are ``N, R, 1 … 6``."""

    class_id: str
    name: str
    year_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child on the roll. Consent is True only with a document that stands."""

    pupil_id: str
    first_name: str
    last_name: str
    preferred_name: str
    class_id: str
    consent_twitter: bool = False
    consent_youtube: bool = False
    consent_document: str = ""
    consent_until: date | None = None

    @property
    def name(self) -> str:
        """The name school uses every day: "Zofia Nowak"."""
        return f"{self.preferred_name or self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Contact:
    """One adult of a family; a person may be a contact of several pupils (``Tie``)."""

    contact_id: str
    title: str
    first_name: str
    last_name: str
    emails: tuple[str, ...]
    mobiles: tuple[str, ...]
    language: str = "en"

    @property
    def name(self) -> str:
        """First and last name, as a conversation is headed: "Agnieszka Nowak"."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Tie:
    """How one contact stands to one pupil, and what limits that."""

    pupil_id: str
    contact_id: str
    relationship: str
    parental_responsibility: bool
    priority: int
    lives_with: bool
    may_contact: bool
    restriction: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Days, both ends included, on which a person is away; ``covered_by`` is a staff id or blank.

    Two that say the same are equal, whatever their ``origin``.
    """

    staff_id: str
    first_on: date
    last_on: date
    covered_by: str = ""
    origin: str = field(default=FOLDER, compare=False)


@dataclass(frozen=True, slots=True)
class EarlyFinish:
    """Somebody has finished their day early, at an aware moment: they are off duty for the rest of that day."""

    staff_id: str
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class OnCall:
    """A turn of the out-of-hours rota: one leader from one day to another, both included."""

    turn_id: int
    staff_id: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Council:
    """Another council than the school's, its numbers by day and at night, and the children who live in its area."""

    council_id: int
    name: str
    day: str
    night: str
    pupil_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolAddress:
    """Another address of the school's mail: an alias, a shared mailbox or a list. ``readers`` are staff ids or ``office``."""

    address: str
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything a school folder says, and what no folder knows: who has finished a day early, who is on call, which
    children live in another council's area, and by which other addresses staff are written to.
    """

    school: School
    calendar: tuple[CalendarDay, ...]
    staff: tuple[StaffMember, ...]
    classes: tuple[SchoolClass, ...]
    pupils: tuple[Pupil, ...]
    contacts: tuple[Contact, ...]
    ties: tuple[Tie, ...]
    absences: tuple[Absence, ...] = ()
    early_finishes: tuple[EarlyFinish, ...] = ()
    on_call: tuple[OnCall, ...] = ()
    councils: tuple[Council, ...] = ()
    addresses: tuple[SchoolAddress, ...] = ()
