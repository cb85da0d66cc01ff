"""Who wrote, about whom, and to whom it should go: answers from a roster, computed once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from gateway.domain.promises import OFFICE, OFFICE_NAME, Staffing
from gateway.domain.roster import Contact, Pupil, Roster, StaffMember, Tie


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the school knows; ``kind`` is ``contact`` or ``staff``, ``key`` their id."""

    kind: str
    key: str
    name: str


class Directory:
    """A roster with its look-ups; built once for each version of the school's people."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.staff: dict[str, StaffMember] = {one.staff_id: one for one in roster.staff}
        self.pupils: dict[str, Pupil] = {one.pupil_id: one for one in roster.pupils}
        self.contacts: dict[str, Contact] = {one.contact_id: one for one in roster.contacts}
        self.classes = {one.class_id: one for one in roster.classes}
        self.staffing = Staffing.of(roster)

    @cached_property
    def _staff_by_email(self) -> dict[str, StaffMember]:
        return {one.email.lower(): one for one in self.roster.staff if one.email}

    @cached_property
    def _readers_by_email(self) -> dict[str, tuple[str, ...]]:
        """A mailbox whose readers have all left is the office's: mail to it must not fall between two people."""
        return {
            one.address: tuple(key for key in one.readers if key == OFFICE or key in self.staff) or (OFFICE,)
            for one in self.roster.addresses
        }

    @cached_property
    def _contacts_by_email(self) -> dict[str, tuple[Contact, ...]]:
        found: dict[str, tuple[Contact, ...]] = {}
        for one in self.roster.contacts:
            for email in one.emails:
                found[email.lower()] = (*found.get(email.lower(), ()), one)
        return found

    @cached_property
    def _ties_by_contact(self) -> dict[str, tuple[Tie, ...]]:
        found: dict[str, tuple[Tie, ...]] = {}
        for tie in self.roster.ties:
            found[tie.contact_id] = (*found.get(tie.contact_id, ()), tie)
        return found

    @cached_property
    def _teachers_by_class(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for one in self.roster.staff:
            if "teacher" in one.roles:
                for class_id in one.classes:
                    found[class_id] = (*found.get(class_id, ()), one.staff_id)
        return found

    def with_role(self, *roles: str) -> tuple[StaffMember, ...]:
        """Everybody who holds one of these roles, in the order of the roles."""
        return tuple(dict.fromkeys(one for role in roles for one in self.roster.staff if role in one.roles))

    def staff_by_email(self, address: str) -> StaffMember | None:
        """The member of staff whose own address this is, or an alias that nobody else reads; or None."""
        if staff := self._staff_by_email.get(address):
            return staff
        readers = self._readers_by_email.get(address, ())
        return self.staff.get(readers[0]) if len(readers) == 1 else None

    def readers_at(self, address: str) -> tuple[str, ...]:
        """Whose mailbox an address is: staff ids or ``office``, who answers for it first; empty where it is nobody's."""
        staff = self._staff_by_email.get(address)
        return (staff.staff_id,) if staff is not None else self._readers_by_email.get(address, ())

    def staff_among(self, readers: Sequence[str]) -> tuple[StaffMember, ...]:
        """The members of staff behind readers: the office is whoever has its role, else the headteacher."""
        office = self.with_role("office") or self.with_role("headteacher")
        behind = (office if one == OFFICE else (self.staff[one],) for one in readers)
        return tuple(dict.fromkeys(one for each in behind for one in each))

    def contacts_by_email(self, address: str) -> tuple[Contact, ...]:
        """Every contact who is reached at this address: a family may share one."""
        return self._contacts_by_email.get(address, ())

    def writer(self, address: str, *, name: str = "") -> Person | None:
        """Who writes from this address. A family's shared address is decided by the display name, else nobody is guessed; a
        shared mailbox of the school writes under its own address, and the first of its readers answers for it.
        """
        if staff := self.staff_by_email(address):
            return Person("staff", staff.staff_id, staff.name)
        if sharing := self.staff_among(self.readers_at(address)):
            return Person("staff", sharing[0].staff_id, address)
        matches = self.contacts_by_email(address)
        if len(matches) > 1:
            wanted = name.casefold()
            matches = tuple(one for one in matches if one.first_name.casefold() in wanted.split())
        if len(matches) != 1:
            return None
        return Person("contact", matches[0].contact_id, matches[0].name)

    def ties_of(self, contact_id: str) -> tuple[Tie, ...]:
        """How this contact stands to each of their pupils."""
        return self._ties_by_contact.get(contact_id, ())

    def pupils_meant(self, contact_id: str, *, words: str, addressed: Sequence[str]) -> tuple[Pupil, ...]:
        """The contact's children whom a message is about: those it names, else those taught by whom it addresses, else all."""
        mine = [self.pupils[tie.pupil_id] for tie in self.ties_of(contact_id) if tie.pupil_id in self.pupils]
        if len(mine) < 2:
            return tuple(mine)
        said = frozenset(_words_of(words))
        named = [one for one in mine if said & {one.first_name.casefold(), one.preferred_name.casefold()} - {""}]
        if named:
            return tuple(named)
        classes = {class_id for key in addressed if key in self.staff for class_id in self.staff[key].classes}
        return tuple([one for one in mine if one.class_id in classes] or mine)

    def teachers_of(self, pupils: Sequence[Pupil]) -> tuple[str, ...]:
        """The class teachers of these pupils, each once."""
        return tuple(dict.fromkeys(key for one in pupils for key in self._teachers_by_class.get(one.class_id, ())))

    def name_of(self, reader: str) -> str:
        """How a reader is named to a parent: "Miss Nair", or "The school office"."""
        if reader == OFFICE:
            return OFFICE_NAME
        return self.staff[reader].name if reader in self.staff else reader

    def name_inside(self, reader: str) -> str:
        """How a reader is named inside a sentence: "Miss Nair", or "the school office"."""
        name = self.name_of(reader)
        return name[0].lower() + name[1:] if reader == OFFICE else name


def _words_of(text: str) -> list[str]:
    return "".join(one if one.isalpha() else " " for one in text.casefold()).split()
