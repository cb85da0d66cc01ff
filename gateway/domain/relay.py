"""Which mail on its way through the relay is a talk between staff and a parent, and for whom the relay may carry at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parties:
    """The addresses that matter to a relay, normalised: the school's domains, its contacts, its office, and ``staff``, which
    are all that its people write from: their own, their aliases and shared mailboxes.
    """

    domains: frozenset[str]
    staff: frozenset[str]
    contacts: frozenset[str]
    office: str

    def knows(self, address: str) -> bool:
        """Whether an address is one that staff write from, a contact's or the office's."""
        return address in self.staff or address in self.contacts or self.is_office(address)

    def is_school(self, address: str) -> bool:
        """Whether an address is in one of the school's own domains."""
        return address.rpartition("@")[2] in self.domains

    def is_office(self, address: str) -> bool:
        """Whether mail to an address reaches the office, with the token of a conversation in it or without."""
        local, _, domain = address.rpartition("@")
        return f"{local.partition('+')[0]}@{domain}" == self.office

    def staffs(self, recipients: Iterable[str]) -> frozenset[str]:
        """Those recipients whose mailboxes are the school's: where a report of a mail that did not arrive is sent."""
        return frozenset(one for one in recipients if one in self.staff or self.is_office(one))

    def may_carry(self, sender: str, recipient: str) -> bool:
        """Whether one side of a mail is the school's own or known to it; anything else would make an open relay."""
        ours = self.is_school(recipient) and not names_route(recipient)
        return ours or recipient in self.contacts or self.is_school(sender)

    def talk(self, authors: Iterable[str], sender: str, recipients: Iterable[str]) -> frozenset[str]:
        """The recipients to whom a mail is a talk between staff and a parent.

        ``authors`` are the addresses of its From; where nobody knows them, the envelope's ``sender`` speaks.
        """
        writers = [one for one in authors if self.knows(one)] or [sender]
        by_staff = any(one in self.staff or self.is_office(one) for one in writers)
        by_contact = any(one in self.contacts for one in writers)
        return frozenset(
            one
            for one in recipients
            if (by_staff and one in self.contacts) or (by_contact and (one in self.staff or self.is_office(one)))
        )


def names_route(address: str) -> bool:
    """Whether an address at one server asks it to send on to another (``victim%elsewhere@here``, ``elsewhere!victim@here``).

    The server behind trusts its relay and may do so (postconf(5), allow_percent_hack and swap_bangpath, both on).
    """
    local = address.rpartition("@")[0]
    return any(one in local for one in "%!@")
