"""The words of every mail that Handbell sends: which facts a letter shows, and the mail they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from gateway.actions.invitations import calendar_part
from gateway.actions.meeting_words import EVENING_LETTERS, ahead_values, evening_values, meeting_values
from gateway.actions.meeting_words import LETTERS as MEETING_LETTERS
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.slips import Slip, slip_of
from gateway.domain.channels import CLOSED, TEXT
from gateway.domain.councils import councils_for
from gateway.domain.deadlines import KINDS
from gateway.domain.help import help_at
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact
from gateway.domain.texts import plain_marks, signed
from gateway.ports.channels import Outbound
from gateway.store.outbox import Parcel

Render = Callable[[str, Mapping[str, object]], str]
SUBJECT = "Subject: "
"""How the first line of every plain text begins: a letter's subject stands with its words."""
WRITTEN_BY_A_PERSON = frozenset({"reply", "meeting_offer"})
"""Letters that are no machine's: no other mail system may take them for an automatic answer."""


class Letters:
    """Composes parcels into mails; ``render`` fills a template, ``site`` is the address that people open."""

    def __init__(self, render: Render, *, site: str) -> None:
        self._render = render
        self._site = site

    def at(self, site: str) -> Letters:
        """The same letters, which lead to another address."""
        return Letters(self._render, site=site)

    def compose(self, people: Directory, parcel: Parcel) -> Outbound:
        """The mail of one parcel, plain text and HTML with the same words in the same order; or the text of one, words alone."""
        if parcel.channel == TEXT:
            return self._text(people, parcel)
        school = people.roster.school
        facts = parcel.facts
        values = self._values(people, parcel)
        head, _, text = self._render(f"mail/{parcel.letter}.txt", values).partition("\n")
        writer = people.name_of(facts["staff_id"]) if parcel.letter in WRITTEN_BY_A_PERSON else ""
        subject = " ".join(head.removeprefix(SUBJECT).split())
        token = str(facts.get("token", "")) if parcel.thread_id is not None else ""
        method, calendar = calendar_part(people, parcel) if parcel.channel == SCHOOL_EMAIL else ("", b"")
        return Outbound(
            reference=str(parcel.outbox_id),
            to_address=parcel.to_address,
            to_name=parcel.to_name,
            subject=subject,
            text=text.strip("\n") + "\n",
            html=self._render(f"mail/{parcel.letter}.html", values | {"subject": subject}),
            message_id=parcel.rfc_id,
            in_reply_to=str(facts.get("in_reply_to", "")),
            references=tuple(facts.get("references") or filter(None, [str(facts.get("in_reply_to", ""))])),
            reply_to=_reply_address(school.office_address, token) if token else "",
            from_name=f"{writer}, {school.name}" if writer else school.name,
            automatic=parcel.letter not in WRITTEN_BY_A_PERSON,
            calendar=calendar,
            calendar_method=method,
        )

    def _text(self, people: Directory, parcel: Parcel) -> Outbound:
        words = self._render(f"text/{parcel.letter}.txt", self._values(people, parcel))
        return Outbound(
            reference=str(parcel.outbox_id),
            to_address=parcel.to_address,
            to_name=parcel.to_name,
            subject="",
            text=plain_marks(words).strip(),
            automatic=parcel.letter not in WRITTEN_BY_A_PERSON,
            tried_at=_moment(parcel.facts.get("tried_at")),
        )

    def _values(self, people: Directory, parcel: Parcel) -> dict[str, object]:
        zone, at = people.staffing.calendar.zone, parcel.written_at
        school, councils = people.roster.school, councils_for(people.roster, parcel.facts.get("pupils", ()))
        values: dict[str, object] = {
            "school": school,
            "site": self._site,
            "site_name": self._site.partition("://")[2],
            "zone": zone,
            "at": at,
            "help": help_at(people.staffing, school.emergency, councils, at),
            "person": parcel.to_name,
            "language": _language(people, parcel),
            "token": "",
            "slip": None,
            "was_at": None,
            "also": (),
            "until": None,
            "writer": "",
            "said": "",
            "about": "",
            "answer_how": "Answer here" if parcel.channel in CLOSED else "Reply to this email",
            "way": "",
            "signed": "",
            "carries_files": parcel.channel == SCHOOL_EMAIL,
            "app": CLOSED.get(parcel.channel, ""),
            "unsanctioned": str(parcel.facts.get("unsanctioned", "")),
        }
        return values | _own_values(people, parcel.letter, parcel.facts, at=at, zone=zone)


def _own_values(
    people: Directory, letter: str, facts: dict[str, Any], *, at: datetime, zone: tzinfo
) -> dict[str, object]:
    """What one kind of letter says besides what all of them know."""
    if letter in ("acknowledgement", "promise_changed"):
        also = tuple((str(one["about"]), _slip(people, one, at=at)) for one in facts.get("also", ()))
        return {"slip": _slip(people, facts, at=at), "was_at": _moment(facts.get("was")), "also": also}
    if letter == "late":
        promised_at = _moment(facts.get("promised_at"))
        reader = people.name_inside(str(facts.get("was_reader", facts["reader"])))
        return {"slip": _slip(people, facts, at=at), "was_at": promised_at, "reader": reader}
    if letter == "contact_code":
        return {"token": facts["code"], "about": facts["kind"]}
    if letter == "sign_in_link":
        return {"token": facts["token"], "until": _moment(facts["until"])}
    if letter == "turned_back":
        writer = people.name_of(facts["staff_id"])
        return {"writer": writer, "said": facts["text"], "about": facts["subject"], "way": facts["phrase"]}
    if letter in MEETING_LETTERS:
        return meeting_values(people, facts)
    if letter in EVENING_LETTERS:
        return evening_values(people, facts)
    if letter == "meetings_ahead":
        return ahead_values(facts)
    if letter == "reply":
        writer, said = people.name_of(facts["staff_id"]), facts["text"]
        by_text = signed(said, writer=writer, school=people.roster.school.name)
        return {
            "writer": writer,
            "said": said,
            "about": facts["subject"],
            "signed": by_text,
            "begins": facts.get("begins", False),
        }
    return _staff_values(people, letter, facts, zone=zone)


def _staff_values(people: Directory, letter: str, facts: dict[str, Any], *, zone: tzinfo) -> dict[str, object]:
    """What a letter to staff says besides what all letters know."""
    if letter == "relay_report":
        named = {"about": facts["subject"], "to": facts["to"], "path": facts["path"], "files": facts["files"]}
        return named | {"reasons": facts["reasons"], "until": _moment(facts["until"])}
    if letter == "channel_fails":
        ends_on = date.fromisoformat(facts["ends_on"]) if facts["ends_on"] else None
        return {"about": facts["channel"], "said": facts["failure"], "until": ends_on}
    if letter == "looked_at":
        by = people.name_of(facts["by"])
        return {
            "writer": by,
            "about": facts["purpose"],
            "was_at": _moment(facts["looked_at"]),
            "token": facts["record"],
        }
    if letter == "deadline":
        kind = KINDS[facts["kind"]]
        return {
            "about": kind.maybe,
            "said": kind.rule,
            "until": _last_day(facts["due_at"], zone),
            "was_at": _moment(facts["due_at"]) if facts["kind"] == "breach" else None,
            "path": f"/deadlines/{facts['deadline']}",
        }
    if letter == "talk_stopped":
        return {"path": facts["path"]}
    if letter == "register":
        return {"count": facts["count"]}
    if letter == "answer_due":
        return {"path": facts["path"], "until": date.fromisoformat(facts["promised_on"])}
    return {}


def _slip(people: Directory, facts: Mapping[str, Any], *, at: datetime) -> Slip:
    """The promise that a parcel carries (``outgoing.promise_facts``)."""
    reader = str(facts["reader"])
    return slip_of(
        people,
        reader=reader,
        addressed=str(facts.get("addressed", reader)),
        visible_at=_moment(facts.get("visible_at")),
        answer_by_at=_moment(facts.get("reply_by_at")),
        why=str(facts.get("why", "")),
        at=at,
    )


def _last_day(written: str | None, zone: tzinfo) -> date | None:
    """The last day before a moment at which something ends; a midnight belongs to the day before it."""
    ends_at = _moment(written)
    return (ends_at - timedelta(microseconds=1)).astimezone(zone).date() if ends_at is not None else None


def _reply_address(mailbox: str, token: str) -> str:
    """The school's mailbox with the conversation's token, in the form that ``mail.threading.reply_token`` reads."""
    local, _, domain = mailbox.partition("@")
    return f"{local}+c-{token}@{domain}"


def _language(people: Directory, parcel: Parcel) -> str:
    """The language of the contact at this address, where everybody who is reached there speaks it; else English."""
    held: tuple[Contact, ...] = people.contacts_by_email(parcel.to_address.lower())
    named = [one for one in held if one.name == parcel.to_name] or list(held)
    languages = {one.language.partition("-")[0] for one in named}
    return languages.pop() if len(languages) == 1 else "en"


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
