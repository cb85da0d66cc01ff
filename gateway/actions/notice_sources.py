"""How the apps' mail is known at this school, and where its staff open each app: what the settings page changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from gateway.actions.directory import directory
from gateway.domain.channels import CLOSED
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.notices import USUAL, Source, checked
from gateway.domain.promises import OFFICE
from gateway.domain.scope import Scope
from gateway.store import audit, notices
from gateway.store.base import new_id
from gateway.store.transaction import reading, writing

LONGEST_ADDRESS = 300
MOST = 40
"""Kinds of mail that a school may enter."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of mail: ``source_id`` is None for a usual one; ``told`` names who is told, ``classes`` the classes by name."""

    source_id: int | None
    source: Source
    told: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything on the settings page: the kinds of mail that count, where apps are opened, and who can be chosen."""

    kept: tuple[Kept, ...]
    app_pages: Mapping[str, str]
    readers: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, str], ...]
    server: str


def sources(scope: Scope) -> Sources:
    """What the settings page shows. No event: nothing is changed."""
    with reading():
        people = directory(scope)
        held, pages = notices.sources(scope), notices.app_pages(scope)
    changed = {source.channel for _, source in held}
    usual = (_kept(people, None, one) for one in USUAL if one.channel not in changed)
    return Sources(
        kept=(*(_kept(people, key, source) for key, source in held), *usual),
        app_pages=pages,
        readers=tuple((one.staff_id, one.name) for one in people.roster.staff),
        classes=tuple((one.class_id, one.name) for one in people.roster.classes),
        server=people.roster.school.authentication_server,
    )


def _kept(people: Directory, source_id: int | None, source: Source) -> Kept:
    names = tuple(people.classes[one].name for one in source.classes if one in people.classes)
    if source.tells == "absence":
        told = people.name_of(OFFICE)
    elif source.tells == "words":
        told = "Whoever has the conversation, else the class teachers"
    elif source.reader:
        told = people.name_of(source.reader)
    else:
        told = f"Teachers of {' and '.join(names)}" if names else people.name_of(OFFICE)
    return Kept(source_id, source, told, names)


def app_pages(scope: Scope) -> Mapping[str, str]:
    """Channel → where staff open its app. No event: it is a link of the school's own."""
    with reading():
        return notices.app_pages(scope)


def add(scope: Scope, source: Source, *, now: datetime) -> None:
    """Enter one kind of mail; the usual ones of its app no longer count. Raises InputProblem. Event: notice_source.added."""
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        kept = checked(source, own_domains=people.roster.school.email_domains)
        if kept.reader not in ("", OFFICE, *people.staff) or any(one not in people.classes for one in kept.classes):
            raise InputProblem("Choose who is told from the list.")
        if people.contacts_by_email(kept.sender):
            raise InputProblem("This is the address of a family. Enter the app’s.")
        held = notices.sources(scope)
        if any(one == kept for _, one in held):
            return
        if len(held) >= MOST:
            raise InputProblem(f"There are {MOST} already. Remove one that is not needed.")
        notices.add_source(scope, new_id(now), kept)
        audit.append(
            scope,
            "notice_source.added",
            now=now,
            clause="C1",
            channel=kept.channel,
            sender=kept.sender,
            subject=kept.subject,
            tells=kept.tells,
        )


def remove(scope: Scope, source_id: int, *, now: datetime) -> None:
    """Take one kind of mail away; without any of its own, an app goes by the usual ones. Event: notice_source.removed."""
    with writing():
        audit.take_turn(scope)
        held = dict(notices.sources(scope)).get(source_id)
        if held is not None and notices.remove_source(scope, source_id):
            audit.append(scope, "notice_source.removed", now=now, clause="C1", channel=held.channel, sender=held.sender)


def set_app_page(scope: Scope, channel: str, address: str, *, now: datetime) -> None:
    """Enter where staff open an app; blank takes it away. Raises InputProblem. Event: app_page.set."""
    kept = address.strip()
    if channel not in CLOSED:
        raise InputProblem("Choose the app.")
    if kept:
        kept = _page_address(kept)
    with writing():
        audit.take_turn(scope)
        if notices.app_pages(scope).get(channel, "") == kept:
            return
        notices.put_app_page(scope, channel, kept)
        audit.append(scope, "app_page.set", now=now, clause="C1", channel=channel, is_now=kept)


def _page_address(typed: str) -> str:
    problem = "Enter the whole address of the page, beginning with https://."
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError as failure:
        raise InputProblem(problem) from failure
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname or parts.username or port == 0:
        raise InputProblem(problem)
    if len(typed) > LONGEST_ADDRESS or any(one.isspace() or not one.isprintable() for one in typed):
        raise InputProblem(problem)
    return typed
